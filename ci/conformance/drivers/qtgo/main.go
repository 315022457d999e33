// Command qtgo is the conformance driver of package qtbt, layer 1. It runs the commands on
// its standard input, and prints the events; see the README of ci/conformance.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"log"
	"os"

	"github.com/goqtbt/bluetooth/qtbt"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var command struct{ Actions []action }
		if err := json.Unmarshal(lines.Bytes(), &command); err != nil {
			log.Fatal(err)
		}
		// On the Qt thread, no signal comes between the actions of a command.
		err := qtbt.Invoke(context.Background(), func() {
			objects.perform(command.Actions)
			trace("done", "", "", nil)
		})
		if err != nil {
			log.Fatal(err)
		}
	}
	for name := range objects {
		objects.end(name)
	}
}

// trace writes a line about what happens to an object. event is one of the protocol's: construct,
// call, return, signal, handled, delete, missing, unsupported, done.
func trace(event, object, name string, value any) {
	line, err := json.Marshal(struct {
		Event  string `json:"event"`
		Object string `json:"object,omitempty"`
		Name   string `json:"name,omitempty"`
		Value  any    `json:"value,omitempty"`
	}{event, object, name, value})
	if err != nil {
		log.Fatal(err)
	}
	os.Stdout.Write(append(line, '\n'))
}
