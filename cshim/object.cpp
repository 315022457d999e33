//go:build cgo && !qtbt_system

// The table of live objects, and the ABI calls that work on any of them.
#include "object.h"

#include "callbacks.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>

#include <atomic>
#include <vector>

namespace qtbt {
namespace {

struct Slot {
    uint32_t generation = 1;
    Object *object = nullptr;
};

// Used on the Qt thread only.
std::vector<Slot> slots_;
std::vector<uint32_t> freeSlots;

std::atomic<uint64_t> liveHandles{0};
std::atomic<uint64_t> liveQObjects{0};

Slot *findSlot(qtbt_handle handle)
{
    const auto index = uint32_t(handle);
    const auto generation = uint32_t(handle >> 32);
    if (index >= slots_.size() || slots_[index].generation != generation || !slots_[index].object)
        return nullptr;
    return &slots_[index];
}

void release(uint32_t index)
{
    Slot &slot = slots_[index];
    slot.object = nullptr;
    ++slot.generation;
    if (slot.generation != 0) // a slot without unused generations is retired
        freeSlots.push_back(index);
    --liveHandles;
}

qtbt_status deleteObject(qtbt_handle handle)
{
    Slot *slot = findSlot(handle);
    if (!slot)
        return QTBT_DELETED;
    Object *object = slot->object;
    release(uint32_t(handle));
    object->silence();
    object->deleteLater();
    return QTBT_OK;
}

qtbt_status abandonObject(qtbt_handle handle)
{
    if (Object *object = findObject(handle))
        object->abandon();
    return deleteObject(handle);
}

} // namespace

Object::Object()
{
    ++liveQObjects;
}

Object::~Object()
{
    --liveQObjects;
}

bool Object::watch(qtbt_signal signal, bool on)
{
    const auto known = watched_.constFind(signal);
    if (!on) {
        if (known != watched_.cend()) {
            QObject::disconnect(*known);
            watched_.erase(known);
        }
        return true;
    }
    if (known != watched_.cend())
        return true;
    const QMetaObject::Connection connection = connectSignal(signal);
    if (!connection)
        return false;
    watched_.insert(signal, connection);
    return true;
}

void Object::silence()
{
    for (const QMetaObject::Connection &connection : std::as_const(watched_))
        QObject::disconnect(connection);
    watched_.clear();
}

void Object::emitSignal(qtbt_signal signal, int64_t value, const QByteArray &data) const
{
    sendSignal(handle_, signal, value, data);
}

qtbt_handle addObject(Object *object)
{
    uint32_t index;
    if (freeSlots.empty()) {
        index = uint32_t(slots_.size());
        slots_.emplace_back();
    } else {
        index = freeSlots.back();
        freeSlots.pop_back();
    }
    slots_[index].object = object;
    object->handle_ = qtbt_handle(slots_[index].generation) << 32 | index;
    ++liveHandles;
    return object->handle_;
}

Object *findObject(qtbt_handle handle)
{
    const Slot *slot = findSlot(handle);
    return slot ? slot->object : nullptr;
}

void deleteAllObjects()
{
    do {
        for (const Slot &slot : slots_) {
            if (slot.object)
                abandonObject(slot.object->handle());
        }
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    } while (liveHandles > 0); // handlers of the last signals may make objects
}

} // namespace qtbt

using namespace qtbt;

qtbt_status qtbt_watch(qtbt_handle handle, qtbt_signal signal, bool on)
{
    return with<Object>(handle, [=](Object &object) -> qtbt_status {
        return object.watch(signal, on) ? QTBT_OK : QTBT_INVALID_ARGUMENT;
    });
}

qtbt_status qtbt_delete(qtbt_handle handle)
{
    return onQtThread([=] { return deleteObject(handle); });
}

qtbt_status qtbt_delete_later(qtbt_handle handle)
{
    if (qtbt_on_qt_thread())
        return abandonObject(handle);
    return postToQtThread([=] { abandonObject(handle); });
}

void qtbt_object_count(uint64_t *handles, uint64_t *qobjects)
{
    if (handles)
        *handles = liveHandles;
    if (qobjects)
        *qobjects = liveQObjects;
}
