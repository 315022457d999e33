// The program that the shim calls back in tests.
#include "harness.h"

#include "catch.h"

#include <map>
#include <memory>
#include <utility>

namespace harness {
namespace {

using AnswerHandler = std::function<void(uint64_t, const std::string &)>;

struct State {
    std::mutex mutex;
    std::map<std::pair<qtbt_handle, qtbt_signal>, std::shared_ptr<Handler>> handlers;
    std::shared_ptr<AnswerHandler> answerHandler;
    std::map<uint64_t, std::shared_ptr<std::function<void(bool)>>> work;
    uint64_t nextToken = 1;
};

// Never destroyed, because some tests leave the Qt thread running when the process exits.
State &state()
{
    static auto *instance = new State;
    return *instance;
}

void answer(uint64_t token, const std::string &data)
{
    std::shared_ptr<AnswerHandler> handler;
    {
        std::lock_guard lock(state().mutex);
        handler = state().answerHandler;
    }
    if (handler)
        (*handler)(token, data);
}

void signal(qtbt_handle sender, qtbt_signal signal, int64_t value, const uint8_t *data, size_t size)
{
    if (signal == QTBT_SIGNAL_ANSWER)
        return answer(uint64_t(value), std::string(reinterpret_cast<const char *>(data), size));
    std::shared_ptr<Handler> handler;
    {
        std::lock_guard lock(state().mutex);
        const auto found = state().handlers.find({sender, signal});
        if (found == state().handlers.end())
            return;
        handler = found->second;
    }
    (*handler)(value);
}

void runWork(uint64_t token, bool run)
{
    std::shared_ptr<std::function<void(bool)>> work;
    {
        std::lock_guard lock(state().mutex);
        work = std::move(state().work.at(token));
        state().work.erase(token);
    }
    (*work)(run);
}

void log(int32_t severity, const char *category, size_t categorySize, const char *text,
         size_t textSize)
{
    messages().update([&](auto &all) {
        all.push_back({severity, std::string(category, categorySize), std::string(text, textSize)});
    });
}

} // namespace

const qtbt_callbacks *callbacks()
{
    static const qtbt_callbacks table = {sizeof table, QTBT_CALLBACKS_VERSION, signal, runWork,
                                         log};
    return &table;
}

void onUnwatched(qtbt_handle sender, qtbt_signal signal, Handler handler)
{
    std::lock_guard lock(state().mutex);
    if (handler)
        state().handlers[{sender, signal}] = std::make_shared<Handler>(std::move(handler));
    else
        state().handlers.erase({sender, signal});
}

void on(qtbt_handle sender, qtbt_signal signal, Handler handler)
{
    onUnwatched(sender, signal, std::move(handler));
    if (qtbt_watch(sender, signal, true) != QTBT_OK)
        throw std::logic_error("harness::on: the signal cannot be watched");
}

void onAnswer(AnswerHandler handler)
{
    std::lock_guard lock(state().mutex);
    state().answerHandler = handler ? std::make_shared<AnswerHandler>(std::move(handler)) : nullptr;
}

void recordSocket(qtbt_handle socket, Events &events)
{
    static const std::pair<qtbt_signal, const char *> plain[] = {
        {QTBT_SIGNAL_SOCKET_CONNECTED, "connected"},
        {QTBT_SIGNAL_SOCKET_DISCONNECTED, "disconnected"},
        {QTBT_SIGNAL_SOCKET_READY_READ, "readyRead"},
        {QTBT_SIGNAL_SOCKET_ABOUT_TO_CLOSE, "aboutToClose"},
        {QTBT_SIGNAL_SOCKET_READ_CHANNEL_FINISHED, "readChannelFinished"},
    };
    static const std::pair<qtbt_signal, const char *> valued[] = {
        {QTBT_SIGNAL_SOCKET_STATE_CHANGED, "stateChanged"},
        {QTBT_SIGNAL_SOCKET_ERROR_OCCURRED, "errorOccurred"},
        {QTBT_SIGNAL_SOCKET_BYTES_WRITTEN, "bytesWritten"},
    };
    for (const auto &[signal, name] : plain)
        on(socket, signal, [&events, name = name](int64_t) {
            events.update([&](auto &all) { all.push_back(name); });
        });
    for (const auto &[signal, name] : valued)
        on(socket, signal, [&events, name = name](int64_t value) {
            events.update([&](auto &all) { all.push_back(name + (" " + std::to_string(value))); });
        });
}

void invoke(std::function<void()> work)
{
    Monitor<int> done;
    uint64_t token;
    {
        std::lock_guard lock(state().mutex);
        token = state().nextToken++;
        state().work[token] = std::make_shared<std::function<void(bool)>>([&](bool run) {
            if (run)
                work();
            done.update([&](int &value) { value = run ? 1 : 2; });
        });
    }
    if (qtbt_invoke(token) != QTBT_OK || done.await([](int value) { return value != 0; }) != 1)
        throw std::logic_error("harness::invoke: the Qt thread has ended");
}

void settle()
{
    // The first one's queued and deferred work is done before the second one.
    invoke([] {});
    invoke([] {});
}

Monitor<std::vector<Message>> &messages()
{
    static auto *instance = new Monitor<std::vector<Message>>;
    return *instance;
}

Counts counts()
{
    Counts counts;
    qtbt_object_count(&counts.handles, &counts.qobjects);
    return counts;
}

void awaitNoObjects()
{
    while (counts().handles || counts().qobjects)
        settle();
}

Started::Started(qtbt_mode mode)
{
    REQUIRE(qtbt_start(mode, callbacks()) == QTBT_OK);
}

Started::~Started()
{
    CHECK(qtbt_stop() == QTBT_OK);
    CHECK(counts().handles == 0);
    CHECK(counts().qobjects == 0);
}

} // namespace harness
