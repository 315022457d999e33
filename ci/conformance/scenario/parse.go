package scenario

// Reading scenario files: YAML, the schema, and where a mistake is.

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"go.yaml.in/yaml/v3"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// Error is a mistake in a scenario file.
type Error struct {
	File   string
	Line   int
	Reason string
}

func (e *Error) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Reason) }

//go:embed scenario.schema.json
var schemaJSON []byte

var schema = func() *jsonschema.Schema {
	const name = "scenario.schema.json"
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(schemaJSON))
	if err != nil {
		panic(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource(name, document); err != nil {
		panic(err)
	}
	return compiler.MustCompile(name)
}()

// Load reads and checks a scenario file. What is wrong with its content is an *Error.
func Load(file string) (*Scenario, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return Parse(file, data)
}

// Parse is Load of a file's content.
func Parse(file string, data []byte) (*Scenario, error) { return parse(file, data, nil) }

// parse is Parse. The names are of the scenarios that come after this one.
func parse(file string, data []byte, later []string) (*Scenario, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(data, &document); err != nil {
		return nil, yamlError(file, err)
	}
	if len(document.Content) == 0 {
		return nil, &Error{file, 1, "the file is empty"}
	}
	root := document.Content[0]
	var content any
	if err := root.Decode(&content); err != nil {
		return nil, yamlError(file, err)
	}
	if err := validate(file, root, content); err != nil {
		return nil, err
	}
	s := &Scenario{Files: []string{file}}
	if err := root.Decode(s); err != nil {
		return nil, yamlError(file, err)
	}
	if s.Backend == "" {
		s.Backend = map[Place]Backend{Hermetic: Raw, Lab: DBus}[s.Runs]
	}
	for i := range s.Steps {
		s.Steps[i].File = filepath.Base(file)
	}
	if s.After != "" {
		if err := s.prepend(append(later, s.Name)); err != nil {
			return nil, err
		}
	}
	if err := check(s); err != nil {
		err.File = file
		return nil, err
	}
	return s, nil
}

// prepend puts the steps of the scenario that After names before the own ones.
func (s *Scenario) prepend(later []string) error {
	if slices.Contains(later, s.After) {
		return &Error{s.Files[0], 1, fmt.Sprintf("%s comes after this scenario", s.After)}
	}
	file := filepath.Join(filepath.Dir(s.Files[0]), s.After+".yaml")
	data, err := os.ReadFile(file)
	if err != nil {
		return &Error{s.Files[0], 1, fmt.Sprintf("after: %v", err)}
	}
	before, err := parse(file, data, later)
	if err != nil {
		return err
	}
	s.Files = append(s.Files, before.Files...)
	s.Steps = append(before.Steps, s.Steps...)
	return nil
}

// yamlError takes the line out of a message of the YAML library, such as "yaml: line 3: mapping
// values are not allowed".
func yamlError(file string, err error) *Error {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	var typeError *yaml.TypeError
	if errors.As(err, &typeError) {
		text = typeError.Errors[0]
	}
	e := &Error{file, 1, text}
	if n, _ := fmt.Sscanf(text, "line %d:", &e.Line); n == 1 {
		e.Reason = strings.TrimSpace(text[strings.Index(text, ":")+1:])
	}
	return e
}

func validate(file string, root *yaml.Node, content any) error {
	err := schema.Validate(content)
	var invalid *jsonschema.ValidationError
	if !errors.As(err, &invalid) {
		return err
	}
	cause := deepest(invalid)
	path := cause.InstanceLocation
	if extra, ok := cause.ErrorKind.(*kind.AdditionalProperties); ok {
		path = append(slices.Clone(path), extra.Properties[0])
	}
	return &Error{file, lineOf(root, path), reason(cause)}
}

// deepest returns the cause that lies deepest in the file, as it says most exactly what is wrong.
func deepest(e *jsonschema.ValidationError) *jsonschema.ValidationError {
	if _, ok := e.ErrorKind.(*kind.OneOf); ok || len(e.Causes) == 0 {
		return e
	}
	return slices.MaxFunc(mapped(e.Causes, deepest), func(a, b *jsonschema.ValidationError) int {
		return len(a.InstanceLocation) - len(b.InstanceLocation)
	})
}

func mapped[T, U any](list []T, f func(T) U) []U {
	result := make([]U, len(list))
	for i, element := range list {
		result[i] = f(element)
	}
	return result
}

var english = message.NewPrinter(language.English)

func reason(e *jsonschema.ValidationError) string {
	if _, ok := e.ErrorKind.(*kind.OneOf); ok {
		return "a step has one key of those that say what it does: call, read, await …"
	}
	text := e.ErrorKind.LocalizedString(english)
	if n := len(e.InstanceLocation); n > 0 {
		// The line number identifies the element of a list.
		if _, err := strconv.Atoi(e.InstanceLocation[n-1]); err != nil {
			return e.InstanceLocation[n-1] + ": " + text
		}
	}
	return text
}

// lineOf returns the line of what a path leads to, as far as it leads.
func lineOf(node *yaml.Node, path []string) int {
	line := node.Line
	for _, token := range path {
		var next *yaml.Node
		for i := range node.Content {
			switch {
			case node.Kind == yaml.SequenceNode && fmt.Sprint(i) == token:
				next = node.Content[i]
				line = next.Line
			case node.Kind == yaml.MappingNode && i%2 == 0 && node.Content[i].Value == token:
				next = node.Content[i+1]
				line = node.Content[i].Line
			}
		}
		if next == nil {
			break
		}
		node = next
	}
	return line
}
