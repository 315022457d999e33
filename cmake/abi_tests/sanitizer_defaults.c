/* The default options of the sanitizers, and the reports that they suppress.
 *
 * Qt is not built with ThreadSanitizer, which does not know the futexes of QMutex and
 * QSemaphore. */
const char *__tsan_default_options(void);
const char *__tsan_default_suppressions(void);
const char *__ubsan_default_options(void);

const char *__tsan_default_options(void)
{
    /* Accesses inside Qt are not checked. */
    return "ignore_noninstrumented_modules=1";
}

const char *__tsan_default_suppressions(void)
{
    return
            /* ~QThread after wait(): both the thread's last use of the condition and wait() hold a
         * QMutex. */
            "race:QWaitCondition::~QWaitCondition\n"
            /* The list of a thread's posted events, which Qt guards with a QMutex. */
            "race:QArrayData::reallocateUnaligned\n"
            /* The wake-up descriptor of the GLib main context in QtDBus's thread. GLib's locks are
         * futexes too. */
            "race:libglib-2.0.so\n";
}

const char *__ubsan_default_options(void)
{
    return "print_stacktrace=1";
}
