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
	scenario.Address:           {"const QBluetoothAddress &"},
	scenario.Boolean:           {"bool"},
	scenario.Bytes:             {"const QByteArray &"},
	scenario.Descriptor:        {"int"},
	scenario.Integer:           {"int", "quint16"},
	scenario.Number:            {"double"},
	scenario.Text:              {"const QString &"},
	scenario.UUID:              {"const QBluetoothUuid &"},
	"QBluetoothServiceInfo":    {"const QBluetoothServiceInfo &"},
	"QLowEnergyCharacteristic": {"const QLowEnergyCharacteristic &"},
	"QLowEnergyDescriptor":     {"const QLowEnergyDescriptor &"},
	"QLowEnergyService":        {"QLowEnergyService *"},
	"QLowEnergyService[]":      {"const QList<QLowEnergyService *> &"},
	"addressInfo[]":            {"const QList<AddressInfo> &"},
	"addressType":              {"RemoteAddressType"},
	"advertisingData":          {"const QLowEnergyAdvertisingData &"},
	"advertisingMode":          {"Mode"},
	"advertisingParameters":    {"const QLowEnergyAdvertisingParameters &"},
	"characteristicData":       {"const QLowEnergyCharacteristicData &"},
	"characteristicData[]":     {"const QList<QLowEnergyCharacteristicData> &"},
	"connectionParameters":     {"const QLowEnergyConnectionParameters &"},
	"constraints":              {"AttAccessConstraints", "QBluetooth::AttAccessConstraints"},
	"descriptorData":           {"const QLowEnergyDescriptorData &"},
	"descriptorData[]":         {"const QList<QLowEnergyDescriptorData> &"},
	"discoverability":          {"Discoverability"},
	"discoveryMethods":         {"DiscoveryMethods"},
	"discoveryMode":            {"DiscoveryMode"},
	"filterPolicy":             {"FilterPolicy"},
	"openMode":                 {"OpenMode", "QIODevice::OpenMode"},
	"properties":               {"PropertyTypes", "QLowEnergyCharacteristic::PropertyTypes"},
	"protocol":                 {"Protocol"},
	"security":                 {"SecurityFlags"},
	"serviceData":              {"const QLowEnergyServiceData &"},
	"serviceType":              {"ServiceType"},
	"socketState":              {"SocketState"},
	"uuid[]":                   {"const QList<QBluetoothUuid> &"},
	"writeMode":                {"QLowEnergyService::WriteMode", "WriteMode"},
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
	for i, t := range s.Types {
		if !slices.Contains(parameterTypes[t], m.params[i]) {
			return false
		}
	}
	return true
}

// checkedClasses are the classes whose every method and signal has to occur in a scenario.
var checkedClasses = []string{
	"QBluetoothServer", "QBluetoothSocket",
	"QLowEnergyAdvertisingData", "QLowEnergyAdvertisingParameters", "QLowEnergyCharacteristic", "QLowEnergyCharacteristicData",
	"QLowEnergyConnectionParameters", "QLowEnergyController", "QLowEnergyDescriptor", "QLowEnergyDescriptorData",
	"QLowEnergyService", "QLowEnergyServiceData",
}

// notInScenarios are methods that scenarios have no use for: those of Qt's metaobjects, the
// factories, which construct stands for, and swap, which exchanges two values as an assignment
// does.
var notInScenarios = []string{"createCentral", "createPeripheral", "invalidManufacturerId", "metaObject", "qt_metacall", "qt_metacast", "swap", "tr"}

// Every method and signal that the classes declare occurs in a conformance scenario.
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
		if !slices.Contains(checkedClasses, m.class) {
			continue
		}
		switch {
		case m.kind == signal:
			count++
			assert.Contains(t, class.signals, m.name, "%v", m)
		case m.kind == method && !slices.Contains(notInScenarios, m.name) &&
			!slices.Contains(m.params, "ServiceClassUuid"): // Qt documents it as internal
			count++
			assert.True(t, slices.ContainsFunc(class.methods, func(s scenario.Signature) bool { return calls(s, m) }), "%v", m)
		}
	}
	t.Log(count, "methods and signals")
	assert.Greater(t, count, 40)
}
