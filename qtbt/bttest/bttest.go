// Package bttest helps to test programs that use qtbt, on machines without Bluetooth. It has
// connected pairs ([Pipe], [ConnPipe]), and hosts that dial and listen in memory, fail on demand
// and lose their links ([Air]).
//
// It makes real objects of package qtbt over real QBluetoothSockets; only the radio is missing. For
// this it keeps Qt, in the whole process, from using the machine's Bluetooth daemon. So import it
// in tests only.
package bttest

import (
	"os"

	"github.com/goqtbt/bluetooth/qtbt"
)

// Qt uses its raw back end, which accepts any socket descriptor, if it believes the daemon to be
// older than 5.46. Qt checks this once, when it makes the first socket.
const daemonVersion = "BLUETOOTH_FORCE_DBUS_LE_VERSION"

func init() {
	if _, set := os.LookupEnv(daemonVersion); !set {
		os.Setenv(daemonVersion, "5.40")
	}
}

// Pipe returns two Sockets that are connected to each other. The caller deletes both.
//
// Their addresses are null and their ports 0, because no adapter is involved. Pipe works on Linux
// only; elsewhere Qt does not have the function, and Pipe returns Qt's error.
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

// open makes a Socket of a descriptor. It takes ownership of the descriptor only if it succeeds.
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
