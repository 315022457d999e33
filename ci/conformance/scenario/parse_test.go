package scenario

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const head = `name: test
proves: ["that it parses"]
runs: hermetic
hosts: [a]
steps:
`

const labHead = `name: test
proves: ["that it parses"]
runs: lab
hosts: [a, b]
steps:
`

const socket = `  - construct: s
    class: QBluetoothSocket
    host: a
    with: {socketType: RfcommProtocol}
`

const controller = `  - construct: p
    class: QLowEnergyController
    host: a
`

func TestParse(t *testing.T) {
	s, err := Parse("test.yaml", []byte(head+"  - wire: w\n"+socket+`  - call: s.setSocketDescriptor
    with: {socketDescriptor: w, socketType: RfcommProtocol}
  - read: s
    properties: [state, readAll]
  - inside: s.readyRead
    steps:
      - delete: s
  - send: w
    data: {repeat: "ab", times: 3}
  - await: s.bytesAvailable
    equals: 6
  - await: s.readyRead
    times: 2
`))
	require.NoError(t, err)
	assert.Equal(t, Raw, s.Backend)
	assert.Equal(t, "(socketType)", s.Steps[1].Method.String())
	assert.Equal(t, "setSocketDescriptor(socketDescriptor, socketType)", s.Steps[2].Method.String())
	assert.Equal(t, "s", s.Steps[2].Target)
	assert.Len(t, s.Steps[3].Reads, 2)
	assert.Equal(t, 13, s.Steps[3].Line)
	assert.Equal(t, "readyRead", s.Steps[4].Member)
	assert.True(t, s.Steps[4].DriverStep())
	assert.False(t, s.Steps[5].DriverStep())
	text, err := ByteString(s.Steps[5].Data)
	require.NoError(t, err)
	assert.Equal(t, "ababab", text)
}

// A bad file gets the line and the reason.
func TestMistakes(t *testing.T) {
	for what, c := range map[string]struct{ content, message string }{
		"no YAML":              {"name: [", "1: did not find expected node content"},
		"nothing":              {"", "1: the file is empty"},
		"a list":               {"- 1\n", "1: got array, want object"},
		"a missing key":        {"name: test\n", "1: missing properties 'proves', 'runs', 'hosts', 'steps'"},
		"an unknown key":       {head + socket + "    colour: red\n", "10: additional properties 'colour' not allowed"},
		"a bad name":           {"name: Bad Name\nproves: [x]\nruns: lab\nhosts: [a]\nsteps: [{kill: a}]\n", "1: name: 'Bad Name' does not match pattern"},
		"no kind of step":      {head + "  - host: a\n", "6: properties 'construct' required, if 'host' exists"},
		"two kinds":            {head + socket + "    delete: s\n", "6: a step has one key"},
		"a type":               {head + socket + "  - await: s.readyRead\n    times: often\n", "11: times: got string, want integer"},
		"an unknown class":     {head + "  - construct: s\n    class: QSocket\n    host: a\n", "6: unknown class QSocket"},
		"a constructor":        {head + "  - construct: s\n    class: QBluetoothServer\n    host: a\n", "6: QBluetoothServer has no such constructor; it has (serverType)"},
		"an unknown method":    {head + socket + "  - call: s.listen\n", "10: QBluetoothSocket has no method listen"},
		"an overload":          {head + socket + "  - call: s.write\n", "10: QBluetoothSocket has no such write; it has write(data)"},
		"an unknown property":  {head + socket + "  - read: s\n    properties: [write]\n", "10: QBluetoothSocket has no property write"},
		"an unknown signal":    {head + socket + "  - await: s.newConnection\n", "10: QBluetoothSocket has no signal newConnection"},
		"a forward reference":  {head + "  - call: s.close\n" + socket, "6: no object s was made before"},
		"a deleted object":     {head + socket + "  - delete: s\n  - call: s.close\n", "11: object s is deleted before"},
		"two of a name":        {head + socket + socket, "10: there is an object s"},
		"a foreign host":       {head + "  - construct: s\n    class: QBluetoothSocket\n    host: b\n", "6: the scenario has no host b"},
		"a killed host":        {head + socket + "  - kill: a\n  - call: s.close\n", "11: the program on host a is killed before"},
		"no such wire":         {head + "  - send: w\n    data: x\n", "6: no wire w was made before"},
		"a wire in the lab":    {labHead + "  - wire: w\n", "6: wires are for hermetic scenarios"},
		"a fault without lab":  {head + "  - powerOff: a\n", "6: powerOff is for scenarios of the lab"},
		"two hermetic hosts":   {"name: test\nproves: [x]\nruns: hermetic\nhosts: [a, b]\nsteps: [{kill: a}]\n", "1: a hermetic scenario has one host"},
		"meeting oneself":      {labHead + "  - meet: a\n    peer: a\n", "6: the peer is another host of the scenario"},
		"a protocol":           {head + "  - construct: s\n    class: QBluetoothSocket\n    host: a\n    with: {socketType: OBEX}\n", "6: socketType: want one of UnknownProtocol, L2capProtocol, RfcommProtocol"},
		"flags":                {head + socket + "  - call: s.open\n    with: {mode: WriteOnly|ReadOnly}\n", "10: mode: want flags joined by |, in this order"},
		"an address":           {head + socket + "  - call: s.connectToService\n    with: {address: there, port: 1}\n", "10: address: want a host or an address"},
		"a UUID":               {head + socket + "  - call: s.connectToService\n    with: {address: a, uuid: '{1101}'}\n", "10: uuid: want a UUID"},
		"bytes":                {head + socket + "  - call: s.write\n    with: {data: \"\u0100\"}\n", "10: data: want characters up to U+00FF"},
		"no mapping":           {head + controller + "  - call: p.requestConnectionUpdate\n    with: {parameters: fast}\n", "9: parameters: want a mapping"},
		"a key of a mapping":   {head + controller + "  - call: p.requestConnectionUpdate\n    with: {parameters: {speed: 1}}\n", "9: parameters: no key speed; there are intervalRange, latency, supervisionTimeout"},
		"a value in a mapping": {head + controller + "  - call: p.addService\n    with: {service: {characteristics: [{uuid: x, properties: Write|Read}]}}\n    as: s\n", "9: service: characteristics: properties: want flags joined by |, in this order"},
		"a UUID as a number":   {head + controller + "  - call: p.createServiceObject\n    with: {serviceUuid: 0x12345}\n    as: s\n", "9: serviceUuid: want a UUID"},
		"an object of a class": {head + controller + socket + "  - call: p.addService\n    with: {service: {includedServices: [s]}}\n    as: t\n", "13: service: includedServices: no QLowEnergyService s was made on host a before"},
		"no scenario before":   {"after: missing\n" + head + controller, "1: after: open missing.yaml"},
		"an unnamed object": {head + "  - construct: v\n    class: QBluetoothServer\n    host: a\n    with: {serverType: RfcommProtocol}\n" +
			"  - call: v.nextPendingConnection\n", "10: nextPendingConnection(): as names the object"},
		"waiting in a handler": {head + socket + "  - inside: s.readyRead\n    steps:\n      - await: s.readyRead\n", "12: await is not for steps within inside"},
	} {
		t.Run(what, func(t *testing.T) {
			_, err := Parse("test.yaml", []byte(c.content))
			require.Error(t, err)
			assert.IsType(t, new(Error), err)
			assert.Contains(t, err.Error(), "test.yaml:"+c.message)
		})
	}
}

