// Command btdoctor says why Bluetooth does not work on this machine, and what to do about it.
//
//	btdoctor
//	btdoctor --json | jq '.[] | select(.state == "problem")'
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/goqtbt/bluetooth/examples/internal/program"
	"github.com/goqtbt/bluetooth/qtbt"
)

const help = `Says why Bluetooth does not work on this machine, and what to do about it. It changes nothing.

Each line is a check: ok, a note (only some programs notice), or a problem. The line below it says what to do.

Examples:

    btdoctor                          check this machine as the present user
    sudo btdoctor                     check it as root: what is ok only here is a matter of rights
    btdoctor --json | jq .[].text     for another program: a JSON array

Exit status:

    0                   no problem was found
    1                   a problem was found, or the output failed
    80                  the command line is wrong
    129, 130, 131, 143  ended by SIGHUP, Ctrl-C, SIGQUIT, SIGTERM`

type cli struct {
	JSON    bool          `help:"Print a JSON array."`
	Timeout time.Duration `default:"10s" help:"How long to wait for bluetoothd."`
}

// Validate is called by kong.
func (c cli) Validate() error {
	if c.Timeout <= 0 {
		return errors.New("expected a --timeout above 0")
	}
	return nil
}

func main() {
	var args cli
	program.Parse(&args, help)
	program.Main(func(ctx context.Context, out io.Writer) error { return run(ctx, out, args) })
}

// errProblem ends the program with status 1, after its output has named the problems.
var errProblem = errors.New("there are problems")

func run(ctx context.Context, out io.Writer, args cli) error {
	limited, cancel := context.WithTimeout(ctx, args.Timeout)
	defer cancel()
	diagnosis := qtbt.Diagnose(limited)
	if err := ctx.Err(); err != nil {
		return err
	}
	var err error
	if args.JSON {
		err = printJSON(out, diagnosis)
	} else {
		_, err = fmt.Fprintln(out, diagnosis)
	}
	if err == nil && diagnosis.Err() != nil {
		err = errProblem
	}
	return err
}

// record is a finding in JSON.
type record struct {
	Subject string `json:"subject"`
	State   string `json:"state"`
	Text    string `json:"text"`
	Advice  string `json:"advice,omitempty"`
}

func printJSON(out io.Writer, diagnosis qtbt.Diagnosis) error {
	records := make([]record, 0, len(diagnosis.Findings))
	for _, f := range diagnosis.Findings {
		records = append(records, record{f.Subject, f.State.String(), f.Text, f.Advice})
	}
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(records)
}
