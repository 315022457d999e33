//go:build cgo

package cshim

// The calls about Qt's plain values. They need no Qt thread, but for UUIDName.

/*
#include "qtbt_values.h"
*/
import "C"

// AddressFromString is QBluetoothAddress(QString).
func AddressFromString(text string) (uint64, Status) {
	var out C.uint64_t
	data, size := stringData(text)
	st := C.qtbt_address_from_string(data, size, &out)
	return uint64(out), Status(st)
}

// AddressToString is toString.
func AddressToString(address uint64) (string, Status) {
	var out C.qtbt_bytes
	st := C.qtbt_address_to_string(C.uint64_t(address), &out)
	return takeString(out), Status(st)
}

// AddressIsNull is isNull.
func AddressIsNull(address uint64) (bool, Status) {
	var out C.bool
	st := C.qtbt_address_is_null(C.uint64_t(address), &out)
	return bool(out), Status(st)
}

// AddressCompare is -1, 0 or 1, by operator< and operator==.
func AddressCompare(a, b uint64) (int32, Status) {
	var out C.int32_t
	st := C.qtbt_address_compare(C.uint64_t(a), C.uint64_t(b), &out)
	return int32(out), Status(st)
}

// UUIDFromString is QBluetoothUuid(QString).
func UUIDFromString(text string) ([16]byte, Status) {
	var out C.qtbt_uuid
	data, size := stringData(text)
	st := C.qtbt_uuid_from_string(data, size, &out)
	return goUUID(out), Status(st)
}

// UUIDFromUint16 is QBluetoothUuid(quint16).
func UUIDFromUint16(number uint16) ([16]byte, Status) {
	var out C.qtbt_uuid
	st := C.qtbt_uuid_from_uint16(C.uint16_t(number), &out)
	return goUUID(out), Status(st)
}

// UUIDFromUint32 is QBluetoothUuid(quint32).
func UUIDFromUint32(number uint32) ([16]byte, Status) {
	var out C.qtbt_uuid
	st := C.qtbt_uuid_from_uint32(C.uint32_t(number), &out)
	return goUUID(out), Status(st)
}

// UUIDToUint16 is toUInt16; Failed if the UUID has no such form.
func UUIDToUint16(u [16]byte) (uint16, Status) {
	var out C.uint16_t
	st := C.qtbt_uuid_to_uint16(uuid(u), &out)
	return uint16(out), Status(st)
}

// UUIDToUint32 is toUInt32; Failed if the UUID has no such form.
func UUIDToUint32(u [16]byte) (uint32, Status) {
	var out C.uint32_t
	st := C.qtbt_uuid_to_uint32(uuid(u), &out)
	return uint32(out), Status(st)
}

// UUIDToString is toString, with braces.
func UUIDToString(u [16]byte) (string, Status) {
	var out C.qtbt_bytes
	st := C.qtbt_uuid_to_string(uuid(u), &out)
	return takeString(out), Status(st)
}

// UUIDMinimumSize is minimumSize.
func UUIDMinimumSize(u [16]byte) (int32, Status) {
	var out C.int32_t
	st := C.qtbt_uuid_minimum_size(uuid(u), &out)
	return int32(out), Status(st)
}

// UUIDCompare is -1, 0 or 1, by operator< and operator==.
func UUIDCompare(a, b [16]byte) (int32, Status) {
	var out C.int32_t
	st := C.qtbt_uuid_compare(uuid(a), uuid(b), &out)
	return int32(out), Status(st)
}

// UUIDName is serviceClassToString or one of its siblings.
func UUIDName(kind UUIDKind, number uint16) (string, Status) {
	var out C.qtbt_bytes
	st := C.qtbt_uuid_name(C.qtbt_uuid_kind(kind), C.uint16_t(number), &out)
	return takeString(out), Status(st)
}

// HostInfoEquals is operator==.
func HostInfoEquals(addressA uint64, nameA string, addressB uint64, nameB string) (bool, Status) {
	var out C.bool
	dataA, sizeA := stringData(nameA)
	dataB, sizeB := stringData(nameB)
	st := C.qtbt_host_info_equals(C.uint64_t(addressA), dataA, sizeA, C.uint64_t(addressB), dataB, sizeB, &out)
	return bool(out), Status(st)
}
