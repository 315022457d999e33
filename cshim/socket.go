//go:build cgo

package cshim

// QBluetoothSocket's calls. Its QIODevice side is in socket_device.go.

/*
#include "qtbt_socket.h"
*/
import "C"

import "unsafe"

// SocketNew makes a socket; protocol 0 makes Qt's blank one.
func SocketNew(protocol int32) (Handle, Status) {
	var h C.qtbt_handle
	st := C.qtbt_socket_new(C.int32_t(protocol), &h)
	return Handle(h), Status(st)
}

// SocketConnectToUUID is connectToService by address and UUID.
func SocketConnectToUUID(h Handle, address uint64, id [16]byte, openMode int32) Status {
	return Status(C.qtbt_socket_connect_to_uuid(C.qtbt_handle(h), C.uint64_t(address), uuid(id), C.int32_t(openMode)))
}

// SocketConnectToPort is connectToService by address and port.
func SocketConnectToPort(h Handle, address uint64, port uint16, openMode int32) Status {
	return Status(C.qtbt_socket_connect_to_port(C.qtbt_handle(h), C.uint64_t(address), C.uint16_t(port), C.int32_t(openMode)))
}

// SocketConnectToService is connectToService by service record.
func SocketConnectToService(h Handle, service []byte, openMode int32) Status {
	return Status(C.qtbt_socket_connect_to_service(C.qtbt_handle(h),
		(*C.uint8_t)(unsafe.SliceData(service)), C.size_t(len(service)), C.int32_t(openMode)))
}

// SocketDisconnectFromService is disconnectFromService.
func SocketDisconnectFromService(h Handle) Status {
	return Status(C.qtbt_socket_disconnect_from_service(C.qtbt_handle(h)))
}

// SocketAbort is abort.
func SocketAbort(h Handle) Status {
	return Status(C.qtbt_socket_abort(C.qtbt_handle(h)))
}

// SocketClose is close.
func SocketClose(h Handle) Status {
	return Status(C.qtbt_socket_close(C.qtbt_handle(h)))
}

// SocketState is state.
func SocketState(h Handle) (int32, Status) {
	var out C.int32_t
	st := C.qtbt_socket_state(C.qtbt_handle(h), &out)
	return int32(out), Status(st)
}

// SocketType is socketType.
func SocketType(h Handle) (int32, Status) {
	var out C.int32_t
	st := C.qtbt_socket_type(C.qtbt_handle(h), &out)
	return int32(out), Status(st)
}

// SocketError is error.
func SocketError(h Handle) (int32, Status) {
	var out C.int32_t
	st := C.qtbt_socket_error(C.qtbt_handle(h), &out)
	return int32(out), Status(st)
}

// SocketErrorString is errorString.
func SocketErrorString(h Handle) (string, Status) {
	var out C.qtbt_bytes
	if st := C.qtbt_socket_error_string(C.qtbt_handle(h), &out); st != C.QTBT_OK {
		return "", Status(st)
	}
	return takeString(out), OK
}

// SocketLocalName is localName.
func SocketLocalName(h Handle) (string, Status) {
	var out C.qtbt_bytes
	if st := C.qtbt_socket_local_name(C.qtbt_handle(h), &out); st != C.QTBT_OK {
		return "", Status(st)
	}
	return takeString(out), OK
}

// SocketLocalAddress is localAddress.
func SocketLocalAddress(h Handle) (uint64, Status) {
	var out C.uint64_t
	st := C.qtbt_socket_local_address(C.qtbt_handle(h), &out)
	return uint64(out), Status(st)
}

// SocketLocalPort is localPort.
func SocketLocalPort(h Handle) (uint16, Status) {
	var out C.uint16_t
	st := C.qtbt_socket_local_port(C.qtbt_handle(h), &out)
	return uint16(out), Status(st)
}

// SocketPeerName is peerName.
func SocketPeerName(h Handle) (string, Status) {
	var out C.qtbt_bytes
	if st := C.qtbt_socket_peer_name(C.qtbt_handle(h), &out); st != C.QTBT_OK {
		return "", Status(st)
	}
	return takeString(out), OK
}

// SocketPeerAddress is peerAddress.
func SocketPeerAddress(h Handle) (uint64, Status) {
	var out C.uint64_t
	st := C.qtbt_socket_peer_address(C.qtbt_handle(h), &out)
	return uint64(out), Status(st)
}

// SocketPeerPort is peerPort.
func SocketPeerPort(h Handle) (uint16, Status) {
	var out C.uint16_t
	st := C.qtbt_socket_peer_port(C.qtbt_handle(h), &out)
	return uint16(out), Status(st)
}

// SocketPreferredSecurityFlags is preferredSecurityFlags.
func SocketPreferredSecurityFlags(h Handle) (uint32, Status) {
	var out C.uint32_t
	st := C.qtbt_socket_preferred_security_flags(C.qtbt_handle(h), &out)
	return uint32(out), Status(st)
}

// SocketSetPreferredSecurityFlags is setPreferredSecurityFlags.
func SocketSetPreferredSecurityFlags(h Handle, flags uint32) Status {
	return Status(C.qtbt_socket_set_preferred_security_flags(C.qtbt_handle(h), C.uint32_t(flags)))
}

// SocketSetDescriptor is setSocketDescriptor.
func SocketSetDescriptor(h Handle, descriptor int32, protocol int32, state int32, openMode int32) (Failure, Status) {
	var f C.qtbt_failure
	st := C.qtbt_socket_set_descriptor(C.qtbt_handle(h), C.int32_t(descriptor), C.int32_t(protocol), C.int32_t(state), C.int32_t(openMode), &f)
	return takeFailure(&f, st), Status(st)
}

// SocketDescriptor is socketDescriptor.
func SocketDescriptor(h Handle) (int32, Status) {
	var out C.int32_t
	st := C.qtbt_socket_descriptor(C.qtbt_handle(h), &out)
	return int32(out), Status(st)
}

// SocketTakeDescriptor takes the connection out of a connected socket, and deletes the socket. unread is what
// Qt has read from the connection already.
func SocketTakeDescriptor(h Handle) (descriptor int, unread []byte, f Failure, st Status) {
	var (
		fd      C.int32_t
		bytes   C.qtbt_bytes
		failure C.qtbt_failure
	)
	status := C.qtbt_socket_take_descriptor(C.qtbt_handle(h), &fd, &bytes, &failure)
	return int(fd), takeBytes(bytes), takeFailure(&failure, status), Status(status)
}
