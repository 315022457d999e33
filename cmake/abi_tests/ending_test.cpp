// The end of a connection: Qt's signals in Qt's order, and ends inside handlers.
#include "catch.h"
#include "harness.h"
#include "wire.h"

#include <algorithm>
#include <sys/socket.h>

namespace {

using Strings = std::vector<std::string>;
using End = qtbt_status (*)(qtbt_handle);

constexpr size_t kMuch = 8'000'000; // more than a socket pair's buffers hold

bool finished(const Strings &events)
{
    return !events.empty() && events.back() == "readChannelFinished";
}

bool contains(const Strings &events, const std::string &event)
{
    return std::find(events.begin(), events.end(), event) != events.end();
}

} // namespace

TEST_CASE("the remote's close is an error, then a close")
{
    harness::Started runtime;
    Wire wire;
    harness::Events events;
    harness::recordSocket(wire.socket, events);
    wire.connect();
    wire.closePeer();
    CHECK(events.await(finished)
          == Strings{"stateChanged 3", "connected", "errorOccurred 1", "stateChanged 5",
                     "stateChanged 0", "disconnected", "readChannelFinished"});
    harness::settle();
    CHECK(stateOf(wire.socket) == kUnconnected);
    CHECK(finished(events.get()));
    REQUIRE(qtbt_delete(wire.socket) == QTBT_OK);
}

TEST_CASE("unread bytes are lost at the disconnect, as in Qt")
{
    harness::Started runtime;
    Wire wire;
    harness::Events events;
    harness::recordSocket(wire.socket, events);
    wire.connect();
    wire.peerWrites("ten bytes!");
    wire.closePeer();
    events.await(finished);
    harness::settle();
    CHECK(available(wire.socket) == 10);
    char byte;
    int64_t count, left;
    Failure failure;
    CHECK(qtbt_socket_read(wire.socket, &byte, 1, &count, &left, &failure.c) == QTBT_FAILED);
    CHECK(count == -1);
    CHECK(failure.text().find("device not open") != std::string::npos);
    REQUIRE(qtbt_delete(wire.socket) == QTBT_OK);
}

