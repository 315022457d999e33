package lab

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

func startEncryption(handle byte) []byte {
	return append([]byte{h4Command, 0x19, 0x20, 28, handle, 0}, make([]byte, 26)...)
}

func connectionUpdate(handle byte) []byte {
	return append([]byte{h4Command, 0x13, 0x20, 14, handle, 0}, make([]byte, 12)...)
}

func acceptedByEmulator(command []byte, status byte) []byte {
	return []byte{h4Event, commandStatus, 4, status, 1, command[1], command[2]}
}

func encrypted(handle byte) []byte { return []byte{h4Event, encryptionChange, 4, 0, handle, 0, 1} }

func keyRequest(handle byte) []byte {
	return append([]byte{h4Event, lowEnergyMeta, 13, leKeyRequest, handle, 0}, make([]byte, 10)...)
}

func updated(status, handle byte) []byte {
	return append([]byte{h4Event, lowEnergyMeta, 10, leUpdateComplete, status, handle, 0}, make([]byte, 6)...)
}

// connectedPeripheral returns a peripheral and its two centrals, each of which has the handle 42.
func connectedPeripheral(t *testing.T) (peripheral, first, second wires) {
	on := newAir(nil)
	peripheral, first, second = newWires(on), newWires(on), newWires(on)
	peripheral.emulatorSays(t, addressIs(1)...)
	for i, central := range []wires{first, second} {
		last := byte(2 + i)
		central.emulatorSays(t, slices.Concat(addressIs(last), connectedToLowEnergy(1, 42))...)
		peripheral.emulatorSays(t, leComplete(leConnectionComplete, 1, 42, last, 0, 0, 1, 0xaa, 0)...)
	}
	return peripheral, first, second
}

func TestEncryptionsOneAtATime(t *testing.T) {
	peripheral, first, second := connectedPeripheral(t)
	request := startEncryption(42)
	kernel, radio := first.kernelSays(t, request...)
	assert.Equal(t, acceptedByEmulator(request, 0), kernel)
	assert.Equal(t, request, radio)
	kernel, _ = first.emulatorSays(t, acceptedByEmulator(request, 0)...)
	assert.Empty(t, kernel, "it knows")

	kernel, radio = second.kernelSays(t, request...)
	assert.Equal(t, acceptedByEmulator(request, 0), kernel)
	assert.Empty(t, radio, "another is under way")
	kernel, _ = peripheral.emulatorSays(t, keyRequest(42)...)
	assert.Equal(t, keyRequest(42), kernel)
	peripheral.emulatorSays(t, encrypted(42)...)
	_, radio = second.got()
	assert.Empty(t, radio, "the other end does not end it")

	kernel, _ = first.emulatorSays(t, encrypted(42)...)
	assert.Equal(t, encrypted(42), kernel)
	_, radio = second.got()
	assert.Equal(t, request, radio, "its turn")
	kernel, _ = peripheral.emulatorSays(t, keyRequest(42)...)
	assert.Equal(t, keyRequest(43), kernel)
}

func TestConnectionUpdates(t *testing.T) {
	peripheral, first, second := connectedPeripheral(t)
	request := connectionUpdate(42)
	first.kernelSays(t, request...)
	second.kernelSays(t, request...)
	first.emulatorSays(t, updated(0, 42)...)
	_, radio := second.got()
	assert.Empty(t, radio, "the other end has not heard")
	kernel, _ := peripheral.emulatorSays(t, updated(0, 42)...)
	assert.Equal(t, updated(0, 42), kernel)
	_, radio = second.got()
	assert.Equal(t, request, radio)

	kernel, _ = second.emulatorSays(t, updated(0, 42)...)
	assert.Equal(t, updated(0, 42), kernel)
	kernel, _ = peripheral.emulatorSays(t, updated(0, 42)...)
	assert.Equal(t, updated(0, 43), kernel)

	peripheral.kernelSays(t, connectionUpdate(43)...)
	kernel, _ = second.emulatorSays(t, updated(0, 43)...)
	assert.Equal(t, updated(0, 42), kernel, "a peripheral requests it, too")
}

func TestExchangesEndWithTheirConnections(t *testing.T) {
	peripheral, first, second := connectedPeripheral(t)
	encryption, update := startEncryption(42), connectionUpdate(42)
	first.kernelSays(t, encryption...)
	second.kernelSays(t, update...)
	first.emulatorSays(t, disconnected(42)...)
	_, radio := second.got()
	assert.Equal(t, update, radio, "the connection of the one before has ended")

	first.kernelSays(t, update...)
	second.emulatorSays(t, updated(2, 42)...)
	_, radio = first.got()
	assert.Equal(t, update, radio, "the one before has failed")

	second.kernelSays(t, encryption...)
	first.emulatorSays(t, acceptedByEmulator(update, 2)...)
	_, radio = second.got()
	assert.Equal(t, encryption, radio, "the emulator has refused the one before")

	peripheral.kernelSays(t, connectionUpdate(43)...)
	second.exchanges.ended(second.traffic)
	_, radio = peripheral.got()
	assert.Equal(t, connectionUpdate(43), radio, "the controller of the one before has gone")
}
