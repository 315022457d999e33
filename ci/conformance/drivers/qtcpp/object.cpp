#include "object.h"

#include <QtCore/qjsonobject.h>

namespace {

QHash<QString, Object *> objects;

Object *construct(const QString &name, const QString &className, const QString &signature,
                  const Arguments &arguments)
{
    if (className == "QBluetoothServer")
        return newServer(name, signature, arguments);
    if (className == "QBluetoothSocket")
        return newSocket(name, signature, arguments);
    if (className == "QBluetoothServiceInfo")
        return newServiceInfo(name);
    if (className == "QBluetoothServiceDiscoveryAgent")
        return newServiceDiscoveryAgent(name);
    if (className == "QBluetoothDeviceDiscoveryAgent")
        return newDeviceDiscoveryAgent(name, signature, arguments);
    if (className == "QLowEnergyController")
        return newController(name, signature, arguments);
    if (className == "QLowEnergyCharacteristic")
        return newCharacteristic(name);
    if (className == "QLowEnergyDescriptor")
        return newDescriptor(name);
    return newData(name, className, signature, arguments);
}

void performOne(const QJsonObject &action)
{
    const QString method = action["method"].toString();
    const Arguments arguments(action["arguments"].toArray());
    if (const QString name = action["construct"].toString(); !name.isEmpty()) {
        const QString className = action["class"].toString();
        trace("construct", name, className);
        if (Object *object = construct(name, className, method, arguments))
            addObject(name, object);
        else
            trace("unsupported", name, className);
        return;
    }
    for (const char *kind : {"call", "inside", "delete"}) {
        const QString name = action[QLatin1String(kind)].toString();
        if (name.isEmpty())
            continue;
        Object *object = findObject(name);
        if (!object) {
            trace("missing", name);
        } else if (action.contains("call")) {
            trace("call", name, method);
            const QJsonValue value = object->call(method, arguments, action["as"].toString());
            trace(value.isUndefined() ? "unsupported" : "return", name, method, value);
        } else if (action.contains("inside")) {
            object->doInside(action["signal"].toString(), action["actions"].toArray());
        } else {
            removeObject(name);
            trace("delete", name);
        }
    }
}

} // namespace

void Object::doInside(const QString &signal, const QJsonArray &actions)
{
    inside_[signal].append(actions);
}

void Object::end()
{
    if (QObject *object = qt()) {
        object->disconnect(this);
        object->deleteLater();
    }
    deleteLater();
}

void Object::emitted(const char *signal, const QJsonArray &values)
{
    trace("signal", name_, signal, values);
    const auto waiting = inside_.find(signal);
    if (waiting == inside_.end() || waiting->isEmpty())
        return;
    perform(waiting->takeFirst());
    trace("handled", name_, signal);
}

Object *findObject(const QString &name)
{
    return objects.value(name);
}

void addObject(const QString &name, Object *object)
{
    objects.insert(name, object);
}

void removeObject(const QString &name)
{
    objects.take(name)->end();
}

const QHash<QString, Object *> &allObjects()
{
    return objects;
}

void perform(const QJsonArray &actions)
{
    for (const QJsonValue &action : actions)
        performOne(action.toObject());
}
