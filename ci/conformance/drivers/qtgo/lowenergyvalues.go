package main

// The Low Energy data classes as mappings from the names of properties.

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/goqtbt/bluetooth/qtbt"
)

// The flags in the order in which they are written, with Qt's names.
var (
	constraintFlags = flagTable[qtbt.ATTAccessConstraint]{none: "None", flags: []namedFlag[qtbt.ATTAccessConstraint]{
		{qtbt.ATTAuthorizationRequired, "AttAuthorizationRequired"},
		{qtbt.ATTAuthenticationRequired, "AttAuthenticationRequired"},
		{qtbt.ATTEncryptionRequired, "AttEncryptionRequired"},
	}}
	coreConfigurationFlags = flagTable[qtbt.CoreConfiguration]{none: "UnknownCoreConfiguration", flags: []namedFlag[qtbt.CoreConfiguration]{
		{qtbt.LowEnergyCoreConfiguration, "LowEnergyCoreConfiguration"},
		{qtbt.BaseRateCoreConfiguration, "BaseRateCoreConfiguration"},
	}}
	discoveryMethodFlags = flagTable[qtbt.DiscoveryMethod]{none: "NoMethod", flags: []namedFlag[qtbt.DiscoveryMethod]{
		{qtbt.ClassicMethod, "ClassicMethod"},
		{qtbt.LowEnergyMethod, "LowEnergyMethod"},
	}}
	fieldFlags = flagTable[qtbt.DeviceField]{none: "None", flags: []namedFlag[qtbt.DeviceField]{
		{qtbt.FieldRSSI, "RSSI"},
		{qtbt.FieldManufacturerData, "ManufacturerData"},
		{qtbt.FieldServiceData, "ServiceData"},
	}}
	propertyFlags = flagTable[qtbt.PropertyType]{none: "Unknown", flags: []namedFlag[qtbt.PropertyType]{
		{qtbt.PropertyBroadcasting, "Broadcasting"},
		{qtbt.PropertyRead, "Read"},
		{qtbt.PropertyWriteNoResponse, "WriteNoResponse"},
		{qtbt.PropertyWrite, "Write"},
		{qtbt.PropertyNotify, "Notify"},
		{qtbt.PropertyIndicate, "Indicate"},
		{qtbt.PropertyWriteSigned, "WriteSigned"},
		{qtbt.PropertyExtendedProperty, "ExtendedProperty"},
	}}
)

type namedFlag[F ~uint8 | ~uint16 | ~uint32] struct {
	flag F
	name string
}

type flagTable[F ~uint8 | ~uint16 | ~uint32] struct {
	none  string
	flags []namedFlag[F]
}

func (t flagTable[F]) format(set F) string {
	var names []string
	for _, f := range t.flags {
		if set&f.flag != 0 {
			names = append(names, f.name)
		}
	}
	if names == nil {
		return t.none
	}
	return strings.Join(names, "|")
}

func (t flagTable[F]) parse(text string) (set F) {
	for _, name := range strings.Split(text, "|") {
		for _, f := range t.flags {
			if f.name == name {
				set |= f.flag
			}
		}
	}
	return set
}

// enumerator returns the one of a name among those from the first to the last; the first if there
// is none.
func enumerator[E interface {
	~int32
	fmt.Stringer
}](name string, first, last E) E {
	for e := first; e <= last; e++ {
		if e.String() == name {
			return e
		}
	}
	return first
}

func discoverability(name string) qtbt.Discoverability {
	return enumerator(name, qtbt.DiscoverabilityNone, qtbt.DiscoverabilityGeneral)
}

func advertisingMode(name string) qtbt.AdvertisingMode {
	return enumerator(name, qtbt.AdvInd, qtbt.AdvNonConnInd)
}

func filterPolicy(name string) qtbt.FilterPolicy {
	return enumerator(name, qtbt.IgnoreWhiteList, qtbt.UseWhiteListForScanningAndConnecting)
}

func addressType(name string) qtbt.RemoteAddressType {
	return enumerator(name, qtbt.PublicAddress, qtbt.RandomAddress)
}

func serviceType(name string) qtbt.ServiceType {
	return enumerator(name, qtbt.ServiceTypePrimary, qtbt.ServiceTypeSecondary)
}

func milliseconds[N int | float64](n N) time.Duration {
	return time.Duration(float64(n) * float64(time.Millisecond))
}

func inMilliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// latin1 is bytes as the protocol writes them.
type latin1 []byte

func (b *latin1) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	*b = latin1{}
	for _, r := range text {
		*b = append(*b, byte(r))
	}
	return nil
}

