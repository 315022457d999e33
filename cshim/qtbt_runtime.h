/* The Qt thread: starting, attaching, running work on it, and ending it.
 *
 * Unless a function says otherwise, every function of the shim may be called from any thread: on the
 * Qt thread it runs inline, elsewhere the caller waits for the Qt thread without holding a lock. */
#ifndef QTBT_RUNTIME_H
#define QTBT_RUNTIME_H

#include "qtbt_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The choice between a QCoreApplication that exists and a new one. */
typedef int32_t qtbt_mode;
enum {
    QTBT_MODE_AUTO = 0,  /* attach to a QCoreApplication that exists, else make one on a new thread */
    QTBT_MODE_ATTACH = 1 /* attach, or fail with QTBT_NO_APPLICATION */
};

/* The part of QtBluetooth that talks to the platform. */
typedef int32_t qtbt_backend;
enum {
    QTBT_BACKEND_DUMMY = 0, /* Qt was built without a Bluetooth back end for this platform */
    QTBT_BACKEND_BLUEZ = 1,
    QTBT_BACKEND_DARWIN = 2,
    QTBT_BACKEND_WINRT = 3,
    QTBT_BACKEND_ANDROID = 4
};

/* The runtime's signal. It comes with sender 0 and without qtbt_watch when the Qt thread ends and
 * deletes what is left. */
enum { QTBT_SIGNAL_STOPPED = 0x0001 };

/* Starts the Qt thread, or does nothing if it runs. `callbacks` is copied; the first start's stay.
 * A QCoreApplication that exists already is left alone: the shim's objects then live on a thread of
 * their own, which ends before that application is destroyed. One that somebody else makes later is
 * left alone too: the program is warned through callbacks.log, and the Qt thread ends before that
 * application is destroyed, as Qt delivers no events afterwards. After an end: QTBT_STOPPED.
 * QTBT_NO_DESCRIPTORS: nothing is started, and a later call may succeed. */
QTBT_EXPORT qtbt_status qtbt_start(qtbt_mode mode, const qtbt_callbacks *callbacks);

/* Makes the calling thread the Qt thread and runs Qt's event loop until qtbt_stop or qtbt_main_exit;
 * then all objects are deleted. macOS wants the process's first thread here (QTBT_WRONG_THREAD).
 * `*exit_code` is what qtbt_main_exit was given, or 0 after qtbt_stop. QTBT_ALREADY_STARTED if the
 * runtime runs, or if a QCoreApplication exists; QTBT_STOPPED after an end; QTBT_NO_DESCRIPTORS as in
 * qtbt_start. `started` is called, on this thread, once the runtime works. */
QTBT_EXPORT qtbt_status qtbt_main(const qtbt_callbacks *callbacks, void (*started)(void),
                                  int32_t *exit_code);

/* Ends the event loop of qtbt_main with an exit code. Does not wait. QTBT_ALREADY_STARTED if the Qt
 * thread is not qtbt_main's. */
QTBT_EXPORT qtbt_status qtbt_main_exit(int32_t exit_code);

/* Deletes all objects and ends the Qt thread, for good: later calls return QTBT_STOPPED. Objects that
 * handlers of the last signals make are deleted too. Waits for the end. Not on the Qt thread
 * (QTBT_WRONG_THREAD). Stopping what never ran, or twice, is QTBT_OK. */
QTBT_EXPORT qtbt_status qtbt_stop(void);

/* Reports whether the caller is on the Qt thread. Any thread, never waits. */
QTBT_EXPORT bool qtbt_on_qt_thread(void);

/* Has callbacks.invoke(token, true) called on the Qt thread: inline when the caller is on it, else
 * queued without waiting. */
QTBT_EXPORT qtbt_status qtbt_invoke(uint64_t token);

/* Watches a signal of an object, or ends that. Signals nobody watches never cross the boundary. */
QTBT_EXPORT qtbt_status qtbt_watch(qtbt_handle object, qtbt_signal signal, bool on);

/* Deletes an object: its handle is dead and no signal of it comes any more when this returns. The
 * QObject goes with deleteLater, so a handler of its own may delete it. */
QTBT_EXPORT qtbt_status qtbt_delete(qtbt_handle object);

/* Deletes an object without waiting for the Qt thread, for finalizers: what Qt's destructor would leave
 * behind is ended first, as qtbt_stop does. */
QTBT_EXPORT qtbt_status qtbt_delete_later(qtbt_handle object);

/* Live handles, and Qt objects that exist for them (those given to deleteLater still count until they
 * are gone). Any thread, never waits. */
QTBT_EXPORT void qtbt_object_count(uint64_t *handles, uint64_t *qobjects);

/* The version of the Qt library at run time, "6.4.2". Points to static storage. Never waits. */
QTBT_EXPORT const char *qtbt_qt_version(void);

/* Returns the back end that this Qt's QtBluetooth has. Never waits. */
QTBT_EXPORT qtbt_backend qtbt_current_backend(void);

#ifdef __cplusplus
}
#endif
#endif
