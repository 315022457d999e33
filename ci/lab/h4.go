package lab

// The traffic between a guest's kernel and the emulator, which the lab changes where the emulator
// is wrong or slow. This file has what concerns single packets. See also handles.go and exchange.go
// (handles of connections), credit.go (flow control), paging.go (calls that nobody answers),
// pairing.go and capability.go (pairing), rssi.go (signal strength).
//
// A kernel asks its controller for the size of each new encryption key. Until it gets the size, it
// refuses pairing over the link, and connections. On a slow guest the other host often requests
// these before. If a controller does not have the command, the kernel assumes keys of full size at
// once. So the lab hides the command from the kernels.
//
// btvirt's controllers report room for one packet of 192 bytes, so that a kernel waits for the
// emulator after each packet. The lab reports the room of a usual USB adapter, which makes the air
// some ten times as fast.

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"
)

// The packet types of the UART transport (H4).
const (
	h4Command = 0x01
	h4ACL     = 0x02
	h4SCO     = 0x03
	h4Event   = 0x04
	h4ISO     = 0x05
)

// commandComplete is an event: number of commands, opcode (2), status, and the command's result.
const commandComplete = 0x0e

// commandStatus is an event: status, number of commands, opcode (2).
const commandStatus = 0x0f

// h4HeaderSize is the size of each type's header, which ends with the packet's length.
var h4HeaderSize = map[byte]int{h4Command: 3, h4ACL: 4, h4SCO: 3, h4Event: 2, h4ISO: 4}

// traffic is the traffic between a controller and a guest's kernel.
type traffic struct {
	kernel, radio         *packetWriter
	fromKernel, fromRadio *bufio.Reader
	handles               *handles
	registry              *registry
	pairings              *pairings
	exchanges             *exchanges
	capabilities          *capabilities
	kernelLast            atomic.Int64 // when the kernel last sent a packet, in ns; 0 is never
}

// kernelBegan reports whether the kernel has sent a packet.
func (t *traffic) kernelBegan() bool { return t.kernelLast.Load() != 0 }

// lastFromKernel returns when the kernel last sent a packet.
func (t *traffic) lastFromKernel() time.Time { return time.Unix(0, t.kernelLast.Load()) }

// traffic returns the traffic of a new controller.
func (a *air) traffic(kernel, radio io.ReadWriter) *traffic {
	return &traffic{
		kernel: &packetWriter{w: kernel}, radio: &packetWriter{w: radio},
		fromKernel: bufio.NewReader(kernel), fromRadio: bufio.NewReader(radio),
		handles: newHandles(a.registry), capabilities: newCapabilities(),
		registry: a.registry, pairings: a.pairings, exchanges: a.exchanges,
	}
}

// copyToKernel copies packets from the emulator until one end fails.
func (t *traffic) copyToKernel() error {
	for {
		packet, err := readPacket(t.fromRadio)
		if err != nil {
			return err
		}
		if err := t.deliver(packet); err != nil {
			return err
		}
	}
}

// deliver gives the kernel a packet of the emulator, corrected, or keeps it back.
func (t *traffic) deliver(packet []byte) error {
	if reportsCompleted(packet) || t.pairings.hear(t, packet) || t.exchanges.hear(t, packet) {
		return nil
	}
	hideReadEncryptionKeySize(packet)
	enlargeBuffers(packet)
	setRSSI(packet)
	packet, from, tagged := t.handles.received(t.capabilities.received(packet))
	if err := t.kernel.write(packet); err != nil {
		return err
	}
	t.pairings.passed(t, packet)
	if tagged {
		t.registry.completed(from)
	}
	if address, ok := answer(packet, readAddress, 6); ok {
		t.registry.set([6]byte(address), t)
	}
	if _, ok := answer(packet, reset, 0); ok {
		t.lost()
	}
	return nil
}

// copyToRadio copies packets to the emulator until one end fails.
func (t *traffic) copyToRadio() error {
	for {
		packet, err := readPacket(t.fromKernel)
		if err != nil {
			return err
		}
		t.kernelLast.Store(time.Now().UnixNano())
		if err := t.send(packet); err != nil {
			return err
		}
	}
}

