package qtbt

// Tests of how flags and protocols are printed.

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestFlagStrings(t *testing.T) {
	for want, value := range map[string]fmt.Stringer{
		"NoSecurity":               NoSecurity,
		"Authorization":            Authorization,
		"Authorization|Encryption": Encryption | Authorization,
		"Secure|0x10":              Secure | 0x10,
		"ATTAuthorizationRequired|ATTEncryptionRequired": ATTEncryptionRequired | ATTAuthorizationRequired,
		"NotOpen":                               NotOpen,
		"WriteOnly":                             WriteOnly,
		"ReadWrite|Unbuffered":                  ReadOnly | WriteOnly | Unbuffered,
		"ReadOnly|Append|NewOnly":               ReadOnly | Append | NewOnly,
		"UnknownProtocol":                       UnknownProtocol,
		"L2CAP":                                 L2CAP,
		"RFCOMM":                                RFCOMM,
		"Protocol(9)":                           Protocol(9),
		"NoService":                             NoService,
		"AllServices":                           AllServices,
		"CapturingService|AudioService":         AudioService | CapturingService,
		"FieldNone":                             FieldNone,
		"FieldAll":                              FieldAll,
		"FieldRSSI|FieldServiceData":            FieldRSSI | FieldServiceData,
		"UnknownCoreConfiguration":              UnknownCoreConfiguration,
		"BaseRateAndLowEnergyCoreConfiguration": BaseRateCoreConfiguration | LowEnergyCoreConfiguration,
		"BaseRateCoreConfiguration":             BaseRateCoreConfiguration,
		"ComputerDevice":                        ComputerDevice,
		"MajorDeviceClass(12)":                  MajorDeviceClass(12),
	} {
		assert.Equal(t, want, value.String())
	}
}
