package main

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goqtbt/bluetooth/qtbt"
)

func TestOnlyAScanBlamesTheDevice(t *testing.T) {
	device, adapter := qtbt.MustParseAddress("00:11:22:33:44:55"), qtbt.MustParseAddress("00:AA:01:00:00:00")
	for _, c := range []struct {
		code qtbt.ServiceDiscoveryError
		text string
		want string
	}{
		{qtbt.ServiceDiscoveryInputOutputError, "Unable to perform SDP scan",
			"00:11:22:33:44:55 did not answer: Unable to perform SDP scan (InputOutputError)"},
		{qtbt.ServiceDiscoveryInputOutputError, "Unable to find sdpscanner", "Unable to find sdpscanner (InputOutputError)"},
		{qtbt.ServiceDiscoveryInputOutputError, "Cannot access adapter during service discovery",
			"Cannot access adapter during service discovery (InputOutputError)"},
		{qtbt.ServiceDiscoveryInvalidBluetoothAdapterError, "", "no Bluetooth adapter of this machine has the address 00:AA:01:00:00:00"},
	} {
		err := failure(c.code, c.text, cli{Address: device, Adapter: adapter})
		assert.EqualError(t, err, c.want)
	}
}
