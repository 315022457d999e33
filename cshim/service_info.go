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

// ServiceInfoRegisterAgain registers a service whose bluetoothd has ended with a new one.
func ServiceInfoRegisterAgain(h Handle) (Failure, Status) {
	var f C.qtbt_failure
	st := C.qtbt_service_info_register_again(C.qtbt_handle(h), &f)
	return takeFailure(&f, st), Status(st)
}

// ServiceInfoUnregister is unregisterService.
func ServiceInfoUnregister(h Handle) (Failure, Status) {
	var f C.qtbt_failure
	st := C.qtbt_service_info_unregister(C.qtbt_handle(h), &f)
	return takeFailure(&f, st), Status(st)
}

// ServiceInfoSummary is what Qt computes from a service's attributes.
func ServiceInfoSummary(h Handle) (ServiceSummary, Status) {
	var out C.qtbt_service_summary
	st := C.qtbt_service_info_summary(C.qtbt_handle(h), &out)
	return ServiceSummary{
		Valid:                      bool(out.valid),
		Complete:                   bool(out.complete),
		Availability:               uint8(out.availability),
		SocketProtocol:             int32(out.socket_protocol),
		ProtocolServiceMultiplexer: int32(out.protocol_service_multiplexer),
		ServerChannel:              int32(out.server_channel),
		ServiceUUID:                goUUID(out.service_uuid),
	}, Status(st)
}

// ServiceInfoClassUUIDs is serviceClassUuids.
func ServiceInfoClassUUIDs(h Handle) ([][16]byte, Status) {
	var out C.qtbt_bytes
	st := C.qtbt_service_info_class_uuids(C.qtbt_handle(h), &out)
	return goUUIDs(out), Status(st)
}

// ServiceInfoProtocolDescriptor is protocolDescriptor, as a data element.
func ServiceInfoProtocolDescriptor(h Handle, protocol uint16) ([]byte, Status) {
	var out C.qtbt_bytes
	st := C.qtbt_service_info_protocol_descriptor(C.qtbt_handle(h), C.uint16_t(protocol), &out)
	return takeBytes(out), Status(st)
}

// ServiceInfoText is an attribute as QVariant::toString gives it.
func ServiceInfoText(h Handle, attribute uint16) (string, Status) {
	var out C.qtbt_bytes
	st := C.qtbt_service_info_text(C.qtbt_handle(h), C.uint16_t(attribute), &out)
	return takeString(out), Status(st)
}

// URLEncoded is QUrl(url).toEncoded(); Failed if QUrl finds the URL invalid.
func URLEncoded(url string) (string, Status) {
	var out C.qtbt_bytes
	data, size := stringData(url)
	st := C.qtbt_url_encoded(data, size, &out)
	return takeString(out), Status(st)
}
