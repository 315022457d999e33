/* Questions to bluetoothd whose answers nobody waits for on the Qt thread.
 *
 * Each function returns at once. The answer follows on the Qt thread as QTBT_SIGNAL_ANSWER, with the token
 * as its value and the answer as its data; after qtbt_stop it may never come. Any thread. */
#ifndef QTBT_DAEMON_H
#define QTBT_DAEMON_H

#include "qtbt_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Asks whether bluetoothd serves its callers. The answer has no data, and comes also when there is no
 * bluetoothd. Ask before a call into Qt that waits for bluetoothd: one that is there but does not serve
 * would hold the Qt thread for 25 seconds. Where Qt does not use BlueZ the answer comes at once. */
QTBT_EXPORT qtbt_status qtbt_daemon_ping(uint64_t token);

/* Asks for the name of an adapter or device that bluetoothd knows. The answer's data is the name in UTF-8,
 * empty if it is not known. */
QTBT_EXPORT qtbt_status qtbt_daemon_name(uint64_t address, uint64_t token);

#ifdef __cplusplus
}
#endif
#endif
