//go:build cgo

package cshim

// QBluetoothLocalDevice's calls.

/*
#include "qtbt_local_device.h"
*/
import "C"

// LocalDeviceNew makes a local device of an adapter, 0 for the default one.
func LocalDeviceNew(address uint64) (Handle, Status) {
	var h C.qtbt_handle
	st := C.qtbt_local_device_new(C.uint64_t(address), &h)
	return Handle(h), Status(st)
}

// LocalDeviceIsValid is isValid.
func LocalDeviceIsValid(h Handle) (bool, Status) {
	var out C.bool
	st := C.qtbt_local_device_is_valid(C.qtbt_handle(h), &out)
	return bool(out), Status(st)
}

// LocalDeviceName is name.
func LocalDeviceName(h Handle) (string, Status) {
	var out C.qtbt_bytes
	if st := C.qtbt_local_device_name(C.qtbt_handle(h), &out); st != C.QTBT_OK {
		return "", Status(st)
	}
	return takeString(out), OK
}

// LocalDeviceAddress is address.
func LocalDeviceAddress(h Handle) (uint64, Status) {
	var out C.uint64_t
	st := C.qtbt_local_device_address(C.qtbt_handle(h), &out)
	return uint64(out), Status(st)
}

// LocalDevicePowerOn is powerOn.
func LocalDevicePowerOn(h Handle) Status {
	return Status(C.qtbt_local_device_power_on(C.qtbt_handle(h)))
}

// LocalDeviceSetHostMode is setHostMode.
func LocalDeviceSetHostMode(h Handle, mode int32) Status {
	return Status(C.qtbt_local_device_set_host_mode(C.qtbt_handle(h), C.int32_t(mode)))
}

// LocalDeviceHostMode is hostMode.
func LocalDeviceHostMode(h Handle) (int32, Status) {
	var out C.int32_t
	st := C.qtbt_local_device_host_mode(C.qtbt_handle(h), &out)
	return int32(out), Status(st)
}

// LocalDeviceRequestPairing is requestPairing.
func LocalDeviceRequestPairing(h Handle, address uint64, pairing int32) Status {
	return Status(C.qtbt_local_device_request_pairing(C.qtbt_handle(h), C.uint64_t(address), C.int32_t(pairing)))
}

// LocalDevicePairingStatus is pairingStatus.
func LocalDevicePairingStatus(h Handle, address uint64) (int32, Status) {
	var out C.int32_t
	st := C.qtbt_local_device_pairing_status(C.qtbt_handle(h), C.uint64_t(address), &out)
	return int32(out), Status(st)
}

// LocalDeviceConnectedDevices is connectedDevices, as one sequence.
func LocalDeviceConnectedDevices(h Handle) ([]byte, Status) {
	var out C.qtbt_bytes
	if st := C.qtbt_local_device_connected_devices(C.qtbt_handle(h), &out); st != C.QTBT_OK {
		return nil, Status(st)
	}
	return takeBytes(out), OK
}

// LocalDeviceAllDevices is allDevices, as one sequence.
func LocalDeviceAllDevices() ([]byte, Status) {
	var out C.qtbt_bytes
	if st := C.qtbt_local_device_all_devices(&out); st != C.QTBT_OK {
		return nil, Status(st)
	}
	return takeBytes(out), OK
}
