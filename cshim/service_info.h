// Service records: a QBluetoothServiceInfo as bytes, and one behind a handle.
#pragma once

#include "object.h"

#include <QtBluetooth/qbluetoothserviceinfo.h>

namespace qtbt {

// A service that can be registered. It has no signals.
class ServiceInfo final : public Object
{
public:
    explicit ServiceInfo(const QBluetoothServiceInfo &info) : info_(info) {}

    QBluetoothServiceInfo &qt() { return info_; }

    // Fills in why a call failed, and returns QTBT_FAILED.
    qtbt_status fail(qtbt_failure *failure) const;

protected:
    QMetaObject::Connection connectSignal(qtbt_signal signal) override;

private:
    QBluetoothServiceInfo info_;
};

// Reports whether a number is one of QBluetoothServiceInfo::Protocol.
constexpr bool isProtocol(int32_t number)
{
    return number >= QBluetoothServiceInfo::UnknownProtocol
            && number <= QBluetoothServiceInfo::RfcommProtocol;
}

// Returns the record of a service, in the form that qtbt_service_info.h describes.
QByteArray encodeServiceInfo(const QBluetoothServiceInfo &info);

// Returns one sequence of records.
QByteArray encodeServiceInfos(const QList<QBluetoothServiceInfo> &infos);

// Fills a new QBluetoothServiceInfo from a record. Returns false, and leaves `info` in any state,
// if the record is malformed. It must be called on the Qt thread, because the info contains a
// QObject.
bool decodeServiceInfo(const uint8_t *data, size_t size, QBluetoothServiceInfo *info);

} // namespace qtbt