// The mappings. A key that is not there is nil.
type (
	deviceMapping struct {
		Address    *qtbt.Address
		DeviceUUID *qtbt.UUID
		Name       string
	}
	rangeMapping       struct{ Minimum, Maximum float64 }
	addressInfoMapping struct {
		Address qtbt.Address
		Type    string
	}
	manufacturerMapping struct {
		ID   uint16
		Data latin1
	}
	whiteListMapping struct {
		WhiteList []addressInfoMapping
		Policy    string
	}
	advertisingDataMapping struct {
		Discoverability   *string
		IncludePowerLevel *bool
		LocalName         *string
		ManufacturerData  *manufacturerMapping
		RawData           latin1
		Services          []qtbt.UUID
	}
	advertisingParametersMapping struct {
		Interval  *rangeMapping
		Mode      *string
		WhiteList *whiteListMapping
	}
	connectionParametersMapping struct {
		IntervalRange      *rangeMapping
		Latency            *int
		SupervisionTimeout *int
	}
	permissionsMapping struct {
		Readable, Writable bool
		Constraints        *string
	}
	descriptorDataMapping struct {
		ReadPermissions, WritePermissions *permissionsMapping
		UUID                              *qtbt.UUID
		Value                             latin1
	}
	characteristicDataMapping struct {
		Descriptors      []descriptorDataMapping
		Properties       *string
		ReadConstraints  *string
		UUID             *qtbt.UUID
		Value            latin1
		ValueLength      *rangeMapping
		WriteConstraints *string
	}
	serviceDataMapping struct {
		Characteristics  []characteristicDataMapping
		IncludedServices []string
		Type             *string
		UUID             *qtbt.UUID
	}
)

func (m deviceMapping) make() qtbt.DeviceInfo {
	if m.Address == nil {
		return qtbt.NewDeviceInfoFromUUID(*m.DeviceUUID, m.Name, 0)
	}
	info := qtbt.NewDeviceInfo(*m.Address, m.Name, 0)
	if m.DeviceUUID != nil {
		info.SetDeviceUUID(*m.DeviceUUID)
	}
	return info
}

func addressInfos(list []addressInfoMapping) (infos []qtbt.AddressInfo) {
	for _, m := range list {
		infos = append(infos, qtbt.AddressInfo{Address: m.Address, Type: addressType(m.Type)})
	}
	return infos
}

func (m advertisingDataMapping) make() (d qtbt.LowEnergyAdvertisingData) {
	if m.Discoverability != nil {
		d.SetDiscoverability(discoverability(*m.Discoverability))
	}
	if m.IncludePowerLevel != nil {
		d.SetIncludePowerLevel(*m.IncludePowerLevel)
	}
	if m.LocalName != nil {
		d.SetLocalName(*m.LocalName)
	}
	if m.ManufacturerData != nil {
		d.SetManufacturerData(m.ManufacturerData.ID, m.ManufacturerData.Data)
	}
	if m.RawData != nil {
		d.SetRawData(m.RawData)
	}
	if m.Services != nil {
		d.SetServices(m.Services)
	}
	return d
}

func (m advertisingParametersMapping) make() (p qtbt.LowEnergyAdvertisingParameters) {
	if m.Interval != nil {
		must(p.SetInterval(milliseconds(m.Interval.Minimum), milliseconds(m.Interval.Maximum)))
	}
	if m.Mode != nil {
		p.SetMode(advertisingMode(*m.Mode))
	}
	if m.WhiteList != nil {
		p.SetWhiteList(addressInfos(m.WhiteList.WhiteList), filterPolicy(m.WhiteList.Policy))
	}
	return p
}

func (m connectionParametersMapping) make() (p qtbt.LowEnergyConnectionParameters) {
	if m.IntervalRange != nil {
		p.SetIntervalRange(milliseconds(m.IntervalRange.Minimum), milliseconds(m.IntervalRange.Maximum))
	}
	if m.Latency != nil {
		p.SetLatency(*m.Latency)
	}
	if m.SupervisionTimeout != nil {
		must(p.SetSupervisionTimeout(milliseconds(*m.SupervisionTimeout)))
	}
	return p
}

// constraints are those of a key, or none.
func constraints(text *string) []qtbt.ATTAccessConstraint {
	if text == nil {
		return nil
	}
	return []qtbt.ATTAccessConstraint{constraintFlags.parse(*text)}
}

func (m descriptorDataMapping) make() (d qtbt.LowEnergyDescriptorData) {
	if m.ReadPermissions != nil {
		must(d.SetReadPermissions(m.ReadPermissions.Readable, constraints(m.ReadPermissions.Constraints)...))
	}
	if m.UUID != nil {
		d.SetUUID(*m.UUID)
	}
	if m.Value != nil {
		d.SetValue(m.Value)
	}
	if m.WritePermissions != nil {
		must(d.SetWritePermissions(m.WritePermissions.Writable, constraints(m.WritePermissions.Constraints)...))
	}
	return d
}

func descriptorDatas(list []descriptorDataMapping) (datas []qtbt.LowEnergyDescriptorData) {
	for _, m := range list {
		datas = append(datas, m.make())
	}
	return datas
}

