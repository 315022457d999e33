// The two buffers of a stream, between the Qt thread and readers and writers on other threads.
#pragma once

#include "byte_queue.h"
#include "qt_thread.h"

#include <QtCore/qbytearray.h>

#include <functional>
#include <memory>
#include <mutex>

namespace qtbt {

struct StreamBuffers {
    // Guards all members. It is never held during a call into Qt that emits, nor during a callback.
    std::mutex mutex;
    ByteQueue in;
    ByteQueue out;
    size_t capacity = 0; // of each queue, in bytes

    bool readerWaits = false; // the reader is to get QTBT_STREAM_READABLE
    bool writerWaits = false; // the writer is to get QTBT_STREAM_WRITABLE
    bool paused = false;      // the Qt thread leaves bytes with Qt until the reader has made room
    bool closing = false;
    bool lingerChanged = false;
    int32_t linger = 0; // milliseconds

    // How each direction ended, QTBT_OK while it has not.
    qtbt_status readEnd = QTBT_OK;
    qtbt_status writeEnd = QTBT_OK;
    int32_t errorCode = 0;
    QByteArray errorText;

    // The task that has the Qt thread serve the stream. At most one is queued.
    struct Call : Task {
        std::shared_ptr<StreamBuffers> self; // set while the task is queued
    } call;
    // Does on the Qt thread what other threads have asked for. Empty when the stream is deleted.
    std::function<void()> serve;
};

// Makes the buffers of a socket's stream, and lets other threads find them.
std::shared_ptr<StreamBuffers> addBuffers(qtbt_handle socket, size_t capacity);

void removeBuffers(qtbt_handle socket);

// Returns the status of a call on a socket that has no stream.
qtbt_status noStream();

} // namespace qtbt
