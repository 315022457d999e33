// Package bttest helps to test programs that use qtbt, on machines without Bluetooth: with
// connected pairs ([Pipe], [ConnPipe]), and with hosts that dial and listen in memory, fail on
// demand and lose their links ([Air]).
//
// What it makes are real objects of package qtbt over real QBluetoothSockets; only the radio is
// missing. To that end it keeps Qt, in the whole process, from using the Bluetooth daemon that the
// machine may have: import it in tests only.
package bttest

import (
	"os"

	"github.com/goqtbt/bluetooth/qtbt"
)

// Qt takes its raw back end, the one that accepts any socket descriptor, where it believes the
// daemon to be older than 5.46. It looks at this once, when the first socket is made.
const daemonVersion = "BLUETOOTH_FORCE_DBUS_LE_VERSION"

func init() {
	if _, set := os.LookupEnv(daemonVersion); !set {
		os.Setenv(daemonVersion, "5.40")
	}
}

// Pipe returns two Sockets that are connected to each other. The caller deletes both.
//
// Their addresses are null and their ports 0: no adapter is involved. Linux only; elsewhere Qt
// cannot do it, and Pipe returns Qt's error.
func Pipe() (a, b *qtbt.Socket, err error) {
	fds, err := socketPair()
	if err != nil {
		return nil, nil, err
	}
	if a, err = open(fds[0]); err != nil {
		closeAll(fds[:])
		return nil, nil, err
	}
	if b, err = open(fds[1]); err != nil {
		closeAll(fds[1:])
		a.Delete()
		return nil, nil, err
	}
	return a, b, nil
}

// open makes a Socket of a descriptor, and owns the descriptor only if it succeeds.
func open(fd int) (*qtbt.Socket, error) {
	s, err := qtbt.NewSocket(qtbt.RFCOMM)
	if err != nil {
		return nil, err
	}
	if err := s.SetSocketDescriptor(fd, qtbt.RFCOMM); err != nil {
		s.Delete()
		return nil, err
	}
	return s, nil
}
