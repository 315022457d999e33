package lab

// What one end of a Low Energy connection requests of the other, one request at a time.
//
// Start Encryption and LE Connection Update cause an event at the other end. btvirt puts the
// requesting end's handle into that event, which is of use only to a receiver that knows who has
// requested. btvirt also keeps one encryption key for a controller, not for a connection: of two
// requests at once, the first fails. So the lab accepts a request, as controllers do, and gives it
// to the emulator when the request before it is done.

import (
	"encoding/binary"
	"slices"
	"sync"
)

// exchanges are the requests of all kernels on an air. The emulator has the first.
type exchanges struct {
	mu     sync.Mutex
	wanted []exchange
}

type exchange struct {
	of      *traffic
	handle  uint16
	command []byte
}

const (
	leConnectionUpdate = 0x2013 // handle (2) …
	leStartEncryption  = 0x2019 // handle (2) …

	encryptionChange = 0x08 // an event: status, handle (2), enabled

	leUpdateComplete = 0x03 // a subevent: status, handle (2) …
	leKeyRequest     = 0x05 // a subevent: handle (2) …
)

// opcode returns a command's number, or 0 for another packet.
func opcode(packet []byte) uint16 {
	if packet[0] != h4Command {
		return 0
	}
	return binary.LittleEndian.Uint16(packet[1:])
}

// request takes a packet on its way to the emulator if it is such a request.
func (e *exchanges) request(of *traffic, packet []byte) (taken bool, err error) {
	command := opcode(packet)
	if command != leConnectionUpdate && command != leStartEncryption || len(packet) < 6 {
		return false, nil
	}
	if err := of.kernel.write(accepted(packet)); err != nil {
		return true, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.wanted = append(e.wanted, exchange{of, binary.LittleEndian.Uint16(packet[4:]), packet})
	if len(e.wanted) == 1 {
		e.begin()
	}
	return true, nil
}

// begin gives the emulator the first request. If the emulator has gone, the traffic ends, and its
// requests with it.
func (e *exchanges) begin() {
	if len(e.wanted) > 0 {
		_ = e.wanted[0].of.radio.write(e.wanted[0].command)
	}
}

// hear corrects the handle in an event that a request has caused, and begins the next request when
// the first is done. hidden reports whether the kernel is not to get the event, because it got the
// same answer before.
func (e *exchanges) hear(of *traffic, packet []byte) (hidden bool) {
	if packet[0] != h4Event || len(packet) < 6 {
		return false
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	body := packet[3:]
	with := func(bytes []byte) func(exchange) bool {
		handle := binary.LittleEndian.Uint16(bytes)
		return func(x exchange) bool { return x.of == of && x.handle == handle }
	}
	switch {
	case packet[1] == commandStatus && len(body) == 4:
		return e.status(of, body[0], binary.LittleEndian.Uint16(body[2:]))
	case packet[1] == disconnectionComplete && body[0] == 0:
		e.drop(with(body[1:]))
	case packet[1] == encryptionChange:
		if e.has(leStartEncryption) && with(body[1:])(e.wanted[0]) {
			e.done()
		}
	case packet[1] == lowEnergyMeta && body[0] == leKeyRequest && e.has(leStartEncryption):
		e.correct(of, body[1:])
	case packet[1] == lowEnergyMeta && body[0] == leUpdateComplete && e.has(leConnectionUpdate):
		requester, failed := with(body[2:])(e.wanted[0]), body[1] != 0
		if !requester {
			e.correct(of, body[2:])
		}
		if !requester || failed { // the other end gets the event last, and none of a failure
			e.done()
		}
	}
	return false
}

// status hides btvirt's answer to a request. After a failure the connection is at its end, and the
// kernel learns that by another event.
func (e *exchanges) status(of *traffic, status byte, command uint16) (hidden bool) {
	if command != leConnectionUpdate && command != leStartEncryption {
		return false
	}
	if status != 0 && len(e.wanted) > 0 && e.wanted[0].of == of {
		e.done()
	}
	return true
}

// has reports whether the emulator has a request of a kind.
func (e *exchanges) has(command uint16) bool {
	return len(e.wanted) > 0 && opcode(e.wanted[0].command) == command
}

// correct replaces the first request's handle by the receiver's own.
func (e *exchanges) correct(receiver *traffic, handle []byte) {
	own, ok := receiver.handles.of(link{peer: e.wanted[0].of.handles.address(), lowEnergy: true})
	if ok {
		binary.LittleEndian.PutUint16(handle, own)
	}
}

// done ends the first request.
func (e *exchanges) done() {
	e.wanted = e.wanted[1:]
	e.begin()
}

// ended forgets a controller's requests.
func (e *exchanges) ended(of *traffic) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.drop(func(x exchange) bool { return x.of == of })
}

// drop forgets requests.
func (e *exchanges) drop(over func(exchange) bool) {
	first := len(e.wanted) > 0 && over(e.wanted[0])
	e.wanted = slices.DeleteFunc(e.wanted, over)
	if first {
		e.begin()
	}
}
