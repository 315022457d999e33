//go:build !unix

package bttest

import "github.com/goqtbt/bluetooth/qtbt"

func socketPair() (fds [2]int, err error) { return fds, qtbt.ErrUnsupported }

func closeAll([]int) {}
