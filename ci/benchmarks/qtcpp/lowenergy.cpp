// The rows of Low Energy in the lab: a central.
#include "lowenergy.h"

#include <QtBluetooth/qbluetoothdeviceinfo.h>
#include <QtCore/qendian.h>
#include <QtCore/qeventloop.h>
#include <QtCore/qtimer.h>

#include <cstdio>
#include <cstdlib>

namespace {

// The characteristics of each service of the peripheral.
const QBluetoothUuid readable(quint16(0xa001));
const QBluetoothUuid writable(quint16(0xa002));
const QBluetoothUuid notifier(quint16(0xa003)); // notifies as often as the number that is written

[[noreturn]] void fail(const char *what, int code)
{
    std::fprintf(stderr, "qtcpp: %s: %d\n", what, code);
    std::exit(1);
}

} // namespace

Central::Central(const QBluetoothAddress &address, const QBluetoothUuid &service)
    : m_controller(QLowEnergyController::createCentral(QBluetoothDeviceInfo(address, QString(), 0)))
{
    QEventLoop loop;
    const auto start = Clock::now();
    QObject::connect(m_controller.get(), &QLowEnergyController::errorOccurred,
                     [](QLowEnergyController::Error e) { fail("controller", e); });
    QObject::connect(m_controller.get(), &QLowEnergyController::disconnected, [this] {
        if (!m_closing)
            fail("disconnected", 0);
    });
    QObject::connect(m_controller.get(), &QLowEnergyController::connected, m_controller.get(),
                     &QLowEnergyController::discoverServices);
    QObject::connect(m_controller.get(), &QLowEnergyController::discoveryFinished, &loop, [&] {
        m_service.reset(m_controller->createServiceObject(service));
        if (!m_service)
            fail("the peripheral lacks the service", 0);
        QObject::connect(m_service.get(), &QLowEnergyService::errorOccurred,
                         [](QLowEnergyService::ServiceError e) { fail("service", e); });
        QObject::connect(m_service.get(), &QLowEnergyService::stateChanged, &loop,
                         [&](QLowEnergyService::ServiceState state) {
                             if (state != QLowEnergyService::RemoteServiceDiscovered)
                                 return;
                             m_setUp = Clock::now() - start;
                             loop.quit();
                         });
        m_service->discoverDetails();
    });
    // If the device is connected, Qt emits connected() within the call, where the loop has to run.
    QTimer::singleShot(0, m_controller.get(), &QLowEnergyController::connectToDevice);
    loop.exec();
}

Central::~Central()
{
    m_closing = true;
    QEventLoop loop;
    QObject::connect(m_controller.get(), &QLowEnergyController::disconnected, &loop,
                     &QEventLoop::quit);
    m_controller->disconnectFromDevice();
    loop.exec();
}

Clock::duration Central::read(qint64 count)
{
    const QLowEnergyCharacteristic characteristic = m_service->characteristic(readable);
    QEventLoop loop;
    QObject::connect(m_service.get(), &QLowEnergyService::characteristicRead, &loop, [&] {
        if (--count == 0)
            loop.quit();
        else
            m_service->readCharacteristic(characteristic);
    });
    const auto start = Clock::now();
    m_service->readCharacteristic(characteristic);
    loop.exec();
    return Clock::now() - start;
}

Clock::duration Central::write(qint64 count)
{
    const QLowEnergyCharacteristic characteristic = m_service->characteristic(writable);
    const QLowEnergyCharacteristic last = m_service->characteristic(readable);
    const QByteArray value(20, '\0');
    QEventLoop loop;
    QObject::connect(m_service.get(), &QLowEnergyService::characteristicRead, &loop,
                     &QEventLoop::quit);
    const auto start = Clock::now();
    for (qint64 i = 0; i < count; ++i)
        m_service->writeCharacteristic(characteristic, value,
                                       QLowEnergyService::WriteWithoutResponse);
    m_service->readCharacteristic(last);
    loop.exec();
    return Clock::now() - start;
}

void Central::subscribe()
{
    const QLowEnergyDescriptor configuration =
            m_service->characteristic(notifier).clientCharacteristicConfiguration();
    QEventLoop loop;
    QObject::connect(m_service.get(), &QLowEnergyService::descriptorWritten, &loop,
                     &QEventLoop::quit);
    m_service->writeDescriptor(configuration, QLowEnergyCharacteristic::CCCDEnableNotification);
    loop.exec();
}

Clock::duration Central::notified(qint64 count)
{
    const QLowEnergyCharacteristic characteristic = m_service->characteristic(notifier);
    qint64 received = 0;
    QEventLoop loop;
    QObject::connect(m_service.get(), &QLowEnergyService::characteristicChanged, &loop,
                     [&](const QLowEnergyCharacteristic &, const QByteArray &value) {
                         ++received;
                         const auto number = qFromLittleEndian<quint32>(value.constData());
                         if (number != received)
                             fail("a notification out of order", int(number));
                         if (received == count)
                             loop.quit();
                     });
    QByteArray request(sizeof(quint32), '\0');
    qToLittleEndian(quint32(count), request.data());
    const auto start = Clock::now();
    m_service->writeCharacteristic(characteristic, request);
    loop.exec();
    return Clock::now() - start;
}

Clock::duration connectCentrals(const QBluetoothAddress &address, const QBluetoothUuid &service,
                                qint64 count)
{
    Clock::duration total{};
    for (qint64 i = 0; i < count; ++i) {
        total += Central(address, service).setUp();
    }
    return total;
}
