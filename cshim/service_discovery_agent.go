//go:build cgo

package cshim

// QBluetoothServiceDiscoveryAgent's calls.

/*
#include "qtbt_service_discovery_agent.h"
*/
import "C"

import "unsafe"

// ServiceDiscoveryAgentNew makes an agent for a local adapter, 0 for the default one.
func ServiceDiscoveryAgentNew(adapter uint64) (Handle, Status) {
	var h C.qtbt_handle
	st := C.qtbt_service_discovery_agent_new(C.uint64_t(adapter), &h)
	return Handle(h), Status(st)
}

// ServiceDiscoveryAgentStart is start.
func ServiceDiscoveryAgentStart(h Handle, mode int32) Status {
	return Status(C.qtbt_service_discovery_agent_start(C.qtbt_handle(h), C.int32_t(mode)))
}

// ServiceDiscoveryAgentStop is stop.
func ServiceDiscoveryAgentStop(h Handle) Status {
	return Status(C.qtbt_service_discovery_agent_stop(C.qtbt_handle(h)))
}

// ServiceDiscoveryAgentClear is clear.
func ServiceDiscoveryAgentClear(h Handle) Status {
	return Status(C.qtbt_service_discovery_agent_clear(C.qtbt_handle(h)))
}

// ServiceDiscoveryAgentIsActive is isActive.
func ServiceDiscoveryAgentIsActive(h Handle) (bool, Status) {
	var out C.bool
	st := C.qtbt_service_discovery_agent_is_active(C.qtbt_handle(h), &out)
	return bool(out), Status(st)
}

// ServiceDiscoveryAgentError is error.
func ServiceDiscoveryAgentError(h Handle) (int32, Status) {
	var out C.int32_t
	st := C.qtbt_service_discovery_agent_error(C.qtbt_handle(h), &out)
	return int32(out), Status(st)
}

// ServiceDiscoveryAgentErrorString is errorString.
func ServiceDiscoveryAgentErrorString(h Handle) (string, Status) {
	var out C.qtbt_bytes
	if st := C.qtbt_service_discovery_agent_error_string(C.qtbt_handle(h), &out); st != C.QTBT_OK {
		return "", Status(st)
	}
	return takeString(out), OK
}

// ServiceDiscoveryAgentDiscoveredServices is discoveredServices, as one sequence.
func ServiceDiscoveryAgentDiscoveredServices(h Handle) ([]byte, Status) {
	var out C.qtbt_bytes
	if st := C.qtbt_service_discovery_agent_discovered_services(C.qtbt_handle(h), &out); st != C.QTBT_OK {
		return nil, Status(st)
	}
	return takeBytes(out), OK
}

// ServiceDiscoveryAgentUUIDFilter is uuidFilter.
func ServiceDiscoveryAgentUUIDFilter(h Handle) ([][16]byte, Status) {
	var out C.qtbt_bytes
	if st := C.qtbt_service_discovery_agent_uuid_filter(C.qtbt_handle(h), &out); st != C.QTBT_OK {
		return nil, Status(st)
	}
	return goUUIDs(out), OK
}

// ServiceDiscoveryAgentSetUUIDFilter is setUuidFilter.
func ServiceDiscoveryAgentSetUUIDFilter(h Handle, uuids [][16]byte) Status {
	return Status(C.qtbt_service_discovery_agent_set_uuid_filter(C.qtbt_handle(h),
		(*C.qtbt_uuid)(unsafe.Pointer(unsafe.SliceData(uuids))), C.size_t(len(uuids))))
}

// ServiceDiscoveryAgentRemoteAddress is remoteAddress.
func ServiceDiscoveryAgentRemoteAddress(h Handle) (uint64, Status) {
	var out C.uint64_t
	st := C.qtbt_service_discovery_agent_remote_address(C.qtbt_handle(h), &out)
	return uint64(out), Status(st)
}

// ServiceDiscoveryAgentSetRemoteAddress is setRemoteAddress.
func ServiceDiscoveryAgentSetRemoteAddress(h Handle, address uint64) (bool, Status) {
	var out C.bool
	st := C.qtbt_service_discovery_agent_set_remote_address(C.qtbt_handle(h), C.uint64_t(address), &out)
	return bool(out), Status(st)
}
