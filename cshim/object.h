// The objects behind handles: their table, and what all wrapped classes share.
#pragma once

#include "qt_thread.h"

#include <QtCore/qbytearray.h>
#include <QtCore/qhash.h>
#include <QtCore/qobject.h>

#include <type_traits>
#include <typeinfo>

namespace qtbt {

// A wrapped Qt object. It lives on the Qt thread, and is deleted by deleteLater, so that a handler
// may delete the object that is emitting.
class Object : public QObject
{
public:
    Object();
    ~Object() override;

    qtbt_handle handle() const { return handle_; }

    // Connects or disconnects a signal. Returns false if the class has no such signal.
    bool watch(qtbt_signal signal, bool on);

    // Disconnects all signals, so that none reaches the program any more.
    void silence();

    // Has the destructor end what the destructor of the Qt object leaves behind, because nobody
    // else can do that any more.
    virtual void abandon() {}

protected:
    // Connects a signal of the Qt object, with this object as the context. Returns an empty
    // connection if there is no such signal.
    virtual QMetaObject::Connection connectSignal(qtbt_signal signal) = 0;

    void emitSignal(qtbt_signal signal, int64_t value = 0, const QByteArray &data = {}) const;

private:
    friend qtbt_handle addObject(Object *object);
    qtbt_handle handle_ = 0;
    QHash<int32_t, QMetaObject::Connection> watched_;
};

// Puts an object into the table, which owns it from now on.
qtbt_handle addObject(Object *object);

// Returns the object of a live handle, or null.
Object *findObject(qtbt_handle handle);

void deleteAllObjects();

// Runs f with the object of a handle on the Qt thread. T is the class that the object must have.
template <typename T, typename F>
qtbt_status with(qtbt_handle handle, F f)
{
    return onQtThread([&]() -> qtbt_status {
        Object *object = findObject(handle);
        if (!object)
            return QTBT_DELETED;
        static_assert(std::is_final_v<T> || std::is_same_v<T, Object>);
        if constexpr (std::is_final_v<T>) { // faster than a cast
            if (typeid(*object) != typeid(T))
                return QTBT_INVALID_ARGUMENT;
        }
        return f(static_cast<T &>(*object));
    });
}

// Is with() for a getter. It stores what f returns.
template <typename T, typename Out, typename F>
qtbt_status get(qtbt_handle handle, Out *out, F f)
{
    if (!out)
        return QTBT_INVALID_ARGUMENT;
    return with<T>(handle, [&](T &object) -> qtbt_status {
        *out = static_cast<Out>(f(object));
        return QTBT_OK;
    });
}

} // namespace qtbt
