// Questions to bluetoothd without a bluetoothd: each gets one answer.
#include "catch.h"
#include "harness.h"

#include <map>
#include <thread>
#include <vector>

namespace {

constexpr uint64_t kDevice = 0x020000000001;

// The data of the answers so far, by token.
class Answers
{
public:
    Answers()
    {
        harness::onAnswer([this](uint64_t token, const std::string &data) {
            const bool onQtThread = qtbt_on_qt_thread();
            answers_.update(
                    [&](Seen &all) { all[token].push_back(onQtThread ? data : "elsewhere"); });
        });
    }
    ~Answers() { harness::onAnswer(nullptr); }

    using Seen = std::map<uint64_t, std::vector<std::string>>;

    // Waits until `count` questions are answered, and returns all answers.
    Seen await(size_t count)
    {
        answers_.await([=](const Seen &all) { return all.size() >= count; });
        harness::settle(); // by now a second answer would have come
        return get();
    }

    Seen get() { return answers_.get(); }

private:
    Monitor<Seen> answers_;
};

const std::vector<std::string> kOneEmpty = {""};
const std::vector<std::string> kOneNoBus = {std::string(1, char(QTBT_NO_BUS))};

} // namespace

TEST_CASE("a ping is answered with its token, once")
{
    harness::Started runtime;
    Answers answers;
    for (const uint64_t token : {uint64_t(0), uint64_t(1), uint64_t(INT64_MAX), UINT64_MAX})
        CHECK(qtbt_daemon_ping(token) == QTBT_OK);
    CHECK(answers.await(4)
          == Answers::Seen{{0, kOneNoBus},
                           {1, kOneNoBus},
                           {uint64_t(INT64_MAX), kOneNoBus},
                           {UINT64_MAX, kOneNoBus}});
}

TEST_CASE("the name of an unknown device is empty")
{
    harness::Started runtime;
    Answers answers;
    CHECK(qtbt_daemon_name(kDevice, 1) == QTBT_OK);
    CHECK(qtbt_daemon_name(0, 2) == QTBT_OK);
    CHECK(qtbt_daemon_name(UINT64_MAX, 3) == QTBT_OK);
    CHECK(answers.await(3) == Answers::Seen{{1, kOneEmpty}, {2, kOneEmpty}, {3, kOneEmpty}});
}

TEST_CASE("the Qt thread asks without waiting")
{
    harness::Started runtime;
    Answers answers;
    size_t inside = 77;
    harness::invoke([&] {
        qtbt_daemon_ping(1);
        qtbt_daemon_name(kDevice, 2);
        inside = answers.get().size();
    });
    CHECK(inside == 0);
    CHECK(answers.await(2) == Answers::Seen{{1, kOneNoBus}, {2, kOneEmpty}});
}

TEST_CASE("many threads ask at once, and each question is answered once")
{
    harness::Started runtime;
    Answers answers;
    constexpr uint64_t kThreads = 4, kEach = 500;
    std::vector<std::thread> threads;
    for (uint64_t number = 0; number < kThreads; ++number)
        threads.emplace_back([=] {
            for (uint64_t token = number * kEach; token < (number + 1) * kEach; ++token)
                token % 2 ? qtbt_daemon_ping(token) : qtbt_daemon_name(kDevice, token);
        });
    for (std::thread &thread : threads)
        thread.join();
    const Answers::Seen all = answers.await(kThreads * kEach);
    CHECK(all.size() == kThreads * kEach);
    for (const auto &[token, data] : all)
        REQUIRE(data == (token % 2 ? kOneNoBus : kOneEmpty));
}

TEST_CASE("a handler of an answer may ask the next question")
{
    harness::Started runtime;
    Monitor<uint64_t> last;
    harness::onAnswer([&](uint64_t token, const std::string &) {
        if (token < 10)
            qtbt_daemon_ping(token + 1);
        last.update([=](uint64_t &value) { value = token; });
    });
    CHECK(qtbt_daemon_ping(1) == QTBT_OK);
    last.await([](uint64_t token) { return token == 10; });
    harness::onAnswer(nullptr);
}

TEST_CASE("questions fail before the start, during the stop and after it")
{
    CHECK(qtbt_daemon_ping(1) == QTBT_STOPPED);
    CHECK(qtbt_daemon_name(kDevice, 2) == QTBT_STOPPED);
    Answers answers;
    std::vector<qtbt_status> during;
    {
        harness::Started runtime;
        harness::onUnwatched(0, QTBT_SIGNAL_STOPPED, [&](int64_t) {
            during.push_back(qtbt_daemon_ping(3));
            during.push_back(qtbt_daemon_name(kDevice, 4));
        });
    }
    CHECK(during == std::vector<qtbt_status>{QTBT_STOPPED, QTBT_STOPPED});
    CHECK(qtbt_daemon_ping(5) == QTBT_STOPPED);
    CHECK(qtbt_daemon_name(kDevice, 6) == QTBT_STOPPED);
    CHECK(answers.get().empty());
}

TEST_CASE("the runtime may stop while questions are open")
{
    Answers answers;
    {
        harness::Started runtime;
        for (uint64_t token = 0; token < 1000; ++token)
            token % 2 ? qtbt_daemon_ping(token) : qtbt_daemon_name(kDevice, token);
    }
    for (const auto &[token, data] : answers.get())
        REQUIRE(data == (token % 2 ? kOneNoBus : kOneEmpty));
}
