package main

// This file prints the services.

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/goqtbt/bluetooth/examples/internal/describe"
	"github.com/goqtbt/bluetooth/qtbt"
)

// printText prints a table of services, or a paragraph with all attributes for each.
func printText(w io.Writer, services []*qtbt.ServiceInfo, all bool) error {
	if len(services) == 0 {
		return nil
	}
	var text bytes.Buffer // a tabwriter forgets errors of its writer
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	if !all {
		fmt.Fprintln(table, "NAME\tCLASS\tCONNECT\tUUID")
	}
	for i, s := range services {
		if !all {
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", name(s), class(s), connect(s), uuid(s))
			continue
		}
		if i > 0 {
			fmt.Fprintln(table)
		}
		fmt.Fprintln(table, name(s))
		fmt.Fprintf(table, "  class\t%s\n  connect\t%s\n  UUID\t%s\n", class(s), connect(s), uuid(s))
		for _, id := range s.Attributes() {
			fmt.Fprintf(table, "  %s\t%s\n", attribute(id), value(s.Attribute(id)))
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := text.WriteTo(w)
	return err
}

func name(s *qtbt.ServiceInfo) string { return orDash(describe.Text(s.ServiceName())) }

func class(s *qtbt.ServiceInfo) string { return orDash(describe.UUIDs(s.ServiceClassUUIDs())) }

func uuid(s *qtbt.ServiceInfo) string {
	if id := s.ServiceUUID(); !id.IsNull() {
		return id.String()
	}
	return "-"
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// connect returns the socket that connects to a service, with the port for programs that connect
// without SDP.
func connect(s *qtbt.ServiceInfo) string {
	if channel := s.ServerChannel(); channel > 0 {
		return fmt.Sprintf("RFCOMM channel %d", channel)
	}
	if psm := s.ProtocolServiceMultiplexer(); psm > 0 {
		return fmt.Sprintf("L2CAP PSM %d", psm)
	}
	if s.SocketProtocol() == qtbt.RFCOMM {
		return "RFCOMM"
	}
	// There is no protocol or no port. BlueZ reports L2CAP for services that it did not ask about.
	return "-"
}

// attributes holds the names of attributes that the Bluetooth specification defines for every
// record.
var attributes = map[qtbt.AttributeID]string{
	qtbt.AttributeServiceRecordHandle:              "record handle",
	qtbt.AttributeServiceClassIDs:                  "service classes",
	qtbt.AttributeServiceRecordState:               "record state",
	qtbt.AttributeServiceID:                        "service ID",
	qtbt.AttributeProtocolDescriptorList:           "protocols",
	qtbt.AttributeBrowseGroupList:                  "browse groups",
	qtbt.AttributeLanguageBaseAttributeIDList:      "languages",
	qtbt.AttributeServiceInfoTimeToLive:            "time to live",
	qtbt.AttributeServiceAvailability:              "availability",
	qtbt.AttributeBluetoothProfileDescriptorList:   "profiles",
	qtbt.AttributeDocumentationURL:                 "documentation",
	qtbt.AttributeClientExecutableURL:              "client program",
	qtbt.AttributeIconURL:                          "icon",
	qtbt.AttributeAdditionalProtocolDescriptorList: "more protocols",
	qtbt.AttributeServiceName:                      "name",
	qtbt.AttributeServiceDescription:               "description",
	qtbt.AttributeServiceProvider:                  "provider",
}

func attribute(id qtbt.AttributeID) string {
	return strings.TrimSpace(fmt.Sprintf("0x%04x %s", id, attributes[id]))
}

// value returns an attribute's value in one line, with sequences in parentheses and alternatives in
// angle brackets.
func value(v any) string {
	switch v := v.(type) {
	case nil:
		return "?" // of a type that Qt does not have
	case qtbt.UUID:
		return describe.UUID(v)
	case string:
		return strconv.Quote(v)
	case qtbt.URL:
		return strconv.Quote(string(v))
	case []byte:
		return hex.EncodeToString(v)
	case qtbt.Sequence:
		return "(" + values(v) + ")"
	case qtbt.Alternative:
		return "<" + values(v) + ">"
	default:
		return fmt.Sprint(v)
	}
}

func values(list []any) string {
	texts := make([]string, len(list))
	for i, v := range list {
		texts[i] = value(v)
	}
	return strings.Join(texts, ", ")
}

// record is a service in JSON. It leaves out ports that the service does not have.
type record struct {
	Name       string         `json:"name"`
	UUID       *qtbt.UUID     `json:"uuid,omitempty"`
	Classes    []namedUUID    `json:"classes"`
	Channel    int            `json:"channel,omitempty"` // of RFCOMM
	PSM        int            `json:"psm,omitempty"`     // of L2CAP
	Attributes map[string]any `json:"attributes,omitempty"`
}

type namedUUID struct {
	UUID qtbt.UUID `json:"uuid"`
	Name string    `json:"name"`
}

func printJSON(w io.Writer, services []*qtbt.ServiceInfo, all bool) error {
	records := []record{}
	for _, s := range services {
		r := record{Name: s.ServiceName(), Classes: []namedUUID{}, Channel: max(0, s.ServerChannel()),
			PSM: max(0, s.ProtocolServiceMultiplexer())}
		if id := s.ServiceUUID(); !id.IsNull() {
			r.UUID = &id
		}
		for _, id := range s.ServiceClassUUIDs() {
			r.Classes = append(r.Classes, namedUUID{id, describe.UUID(id)})
		}
		if all {
			r.Attributes = make(map[string]any)
			for _, id := range s.Attributes() {
				r.Attributes[fmt.Sprintf("0x%04x", id)] = s.Attribute(id)
			}
		}
		records = append(records, r)
	}
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(records)
}
