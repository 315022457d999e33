// Bytes through a connected socket, and the QIODevice calls around them.
#include "catch.h"
#include "harness.h"
#include "wire.h"

#include <thread>

namespace {

std::string takeText(qtbt_bytes bytes)
{
    const std::string text(reinterpret_cast<const char *>(bytes.data), bytes.size);
    qtbt_bytes_free(bytes);
    return text;
}

} // namespace

TEST_CASE("an echo in handlers")
{
    harness::Started runtime;
    ConnectedWire wire;
    harness::on(wire.socket, QTBT_SIGNAL_SOCKET_READY_READ,
                [&](int64_t) { write(wire.socket, readAll(wire.socket)); });
    for (int round = 0; round < 100; ++round) {
        const std::string ping = "ping " + std::to_string(round);
        wire.peerWrites(ping);
        REQUIRE(wire.peerReads(ping.size()) == ping);
    }
}

TEST_CASE("a big transfer arrives whole, both ways at once")
{
    harness::Started runtime;
    ConnectedWire wire;
    const std::string sent = pattern(3'000'000);
    Monitor<std::string> received;
    Monitor<int64_t> written;
    harness::on(wire.socket, QTBT_SIGNAL_SOCKET_READY_READ, [&](int64_t) {
        received.update([&](std::string &all) { all += readAll(wire.socket); });
    });
    harness::on(wire.socket, QTBT_SIGNAL_SOCKET_BYTES_WRITTEN,
                [&](int64_t bytes) { written.update([=](int64_t &n) { n += bytes; }); });
    write(wire.socket, sent);
    std::thread writer([&] { wire.peerWrites(sent); });
    const std::string echoed = wire.peerReads(sent.size());
    writer.join();
    CHECK((echoed == sent));
    CHECK((received.await([&](const std::string &all) { return all.size() >= sent.size(); })
           == sent));
    const int64_t total = int64_t(sent.size());
    CHECK(written.await([=](int64_t n) { return n >= total; }) == total);
    CHECK(toWrite(wire.socket) == 0);
}

TEST_CASE("an unbuffered socket writes at once")
{
    harness::Started runtime;
    Wire wire;
    wire.connect(kReadWrite | kUnbuffered);
    Monitor<int64_t> written;
    harness::on(wire.socket, QTBT_SIGNAL_SOCKET_BYTES_WRITTEN,
                [&](int64_t bytes) { written.update([=](int64_t &n) { n += bytes; }); });
    write(wire.socket, "now");
    CHECK(written.get() == 3);
    CHECK(wire.peerReads(3) == "now");
}

TEST_CASE("QIODevice's ways to read")
{
    harness::Started runtime;
    ConnectedWire wire;
    wire.peerWrites("first line\nsecond line\nrest");
    awaitAvailable(wire.socket, 27);

    bool flag = false;
    CHECK(qtbt_socket_can_read_line(wire.socket, &flag) == QTBT_OK);
    CHECK(flag);
    qtbt_bytes line = {};
    CHECK(qtbt_socket_read_line(wire.socket, 0, &line) == QTBT_OK);
    CHECK(takeText(line) == "first line\n");

    char buffer[32];
    int64_t count = 0, left = 0;
    Failure failure;
    CHECK(qtbt_socket_peek(wire.socket, buffer, 6, &count, &failure.c) == QTBT_OK);
    CHECK(std::string(buffer, size_t(count)) == "second");
    CHECK(qtbt_socket_skip(wire.socket, 12, &count, &failure.c) == QTBT_OK);
    CHECK(count == 12);
    CHECK(qtbt_socket_can_read_line(wire.socket, &flag) == QTBT_OK);
    CHECK_FALSE(flag);
    CHECK(qtbt_socket_read(wire.socket, buffer, 0, &count, &left, &failure.c) == QTBT_OK);
    CHECK(count == 0);
    CHECK(left == 4);
    CHECK(qtbt_socket_read(wire.socket, nullptr, 0, &count, &left, &failure.c) == QTBT_OK);
    CHECK(qtbt_socket_read(wire.socket, buffer, 1, &count, &left, &failure.c) == QTBT_OK);
    CHECK(buffer[0] == 'r');
    CHECK(left == 3);
    CHECK(qtbt_socket_unget_char(wire.socket, 'R') == QTBT_OK);
    CHECK(readAll(wire.socket) == "Rest");
    CHECK(qtbt_socket_at_end(wire.socket, &flag) == QTBT_OK);
    CHECK(flag);
    CHECK(qtbt_socket_is_sequential(wire.socket, &flag) == QTBT_OK);
    CHECK(flag);
}

