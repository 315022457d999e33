// The rows of Low Energy in the lab.
#pragma once

#include "row.h"

#include <QtBluetooth/qlowenergycontroller.h>
#include <QtBluetooth/qlowenergyservice.h>

#include <memory>

// A connected central, and the service that it uses. Any error exits the process.
class Central
{
public:
    // Connects, discovers all services, and the details of one.
    Central(const QBluetoothAddress &address, const QBluetoothUuid &service);

    // The time that connecting and discovering took.
    Clock::duration setUp() const { return m_setUp; }

    // Disconnects and waits for the end of the connection.
    ~Central();

    // Has the peripheral send notifications.
    void subscribe();

    // Reads a value count times, one after the other.
    Clock::duration read(qint64 count);

    // Writes count times without a response, and waits until the peripheral has answered a read
    // that follows.
    Clock::duration write(qint64 count);

    // Asks for count notifications and waits for them.
    Clock::duration notified(qint64 count);

private:
    std::unique_ptr<QLowEnergyController> m_controller;
    std::unique_ptr<QLowEnergyService> m_service;
    Clock::duration m_setUp{};
    bool m_closing = false;
};

// Connects count times and returns the time of that, without the time of disconnecting.
Clock::duration connectCentrals(const QBluetoothAddress &address, const QBluetoothUuid &service,
                                qint64 count);
