// Handles: calls on dead, foreign and invented ones, and the deletion of objects.
#include "catch.h"
#include "harness.h"
#include "wire.h"

#include <algorithm>
#include <set>

namespace {

qtbt_handle newSocket()
{
    qtbt_handle socket = 0;
    REQUIRE(qtbt_socket_new(kRfcomm, &socket) == QTBT_OK);
    REQUIRE(socket != 0);
    return socket;
}

} // namespace

TEST_CASE("a deleted object is gone for every call")
{
    harness::Started runtime;
    const qtbt_handle socket = newSocket();
    CHECK(qtbt_delete(socket) == QTBT_OK);
    CHECK(qtbt_delete(socket) == QTBT_DELETED);
    CHECK(qtbt_delete_later(socket) == QTBT_OK); // it does not wait for a result
    int32_t state = 77;
    int64_t count = 77, left = 77;
    char byte;
    Failure failure;
    CHECK(qtbt_socket_state(socket, &state) == QTBT_DELETED);
    CHECK(qtbt_socket_abort(socket) == QTBT_DELETED);
    CHECK(qtbt_socket_read(socket, &byte, 1, &count, &left, &failure.c) == QTBT_DELETED);
    CHECK(qtbt_socket_write(socket, "x", 1, &count, &failure.c) == QTBT_DELETED);
    CHECK(qtbt_socket_set_descriptor(socket, 0, kRfcomm, kConnected, kReadWrite, &failure.c)
          == QTBT_DELETED);
    CHECK(qtbt_watch(socket, QTBT_SIGNAL_SOCKET_CONNECTED, true) == QTBT_DELETED);
    CHECK(qtbt_watch(socket, QTBT_SIGNAL_SOCKET_CONNECTED, false) == QTBT_DELETED);
    CHECK(state == 77);
    CHECK(count == 77);
    CHECK(left == 77);
}

TEST_CASE("invented handles find nothing")
{
    harness::Started runtime;
    const qtbt_handle socket = newSocket();
    const qtbt_handle invented[] = {
        0, 1, UINT32_MAX, UINT64_MAX, socket + 1, socket - 1, socket + (1ull << 32), ~socket};
    for (const qtbt_handle handle : invented) {
        int32_t state;
        CHECK(qtbt_socket_state(handle, &state) == QTBT_DELETED);
        CHECK(qtbt_delete(handle) == QTBT_DELETED);
        CHECK(qtbt_delete_later(handle) == QTBT_OK);
    }
    CHECK(stateOf(socket) == kUnconnected);
}

TEST_CASE("a handle of another class is an invalid argument")
{
    harness::Started runtime;
    const qtbt_handle socket = newSocket();
    qtbt_handle server;
    REQUIRE(qtbt_server_new(kRfcomm, &server) == QTBT_OK);
    bool flag;
    int32_t state;
    CHECK(qtbt_server_is_listening(socket, &flag) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_server_close(socket) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_socket_state(server, &state) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_socket_abort(server) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_watch(server, QTBT_SIGNAL_SOCKET_CONNECTED, true) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_watch(socket, QTBT_SIGNAL_SERVER_NEW_CONNECTION, true) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_watch(socket, 0x7fff, true) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_watch(socket, -1, true) == QTBT_INVALID_ARGUMENT);
}

TEST_CASE("a reused slot has a new generation")
{
    harness::Started runtime;
    std::set<qtbt_handle> seen;
    for (int i = 0; i < 500; ++i) {
        const qtbt_handle socket = newSocket();
        REQUIRE(seen.insert(socket).second);
        REQUIRE(qtbt_delete(socket) == QTBT_OK);
    }
    const qtbt_handle living = newSocket();
    for (const qtbt_handle dead : seen) {
        int32_t state;
        REQUIRE(qtbt_socket_state(dead, &state) == QTBT_DELETED);
        REQUIRE(qtbt_delete(dead) == QTBT_DELETED);
    }
    CHECK(stateOf(living) == kUnconnected);
}

