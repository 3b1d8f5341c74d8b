// A small web service: a greeting, a health check, and the time zone it was told to use.
package main

import (
	"encoding/json"
	"log"
	"net/http"
	"os"
	"time"

	"example.com/greeter/internal/greeting"
)

func main() {
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	http.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) {
		w.Write([]byte("ok\n"))
	})
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		name := r.URL.Query().Get("name")
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(greeting.For(name, os.Getenv("GREETING")))
	})
	http.HandleFunc("/zone", func(w http.ResponseWriter, _ *http.Request) {
		zone, err := time.LoadLocation("Europe/Vienna")
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Write([]byte(time.Unix(0, 0).In(zone).Format(time.RFC3339) + "\n"))
	})
	log.Fatal(http.ListenAndServe(":"+port, nil))
}
