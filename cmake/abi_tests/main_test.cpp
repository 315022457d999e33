// The runtime on the thread that calls qtbt_main.
#include "catch.h"
#include "harness.h"
#include "wire.h"

#include <QtCore/qcoreapplication.h>

#include <thread>

namespace {

// The work of the case for `started`, which has no argument.
std::function<void()> whenStarted;

qtbt_status runMain(int32_t *exitCode, std::function<void()> started)
{
    whenStarted = std::move(started);
    return qtbt_main(harness::callbacks(), [] { whenStarted(); }, exitCode);
}

} // namespace

TEST_CASE("main serves until it is told to exit")
{
    const std::thread::id mainThread = std::this_thread::get_id();
    std::thread::id startedOn, workOn;
    std::thread worker;
    int32_t exitCode = -1;
    CHECK(runMain(&exitCode,
                  [&] {
                      startedOn = std::this_thread::get_id();
                      worker = std::thread([&] {
                          harness::invoke([&] { workOn = std::this_thread::get_id(); });
                          qtbt_handle forgotten;
                          qtbt_socket_new(kRfcomm, &forgotten);
                          qtbt_main_exit(42);
                      });
                  })
          == QTBT_OK);
    worker.join();
    CHECK(exitCode == 42);
    CHECK(startedOn == mainThread);
    CHECK(workOn == mainThread);
    CHECK(harness::counts().handles == 0);
    CHECK(harness::counts().qobjects == 0);
    CHECK_FALSE(qtbt_on_qt_thread());
    CHECK(QCoreApplication::instance() == nullptr);
    qtbt_handle socket;
    CHECK(qtbt_socket_new(kRfcomm, &socket) == QTBT_STOPPED);
    CHECK(qtbt_start(QTBT_MODE_AUTO, harness::callbacks()) == QTBT_STOPPED);
}

TEST_CASE("main may exit before its loop turns")
{
    int32_t exitCode = -1;
    CHECK(runMain(&exitCode, [] { qtbt_main_exit(7); }) == QTBT_OK);
    CHECK(exitCode == 7);
}

TEST_CASE("a start beside main does nothing")
{
    int32_t exitCode = -1;
    qtbt_status again = QTBT_INTERNAL, elsewhere = QTBT_INTERNAL, mainAgain = QTBT_INTERNAL;
    std::thread worker;
    CHECK(runMain(&exitCode,
                  [&] {
                      again = qtbt_start(QTBT_MODE_AUTO, harness::callbacks());
                      worker = std::thread([&] {
                          elsewhere = qtbt_start(QTBT_MODE_AUTO, harness::callbacks());
                          int32_t code;
                          mainAgain = qtbt_main(harness::callbacks(), [] {}, &code);
                          qtbt_main_exit(0);
                      });
                  })
          == QTBT_OK);
    worker.join();
    CHECK(again == QTBT_OK);
    CHECK(elsewhere == QTBT_OK);
    CHECK(mainAgain == QTBT_ALREADY_STARTED);
}

TEST_CASE("stop ends main, and waits for the objects' end")
{
    int32_t exitCode = -1;
    harness::Counts atEnd = {99, 99};
    qtbt_status stopped = QTBT_INTERNAL;
    std::thread worker;
    CHECK(runMain(&exitCode,
                  [&] {
                      worker = std::thread([&] {
                          qtbt_handle forgotten;
                          qtbt_socket_new(kRfcomm, &forgotten);
                          stopped = qtbt_stop();
                          atEnd = harness::counts();
                      });
                  })
          == QTBT_OK);
    worker.join();
    CHECK(exitCode == 0);
    CHECK(stopped == QTBT_OK);
    CHECK(atEnd.handles == 0);
    CHECK(atEnd.qobjects == 0);
}

TEST_CASE("main refuses what it cannot run on")
{
    int32_t exitCode;
    CHECK(qtbt_main(nullptr, [] {}, &exitCode) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_main(harness::callbacks(), nullptr, &exitCode) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_main(harness::callbacks(), [] {}, nullptr) == QTBT_INVALID_ARGUMENT);
    {
        int argc = 1;
        char name[] = "foreign", *argv[] = {name, nullptr};
        QCoreApplication foreign(argc, argv);
        CHECK(qtbt_main(harness::callbacks(), [] {}, &exitCode) == QTBT_ALREADY_STARTED);
    }
    harness::Started runtime;
    CHECK(qtbt_main(harness::callbacks(), [] {}, &exitCode) == QTBT_ALREADY_STARTED);
}
