package scenario

// The classes that scenarios use: what classes.yaml says.

import (
	"cmp"
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Type is the type of an argument, and with it how it is written in a scenario; see the README. It
// is one of those below, one that classes.yaml declares, a class for the name of an object, or T[]
// for a list of the type T.
type Type string

// The types that classes.yaml does not declare.
const (
	Address    Type = "address"
	Boolean    Type = "boolean"
	Byte       Type = "byte"
	Bytes      Type = "bytes"
	Descriptor Type = "descriptor"
	Integer    Type = "integer"
	Number     Type = "number"
	Text       Type = "text"
	UUID       Type = "uuid"
)

// Element returns the type of a list's elements, and whether the type is a list.
func (t Type) Element() (Type, bool) {
	element, isList := strings.CutSuffix(string(t), "[]")
	return Type(element), isList
}

// Keys returns the types of a mapping's values by their keys; nil if the type is no mapping.
func (t Type) Keys() map[string]Type { return known.Structures[t] }

// Signature is a method or constructor by its name and the names of its arguments, such as
// "listen(address, port)".
type Signature struct {
	Name       string
	Parameters []string
	Types      []Type // of the parameters
	Returns    string // the class of an object that it returns; "" for a value
}

func (s Signature) String() string { return s.Name + "(" + strings.Join(s.Parameters, ", ") + ")" }

var signature = regexp.MustCompile(`^(\w*)\(([\w, \[\]]*)\)(?:: (\w+))?$`)

// UnmarshalYAML reads a signature from a text such as "listen(uuid): QBluetoothServiceInfo". A
// parameter may have a type after its name.
func (s *Signature) UnmarshalYAML(node *yaml.Node) error {
	match := signature.FindStringSubmatch(node.Value)
	if match == nil {
		return fmt.Errorf("line %d: %q is no signature", node.Line, node.Value)
	}
	s.Name, s.Returns = match[1], match[3]
	if match[2] == "" {
		return nil
	}
	for _, parameter := range strings.Split(match[2], ", ") {
		name, t, _ := strings.Cut(parameter, " ")
		s.Parameters = append(s.Parameters, name)
		s.Types = append(s.Types, Type(t))
	}
	return nil
}

// Class is one of Qt's classes.
type Class struct {
	Constructors, Methods []Signature
	Signals               []string
}

// overload finds the signature of a name whose parameters are those given.
func overload(signatures []Signature, name string, given map[string]any) (Signature, bool) {
	for _, s := range signatures {
		if s.Name == name && len(s.Parameters) == len(given) &&
			!slices.ContainsFunc(s.Parameters, func(p string) bool { _, ok := given[p]; return !ok }) {
			return s, true
		}
	}
	return Signature{}, false
}

// overloads lists the signatures of a name, for messages.
func overloads(signatures []Signature, name string) string {
	var list []string
	for _, s := range signatures {
		if s.Name == name {
			list = append(list, s.String())
		}
	}
	return strings.Join(list, ", ")
}

//go:embed classes.yaml
var classesYAML []byte

var known = func() (k struct {
	Enumerations, Flags map[Type][]string
	Structures          map[Type]map[string]Type
	Parameters          map[string]Type
	Classes             map[string]Class
}) {
	if err := yaml.Unmarshal(classesYAML, &k); err != nil {
		panic(err)
	}
	for _, class := range k.Classes {
		for _, s := range slices.Concat(class.Constructors, class.Methods) {
			for i, name := range s.Parameters {
				s.Types[i] = cmp.Or(s.Types[i], k.Parameters[name])
			}
		}
	}
	return k
}()

// Classes returns the classes that scenarios use, by Qt's names.
func Classes() map[string]Class { return known.Classes }
