// Accepting without Qt's sockets, on a machine where no server can listen.
#include "catch.h"
#include "harness.h"
#include "wire.h"

TEST_CASE("a server without a pending connection accepts nothing")
{
    harness::Started runtime;
    qtbt_handle server;
    REQUIRE(qtbt_server_new(kRfcomm, &server) == QTBT_OK);
    int32_t descriptor = 77;
    qtbt_failure failure = {77, {nullptr, 77}};
    CHECK(qtbt_server_accept(server, &descriptor, &failure) == QTBT_AGAIN);
    CHECK(qtbt_watch(server, QTBT_SIGNAL_SERVER_NEW_CONNECTION, true) == QTBT_OK);
    CHECK(qtbt_server_accept(server, &descriptor, &failure) == QTBT_AGAIN);
    CHECK(qtbt_server_close(server) == QTBT_OK);
    CHECK(qtbt_server_accept(server, &descriptor, &failure) == QTBT_AGAIN);
    CHECK(descriptor == 77);
    CHECK(failure.code == 77);
}

TEST_CASE("accepting needs a server and valid arguments")
{
    int32_t descriptor = 77;
    qtbt_failure failure = {77, {nullptr, 77}};
    qtbt_handle server;
    CHECK(qtbt_server_accept(1, &descriptor, &failure) == QTBT_STOPPED);
    {
        harness::Started runtime;
        REQUIRE(qtbt_server_new(kRfcomm, &server) == QTBT_OK);
        CHECK(qtbt_server_accept(server, nullptr, &failure) == QTBT_INVALID_ARGUMENT);
        CHECK(qtbt_server_accept(server, &descriptor, nullptr) == QTBT_INVALID_ARGUMENT);
        CHECK(qtbt_server_accept(0, &descriptor, &failure) == QTBT_DELETED);
        qtbt_handle socket;
        REQUIRE(qtbt_socket_new(kRfcomm, &socket) == QTBT_OK);
        CHECK(qtbt_server_accept(socket, &descriptor, &failure) == QTBT_INVALID_ARGUMENT);
        CHECK(qtbt_delete(server) == QTBT_OK);
        CHECK(qtbt_server_accept(server, &descriptor, &failure) == QTBT_DELETED);
    }
    CHECK(qtbt_server_accept(server, &descriptor, &failure) == QTBT_STOPPED);
    CHECK(descriptor == 77);
    CHECK(failure.code == 77);
}
