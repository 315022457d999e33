/* Questions to bluetoothd whose answers nobody waits for on the Qt thread, and what becomes of bluetoothd.
 *
 * QTBT_SIGNAL_DAEMON follows on the Qt thread, once the shim is connected to the system bus, whenever
 * bluetoothd appears on the bus (its value is QTBT_OK; what was registered with an earlier bluetoothd is
 * gone), ends (QTBT_NO_DAEMON), or the bus itself ends (QTBT_BUS_LOST).
 *
 * Each function returns at once. The answer follows on the Qt thread as QTBT_SIGNAL_ANSWER, with the token
 * as its value and the answer as its data; after qtbt_stop it may never come. Any thread. */
#ifndef QTBT_DAEMON_H
#define QTBT_DAEMON_H

#include "qtbt_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Of both, the sender is 0, and no qtbt_watch is needed. */
enum {
    QTBT_SIGNAL_ANSWER = 0x0002, /* the answer to a question; value: the token */
    QTBT_SIGNAL_DAEMON = 0x0003  /* bluetoothd or the bus has come or gone; value: QTBT_OK, QTBT_NO_DAEMON or QTBT_BUS_LOST */
};

/* Asks whether bluetoothd serves its callers. The answer's data is one byte, a qtbt_status: QTBT_OK,
 * QTBT_NO_BUS, QTBT_BUS_LOST or QTBT_NO_DAEMON. Ask before a call into Qt that waits for bluetoothd: one
 * that is there but does not serve
 * would hold the Qt thread for 25 seconds. Where Qt does not use BlueZ the answer comes at once. */
QTBT_EXPORT qtbt_status qtbt_daemon_ping(uint64_t token);

/* Asks for the name of an adapter or device that bluetoothd knows. The answer's data is the name in UTF-8,
 * empty if it is not known. */
QTBT_EXPORT qtbt_status qtbt_daemon_name(uint64_t address, uint64_t token);

#ifdef __cplusplus
}
#endif
#endif
