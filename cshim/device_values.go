//go:build cgo

package cshim

// The calls about QBluetoothDeviceInfo. They need no Qt thread.

/*
#include "qtbt_device_info.h"
*/
import "C"

// DeviceInfoInvalid is QBluetoothDeviceInfo().
func DeviceInfoInvalid() ([]byte, Status) {
	var out C.qtbt_bytes
	st := C.qtbt_device_info_invalid(&out)
	return takeBytes(out), Status(st)
}

// DeviceInfoFromAddress is the constructor with an address.
func DeviceInfoFromAddress(address uint64, name string, classOfDevice uint32) ([]byte, Status) {
	var out C.qtbt_bytes
	data, size := stringData(name)
	st := C.qtbt_device_info_from_address(C.uint64_t(address), data, size, C.uint32_t(classOfDevice), &out)
	return takeBytes(out), Status(st)
}

// DeviceInfoFromUUID is the constructor with a UUID.
func DeviceInfoFromUUID(u [16]byte, name string, classOfDevice uint32) ([]byte, Status) {
	var out C.qtbt_bytes
	data, size := stringData(name)
	st := C.qtbt_device_info_from_uuid(uuid(u), data, size, C.uint32_t(classOfDevice), &out)
	return takeBytes(out), Status(st)
}

// DeviceInfoClasses splits a class of device.
func DeviceInfoClasses(classOfDevice uint32) (DeviceClasses, Status) {
	var out C.qtbt_device_classes
	st := C.qtbt_device_info_classes(C.uint32_t(classOfDevice), &out)
	return DeviceClasses{uint32(out.service_classes), uint8(out.major), uint8(out.minor)}, Status(st)
}

// DeviceInfoEquals is operator==.
func DeviceInfoEquals(a, b []byte) (bool, Status) {
	var out C.bool
	dataA, sizeA := bytesData(a)
	dataB, sizeB := bytesData(b)
	st := C.qtbt_device_info_equals(dataA, sizeA, dataB, sizeB, &out)
	return bool(out), Status(st)
}

// DeviceInfoManufacturerData is manufacturerData(company).
func DeviceInfoManufacturerData(device []byte, company uint16) ([]byte, Status) {
	var out C.qtbt_bytes
	data, size := bytesData(device)
	st := C.qtbt_device_info_manufacturer_data(data, size, C.uint16_t(company), &out)
	return takeBytes(out), Status(st)
}

// DeviceInfoAddManufacturerData is setManufacturerData; Failed if the device had the data.
func DeviceInfoAddManufacturerData(device []byte, company uint16, add []byte) ([]byte, Status) {
	var out C.qtbt_bytes
	data, size := bytesData(device)
	addData, addSize := bytesData(add)
	st := C.qtbt_device_info_add_manufacturer_data(data, size, C.uint16_t(company), addData, addSize, &out)
	return takeBytes(out), Status(st)
}

// DeviceInfoServiceData is serviceData(service).
func DeviceInfoServiceData(device []byte, service [16]byte) ([]byte, Status) {
	var out C.qtbt_bytes
	data, size := bytesData(device)
	st := C.qtbt_device_info_service_data(data, size, uuid(service), &out)
	return takeBytes(out), Status(st)
}

// DeviceInfoAddServiceData is setServiceData; Failed if the device had the data.
func DeviceInfoAddServiceData(device []byte, service [16]byte, add []byte) ([]byte, Status) {
	var out C.qtbt_bytes
	data, size := bytesData(device)
	addData, addSize := bytesData(add)
	st := C.qtbt_device_info_add_service_data(data, size, uuid(service), addData, addSize, &out)
	return takeBytes(out), Status(st)
}
