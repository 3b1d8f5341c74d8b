package main

import (
	"fmt"
	"net/http"
)

func main() {
	http.HandleFunc("/plaintext", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "Hello, World!") })
	panic(http.ListenAndServe(":8080", nil))
}
