"""The contestants in Python: layer 1's rows on descriptor 3, with a binding to Qt.

usage: main.py BINDING ROW WIRES

Runs the row once for each count on standard input, and prints the nanoseconds that it took.
"""

import importlib
import sys
import time

binding, row = sys.argv[1:3]
QtCore = importlib.import_module(binding + ".QtCore")
QtBluetooth = importlib.import_module(binding + ".QtBluetooth")


def ping_pong(socket, count):
    message = b"x" * 64
    loop = QtCore.QEventLoop()
    received, left = 0, count

    def ready():
        nonlocal received, left
        received += socket.readAll().size()
        if received < len(message):
            return
        received = 0
        left -= 1
        if left == 0:
            loop.quit()
        else:
            socket.write(message)

    socket.readyRead.connect(ready)
    start = time.perf_counter_ns()
    socket.write(message)
    loop.exec()
    took = time.perf_counter_ns() - start
    socket.readyRead.disconnect(ready)
    return took


def bulk_echo(socket, count):
    window = 64 * 1024
    total = count * 16 * 1024
    received, to_send = 0, total
    buffer = bytes(window)
    loop = QtCore.QEventLoop()

    def send(size):
        nonlocal to_send
        size = min(size, to_send)
        if size > 0:
            to_send -= socket.write(buffer[:size])

    def ready():
        nonlocal received
        size = len(socket.read(window))
        received += size
        send(size)
        if received == total:
            loop.quit()

    socket.readyRead.connect(ready)
    start = time.perf_counter_ns()
    send(window)
    loop.exec()
    took = time.perf_counter_ns() - start
    socket.readyRead.disconnect(ready)
    return took


rows = {"ping-pong": ping_pong, "bulk-echo": bulk_echo}
app = QtCore.QCoreApplication(sys.argv[:1])
protocol = QtBluetooth.QBluetoothServiceInfo.Protocol.RfcommProtocol
socket = QtBluetooth.QBluetoothSocket(protocol)
if not socket.setSocketDescriptor(3, protocol):
    sys.exit("Qt does not take descriptor 3")
for line in sys.stdin:
    print(rows[row](socket, int(line)), flush=True)
