package scenario

// What the schema cannot say: whether objects, methods and hosts exist where a step uses them.

import (
	"fmt"
	"slices"
	"strings"
)

// checker goes through the steps in their order.
type checker struct {
	scenario *Scenario
	objects  map[string]object
	wires    map[string]bool // whether the far end is open
	killed   map[string]bool
}

type object struct {
	class, host string
	deleted     bool
}

func check(s *Scenario) *Error {
	if s.Runs == Hermetic && len(s.Hosts) != 1 {
		return &Error{Line: 1, Reason: "a hermetic scenario has one host"}
	}
	if s.Runs == Hermetic && s.Backend != Raw {
		return &Error{Line: 1, Reason: "without Bluetooth there is no back end but raw"}
	}
	c := checker{s, make(map[string]object), make(map[string]bool), make(map[string]bool)}
	for i := range s.Steps {
		if reason := c.step(&s.Steps[i]); reason != nil {
			return reason
		}
	}
	return nil
}

// step checks one step, and notes what it finds out in the step itself.
func (c *checker) step(s *Step) *Error {
	if s.With != nil && s.Construct == "" && s.Call == "" {
		return wrong(s, "with is for construct and call")
	}
	switch kind := s.Kind(); kind {
	case "construct":
		return c.construct(s)
	case "call":
		return c.call(s)
	case "read":
		return c.read(s)
	case "delete":
		o, err := c.live(s, s.Delete)
		o.deleted = true
		c.objects[s.Delete] = o
		return err
	case "inside":
		return c.inside(s)
	case "together":
		return c.driverSteps(s, s.Together)
	case "await":
		return c.await(s)
	case "wire", "send", "receive", "receiveEnd", "hangUp":
		return c.wire(s, kind)
	default:
		return c.hostStep(s, kind)
	}
}

func wrong(s *Step, format string, args ...any) *Error {
	return &Error{Line: s.Line, Reason: fmt.Sprintf(format, args...)}
}

func (c *checker) host(s *Step, name string) *Error {
	if !slices.Contains(c.scenario.Hosts, name) {
		return wrong(s, "the scenario has no host %s", name)
	}
	if c.killed[name] {
		return wrong(s, "the program on host %s is killed before", name)
	}
	return nil
}

// live finds an object that exists at a step.
func (c *checker) live(s *Step, name string) (object, *Error) {
	s.Target = name
	o, ok := c.objects[name]
	if !ok {
		return o, wrong(s, "no object %s was made before", name)
	}
	if o.deleted {
		return o, wrong(s, "object %s is deleted before", name)
	}
	return o, c.host(s, o.host)
}

func (c *checker) declare(s *Step, name, class, host string) *Error {
	if o, ok := c.objects[name]; ok && !o.deleted {
		return wrong(s, "there is an object %s", name)
	}
	c.objects[name] = object{class: class, host: host}
	return nil
}

func (c *checker) construct(s *Step) *Error {
	if err := c.host(s, s.Host); err != nil {
		return err
	}
	class, ok := known.Classes[s.Class]
	if !ok {
		return wrong(s, "unknown class %s", s.Class)
	}
	s.Target = s.Construct
	var found bool
	if s.Method, found = overload(class.Constructors, "", s.With); !found {
		return wrong(s, "%s has no such constructor; it has %s", s.Class, overloads(class.Constructors, ""))
	}
	if err := c.arguments(s, s.Host); err != nil {
		return err
	}
	return c.declare(s, s.Construct, s.Class, s.Host)
}

func (c *checker) call(s *Step) *Error {
	name, method, _ := strings.Cut(s.Call, ".")
	o, err := c.live(s, name)
	if err != nil {
		return err
	}
	var found bool
	if s.Method, found = c.method(o, method, s.With); !found {
		if candidates := overloads(known.Classes[o.class].Methods, method); candidates != "" {
			return wrong(s, "%s has no such %s; it has %s", o.class, method, candidates)
		}
		return wrong(s, "%s has no method %s", o.class, method)
	}
	if (s.Method.Returns != "") != (s.As != "") {
		return wrong(s, "%s: as names the object that a call returns, and only that", s.Method)
	}
	if err := c.arguments(s, o.host); err != nil || s.As == "" {
		return err
	}
	return c.declare(s, s.As, s.Method.Returns, o.host)
}

func (c *checker) method(o object, name string, with map[string]any) (Signature, bool) {
	return overload(known.Classes[o.class].Methods, name, with)
}

