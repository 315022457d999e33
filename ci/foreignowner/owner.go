//go:build cgo

// Package foreignowner owns the process's QCoreApplication the way other Go bindings to Qt do: made and run on the first
// thread. It knows nothing of qtbt, and lets tests see that both get along in one process.
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

// The first goroutine keeps to the process's first thread.
func init() { runtime.LockOSThread() }

// Run makes the application, runs its event loop on the calling thread until run, in a goroutine of its own, returns,
// destroys the application, and returns run's result. Called from main.
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

// Do runs f on the application's thread, in its event loop, and waits for its end.
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
