/* What the sanitizers ask each test program for: options, and what they report without a reason.
 *
 * Qt is not built with ThreadSanitizer, and QMutex and QSemaphore are futexes that it does not know. */
const char *__tsan_default_options(void);
const char *__tsan_default_suppressions(void);
const char *__ubsan_default_options(void);

const char *__tsan_default_options(void)
{
    /* What Qt itself reads and writes is Qt's business. */
    return "ignore_noninstrumented_modules=1";
}

const char *__tsan_default_suppressions(void)
{
    return
        /* ~QThread after wait(): the thread's last use of the condition is under a QMutex, as is wait(). */
        "race:QWaitCondition::~QWaitCondition\n"
        /* The list of a thread's posted events, which Qt guards with a QMutex. */
        "race:QArrayData::reallocateUnaligned\n"
        /* The wake-up descriptor of the GLib main context in QtDBus's thread; GLib's locks are futexes too. */
        "race:libglib-2.0.so\n";
}

const char *__ubsan_default_options(void)
{
    return "print_stacktrace=1";
}
