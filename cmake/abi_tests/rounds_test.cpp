// Many short-lived sockets leave nothing behind.
#include "catch.h"
#include "harness.h"
#include "wire.h"

TEST_CASE("a thousand rounds of open, connect, transfer and close leave nothing")
{
    harness::Started runtime;
    const auto round = [](int number) {
        ConnectedWire wire;
        Monitor<std::string> got;
        harness::on(wire.socket, QTBT_SIGNAL_SOCKET_READY_READ, [&](int64_t) {
            got.update([&](std::string &all) { all += readAll(wire.socket); });
        });
        wire.peerWrites("ping");
        got.await([](const std::string &all) { return all.size() == 4; });
        write(wire.socket, "pong");
        REQUIRE(wire.peerReads(4) == "pong");
        // Each round ends its connection in another way.
        switch (number % 4) {
        case 0:
            REQUIRE(qtbt_socket_close(wire.socket) == QTBT_OK);
            break;
        case 1:
            REQUIRE(qtbt_socket_abort(wire.socket) == QTBT_OK);
            break;
        case 2:
            wire.closePeer();
            break;
        case 3:
            break;
        }
        REQUIRE(qtbt_delete(wire.socket) == QTBT_OK);
    };
    round(0); // Qt opens some descriptors once and keeps them
    harness::awaitNoObjects();
    const size_t before = openDescriptors();
    for (int number = 0; number < 1000; ++number)
        round(number);
    harness::awaitNoObjects();
    CHECK(openDescriptors() == before);
}