TEST_CASE("bytes before the remote's close are there in readyRead")
{
    harness::Started runtime;
    Wire wire;
    const std::string sent = pattern(200'000);
    Monitor<std::string> got;
    harness::Events events;
    harness::recordSocket(wire.socket, events);
    harness::on(wire.socket, QTBT_SIGNAL_SOCKET_READY_READ, [&](int64_t) {
        got.update([&](std::string &all) { all += readAll(wire.socket); });
    });
    wire.connect();
    wire.peerWrites(sent);
    wire.closePeer();
    events.await(finished);
    CHECK((got.get() == sent));
    REQUIRE(qtbt_delete(wire.socket) == QTBT_OK);
}

TEST_CASE("close sends what is left, abort does not")
{
    harness::Started runtime;
    const std::string much = pattern(kMuch);
    {
        ConnectedWire wire;
        write(wire.socket, much);
        CHECK(qtbt_socket_close(wire.socket) == QTBT_OK);
        CHECK(stateOf(wire.socket) == kClosing);
        CHECK((wire.peerReads(kMuch) == much));
        CHECK(wire.peerSeesEnd());
        REQUIRE(qtbt_delete(wire.socket) == QTBT_OK);
    }
    {
        ConnectedWire wire;
        write(wire.socket, much);
        CHECK(qtbt_socket_abort(wire.socket) == QTBT_OK);
        CHECK(stateOf(wire.socket) == kUnconnected);
        CHECK(wire.peerReads(kMuch).size() < kMuch);
        REQUIRE(qtbt_delete(wire.socket) == QTBT_OK);
    }
}

TEST_CASE("ends of an unconnected socket do nothing")
{
    harness::Started runtime;
    Wire wire;
    harness::Events events;
    harness::recordSocket(wire.socket, events);
    CHECK(qtbt_socket_close(wire.socket) == QTBT_OK);
    CHECK(qtbt_socket_abort(wire.socket) == QTBT_OK);
    CHECK(qtbt_socket_disconnect_from_service(wire.socket) == QTBT_OK);
    harness::settle();
    CHECK(events.get().empty());
}

namespace {

// Ends the connection in a handler of `signal`, and waits until it is ended.
void endInside(qtbt_signal signal, End end)
{
    Wire wire;
    harness::Events events;
    Monitor<bool> done;
    harness::recordSocket(wire.socket, events);
    harness::on(wire.socket, QTBT_SIGNAL_SOCKET_DISCONNECTED,
                [&](int64_t) { done.update([](bool &b) { b = true; }); });
    harness::on(wire.socket, signal, [&](int64_t) {
        end(wire.socket);
        if (signal == QTBT_SIGNAL_SOCKET_DISCONNECTED)
            done.update([](bool &b) { b = true; });
    });
    wire.connect();
    wire.provoke(signal);
    done.await([](bool b) { return b; });
    harness::settle();
    CHECK(stateOf(wire.socket) == kUnconnected);
    REQUIRE(qtbt_delete(wire.socket) == QTBT_OK);
    harness::awaitNoObjects();
}

} // namespace

TEST_CASE("a handler may end its own connection, in any signal")
{
    harness::Started runtime;
    for (const qtbt_signal signal : kConnectionSignals) {
        CAPTURE(signal);
        endInside(signal, qtbt_socket_close);
        endInside(signal, qtbt_socket_abort);
        endInside(signal, qtbt_socket_disconnect_from_service);
    }
}

// In the next three cases, Qt alone would use a notifier that abort() has deleted.

TEST_CASE("abort inside bytesWritten with bytes left to write")
{
    harness::Started runtime;
    Wire wire;
    harness::Events events;
    Monitor<int> aborts;
    harness::recordSocket(wire.socket, events);
    harness::on(wire.socket, QTBT_SIGNAL_SOCKET_BYTES_WRITTEN, [&](int64_t) {
        aborts.update([](int &n) { ++n; });
        qtbt_socket_abort(wire.socket);
    });
    wire.connect();
    write(wire.socket, pattern(kMuch));
    CHECK(events.await(finished)
          == Strings{"stateChanged 3", "connected", "stateChanged 5", "stateChanged 0",
                     "disconnected", "readChannelFinished"});
    CHECK(aborts.get() >= 1);
    CHECK(stateOf(wire.socket) == kUnconnected);
    REQUIRE(qtbt_delete(wire.socket) == QTBT_OK);
}

TEST_CASE("abort inside a write's errorOccurred with bytes left to write")
{
    harness::Started runtime;
    Wire wire;
    harness::Events events;
    harness::recordSocket(wire.socket, events);
    Monitor<std::vector<int64_t>> errors;
    harness::on(wire.socket, QTBT_SIGNAL_SOCKET_ERROR_OCCURRED, [&](int64_t error) {
        errors.update([=](auto &all) { all.push_back(error); });
        qtbt_socket_abort(wire.socket);
    });
    wire.connect();
    wire.shutdownPeer(SHUT_RD); // writes fail, and reads do not
    write(wire.socket, pattern(kMuch));
    events.await(finished);
    CHECK(errors.get().front() == kNetworkError);
    CHECK(stateOf(wire.socket) == kUnconnected);
    REQUIRE(qtbt_delete(wire.socket) == QTBT_OK);
}

TEST_CASE("abort inside stateChanged(Closing) with bytes left to write")
{
    harness::Started runtime;
    Wire wire;
    harness::Events events;
    harness::recordSocket(wire.socket, events);
    harness::on(wire.socket, QTBT_SIGNAL_SOCKET_STATE_CHANGED, [&](int64_t state) {
        if (state == kClosing)
            qtbt_socket_abort(wire.socket);
    });
    wire.connect();
    write(wire.socket, pattern(kMuch));
    CHECK(qtbt_socket_close(wire.socket) == QTBT_OK);
    events.await(finished);
    CHECK(stateOf(wire.socket) == kUnconnected);
    REQUIRE(qtbt_delete(wire.socket) == QTBT_OK);
}

// In the next two cases, Qt alone would run a call that a write has queued.

TEST_CASE("an answer and a close inside the first readyRead")
{
    harness::Started runtime;
    for (int round = 0; round < 50; ++round) {
        Wire wire;
        harness::Events events;
        harness::recordSocket(wire.socket, events);
        harness::on(wire.socket, QTBT_SIGNAL_SOCKET_READY_READ, [&](int64_t) {
            write(wire.socket, "answer to " + readAll(wire.socket));
            qtbt_socket_close(wire.socket);
        });
        // One turn of the event loop finds the descriptor both readable and writable.
        harness::invoke([&] {
            wire.connect();
            wire.peerWrites("question");
        });
        REQUIRE(wire.peerReads(64) == "answer to question");
        const Strings all = events.await(finished);
        harness::settle();
        REQUIRE(all == events.get());
        REQUIRE(qtbt_delete(wire.socket) == QTBT_OK);
    }
}

TEST_CASE("a write and an abort in one handler")
{
    harness::Started runtime;
    for (const size_t size : {size_t(3), size_t(5000), kMuch}) {
        Wire wire;
        harness::Events events;
        harness::recordSocket(wire.socket, events);
        wire.connect();
        harness::invoke([&] {
            write(wire.socket, pattern(size));
            qtbt_socket_abort(wire.socket);
        });
        // The error comes after the end.
        events.await([](const Strings &all) { return contains(all, "readChannelFinished"); });
        harness::settle();
        Strings expected{"stateChanged 3", "connected",    "stateChanged 5",
                         "stateChanged 0", "disconnected", "readChannelFinished"};
        // Qt's queued write finds no descriptor. It would crash if one call did not empty the
        // buffer.
        if (size <= 1024)
            expected.push_back("errorOccurred 5");
        CHECK(events.get() == expected);
        CHECK(stateOf(wire.socket) == kUnconnected);
        REQUIRE(qtbt_delete(wire.socket) == QTBT_OK);
    }
}

TEST_CASE("the remote's reset with bytes left to write ends the connection")
{
    harness::Started runtime;
    Wire wire;
    harness::Events events;
    harness::recordSocket(wire.socket, events);
    wire.connect();
    write(wire.socket, pattern(kMuch));
    wire.peerReads(1); // the transfer has begun
    wire.closePeer();
    const Strings all = events.await(finished);
    CHECK(contains(all, "stateChanged 5"));
    CHECK(contains(all, "disconnected"));
    CHECK(stateOf(wire.socket) == kUnconnected);
    REQUIRE(qtbt_delete(wire.socket) == QTBT_OK);
}

TEST_CASE("a handler may connect its socket again")
{
    harness::Started runtime;
    Wire wire;
    Monitor<int> connects;
    harness::on(wire.socket, QTBT_SIGNAL_SOCKET_CONNECTED,
                [&](int64_t) { connects.update([](int &n) { ++n; }); });
    harness::on(wire.socket, QTBT_SIGNAL_SOCKET_READ_CHANNEL_FINISHED,
                [&](int64_t) { wire.connect(); });
    wire.connect();
    // On the Qt thread, because a handler changes `peer`.
    harness::invoke([&] { wire.shutdownPeer(SHUT_RDWR); });
    connects.await([](int n) { return n == 2; });
    harness::settle(); // the handler has returned, and `peer` is the new connection's end
    CHECK(stateOf(wire.socket) == kConnected);
    write(wire.socket, "again");
    CHECK(wire.peerReads(5) == "again");
    REQUIRE(qtbt_delete(wire.socket) == QTBT_OK);
}
