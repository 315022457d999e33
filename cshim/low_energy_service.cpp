//go:build cgo && !qtbt_system

// The ABI of QLowEnergyService.
#include "low_energy_service.h"

#include "bus.h"
#include "bytes.h"
#include "log.h"
#include "low_energy_attributes.h"
#include "qtbt_low_energy_service.h"

using namespace qtbt;

using Service = QLowEnergyService;
using Characteristic = QLowEnergyCharacteristic;
using Descriptor = QLowEnergyDescriptor;

namespace qtbt {

LowEnergyService::LowEnergyService(Service *service, std::shared_ptr<LowEnergyEmissions> emissions)
    : service_(service), emissions_(std::move(emissions))
{
    connect(service, &Service::errorOccurred, this, [this] { ++errors_; });
}

QMetaObject::Connection LowEnergyService::connectSignal(qtbt_signal signal)
{
    const auto onCharacteristic = [=](const Characteristic &characteristic,
                                      const QByteArray &value) {
        emitAttribute(signal, handleOf(characteristic), value);
    };
    const auto onDescriptor = [=](const Descriptor &descriptor, const QByteArray &value) {
        emitAttribute(signal,
                      uint32_t(handleOf(descriptor)) << 16 | characteristicHandleOf(descriptor),
                      value);
    };
    Service *service = service_.get();
    switch (signal) {
    case QTBT_SIGNAL_LOW_ENERGY_SERVICE_STATE_CHANGED:
        return connect(service, &Service::stateChanged, this, [=](Service::ServiceState state) {
            const QScopedValueRollback inside(emissions_->any, emissions_->any + 1);
            const QScopedValueRollback invalid(emissions_->invalidServices,
                                               emissions_->invalidServices
                                                       + (state == Service::InvalidService));
            emitSignal(signal, state);
        });
    case QTBT_SIGNAL_LOW_ENERGY_SERVICE_ERROR_OCCURRED:
        return connect(service, &Service::errorOccurred, this, [=](Service::ServiceError error) {
            const QScopedValueRollback inside(emissions_->any, emissions_->any + 1);
            const QScopedValueRollback insideError(errorEmissions_, errorEmissions_ + 1);
            emitSignal(signal, error);
        });
    case QTBT_SIGNAL_LOW_ENERGY_SERVICE_CHARACTERISTIC_CHANGED:
        return connect(service, &Service::characteristicChanged, this, onCharacteristic);
    case QTBT_SIGNAL_LOW_ENERGY_SERVICE_CHARACTERISTIC_READ:
        return connect(service, &Service::characteristicRead, this, onCharacteristic);
    case QTBT_SIGNAL_LOW_ENERGY_SERVICE_CHARACTERISTIC_WRITTEN:
        return connect(service, &Service::characteristicWritten, this, onCharacteristic);
    case QTBT_SIGNAL_LOW_ENERGY_SERVICE_DESCRIPTOR_READ:
        return connect(service, &Service::descriptorRead, this, onDescriptor);
    case QTBT_SIGNAL_LOW_ENERGY_SERVICE_DESCRIPTOR_WRITTEN:
        return connect(service, &Service::descriptorWritten, this, onDescriptor);
    }
    return {};
}

void LowEnergyService::emitAttribute(qtbt_signal signal, uint32_t handles, const QByteArray &value)
{
    const QScopedValueRollback inside(emissions_->any, emissions_->any + 1);
    emitSignal(signal, handles, value);
}

qtbt_status LowEnergyService::attempt(std::function<Service::ServiceError(Service &)> call,
                                      qtbt_failure *failure)
{
    if (calls_ > 0 && errorEmissions_ > 0) {
        QMetaObject::invokeMethod(
                this,
                [this, call = std::move(call)] {
                    qtbt_failure later{};
                    attempt(call, &later);
                    qtbt_bytes_free(later.text);
                },
                Qt::QueuedConnection);
        return QTBT_OK;
    }
    clearLastMessage();
    const QScopedValueRollback errors(errors_, 0);
    const QScopedValueRollback inside(calls_, calls_ + 1);
    Service::ServiceError error = call(*service_);
    if (errors_ > 0)
        error = service_->error();
    if (error == Service::NoError)
        return QTBT_OK;
    *failure = {error, toBytes(lastMessage())};
    return QTBT_FAILED;
}

namespace {

constexpr size_t maxValueSize = 512; // of an attribute, by the Bluetooth Core Specification

bool isValue(const uint8_t *value, size_t size)
{
    return (value || !size) && size <= maxValueSize;
}

QByteArray toValue(const uint8_t *value, size_t size)
{
    return {reinterpret_cast<const char *>(value), qsizetype(size)};
}

// Runs f, a call that Qt may refuse. The bus is needed unless the service is a local one.
template <typename F>
qtbt_status attemptWith(qtbt_handle service, qtbt_failure *failure, F f)
{
    if (!failure)
        return QTBT_INVALID_ARGUMENT;
    return with<LowEnergyService>(service, [&](LowEnergyService &self) -> qtbt_status {
        if (self.qt()->state() != Service::LocalService) {
            if (const qtbt_status status = admitToBus(); status != QTBT_OK)
                return status;
        }
        return f(self);
    });
}

Characteristic characteristicOf(uint64_t attributes, uint16_t handle)
{
    const Attributes *known = Attributes::find(attributes);
    return known ? known->characteristic(handle) : Characteristic();
}

Descriptor descriptorOf(uint64_t attributes, uint16_t handle)
{
    const Attributes *known = Attributes::find(attributes);
    return known ? known->descriptor(handle) : Descriptor();
}

} // namespace
} // namespace qtbt

