package qtbt

// Tests of HostInfo; see also qtautotest_hostinfo_test.go.

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestHostInfoString(t *testing.T) {
	assert.Equal(t, `11:22:33:44:55:66 "Desk"`, hostInfo("11:22:33:44:55:66", "Desk").String())
}

func hostInfo(address, name string) HostInfo {
	var h HostInfo
	h.SetAddress(MustParseAddress(address))
	h.SetName(name)
	return h
}
