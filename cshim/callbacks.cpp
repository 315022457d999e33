//go:build cgo && !qtbt_system

// The table of callbacks.
#include "callbacks.h"

#include <algorithm>
#include <cstring>

namespace qtbt {
namespace {

qtbt_callbacks table = {};

} // namespace

const qtbt_callbacks &callbacks()
{
    return table;
}

bool isAcceptable(const qtbt_callbacks *given)
{
    return given && given->version == QTBT_CALLBACKS_VERSION && given->size >= 2 * sizeof(uint32_t);
}

void setCallbacks(const qtbt_callbacks &given)
{
    std::memcpy(&table, &given, std::min<size_t>(given.size, sizeof table));
}

void sendSignal(qtbt_handle sender, qtbt_signal signal, int64_t value, const QByteArray &data)
{
    if (const auto callback = callbacks().signal)
        callback(sender, signal, value, reinterpret_cast<const uint8_t *>(data.constData()),
                 size_t(data.size()));
}

} // namespace qtbt
