package main

// What differs by nature between two runs, and what stands for it in a trace. All such rules are
// here.

import (
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// normalize replaces, in all traces:
//
//   - an adapter's address by its host;
//   - a UUID that the scenario only names, and that each run has a new one for, by its name;
//   - the order of services(), which is that of their UUIDs, by that of their names;
//   - the number of an open descriptor by a word;
//   - a text that the scenario says Qt has by chance by all that it may be;
//   - bytes of more than longest by their number and digest, which compares the same and can be
//     read.
func (f facts) normalize(t trace) trace {
	result := make(trace, len(t))
	for object, events := range t {
		for _, e := range events {
			e.Value = f.normalizeValue(e.Value)
			if list, ok := e.Value.([]any); ok && e.Name == "services()" {
				slices.SortFunc(list, func(a, b any) int { return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
			}
			if number, ok := e.Value.(float64); ok && strings.HasPrefix(e.Name, "socketDescriptor(") && number >= 0 {
				e.Value = "<descriptor>"
			}
			result[object] = append(result[object], e)
		}
	}
	return result
}

// longest is how many bytes a trace shows as they are.
const longest = 200

func (f facts) normalizeValue(value any) any {
	switch v := value.(type) {
	case string:
		for host, address := range f.addresses {
			v = strings.ReplaceAll(v, address, "<address of "+host+">")
		}
		for name, uuid := range f.uuids {
			v = strings.ReplaceAll(v, uuid, "<uuid "+name+">")
		}
		for _, texts := range f.either {
			if slices.Contains(texts, v) {
				return "<" + strings.Join(texts, " or ") + ">"
			}
		}
		if data := latin1(v); len(data) > longest {
			return fmt.Sprintf("<%d bytes, SHA-256 %x>", len(data), sha256.Sum256(data))
		}
		return v
	case map[string]any:
		mapping := make(map[string]any, len(v))
		for key, element := range v {
			mapping[f.normalizeValue(key).(string)] = f.normalizeValue(element)
		}
		return mapping
	case []any:
		list := make([]any, len(v))
		for i, element := range v {
			list[i] = f.normalizeValue(element)
		}
		return list
	default:
		return value
	}
}

// uuid returns the run's UUID of a name. BlueZ takes one profile for a UUID at a time, and
// remembers what services a device has: so each run has its own.
func (f facts) uuid(name string) string {
	if f.uuids[name] == "" {
		var id [16]byte
		_, _ = rand.Read(id[:])
		id[6], id[8] = id[6]&0x0f|0x40, id[8]&0x3f|0x80 // a random one, version 4
		f.uuids[name] = fmt.Sprintf("%x-%x-%x-%x-%x", id[0:4], id[4:6], id[6:8], id[8:10], id[10:])
	}
	return f.uuids[name]
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
