//go:build cgo

package cshim

// Questions to bluetoothd, whose answers come as SignalAnswer.

/*
#include "qtbt_daemon.h"
*/
import "C"

// DaemonPing asks whether bluetoothd serves its callers. The answer is one byte, a Status.
func DaemonPing(token uint64) Status {
	return Status(C.qtbt_daemon_ping(C.uint64_t(token)))
}

// DaemonName asks for the name of an adapter or device.
func DaemonName(address, token uint64) Status {
	return Status(C.qtbt_daemon_name(C.uint64_t(address), C.uint64_t(token)))
}
