// Qt's messages: those about Bluetooth go to the program, the last one is kept.
#pragma once

#include <QtCore/qbytearray.h>

namespace qtbt {

// Passes Qt's messages to the program, but holds those of the Qt thread back until releaseMessages:
// the program may call the shim from its log callback, and the Qt thread does not serve calls yet. Qt
// thread.
void installMessageHandler(bool attached);
void releaseMessages();
void removeMessageHandler();

// Passes a warning of the shim's own to the program. Any thread.
void logWarning(const char *text);

// What Qt logged on the Qt thread since the last clearLastMessage, which a call that can fail starts
// with. Qt thread.
QByteArray lastMessage();
void clearLastMessage();

} // namespace qtbt
