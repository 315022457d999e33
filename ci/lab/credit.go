package lab

// Flow control between controllers, which the emulator lacks.
//
// A kernel sends its controller as many packets as the controller has buffers for. It sends more
// when the controller reports that some have left (Number Of Completed Packets). btvirt reports
// that at once, and drops what the receiver does not read in time: connections to a slow guest
// broke when several others sent to it. So the lab holds back btvirt's report, and sends its own
// when the packet has reached the receiver's kernel.

import "encoding/binary"

// completedPackets is the event Number Of Completed Packets.
const completedPackets = 0x13

func reportsCompleted(packet []byte) bool {
	return packet[0] == h4Event && packet[1] == completedPackets
}

// completed reports to a packet's sender that the packet has arrived, unless the sender has gone
// meanwhile.
func (r *registry) completed(p parcel) {
	sender := r.find(p.sender)
	if sender == nil {
		return
	}
	event := []byte{h4Event, completedPackets, 5, 1, 0, 0, 1, 0} // one handle, one packet
	binary.LittleEndian.PutUint16(event[4:], p.handle)
	_ = sender.kernel.write(event) // a kernel that has gone needs no report
}