func (c *checker) read(s *Step) *Error {
	o, err := c.live(s, s.Read)
	if err != nil {
		return err
	}
	s.Reads = nil // a scenario's steps are checked again in those that come after it
	for _, name := range s.Properties {
		method, found := c.method(o, name, nil)
		if !found || method.Returns != "" {
			return wrong(s, "%s has no property %s", o.class, name)
		}
		s.Reads = append(s.Reads, method)
	}
	return nil
}

func (c *checker) inside(s *Step) *Error {
	name, signal, _ := strings.Cut(s.Inside, ".")
	o, err := c.live(s, name)
	if err != nil {
		return err
	}
	s.Member = signal
	if !slices.Contains(known.Classes[o.class].Signals, signal) {
		return wrong(s, "%s has no signal %s", o.class, signal)
	}
	if err := c.driverSteps(s, s.Steps); err != nil {
		return err
	}
	if other := c.hostOf(s.Steps); other != o.host {
		return wrong(s, "the steps inside a signal of host %s are of host %s", o.host, other)
	}
	return nil
}

// driverSteps checks steps that one driver does in one go. Those inside a handler come later than
// they are written: what they delete is there until then.
func (c *checker) driverSteps(outer *Step, steps []Step) *Error {
	before := make(map[string]object)
	for name, o := range c.objects {
		before[name] = o
	}
	for i := range steps {
		if !steps[i].DriverStep() {
			return wrong(&steps[i], "%s is not for steps within %s", steps[i].Kind(), outer.Kind())
		}
		if err := c.step(&steps[i]); err != nil {
			return err
		}
		if host := c.hostOf(steps[i : i+1]); host != c.hostOf(steps[:1]) {
			return wrong(&steps[i], "the steps within %s are of different hosts", outer.Kind())
		}
	}
	if outer.Kind() == "inside" {
		for name, o := range before {
			c.objects[name] = o
		}
	}
	return nil
}

// hostOf returns the host of driver steps that were checked.
func (c *checker) hostOf(steps []Step) string {
	for i := range steps {
		switch s := &steps[i]; s.Kind() {
		case "construct":
			return s.Host
		case "together":
			return c.hostOf(s.Together)
		default:
			return c.objects[s.Target].host
		}
	}
	return ""
}

func (c *checker) await(s *Step) *Error {
	name, member, _ := strings.Cut(s.Await, ".")
	o, ok := c.objects[name]
	if !ok {
		return wrong(s, "no object %s was made before", name)
	}
	s.Target, s.Member = name, member
	if s.Equals != nil {
		if s.Times != 0 {
			return wrong(s, "times is for signals")
		}
		method, found := c.method(o, member, nil)
		if !found || method.Returns != "" {
			return wrong(s, "%s has no property %s", o.class, member)
		}
		s.Method = method
		_, err := c.live(s, name)
		return err
	}
	if !slices.Contains(known.Classes[o.class].Signals, member) {
		return wrong(s, "%s has no signal %s; to await a value, say what it equals", o.class, member)
	}
	return c.host(s, o.host)
}

func (c *checker) wire(s *Step, kind string) *Error {
	for _, k := range s.kinds() {
		if k.key == kind {
			s.Target = k.value
		}
	}
	if c.scenario.Runs != Hermetic {
		return wrong(s, "wires are for hermetic scenarios")
	}
	open, exists := c.wires[s.Target]
	switch {
	case kind == "wire" && exists:
		return wrong(s, "there is a wire %s", s.Target)
	case kind != "wire" && !exists:
		return wrong(s, "no wire %s was made before", s.Target)
	case kind != "wire" && !open:
		return wrong(s, "wire %s is hung up before", s.Target)
	}
	c.wires[s.Target] = kind != "hangUp"
	if kind == "send" {
		if _, err := ByteString(s.Data); err != nil {
			return wrong(s, "data: %v", err)
		}
	}
	return nil
}

// hostStep checks what is done to a host.
func (c *checker) hostStep(s *Step, kind string) *Error {
	for _, k := range s.kinds() {
		if k.key == kind {
			s.Target = k.value
		}
	}
	if err := c.host(s, s.Target); err != nil {
		return err
	}
	switch {
	case kind == "kill":
		c.killed[s.Target] = true
	case c.scenario.Runs != Lab:
		return wrong(s, "%s is for scenarios of the lab", kind)
	case kind == "meet" && (s.Peer == s.Target || !slices.Contains(c.scenario.Hosts, s.Peer)):
		return wrong(s, "the peer is another host of the scenario")
	}
	return nil
}

// arguments checks those of a call on a host.
func (c *checker) arguments(s *Step, host string) *Error {
	for i, parameter := range s.Method.Parameters {
		if reason := c.value(host, s.Method.Types[i], s.With[parameter]); reason != "" {
			return wrong(s, "%s: %s", parameter, reason)
		}
	}
	return nil
}
