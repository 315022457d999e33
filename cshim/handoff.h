// What ThreadSanitizer has to be told: hand-offs between threads that happen inside Qt, which is not
// built with it. Nothing in other builds.
#pragma once

#if defined(__SANITIZE_THREAD__)
#define QTBT_THREAD_SANITIZER
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define QTBT_THREAD_SANITIZER
#endif
#endif

#if defined(QTBT_THREAD_SANITIZER)
#include <sanitizer/tsan_interface.h>
#endif

namespace qtbt {

// Before Qt passes something on: what this thread did is done for whoever takes over at `through`.
inline void handOver(void *through)
{
#if defined(QTBT_THREAD_SANITIZER)
    __tsan_release(through);
#else
    (void)through;
#endif
}

// After Qt has passed it on.
inline void takeOver(void *through)
{
#if defined(QTBT_THREAD_SANITIZER)
    __tsan_acquire(through);
#else
    (void)through;
#endif
}

} // namespace qtbt
