//go:build cgo

package cshim

// The way up: functions that C++ calls.

/*
#include "qtbt_types.h"
*/
import "C"

import (
	"sync/atomic"
	"unsafe"
)

var (
	receiver atomic.Pointer[Receiver]
	started  func() // the function that Main runs once the runtime works
)

//export qtbtGoSignal
func qtbtGoSignal(sender C.qtbt_handle, signal C.qtbt_signal, value C.int64_t, data *C.uint8_t, size C.size_t) {
	var payload []byte
	if size > 0 {
		payload = unsafe.Slice((*byte)(data), size)
	}
	(*receiver.Load()).Signal(Handle(sender), Signal(signal), int64(value), payload)
}

//export qtbtGoInvoke
func qtbtGoInvoke(token C.uint64_t, run C.bool) {
	(*receiver.Load()).Invoke(uint64(token), bool(run))
}

//export qtbtGoLog
func qtbtGoLog(severity C.int32_t, category *C.char, categorySize C.size_t, text *C.char, textSize C.size_t) {
	(*receiver.Load()).Log(int32(severity),
		C.GoStringN(category, C.int(categorySize)), C.GoStringN(text, C.int(textSize)))
}

//export qtbtGoStarted
func qtbtGoStarted() {
	started()
}
