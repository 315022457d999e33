// A test that every enumerator of Qt's value classes has a Go constant of the same value.

package qtbt

import (
	"go/ast"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestConstantsAreQts(t *testing.T) {
	include := qtIncludeDir(t)
	constants := packageConstants(t,
		"uuid_protocols.go", "uuid_services.go", "uuid_characteristics.go", "uuid_descriptors.go", "deviceclass.go",
		"deviceinfo.go", "serviceinfo.go", "protocol.go", "security.go", "openmode.go")

	for _, c := range []struct {
		header, enum, prefix string
		renamed              map[string]string
	}{
		{"QtBluetooth/qbluetoothuuid.h", "ProtocolUuid", "Protocol", nil},
		{"QtBluetooth/qbluetoothuuid.h", "ServiceClassUuid", "ServiceClass", nil},
		{"QtBluetooth/qbluetoothuuid.h", "CharacteristicType", "Characteristic", nil},
		{"QtBluetooth/qbluetoothuuid.h", "DescriptorType", "Descriptor", nil},
		{"QtBluetooth/qbluetoothdeviceinfo.h", "MajorDeviceClass", "", nil},
		{"QtBluetooth/qbluetoothdeviceinfo.h", "MinorMiscellaneousClass", "", nil},
		{"QtBluetooth/qbluetoothdeviceinfo.h", "MinorComputerClass", "", nil},
		{"QtBluetooth/qbluetoothdeviceinfo.h", "MinorPhoneClass", "", nil},
		{"QtBluetooth/qbluetoothdeviceinfo.h", "MinorNetworkClass", "", nil},
		{"QtBluetooth/qbluetoothdeviceinfo.h", "MinorAudioVideoClass", "", nil},
		{"QtBluetooth/qbluetoothdeviceinfo.h", "MinorPeripheralClass", "", nil},
		{"QtBluetooth/qbluetoothdeviceinfo.h", "MinorImagingClass", "", nil},
		{"QtBluetooth/qbluetoothdeviceinfo.h", "MinorWearableClass", "", nil},
		{"QtBluetooth/qbluetoothdeviceinfo.h", "MinorToyClass", "", nil},
		{"QtBluetooth/qbluetoothdeviceinfo.h", "MinorHealthClass", "", nil},
		{"QtBluetooth/qbluetoothdeviceinfo.h", "ServiceClass", "", nil},
		{"QtBluetooth/qbluetoothdeviceinfo.h", "Field", "Field", nil},
		{"QtBluetooth/qbluetoothdeviceinfo.h", "CoreConfiguration", "", nil},
		{"QtBluetooth/qbluetoothserviceinfo.h", "AttributeId", "Attribute", nil},
		{"QtBluetooth/qbluetoothserviceinfo.h", "Protocol", "",
			map[string]string{"L2capProtocol": "L2CAP", "RfcommProtocol": "RFCOMM"}},
		{"QtBluetooth/qbluetooth.h", "Security", "", nil},
		{"QtCore/qiodevicebase.h", "OpenModeFlag", "", nil},
	} {
		enumerators := parseEnum(t, filepath.Join(include, c.header), c.enum)
		require.NotEmpty(t, enumerators, c.enum)
		for name, want := range enumerators {
			goName := c.prefix + name
			if renamed, ok := c.renamed[name]; ok {
				goName = renamed
			}
			got, ok := constants[goName]
			if assert.True(t, ok, "%s::%s has no counterpart %s", c.enum, name, goName) {
				assert.Equal(t, want, got, "%s::%s", c.enum, name)
			}
		}
	}
}

func qtIncludeDir(t *testing.T) string {
	out, err := exec.Command("pkg-config", "--variable=includedir", "Qt6Bluetooth").Output()
	if err != nil {
		t.Skip("pkg-config does not know Qt6Bluetooth:", err)
	}
	return strings.TrimSpace(string(out))
}

// parseEnum reads the enumerators of a C++ enumeration. Values are numbers, sums and unions of enumerators, or one more
// than the last.
func parseEnum(t *testing.T, header, enum string) map[string]int64 {
	source, err := os.ReadFile(header)
	require.NoError(t, err)
	body := regexp.MustCompile(`enum (?:class )?` + enum + `\s*\{([^}]*)\}`).FindSubmatch(source)
	require.NotNil(t, body, enum)
	text := regexp.MustCompile(`(?s)/\*.*?\*/|//[^\n]*`).ReplaceAllString(string(body[1]), "")

	values := make(map[string]int64)
	next := int64(0)
	for _, line := range strings.Split(text, ",") {
		name, expression, explicit := strings.Cut(line, "=")
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		if explicit {
			next = 0
			for _, term := range regexp.MustCompile(`[+|]`).Split(expression, -1) {
				term = strings.TrimSpace(term)
				value, known := values[term]
				if !known {
					value, err = strconv.ParseInt(term, 0, 64)
					require.NoError(t, err, "%s::%s", enum, name)
				}
				next += value
			}
		}
		values[name] = next
		next++
	}
	return values
}

// packageConstants evaluates the constants of some files of this package.
func packageConstants(t *testing.T, files ...string) map[string]int64 {
	fset := token.NewFileSet()
	var parsed []*ast.File
	for _, file := range files {
		f, err := parser.ParseFile(fset, file, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		parsed = append(parsed, f)
	}
	// The files alone are not the whole package: what they miss are errors that do not matter here.
	config := types.Config{Importer: importer.Default(), Error: func(error) {}}
	pkg, _ := config.Check("qtbt", fset, parsed, nil)

	constants := make(map[string]int64)
	for _, name := range pkg.Scope().Names() {
		if c, ok := pkg.Scope().Lookup(name).(*types.Const); ok {
			if value, exact := constant.Int64Val(c.Val()); exact {
				constants[name] = value
			}
		}
	}
	return constants
}