// The steps of the scenario that after names come first, with their own files and lines.
func TestAfter(t *testing.T) {
	folder := t.TempDir()
	write := func(name, content string) string {
		file := filepath.Join(folder, name+".yaml")
		require.NoError(t, os.WriteFile(file, []byte(content), 0o644))
		return file
	}
	first := write("first", strings.Replace(head, "test", "first", 1)+controller)
	second := write("second", "after: first\n"+strings.Replace(head, "test", "second", 1)+"  - read: p\n    properties: [state]\n")
	third := write("third", "after: second\n"+strings.Replace(head, "test", "third", 1)+"  - delete: p\n")
	s, err := Load(third)
	require.NoError(t, err)
	assert.Equal(t, []string{third, second, first}, s.Files)
	require.Len(t, s.Steps, 3)
	assert.Equal(t, "first.yaml", s.Steps[0].File)
	assert.Equal(t, "second.yaml", s.Steps[1].File)
	assert.Equal(t, 7, s.Steps[1].Line)
	assert.Len(t, s.Steps[1].Reads, 1)

	write("first", "after: third\n"+strings.Replace(head, "test", "first", 1)+controller)
	_, err = Load(third)
	assert.ErrorContains(t, err, "third comes after this scenario")
}

// What is deleted within a handler is there until then.
func TestDeletedInsideIsThereBefore(t *testing.T) {
	_, err := Parse("test.yaml", []byte(head+socket+"  - inside: s.connected\n    steps: [{delete: s}]\n  - call: s.close\n"))
	assert.NoError(t, err)
}

// The project's own scenarios are right, and each is in a file of its name.
func TestScenarioFiles(t *testing.T) {
	files, err := filepath.Glob("../scenarios/*.yaml")
	require.NoError(t, err)
	assert.Greater(t, len(files), 80)
	for _, file := range files {
		s, err := Load(file)
		if assert.NoError(t, err) {
			assert.Equal(t, s.Name+".yaml", filepath.Base(file))
		}
	}
}

func TestEveryParameterHasAType(t *testing.T) {
	for name, class := range Classes() {
		for _, s := range append(class.Constructors, class.Methods...) {
			for i, p := range s.Parameters {
				assert.NotEmpty(t, s.Types[i], "%s: %s: %s", name, s, p)
			}
		}
	}
}
