package qtbt

// Diagnosis: what Bluetooth needs from this machine, and which of it is there.

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// FindingState says what a [Finding] means for Bluetooth programs.
type FindingState int

// The states of findings.
const (
	FindingOK      FindingState = iota // present and working
	FindingNote                        // missing or unusual; only some programs notice
	FindingProblem                     // Bluetooth does not work until this is mended
)

// String returns "ok", "note" or "problem".
func (s FindingState) String() string {
	switch s {
	case FindingOK:
		return "ok"
	case FindingNote:
		return "note"
	case FindingProblem:
		return "problem"
	}
	return fmt.Sprintf("FindingState(%d)", int(s))
}

// Finding is the result of one check of a [Diagnosis].
type Finding struct {
	Subject string       // what was checked, such as "bluetoothd" or "adapter hci0"
	State   FindingState // what the result means
	Text    string       // the result, such as "version 5.66 runs"
	Advice  string       // what to do about it; empty where nothing has to be done
	// Err is the error with which Dial, Listen and Discover fail because of this finding, for
	// errors.Is: ErrUnsupported, ErrNoBus, ErrNoBluetoothd, ErrNoAdapter, ErrPoweredOff or
	// fs.ErrPermission. It is nil unless State is FindingProblem.
	Err error
}

// String returns the finding on a line, and its advice on a second, indented line.
func (f Finding) String() string {
	line := fmt.Sprintf("%-8s %s: %s", f.State, f.Subject, f.Text)
	if f.Advice != "" {
		line += "\n         " + f.Advice
	}
	return line
}

// Diagnosis is what [Diagnose] has found, in the order in which a program needs it: Qt, the kernel,
// the adapters, the bus, bluetoothd, rights.
type Diagnosis struct {
	Findings []Finding
}

// Err returns an error with the text of all problems, in which errors.Is finds their Err values. It
// returns nil if there is no problem.
func (d Diagnosis) Err() error {
	var problems []error
	for _, f := range d.Findings {
		if f.State == FindingProblem {
			problems = append(problems, fmt.Errorf("%s: %s: %w", f.Subject, f.Text, f.Err))
		}
	}
	return errors.Join(problems...)
}

// String returns all findings, one below the other.
func (d Diagnosis) String() string {
	lines := make([]string, len(d.Findings))
	for i, f := range d.Findings {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

// Diagnose checks what Bluetooth programs need from this machine. It changes nothing, and does not
// start the Qt thread. Each of its questions ends with ctx; without a deadline, it may wait 25
// seconds for a bluetoothd that does not respond.
//
// On Linux it checks the kernel, rfkill, the adapters, the system bus, bluetoothd, the rights of
// this process, and Qt's helper program sdpscanner. On other systems it reports Qt alone. It may be
// called from any goroutine. Qt has no counterpart.
func Diagnose(ctx context.Context) Diagnosis {
	var d Diagnosis
	if QtVersion() == "" {
		d.problem("Qt", "this program was built without cgo, so without Qt", ErrUnsupported,
			"Build it with CGO_ENABLED=1, a C++ compiler, and Qt's development files.")
		return d
	}
	d.ok("Qt", fmt.Sprintf("version %s, back end %v", QtVersion(), CurrentBackend()))
	d.diagnoseSystem(ctx)
	return d
}

func (d *Diagnosis) ok(subject, text string) {
	d.Findings = append(d.Findings, Finding{Subject: subject, State: FindingOK, Text: text})
}

func (d *Diagnosis) note(subject, text, advice string) {
	d.Findings = append(d.Findings, Finding{Subject: subject, State: FindingNote, Text: text, Advice: advice})
}

func (d *Diagnosis) problem(subject, text string, err error, advice string) {
	d.Findings = append(d.Findings, Finding{Subject: subject, State: FindingProblem, Text: text, Advice: advice, Err: err})
}
