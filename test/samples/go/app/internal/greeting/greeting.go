// Package greeting knows how to greet.
package greeting

import "strings"

// Greeting is what the service answers with.
type Greeting struct {
	Message string `json:"message"`
	Length  int    `json:"length"`
}

// For greets somebody, or the world.
func For(name, word string) Greeting {
	if name == "" {
		name = "world"
	}
	if word == "" {
		word = "hello"
	}
	message := word + ", " + strings.TrimSpace(name)
	return Greeting{Message: message, Length: len(message)}
}
