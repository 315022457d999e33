//go:build cgo

package cshim

// Questions to bluetoothd, whose answers come as SignalAnswer.

/*
#include "qtbt_daemon.h"
*/
import "C"

// DaemonPing asks whether bluetoothd serves its callers.
func DaemonPing(token uint64) Status {
	return Status(C.qtbt_daemon_ping(C.uint64_t(token)))
}

// DaemonDeviceName asks for the name of a device.
func DaemonDeviceName(device, token uint64) Status {
	return Status(C.qtbt_daemon_device_name(C.uint64_t(device), C.uint64_t(token)))
}
