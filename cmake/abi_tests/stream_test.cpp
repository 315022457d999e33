// Streams over sockets: bytes through shared buffers, flow control, and one end.
#include "catch.h"
#include "harness.h"
#include "wire.h"

#include <atomic>
#include <stdexcept>
#include <sys/socket.h>
#include <thread>

namespace {

constexpr size_t kCapacity = 64 * 1024;
constexpr size_t kMuch = 8'000'000; // more than all buffers between two ends hold

// A socket with a stream, and the signals of the stream so far.
struct Stream : ConnectedWire {
    Stream()
    {
        harness::onUnwatched(socket, QTBT_SIGNAL_STREAM, [this](int64_t what) {
            signals.update([=](Seen &seen) {
                seen.readable += bool(what & QTBT_STREAM_READABLE);
                seen.writable += bool(what & QTBT_STREAM_WRITABLE);
                seen.gone += bool(what & QTBT_STREAM_GONE);
            });
        });
        if (qtbt_stream_open(socket, kCapacity) != QTBT_OK)
            throw std::runtime_error("qtbt_stream_open");
    }
    ~Stream()
    {
        qtbt_stream_close(socket, 0);
        awaitGone();
    }

    struct Seen {
        int readable = 0, writable = 0, gone = 0;
    };
    Monitor<Seen> signals;

    // Waits until the socket is deleted.
    void awaitGone()
    {
        signals.await([](const Seen &seen) { return seen.gone > 0; });
    }

    // Calls read once, and waits before the next if there is nothing. Returns the status and the
    // bytes.
    qtbt_status read(std::string *bytes, size_t size = 4096)
    {
        for (;;) {
            const int before = signals.get().readable;
            bytes->resize(size);
            size_t count = 0;
            Failure failure;
            const qtbt_status status =
                    qtbt_stream_read(socket, bytes->data(), size, &count, &failure.c);
            bytes->resize(count);
            if (status != QTBT_AGAIN)
                return status;
            signals.await([=](const Seen &seen) { return seen.readable > before; });
        }
    }

    // Writes all bytes, waiting for room. Returns the status of the last call.
    qtbt_status write(const std::string &bytes)
    {
        for (size_t written = 0;;) {
            const int before = signals.get().writable;
            size_t count = 0;
            Failure failure;
            const qtbt_status status = qtbt_stream_write(
                    socket, bytes.data() + written, bytes.size() - written, &count, &failure.c);
            if (status == QTBT_AGAIN) {
                signals.await([=](const Seen &seen) { return seen.writable > before; });
                continue;
            }
            written += count;
            if (status != QTBT_OK || written == bytes.size())
                return status;
        }
    }

    // Reads to the end. Returns its status.
    qtbt_status readAll(std::string *all)
    {
        for (std::string some;;) {
            const qtbt_status status = read(&some);
            if (status != QTBT_OK)
                return status;
            *all += some;
        }
    }

    // Writes until the buffer is full. Returns how many bytes it took.
    size_t fill()
    {
        const std::string bytes = pattern(kCapacity);
        size_t all = 0, count;
        Failure failure;
        while (qtbt_stream_write(socket, bytes.data(), bytes.size(), &count, &failure.c) == QTBT_OK)
            all += count;
        return all;
    }
};

} // namespace

TEST_CASE("a stream is opened once")
{
    harness::Started runtime;
    Stream stream;
    CHECK(qtbt_stream_open(stream.socket, kCapacity) == QTBT_ALREADY_STARTED);
    CHECK(qtbt_stream_open(stream.socket, 0) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_stream_open(0, kCapacity) == QTBT_DELETED);
}

TEST_CASE("a stream needs valid arguments")
{
    harness::Started runtime;
    Stream stream;
    char byte = 0;
    size_t count;
    qtbt_failure failure;
    CHECK(qtbt_stream_read(stream.socket, nullptr, 1, &count, &failure) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_stream_read(stream.socket, &byte, 1, nullptr, &failure) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_stream_read(stream.socket, &byte, 1, &count, nullptr) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_stream_write(stream.socket, nullptr, 1, &count, &failure) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_stream_write(stream.socket, &byte, 1, nullptr, &failure) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_stream_write(stream.socket, &byte, 1, &count, nullptr) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_stream_close(stream.socket, -1) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_stream_read(stream.socket, nullptr, 0, &count, &failure) == QTBT_OK);
    CHECK(qtbt_stream_write(stream.socket, nullptr, 0, &count, &failure) == QTBT_OK);

    Wire plain;
    CHECK(qtbt_stream_read(plain.socket, &byte, 1, &count, &failure) == QTBT_DELETED);
    CHECK(qtbt_stream_write(plain.socket, &byte, 1, &count, &failure) == QTBT_DELETED);
    CHECK(qtbt_stream_close(plain.socket, 0) == QTBT_DELETED);
}

TEST_CASE("a stream needs a connected socket")
{
    harness::Started runtime;
    Wire wire;
    CHECK(qtbt_stream_open(wire.socket, kCapacity) == QTBT_INVALID_ARGUMENT);
    wire.connect();
    CHECK(qtbt_socket_abort(wire.socket) == QTBT_OK);
    CHECK(qtbt_stream_open(wire.socket, kCapacity) == QTBT_INVALID_ARGUMENT);
    wire.connect();
    CHECK(qtbt_stream_open(wire.socket, kCapacity) == QTBT_OK);
}

TEST_CASE("all that the peer sent before it closed is read, however late")
{
    harness::Started runtime;
    Stream stream;
    const std::string sent = pattern(kMuch);
    std::thread peer([&] {
        stream.peerWrites(sent);
        stream.closePeer();
    });
    std::string got;
    CHECK(stream.readAll(&got) == QTBT_END);
    CHECK(got == sent);
    CHECK(stream.readAll(&got) == QTBT_END);
    peer.join();
}

