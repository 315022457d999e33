// Package lab boots virtual Linux hosts with real Bluetooth, without hardware, and runs programs on
// them.
//
// Each host is a QEMU guest with a distribution's kernel and BlueZ. Its files are the machine's
// own, read-only under a layer that is thrown away, so whatever is installed or built on the
// machine runs in it; another root tree is a matter of a path. All hosts' Bluetooth controllers
// meet on one emulated air. Nothing on the machine is changed, and nothing is left behind.
//
//	l, err := lab.Start(ctx, lab.Config{})
//	if err != nil {
//		return err // a *lab.MissingError says what to do
//	}
//	defer l.Close()
//	server := l.Host("a").Command("/path/to/server")
//	client := l.Host("b").Command("/path/to/client", l.Host("a").Address())
//
// A command is used like one of os/exec. Build programs before Start, because a guest may not
// notice what changes in its root tree later; what is to be exchanged with a running host goes
// through [Config].Share or standard streams.
//
// A guest under emulation is some ten times slower than the machine, and how slow depends on what
// else runs: wait for states, never for times.
//
// # Needs
//
// Linux on x86-64, QEMU, BlueZ with btvirt (Debian's bluez-test-tools), D-Bus and the Go toolchain.
// [Setup] installs them on Debian and prepares the guests' kernel in the user's cache folder; the
// command btlab beside this package does it by itself:
//
//	go run github.com/goqtbt/bluetooth/ci/lab/btlab run --until b \
//	    --on a='./server' --on b='./client $LAB_ADDRESS_A'
//
// No privileges are needed but for installing packages.
package lab