TEST_CASE("objects are counted until they are gone")
{
    harness::Started runtime;
    CHECK(harness::counts().handles == 0);
    std::vector<qtbt_handle> sockets;
    for (int i = 0; i < 10; ++i)
        sockets.push_back(newSocket());
    CHECK(harness::counts().handles == 10);
    CHECK(harness::counts().qobjects == 10);
    for (const qtbt_handle socket : sockets)
        CHECK(qtbt_delete(socket) == QTBT_OK);
    CHECK(harness::counts().handles == 0);
    harness::awaitNoObjects();
    qtbt_object_count(nullptr, nullptr);
}

TEST_CASE("deleting without waiting deletes")
{
    harness::Started runtime;
    for (int i = 0; i < 10; ++i)
        CHECK(qtbt_delete_later(newSocket()) == QTBT_OK);
    harness::awaitNoObjects();
    const qtbt_handle socket = newSocket();
    harness::invoke([=] {
        if (qtbt_delete_later(socket) != QTBT_OK || qtbt_delete_later(socket) != QTBT_DELETED)
            throw std::runtime_error("not inline");
    });
    harness::awaitNoObjects();
}

TEST_CASE("a signal comes once, while it is watched, and never after the deletion")
{
    harness::Started runtime;
    Wire wire;
    Monitor<int> connects;
    harness::on(wire.socket, QTBT_SIGNAL_SOCKET_CONNECTED,
                [&](int64_t) { connects.update([](int &n) { ++n; }); });
    CHECK(qtbt_watch(wire.socket, QTBT_SIGNAL_SOCKET_CONNECTED, true) == QTBT_OK);
    wire.connect();
    CHECK(connects.get() == 1);

    CHECK(qtbt_watch(wire.socket, QTBT_SIGNAL_SOCKET_CONNECTED, false) == QTBT_OK);
    CHECK(qtbt_watch(wire.socket, QTBT_SIGNAL_SOCKET_CONNECTED, false) == QTBT_OK);
    CHECK(qtbt_socket_abort(wire.socket) == QTBT_OK);
    wire.connect();
    CHECK(connects.get() == 1);

    harness::Events events;
    harness::recordSocket(wire.socket, events);
    wire.peerWrites("unseen or seen");
    CHECK(qtbt_delete(wire.socket) == QTBT_OK);
    const size_t seen = events.get().size();
    wire.closePeer();
    harness::settle();
    harness::awaitNoObjects();
    CHECK(events.get().size() == seen);
}

TEST_CASE("a handler may delete its own object, in any signal")
{
    harness::Started runtime;
    for (const qtbt_signal signal : kConnectionSignals) {
        CAPTURE(signal);
        Wire wire;
        Monitor<std::vector<qtbt_status>> deletions;
        harness::on(wire.socket, signal, [&](int64_t) {
            const qtbt_status first = qtbt_delete(wire.socket);
            const qtbt_status second = qtbt_delete(wire.socket);
            deletions.update([=](auto &all) { all = {first, second}; });
        });
        wire.connect();
        wire.provoke(signal);
        const auto statuses = deletions.await([](const auto &all) { return !all.empty(); });
        CHECK(statuses == std::vector<qtbt_status>{QTBT_OK, QTBT_DELETED});
        harness::awaitNoObjects();
    }
}

TEST_CASE("a handler may delete another object")
{
    harness::Started runtime;
    ConnectedWire wire, other;
    Monitor<qtbt_status> status;
    status.update([](qtbt_status &s) { s = QTBT_INTERNAL; });
    harness::on(wire.socket, QTBT_SIGNAL_SOCKET_READY_READ, [&](int64_t) {
        const qtbt_status deleted = qtbt_delete(other.socket);
        status.update([=](qtbt_status &s) { s = deleted; });
    });
    wire.peerWrites("x");
    CHECK(status.await([](qtbt_status s) { return s != QTBT_INTERNAL; }) == QTBT_OK);
    CHECK(other.peerSeesEnd());
}

TEST_CASE("a deleted socket's descriptor is closed")
{
    harness::Started runtime;
    ConnectedWire wire;
    CHECK(qtbt_delete(wire.socket) == QTBT_OK);
    CHECK(wire.peerSeesEnd());
}
