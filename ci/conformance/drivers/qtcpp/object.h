// The objects of a scenario by their names, and what is the same for all classes.
#pragma once

#include "trace.h"
#include "values.h"

#include <QtCore/qhash.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qobject.h>

#include <functional>

// A named object of one of Qt's classes. It outlives its end until the event loop runs, as a handler may end its own.
class Object : public QObject
{
public:
    explicit Object(const QString &name) : name_(name) {}

    // Calls a method; undefined if the class has none of that signature. `as` names an object that it returns.
    virtual QJsonValue call(const QString &method, const Arguments &arguments,
                            const QString &as) = 0;

    // Qt's object, or null for a value.
    virtual QObject *qt() { return nullptr; }

    // At the signal's next emission, the actions are done within the handler.
    void doInside(const QString &signal, const QJsonArray &actions);

    // No signal is told any more, and Qt deletes its object later.
    void end();

protected:
    // Is to be called by a handler of each signal.
    void emitted(const char *signal, const QJsonArray &values = {});

private:
    QString name_;
    QHash<QString, QList<QJsonArray>> inside_;
};

Object *findObject(const QString &name);
void addObject(const QString &name, Object *object);
void removeObject(const QString &name);
const QHash<QString, Object *> &allObjects();

Object *newServer(const QString &name, const QString &signature, const Arguments &arguments);
Object *newSocket(const QString &name, const QString &signature, const Arguments &arguments);
Object *newServiceInfo(const QString &name);
Object *newServiceDiscoveryAgent(const QString &name);
Object *newDeviceDiscoveryAgent(const QString &name, const QString &signature,
                                const Arguments &arguments);
Object *newController(const QString &name, const QString &signature, const Arguments &arguments);
Object *newCharacteristic(const QString &name);
Object *newDescriptor(const QString &name);
// Null if the class is no data class.
Object *newData(const QString &name, const QString &className, const QString &signature,
                const Arguments &arguments);

// For objects that a call returned.
Object *takeSocket(const QString &name, QBluetoothSocket *socket);
Object *takeServiceInfo(const QString &name, const QBluetoothServiceInfo &info);
QBluetoothServiceInfo &serviceInfo(const QString &name);
Object *takeLowEnergyService(const QString &name, QLowEnergyService *service);
QLowEnergyService *lowEnergyService(const QString &name);

// Does actions one after the other.
void perform(const QJsonArray &actions);

// A method of class C: takes the arguments and returns the result; null for none.
template <typename C>
using Method = std::function<QJsonValue(C &, const Arguments &)>;

template <typename C>
using Methods = QHash<QString, Method<C>>;

// A method that takes nothing.
template <typename C, typename Base, typename R>
Method<C> plain(R (Base::*f)() const)
{
    return [f](C &object, const Arguments &) { return toJson((object.*f)()); };
}

template <typename C, typename Base, typename R>
Method<C> plain(R (Base::*f)())
{
    return [f](C &object, const Arguments &) -> QJsonValue {
        if constexpr (std::is_void_v<R>) {
            (object.*f)();
            return QJsonValue::Null;
        } else {
            return toJson((object.*f)());
        }
    };
}

// A method that returns nothing.
template <typename C, typename F>
Method<C> act(F f)
{
    return [f](C &object, const Arguments &a) {
        f(object, a);
        return QJsonValue();
    };
}

template <typename C>
QJsonValue callIn(const Methods<C> &methods, const QString &method, C &object,
                  const Arguments &arguments)
{
    const auto found = methods.constFind(method);
    return found == methods.cend() ? QJsonValue(QJsonValue::Undefined)
                                   : (*found)(object, arguments);
}
