// Qt's messages and errors: the log callback, and the reason of a failed call.
#include "catch.h"
#include "harness.h"
#include "wire.h"

#include <QtCore/qobject.h>

TEST_CASE("a warning of Qt's goes to the program")
{
    harness::Started runtime;
    qtbt_handle blank;
    REQUIRE(qtbt_socket_new(0, &blank) == QTBT_OK);
    REQUIRE(qtbt_socket_connect_to_port(blank, 0x0000AABBCCDDEEFF, 1, kReadWrite) == QTBT_OK);
    const auto all = harness::messages().get();
    REQUIRE_FALSE(all.empty());
    CHECK(all.back().severity == QTBT_LOG_WARNING);
    CHECK(all.back().category == "qt.bluetooth.bluez");
    CHECK(all.back().text.find("UnknownProtocol") != std::string::npos);
}

TEST_CASE(
        "what Qt logs while it makes the application goes to the program, which may call the shim")
{
    QObject first; // makes this thread Qt's main thread, and Qt warns of an application elsewhere
    static Monitor<std::vector<std::string>> texts;
    static Monitor<std::vector<qtbt_status>> calls;
    qtbt_callbacks table = *harness::callbacks();
    table.log = [](int32_t, const char *, size_t, const char *text, size_t size) {
        qtbt_handle socket = 0;
        const qtbt_status made = qtbt_socket_new(kRfcomm, &socket);
        const qtbt_status deleted = qtbt_delete(socket);
        texts.update([=](auto &all) { all.emplace_back(text, size); });
        calls.update([=](auto &all) { all = {made, deleted}; });
    };
    REQUIRE(qtbt_start(QTBT_MODE_AUTO, &table) == QTBT_OK);
    harness::settle();
    REQUIRE(texts.get().size() == 1);
    CHECK(texts.get()[0].find("was not created in the main() thread") != std::string::npos);
    CHECK(calls.get() == std::vector<qtbt_status>{QTBT_OK, QTBT_OK});
    CHECK(qtbt_stop() == QTBT_OK);
}

TEST_CASE("a failed call reports why")
{
    harness::Started runtime;
    Wire wire;
    int64_t count = 77, left = 77;
    {
        // QIODevice refuses, because its device is not open.
        Failure failure;
        CHECK(qtbt_socket_write(wire.socket, "x", 1, &count, &failure.c) == QTBT_FAILED);
        CHECK(count == -1);
        CHECK(failure.c.code == kOperationError);
        CHECK(failure.text().find("device not open") != std::string::npos);
    }
    {
        Failure failure;
        char byte;
        CHECK(qtbt_socket_read(wire.socket, &byte, 1, &count, &left, &failure.c) == QTBT_FAILED);
        CHECK(count == -1);
        CHECK(left == 0);
        CHECK(failure.c.code == kOperationError);
    }
    {
        // The socket refuses.
        Failure failure;
        REQUIRE(qtbt_socket_open(wire.socket, kReadWrite, &failure.c) == QTBT_OK);
        CHECK(qtbt_socket_write(wire.socket, "x", 1, &count, &failure.c) == QTBT_FAILED);
        CHECK(failure.c.code == kOperationError);
        CHECK(failure.text() == "Cannot write while not connected");
    }
    wire.connect();
    Failure failure;
    CHECK(qtbt_socket_seek(wire.socket, 3, &failure.c) == QTBT_FAILED);
    CHECK(failure.text().find("seek") != std::string::npos);
}

TEST_CASE("a log callback may call the shim")
{
    static Monitor<std::vector<qtbt_status>> calls;
    qtbt_callbacks table = *harness::callbacks();
    table.log = [](int32_t, const char *, size_t, const char *, size_t) {
        qtbt_handle socket = 0;
        const qtbt_status made = qtbt_socket_new(kRfcomm, &socket);
        const qtbt_status deleted = qtbt_delete(socket);
        calls.update([=](auto &all) { all = {made, deleted}; });
    };
    REQUIRE(qtbt_start(QTBT_MODE_AUTO, &table) == QTBT_OK);
    qtbt_handle blank;
    REQUIRE(qtbt_socket_new(0, &blank) == QTBT_OK);
    REQUIRE(qtbt_socket_connect_to_port(blank, 1, 1, kReadWrite) == QTBT_OK);
    CHECK(calls.get() == std::vector<qtbt_status>{QTBT_OK, QTBT_OK});
    CHECK(qtbt_stop() == QTBT_OK);
}
