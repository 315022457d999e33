//go:build cgo

package cshim

// The Qt thread: starting, attaching, running work on it, and ending it.

/*
#include "qtbt_runtime.h"

#cgo noescape qtbt_object_count

extern void qtbtGoSignal(qtbt_handle, qtbt_signal, int64_t, uint8_t *, size_t);
extern void qtbtGoInvoke(uint64_t, bool);
extern void qtbtGoLog(int32_t, char *, size_t, char *, size_t);
extern void qtbtGoStarted(void);

static void qtbt_go_signal(qtbt_handle sender, qtbt_signal signal, int64_t value,
		const uint8_t *data, size_t size) {
	qtbtGoSignal(sender, signal, value, (uint8_t *)data, size);
}

static void qtbt_go_log(int32_t severity, const char *category, size_t category_size,
		const char *text, size_t text_size) {
	qtbtGoLog(severity, (char *)category, category_size, (char *)text, text_size);
}

static const qtbt_callbacks qtbt_go_callbacks = {
	sizeof(qtbt_callbacks), QTBT_CALLBACKS_VERSION, qtbt_go_signal, qtbtGoInvoke, qtbt_go_log,
};

static qtbt_status qtbt_go_start(qtbt_mode mode) {
	return qtbt_start(mode, &qtbt_go_callbacks);
}

static qtbt_status qtbt_go_main(void) {
	int32_t unused;
	return qtbt_main(&qtbt_go_callbacks, qtbtGoStarted, &unused);
}
*/
import "C"

// Start starts the Qt thread. Later calls keep the receiver of the first call.
func Start(mode Mode, r Receiver) Status {
	receiver.CompareAndSwap(nil, &r)
	return Status(C.qtbt_go_start(C.qtbt_mode(mode)))
}

// Main makes the calling thread the Qt thread until MainExit or Stop. It runs onStart on this
// thread first.
func Main(r Receiver, onStart func()) Status {
	receiver.CompareAndSwap(nil, &r)
	started = onStart
	return Status(C.qtbt_go_main())
}

// MainExit ends Main.
func MainExit() Status {
	return Status(C.qtbt_main_exit(0))
}

// ObjectCount counts live handles, and the Qt objects that exist for them.
func ObjectCount() (handles, qobjects uint64) {
	var a, b C.uint64_t
	C.qtbt_object_count(&a, &b)
	return uint64(a), uint64(b)
}

// QtVersion returns the version of the Qt library at run time.
func QtVersion() string {
	return C.GoString(C.qtbt_qt_version())
}