TEST_CASE("a transaction can take a read back")
{
    harness::Started runtime;
    ConnectedWire wire;
    wire.peerWrites("again");
    awaitAvailable(wire.socket, 5);
    bool started = true;
    CHECK(qtbt_socket_is_transaction_started(wire.socket, &started) == QTBT_OK);
    CHECK_FALSE(started);
    CHECK(qtbt_socket_start_transaction(wire.socket) == QTBT_OK);
    CHECK(qtbt_socket_is_transaction_started(wire.socket, &started) == QTBT_OK);
    CHECK(started);
    CHECK(readAll(wire.socket) == "again");
    CHECK(qtbt_socket_rollback_transaction(wire.socket) == QTBT_OK);
    CHECK(qtbt_socket_start_transaction(wire.socket) == QTBT_OK);
    CHECK(readAll(wire.socket) == "again");
    CHECK(qtbt_socket_commit_transaction(wire.socket) == QTBT_OK);
    CHECK(available(wire.socket) == 0);
}

TEST_CASE("the properties of a socket on a descriptor")
{
    harness::Started runtime;
    ConnectedWire wire;
    int32_t value = 0;
    CHECK(stateOf(wire.socket) == kConnected);
    CHECK(qtbt_socket_type(wire.socket, &value) == QTBT_OK);
    CHECK(value == kRfcomm);
    CHECK(qtbt_socket_open_mode(wire.socket, &value) == QTBT_OK);
    CHECK(value == kReadWrite);
    CHECK(qtbt_socket_descriptor(wire.socket, &value) == QTBT_OK);
    CHECK(value >= 0);
    CHECK(qtbt_socket_error(wire.socket, &value) == QTBT_OK);
    CHECK(value == 0);
    uint32_t flags = 0;
    CHECK(qtbt_socket_set_preferred_security_flags(wire.socket, 4 | 8) == QTBT_OK);
    CHECK(qtbt_socket_preferred_security_flags(wire.socket, &flags) == QTBT_OK);
    CHECK(flags == (4 | 8));
}

TEST_CASE("a missing out-parameter or buffer is an invalid argument")
{
    harness::Started runtime;
    ConnectedWire wire;
    const qtbt_handle s = wire.socket;
    char byte;
    int64_t count, left;
    Failure failure;
    CHECK(qtbt_socket_new(kRfcomm, nullptr) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_server_new(kRfcomm, nullptr) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_socket_state(s, nullptr) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_socket_error_string(s, nullptr) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_socket_peer_address(s, nullptr) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_socket_can_read_line(s, nullptr) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_socket_read_line(s, 0, nullptr) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_socket_read(s, nullptr, 1, &count, &left, &failure.c) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_socket_read(s, &byte, 1, nullptr, &left, &failure.c) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_socket_read(s, &byte, 1, &count, nullptr, &failure.c) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_socket_read(s, &byte, 1, &count, &left, nullptr) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_socket_peek(s, nullptr, 1, &count, &failure.c) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_socket_write(s, nullptr, 1, &count, &failure.c) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_socket_write(s, "x", 1, nullptr, &failure.c) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_socket_write(s, "x", 1, &count, nullptr) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_socket_connect_to_service(s, nullptr, 1, kReadWrite) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_socket_connect_to_service(s, nullptr, 0, kReadWrite) == QTBT_INVALID_ARGUMENT);
    CHECK(toWrite(s) == 0);
}

TEST_CASE("a value out of range is an invalid argument")
{
    harness::Started runtime;
    qtbt_handle handle;
    Failure failure;
    CHECK(qtbt_socket_new(-1, &handle) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_socket_new(3, &handle) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_server_new(-1, &handle) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_server_new(3, &handle) == QTBT_INVALID_ARGUMENT);
    Wire wire;
    const auto setDescriptor = [&](int descriptor, int protocol, int state) {
        return qtbt_socket_set_descriptor(wire.socket, descriptor, protocol, state, kReadWrite,
                                          &failure.c);
    };
    CHECK(setDescriptor(-1, kRfcomm, kConnected) == QTBT_INVALID_ARGUMENT);
    CHECK(setDescriptor(0, 3, kConnected) == QTBT_INVALID_ARGUMENT);
    CHECK(setDescriptor(0, kRfcomm, 7) == QTBT_INVALID_ARGUMENT);
}
