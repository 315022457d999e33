// What the tests share: a program for the shim to call back, with handlers by object and signal, work on
// the Qt thread, and a log.
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

// The callback table that everything here lives on.
const qtbt_callbacks *callbacks();

// Watches a signal and calls the handler for it; an earlier handler is replaced.
void on(qtbt_handle sender, qtbt_signal signal, Handler handler);

// Calls the handler for a signal that comes without being watched, as those of a stream do; an empty
// handler ends that.
void onUnwatched(qtbt_handle sender, qtbt_signal signal, Handler handler);

// Calls the handler for each answer of bluetoothd; an empty handler ends that.
void onAnswer(std::function<void(uint64_t token, const std::string &data)> handler);

// Notes every signal of a socket under Qt's name for it, "stateChanged 3" with its value if it has one.
void recordSocket(qtbt_handle socket, Events &events);

// Runs work on the Qt thread and waits for its end.
void invoke(std::function<void()> work);

// Lets everything that is queued for the Qt thread happen, deferred deletions among it.
void settle();

struct Message
{
    int32_t severity;
    std::string category;
    std::string text;
};
Monitor<std::vector<Message>> &messages();

struct Counts
{
    uint64_t handles;
    uint64_t qobjects;
};
Counts counts();

// Waits until the shim has no object left.
void awaitNoObjects();

// Starts the runtime, and stops it at the end of the scope, leaving nothing behind.
class Started
{
public:
    explicit Started(qtbt_mode mode = QTBT_MODE_AUTO);
    ~Started();
};

} // namespace harness
