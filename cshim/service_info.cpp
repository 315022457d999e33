//go:build cgo && !qtbt_system

// Service records, and the ABI to register them.
#include "service_info.h"

#include "bus.h"
#include "bytes.h"
#include "device_info.h"
#include "log.h"
#include "qtbt_service_info.h"
#include "quirks.h"
#include "sdp_element.h"

#include <QtBluetooth/qbluetoothaddress.h>
#include <QtBluetooth/qbluetoothdeviceinfo.h>
#include <QtCore/qdebug.h>
#include <QtCore/qurl.h>

#include <limits>

using namespace qtbt;

using Sequence = QBluetoothServiceInfo::Sequence;

namespace qtbt {
namespace {

Sequence serviceElement(const QBluetoothServiceInfo &info)
{
    Sequence record;
    record << QVariant::fromValue(deviceElement(info.device()));
    const QList<quint16> ids = info.attributes();
    for (const quint16 id : ids) {
        const QVariant value = info.attribute(id);
        QByteArray probe;
        if (encodeElement(value, &probe))
            record << QVariant::fromValue(id) << value;
        else
            qWarning("qtbt: service attribute 0x%04x of type %s has no SDP form and is left out",
                     id, value.typeName());
    }
    return record;
}

bool serviceFromElement(const Sequence &record, QBluetoothServiceInfo *info)
{
    if (record.size() % 2 != 1)
        return false;
    const auto deviceParts = toSequence(record.at(0));
    const auto device = deviceParts ? deviceFromElement(*deviceParts) : std::nullopt;
    if (!device)
        return false;
    info->setDevice(*device);
    for (qsizetype i = 1; i < record.size(); i += 2) {
        if (record.at(i).typeId() != QMetaType::UShort)
            return false;
        info->setAttribute(record.at(i).value<quint16>(), record.at(i + 1));
    }
    return true;
}

} // namespace

qtbt_status ServiceInfo::fail(qtbt_failure *failure) const
{
    *failure = {0, toBytes(lastMessage())};
    return QTBT_FAILED;
}

QMetaObject::Connection ServiceInfo::connectSignal(int32_t)
{
    return {};
}

QByteArray encodeServiceInfo(const QBluetoothServiceInfo &info)
{
    QByteArray bytes;
    encodeElement(QVariant::fromValue(serviceElement(info)), &bytes);
    return bytes;
}

QByteArray encodeServiceInfos(const QList<QBluetoothServiceInfo> &infos)
{
    Sequence records;
    for (const QBluetoothServiceInfo &info : infos)
        records << QVariant::fromValue(serviceElement(info));
    QByteArray bytes;
    encodeElement(QVariant::fromValue(records), &bytes);
    return bytes;
}

bool decodeServiceInfo(const uint8_t *data, size_t size, QBluetoothServiceInfo *info)
{
    if (!data || size > size_t(std::numeric_limits<int32_t>::max()))
        return false;
    const auto value = decodeElement(QByteArrayView(data, qsizetype(size)));
    const auto record = value ? toSequence(*value) : std::nullopt;
    return record && serviceFromElement(*record, info);
}

} // namespace qtbt

qtbt_status qtbt_service_info_new(const uint8_t *record, size_t size, qtbt_handle *service)
{
    if (!service)
        return QTBT_INVALID_ARGUMENT;
    return onBus([=]() -> qtbt_status {
        QBluetoothServiceInfo info;
        if (!decodeServiceInfo(record, size, &info))
            return QTBT_INVALID_ARGUMENT;
        *service = addObject(new ServiceInfo(info));
        return QTBT_OK;
    });
}

qtbt_status qtbt_service_info_record(qtbt_handle service, qtbt_bytes *record)
{
    return get<ServiceInfo>(service, record, [](ServiceInfo &self) {
        return toBytes(encodeServiceInfo(self.qt()));
    });
}

qtbt_status qtbt_service_info_register(qtbt_handle service, uint64_t adapter, qtbt_failure *failure)
{
    if (!failure)
        return QTBT_INVALID_ARGUMENT;
    return withBus<ServiceInfo>(service, [=](ServiceInfo &self) -> qtbt_status {
        const QList<quint16> ids = self.qt().attributes();
        for (const quint16 id : ids)
            self.qt().setAttribute(id, publishable(self.qt().attribute(id)));
        clearLastMessage();
        return self.qt().registerService(QBluetoothAddress(adapter)) ? QTBT_OK : self.fail(failure);
    });
}

qtbt_status qtbt_service_info_register_again(qtbt_handle service, qtbt_failure *failure)
{
    if (!failure)
        return QTBT_INVALID_ARGUMENT;
    return withBus<ServiceInfo>(service, [=](ServiceInfo &self) -> qtbt_status {
        clearLastMessage();
        return registerAgain(&self.qt()) ? QTBT_OK : self.fail(failure);
    });
}

qtbt_status qtbt_service_info_unregister(qtbt_handle service, qtbt_failure *failure)
{
    if (!failure)
        return QTBT_INVALID_ARGUMENT;
    return withBus<ServiceInfo>(service, [=](ServiceInfo &self) -> qtbt_status {
        clearLastMessage();
        return self.qt().unregisterService() ? QTBT_OK : self.fail(failure);
    });
}

qtbt_status qtbt_service_info_is_registered(qtbt_handle service, bool *registered)
{
    return get<ServiceInfo>(service, registered,
                            [](ServiceInfo &self) { return self.qt().isRegistered(); });
}

qtbt_status qtbt_service_info_summary(qtbt_handle service, qtbt_service_summary *summary)
{
    return get<ServiceInfo>(service, summary, [](ServiceInfo &self) {
        const QBluetoothServiceInfo &info = self.qt();
        return qtbt_service_summary{info.isValid(),
                                    info.isComplete(),
                                    info.serviceAvailability(),
                                    int32_t(info.socketProtocol()),
                                    info.protocolServiceMultiplexer(),
                                    info.serverChannel(),
                                    fromUuid(info.serviceUuid())};
    });
}

qtbt_status qtbt_service_info_class_uuids(qtbt_handle service, qtbt_uuids *uuids)
{
    return get<ServiceInfo>(service, uuids, [](ServiceInfo &self) {
        return toBytes(self.qt().serviceClassUuids());
    });
}

qtbt_status qtbt_service_info_protocol_descriptor(qtbt_handle service, uint16_t protocol,
                                                  qtbt_bytes *descriptor)
{
    return get<ServiceInfo>(service, descriptor, [=](ServiceInfo &self) {
        QByteArray element;
        encodeElement(QVariant::fromValue(
                              self.qt().protocolDescriptor(QBluetoothUuid::ProtocolUuid(protocol))),
                      &element);
        return toBytes(element);
    });
}

qtbt_status qtbt_service_info_text(qtbt_handle service, uint16_t attribute, qtbt_text *text)
{
    return get<ServiceInfo>(service, text, [=](ServiceInfo &self) {
        return toBytes(self.qt().attribute(attribute).toString());
    });
}

qtbt_status qtbt_url_encoded(const char *url, size_t size, qtbt_text *encoded)
{
    if (!encoded || (!url && size))
        return QTBT_INVALID_ARGUMENT;
    auto work = [=]() -> qtbt_status {
        const auto parsed = toUrl(QByteArrayView(url, qsizetype(size)));
        *encoded = toBytes(parsed ? parsed->toEncoded() : QByteArray());
        return parsed ? QTBT_OK : QTBT_FAILED;
    };
    return guarded(work);
}
