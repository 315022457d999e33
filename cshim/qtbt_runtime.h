/* The Qt thread: its start and end, and work on it.
 *
 * Unless a comment says otherwise, every function of the shim may be called from any thread. On the
 * Qt thread it runs inline. On any other, the caller waits for the Qt thread without holding a
 * lock. */
#ifndef QTBT_RUNTIME_H
#define QTBT_RUNTIME_H

#include "qtbt_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The choice between an existing QCoreApplication and a new one. */
typedef int32_t qtbt_mode;
enum {
    QTBT_MODE_AUTO = 0,  /* attach to an existing QCoreApplication, or make one on a new thread */
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

/* The runtime's signals. Their sender is 0, and they come without qtbt_watch. STOPPED comes when
 * the Qt thread ends, before the remaining objects are deleted. OVERDUE comes on a thread whose call
 * has waited 10 seconds for the Qt thread, unless another call has had it since the Qt thread last
 * served one. */
enum { QTBT_SIGNAL_STOPPED = 0x0001, QTBT_SIGNAL_OVERDUE = 0x0004 };

/* Starts the Qt thread, or does nothing if it runs. `callbacks` is copied; a later start does not
 * change it. A QCoreApplication that exists already is left alone: the shim's objects then live on
 * a thread of their own, which ends before that application is destroyed. One that is made later is
 * left alone too. The program then gets a warning through callbacks.log, and the Qt thread ends
 * before that application is destroyed, because Qt delivers no events afterwards. QTBT_STOPPED is
 * returned after an end. QTBT_NO_DESCRIPTORS means that nothing was started and a later call may
 * succeed. */
QTBT_EXPORT qtbt_status qtbt_start(qtbt_mode mode, const qtbt_callbacks *callbacks);

/* Makes the calling thread the Qt thread and runs Qt's event loop until qtbt_stop or
 * qtbt_main_exit. Then all objects are deleted. `*exit_code` becomes what qtbt_main_exit was given,
 * or 0 after qtbt_stop. `started` is called on this thread when the runtime works.
 * QTBT_WRONG_THREAD is returned on macOS if the caller is not the process's first thread,
 * QTBT_ALREADY_STARTED if the runtime runs or a QCoreApplication exists, QTBT_STOPPED after an end,
 * and QTBT_NO_DESCRIPTORS as by qtbt_start. */
QTBT_EXPORT qtbt_status qtbt_main(const qtbt_callbacks *callbacks, void (*started)(void),
                                  int32_t *exit_code);

/* Ends the event loop of qtbt_main with an exit code. It does not wait. QTBT_ALREADY_STARTED is
 * returned if the Qt thread is not the caller of qtbt_main. */
QTBT_EXPORT qtbt_status qtbt_main_exit(int32_t exit_code);

/* Deletes all objects and ends the Qt thread for good: later calls return QTBT_STOPPED. Objects
 * that handlers of the last signals make are deleted too. The call waits for the end.
 * QTBT_WRONG_THREAD is returned on the Qt thread. QTBT_OK is returned also if the thread never ran
 * or was stopped before. */
QTBT_EXPORT qtbt_status qtbt_stop(void);

/* Reports whether the caller is on the Qt thread. It may be called from any thread and never
 * waits. */
QTBT_EXPORT bool qtbt_on_qt_thread(void);

/* Has callbacks.invoke(token, true) called on the Qt thread. This happens inline if the caller is
 * on it. Otherwise it is queued, and the call does not wait. */
QTBT_EXPORT qtbt_status qtbt_invoke(uint64_t token);

/* Watches a signal of an object, or ends that. Unwatched signals never cross the boundary. */
QTBT_EXPORT qtbt_status qtbt_watch(qtbt_handle object, qtbt_signal signal, bool on);

/* Deletes an object. When this returns, its handle is dead, and none of its signals comes any more.
 * The QObject is deleted by deleteLater, so that a handler may delete its own object. */
QTBT_EXPORT qtbt_status qtbt_delete(qtbt_handle object);

/* Deletes an object without waiting for the Qt thread, for finalizers. It also ends what Qt's
 * destructor would leave behind, as qtbt_stop does. */
QTBT_EXPORT qtbt_status qtbt_delete_later(qtbt_handle object);

/* Counts live handles and the Qt objects that exist for them. Objects given to deleteLater count
 * until they are deleted. It may be called from any thread and never waits. */
QTBT_EXPORT void qtbt_object_count(uint64_t *handles, uint64_t *qobjects);

/* Returns the version of the Qt library at run time, "6.4.2", in static storage. It never waits. */
QTBT_EXPORT const char *qtbt_qt_version(void);

/* Returns the back end of this Qt's QtBluetooth. It never waits. */
QTBT_EXPORT qtbt_backend qtbt_current_backend(void);

#ifdef __cplusplus
}
#endif
#endif
