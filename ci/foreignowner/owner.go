//go:build cgo

// Package foreignowner owns the process's QCoreApplication as other Go bindings to Qt do: it makes
// and runs it on the first thread. It knows nothing of qtbt, and lets tests check that both work in
// one process.
package foreignowner

/*
#cgo pkg-config: Qt6Core
#cgo CXXFLAGS: -std=c++17 -fPIC
#include "owner.h"
*/
import "C"

import (
	"runtime"
	"sync"
)

// The first goroutine stays on the process's first thread.
func init() { runtime.LockOSThread() }

// Run makes the application and runs its event loop on the calling thread, until run returns, which
// runs in a goroutine of its own. Run then destroys the application and returns run's result. Call
// it from main.
func Run(run func() int) int {
	C.owner_new()
	go func() { C.owner_exit(C.int(run())) }()
	code := int(C.owner_exec())
	C.owner_delete()
	return code
}

// Intact reports whether the process's application is still the one that Run made.
func Intact() bool { return bool(C.owner_is_instance()) }

var (
	mu   sync.Mutex
	work []func()
)

// Do runs f on the application's thread, in its event loop, and waits until f has returned.
func Do(f func()) {
	done := make(chan struct{})
	mu.Lock()
	work = append(work, func() {
		f()
		close(done)
	})
	mu.Unlock()
	C.owner_wake()
	<-done
}

//export ownerWork
func ownerWork() {
	mu.Lock()
	waiting := work
	work = nil
	mu.Unlock()
	for _, f := range waiting {
		f()
	}
}