TEST_CASE("a peer is held back while nobody reads")
{
    harness::Started runtime;
    Stream stream;
    // Non-blocking, to see how much is sent before the buffers between the ends are full.
    const std::string sent = pattern(kMuch);
    size_t taken = 0;
    for (int idle = 0; idle < 100 && taken < kMuch;) {
        const ssize_t n = ::send(stream.peer, sent.data() + taken, sent.size() - taken,
                                 MSG_DONTWAIT | MSG_NOSIGNAL);
        idle = n > 0 ? 0 : idle + 1;
        taken += n > 0 ? size_t(n) : 0;
        harness::settle();
    }
    CHECK(taken < kMuch / 4);
    stream.closePeer();
    std::string got;
    CHECK(stream.readAll(&got) == QTBT_END);
    CHECK(got == sent.substr(0, taken));
}

TEST_CASE("a stream is read and written by several threads")
{
    harness::Started runtime;
    Stream stream;
    constexpr int kThreads = 4;
    constexpr size_t kEach = 500'000;
    std::vector<std::thread> threads;
    std::atomic<size_t> got{0};
    std::atomic<bool> ended{true};
    for (int i = 0; i < kThreads; ++i) {
        threads.emplace_back([&] { stream.write(pattern(kEach)); });
        threads.emplace_back([&] {
            std::string all;
            if (stream.readAll(&all) != QTBT_END)
                ended = false;
            got += all.size();
        });
    }
    CHECK(stream.peerReads(kThreads * kEach).size() == kThreads * kEach);
    stream.peerWrites(pattern(kThreads * kEach));
    stream.closePeer();
    for (std::thread &thread : threads)
        thread.join();
    CHECK(ended);
    CHECK(got == kThreads * kEach);
}

TEST_CASE("closing a stream sends what was written")
{
    harness::Started runtime;
    Stream stream;
    const size_t written = stream.fill();
    CHECK(written > 0);
    REQUIRE(qtbt_stream_close(stream.socket, 60'000) == QTBT_OK);
    CHECK(stream.peerReads(written).size() == written);
    CHECK(stream.peerSeesEnd());
    stream.awaitGone();
    char byte;
    size_t count;
    Failure failure;
    CHECK(qtbt_stream_read(stream.socket, &byte, 1, &count, &failure.c) == QTBT_DELETED);
    CHECK(qtbt_stream_close(stream.socket, 0) == QTBT_DELETED);
}

TEST_CASE("closing a stream gives up on a peer that takes nothing")
{
    harness::Started runtime;
    Stream stream;
    stream.fill();
    REQUIRE(qtbt_stream_close(stream.socket, 10) == QTBT_OK);
    stream.awaitGone();
    CHECK(harness::counts().handles == 0);
}

TEST_CASE("a closing stream takes nothing more")
{
    harness::Started runtime;
    Stream stream;
    stream.fill();
    REQUIRE(qtbt_stream_close(stream.socket, 60'000) == QTBT_OK);
    size_t count;
    Failure failure;
    CHECK(qtbt_stream_write(stream.socket, "x", 1, &count, &failure.c) == QTBT_DELETED);
}

TEST_CASE("a second close of a stream sets the time anew")
{
    harness::Started runtime;
    Stream stream;
    stream.fill();
    REQUIRE(qtbt_stream_close(stream.socket, 600'000) == QTBT_OK);
    harness::settle();
    CHECK(stream.signals.get().gone == 0);
    REQUIRE(qtbt_stream_close(stream.socket, 0) == QTBT_OK);
    stream.awaitGone();
}

TEST_CASE("deleting the socket wakes the waiting threads, and GONE comes once")
{
    harness::Started runtime;
    Stream stream;
    stream.fill();
    std::string bytes;
    qtbt_status read = QTBT_OK, written = QTBT_OK;
    std::thread reader([&] { read = stream.read(&bytes); });
    std::thread writer([&] { written = stream.write(pattern(kMuch)); });
    REQUIRE(qtbt_delete(stream.socket) == QTBT_OK);
    reader.join();
    writer.join();
    CHECK(read == QTBT_DELETED);
    CHECK(written == QTBT_DELETED);
    stream.awaitGone();
    harness::settle();
    CHECK(stream.signals.get().gone == 1);
}

TEST_CASE("stopping wakes the threads that wait on a stream")
{
    REQUIRE(qtbt_start(QTBT_MODE_AUTO, harness::callbacks()) == QTBT_OK);
    Stream stream;
    std::atomic<int> stops{0};
    harness::onUnwatched(0, QTBT_SIGNAL_STOPPED, [&](int64_t) { ++stops; });
    std::string bytes;
    qtbt_status read = QTBT_OK;
    std::thread reader([&] { read = stream.read(&bytes); });
    REQUIRE(qtbt_stop() == QTBT_OK);
    reader.join();
    CHECK(read == QTBT_STOPPED);
    CHECK(stops == 1);
    CHECK(stream.signals.get().gone == 1);
    size_t count;
    Failure failure;
    CHECK(qtbt_stream_read(stream.socket, bytes.data(), 0, &count, &failure.c) == QTBT_STOPPED);
    CHECK(qtbt_stream_write(stream.socket, "x", 1, &count, &failure.c) == QTBT_STOPPED);
    CHECK(qtbt_stream_close(stream.socket, 0) == QTBT_STOPPED);
    CHECK(qtbt_stream_open(stream.socket, kCapacity) == QTBT_STOPPED);
}
