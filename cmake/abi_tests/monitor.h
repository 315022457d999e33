// A value that threads share and wait on.
#pragma once

#include <condition_variable>
#include <mutex>

template <typename T>
class Monitor
{
public:
    template <typename F>
    void update(F f)
    {
        std::lock_guard lock(mutex_);
        f(value_);
        changed_.notify_all();
    }

    // Waits until the predicate holds, and returns the value that it holds for.
    template <typename P>
    T await(P predicate)
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return predicate(value_); });
        return value_;
    }

    T get()
    {
        std::lock_guard lock(mutex_);
        return value_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    T value_ = {};
};
