// Descriptors: taking a connection out of its socket, and what child processes inherit.
#include "catch.h"
#include "harness.h"
#include "wire.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

constexpr size_t kMuch = 8'000'000; // more than a socket pair's buffers hold

// The result of taking a socket's descriptor.
struct Taken {
    explicit Taken(qtbt_handle socket)
    {
        qtbt_bytes bytes = {};
        status = qtbt_socket_take_descriptor(socket, &descriptor, &bytes, &failure.c);
        unread.assign(reinterpret_cast<const char *>(bytes.data), bytes.size);
        qtbt_bytes_free(bytes);
    }
    ~Taken()
    {
        if (descriptor >= 0)
            ::close(descriptor);
    }
    Taken(const Taken &) = delete;

    // Reads `size` bytes from the descriptor, or up to the end.
    std::string read(size_t size) const
    {
        std::string bytes(size, '\0');
        size_t got = 0;
        while (got < size) {
            const ssize_t n = ::read(descriptor, &bytes[got], size - got);
            if (n == 0)
                break;
            if (n > 0) {
                got += size_t(n);
                continue;
            }
            if (errno != EAGAIN)
                throw std::runtime_error("read failed");
            pollfd readable = {descriptor, POLLIN, 0};
            ::poll(&readable, 1, -1);
        }
        bytes.resize(got);
        return bytes;
    }

    bool write(const std::string &bytes) const
    {
        return ::write(descriptor, bytes.data(), bytes.size()) == ssize_t(bytes.size());
    }

    qtbt_status status;
    int32_t descriptor = -1;
    std::string unread;
    Failure failure;
};

// Reports whether the peer has neither bytes to read nor the end.
bool peerSeesNothing(const Wire &wire)
{
    char byte;
    return ::recv(wire.peer, &byte, 1, MSG_DONTWAIT) < 0 && errno == EAGAIN;
}

bool isCloseOnExec(int descriptor)
{
    return ::fcntl(descriptor, F_GETFD) == FD_CLOEXEC;
}

// Limits how many descriptors the process can still open, until the end of the scope.
class DescriptorLimit
{
public:
    explicit DescriptorLimit(size_t more)
    {
        // The kernel uses the lowest free number, so the last of these is the limit.
        std::vector<int> free(more + 1);
        for (int &descriptor : free)
            descriptor = ::dup(0);
        for (const int descriptor : free)
            ::close(descriptor);
        ::getrlimit(RLIMIT_NOFILE, &before_);
        const rlimit lowered = {rlim_t(free.back()), before_.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &lowered);
    }
    ~DescriptorLimit() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
    rlimit before_;
};

} // namespace

TEST_CASE("taking a descriptor moves the connection, and neither end notices")
{
    harness::Started runtime;
    ConnectedWire wire;
    harness::Events events;
    harness::recordSocket(wire.socket, events);
    wire.peerWrites("read by Qt, ");
    awaitAvailable(wire.socket, 12);
    const auto before = events.get();

    const Taken taken(wire.socket);
    REQUIRE(taken.status == QTBT_OK);
    CHECK(taken.unread == "read by Qt, ");
    CHECK(isCloseOnExec(taken.descriptor));
    CHECK((::fcntl(taken.descriptor, F_GETFL) & O_NONBLOCK) != 0);
    wire.peerWrites("read by the taker");
    CHECK(taken.read(17) == "read by the taker");

    int32_t state;
    CHECK(qtbt_socket_state(wire.socket, &state) == QTBT_DELETED);
    CHECK(Taken(wire.socket).status == QTBT_DELETED);
    harness::awaitNoObjects();
    CHECK(peerSeesNothing(wire));
    CHECK(events.get() == before);

    CHECK(taken.write("answer"));
    CHECK(wire.peerReads(6) == "answer");
    wire.peerWrites("last words");
    wire.closePeer();
    CHECK(taken.read(100) == "last words");
}

TEST_CASE("the taker of a descriptor ends the connection")
{
    harness::Started runtime;
    ConnectedWire wire;
    {
        const Taken taken(wire.socket);
        REQUIRE(taken.status == QTBT_OK);
        CHECK(taken.unread.empty());
        harness::awaitNoObjects();
    }
    CHECK(wire.peerSeesEnd());
}

