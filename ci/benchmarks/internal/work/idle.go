package work

import (
	"fmt"
	"net"
	"os"
	"regexp"
	"runtime"
	"runtime/debug"
	"strconv"
)

// idle returns the round that opens count connections and returns what they take in all: bytes of
// memory, bytes of Go's heap and stacks, descriptors, goroutines.
//
// The bytes of memory are the growth of the process's anonymous memory, the only figure that
// includes Qt's and C's memory. Go's garbage is given back to the system before each look, and
// memory of files, such as code, does not count.
func idle(open Opener, wires int) (Round, error) {
	// The first connection brings what a program has once: the Qt thread, Go's poller.
	conns, err := openAll(open, 1)
	if err != nil {
		return nil, err
	}
	return func(count int64) ([]int64, error) {
		if int64(wires-1) != count {
			return nil, fmt.Errorf("%d wires do not suit %d connections", wires, count)
		}
		more := make([]net.Conn, count)
		before, err := usageNow()
		if err != nil {
			return nil, err
		}
		for i := range more {
			if more[i], err = open(firstWire + 1 + i); err != nil {
				return nil, err
			}
		}
		after, err := usageNow()
		runtime.KeepAlive(more)
		runtime.KeepAlive(conns)
		return []int64{
			after.memory - before.memory,
			after.goMemory - before.goMemory,
			after.descriptors - before.descriptors + count, // the wires were open before
			after.goroutines - before.goroutines,
		}, err
	}, nil
}

// usage is what the process takes.
type usage struct{ memory, goMemory, descriptors, goroutines int64 }

func usageNow() (usage, error) {
	debug.FreeOSMemory()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	u := usage{
		goMemory:   int64(stats.HeapAlloc + stats.StackInuse),
		goroutines: int64(runtime.NumGoroutine()),
	}
	descriptors, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return u, err
	}
	u.descriptors = int64(len(descriptors))
	u.memory, err = anonymousMemory()
	return u, err
}

var anonymous = regexp.MustCompile(`(?m)^Anonymous: +([0-9]+) kB$`)

// anonymousMemory returns the size of the process's resident memory that belongs to no file, in
// bytes.
func anonymousMemory() (int64, error) {
	const path = "/proc/self/smaps_rollup"
	text, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	match := anonymous.FindSubmatch(text)
	if match == nil {
		return 0, fmt.Errorf("%s has no line Anonymous", path)
	}
	kilobytes, err := strconv.ParseInt(string(match[1]), 10, 64)
	return kilobytes * 1024, err
}
