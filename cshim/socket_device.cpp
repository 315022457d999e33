//go:build cgo && !qtbt_system

// The ABI of what QBluetoothSocket inherits from QIODevice: reading, writing, transactions and
// channels.
#include "bytes.h"
#include "log.h"
#include "qtbt_socket.h"
#include "socket.h"

using namespace qtbt;

namespace {

// Stores the count of bytes that f returns. A negative one is Qt's error.
template <typename F>
qtbt_status storeCount(Socket &self, int64_t *count, qtbt_failure *failure, F f)
{
    clearLastMessage();
    *count = f(self.qt());
    return *count < 0 ? self.fail(failure) : QTBT_OK;
}

// Calls a method that reads.
template <typename F>
qtbt_status read(qtbt_handle socket, int64_t *count, qtbt_failure *failure, F f)
{
    if (!count || !failure)
        return QTBT_INVALID_ARGUMENT;
    return with<Socket>(socket, [&](Socket &self) {
        return self.reading([&] { return storeCount(self, count, failure, f); });
    });
}

// Calls a method that returns false if it fails.
template <typename F>
qtbt_status succeed(qtbt_handle socket, qtbt_failure *failure, F f)
{
    if (!failure)
        return QTBT_INVALID_ARGUMENT;
    return with<Socket>(socket, [&](Socket &self) -> qtbt_status {
        clearLastMessage();
        return f(self.qt()) ? QTBT_OK : self.fail(failure);
    });
}

template <typename F>
qtbt_status act(qtbt_handle socket, F f)
{
    return with<Socket>(socket, [&](Socket &self) -> qtbt_status {
        f(self.qt());
        return QTBT_OK;
    });
}

} // namespace

qtbt_status qtbt_socket_read(qtbt_handle socket, void *buffer, size_t capacity, int64_t *count,
                             int64_t *left, qtbt_failure *failure)
{
    if (!left || (!buffer && capacity))
        return QTBT_INVALID_ARGUMENT;
    return read(socket, count, failure, [=](QBluetoothSocket &qt) {
        const qint64 read = qt.read(static_cast<char *>(buffer), qint64(capacity));
        *left = qt.bytesAvailable();
        return read;
    });
}

qtbt_status qtbt_socket_read_line(qtbt_handle socket, int64_t max_size, qtbt_bytes *line)
{
    if (!line)
        return QTBT_INVALID_ARGUMENT;
    return with<Socket>(socket, [=](Socket &self) {
        return self.reading([&] {
            *line = toBytes(self.qt().readLine(max_size));
            return QTBT_OK;
        });
    });
}

qtbt_status qtbt_socket_peek(qtbt_handle socket, void *buffer, size_t capacity, int64_t *count,
                             qtbt_failure *failure)
{
    if (!buffer && capacity)
        return QTBT_INVALID_ARGUMENT;
    return read(socket, count, failure, [=](QBluetoothSocket &qt) {
        return qt.peek(static_cast<char *>(buffer), qint64(capacity));
    });
}

qtbt_status qtbt_socket_skip(qtbt_handle socket, int64_t max_size, int64_t *count,
                             qtbt_failure *failure)
{
    return read(socket, count, failure, [=](QBluetoothSocket &qt) { return qt.skip(max_size); });
}

qtbt_status qtbt_socket_unget_char(qtbt_handle socket, uint8_t byte)
{
    return with<Socket>(socket, [=](Socket &self) -> qtbt_status {
        if (!self.guard().hasReadChannel())
            return QTBT_INVALID_ARGUMENT;
        self.qt().ungetChar(char(byte));
        return QTBT_OK;
    });
}

qtbt_status qtbt_socket_bytes_available(qtbt_handle socket, int64_t *count)
{
    return get<Socket>(socket, count, [](Socket &self) { return self.qt().bytesAvailable(); });
}

qtbt_status qtbt_socket_can_read_line(qtbt_handle socket, bool *can)
{
    return get<Socket>(socket, can, [](Socket &self) { return self.qt().canReadLine(); });
}

qtbt_status qtbt_socket_at_end(qtbt_handle socket, bool *at_end)
{
    return get<Socket>(socket, at_end, [](Socket &self) { return self.qt().atEnd(); });
}

qtbt_status qtbt_socket_write(qtbt_handle socket, const void *data, size_t size, int64_t *count,
                              qtbt_failure *failure)
{
    if ((!data && size) || !count || !failure)
        return QTBT_INVALID_ARGUMENT;
    return with<Socket>(socket, [=](Socket &self) {
        return storeCount(self, count, failure, [=](QBluetoothSocket &qt) {
            return qt.write(static_cast<const char *>(data), qint64(size));
        });
    });
}

