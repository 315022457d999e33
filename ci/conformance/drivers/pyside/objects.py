"""What is the same for all classes: Qt's values as the protocol writes them, the objects by their names, and the actions."""

import enum
import json
import sys

from PySide6.QtBluetooth import QBluetooth, QBluetoothAddress, QBluetoothServiceInfo, QBluetoothSocket, QBluetoothUuid
from PySide6.QtCore import QByteArray, QIODevice, QIODeviceBase, QObject, QUuid

SECURITY = ("Authorization", "Authentication", "Encryption", "Secure")
OPEN_MODES = ("ReadOnly", "WriteOnly", "Append", "Truncate", "Text", "Unbuffered", "NewOnly", "ExistingOnly")


class Unsupported(Exception):
    """PySide6 does not have what is asked for."""


def trace(event, obj="", name="", value=None):
    line = {"event": event}
    if obj:
        line["object"] = obj
    if name:
        line["name"] = name
    if value is not None:
        line["value"] = value
    print(json.dumps(line), flush=True)


# Qt's values as the protocol writes them, and back.


def joined(value, flag, names, none):
    found = [name for name in names if value & getattr(flag, name)]
    return "|".join(found) or none


def split(text, flag, names):
    value = flag(0)
    for name in text.split("|"):
        if name in names:
            value |= getattr(flag, name)
    return value


def to_json(value):
    if isinstance(value, QBluetooth.Security):
        return joined(value, QBluetooth.Security, SECURITY, "NoSecurity")
    if isinstance(value, QIODeviceBase.OpenModeFlag):
        return joined(value, QIODeviceBase.OpenModeFlag, OPEN_MODES, "NotOpen")
    if isinstance(value, QByteArray):
        return bytes(value.data()).decode("latin-1")
    if isinstance(value, QBluetoothAddress):
        return value.toString()
    if isinstance(value, QUuid):
        return value.toString(QUuid.StringFormat.WithoutBraces)
    if isinstance(value, list):
        return [to_json(v) for v in value]
    if type(value) in WRITERS:
        return WRITERS[type(value)](value)
    if isinstance(value, enum.Enum):
        return value.name
    return value


# How values of further types are written.
WRITERS = {}


def address(text):
    return QBluetoothAddress(text)


def uuid(text):
    return QBluetoothUuid(QUuid(text))


def protocol(text):
    return getattr(QBluetoothServiceInfo.Protocol, text)


def state(text):
    return getattr(QBluetoothSocket.SocketState, text)


def open_mode(text):
    return split(text, QIODevice.OpenModeFlag, OPEN_MODES)


def security(text):
    return split(text, QBluetooth.Security, SECURITY)


def data(text):
    return QByteArray(text.encode("latin-1"))


def service(name):
    return objects[name].qt


def plain(value):
    return value


# How an argument of a name is made of what the protocol has, unless the class says otherwise.
PARAMETERS = {
    "address": address,
    "data": data,
    "flags": security,
    "mode": open_mode,
    "openMode": open_mode,
    "security": security,
    "serverType": protocol,
    "service": service,
    "socketState": state,
    "socketType": protocol,
    "uuid": uuid,
}

# What makes an object of a class, and the class that drives it.
CLASSES = {}

# The classes that drive what calls return.
RETURNED = {}

objects = {}


def make_arguments(signature, arguments, own=None):
    method, parameters = signature[:-1].split("(")
    converters = (own or {}).get(method) or [PARAMETERS.get(p, plain) for p in parameters.split(", ")]
    return [convert(v) for convert, v in zip(converters, arguments)]


class Object:
    """A named object of one of Qt's classes. Methods are called by their names, but for those of SPECIAL. ARGUMENTS has how
    a method's arguments are made, where their names do not say it."""

    SIGNALS = ()
    SPECIAL = {}
    ARGUMENTS = {}

    def __init__(self, name, qt):
        self.name, self.qt, self.inside, self.connections = name, qt, {}, []
        for signal in self.SIGNALS:
            self.connections.append((getattr(qt, signal), getattr(qt, signal).connect(self.handler(signal))))
        objects[name] = self

    def handler(self, signal):
        return lambda *values: self.emitted(signal, *values)

    def emitted(self, signal, *values):
        trace("signal", self.name, signal, self.values(signal, values))
        waiting = self.inside.get(signal)
        if waiting:
            perform(waiting.pop(0))
            trace("handled", self.name, signal)

    def values(self, signal, values):
        return [to_json(v) for v in values]

    def call(self, signature, arguments, name):
        values = make_arguments(signature, arguments, self.ARGUMENTS)
        method = signature.split("(")[0]
        if signature in self.SPECIAL:
            result = self.SPECIAL[signature](self.qt, *values)
        elif hasattr(self.qt, method):
            result = getattr(self.qt, method)(*values)
        else:
            raise Unsupported(method)
        if isinstance(result, QBluetoothServiceInfo) and not result.isValid():
            return None
        if type(result) in RETURNED:
            RETURNED[type(result)](name, result)
            return name
        return to_json(result)

    def end(self):
        for signal, connection in self.connections:
            signal.disconnect(connection)
        if isinstance(self.qt, QObject):
            self.qt.deleteLater()


def construct(action):
    name = action["construct"]
    trace("construct", name, action["class"])
    make, wrap = CLASSES[action["class"]]
    wrap(name, make(*make_arguments(action["method"], action.get("arguments", []))))


def call(obj, action):
    signature = action["method"]
    trace("call", obj.name, signature)
    try:
        trace("return", obj.name, signature, obj.call(signature, action.get("arguments", []), action.get("as")))
    except (Unsupported, TypeError) as error:
        print(error, file=sys.stderr)
        trace("unsupported", obj.name, signature)


def perform(actions):
    """Does actions one after the other."""
    for action in actions:
        if "construct" in action:
            construct(action)
            continue
        name = action.get("call") or action.get("inside") or action.get("delete")
        if name not in objects:
            trace("missing", name)
        elif "call" in action:
            call(objects[name], action)
        elif "inside" in action:
            objects[name].inside.setdefault(action["signal"], []).append(action["actions"])
        else:
            objects.pop(name).end()
            trace("delete", name)
