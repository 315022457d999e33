/* Attempts to connect a socket, which can be given up at any time and leave nothing behind.
 *
 * BlueZ refuses to connect to a device while it is busy with it, and goes on connecting after Qt
 * has given up. Qt has no call for either. No function here waits for bluetoothd. */
#ifndef QTBT_ATTEMPT_H
#define QTBT_ATTEMPT_H

#include "qtbt_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The signal of attempts to connect. It comes through qtbt_callbacks.signal without qtbt_watch, on
 * the Qt thread. */
enum { QTBT_SIGNAL_ATTEMPT = 0x0601 };

/* The bits of the value of QTBT_SIGNAL_ATTEMPT. */
enum {
    QTBT_ATTEMPT_READY = 1,    /* bluetoothd serves its callers, or the socket does without it */
    QTBT_ATTEMPT_GONE = 2,     /* the last signal: the Qt socket is being deleted */
    QTBT_ATTEMPT_WAS_BUSY = 4, /* with the last signal: the system refused to connect because it was
                                * busy with the device, and no longer is */
    QTBT_ATTEMPT_UNSERVED = 8  /* in place of READY: bluetoothd cannot be asked. The bits from
                                * QTBT_ATTEMPT_REASON_SHIFT on are the reason, as in the answer to
                                * qtbt_daemon_ping */
};

/* The lowest bit of the reason in a value with QTBT_ATTEMPT_UNSERVED. */
enum { QTBT_ATTEMPT_REASON_SHIFT = 16 };

/* Begins an attempt to connect an unconnected socket to a device. QTBT_ATTEMPT_READY follows when
 * bluetoothd serves its callers. The program then calls one of the qtbt_socket_connect_to_...
 * functions, which wait for bluetoothd. QTBT_ATTEMPT_UNSERVED follows if bluetoothd cannot be
 * asked. From now on, the end of the socket leaves no profile registered with bluetoothd. The call
 * returns QTBT_ALREADY_STARTED if the socket has an attempt, and QTBT_INVALID_ARGUMENT if it is not
 * unconnected. It waits for the Qt thread, not for the device. */
QTBT_EXPORT qtbt_status qtbt_attempt_begin(qtbt_handle socket, uint64_t device);

/* Returns bluetoothd's own name and text for the failure of an attempt, such as
 * "org.bluez.Error.NotAvailable: br-connection-profile-unavailable". The text is empty if
 * bluetoothd gave none. */
QTBT_EXPORT qtbt_status qtbt_attempt_reason(qtbt_handle socket, qtbt_text *reason);

/* Gives the attempt up and deletes the socket. The system stops connecting too. After an attempt
 * that failed, the socket is kept until the system is no longer busy with the device. It may be
 * called from any thread and does not wait. QTBT_ATTEMPT_GONE follows. */
QTBT_EXPORT qtbt_status qtbt_attempt_give_up(qtbt_handle socket);

#ifdef __cplusplus
}
#endif
#endif
