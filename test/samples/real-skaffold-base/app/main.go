package main

import (
	"fmt"
	"os"
	"strings"
)

var ImageRepo, ImageName, ImageTag string

func main() {
	words := append([]string{fmt.Sprintf("image %s/%s:%s", ImageRepo, ImageName, ImageTag)}, os.Args[1:]...)
	fmt.Println(strings.Join(words, " "))
}
