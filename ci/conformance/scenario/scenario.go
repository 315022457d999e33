// Package scenario reads conformance scenarios: files that say what is done with Qt's Bluetooth
// classes on one or two hosts, in no programming language. The README of ci/conformance describes
// them.
package scenario

import "go.yaml.in/yaml/v3"

// Scenario is what a file says.
type Scenario struct {
	Files      []string   `yaml:"-"` // its own, then those of the scenarios that come before
	Name       string     `yaml:"name"`
	Proves     []string   `yaml:"proves"`
	Runs       Place      `yaml:"runs"`
	Hosts      []string   `yaml:"hosts"`
	After      string     `yaml:"after"` // the scenario whose steps come before
	Backend    Backend    `yaml:"backend"`
	Peripheral Peripheral `yaml:"peripheral"`
	Since      string     `yaml:"since"`      // the first version of Qt that it is for
	Pristine   bool       `yaml:"pristine"`   // wants Bluetooth in the state of the lab's start
	Quick      bool       `yaml:"quick"`      // is one of ci/test
	Crash      string     `yaml:"crash"`      // why Qt itself may crash
	CrashSince string     `yaml:"crashSince"` // from which version of Qt on; "" for any
	Deviates   string     `yaml:"deviates"`   // why qtbt does something else on purpose
	Either     [][]string `yaml:"either"`     // values that Qt itself has by chance
	Steps      []Step     `yaml:"steps"`
}

// Place is where a scenario runs.
type Place string

// The places.
const (
	Hermetic Place = "hermetic" // one host, this machine, without Bluetooth
	Lab      Place = "lab"      // the lab's hosts
)

// Backend is the one of Qt's two back ends for BlueZ that client sockets and Low Energy centrals
// have.
type Backend string

// The back ends.
const (
	DBus Backend = "dbus" // Qt's choice where bluetoothd runs
	Raw  Backend = "raw"  // kernel sockets; Qt's choice elsewhere, and for server sockets
)

// Peripheral is the back end of Low Energy peripherals. Qt 6.4 has but the kernel's.
type Peripheral string

// PeripheralDBus has bluetoothd serve the attributes.
const PeripheralDBus Peripheral = "dbus"

// Step is one step. The field that says what kind it is (see Kind) has its object or host.
type Step struct {
	File string `yaml:"-"` // without its folder
	Line int    `yaml:"-"`

	// What the driver of an object's host does.
	Construct string `yaml:"construct"` // an object's new name
	Call      string `yaml:"call"`      // OBJECT.METHOD
	Read      string `yaml:"read"`      // an object, of which Properties are read
	Delete    string `yaml:"delete"`
	Inside    string `yaml:"inside"`   // OBJECT.SIGNAL: Steps are done within its next emission
	Together  []Step `yaml:"together"` // done without returning to the event loop

	// What the conductor does.
	Await          string `yaml:"await"` // OBJECT.SIGNAL or OBJECT.METHOD
	Wire           string `yaml:"wire"`  // a new pair of connected sockets
	Send           string `yaml:"send"`  // Data, from the far end of a wire
	Receive        string `yaml:"receive"`
	ReceiveEnd     string `yaml:"receiveEnd"`
	HangUp         string `yaml:"hangUp"`
	Kill           string `yaml:"kill"` // the driver of a host
	PowerOff       string `yaml:"powerOff"`
	PowerOn        string `yaml:"powerOn"`
	StopBluetooth  string `yaml:"stopBluetooth"`
	StartBluetooth string `yaml:"startBluetooth"`
	Meet           string `yaml:"meet"` // has a host's bluetoothd know Peer

	Class      string         `yaml:"class"`
	Host       string         `yaml:"host"`
	With       map[string]any `yaml:"with"` // arguments
	As         string         `yaml:"as"`   // the name of an object that a call returns
	Properties []string       `yaml:"properties"`
	Times      int            `yaml:"times"`  // how many emissions in all, for Await; 0 means 1
	Equals     any            `yaml:"equals"` // the property's value, for Await
	Steps      []Step         `yaml:"steps"`
	Data       any            `yaml:"data"`
	Size       int            `yaml:"size"`
	Peer       string         `yaml:"peer"`
	Over       string         `yaml:"over"` // the transport of Meet

	// What the checks found out.
	Target string      `yaml:"-"` // the object, host or wire
	Member string      `yaml:"-"` // the signal or property, for Await and Inside
	Method Signature   `yaml:"-"` // of Construct and Call
	Reads  []Signature `yaml:"-"` // of Properties
}

// UnmarshalYAML notes the step's line.
func (s *Step) UnmarshalYAML(node *yaml.Node) error {
	type plain Step
	if err := node.Decode((*plain)(s)); err != nil {
		return err
	}
	s.Line = node.Line
	return nil
}

// Kind is what a step does: the key that says it.
func (s *Step) Kind() string {
	for _, k := range s.kinds() {
		if k.value != "" {
			return k.key
		}
	}
	return "together"
}

type kindValue struct{ key, value string }

func (s *Step) kinds() []kindValue {
	return []kindValue{
		{"construct", s.Construct}, {"call", s.Call}, {"read", s.Read}, {"delete", s.Delete}, {"inside", s.Inside},
		{"await", s.Await}, {"wire", s.Wire}, {"send", s.Send}, {"receive", s.Receive}, {"receiveEnd", s.ReceiveEnd},
		{"hangUp", s.HangUp}, {"kill", s.Kill}, {"powerOff", s.PowerOff}, {"powerOn", s.PowerOn},
		{"stopBluetooth", s.StopBluetooth}, {"startBluetooth", s.StartBluetooth}, {"meet", s.Meet},
	}
}

// DriverStep reports whether the driver of a host does the step.
func (s *Step) DriverStep() bool {
	switch s.Kind() {
	case "construct", "call", "read", "delete", "inside", "together":
		return true
	}
	return false
}
