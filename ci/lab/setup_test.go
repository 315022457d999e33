package lab

import (
	"bytes"
	"context"
	"log"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/goqtbt/bluetooth/ci/lab/internal/kmod"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// cacheOf makes an empty cache folder and has the package use it.
func cacheOf(t *testing.T) string {
	t.Helper()
	if base, err := os.UserCacheDir(); err == nil && os.Getenv("GOCACHE") == "" {
		t.Setenv("GOCACHE", filepath.Join(base, "go-build")) // stays where it is
	}
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	dir, err := CacheDir()
	require.NoError(t, err)
	require.NoError(t, os.MkdirAll(dir, 0o755))
	return dir
}

// programs puts empty files into a root tree.
func programs(t *testing.T, root string, paths ...string) {
	t.Helper()
	for _, path := range paths {
		require.NoError(t, os.MkdirAll(filepath.Dir(root+path), 0o755))
		require.NoError(t, os.WriteFile(root+path, nil, 0o755))
	}
}

func TestPreparedFilesAreChecked(t *testing.T) {
	dir := cacheOf(t)
	_, _, _, err := readPrepared(dir)
	require.ErrorIs(t, err, errNotPrepared)

	archive, err := moduleArchive([]kmod.Module{{Name: "rfcomm", Data: []byte("code")}})
	require.NoError(t, err)
	require.NoError(t, writePrepared(dir, manifest{Kernel: "6.1", Modules: guestModules}, []byte("kernel"), archive))
	m, kernel, modules, err := readPrepared(dir)
	require.NoError(t, err)
	assert.Equal(t, "6.1", m.Kernel)
	assert.Equal(t, "kernel", string(kernel))
	assert.Equal(t, archive, modules)
	assert.Contains(t, string(archive), "rfcomm.ko\n")

	require.NoError(t, os.WriteFile(filepath.Join(dir, kernelFile), []byte("kernal"), 0o644))
	_, _, _, err = readPrepared(dir)
	assert.ErrorIs(t, err, errNotPrepared)
	assert.ErrorContains(t, err, "vmlinuz is damaged")

	require.NoError(t, writePrepared(dir, manifest{Modules: []string{"of", "old"}}, nil, nil))
	_, _, _, err = readPrepared(dir)
	assert.ErrorContains(t, err, "not prepared for this version of the lab")

	require.NoError(t, os.WriteFile(filepath.Join(dir, manifestFile), []byte("{"), 0o644))
	_, _, _, err = readPrepared(dir)
	assert.ErrorIs(t, err, errNotPrepared)
}

func TestTheCacheIsForOneAtATime(t *testing.T) {
	dir := cacheOf(t)
	var said bytes.Buffer
	unlock, err := lockCache(t.Context(), dir, log.New(&said, "", 0))
	require.NoError(t, err)

	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	_, err = lockCache(ctx, dir, log.New(&said, "", 0))
	assert.ErrorIs(t, err, context.DeadlineExceeded)
	assert.Contains(t, said.String(), "waiting for another process")

	require.NoError(t, os.Mkdir(filepath.Join(dir, temporaryPrefix+"left"), 0o755))
	unlock()
	unlock, err = lockCache(t.Context(), dir, log.New(&said, "", 0))
	require.NoError(t, err)
	defer unlock()
	assert.NoDirExists(t, filepath.Join(dir, temporaryPrefix+"left"))
}

func TestCheckNamesEverythingMissing(t *testing.T) {
	cacheOf(t)
	t.Setenv("PATH", t.TempDir())
	root := t.TempDir()
	programs(t, root, "/usr/bin/dbus-daemon")
	err := Check(Config{Hosts: []HostConfig{{Name: "a", Root: root}, {Name: "b", Root: root}, {Name: "c", Root: "/no/such"}}})
	var missing *MissingError
	require.ErrorAs(t, err, &missing)
	var what []string
	for _, m := range missing.Missing {
		assert.NotEmpty(t, m.Remedy)
		what = append(what, m.What)
	}
	assert.Equal(t, []string{
		"qemu-system-x86_64",
		"go",
		root + "/usr/bin/dbus-send",
		root + "/usr/libexec/bluetooth/bluetoothd",
		"host c's root tree /no/such",
		root + "/usr/bin/btvirt",
		"the guests' kernel (not prepared)",
	}, what)
	assert.ErrorContains(t, err, root+"/usr/bin/dbus-send: install what Debian calls dbus in that root tree")

	_, err = Start(t.Context(), Config{})
	assert.ErrorAs(t, err, &missing)
}

func TestOneHostIsEnoughForTheAir(t *testing.T) {
	full, lean := t.TempDir(), t.TempDir()
	needed := []string{"/usr/bin/dbus-daemon", "/usr/bin/dbus-send", "/usr/sbin/bluetoothd"}
	programs(t, lean, needed...)
	programs(t, full, append(needed, "/usr/bin/btvirt")...)
	config, err := Config{Hosts: []HostConfig{{Name: "a", Root: lean}, {Name: "b", Root: full}}}.withDefaults()
	require.NoError(t, err)
	for _, m := range checkPrograms(config) {
		assert.NotContains(t, m.What, "btvirt")
	}
	hosts := []*Host{{name: "a", config: config.Hosts[0]}, {name: "b", config: config.Hosts[1]}}
	h, err := airHost(hosts)
	require.NoError(t, err)
	assert.Equal(t, "b", h.Name())
	_, err = airHost(hosts[:1])
	assert.ErrorContains(t, err, "btvirt")
}

func TestTheAgentIsBuiltOnce(t *testing.T) {
	dir := cacheOf(t)
	var said bytes.Buffer
	built, err := theAgent(t.Context(), dir, log.New(&said, "", 0))
	require.NoError(t, err)
	assert.Contains(t, said.String(), "building")
	assert.Equal(t, "\x7fELF", string(built[:4]))

	said.Reset()
	cached, err := theAgent(t.Context(), dir, log.New(&said, "", 0))
	require.NoError(t, err)
	assert.Empty(t, said.String())
	assert.Equal(t, digest(built), digest(cached))

	files, _ := filepath.Glob(filepath.Join(dir, "agent-*"))
	require.Len(t, files, 1)
	require.NoError(t, os.WriteFile(files[0], []byte("damaged"), 0o755))
	again, err := theAgent(t.Context(), dir, log.New(&said, "", 0))
	require.NoError(t, err)
	assert.Contains(t, said.String(), "building")
	assert.Equal(t, digest(built), digest(again))
}

func TestKVMFindingHoldsForOneBoot(t *testing.T) {
	cacheOf(t)
	found, known := readFinding()
	assert.False(t, known)
	found.Works = true
	writeFinding(found)
	again, known := readFinding()
	assert.True(t, known)
	assert.True(t, again.Works)
	again.Boot = "another"
	writeFinding(again)
	_, known = readFinding()
	assert.False(t, known)
}