// make leaves out invalid descriptors, as Qt does.
func (m characteristicDataMapping) make() (d qtbt.LowEnergyCharacteristicData) {
	if m.Descriptors != nil {
		_ = d.SetDescriptors(descriptorDatas(m.Descriptors))
	}
	if m.Properties != nil {
		d.SetProperties(propertyFlags.parse(*m.Properties))
	}
	if m.ReadConstraints != nil {
		d.SetReadConstraints(constraintFlags.parse(*m.ReadConstraints))
	}
	if m.UUID != nil {
		d.SetUUID(*m.UUID)
	}
	if m.Value != nil {
		d.SetValue(m.Value)
	}
	if m.ValueLength != nil {
		d.SetValueLength(int(m.ValueLength.Minimum), int(m.ValueLength.Maximum))
	}
	if m.WriteConstraints != nil {
		d.SetWriteConstraints(constraintFlags.parse(*m.WriteConstraints))
	}
	return d
}

func characteristicDatas(list []characteristicDataMapping) (datas []qtbt.LowEnergyCharacteristicData) {
	for _, m := range list {
		datas = append(datas, m.make())
	}
	return datas
}

// make leaves out invalid characteristics, as Qt does.
func (m serviceDataMapping) make() (d qtbt.LowEnergyServiceData) {
	if m.Characteristics != nil {
		_ = d.SetCharacteristics(characteristicDatas(m.Characteristics))
	}
	if m.IncludedServices != nil {
		d.SetIncludedServices(lowEnergyServices(m.IncludedServices))
	}
	if m.Type != nil {
		d.SetType(serviceType(*m.Type))
	}
	if m.UUID != nil {
		d.SetUUID(*m.UUID)
	}
	return d
}

// lowEnergyJSON returns what stands for a value of Low Energy in the trace, and whether it is one.
func lowEnergyJSON(value any) (any, bool) {
	switch v := value.(type) {
	case qtbt.ATTAccessConstraint:
		return constraintFlags.format(v), true
	case qtbt.CoreConfiguration:
		return coreConfigurationFlags.format(v), true
	case qtbt.DeviceField:
		return fieldFlags.format(v), true
	case qtbt.PropertyType:
		return propertyFlags.format(v), true
	case qtbt.DescriptorType:
		return int(v), true
	case qtbt.AddressInfo:
		return map[string]any{"address": toJSON(v.Address), "type": toJSON(v.Type)}, true
	case qtbt.DeviceInfo:
		return deviceJSON(v), true
	case qtbt.LowEnergyCharacteristic:
		return map[string]any{
			"descriptors": listJSON(v.Descriptors()), "isValid": v.IsValid(), "properties": toJSON(v.Properties()),
			"uuid": toJSON(v.UUID()), "value": toJSON(v.Value()),
		}, true
	case qtbt.LowEnergyCharacteristicData:
		return map[string]any{
			"descriptors": listJSON(v.Descriptors()), "maximumValueLength": v.MaximumValueLength(),
			"minimumValueLength": v.MinimumValueLength(), "properties": toJSON(v.Properties()),
			"readConstraints": toJSON(v.ReadConstraints()), "uuid": toJSON(v.UUID()), "value": toJSON(v.Value()),
			"writeConstraints": toJSON(v.WriteConstraints()),
		}, true
	case qtbt.LowEnergyConnectionParameters:
		return map[string]any{
			"latency": v.Latency(), "maximumInterval": inMilliseconds(v.MaximumInterval()),
			"minimumInterval": inMilliseconds(v.MinimumInterval()), "supervisionTimeout": inMilliseconds(v.SupervisionTimeout()),
		}, true
	case qtbt.LowEnergyDescriptor:
		return map[string]any{"isValid": v.IsValid(), "uuid": toJSON(v.UUID()), "value": toJSON(v.Value())}, true
	case qtbt.LowEnergyDescriptorData:
		return map[string]any{
			"isReadable": v.IsReadable(), "isWritable": v.IsWritable(), "readConstraints": toJSON(v.ReadConstraints()),
			"uuid": toJSON(v.UUID()), "value": toJSON(v.Value()), "writeConstraints": toJSON(v.WriteConstraints()),
		}, true
	}
	return nil, false
}

func deviceJSON(info qtbt.DeviceInfo) any {
	manufacturerData, serviceData := map[string]any{}, map[string]any{}
	for _, id := range info.ManufacturerIDs() {
		manufacturerData[fmt.Sprint(id)] = toJSON(info.ManufacturerData(id))
	}
	for _, id := range info.ServiceIDs() {
		serviceData[id.String()] = toJSON(info.ServiceData(id))
	}
	return map[string]any{
		"address": toJSON(info.Address()), "coreConfigurations": toJSON(info.CoreConfigurations()), "isCached": info.IsCached(),
		"manufacturerData": manufacturerData, "name": info.Name(), "rssi": info.RSSI(), "serviceData": serviceData,
		"serviceUuids": listJSON(info.ServiceUUIDs()),
	}
}

// listJSON is toJSON of a list.
func listJSON[T any](values []T) any {
	list := make([]any, 0)
	for _, v := range values {
		list = append(list, toJSON(v))
	}
	return list
}
