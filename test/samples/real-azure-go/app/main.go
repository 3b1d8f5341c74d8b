package main

import (
	"fmt"
	"net/http"
	"os"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		folder, _ := os.Getwd()
		fmt.Fprintln(w, "Hello from "+folder)
	})
	http.HandleFunc("/port", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, os.Getenv("PORT")) })
	panic(http.ListenAndServe(":"+os.Getenv("PORT"), nil))
}
