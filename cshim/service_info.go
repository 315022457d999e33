//go:build cgo

package cshim

// QBluetoothServiceInfo's calls.

/*
#include "qtbt_service_info.h"
*/
import "C"

import "unsafe"

// ServiceInfoNew makes a service from its record.
func ServiceInfoNew(record []byte) (Handle, Status) {
	var h C.qtbt_handle
	st := C.qtbt_service_info_new((*C.uint8_t)(unsafe.SliceData(record)), C.size_t(len(record)), &h)
	return Handle(h), Status(st)
}

// ServiceInfoRecord is the record of a service.
func ServiceInfoRecord(h Handle) ([]byte, Status) {
	var out C.qtbt_bytes
	if st := C.qtbt_service_info_record(C.qtbt_handle(h), &out); st != C.QTBT_OK {
		return nil, Status(st)
	}
	return takeBytes(out), OK
}

// ServiceInfoRegister is registerService.
func ServiceInfoRegister(h Handle, adapter uint64) (Failure, Status) {
	var f C.qtbt_failure
	st := C.qtbt_service_info_register(C.qtbt_handle(h), C.uint64_t(adapter), &f)
	return takeFailure(&f, st), Status(st)
}

// ServiceInfoUnregister is unregisterService.
func ServiceInfoUnregister(h Handle) (Failure, Status) {
	var f C.qtbt_failure
	st := C.qtbt_service_info_unregister(C.qtbt_handle(h), &f)
	return takeFailure(&f, st), Status(st)
}
