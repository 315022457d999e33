/* The types that all headers of the shim share: status codes, handles, bytes and the table of
 * callbacks.
 *
 * The ABI is C99. Every function returns a qtbt_status and hands results out through parameters.
 * These are written only if the status is QTBT_OK or QTBT_FAILED. Text is UTF-8 with a length and
 * no terminating zero.
 *
 * ci/belt generates the Go package's functions, types and constants from these headers. The comment
 * before a function is a sentence without its subject, or begins with Qt's call. The comment before
 * an enumeration of Qt's begins with Qt's name for it, and the comment behind an enumerator is Qt's
 * name for that. From these ci/belt generates static_asserts that compare the values with Qt's. */
#ifndef QTBT_TYPES_H
#define QTBT_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define QTBT_EXPORT __declspec(dllexport)
#else
#define QTBT_EXPORT __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* The outcome of a call. */
typedef int32_t qtbt_status;
enum {
    QTBT_OK = 0,
    QTBT_FAILED = 1,           /* Qt refused; the object's error code and text give the reason */
    QTBT_DELETED = 2,          /* the handle's object is deleted, or never existed */
    QTBT_STOPPED = 3,          /* the Qt thread has ended */
    QTBT_INVALID_ARGUMENT = 4, /* an argument is out of range, NULL, or of the wrong kind */
    QTBT_NO_APPLICATION = 5,   /* QTBT_MODE_ATTACH, and no QCoreApplication exists */
    QTBT_WRONG_THREAD = 6,     /* not allowed on the Qt thread, or not on the first thread */
    QTBT_ALREADY_STARTED = 7, /* a runtime in another mode, a stream or an attempt exists already */
    QTBT_INTERNAL = 8,        /* a C++ exception was caught at the boundary */
    QTBT_AGAIN = 9,           /* nothing to read, or no room to write, for now */
    QTBT_END = 10,            /* the peer closed the connection */
    QTBT_OVERRUN = 11,        /* the connection was ended because nobody read what arrived */
    QTBT_ERRNO = 12,          /* a system call failed; the failure's code is errno */
    QTBT_NO_BUS = 13,         /* there is no D-Bus system bus yet */
    QTBT_BUS_LOST = 14,       /* the connection to the system bus has ended; Qt makes no new one */
    QTBT_NO_DAEMON = 15,      /* bluetoothd does not run, and D-Bus could not start it */
    QTBT_NO_ADAPTER = 16,     /* the object's adapter does not exist, or no longer */
    QTBT_NO_DESCRIPTORS = 17, /* too few file descriptors are left to start the Qt thread */
    QTBT_DUPLICATE_SERVICE = 18, /* the controller has a service of that UUID already */
    QTBT_NO_PERMISSION = 19      /* the D-Bus policy does not let the process call bluetoothd */
};

/* An object of the shim. It is an index with a generation, never a pointer, and 0 is no object. */
typedef uint64_t qtbt_handle;

/* Bytes that the shim allocated. The caller frees them with qtbt_bytes_free. */
typedef struct qtbt_bytes {
    uint8_t *data;
    size_t size;
} qtbt_bytes;

/* Bytes that are text. */
typedef qtbt_bytes qtbt_text;

/* Why a call failed. It is filled in if the call returns QTBT_FAILED or QTBT_ERRNO, and left alone
 * otherwise. */
typedef struct qtbt_failure {
    int32_t code;   /* the error code of the object's class; 0 where Qt gives none */
    qtbt_text text; /* Qt's errorString, or what it logged during the call; the caller frees it */
} qtbt_failure;

/* A UUID in the byte order of RFC 4122 (big-endian). */
typedef struct qtbt_uuid {
    uint8_t bytes[16];
} qtbt_uuid;

/* Bytes that are UUIDs, one after the other. */
typedef qtbt_bytes qtbt_uuids;

/* The kind of event that comes through qtbt_callbacks.signal. Each header declares its own, and no
 * two have the same value. */
typedef int32_t qtbt_signal;

/* QBluetoothServiceInfo::Protocol. */
enum {
    QTBT_PROTOCOL_UNKNOWN = 0, /* UnknownProtocol */
    QTBT_PROTOCOL_L2CAP = 1,   /* L2capProtocol */
    QTBT_PROTOCOL_RFCOMM = 2   /* RfcommProtocol */
};

/* QBluetooth::Security, as flags. */
enum {
    QTBT_SECURITY_NONE = 0x00,           /* NoSecurity */
    QTBT_SECURITY_AUTHORIZATION = 0x01,  /* Authorization */
    QTBT_SECURITY_AUTHENTICATION = 0x02, /* Authentication */
    QTBT_SECURITY_ENCRYPTION = 0x04,     /* Encryption */
    QTBT_SECURITY_SECURE = 0x08          /* Secure */
};

/* The severity of a log message. A higher value is more severe. */
enum { QTBT_LOG_DEBUG = 0, QTBT_LOG_INFO = 1, QTBT_LOG_WARNING = 2, QTBT_LOG_CRITICAL = 3 };

#define QTBT_CALLBACKS_VERSION 1u

/* The functions by which the shim calls the program. The program fills in those that it wants, and
 * sets size and version. NULL members are skipped. Pointers given to a callback are valid until it
 * returns. */
typedef struct qtbt_callbacks {
    uint32_t size;    /* sizeof(qtbt_callbacks) of the program's build */
    uint32_t version; /* QTBT_CALLBACKS_VERSION */
    /* Delivers a watched signal of `sender`, on the Qt thread, inside Qt's emission. `value` is the
     * signal's one integer argument, or 0. `data` is its payload, if any. */
    void (*signal)(qtbt_handle sender, qtbt_signal signal, int64_t value, const uint8_t *data,
                   size_t size);
    /* Runs work posted by qtbt_invoke, on the Qt thread. If `run` is false, the Qt thread has ended
     * and the work will never run; the callback is then on any thread. */
    void (*invoke)(uint64_t token, bool run);
    /* Delivers a message of a qt.bluetooth category, or any that Qt logs on the Qt thread. It is
     * called on the thread that logged the message. */
    void (*log)(int32_t severity, const char *category, size_t category_size, const char *text,
                size_t text_size);
} qtbt_callbacks;

/* Frees what a function handed out. A zero qtbt_bytes is allowed. It may be called from any
 * thread. */
QTBT_EXPORT void qtbt_bytes_free(qtbt_bytes bytes);

#ifdef __cplusplus
}
#endif
#endif
