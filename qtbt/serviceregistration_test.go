//go:build cgo

package qtbt_test

// Tests of registering a ServiceInfo that need no Bluetooth daemon.

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goqtbt/bluetooth/qtbt"
)

func TestUnregisteredService(t *testing.T) {
	var s qtbt.ServiceInfo
	assert.False(t, s.IsRegistered())
	assert.ErrorIs(t, s.UnregisterService(), qtbt.ErrNotRegistered)
	assert.ErrorIs(t, s.RegisterService(noAdapter, noAdapter), qtbt.ErrInvalidArgument)
}

func TestRegisteringWhatCannotBePublished(t *testing.T) {
	forgetLeftovers(t)
	before := qtbt.Objects().Live
	values := []any{3.14}
	if qtbt.CurrentBackend() == qtbt.BackendBlueZ {
		values = append(values, nil, uint64(1), int64(1), qtbt.Alternative{}, qtbt.Sequence{qtbt.Sequence{uint64(1)}},
			"a\x00b", "\x1f", qtbt.Sequence{"\ufffe"})
	}
	for _, value := range values {
		var s qtbt.ServiceInfo
		s.SetAttribute(qtbt.AttributeServiceInfoTimeToLive, value)
		err := s.RegisterService()
		assert.ErrorIs(t, err, qtbt.ErrInvalidAttribute, "%v", value)
		assert.ErrorContains(t, err, "attribute 0x0007")
		assert.False(t, s.IsRegistered())
	}
	assert.Equal(t, before, qtbt.Objects().Live)
}

// BlueZ does not accept an empty record, and without BlueZ nothing is accepted.
func TestRefusedRegistration(t *testing.T) {
	if qtbt.CurrentBackend() != qtbt.BackendBlueZ {
		t.Skip("what other back ends refuse differs")
	}
	forgetLeftovers(t)
	before := qtbt.Objects().Live
	var s qtbt.ServiceInfo
	err := s.RegisterService()
	assert.ErrorIs(t, err, qtbt.ErrServiceRefused)
	assert.ErrorContains(t, err, "qtbt: register service: the system refused: ", "Qt's warning explains the refusal")
	assert.False(t, s.IsRegistered())
	assert.Equal(t, before, qtbt.Objects().Live)
}
