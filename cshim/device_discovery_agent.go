//go:build cgo

package cshim

// QBluetoothDeviceDiscoveryAgent's calls.

/*
#include "qtbt_device_discovery_agent.h"
*/
import "C"

// DeviceDiscoveryAgentNew makes an agent for a local adapter, 0 for the default one.
func DeviceDiscoveryAgentNew(adapter uint64) (Handle, Status) {
	var h C.qtbt_handle
	st := C.qtbt_device_discovery_agent_new(C.uint64_t(adapter), &h)
	return Handle(h), Status(st)
}

// DeviceDiscoveryAgentStart is start with all methods.
func DeviceDiscoveryAgentStart(h Handle) Status {
	return Status(C.qtbt_device_discovery_agent_start(C.qtbt_handle(h)))
}

// DeviceDiscoveryAgentStartMethods is start with some methods.
func DeviceDiscoveryAgentStartMethods(h Handle, methods uint32) Status {
	return Status(C.qtbt_device_discovery_agent_start_methods(C.qtbt_handle(h), C.uint32_t(methods)))
}

// DeviceDiscoveryAgentStop is stop.
func DeviceDiscoveryAgentStop(h Handle) Status {
	return Status(C.qtbt_device_discovery_agent_stop(C.qtbt_handle(h)))
}

// DeviceDiscoveryAgentIsActive is isActive.
func DeviceDiscoveryAgentIsActive(h Handle) (bool, Status) {
	var out C.bool
	st := C.qtbt_device_discovery_agent_is_active(C.qtbt_handle(h), &out)
	return bool(out), Status(st)
}

// DeviceDiscoveryAgentError is error.
func DeviceDiscoveryAgentError(h Handle) (int32, Status) {
	var out C.int32_t
	st := C.qtbt_device_discovery_agent_error(C.qtbt_handle(h), &out)
	return int32(out), Status(st)
}

// DeviceDiscoveryAgentErrorString is errorString.
func DeviceDiscoveryAgentErrorString(h Handle) (string, Status) {
	var out C.qtbt_bytes
	if st := C.qtbt_device_discovery_agent_error_string(C.qtbt_handle(h), &out); st != C.QTBT_OK {
		return "", Status(st)
	}
	return takeString(out), OK
}

// DeviceDiscoveryAgentDiscoveredDevices is discoveredDevices, as one sequence.
func DeviceDiscoveryAgentDiscoveredDevices(h Handle) ([]byte, Status) {
	var out C.qtbt_bytes
	if st := C.qtbt_device_discovery_agent_discovered_devices(C.qtbt_handle(h), &out); st != C.QTBT_OK {
		return nil, Status(st)
	}
	return takeBytes(out), OK
}

// DeviceDiscoveryAgentLowEnergyDiscoveryTimeout is lowEnergyDiscoveryTimeout.
func DeviceDiscoveryAgentLowEnergyDiscoveryTimeout(h Handle) (int32, Status) {
	var out C.int32_t
	st := C.qtbt_device_discovery_agent_low_energy_discovery_timeout(C.qtbt_handle(h), &out)
	return int32(out), Status(st)
}

// DeviceDiscoveryAgentSetLowEnergyDiscoveryTimeout is setLowEnergyDiscoveryTimeout.
func DeviceDiscoveryAgentSetLowEnergyDiscoveryTimeout(h Handle, msecs int32) Status {
	return Status(C.qtbt_device_discovery_agent_set_low_energy_discovery_timeout(C.qtbt_handle(h), C.int32_t(msecs)))
}

// DeviceDiscoveryAgentSupportedMethods is supportedDiscoveryMethods.
func DeviceDiscoveryAgentSupportedMethods() (uint32, Status) {
	var out C.uint32_t
	st := C.qtbt_device_discovery_agent_supported_methods(&out)
	return uint32(out), Status(st)
}
