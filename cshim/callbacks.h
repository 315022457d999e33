// The table of callbacks by which the shim calls the program that uses it.
#pragma once

#include "qtbt_types.h"

#include <QtCore/qbytearray.h>

namespace qtbt {

// The program's table. Empty until the Qt thread starts, and unchanged from then on.
const qtbt_callbacks &callbacks();

// Reports whether a table has the version that the shim knows, and at least its fixed members.
bool isAcceptable(const qtbt_callbacks *given);

// Copies the program's table. It must not be called while the Qt thread runs.
void setCallbacks(const qtbt_callbacks &given);

// Calls the program's signal callback, if it has one.
void sendSignal(qtbt_handle sender, qtbt_signal signal, int64_t value = 0,
                const QByteArray &data = {});

} // namespace qtbt
