//go:build cgo && !qtbt_system

// The attributes of Low Energy services, and the ABI calls that read them.
#include "low_energy_attributes.h"

#include "bytes.h"
#include "qt_thread.h"
#include "qtbt_low_energy_service.h"
#include "quirks_low_energy.h"
#include "sdp_element.h"

#include <algorithm>
#include <vector>

using namespace qtbt;

using Sequence = QBluetoothServiceInfo::Sequence;

namespace qtbt {
namespace {

// Touched on the Qt thread only.
std::vector<Attributes *> &all()
{
    static std::vector<Attributes *> attributes;
    return attributes;
}

uint64_t lastNumber = 0;

} // namespace

Attributes::Attributes(const std::shared_ptr<QLowEnergyService> &service, QObject *parent)
    : QObject(parent), service_(service), number_(++lastNumber)
{
    all().push_back(this);
}

Attributes::~Attributes()
{
    all().erase(std::find(all().begin(), all().end(), this));
}

Attributes *Attributes::take(const std::shared_ptr<QLowEnergyService> &service)
{
    const auto known = std::find_if(all().begin(), all().end(), [&](Attributes *attributes) {
        return isSameService(*attributes->service_, *service);
    });
    if (known != all().end()) {
        ++(*known)->references_;
        return *known;
    }
    QObject *context = servingContext();
    return context ? new Attributes(service, context) : nullptr;
}

Attributes *Attributes::find(uint64_t number)
{
    const auto known = std::find_if(all().begin(), all().end(), [=](Attributes *attributes) {
        return attributes->number() == number;
    });
    return known == all().end() ? nullptr : *known;
}

void Attributes::release()
{
    if (--references_ == 0)
        delete this;
}

QByteArray Attributes::encode() const
{
    const auto state = service_->state();
    Sequence sequence;
    sequence << (state != QLowEnergyService::RemoteService
                 && state != QLowEnergyService::RemoteServiceDiscovering);
    for (const QLowEnergyCharacteristic &characteristic : service_->characteristics()) {
        Sequence element;
        element << QVariant::fromValue(handleOf(characteristic))
                << QVariant::fromValue(characteristic.uuid())
                << quint32(characteristic.properties().toInt());
        for (const QLowEnergyDescriptor &descriptor : characteristic.descriptors())
            element << QVariant::fromValue(handleOf(descriptor))
                    << QVariant::fromValue(descriptor.uuid());
        sequence << QVariant::fromValue(element);
    }
    QByteArray bytes;
    encodeElement(QVariant::fromValue(sequence), &bytes);
    return bytes;
}

QLowEnergyCharacteristic Attributes::characteristic(uint16_t handle) const
{
    for (const QLowEnergyCharacteristic &characteristic : service_->characteristics()) {
        if (handleOf(characteristic) == handle)
            return characteristic;
    }
    return {};
}

QLowEnergyDescriptor Attributes::descriptor(uint16_t handle) const
{
    for (const QLowEnergyCharacteristic &characteristic : service_->characteristics()) {
        for (const QLowEnergyDescriptor &descriptor : characteristic.descriptors()) {
            if (handleOf(descriptor) == handle)
                return descriptor;
        }
    }
    return {};
}

namespace {

// Stores what f makes of the attributes.
template <typename Out, typename F>
qtbt_status read(uint64_t number, Out *out, F f)
{
    if (!out)
        return QTBT_INVALID_ARGUMENT;
    return onQtThread([&]() -> qtbt_status {
        const Attributes *attributes = Attributes::find(number);
        if (!attributes)
            return QTBT_DELETED;
        *out = f(*attributes);
        return QTBT_OK;
    });
}

} // namespace
} // namespace qtbt

qtbt_status qtbt_low_energy_attributes_release(uint64_t attributes)
{
    return postToQtThread([=] {
        if (Attributes *known = Attributes::find(attributes))
            known->release();
    });
}

qtbt_status qtbt_low_energy_attributes_characteristics(uint64_t attributes,
                                                       qtbt_bytes *characteristics)
{
    return read(attributes, characteristics,
                [](const Attributes &known) { return toBytes(known.encode()); });
}

qtbt_status qtbt_low_energy_attributes_value(uint64_t attributes, uint16_t handle,
                                             qtbt_bytes *value)
{
    return read(attributes, value, [=](const Attributes &known) {
        const QLowEnergyCharacteristic characteristic = known.characteristic(handle);
        return toBytes(handleOf(characteristic) ? characteristic.value()
                                                : known.descriptor(handle).value());
    });
}

qtbt_status qtbt_low_energy_attributes_is_valid(uint64_t attributes, uint16_t handle, bool *valid)
{
    return read(attributes, valid, [=](const Attributes &known) {
        return known.characteristic(handle).isValid() || known.descriptor(handle).isValid();
    });
}
