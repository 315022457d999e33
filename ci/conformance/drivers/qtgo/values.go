package main

// qtbt's values as the protocol writes them, and back.

import (
	"encoding/json"
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/goqtbt/bluetooth/qtbt"
)

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

var protocols = map[qtbt.Protocol]string{
	qtbt.UnknownProtocol: "UnknownProtocol",
	qtbt.L2CAP:           "L2capProtocol",
	qtbt.RFCOMM:          "RfcommProtocol",
}

// openModes are the flags in the order in which they are written.
var openModes = []struct {
	flag qtbt.OpenMode
	name string
}{
	{qtbt.ReadOnly, "ReadOnly"},
	{qtbt.WriteOnly, "WriteOnly"},
	{qtbt.Append, "Append"},
	{qtbt.Truncate, "Truncate"},
	{qtbt.Text, "Text"},
	{qtbt.Unbuffered, "Unbuffered"},
	{qtbt.NewOnly, "NewOnly"},
	{qtbt.ExistingOnly, "ExistingOnly"},
}

// toJSON returns what stands for a value in the trace.
func toJSON(value any) any {
	if json, ok := lowEnergyJSON(value); ok {
		return json
	}
	switch v := value.(type) {
	case []byte:
		text := make([]rune, len(v))
		for i, b := range v {
			text[i] = rune(b)
		}
		return string(text)
	case qtbt.Protocol:
		return protocols[v]
	case qtbt.OpenMode:
		var names []string
		for _, m := range openModes {
			if v&m.flag != 0 {
				names = append(names, m.name)
			}
		}
		if names == nil {
			return "NotOpen"
		}
		return strings.Join(names, "|")
	case fmt.Stringer: // enumerators have Qt's names
		return v.String()
	default:
		return value
	}
}

// arguments are those of a call.
type arguments []json.RawMessage

func argument[T any](a arguments, i int) (value T) {
	must(json.Unmarshal(a[i], &value))
	return value
}

func (a arguments) boolean(i int) bool { return argument[bool](a, i) }
func (a arguments) integer(i int) int  { return argument[int](a, i) }
func (a arguments) text(i int) string  { return argument[string](a, i) }

func (a arguments) milliseconds(i int) time.Duration {
	return time.Duration(a.integer(i)) * time.Millisecond
}

func (a arguments) bytes(i int) []byte {
	var data []byte
	for _, r := range a.text(i) {
		data = append(data, byte(r))
	}
	return data
}

func (a arguments) address(i int) qtbt.Address   { return qtbt.MustParseAddress(a.text(i)) }
func (a arguments) uuid(i int) qtbt.UUID         { return qtbt.MustParseUUID(a.text(i)) }
func (a arguments) security(i int) qtbt.Security { return argument[qtbt.Security](a, i) }

func (a arguments) protocol(i int) qtbt.Protocol {
	for protocol, name := range protocols {
		if name == a.text(i) {
			return protocol
		}
	}
	return qtbt.UnknownProtocol
}

func (a arguments) socketState(i int) qtbt.SocketState {
	for state := qtbt.UnconnectedState; state <= qtbt.ListeningState; state++ {
		if state.String() == a.text(i) {
			return state
		}
	}
	return qtbt.UnconnectedState
}

func (a arguments) openMode(i int) (mode qtbt.OpenMode) {
	for _, name := range strings.Split(a.text(i), "|") {
		for _, m := range openModes {
			if m.name == name {
				mode |= m.flag
			}
		}
	}
	return mode
}
