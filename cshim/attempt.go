//go:build cgo

package cshim

// Attempts to connect.

/*
#include "qtbt_attempt.h"
*/
import "C"

// AttemptBegin begins an attempt to connect a socket to a device. The signal AttemptReady follows
// as soon as bluetoothd serves its callers.
func AttemptBegin(socket Handle, device uint64) Status {
	return Status(C.qtbt_attempt_begin(C.qtbt_handle(socket), C.uint64_t(device)))
}

// AttemptReason is bluetoothd's own word for the failure of an attempt; "" if it gave none.
func AttemptReason(socket Handle) (string, Status) {
	var out C.qtbt_bytes
	st := C.qtbt_attempt_reason(C.qtbt_handle(socket), &out)
	return takeString(out), Status(st)
}

// AttemptGiveUp ends an attempt and deletes its socket. It does not wait: the signal AttemptGone
// follows.
func AttemptGiveUp(socket Handle) Status {
	return Status(C.qtbt_attempt_give_up(C.qtbt_handle(socket)))
}
