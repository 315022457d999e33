// Package randomcalls tests package qtbt with random programs. They call both layers on several
// objects, from several goroutines and from inside handlers, while peers hang up at any time.
//
// The test process generates the programs and a child process runs them, because a fault may end
// the process. A program that fails is shrunk and printed.
//
//	go test -v ./ci/randomcalls -run RandomCalls -budget 10m    # -seed N repeats the programs
//	QTBT_REPLAY=FILE go test ./ci/randomcalls -run Replay       # a printed program
//
// ci/test runs it under AddressSanitizer, with the race detector, with a collector that is always
// at work, and with Qt 6.8.
package randomcalls

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Program is a list of calls for each of its goroutines.
type Program struct {
	Goroutines [][]Call
}

// Call is a call of a method. Body holds the calls of a handler, or of a function for Invoke.
type Call struct {
	Do   string
	Slot int    `json:",omitempty"` // of the object
	N    int    `json:",omitempty"` // the argument
	Body []Call `json:",omitempty"`
}

// String returns the program as JSON, with one call on each line.
func (p Program) String() string {
	var b strings.Builder
	b.WriteString(`{"Goroutines": [`)
	for i, calls := range p.Goroutines {
		if i > 0 {
			b.WriteString(",")
		}
		b.WriteString(" [")
		for j, call := range calls {
			if j > 0 {
				b.WriteString(",")
			}
			line, err := json.Marshal(call)
			if err != nil {
				panic(err)
			}
			fmt.Fprintf(&b, "\n\t%s", line)
		}
		b.WriteString("]")
	}
	b.WriteString("]}")
	return b.String()
}
