package lab

// The page timeout of a call to an address that no controller has.
//
// btvirt of BlueZ 5.66 reports the timeout at once. That of BlueZ 5.82 is meant to report it after
// five seconds, as controllers do, but never does, because it looks for the controller first. The
// kernel then gives up after 20 seconds or more. So the lab reports the timeout at once.

const createConnection = 0x0405 // address (6) …

// page takes a kernel's packet if it calls a controller that is not on the air.
func (r *registry) page(packet []byte) (answer []byte, taken bool) {
	if len(packet) < 10 || opcode(packet) != createConnection {
		return nil, false
	}
	called := [6]byte(packet[4:])
	if r.find(called) != nil {
		return nil, false
	}
	const pageTimeout, acl = 0x04, 0x01
	failed := append([]byte{h4Event, connectionComplete, 11, pageTimeout, 0, 0}, called[:]...)
	return append(append(accepted(packet), failed...), acl, 0), true
}
