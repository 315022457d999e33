// Qt's messages: those about Bluetooth go to the host, the last one is kept.
#pragma once

#include <QtCore/qbytearray.h>

namespace qtbt {

void installMessageHandler();
void removeMessageHandler();

// What Qt logged on the Qt thread since the last clearLastMessage, which a call that can fail starts
// with. Qt thread.
QByteArray lastMessage();
void clearLastMessage();

} // namespace qtbt
