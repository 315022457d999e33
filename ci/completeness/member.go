package main

// The declarations in Qt's headers: the public members of the classes that package qtbt binds.

import "strings"

// classes lists Qt's classes that package qtbt binds, and namespace QBluetooth.
var classes = []string{
	"QBluetooth",
	"QBluetoothAddress",
	"QBluetoothUuid",
	"QBluetoothHostInfo",
	"QBluetoothDeviceInfo",
	"QBluetoothServiceInfo",
	"QBluetoothServiceInfo::Sequence",
	"QBluetoothServiceInfo::Alternative",
	"QBluetoothLocalDevice",
	"QBluetoothDeviceDiscoveryAgent",
	"QBluetoothServiceDiscoveryAgent",
	"QBluetoothServer",
	"QBluetoothSocket",
	"QLowEnergyAdvertisingData",
	"QLowEnergyAdvertisingParameters",
	"QLowEnergyAdvertisingParameters::AddressInfo",
	"QLowEnergyCharacteristic",
	"QLowEnergyCharacteristicData",
	"QLowEnergyConnectionParameters",
	"QLowEnergyController",
	"QLowEnergyDescriptor",
	"QLowEnergyDescriptorData",
	"QLowEnergyService",
	"QLowEnergyServiceData",
	"QIODevice", // a socket is a QIODevice
	"QIODeviceBase",
}

type kind int

const (
	constructor kind = iota
	inherited        // constructors of the base class, by a using declaration
	destructor
	method   // a function of namespace QBluetooth, too
	variable // a static one
	signal
	operator
	enumeration
	flags // a set of an enumeration's flags
	enumerator
)

// member is one public member of a class of Qt, an enumerator of its enumerations, or an operator
// declared with it.
type member struct {
	class      string
	object     bool // the class is a QObject, which is neither copied nor compared
	static     bool
	kind       kind
	name       string
	params     []string // types of parameters, without the classes that they are declared in
	overloaded bool     // the class has other functions of that name, too
	enum       string   // of flags and enumerators: the enumeration, without its class
	value      int64    // of enumerators
}

// String returns the member as Qt's documentation writes it, such as
// "QBluetoothSocket::connectToService(const QBluetoothServiceInfo &, OpenMode)".
func (m member) String() string {
	switch m.kind {
	case enumeration, flags, variable:
		return m.class + "::" + m.name
	case enumerator:
		return m.class + "::" + m.enum + "::" + m.name
	case inherited:
		return m.class + "::using " + m.name
	default:
		return m.class + "::" + m.name + "(" + strings.Join(m.params, ", ") + ")"
	}
}

// copies reports whether the member copies, moves or swaps values of its class.
func (m member) copies() bool {
	if m.name == "operator=" || m.name == "swap" {
		return true
	}
	return m.kind == constructor && len(m.params) == 1 && unqualified(m.params[0]) == m.class
}

// unqualified returns a type without const and without being a reference.
func unqualified(typ string) string {
	return strings.TrimRight(strings.TrimPrefix(typ, "const "), " &")
}

// markOverloads marks functions that share a class and a name. Functions that copy do not count,
// because their names need not distinguish them.
func markOverloads(members []member) {
	type function struct{ class, name string }
	count := make(map[function]int)
	counts := func(m member) bool {
		return (m.kind == constructor || m.kind == method || m.kind == signal) && !m.copies()
	}
	for _, m := range members {
		if counts(m) {
			count[function{m.class, m.name}]++
		}
	}
	for i, m := range members {
		members[i].overloaded = counts(m) && count[function{m.class, m.name}] > 1
	}
}
