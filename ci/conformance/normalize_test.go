package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goqtbt/bluetooth/ci/conformance/scenario"
)

func TestNormalize(t *testing.T) {
	f := facts{
		addresses: map[string]string{"a": "00:AA:01:00:00:42", "b": "00:AA:01:01:00:42"},
		uuids:     map[string]string{"service": "8b5f0c5a-7f5a-4f43-9b0b-9a1b0c9d0e0f"},
		either:    [][]string{{"refused", "reset"}, {"yes", "no"}},
	}
	for what, c := range map[string]struct{ event, normal event }{
		"an address":         {event{Value: "00:AA:01:01:00:42"}, event{Value: "<address of b>"}},
		"a foreign address":  {event{Value: "02:00:00:00:00:01"}, event{Value: "02:00:00:00:00:01"}},
		"an address in text": {event{Value: "no route to 00:AA:01:00:00:42"}, event{Value: "no route to <address of a>"}},
		"a UUID of a signal": {event{Value: []any{"8b5f0c5a-7f5a-4f43-9b0b-9a1b0c9d0e0f", "Name"}}, event{Value: []any{"<uuid service>", "Name"}}},
		"a descriptor":       {event{Name: "socketDescriptor()", Value: 7.0}, event{Name: "socketDescriptor()", Value: "<descriptor>"}},
		"no descriptor":      {event{Name: "socketDescriptor()", Value: -1.0}, event{Name: "socketDescriptor()", Value: -1.0}},
		"another number":     {event{Name: "bytesAvailable()", Value: 7.0}, event{Name: "bytesAvailable()", Value: 7.0}},
		"a chance":           {event{Value: "reset"}, event{Value: "<refused or reset>"}},
		"a chance in a list": {event{Value: []any{"yes"}}, event{Value: []any{"<yes or no>"}}},
		"less than a chance": {event{Value: "ref"}, event{Value: "ref"}},
		"a mapping":          {event{Value: map[string]any{"address": "00:AA:01:01:00:42"}}, event{Value: map[string]any{"address": "<address of b>"}}},
		"services":           {event{Name: "services()", Value: []any{"b", "8b5f0c5a-7f5a-4f43-9b0b-9a1b0c9d0e0f"}}, event{Name: "services()", Value: []any{"<uuid service>", "b"}}},
		"another list":       {event{Name: "includedServices()", Value: []any{"b", "a"}}, event{Name: "includedServices()", Value: []any{"b", "a"}}},
		"nothing":            {event{}, event{}},
	} {
		got := f.normalize(trace{"a.s": {c.event}})["a.s"][0]
		assert.Equal(t, c.normal, got, what)
	}
}

func TestNormalizeManyBytes(t *testing.T) {
	digest := func(text string) any { return facts{}.normalizeValue(text) }
	assert.Regexp(t, `^<201 bytes, SHA-256 [0-9a-f]{64}>$`, digest(strings.Repeat("ÿ", 201)))
	assert.NotEqual(t, digest(strings.Repeat("ÿ", 201)), digest(strings.Repeat("x", 201)))
	assert.Equal(t, strings.Repeat("ÿ", 200), digest(strings.Repeat("ÿ", 200)))
}

func TestFreshUUIDs(t *testing.T) {
	f, g := facts{uuids: map[string]string{}}, facts{uuids: map[string]string{}}
	assert.Equal(t, f.uuid("service"), f.uuid("service"))
	assert.NotEqual(t, f.uuid("service"), f.uuid("other"))
	assert.NotEqual(t, f.uuid("service"), g.uuid("service"))
	assert.True(t, scenario.LiteralUUID(f.uuid("service")))
}
