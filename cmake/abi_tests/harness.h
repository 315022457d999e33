// What the tests share: a program for the shim to call back, with handlers by object and signal,
// work for the Qt thread, and a log.
#pragma once

#include "monitor.h"
#include "qtbt.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace harness {

using Handler = std::function<void(int64_t value)>;
using Events = Monitor<std::vector<std::string>>;

// The program's table of callbacks. Everything else here depends on it.
const qtbt_callbacks *callbacks();

// Watches a signal and calls the handler for it. This replaces an earlier handler.
void on(qtbt_handle sender, qtbt_signal signal, Handler handler);

// Calls the handler for a signal that needs no watching, such as that of a stream. An empty handler
// ends that.
void onUnwatched(qtbt_handle sender, qtbt_signal signal, Handler handler);

// Calls the handler for each answer of bluetoothd. An empty handler ends that.
void onAnswer(std::function<void(uint64_t token, const std::string &data)> handler);

// Records every signal of a socket under Qt's name, with its value if it has one: "stateChanged 3".
void recordSocket(qtbt_handle socket, Events &events);

// Runs work on the Qt thread and waits for its end.
void invoke(std::function<void()> work);

// Waits until the Qt thread has done all that is queued for it, including deferred deletions.
void settle();

struct Message {
    int32_t severity;
    std::string category;
    std::string text;
};
Monitor<std::vector<Message>> &messages();

struct Counts {
    uint64_t handles;
    uint64_t qobjects;
};
Counts counts();

// Waits until the shim has no objects.
void awaitNoObjects();

// Starts the runtime. At the end of the scope it stops it, and checks that nothing is left.
class Started
{
public:
    explicit Started(qtbt_mode mode = QTBT_MODE_AUTO);
    ~Started();
};

} // namespace harness
