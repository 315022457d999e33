// Annotations for ThreadSanitizer: hand-offs between threads inside Qt, which is not built with it.
// They do nothing in other builds.
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

// Marks that this thread hands its work over by `through`. Call it before Qt passes that on.
inline void handOver(void *through)
{
#if defined(QTBT_THREAD_SANITIZER)
    __tsan_release(through);
#else
    (void)through;
#endif
}

// Marks that this thread takes work over by `through`. Call it after Qt has passed that on.
inline void takeOver(void *through)
{
#if defined(QTBT_THREAD_SANITIZER)
    __tsan_acquire(through);
#else
    (void)through;
#endif
}

} // namespace qtbt
