package main

import (
	"fmt"

	"example.com/hotel/tune"
)

func main() { fmt.Printf("geo on %d\n", tune.Port("GeoPort")) }
