package main

import (
	"os"
	"testing"
)

// The machine of most tests has no system bus, and so no Bluetooth. The lab's hosts have it.
func TestMain(m *testing.M) {
	if onHost() {
		os.Exit(runOnHost(m))
	}
	os.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent")
	os.Exit(m.Run())
}