// send gives a kernel's packet to the emulator, or handles it in the emulator's place.
func (t *traffic) send(packet []byte) error {
	if answer, taken := t.capabilities.sent(packet); taken {
		return t.kernel.write(answer)
	}
	if taken, err := t.pairings.request(t, packet); taken || err != nil {
		return err
	}
	if taken, err := t.exchanges.request(t, packet); taken || err != nil {
		return err
	}
	if answer, taken := t.registry.page(packet); taken {
		return t.kernel.write(answer)
	}
	t.registry.learnRandom(packet, t.handles.address())
	return t.radio.write(t.handles.sent(packet))
}

// packetWriter writes whole packets, from several goroutines.
type packetWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (p *packetWriter) write(packet []byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, err := p.w.Write(packet)
	return err
}

// readPacket reads one packet with its type.
func readPacket(r *bufio.Reader) ([]byte, error) {
	kind, err := r.ReadByte()
	if err != nil {
		return nil, err
	}
	headerSize := h4HeaderSize[kind]
	if headerSize == 0 {
		return nil, fmt.Errorf("unknown packet type 0x%02x", kind)
	}
	packet := make([]byte, 1+headerSize, 1+headerSize+256)
	packet[0] = kind
	if _, err := io.ReadFull(r, packet[1:]); err != nil {
		return nil, err
	}
	size := int(packet[headerSize])
	switch kind {
	case h4ACL:
		size = int(binary.LittleEndian.Uint16(packet[3:]))
	case h4ISO:
		size = int(binary.LittleEndian.Uint16(packet[3:]) & 0x3fff)
	}
	packet = append(packet, make([]byte, size)...)
	_, err = io.ReadFull(r, packet[1+headerSize:])
	return packet, err
}

// Commands.
const (
	reset       = 0x0c03 // ends the controller's connections
	readAddress = 0x1009 // is answered with an address (6)
)

// answer returns the parameters behind the status if the packet is a controller's answer to a
// command, with parameters of at least that size.
func answer(packet []byte, command uint16, size int) (values []byte, ok bool) {
	const (
		opcode = 4 // after type, event, length, number of commands
		begin  = 7 // after opcode (2), status
	)
	if len(packet) < begin+size || packet[0] != h4Event || packet[1] != commandComplete ||
		binary.LittleEndian.Uint16(packet[opcode:]) != command {
		return nil, false
	}
	return packet[begin:], true
}

// accepted returns the event by which a controller accepts a kernel's command.
func accepted(command []byte) []byte {
	return []byte{h4Event, commandStatus, 4, 0, 1, command[1], command[2]}
}

// hideReadEncryptionKeySize removes the command from a controller's answer to Read Local Supported
// Commands.
func hideReadEncryptionKeySize(packet []byte) {
	const readLocalCommands, octet, bit = 0x1002, 20, 4
	if commands, ok := answer(packet, readLocalCommands, 64); ok {
		commands[octet] &^= 1 << bit
	}
}

// enlargeBuffers changes a controller's answers to Read Buffer Size and LE Read Buffer Size. The
// first has the size of a packet (2), the size of a synchronous packet (1), and the number of
// packets that there is room for (2). The second has the size (2) and the number (1). btvirt reads
// 4096 bytes at a time, and fails where that cuts a header. So all these packets with their headers
// and tags, and one command, are smaller than that.
func enlargeBuffers(packet []byte) {
	const (
		readBufferSize   = 0x1005
		readLEBufferSize = 0x2002
		size             = 1021 // of the largest packets of Enhanced Data Rate
		count            = 3
		leSize           = 251 // of the largest packets of Low Energy
		leCount          = 2
	)
	if values, ok := answer(packet, readBufferSize, 7); ok {
		binary.LittleEndian.PutUint16(values, size)
		binary.LittleEndian.PutUint16(values[3:], count)
	}
	if values, ok := answer(packet, readLEBufferSize, 3); ok {
		binary.LittleEndian.PutUint16(values, leSize)
		values[2] = leCount
	}
}
