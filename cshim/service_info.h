// Service records: a QBluetoothServiceInfo as bytes, and one behind a handle.
#pragma once

#include "object.h"

#include <QtBluetooth/qbluetoothserviceinfo.h>

namespace qtbt {

// A service that was registered, or can be. It has no signals.
class ServiceInfo final : public Object
{
public:
    explicit ServiceInfo(const QBluetoothServiceInfo &info) : info_(info) { }

    QBluetoothServiceInfo &qt() { return info_; }

    // Says why a call failed.
    qtbt_status fail(qtbt_failure *failure) const;

protected:
    QMetaObject::Connection connectSignal(qtbt_signal signal) override;

private:
    QBluetoothServiceInfo info_;
};

// Whether a number is one of QBluetoothServiceInfo::Protocol.
constexpr bool isProtocol(int32_t number)
{
    return number >= QBluetoothServiceInfo::UnknownProtocol
            && number <= QBluetoothServiceInfo::RfcommProtocol;
}

// The record of a service, in the form of qtbt_service_info.h.
QByteArray encodeServiceInfo(const QBluetoothServiceInfo &info);

// One sequence of records.
QByteArray encodeServiceInfos(const QList<QBluetoothServiceInfo> &infos);

// Fills a new QBluetoothServiceInfo from a record; false, and `info` in any state, if it is malformed.
// Qt thread: the info has a QObject inside.
bool decodeServiceInfo(const uint8_t *data, size_t size, QBluetoothServiceInfo *info);

} // namespace qtbt
