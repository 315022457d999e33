//go:build cgo

package cshim

// QBluetoothServer's calls.

/*
#include "qtbt_server.h"
*/
import "C"

// ServerNew makes a server.
func ServerNew(protocol int32) (Handle, Status) {
	var h C.qtbt_handle
	st := C.qtbt_server_new(C.int32_t(protocol), &h)
	return Handle(h), Status(st)
}

// ServerListen listens on an address and port.
func ServerListen(h Handle, address uint64, port uint16) (Failure, Status) {
	var f C.qtbt_failure
	st := C.qtbt_server_listen(C.qtbt_handle(h), C.uint64_t(address), C.uint16_t(port), &f)
	return takeFailure(&f, st), Status(st)
}

// ServerListenService listens and registers a service.
func ServerListenService(h Handle, id [16]byte, name string) (service Handle, _ Failure, _ Status) {
	var f C.qtbt_failure
	var s C.qtbt_handle
	data, size := stringData(name)
	st := C.qtbt_server_listen_service(C.qtbt_handle(h), uuid(id), data, size, &s, &f)
	return Handle(s), takeFailure(&f, st), Status(st)
}

// ServerClose closes the listening socket.
func ServerClose(h Handle) Status {
	return Status(C.qtbt_server_close(C.qtbt_handle(h)))
}

// ServerIsListening is isListening.
func ServerIsListening(h Handle) (bool, Status) {
	var out C.bool
	st := C.qtbt_server_is_listening(C.qtbt_handle(h), &out)
	return bool(out), Status(st)
}

// ServerHasPendingConnections is hasPendingConnections.
func ServerHasPendingConnections(h Handle) (bool, Status) {
	var out C.bool
	st := C.qtbt_server_has_pending_connections(C.qtbt_handle(h), &out)
	return bool(out), Status(st)
}

// ServerNextPendingConnection is nextPendingConnection; 0 for none.
func ServerNextPendingConnection(h Handle) (Handle, Status) {
	var out C.qtbt_handle
	st := C.qtbt_server_next_pending_connection(C.qtbt_handle(h), &out)
	return Handle(out), Status(st)
}

// ServerAccept accepts a pending connection as a plain descriptor.
func ServerAccept(h Handle) (descriptor int, f Failure, st Status) {
	var (
		fd      C.int32_t
		failure C.qtbt_failure
	)
	status := C.qtbt_server_accept(C.qtbt_handle(h), &fd, &failure)
	return int(fd), takeFailure(&failure, status), Status(status)
}

// ServerMaxPendingConnections is maxPendingConnections.
func ServerMaxPendingConnections(h Handle) (int32, Status) {
	var out C.int32_t
	st := C.qtbt_server_max_pending_connections(C.qtbt_handle(h), &out)
	return int32(out), Status(st)
}

// ServerSetMaxPendingConnections is setMaxPendingConnections.
func ServerSetMaxPendingConnections(h Handle, count int32) Status {
	return Status(C.qtbt_server_set_max_pending_connections(C.qtbt_handle(h), C.int32_t(count)))
}

// ServerSecurityFlags is securityFlags.
func ServerSecurityFlags(h Handle) (uint32, Status) {
	var out C.uint32_t
	st := C.qtbt_server_security_flags(C.qtbt_handle(h), &out)
	return uint32(out), Status(st)
}

// ServerSetSecurityFlags is setSecurityFlags.
func ServerSetSecurityFlags(h Handle, flags uint32) Status {
	return Status(C.qtbt_server_set_security_flags(C.qtbt_handle(h), C.uint32_t(flags)))
}

// ServerAddress is serverAddress.
func ServerAddress(h Handle) (uint64, Status) {
	var out C.uint64_t
	st := C.qtbt_server_address(C.qtbt_handle(h), &out)
	return uint64(out), Status(st)
}

// ServerPort is serverPort.
func ServerPort(h Handle) (uint16, Status) {
	var out C.uint16_t
	st := C.qtbt_server_port(C.qtbt_handle(h), &out)
	return uint16(out), Status(st)
}

// ServerType is serverType.
func ServerType(h Handle) (int32, Status) {
	var out C.int32_t
	st := C.qtbt_server_type(C.qtbt_handle(h), &out)
	return int32(out), Status(st)
}

// ServerError is error.
func ServerError(h Handle) (int32, Status) {
	var out C.int32_t
	st := C.qtbt_server_error(C.qtbt_handle(h), &out)
	return int32(out), Status(st)
}
