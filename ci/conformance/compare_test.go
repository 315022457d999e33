package main

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goqtbt/bluetooth/ci/conformance/scenario"
)

func socketTrace(events ...event) trace {
	for i := range events {
		events[i].Object = "s"
	}
	return trace{"a.s": events}
}

func emission(name string, values ...any) event {
	return event{Event: eventSignal, Name: name, Value: append([]any{}, values...)}
}

var twoSignals = []event{emission("stateChanged", "ConnectedState"), emission("connected")}

func TestCompare(t *testing.T) {
	reference := &outcome{Trace: socketTrace(twoSignals...)}
	for what, c := range map[string]struct {
		other      outcome
		difference string
	}{
		"the same": {outcome{Trace: socketTrace(twoSignals...)}, ""},
		"another order": {outcome{Trace: socketTrace(emission("connected"), emission("stateChanged", "ConnectedState"))},
			`a.s: event 1: reference: signal s.stateChanged ["ConnectedState"]; here: signal s.connected []`},
		"another value": {outcome{Trace: socketTrace(emission("stateChanged", "ClosingState"), emission("connected"))},
			`a.s: event 1: reference: signal s.stateChanged ["ConnectedState"]; here: signal s.stateChanged ["ClosingState"]`},
		"less": {outcome{Trace: socketTrace(twoSignals[:1]...)},
			`a.s: event 2: reference: signal s.connected []; here: nothing more`},
		"more": {outcome{Trace: socketTrace(append(twoSignals[:2:2], emission("readyRead"))...)},
			`a.s: event 3: reference: nothing more; here: signal s.readyRead []`},
		"another object": {outcome{Trace: trace{"a.s": socketTrace(twoSignals...)["a.s"], "a.t": {{Event: "construct", Object: "t"}}}},
			`a.t: event 1: reference: nothing more; here: construct t`},
		"nothing": {outcome{}, `a.s: event 1: reference: signal s.stateChanged ["ConnectedState"]; here: nothing more`},
		"another end": {outcome{Trace: socketTrace(twoSignals...), Problem: "line 3: nothing came of it in time"},
			"reference: came to its end; here: line 3: nothing came of it in time"},
	} {
		assert.Equal(t, c.difference, compare(reference, &c.other), what)
	}
}

// Where Qt itself may crash, the others have to survive, and are not compared.
func TestNoteWhereQtMayCrash(t *testing.T) {
	crash := &verdict{
		scenario:  &scenario.Scenario{Hosts: []string{"a"}, Crash: "a deleted notifier", CrashSince: "6.8"},
		pairing:   pairing{a: &system{qt: "6.8.2"}},
		reference: &outcome{Crashed: []string{"a"}, Problem: "the driver has ended"},
		cells:     map[string]string{},
	}
	crash.note(variation{"a": {name: qtbtName}}, &outcome{Trace: socketTrace(twoSignals...)}, "a difference")
	crash.note(variation{"a": {name: pysideName}}, &outcome{Crashed: []string{"a"}, Problem: "the driver has ended"}, "a difference")
	crash.note(variation{"a": {name: referenceName}, "b": {name: qtbtName}}, &outcome{Crashed: []string{"a"}, Problem: "the driver has ended"}, "a difference")
	assert.Equal(t, map[string]string{qtbtName: cellSurvives, pysideName: cellCrashes}, crash.cells)
	assert.Equal(t, cellCrashes, crash.referenceCell())
	assert.False(t, crash.failed())
	crash.note(variation{"a": {name: qtbtName}}, &outcome{Problem: "nothing came of it in time"}, "a difference")
	assert.True(t, crash.failed())

	crash.scenario.CrashSince = ""
	assert.True(t, crash.mayCrash())
	crash.scenario.CrashSince, crash.pairing.a.qt = "6.8", "6.4.2"
	assert.False(t, crash.mayCrash())
}

// The order of two objects' events among each other depends on the kernel; each object's own does
// not.
func TestEventsOfAnObjectAreItsOwn(t *testing.T) {
	assert.Empty(t, compare(
		&outcome{Trace: trace{"a.s": twoSignals, "b.c": twoSignals}},
		&outcome{Trace: trace{"b.c": twoSignals, "a.s": twoSignals}},
	))
}

func TestUnsupported(t *testing.T) {
	assert.Equal(t, "getChar()", unsupported(&outcome{Trace: socketTrace(event{Event: eventUnsupported, Name: "getChar()"})}))
	assert.Empty(t, unsupported(&outcome{Trace: socketTrace(twoSignals...)}))
}

func TestGuilt(t *testing.T) {
	mixed := variation{"a": {name: qtbtName}, "b": {name: pysideName}}
	assert.True(t, guilty(mixed, qtbtName, "a.s: event 1: …"))
	assert.False(t, guilty(mixed, pysideName, "a.s: event 1: …"))
	assert.True(t, guilty(variation{"a": {name: qtbtName}, "b": {name: referenceName}}, qtbtName, "b.c: event 1: …"), "it drives its peer")
	assert.True(t, guilty(mixed, pysideName, "wire.w: event 1: …"))
}
