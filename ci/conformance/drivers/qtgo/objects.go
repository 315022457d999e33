package main

// The objects of a scenario by their names, and what is the same for all classes.

import "github.com/goqtbt/bluetooth/qtbt"

// action is something to be done, with the fields that its kind has.
type action struct {
	Construct string
	Call      string
	Inside    string
	Delete    string
	Class     string
	Method    string
	Arguments arguments
	As        string
	Signal    string
	Actions   []action
}

// object is a named object of one of Qt's classes.
type object struct {
	name   string
	value  any // what qtbt has for it
	inside map[string][][]action
	// call calls a method, and is false if the class has none of that signature. as names an object
	// that it returns.
	call func(method string, a arguments, as string) (any, bool)
	end  func()
}

type objectTable map[string]*object

var objects = objectTable{}

// perform does actions one after the other, on the Qt thread.
func (t objectTable) perform(actions []action) {
	for _, a := range actions {
		switch {
		case a.Construct != "":
			t.construct(a)
		case t[a.Call+a.Inside+a.Delete] == nil:
			trace("missing", a.Call+a.Inside+a.Delete, "", nil)
		case a.Call != "":
			t[a.Call].perform(a)
		case a.Inside != "":
			o := t[a.Inside]
			o.inside[a.Signal] = append(o.inside[a.Signal], a.Actions)
		case a.Delete != "":
			t.end(a.Delete)
			trace("delete", a.Delete, "", nil)
		}
	}
}

func (t objectTable) construct(a action) {
	trace("construct", a.Construct, a.Class, nil)
	switch a.Class {
	case "QBluetoothServer":
		s, err := qtbt.NewServer(a.Arguments.protocol(0))
		must(err)
		t.addServer(a.Construct, s)
	case "QBluetoothSocket":
		protocol := qtbt.UnknownProtocol
		if len(a.Arguments) > 0 {
			protocol = a.Arguments.protocol(0)
		}
		s, err := qtbt.NewSocket(protocol)
		must(err)
		t.addSocket(a.Construct, s)
	case "QBluetoothServiceInfo":
		t.addServiceInfo(a.Construct, new(qtbt.ServiceInfo))
	case "QBluetoothServiceDiscoveryAgent":
		g, err := qtbt.NewServiceDiscoveryAgent()
		must(err)
		t.addServiceDiscoveryAgent(a.Construct, g)
	case "QBluetoothDeviceDiscoveryAgent":
		var adapter []qtbt.Address
		if len(a.Arguments) > 0 {
			adapter = append(adapter, a.Arguments.address(0))
		}
		g, err := qtbt.NewDeviceDiscoveryAgent(adapter...)
		must(err)
		t.addDeviceAgent(a.Construct, g)
	case "QLowEnergyController":
		c, err := newController(a.Method, a.Arguments)
		must(err)
		t.addController(a.Construct, c)
	case "QLowEnergyCharacteristic":
		t.addCharacteristic(a.Construct, characteristic{})
	case "QLowEnergyDescriptor":
		t.addDescriptor(a.Construct, descriptor{})
	default:
		if !t.addData(a.Construct, a.Class, a.Arguments) {
			trace("unsupported", a.Construct, a.Class, nil)
		}
	}
}

func (t objectTable) end(name string) {
	t[name].end()
	delete(t, name)
}

// add adds an object that has a method table.
func add[T any](t objectTable, name string, value T, methods map[string]func(T, arguments) any, end func()) *object {
	o := &object{name: name, value: value, inside: map[string][][]action{}, end: end}
	o.call = func(method string, a arguments, _ string) (any, bool) {
		f, ok := methods[method]
		if !ok {
			return nil, false
		}
		return f(value, a), true
	}
	t[name] = o
	return o
}

func (o *object) perform(a action) {
	trace("call", o.name, a.Method, nil)
	value, ok := o.call(a.Method, a.Arguments, a.As)
	if !ok {
		trace("unsupported", o.name, a.Method, nil)
		return
	}
	trace("return", o.name, a.Method, value)
}

// emitted is to be called by a handler of each signal.
func (o *object) emitted(signal string, values ...any) {
	if values == nil {
		values = []any{}
	}
	trace("signal", o.name, signal, values)
	waiting := o.inside[signal]
	if len(waiting) == 0 {
		return
	}
	o.inside[signal] = waiting[1:]
	objects.perform(waiting[0])
	trace("handled", o.name, signal, nil)
}

// handler returns a handler for a signal without arguments.
func (o *object) handler(signal string) func() { return func() { o.emitted(signal) } }

// Method tables are of these.

// get is a method that returns a value.
func get[T, R any](f func(T) R) func(T, arguments) any {
	return func(object T, _ arguments) any { return toJSON(f(object)) }
}

// act is a method that returns nothing in Qt. Qt reports by signals and error() what qtbt returns.
func act[T any](f func(T) error) func(T, arguments) any {
	return func(object T, _ arguments) any {
		_ = f(object)
		return nil
	}
}

// succeed is a method that says true or false in Qt.
func succeed[T any](f func(T) error) func(T, arguments) any {
	return func(object T, _ arguments) any { return f(object) == nil }
}
