package tune

import (
	"encoding/json"
	"os"
)

// Port reads a port of the configuration in the folder that the program is started in.
func Port(name string) int {
	text, err := os.ReadFile("config.json")
	if err != nil {
		panic(err)
	}
	ports := map[string]int{}
	if err := json.Unmarshal(text, &ports); err != nil {
		panic(err)
	}
	return ports[name]
}
