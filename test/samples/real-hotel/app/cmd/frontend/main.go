package main

import (
	"fmt"

	"example.com/hotel/services"
	"example.com/hotel/tune"
)

func main() {
	fmt.Printf("frontend on %d, %s\n", tune.Port("FrontendPort"), services.Welcome())
}
