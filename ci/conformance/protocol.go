package main

// The commands to drivers and the events from them: the protocol that the README describes, one
// line of JSON each.

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/goqtbt/bluetooth/ci/conformance/scenario"
)

// command is a line for a driver: actions to be done without returning to the event loop.
type command struct {
	Actions []action `json:"actions"`
}

// action is one thing to do; which of the first four fields is set says what.
type action struct {
	Construct string `json:"construct,omitempty"`
	Call      string `json:"call,omitempty"`
	Inside    string `json:"inside,omitempty"`
	Delete    string `json:"delete,omitempty"`

	Class     string   `json:"class,omitempty"`
	Method    string   `json:"method,omitempty"`
	Arguments []any    `json:"arguments,omitempty"`
	As        string   `json:"as,omitempty"`
	Signal    string   `json:"signal,omitempty"`
	Actions   []action `json:"actions,omitempty"`
}

// event is a line from a driver, or something that the conductor itself has seen.
type event struct {
	Event  string `json:"event"`
	Object string `json:"object,omitempty"`
	Name   string `json:"name,omitempty"`
	Value  any    `json:"value,omitempty"`
}

// The events that more than one place knows.
const (
	eventCall        = "call"
	eventReturn      = "return"
	eventSignal      = "signal"
	eventUnsupported = "unsupported"
	eventDone        = "done"
	eventEnded       = "ended"
)

// String writes the event for people, such as "signal s.stateChanged [ConnectedState]".
func (e event) String() string {
	text := strings.TrimSpace(e.Event + " " + strings.Trim(e.Object+"."+e.Name, "."))
	if e.Value == nil {
		return text
	}
	value, err := json.Marshal(e.Value)
	if err != nil {
		return fmt.Sprint(text, " ", e.Value)
	}
	return text + " " + string(value)
}

// facts are what the names in a scenario stand for in one run.
type facts struct {
	addresses   map[string]string // of hosts
	uuids       map[string]string
	descriptors map[string]int // of wires
	either      [][]string     // the scenario's
}

// actions turns a driver step into what the driver is told.
func (f facts) actions(s *scenario.Step) (list []action) {
	switch s.Kind() {
	case "construct":
		return []action{{Construct: s.Construct, Class: s.Class, Method: s.Method.String(), Arguments: f.arguments(s)}}
	case "call":
		return []action{{Call: s.Target, Method: s.Method.String(), Arguments: f.arguments(s), As: s.As}}
	case "read":
		for _, method := range s.Reads {
			list = append(list, action{Call: s.Target, Method: method.String()})
		}
		return list
	case "delete":
		return []action{{Delete: s.Target}}
	case "inside":
		return []action{{Inside: s.Target, Signal: s.Member, Actions: f.all(s.Steps)}}
	default:
		return f.all(s.Together)
	}
}

func (f facts) all(steps []scenario.Step) (list []action) {
	for i := range steps {
		list = append(list, f.actions(&steps[i])...)
	}
	return list
}

func (f facts) arguments(s *scenario.Step) []any {
	var list []any
	for i, parameter := range s.Method.Parameters {
		list = append(list, f.value(s.Method.Types[i], s.With[parameter]))
	}
	return list
}

// value replaces the names in an argument by what they stand for.
func (f facts) value(t scenario.Type, value any) any {
	if element, isList := t.Element(); isList {
		list := make([]any, 0)
		for _, v := range value.([]any) {
			list = append(list, f.value(element, v))
		}
		return list
	}
	if keys := t.Keys(); keys != nil {
		mapping := make(map[string]any)
		for key, v := range value.(map[string]any) {
			mapping[key] = f.value(keys[key], v)
		}
		return mapping
	}
	text, _ := value.(string)
	switch t {
	case scenario.Address:
		if !scenario.LiteralAddress(text) {
			return f.addresses[text]
		}
	case scenario.UUID:
		if short, ok := value.(int); ok {
			return fmt.Sprintf("%08x-0000-1000-8000-00805f9b34fb", short)
		}
		if !scenario.LiteralUUID(text) {
			return f.uuid(text)
		}
	case scenario.Descriptor:
		return f.descriptors[text]
	case scenario.Bytes:
		value, _ = scenario.ByteString(value) // checked when the file was read
	}
	return value
}
