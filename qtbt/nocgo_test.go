//go:build !cgo

package qtbt_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goqtbt/bluetooth/qtbt"
)

func TestBuildWithoutCgo(t *testing.T) {
	for what, construct := range map[string]func() error{
		"Start":                    func() error { return qtbt.Start() },
		"Invoke":                   func() error { return qtbt.Invoke(context.Background(), func() {}) },
		"NewServer":                func() error { _, err := qtbt.NewServer(qtbt.RFCOMM); return err },
		"NewSocket":                func() error { _, err := qtbt.NewSocket(qtbt.RFCOMM); return err },
		"NewLocalDevice":           func() error { _, err := qtbt.NewLocalDevice(); return err },
		"NewDeviceDiscoveryAgent":  func() error { _, err := qtbt.NewDeviceDiscoveryAgent(); return err },
		"NewServiceDiscoveryAgent": func() error { _, err := qtbt.NewServiceDiscoveryAgent(); return err },
		"Dial": func() error {
			_, err := qtbt.Dial(context.Background(), qtbt.AddressFromUint64(1), qtbt.NewUUID())
			return err
		},
		"DialServiceInfo": func() error {
			service := new(qtbt.ServiceInfo)
			service.SetDevice(qtbt.NewDeviceInfo(qtbt.AddressFromUint64(1), "", 0))
			_, err := qtbt.DialServiceInfo(context.Background(), service)
			return err
		},
		"Discover": func() error {
			for _, err := range qtbt.Discover(context.Background()) {
				return err
			}
			return nil
		},
		"DiscoverServices": func() error {
			_, err := qtbt.DiscoverServices(context.Background(), qtbt.AddressFromUint64(1))
			return err
		},
		"Listen": func() error { _, err := qtbt.Listen(context.Background(), qtbt.NewUUID(), ""); return err },
	} {
		assert.ErrorIs(t, construct(), qtbt.ErrUnsupported, what)
	}
	assert.Empty(t, qtbt.QtVersion())
	assert.Equal(t, qtbt.BackendDummy, qtbt.CurrentBackend())
	assert.False(t, qtbt.OnQtThread())
	assert.Nil(t, qtbt.AllDevices())
}
