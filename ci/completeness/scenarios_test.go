package main

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/ci/conformance/scenario"
)

// parameterTypes maps the type of a scenario's argument to the types in Qt's headers.
var parameterTypes = map[scenario.Type][]string{
	scenario.Address:     {"const QBluetoothAddress &"},
	scenario.Descriptor:  {"int"},
	scenario.Integer:     {"int", "quint16"},
	scenario.OpenMode:    {"OpenMode", "QIODevice::OpenMode"},
	scenario.Protocol:    {"Protocol"},
	scenario.Security:    {"SecurityFlags"},
	scenario.Service:     {"const QBluetoothServiceInfo &"},
	scenario.SocketState: {"SocketState"},
	scenario.Text:        {"const QString &"},
	scenario.UUID:        {"const QBluetoothUuid &"},
}

// used holds the members of a class that the conformance scenarios use.
type used struct {
	methods []scenario.Signature
	signals []string
}

func usedIn(t *testing.T) map[string]*used {
	files, err := filepath.Glob("../conformance/scenarios/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	all := make(map[string]*used)
	for class := range scenario.Classes() {
		all[class] = new(used)
	}
	for _, file := range files {
		s, err := scenario.Load(file)
		require.NoError(t, err)
		classOf := make(map[string]string)
		var visit func([]scenario.Step)
		visit = func(steps []scenario.Step) {
			for _, step := range steps {
				switch step.Kind() {
				case "construct":
					classOf[step.Construct] = step.Class
				case "call":
					class := classOf[step.Target]
					all[class].methods = append(all[class].methods, step.Method)
					if step.As != "" {
						classOf[step.As] = step.Method.Returns
					}
				case "read":
					class := classOf[step.Target]
					all[class].methods = append(all[class].methods, step.Reads...)
				case "inside", "await":
					class := classOf[step.Target]
					all[class].signals = append(all[class].signals, step.Member)
				}
				visit(step.Steps)
				visit(step.Together)
			}
		}
		visit(s.Steps)
	}
	return all
}

// calls reports whether a signature calls the member, whose last parameters may have defaults.
func calls(s scenario.Signature, m member) bool {
	if s.Name != m.name || len(s.Parameters) > len(m.params) {
		return false
	}
	for i, p := range s.Parameters {
		if !slices.Contains(parameterTypes[scenario.ParameterType(p)], m.params[i]) {
			return false
		}
	}
	return true
}

// Every method and signal that the two classes declare occurs in a conformance scenario.
func TestScenariosUseEveryMember(t *testing.T) {
	needClang(t)
	all := usedIn(t)
	include, err := headerSources[0].find(t.Context(), t.TempDir())
	require.NoError(t, err)
	q, err := readHeaders(t.Context(), include)
	require.NoError(t, err)
	count := 0
	for _, m := range q.members {
		class := all[m.class]
		if m.class != "QBluetoothServer" && m.class != "QBluetoothSocket" {
			continue
		}
		switch {
		case m.kind == signal:
			count++
			assert.Contains(t, class.signals, m.name, "%v", m)
		case m.kind == method && !slices.Contains([]string{"metaObject", "qt_metacast", "qt_metacall", "tr"}, m.name) &&
			!slices.Contains(m.params, "ServiceClassUuid"): // Qt's documentation calls it internal
			count++
			assert.True(t, slices.ContainsFunc(class.methods, func(s scenario.Signature) bool { return calls(s, m) }), "%v", m)
		}
	}
	t.Log(count, "methods and signals")
	assert.Greater(t, count, 40)
}