TEST_CASE("the end of the runtime leaves a taken descriptor alone")
{
    std::unique_ptr<Wire> wire;
    std::unique_ptr<Taken> taken;
    {
        harness::Started runtime;
        wire = std::make_unique<ConnectedWire>();
        taken = std::make_unique<Taken>(wire->socket);
    }
    REQUIRE(taken->status == QTBT_OK);
    CHECK(peerSeesNothing(*wire));
    wire->peerWrites("still");
    CHECK(taken->read(5) == "still");
}

TEST_CASE("bytes that flow while a descriptor is taken all arrive")
{
    harness::Started runtime;
    const std::string sent = pattern(1'000'000);
    for (int round = 0; round < 20; ++round) {
        ConnectedWire wire;
        std::thread peer([&] { wire.peerWrites(sent); });
        awaitAvailable(wire.socket, 1 + round * 10'000);
        const Taken taken(wire.socket);
        const std::string rest =
                taken.status == QTBT_OK ? taken.read(sent.size() - taken.unread.size()) : "";
        peer.join();
        REQUIRE(taken.status == QTBT_OK);
        REQUIRE((taken.unread + rest == sent));
        wire.closePeer();
        REQUIRE(taken.read(1).empty());
    }
}

TEST_CASE("packets keep their boundaries while a descriptor is taken")
{
    harness::Started runtime;
    Wire wire;
    int ends[2];
    REQUIRE(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0);
    wire.peer = ends[1];
    Failure failure;
    REQUIRE(qtbt_socket_set_descriptor(wire.socket, ends[0], kL2cap, kConnected, kReadWrite,
                                       &failure.c)
            == QTBT_OK);
    wire.peerWrites("first");
    awaitAvailable(wire.socket, 5);
    const Taken taken(wire.socket);
    REQUIRE(taken.status == QTBT_OK);
    CHECK(taken.unread == "first");
    wire.peerWrites("second");
    wire.peerWrites("third");
    char packet[16];
    CHECK(::read(taken.descriptor, packet, sizeof packet) == 6);
    CHECK(::read(taken.descriptor, packet, sizeof packet) == 5);
    CHECK(::read(taken.descriptor, packet, sizeof packet) == -1);
    CHECK(errno == EAGAIN);
}

TEST_CASE("a descriptor may be taken in any signal of a connected socket")
{
    harness::Started runtime;
    for (const qtbt_signal signal :
         {QTBT_SIGNAL_SOCKET_STATE_CHANGED, QTBT_SIGNAL_SOCKET_CONNECTED,
          QTBT_SIGNAL_SOCKET_READY_READ, QTBT_SIGNAL_SOCKET_BYTES_WRITTEN}) {
        CAPTURE(signal);
        Wire wire;
        Monitor<std::shared_ptr<Taken>> taken;
        harness::on(wire.socket, signal, [&](int64_t) {
            const auto result = std::make_shared<Taken>(wire.socket);
            if (result->status == QTBT_OK)
                taken.update([&](auto &value) { value = result; });
        });
        wire.connect();
        if (signal == QTBT_SIGNAL_SOCKET_BYTES_WRITTEN)
            write(wire.socket, "out");
        wire.peerWrites("in");
        const auto result = taken.await([](const auto &value) { return value != nullptr; });
        CHECK(result->unread + result->read(2 - result->unread.size()) == "in");
        harness::awaitNoObjects();
        if (signal == QTBT_SIGNAL_SOCKET_BYTES_WRITTEN)
            CHECK(wire.peerReads(3) == "out");
        CHECK(peerSeesNothing(wire));
        CHECK(result->write("later"));
        CHECK(wire.peerReads(5) == "later");
    }
}

TEST_CASE("a descriptor is not taken while there are bytes to write")
{
    harness::Started runtime;
    ConnectedWire wire;
    const std::string sent = pattern(kMuch);
    write(wire.socket, sent);
    const size_t before = openDescriptors();
    CHECK(Taken(wire.socket).status == QTBT_AGAIN);
    CHECK(openDescriptors() == before);
    CHECK(stateOf(wire.socket) == kConnected);
    CHECK((wire.peerReads(kMuch) == sent));
    while (toWrite(wire.socket) > 0)
        harness::settle();
    wire.peerWrites("now");
    const Taken taken(wire.socket);
    REQUIRE(taken.status == QTBT_OK);
    CHECK(taken.unread + taken.read(3 - taken.unread.size()) == "now");
}

namespace {

// Reads four of ten bytes, calls `look`, and returns the bytes that come with the descriptor.
std::string unreadAfter(void (*look)(qtbt_handle socket))
{
    ConnectedWire wire;
    wire.peerWrites("0123456789");
    awaitAvailable(wire.socket, 10);
    char bytes[4];
    int64_t count, left;
    Failure failure;
    REQUIRE(qtbt_socket_read(wire.socket, bytes, 4, &count, &left, &failure.c) == QTBT_OK);
    look(wire.socket);
    return Taken(wire.socket).unread;
}

} // namespace

TEST_CASE("bytes that were looked at and not read come with the descriptor")
{
    harness::Started runtime;
    CHECK(unreadAfter([](qtbt_handle) {}) == "456789");
    CHECK(unreadAfter([](qtbt_handle socket) {
              char bytes[4];
              int64_t count;
              Failure failure;
              REQUIRE(qtbt_socket_peek(socket, bytes, 4, &count, &failure.c) == QTBT_OK);
          })
          == "456789");
    CHECK(unreadAfter([](qtbt_handle socket) {
              REQUIRE(qtbt_socket_unget_char(socket, '3') == QTBT_OK);
          })
          == "3456789");
}

TEST_CASE("bytes that were read in an open transaction come with the descriptor")
{
    harness::Started runtime;
    CHECK(unreadAfter([](qtbt_handle socket) {
              REQUIRE(qtbt_socket_start_transaction(socket) == QTBT_OK);
              char byte;
              int64_t count, left;
              Failure failure;
              REQUIRE(qtbt_socket_read(socket, &byte, 1, &count, &left, &failure.c) == QTBT_OK);
          })
          == "456789");
    CHECK(unreadAfter([](qtbt_handle socket) {
              REQUIRE(qtbt_socket_start_transaction(socket) == QTBT_OK);
              REQUIRE(readAll(socket) == "456789");
          })
          == "456789");
}

TEST_CASE("unread bytes come as they were sent, in text mode too")
{
    harness::Started runtime;
    ConnectedWire wire;
    CHECK(qtbt_socket_set_text_mode_enabled(wire.socket, true) == QTBT_OK);
    wire.peerWrites("a line\r\n\r");
    awaitAvailable(wire.socket, 9);
    CHECK(Taken(wire.socket).unread == "a line\r\n\r");
}

TEST_CASE("a descriptor is taken only from a connected socket without a stream")
{
    harness::Started runtime;
    int32_t descriptor = 77;
    qtbt_bytes unread = {nullptr, 77};
    qtbt_failure failure = {77, {nullptr, 77}};
    const auto take = [&](qtbt_handle socket) {
        return qtbt_socket_take_descriptor(socket, &descriptor, &unread, &failure);
    };

    ConnectedWire connected;
    CHECK(qtbt_socket_take_descriptor(connected.socket, nullptr, &unread, &failure)
          == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_socket_take_descriptor(connected.socket, &descriptor, nullptr, &failure)
          == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_socket_take_descriptor(connected.socket, &descriptor, &unread, nullptr)
          == QTBT_INVALID_ARGUMENT);
    CHECK(stateOf(connected.socket) == kConnected);

    CHECK(take(0) == QTBT_DELETED);
    qtbt_handle server;
    REQUIRE(qtbt_server_new(kRfcomm, &server) == QTBT_OK);
    CHECK(take(server) == QTBT_INVALID_ARGUMENT);

    Wire wire;
    CHECK(take(wire.socket) == QTBT_INVALID_ARGUMENT);
    wire.connect();
    write(wire.socket, pattern(kMuch));
    CHECK(qtbt_socket_close(wire.socket) == QTBT_OK);
    CHECK(stateOf(wire.socket) == kClosing);
    CHECK(take(wire.socket) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_socket_abort(wire.socket) == QTBT_OK);
    CHECK(take(wire.socket) == QTBT_INVALID_ARGUMENT);

    ConnectedWire streaming;
    REQUIRE(qtbt_stream_open(streaming.socket, 1024) == QTBT_OK);
    CHECK(take(streaming.socket) == QTBT_INVALID_ARGUMENT);
    CHECK(peerSeesNothing(streaming));

    CHECK(descriptor == 77);
    CHECK(unread.size == 77);
    CHECK(failure.code == 77);
    CHECK(failure.text.size == 77);
}

TEST_CASE("without a free descriptor, none is taken and the socket goes on")
{
    harness::Started runtime;
    // UBSan needs a pipe when it first looks at the types of objects.
    CHECK(Taken(ConnectedWire().socket).status == QTBT_OK);
    harness::awaitNoObjects();

    ConnectedWire wire;
    wire.peerWrites("unread");
    awaitAvailable(wire.socket, 6);
    const size_t before = openDescriptors();
    for (const size_t more : {0, 1}) { // two are needed for a moment
        CAPTURE(more);
        const auto refused = [&] {
            const DescriptorLimit limit(more);
            return std::make_unique<Taken>(wire.socket);
        }();
        CHECK(refused->status == QTBT_ERRNO);
        CHECK(refused->failure.c.code == EMFILE);
        CHECK(refused->failure.c.text.size == 0);
        CHECK(openDescriptors() == before);
        CHECK(stateOf(wire.socket) == kConnected);
    }
    CHECK(readAll(wire.socket) == "unread");
    write(wire.socket, "ping");
    CHECK(wire.peerReads(4) == "ping");
    wire.peerWrites("pong");
    awaitAvailable(wire.socket, 4);
    CHECK(readAll(wire.socket) == "pong");

    const auto taken = [&] {
        const DescriptorLimit limit(2);
        return std::make_unique<Taken>(wire.socket);
    }();
    CHECK(taken->status == QTBT_OK);
    harness::awaitNoObjects();
    CHECK(openDescriptors() == before); // one descriptor has replaced the other
    CHECK(peerSeesNothing(wire));
}

TEST_CASE("a thousand descriptors taken leave nothing")
{
    harness::Started runtime;
    const auto round = [] {
        ConnectedWire wire;
        wire.peerWrites("ping");
        const Taken taken(wire.socket);
        REQUIRE(taken.status == QTBT_OK);
        REQUIRE(taken.unread + taken.read(4 - taken.unread.size()) == "ping");
        REQUIRE(taken.write("pong"));
        REQUIRE(wire.peerReads(4) == "pong");
    };
    round(); // Qt opens some descriptors once and keeps them
    harness::awaitNoObjects();
    const size_t before = openDescriptors();
    for (int number = 0; number < 1000; ++number)
        round();
    harness::awaitNoObjects();
    CHECK(openDescriptors() == before);
}

TEST_CASE("threads take one descriptor at once, and one of them gets it")
{
    harness::Started runtime;
    for (int round = 0; round < 50; ++round) {
        ConnectedWire wire;
        Monitor<std::vector<qtbt_status>> statuses;
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] {
                const qtbt_status status = Taken(wire.socket).status;
                statuses.update([=](auto &all) { all.push_back(status); });
            });
        for (std::thread &thread : threads)
            thread.join();
        const auto all = statuses.get();
        REQUIRE(std::count(all.begin(), all.end(), QTBT_OK) == 1);
        REQUIRE(std::count(all.begin(), all.end(), QTBT_DELETED) == 3);
    }
    harness::awaitNoObjects();
}

TEST_CASE("child processes do not inherit the descriptors of sockets")
{
    harness::Started runtime;
    for (int32_t state = kUnconnected; state <= kListening; ++state) {
        CAPTURE(state);
        Wire wire;
        for (int round = 0; round < 2; ++round) { // a new socket's, and one that replaces another
            int ends[2];
            REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
            wire.closePeer();
            wire.peer = ends[1];
            REQUIRE_FALSE(isCloseOnExec(ends[0]));
            Failure failure;
            REQUIRE(qtbt_socket_set_descriptor(wire.socket, ends[0], kRfcomm, state, kReadWrite,
                                               &failure.c)
                    == QTBT_OK);
            int32_t descriptor = -1;
            REQUIRE(qtbt_socket_descriptor(wire.socket, &descriptor) == QTBT_OK);
            CHECK(descriptor == ends[0]);
            CHECK(isCloseOnExec(ends[0]));
        }
        REQUIRE(qtbt_delete(wire.socket) == QTBT_OK);
    }
}
