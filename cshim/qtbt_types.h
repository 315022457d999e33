/* The types every header of the shim shares: status codes, handles, bytes and the callback table.
 *
 * The ABI is C99. Every function returns a qtbt_status and hands results out through parameters;
 * out-parameters are written only when the status is QTBT_OK or QTBT_FAILED. Text is UTF-8 with a
 * length and no terminating zero.
 *
 * From these headers ci/belt generates the Go package's functions, types and constants. The comment
 * before a function is a sentence without its subject, or begins with Qt's call. The comment
 * before an enumeration of Qt's begins with Qt's name for it, and the comment behind an enumerator
 * is Qt's name for that: ci/belt generates static_asserts that compare the values with Qt's. */
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

/* A call's outcome. */
typedef int32_t qtbt_status;
enum {
    QTBT_OK = 0,
    QTBT_FAILED = 1,           /* Qt refused; the object's error code and text say why */
    QTBT_DELETED = 2,          /* the handle's object is deleted, or never existed */
    QTBT_STOPPED = 3,          /* the Qt thread has ended */
    QTBT_INVALID_ARGUMENT = 4, /* an argument is out of range, NULL, or of the wrong kind */
    QTBT_NO_APPLICATION = 5,   /* attach was asked for and no QCoreApplication exists */
    QTBT_WRONG_THREAD = 6,     /* not allowed on the Qt thread, or not on the first thread */
    QTBT_ALREADY_STARTED = 7,  /* the runtime runs already, in another mode */
    QTBT_INTERNAL = 8,         /* a C++ exception was caught at the boundary */
    QTBT_AGAIN = 9,            /* nothing to read, or no room to write, for now */
    QTBT_END = 10,             /* the peer closed the connection */
    QTBT_OVERRUN = 11,         /* the connection was ended because nobody read what arrived */
    QTBT_ERRNO = 12,           /* a system call failed; the failure's code is errno */
    QTBT_NO_BUS = 13,          /* the D-Bus system bus is not there, yet */
    QTBT_BUS_LOST = 14,        /* the connection to the system bus has ended; Qt makes no other */
    QTBT_NO_DAEMON = 15,       /* bluetoothd does not run, and D-Bus could not start it */
    QTBT_NO_ADAPTER = 16,      /* the object's adapter is not there, or no longer */
    QTBT_NO_DESCRIPTORS = 17   /* too few file descriptors are left to start the Qt thread */
};

/* An object of the shim: an index with a generation, never a pointer. 0 is no object. */
typedef uint64_t qtbt_handle;

/* Bytes that the shim allocated. The caller frees them with qtbt_bytes_free. */
typedef struct qtbt_bytes {
    uint8_t *data;
    size_t size;
} qtbt_bytes;

/* Bytes that are text. */
typedef qtbt_bytes qtbt_text;

/* Why a call failed: filled in when it returns QTBT_FAILED or QTBT_ERRNO, left alone otherwise. */
typedef struct qtbt_failure {
    int32_t code;    /* the error code of the object's class; 0 where Qt gives none */
    qtbt_text text;  /* Qt's errorString, or what it logged during the call; the caller frees it */
} qtbt_failure;

/* A UUID in the byte order of RFC 4122 (big-endian). */
typedef struct qtbt_uuid {
    uint8_t bytes[16];
} qtbt_uuid;

/* Bytes that are UUIDs, one after the other. */
typedef qtbt_bytes qtbt_uuids;

/* The kind of event that comes through qtbt_callbacks.signal. Each header declares its own; no
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

/* The severity of a message, in Qt's order of meaning. */
enum { QTBT_LOG_DEBUG = 0, QTBT_LOG_INFO = 1, QTBT_LOG_WARNING = 2, QTBT_LOG_CRITICAL = 3 };

#define QTBT_CALLBACKS_VERSION 1u

/* The one way up. A program fills in what it wants and sets size and version; NULL members are skipped.
 * Pointers given to a callback are valid until it returns. */
typedef struct qtbt_callbacks {
    uint32_t size;    /* sizeof(qtbt_callbacks) of the program's build */
    uint32_t version; /* QTBT_CALLBACKS_VERSION */
    /* A watched signal of `sender`. On the Qt thread, inside Qt's emit. `value` is the signal's one
     * integer argument, or 0; `data` is its payload, or NULL. */
    void (*signal)(qtbt_handle sender, qtbt_signal signal, int64_t value, const uint8_t *data,
                   size_t size);
    /* Work posted by qtbt_invoke. On the Qt thread; with `run` false, the Qt thread has ended and the
     * work will never run (then on any thread). */
    void (*invoke)(uint64_t token, bool run);
    /* A message of a qt.bluetooth category, or of any that Qt logs on the Qt thread. On the thread
     * that logged it. */
    void (*log)(int32_t severity, const char *category, size_t category_size, const char *text,
                size_t text_size);
} qtbt_callbacks;

/* Frees what a function handed out; a zero qtbt_bytes is fine. Any thread. */
QTBT_EXPORT void qtbt_bytes_free(qtbt_bytes bytes);

#ifdef __cplusplus
}
#endif
#endif
