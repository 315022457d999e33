"""The conformance driver of PySide6. It does what the lines on its standard input say, and tells on standard output what
happens; see the README of ci/conformance."""

import json
import os
import sys
import threading

from PySide6.QtBluetooth import (
    QBluetooth,
    QBluetoothAddress,
    QBluetoothDeviceInfo,
    QBluetoothServer,
    QBluetoothServiceDiscoveryAgent,
    QBluetoothServiceInfo,
    QBluetoothSocket,
    QBluetoothUuid,
)
from PySide6.QtCore import QByteArray, QCoreApplication, QIODevice, QIODeviceBase, QObject, Qt, QUuid, Signal

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
    if hasattr(value, "name") and hasattr(value, "value"):  # an enumerator
        return value.name
    return value


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


# How an argument of a name is made of what the protocol has.
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



def make_arguments(signature, arguments):
    parameters = signature[:-1].split("(")[1].split(", ")
    return [PARAMETERS.get(p, plain)(v) for p, v in zip(parameters, arguments)]


objects = {}


class Object:
    """A named object of one of Qt's classes. Methods are called by their names, but for those of SPECIAL."""

    SIGNALS = ()
    SPECIAL = {}

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
        values = make_arguments(signature, arguments)
        method = signature.split("(")[0]
        if signature in self.SPECIAL:
            result = self.SPECIAL[signature](self.qt, *values)
        elif hasattr(self.qt, method):
            result = getattr(self.qt, method)(*values)
        else:
            raise Unsupported(method)
        if isinstance(result, QBluetoothSocket):
            Socket(name, result)
            return name
        if isinstance(result, QBluetoothServiceInfo):
            if not result.isValid():
                return None
            Info(name, result)
            return name
        return to_json(result)

    def end(self):
        for signal, connection in self.connections:
            signal.disconnect(connection)
        if isinstance(self.qt, QObject):
            self.qt.deleteLater()


class Server(Object):
    SIGNALS = ("newConnection", "errorOccurred")


class Socket(Object):
    SIGNALS = (
        "connected",
        "disconnected",
        "errorOccurred",
        "stateChanged",
        "aboutToClose",
        "bytesWritten",
        "channelBytesWritten",
        "channelReadyRead",
        "readChannelFinished",
        "readyRead",
    )
    SPECIAL = {
        "putChar(c)": lambda s, c: s.putChar(chr(c)),
        "ungetChar(c)": lambda s, c: s.ungetChar(chr(c)),
    }


def sequence(*values):
    return QBluetoothServiceInfo.Sequence(list(values))


def set_attribute(info, attribute, value):
    info.setAttribute(attribute.value, value)


def protocol_uuid(name):
    return QBluetoothUuid(getattr(QBluetoothUuid.ProtocolUuid, name))


def set_protocols(info, *protocols):
    set_attribute(info, QBluetoothServiceInfo.AttributeId.ProtocolDescriptorList, sequence(*protocols))


class Info(Object):
    SPECIAL = {
        "setDevice(address)": lambda info, a: info.setDevice(QBluetoothDeviceInfo(a, "", 0)),
        "setProtocolRfcomm(channel)": lambda info, channel: set_protocols(
            info, sequence(protocol_uuid("L2cap")), sequence(protocol_uuid("Rfcomm"), channel)
        ),
        "setProtocolL2cap(psm)": lambda info, psm: set_protocols(info, sequence(protocol_uuid("L2cap"), psm)),
        "setServiceClass(uuid)": lambda info, u: set_attribute(
            info, QBluetoothServiceInfo.AttributeId.ServiceClassIds, sequence(u)
        ),
        "setPublic()": lambda info: set_attribute(
            info,
            QBluetoothServiceInfo.AttributeId.BrowseGroupList,
            sequence(QBluetoothUuid(QBluetoothUuid.ServiceClassUuid.PublicBrowseGroup)),
        ),
    }


class Agent(Object):
    SIGNALS = ("canceled", "errorOccurred", "finished", "serviceDiscovered")
    SPECIAL = {
        "startFullDiscovery()": lambda agent: agent.start(QBluetoothServiceDiscoveryAgent.DiscoveryMode.FullDiscovery),
        "discoveredService()": lambda agent: (agent.discoveredServices() or [None])[0],
    }

    def values(self, signal, values):
        if signal == "serviceDiscovered":
            return [to_json(values[0].serviceUuid()), values[0].serviceName()]
        return super().values(signal, values)


CLASSES = {
    "QBluetoothServer": (QBluetoothServer, Server),
    "QBluetoothSocket": (QBluetoothSocket, Socket),
    "QBluetoothServiceInfo": (QBluetoothServiceInfo, Info),
    "QBluetoothServiceDiscoveryAgent": (QBluetoothServiceDiscoveryAgent, Agent),
}


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


END = "\n"


class Commands(QObject):
    """Commands are posted events: so the order of what they cause, and of what the sockets have, is that of any driver."""

    arrived = Signal(str)
    ended = Signal()

    def __init__(self, app):
        super().__init__()
        self.arrived.connect(self.serve, Qt.ConnectionType.QueuedConnection)
        self.ended.connect(app.quit, Qt.ConnectionType.QueuedConnection)

    def serve(self, line):
        perform(json.loads(line)["actions"])
        trace("done")

    def read(self):
        for line in sys.stdin:
            if line == END:
                break
            self.arrived.emit(line)
        self.ended.emit()


def stay():
    """Returns in a new process for each scenario: what is imported takes a guest seconds to load."""
    while os.read(sys.stdin.fileno(), 1) == END.encode():
        process = os.fork()
        if process == 0:
            return
        _, status = os.waitpid(process, 0)
        trace("ended", value=os.waitstatus_to_exitcode(status))
    sys.exit()


def main():
    if sys.argv[1:] == ["--stay"]:
        stay()
    app = QCoreApplication(sys.argv)
    commands = Commands(app)
    reader = threading.Thread(target=commands.read)
    reader.start()
    code = app.exec()
    reader.join()
    for obj in objects.values():
        obj.end()
    return code


if __name__ == "__main__":
    sys.exit(main())
