/* Questions to bluetoothd that do not block the Qt thread, and the coming and going of bluetoothd.
 *
 * When the shim is connected to the system bus, QTBT_SIGNAL_DAEMON comes on the Qt thread whenever
 * bluetoothd appears on the bus, ends, or the bus itself ends. Its value is QTBT_OK, QTBT_NO_DAEMON
 * or QTBT_BUS_LOST. After QTBT_OK, everything that was registered with an earlier bluetoothd is
 * gone.
 *
 * The functions may be called from any thread and return at once. The answer comes on the Qt thread
 * as QTBT_SIGNAL_ANSWER, with the token as its value and the answer as its data. After qtbt_stop it
 * may never come. */
#ifndef QTBT_DAEMON_H
#define QTBT_DAEMON_H

#include "qtbt_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The sender of both signals is 0, and they come without qtbt_watch. */
enum {
    QTBT_SIGNAL_ANSWER = 0x0002, /* value: the token; data: the answer */
    QTBT_SIGNAL_DAEMON = 0x0003  /* value: QTBT_OK, QTBT_NO_DAEMON or QTBT_BUS_LOST */
};

/* Asks whether bluetoothd serves its callers. The data of the answer is one byte, a qtbt_status:
 * QTBT_OK, QTBT_NO_BUS, QTBT_BUS_LOST, QTBT_NO_DAEMON or QTBT_NO_PERMISSION. Ask before a call into
 * Qt that waits for bluetoothd: if it runs but does not serve, that call holds the Qt thread for 25
 * seconds. The answer is QTBT_OK at once where Qt does not use BlueZ. */
QTBT_EXPORT qtbt_status qtbt_daemon_ping(uint64_t token);

/* Asks for the name of an adapter or device that bluetoothd knows. The data of the answer is the
 * name in UTF-8, and empty if bluetoothd does not know the address. */
QTBT_EXPORT qtbt_status qtbt_daemon_name(uint64_t address, uint64_t token);

#ifdef __cplusplus
}
#endif
#endif
