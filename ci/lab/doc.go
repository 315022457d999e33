// Package lab boots virtual Linux hosts with real Bluetooth, without hardware, and runs programs on
// them.
//
// Each host is a QEMU guest with a distribution's kernel and BlueZ. Its files are the machine's
// own, read-only under a layer that is thrown away, so that it runs whatever is installed or built
// on the machine. A path gives it another root tree. All hosts' Bluetooth controllers meet on one
// emulated air. Nothing on the machine is changed, and nothing is left behind.
//
//	l, err := lab.Start(ctx, lab.Config{})
//	if err != nil {
//		return err // a *lab.MissingError names the remedy
//	}
//	defer l.Close()
//	server := l.Host("a").Command("/path/to/server")
//	client := l.Host("b").Command("/path/to/client", l.Host("a").Address())
//
// A command is used like one of os/exec. Build programs before Start, because a guest may not
// notice later changes in its root tree. Exchange files with a running host through [Config].Share
// or standard streams.
//
// A guest under emulation is some ten times slower than the machine, and slower still when the
// machine is busy: wait for states, never for times.
//
// # Needs
//
// Linux on x86-64, QEMU, BlueZ with btvirt (Debian's bluez-test-tools), D-Bus and the Go toolchain.
// [Setup] installs them on Debian and prepares the guests' kernel in the user's cache folder. The
// command btlab beside this package does it by itself:
//
//	go run github.com/goqtbt/bluetooth/ci/lab/btlab run --until b \
//	    --on a='./server' --on b='./client $LAB_ADDRESS_A'
//
// No privileges are needed but for installing packages.
package lab
