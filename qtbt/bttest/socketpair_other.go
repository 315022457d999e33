//go:build !unix

package bttest

import "github.com/goqtbt/bluetooth/qtbt"

func socketPair() (fds [2]int, err error) {
	return fds, &qtbt.OpError{Op: "pipe", Err: qtbt.ErrUnsupported, Text: "Qt takes over no descriptors on this system"}
}

func closeAll([]int) {}
