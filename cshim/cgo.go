//go:build cgo

package cshim

// This file defines how the shim is compiled and linked, and converts values between Go and C.

/*
#cgo !qtbt_system pkg-config: Qt6Bluetooth
#cgo linux,!android,!qtbt_system pkg-config: Qt6DBus
#cgo qtbt_system pkg-config: qtbt
#cgo CXXFLAGS: -std=c++17 -fPIC -fvisibility=hidden -Wall -Wextra
#include "qtbt_types.h"
*/
import "C"

import "unsafe"

// takeString copies text that the shim allocated, and frees it.
func takeString(b C.qtbt_text) string {
	if b.size == 0 {
		return ""
	}
	s := C.GoStringN((*C.char)(unsafe.Pointer(b.data)), C.int(b.size))
	C.qtbt_bytes_free(b)
	return s
}

// takeBytes is takeString for bytes. It returns nil if there are none.
func takeBytes(b C.qtbt_bytes) []byte {
	if b.size == 0 {
		return nil
	}
	p := C.GoBytes(unsafe.Pointer(b.data), C.int(b.size))
	C.qtbt_bytes_free(b)
	return p
}

// takeFailure returns the failure that a call reports with its status.
func takeFailure(f *C.qtbt_failure, st C.qtbt_status) Failure {
	if st != C.QTBT_FAILED && st != C.QTBT_ERRNO {
		return Failure{}
	}
	return Failure{int32(f.code), takeString(f.text)}
}

// stringData lends a string's bytes to a call.
func stringData(s string) (*C.char, C.size_t) {
	return (*C.char)(unsafe.Pointer(unsafe.StringData(s))), C.size_t(len(s))
}

// bytesData lends a slice's bytes to a call. Their type shows cgo that no pointers lie among them,
// so it checks nothing.
func bytesData(p []byte) (*C.uint8_t, C.size_t) {
	return (*C.uint8_t)(unsafe.SliceData(p)), C.size_t(len(p))
}

// uuidsData lends a slice's UUIDs to a call.
func uuidsData(u [][16]byte) (*C.qtbt_uuid, C.size_t) {
	return (*C.qtbt_uuid)(unsafe.Pointer(unsafe.SliceData(u))), C.size_t(len(u))
}

func cUUID(u [16]byte) C.qtbt_uuid {
	return *(*C.qtbt_uuid)(unsafe.Pointer(&u))
}

func goUUID(u C.qtbt_uuid) [16]byte {
	return *(*[16]byte)(unsafe.Pointer(&u))
}

// takeUUIDs is takeString for UUIDs.
func takeUUIDs(b C.qtbt_uuids) [][16]byte {
	packed := takeBytes(b)
	uuids := make([][16]byte, len(packed)/16)
	for i := range uuids {
		uuids[i] = [16]byte(packed[16*i:])
	}
	return uuids
}
