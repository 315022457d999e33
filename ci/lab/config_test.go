package lab

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestConfigDefaults(t *testing.T) {
	c, err := Config{}.withDefaults()
	require.NoError(t, err)
	assert.Equal(t, []HostConfig{{Name: "a", Root: "/", Controllers: 1}, {Name: "b", Root: "/", Controllers: 1}}, c.Hosts)
	assert.Equal(t, 1024, c.Memory)
	assert.NotNil(t, c.Log)
}

func TestConfigIsNotChanged(t *testing.T) {
	c := Config{Hosts: []HostConfig{{Name: "a"}}, Share: "."}
	_, err := c.withDefaults()
	require.NoError(t, err)
	assert.Equal(t, Config{Hosts: []HostConfig{{Name: "a"}}, Share: "."}, c)
}

func TestConfigErrors(t *testing.T) {
	for want, c := range map[string]Config{
		`host name "B"`:          {Hosts: []HostConfig{{Name: "B"}}},
		`host name "a b"`:        {Hosts: []HostConfig{{Name: "a b"}}},
		`"a" is used twice`:      {Hosts: []HostConfig{{Name: "a"}, {Name: "a"}}},
		"host a: -1 controllers": {Hosts: []HostConfig{{Name: "a", Controllers: -1}}},
		"17 controllers in all":  {Hosts: []HostConfig{{Name: "a", Controllers: 16}, {Name: "b"}}},
		`accelerator "xen"`:      {Accel: "xen"},
		"negative memory":        {Memory: -1},
	} {
		_, err := c.withDefaults()
		assert.ErrorContains(t, err, want)
		_, err = Start(t.Context(), c)
		assert.ErrorContains(t, err, want)
	}
}

func TestQEMUArguments(t *testing.T) {
	args := strings.Join(machineConfig{
		commandLine: "btlab.host=lab-a", memory: 512, accel: TCG, root: "/srv/a,b", share: "/tmp/share",
	}.args(), " ")
	assert.Contains(t, args, "-m 512 ")
	assert.Contains(t, args, "btlab.host=lab-a ")
	assert.Contains(t, args, "-accel tcg")
	assert.Contains(t, args, "path=/srv/a,,b,security_model=none,readonly=on")
	assert.Contains(t, args, "path=/tmp/share,security_model=none,multidevs=remap")
	assert.NotContains(t, strings.Join(machineConfig{accel: KVM}.args(), " "), "9p")
}

func TestTailKeepsTheEnd(t *testing.T) {
	tail := newTail(8)
	for _, s := range []string{"0123", "4567\r\n", "89"} {
		n, err := tail.Write([]byte(s))
		assert.NoError(t, err)
		assert.Equal(t, len(s), n)
	}
	assert.Equal(t, "4567\n89", tail.String())
}
