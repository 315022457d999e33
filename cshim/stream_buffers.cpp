//go:build cgo && !qtbt_system

// The side of readers and writers: copying from and to the buffers, and waking the Qt thread.
#include "stream_buffers.h"

#include "bytes.h"
#include "qtbt_stream.h"

#include <algorithm>
#include <shared_mutex>
#include <unordered_map>
#include <utility>

namespace qtbt {
namespace {

// The buffers of all streams, by the handle of the socket.
struct Table {
    std::shared_mutex mutex;
    std::unordered_map<qtbt_handle, std::shared_ptr<StreamBuffers>> buffers;
};

// Never destroyed, because readers may still come when the process destroys static objects.
Table &table()
{
    static auto *instance = new Table;
    return *instance;
}

// Returns null if the socket has no stream.
std::shared_ptr<StreamBuffers> findBuffers(qtbt_handle socket)
{
    Table &all = table();
    std::shared_lock lock(all.mutex);
    const auto found = all.buffers.find(socket);
    return found == all.buffers.end() ? nullptr : found->second;
}

// Has the Qt thread serve the stream. The caller gives up its lock on the buffers.
void callQtThread(const std::shared_ptr<StreamBuffers> &buffers, std::unique_lock<std::mutex> lock)
{
    StreamBuffers::Call &call = buffers->call;
    if (call.self)
        return;
    call.self = buffers;
    call.run = [](Task *task, bool stopped) {
        std::shared_ptr<StreamBuffers> self;
        {
            auto *under = static_cast<StreamBuffers::Call *>(task);
            std::lock_guard relock(under->self->mutex);
            self = std::move(under->self);
        }
        if (!stopped && self->serve)
            self->serve();
    };
    lock.unlock();
    if (!post(&call)) {
        lock.lock();
        call.self.reset();
    }
}

// Returns how a direction ended, and fills in why.
qtbt_status report(const StreamBuffers &buffers, qtbt_status end, qtbt_failure *failure)
{
    if (end == QTBT_FAILED)
        *failure = {buffers.errorCode, toBytes(buffers.errorText)};
    return end;
}

} // namespace

std::shared_ptr<StreamBuffers> addBuffers(qtbt_handle socket, size_t capacity)
{
    auto buffers = std::make_shared<StreamBuffers>();
    buffers->capacity = capacity;
    Table &all = table();
    std::lock_guard lock(all.mutex);
    all.buffers.emplace(socket, buffers);
    return buffers;
}

void removeBuffers(qtbt_handle socket)
{
    Table &all = table();
    std::lock_guard lock(all.mutex);
    all.buffers.erase(socket);
}

qtbt_status noStream()
{
    return isOpen() ? QTBT_DELETED : QTBT_STOPPED;
}

} // namespace qtbt

using namespace qtbt;

qtbt_status qtbt_stream_read(qtbt_handle socket, void *buffer, size_t size, size_t *count,
                             qtbt_failure *failure)
{
    if (!count || !failure || (!buffer && size))
        return QTBT_INVALID_ARGUMENT;
    const auto buffers = findBuffers(socket);
    if (!buffers)
        return noStream();
    std::unique_lock lock(buffers->mutex);
    const std::string_view front = buffers->in.front(size);
    if (front.empty() && size > 0) {
        buffers->readerWaits = buffers->readEnd == QTBT_OK;
        return buffers->readerWaits ? QTBT_AGAIN : report(*buffers, buffers->readEnd, failure);
    }
    *count = front.copy(static_cast<char *>(buffer), size);
    buffers->in.drop(*count);
    if (buffers->paused && buffers->in.size() <= buffers->capacity / 2)
        callQtThread(buffers, std::move(lock));
    return QTBT_OK;
}

qtbt_status qtbt_stream_write(qtbt_handle socket, const void *data, size_t size, size_t *count,
                              qtbt_failure *failure)
{
    if (!count || !failure || (!data && size))
        return QTBT_INVALID_ARGUMENT;
    const auto buffers = findBuffers(socket);
    if (!buffers)
        return noStream();
    std::unique_lock lock(buffers->mutex);
    if (buffers->writeEnd != QTBT_OK)
        return report(*buffers, buffers->writeEnd, failure);
    if (buffers->closing)
        return QTBT_DELETED;
    const size_t used = buffers->out.size();
    if (used >= buffers->capacity && size > 0) {
        buffers->writerWaits = true;
        return QTBT_AGAIN;
    }
    *count = std::min(size, buffers->capacity - used);
    buffers->out.append(data, *count);
    callQtThread(buffers, std::move(lock));
    return QTBT_OK;
}

qtbt_status qtbt_stream_close(qtbt_handle socket, int32_t linger)
{
    if (linger < 0)
        return QTBT_INVALID_ARGUMENT;
    const auto buffers = findBuffers(socket);
    if (!buffers)
        return noStream();
    std::unique_lock lock(buffers->mutex);
    buffers->closing = true;
    buffers->linger = linger;
    buffers->lingerChanged = true;
    callQtThread(buffers, std::move(lock));
    return QTBT_OK;
}
