package main

// This file converts types from C's to Go's and back.

import (
	"fmt"
	"strings"
)

// goType is the Go form of a C type.
type goType struct {
	name, zero string // in Go
	toGo, toC  string // formats that convert an expression; a type without toC can only be a result
}

func number(name, c string) goType { return goType{name, "0", name + "(%s)", "C." + c + "(%s)"} }

// lentTypes maps an array that a call borrows to its type in Go, and to the function that lends it.
var lentTypes = map[string]struct{ name, lend string }{
	"const char *":      {"string", "stringData"},
	"const uint8_t *":   {"[]byte", "bytesData"},
	"const qtbt_uuid *": {"[][16]byte", "uuidsData"},
}

// goTypes returns the types that a regular function may use, by their names in C.
func goTypes(h *headers) map[string]goType {
	types := map[string]goType{
		"bool":         {"bool", "false", "bool(%s)", "C.bool(%s)"},
		"size_t":       number("int", "size_t"),
		"qtbt_handle":  number("Handle", "qtbt_handle"),
		"qtbt_uuid":    {"[16]byte", "[16]byte{}", "goUUID(%s)", "cUUID(%s)"},
		"qtbt_bytes":   {"[]byte", "nil", "takeBytes(%s)", ""},
		"qtbt_text":    {"string", `""`, "takeString(%s)", ""},
		"qtbt_uuids":   {"[][16]byte", "nil", "takeUUIDs(%s)", ""},
		"qtbt_failure": {"Failure", "Failure{}", "takeFailure(&%s, st)", ""},
	}
	for name := range strings.FieldsSeq("uint8 uint16 uint32 uint64 int8 int16 int32 int64") {
		types[name+"_t"] = number(name, name+"_t")
	}
	for _, i := range h.integers {
		types[i.name] = number(exported(i.name), i.name)
	}
	for _, s := range h.structs {
		if _, ok := types[s.name]; !ok && s.regular(types) {
			name := exported(s.name)
			types[s.name] = goType{name, name + "{}", s.literal(types), ""}
		}
	}
	return types
}

// regular reports whether the types of all fields can be converted.
func (s structure) regular(types map[string]goType) bool {
	for _, f := range s.fields {
		if types[f.ctype].toC == "" {
			return false
		}
	}
	return len(s.fields) > 0
}

// literal returns the format of a conversion to Go.
func (s structure) literal(types map[string]goType) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s{\n", exported(s.name))
	for _, f := range s.fields {
		value := fmt.Sprintf(types[f.ctype].toGo, "%[1]s."+f.name)
		fmt.Fprintf(&b, "%s: %s,\n", exported(f.name), value)
	}
	return b.String() + "}"
}
