"""The conformance driver of PySide6. It runs the commands on its standard input, and prints the
events; see the README of ci/conformance."""

import json
import os
import sys
import threading

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

import classic  # noqa: F401, as it adds its classes
import lowenergy  # noqa: F401
from objects import objects, perform, trace

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