qtbt_status qtbt_low_energy_service_uuid(qtbt_handle service, qtbt_uuid *uuid)
{
    return get<LowEnergyService>(service, uuid, [](LowEnergyService &self) {
        return fromUuid(self.qt()->serviceUuid());
    });
}

qtbt_status qtbt_low_energy_service_name(qtbt_handle service, qtbt_text *name)
{
    return get<LowEnergyService>(service, name, [](LowEnergyService &self) {
        return toBytes(self.qt()->serviceName());
    });
}

qtbt_status qtbt_low_energy_service_type(qtbt_handle service, uint32_t *types)
{
    return get<LowEnergyService>(service, types,
                                 [](LowEnergyService &self) { return self.qt()->type().toInt(); });
}

qtbt_status qtbt_low_energy_service_state(qtbt_handle service, int32_t *state)
{
    return get<LowEnergyService>(service, state,
                                 [](LowEnergyService &self) { return self.qt()->state(); });
}

qtbt_status qtbt_low_energy_service_error(qtbt_handle service, int32_t *code)
{
    return get<LowEnergyService>(service, code,
                                 [](LowEnergyService &self) { return self.qt()->error(); });
}

qtbt_status qtbt_low_energy_service_included_services(qtbt_handle service, qtbt_uuids *services)
{
    return get<LowEnergyService>(service, services, [](LowEnergyService &self) {
        return toBytes(self.qt()->includedServices());
    });
}

qtbt_status qtbt_low_energy_service_discover_details(qtbt_handle service, int32_t mode,
                                                     qtbt_failure *failure)
{
    if (mode != QTBT_LOW_ENERGY_DISCOVERY_FULL && mode != QTBT_LOW_ENERGY_DISCOVERY_SKIP_VALUE)
        return QTBT_INVALID_ARGUMENT;
    return attemptWith(service, failure, [=](LowEnergyService &self) {
        return self.attempt(
                [=](Service &qt) {
                    qt.discoverDetails(Service::DiscoveryMode(mode));
                    return Service::NoError;
                },
                failure);
    });
}

qtbt_status qtbt_low_energy_service_read_characteristic(qtbt_handle service, uint64_t attributes,
                                                        uint16_t characteristic,
                                                        qtbt_failure *failure)
{
    return attemptWith(service, failure, [=](LowEnergyService &self) {
        const Characteristic target = characteristicOf(attributes, characteristic);
        return self.attempt(
                [=](Service &qt) {
                    qt.readCharacteristic(target);
                    return Service::NoError;
                },
                failure);
    });
}

qtbt_status qtbt_low_energy_service_write_characteristic(qtbt_handle service, uint64_t attributes,
                                                         uint16_t characteristic,
                                                         const uint8_t *value, size_t value_size,
                                                         int32_t mode, qtbt_failure *failure)
{
    if (!isValue(value, value_size) || mode < QTBT_WRITE_MODE_WITH_RESPONSE
        || mode > QTBT_WRITE_MODE_SIGNED)
        return QTBT_INVALID_ARGUMENT;
    return attemptWith(service, failure, [=](LowEnergyService &self) {
        const Characteristic target = characteristicOf(attributes, characteristic);
        const QByteArray bytes = toValue(value, value_size);
        return self.attempt(
                [=](Service &qt) {
                    qt.writeCharacteristic(target, bytes, Service::WriteMode(mode));
                    return ignoredValue(qt, bytes, target.value())
                            ? Service::CharacteristicWriteError
                            : Service::NoError;
                },
                failure);
    });
}

qtbt_status qtbt_low_energy_service_read_descriptor(qtbt_handle service, uint64_t attributes,
                                                    uint16_t descriptor, qtbt_failure *failure)
{
    return attemptWith(service, failure, [=](LowEnergyService &self) {
        const Descriptor target = descriptorOf(attributes, descriptor);
        return self.attempt(
                [=](Service &qt) {
                    qt.readDescriptor(target);
                    return Service::NoError;
                },
                failure);
    });
}

qtbt_status qtbt_low_energy_service_write_descriptor(qtbt_handle service, uint64_t attributes,
                                                     uint16_t descriptor, const uint8_t *value,
                                                     size_t value_size, qtbt_failure *failure)
{
    if (!isValue(value, value_size))
        return QTBT_INVALID_ARGUMENT;
    return attemptWith(service, failure, [=](LowEnergyService &self) {
        const Descriptor target = descriptorOf(attributes, descriptor);
        const QByteArray bytes = toValue(value, value_size);
        return self.attempt(
                [=](Service &qt) {
                    qt.writeDescriptor(target, bytes);
                    return ignoredValue(qt, bytes, target.value()) ? Service::DescriptorWriteError
                                                                   : Service::NoError;
                },
                failure);
    });
}

qtbt_status qtbt_low_energy_service_attributes(qtbt_handle service, uint64_t *attributes)
{
    if (!attributes)
        return QTBT_INVALID_ARGUMENT;
    return with<LowEnergyService>(service, [=](LowEnergyService &self) -> qtbt_status {
        const Attributes *taken = Attributes::take(self.qt());
        if (!taken)
            return QTBT_STOPPED;
        *attributes = taken->number();
        return QTBT_OK;
    });
}
