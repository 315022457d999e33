package debian

import (
	"errors"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAptUpdatesItsListsOnlyIfNeeded(t *testing.T) {
	bin := t.TempDir()
	calls := filepath.Join(bin, "calls")
	for _, name := range []string{"env", "sudo"} {
		require.NoError(t, os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\necho \"$@\" >>"+calls+"\n"), 0o755))
	}
	t.Setenv("PATH", bin+":/bin:/usr/bin")
	a := New(log.New(io.Discard, "", 0))
	require.NoError(t, a.retryUpdated(t.Context(), func() error { return nil }))
	assert.NoFileExists(t, calls)

	tries := 0
	failing := func() error { tries++; return errors.New("no such package") }
	assert.EqualError(t, a.retryUpdated(t.Context(), failing), "no such package")
	assert.Equal(t, 2, tries)
	made, err := os.ReadFile(calls)
	require.NoError(t, err)
	assert.Contains(t, string(made), "apt-get update -q\n")

	assert.Error(t, a.retryUpdated(t.Context(), failing))
	assert.Equal(t, 3, tries) // the lists are up to date
}

func TestOnlyWhatIsMissingIsInstalled(t *testing.T) {
	bin := t.TempDir()
	calls := filepath.Join(bin, "calls")
	for name, script := range map[string]string{
		"env":        "echo \"$@\" >>" + calls,
		"sudo":       "exec \"$@\"",
		"dpkg-query": "case $3 in there) printf installed ;; removed) printf config-files ;; *) exit 1 ;; esac",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\n"+script+"\n"), 0o755))
	}
	t.Setenv("PATH", bin+":/bin:/usr/bin")
	a := New(log.New(io.Discard, "", 0))
	require.NoError(t, a.Need(t.Context(), "there"))
	assert.NoFileExists(t, calls)
	require.NoError(t, a.Need(t.Context(), "there", "removed", "unknown"))
	made, err := os.ReadFile(calls)
	require.NoError(t, err)
	assert.Contains(t, string(made), " removed unknown\n")
	assert.NotContains(t, string(made), "there")
}

func TestMirrorAndProxyForOtherPrograms(t *testing.T) {
	bin := t.TempDir()
	set := func(program, answer string) {
		require.NoError(t, os.WriteFile(filepath.Join(bin, program), []byte("#!/bin/sh\necho "+answer+"\n"), 0o755))
	}
	t.Setenv("PATH", bin+":/bin:/usr/bin")
	t.Setenv("http_proxy", "http://own.example:3128")
	t.Setenv("https_proxy", "")

	set("apt-get", "https://mirror.example/debian")
	assert.Equal(t, "https://mirror.example/debian", Mirror(t.Context()))
	set("apt-get", "mirror+file:/etc/apt/mirrors.list") // only apt supports it
	assert.Equal(t, publicMirror, Mirror(t.Context()))

	set("apt-config", "")
	assert.Equal(t, []string{"http_proxy=http://own.example:3128"}, ProxyEnviron(t.Context()))
	set("apt-config", "http://apt.example:3128")
	assert.Equal(t, []string{"http_proxy=http://apt.example:3128", "https_proxy=http://apt.example:3128"}, ProxyEnviron(t.Context()))
	set("apt-config", "DIRECT")
	assert.Empty(t, ProxyEnviron(t.Context()))
}

func TestReleaseLeavesTheMachinesListsAlone(t *testing.T) {
	if !Usable() {
		t.Skip("no apt")
	}
	dir := t.TempDir()
	a, err := Release(t.Context(), dir, "trixie", log.New(io.Discard, "", 0))
	require.NoError(t, err)

	out, err := exec.CommandContext(t.Context(), "apt-config", "-c", a.private, "shell",
		"LISTS", "Dir::State::Lists", "HOOK", "APT::Update::Post-Invoke-Success::").Output()
	require.NoError(t, err)
	assert.Equal(t, "LISTS='"+dir+"/lists'\n", string(out))
	sources, err := os.ReadFile(filepath.Join(dir, "sources.list"))
	require.NoError(t, err)
	assert.Regexp(t, `^deb \[target=Packages.*\] \S+ trixie main\n$`, string(sources))
}

func TestArchitectureIsTheOnlyOneOfItsApt(t *testing.T) {
	if !Usable() {
		t.Skip("no apt")
	}
	dir := t.TempDir()
	a, err := Architecture(t.Context(), dir, "arm64", log.New(io.Discard, "", 0))
	require.NoError(t, err)

	out, err := exec.CommandContext(t.Context(), "apt-config", "-c", a.private, "shell",
		"ARCHITECTURE", "APT::Architecture", "STATUS", "Dir::State::Status", "LISTS", "Dir::State::Lists").Output()
	require.NoError(t, err)
	assert.Equal(t, "ARCHITECTURE='arm64'\nSTATUS='"+dir+"/status'\nLISTS='"+dir+"/lists'\n", string(out))
	out, err = exec.CommandContext(t.Context(), "apt-config", "-c", a.private, "dump", "--format", "%v%n", "APT::Architectures").Output()
	require.NoError(t, err)
	assert.Equal(t, []string{"arm64"}, strings.Fields(string(out)))
}