qtbt_status qtbt_socket_bytes_to_write(qtbt_handle socket, int64_t *count)
{
    return get<Socket>(socket, count, [](Socket &self) { return self.qt().bytesToWrite(); });
}

qtbt_status qtbt_socket_open(qtbt_handle socket, int32_t open_mode, qtbt_failure *failure)
{
    return succeed(socket, failure, [=](QBluetoothSocket &qt) {
        return qt.open(QIODevice::OpenMode::fromInt(open_mode));
    });
}

qtbt_status qtbt_socket_open_mode(qtbt_handle socket, int32_t *open_mode)
{
    return get<Socket>(socket, open_mode,
                       [](Socket &self) { return self.qt().openMode().toInt(); });
}

qtbt_status qtbt_socket_is_sequential(qtbt_handle socket, bool *sequential)
{
    return get<Socket>(socket, sequential, [](Socket &self) { return self.qt().isSequential(); });
}

qtbt_status qtbt_socket_set_text_mode_enabled(qtbt_handle socket, bool enabled)
{
    return act(socket, [=](QBluetoothSocket &qt) { qt.setTextModeEnabled(enabled); });
}

qtbt_status qtbt_socket_pos(qtbt_handle socket, int64_t *pos)
{
    return get<Socket>(socket, pos, [](Socket &self) { return self.qt().pos(); });
}

qtbt_status qtbt_socket_size(qtbt_handle socket, int64_t *size)
{
    return get<Socket>(socket, size, [](Socket &self) { return self.qt().size(); });
}

qtbt_status qtbt_socket_seek(qtbt_handle socket, int64_t pos, qtbt_failure *failure)
{
    return succeed(socket, failure, [=](QBluetoothSocket &qt) { return qt.seek(pos); });
}

qtbt_status qtbt_socket_reset(qtbt_handle socket, qtbt_failure *failure)
{
    return succeed(socket, failure, [](QBluetoothSocket &qt) { return qt.reset(); });
}

qtbt_status qtbt_socket_wait_for_ready_read(qtbt_handle socket, int32_t msecs, bool *ready)
{
    return get<Socket>(socket, ready,
                       [=](Socket &self) { return self.qt().waitForReadyRead(msecs); });
}

qtbt_status qtbt_socket_wait_for_bytes_written(qtbt_handle socket, int32_t msecs, bool *written)
{
    return get<Socket>(socket, written,
                       [=](Socket &self) { return self.qt().waitForBytesWritten(msecs); });
}

qtbt_status qtbt_socket_start_transaction(qtbt_handle socket)
{
    return act(socket, [](QBluetoothSocket &qt) { qt.startTransaction(); });
}

qtbt_status qtbt_socket_commit_transaction(qtbt_handle socket)
{
    return with<Socket>(socket, [](Socket &self) -> qtbt_status {
        self.guard().commitTransaction();
        return QTBT_OK;
    });
}

qtbt_status qtbt_socket_rollback_transaction(qtbt_handle socket)
{
    return act(socket, [](QBluetoothSocket &qt) { qt.rollbackTransaction(); });
}

qtbt_status qtbt_socket_is_transaction_started(qtbt_handle socket, bool *started)
{
    return get<Socket>(socket, started,
                       [](Socket &self) { return self.qt().isTransactionStarted(); });
}

qtbt_status qtbt_socket_read_channel_count(qtbt_handle socket, int32_t *count)
{
    return get<Socket>(socket, count, [](Socket &self) { return self.qt().readChannelCount(); });
}

qtbt_status qtbt_socket_write_channel_count(qtbt_handle socket, int32_t *count)
{
    return get<Socket>(socket, count, [](Socket &self) { return self.qt().writeChannelCount(); });
}

qtbt_status qtbt_socket_current_read_channel(qtbt_handle socket, int32_t *channel)
{
    return get<Socket>(socket, channel, [](Socket &self) { return self.guard().readChannel(); });
}

qtbt_status qtbt_socket_set_current_read_channel(qtbt_handle socket, int32_t channel)
{
    return with<Socket>(socket, [=](Socket &self) -> qtbt_status {
        self.guard().setReadChannel(channel);
        return QTBT_OK;
    });
}

qtbt_status qtbt_socket_current_write_channel(qtbt_handle socket, int32_t *channel)
{
    return get<Socket>(socket, channel, [](Socket &self) { return self.guard().writeChannel(); });
}

qtbt_status qtbt_socket_set_current_write_channel(qtbt_handle socket, int32_t channel)
{
    return with<Socket>(socket, [=](Socket &self) -> qtbt_status {
        self.guard().setWriteChannel(channel);
        return QTBT_OK;
    });
}
