// Package sdp finds out how to connect to a service of a remote Bluetooth device.
//
// [Find] asks the device's SDP server for the RFCOMM channel or the L2CAP PSM of the service. The
// package implements one request of the Service Discovery Protocol (Bluetooth Core Specification,
// Vol 3, Part B). It treats the server as hostile: whatever the server sends, Find ends with a
// result or an error, within the limits of this package.
package sdp

// The conversation with the server: this file sends requests and joins the parts of the response.

import (
	"bytes"
	"fmt"
	"io"
)

// MinMTU is the smallest MTU that [Find] accepts, in bytes. Every L2CAP connection over Bluetooth
// classic has at least this MTU.
const MinMTU = 48

const (
	// maxMTU is the largest MTU that L2CAP can negotiate, in bytes. It bounds the read buffer.
	maxMTU = 65535

	// maxAttributeBytes is the maximum size of the joined attribute lists, in bytes. The three
	// attributes of a typical record take 20 to 100 bytes. The limit bounds the memory of one Find.
	maxAttributeBytes = 64 << 10

	// maxRounds is the maximum number of requests of one Find. At L2CAP's default MTU of 672
	// bytes, 102 rounds transfer maxAttributeBytes; at MinMTU, 1024 rounds transfer 24 KiB. The
	// limit stops servers that send a few bytes at a time.
	maxRounds = 1024
)

// Find asks the SDP server at the other end of conn for the service records that contain the UUID.
// It returns an empty list if the server has no such record.
//
// The caller connects conn to L2CAP PSM 1 of the device. Conn must keep packet boundaries: one Read
// returns one packet, and one Write sends one. The mtu is the largest packet that conn can receive,
// in bytes. Find sets no deadline; a server that stays silent blocks it until the caller closes
// conn or a deadline of conn expires. After an error the caller must not use conn again.
//
// The error is a [*ServerError] if the server refuses the request. It wraps [ErrMalformed] if the
// response violates the protocol or exceeds a limit of this package. It wraps
// [io.ErrUnexpectedEOF] if the server closes the connection early.
func Find(conn io.ReadWriter, uuid [16]byte, mtu int) ([]Record, error) {
	if mtu < MinMTU {
		return nil, fmt.Errorf("sdp: an MTU of %d bytes is below the minimum of %d", mtu, MinMTU)
	}
	lists, err := fetch(conn, uuid, min(mtu, maxMTU))
	if err != nil {
		return nil, err
	}
	return readRecords(lists)
}

// fetch requests the attribute lists part by part, until the server sends no continuation state.
func fetch(conn io.ReadWriter, uuid [16]byte, mtu int) ([]byte, error) {
	var lists []byte
	packet := make([]byte, mtu)
	req := request{uuid: uuid, maxBytes: uint16(mtu - responseOverhead)}
	for range maxRounds {
		req.transaction++
		resp, err := req.exchange(conn, packet)
		if err != nil {
			return nil, err
		}
		if len(lists)+len(resp.attributes) > maxAttributeBytes {
			return nil, malformed("the attribute lists exceed %d bytes", maxAttributeBytes)
		}
		lists = append(lists, resp.attributes...)
		switch {
		case len(resp.continuation) == 0:
			return lists, nil
		case len(resp.attributes) == 0:
			return nil, malformed("a part with a continuation state has no attributes")
		case bytes.Equal(resp.continuation, req.continuation):
			return nil, malformed("the server repeats the continuation state %x", req.continuation)
		}
		req.continuation = bytes.Clone(resp.continuation)
	}
	return nil, malformed("the response is incomplete after %d rounds", maxRounds)
}

// exchange sends the request and receives one response. The response refers to bytes of buf.
func (r request) exchange(conn io.ReadWriter, buf []byte) (response, error) {
	out := r.encode()
	n, err := conn.Write(out)
	if err == nil && n < len(out) {
		err = io.ErrShortWrite
	}
	if err != nil {
		return response{}, fmt.Errorf("sdp: cannot send the request: %w", err)
	}
	n, err = conn.Read(buf)
	if n == 0 && err != nil {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		return response{}, fmt.Errorf("sdp: cannot receive the response: %w", err)
	}
	return r.decode(buf[:n])
}
