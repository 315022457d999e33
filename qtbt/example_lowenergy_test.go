package qtbt_test

import (
	"fmt"
	"log"
	"time"

	"github.com/goqtbt/bluetooth/qtbt"
)

// A battery service, whose level clients can read and be notified of.
func ExampleLowEnergyServiceData() {
	var level qtbt.LowEnergyCharacteristicData
	level.SetUUID(qtbt.CharacteristicBatteryLevel.UUID())
	level.SetProperties(qtbt.PropertyRead | qtbt.PropertyNotify)
	level.SetValue([]byte{100})
	level.SetValueLength(1, 1)
	subscription := qtbt.NewLowEnergyDescriptorData(
		qtbt.DescriptorClientCharacteristicConfiguration.UUID(), qtbt.CCCDDisable())
	if err := level.AddDescriptor(subscription); err != nil {
		log.Fatal(err)
	}

	var battery qtbt.LowEnergyServiceData
	battery.SetUUID(qtbt.ServiceClassBatteryService.UUID())
	if err := battery.AddCharacteristic(level); err != nil {
		log.Fatal(err)
	}
	fmt.Println(battery.Type(), battery.IsValid(), battery.Characteristics()[0].Properties())
	// Output:
	// ServiceTypePrimary true PropertyRead|PropertyNotify
}

// A characteristic that only paired devices can write, with up to 20 bytes.
func ExampleLowEnergyCharacteristicData() {
	var command qtbt.LowEnergyCharacteristicData
	command.SetUUID(qtbt.MustParseUUID("1f0a9c1e-6a52-4d53-9d3c-3f8f1c2d7b61"))
	command.SetProperties(qtbt.PropertyWrite)
	command.SetWriteConstraints(qtbt.ATTAuthenticationRequired | qtbt.ATTEncryptionRequired)
	command.SetValueLength(1, 20)
	fmt.Println(command.WriteConstraints(), command.MaximumValueLength())
	// Output:
	// ATTAuthenticationRequired|ATTEncryptionRequired 20
}

// A description for people, which clients can read but not write.
func ExampleLowEnergyDescriptorData() {
	description := qtbt.NewLowEnergyDescriptorData(
		qtbt.DescriptorCharacteristicUserDescription.UUID(), []byte("Water temperature"))
	if err := description.SetWritePermissions(false); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s %v %v\n", description.Value(), description.IsReadable(), description.IsWritable())
	// Output:
	// Water temperature true false
}

// What fits into the 31 bytes of an advertisement: 3 of flags, 2+8 of the name, 2+2 of the service.
func ExampleLowEnergyAdvertisingData() {
	var data qtbt.LowEnergyAdvertisingData
	data.SetDiscoverability(qtbt.DiscoverabilityGeneral)
	data.SetLocalName("Aquarium")
	data.SetServices([]qtbt.UUID{qtbt.ServiceClassBatteryService.UUID()})
	fmt.Println(data.LocalName(), data.Discoverability(), data.ManufacturerID() == qtbt.InvalidManufacturerID())
	// Output:
	// Aquarium DiscoverabilityGeneral true
}

// Only one device can connect, and advertisements are frequent, so that it finds the peripheral
// soon.
func ExampleLowEnergyAdvertisingParameters() {
	var parameters qtbt.LowEnergyAdvertisingParameters
	phone := qtbt.AddressInfo{Address: qtbt.MustParseAddress("00:1A:7D:DA:71:13"), Type: qtbt.PublicAddress}
	parameters.SetWhiteList([]qtbt.AddressInfo{phone}, qtbt.UseWhiteListForConnecting)
	if err := parameters.SetInterval(100*time.Millisecond, 150*time.Millisecond); err != nil {
		log.Fatal(err)
	}
	fmt.Println(parameters.Mode(), parameters.FilterPolicy(), parameters.MinimumInterval())
	// Output:
	// AdvInd UseWhiteListForConnecting 100ms
}

// A connection that saves the peripheral's battery: it may be silent for up to four intervals in a
// row.
func ExampleLowEnergyConnectionParameters() {
	var parameters qtbt.LowEnergyConnectionParameters
	parameters.SetIntervalRange(100*time.Millisecond, 200*time.Millisecond)
	parameters.SetLatency(4)
	if err := parameters.SetSupervisionTimeout(5 * time.Second); err != nil {
		log.Fatal(err)
	}
	fmt.Println(parameters.MinimumInterval(), parameters.Latency(), parameters.SupervisionTimeout())
	// Output:
	// 100ms 4 5s
}
