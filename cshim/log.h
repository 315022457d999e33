// Qt's log messages: those about Bluetooth go to the program, and the last one is kept.
#pragma once

#include <QtCore/qbytearray.h>

namespace qtbt {

// Passes Qt's messages to the program, and those that are not of the Qt thread or about Bluetooth
// to the earlier handler. If the shim is attached to a foreign application, that handler gets all
// messages.
//
// The messages of the Qt thread are held back until releaseMessages(). The program may call the
// shim from its log callback, and the Qt thread does not serve calls before. All three must be
// called on the Qt thread.
void installMessageHandler(bool attached);
void releaseMessages();
void removeMessageHandler();

// Passes a warning of the shim's own to the program, from any thread.
void logWarning(const char *text);

// Returns what Qt logged last on the Qt thread since clearLastMessage(), which comes first in a
// call that can fail. Both must be called on the Qt thread.
QByteArray lastMessage();
void clearLastMessage();

} // namespace qtbt
