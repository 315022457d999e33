// Command rfcomm is the end of the lab's rows that all contestants share. It uses the kernel's
// RFCOMM sockets, without Qt.
//
//	rfcomm serve CHANNEL UUID…       has echo services, on the channel and the ones after it
//	rfcomm hold ADDRESS CHANNEL      keeps a connection open
//	rfcomm connect ADDRESS CHANNEL   connects as often as each count on standard input asks
//
// All run until standard input ends. serve and hold print the line "ready" when they are ready.
// connect prints the nanoseconds of each count.
package main

import (
	"fmt"
	"net"
	"os"
	"slices"
	"strconv"
	"time"

	"golang.org/x/sys/unix"

	"github.com/goqtbt/bluetooth/ci/benchmarks/internal/work"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "rfcomm:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) < 3 {
		return fmt.Errorf("want serve, hold or connect with arguments, not %q", args)
	}
	if args[0] == "serve" {
		channel, err := parseChannel(args[1])
		if err != nil {
			return err
		}
		return serve(channel, args[2:])
	}
	address, err := parseAddress(args[1])
	if err != nil {
		return err
	}
	channel, err := parseChannel(args[2])
	if err != nil {
		return err
	}
	peer := &unix.SockaddrRFCOMM{Addr: address, Channel: channel}
	switch args[0] {
	case "hold":
		return hold(peer)
	case "connect":
		return work.Serve(work.Timed(func(count int64) (time.Duration, error) {
			return connectAll(peer, count)
		}))
	}
	return fmt.Errorf("no command %q", args[0])
}

func parseChannel(s string) (uint8, error) {
	channel, err := strconv.ParseUint(s, 10, 8)
	return uint8(channel), err
}

func newSocket() (fd int, err error) {
	const kind = unix.SOCK_STREAM | unix.SOCK_CLOEXEC
	return unix.Socket(unix.AF_BLUETOOTH, kind, unix.BTPROTO_RFCOMM)
}

// parseAddress returns an address in the kernel's order of bytes.
func parseAddress(s string) (address [6]byte, err error) {
	mac, err := net.ParseMAC(s)
	if err != nil || len(mac) != len(address) {
		return address, fmt.Errorf("no Bluetooth address: %q", s)
	}
	slices.Reverse(mac)
	return [6]byte(mac), nil
}
