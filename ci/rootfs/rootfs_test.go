package rootfs

import (
	"bytes"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/ci/internal/debian"
)

// fakeBootstrap replaces debootstrap, and unshare, under which debootstrap runs. It fails if the
// machine's file "broken" exists.
const fakeBootstrap = `#!/bin/sh
echo "$@" >>"$MACHINE/bootstraps"
for last; do tree=$mirror mirror=$last; done
mkdir -p "$tree/debootstrap" "$tree/var/lib/dpkg" "$tree/var/cache/apt/archives"
echo "I: Retrieving dbus 1.16"
if [ -e "$MACHINE/broken" ]; then
	echo "the mirror is gone" >"$tree/debootstrap/debootstrap.log"
	exit 1
fi
touch "$tree/var/cache/apt/archives/dbus.deb"
echo "Package: dbus" >"$tree/var/lib/dpkg/status"
`

// fakeMachine sets up an empty cache and fake programs. It returns the folder of its state.
func fakeMachine(t *testing.T) string {
	t.Helper()
	machine, bin := t.TempDir(), t.TempDir()
	for name, script := range map[string]string{
		"unshare":    fakeBootstrap,
		"sudo":       "#!/bin/sh\nexec \"$@\"\n",
		"dpkg":       "#!/bin/sh\ncat \"$MACHINE/damage\" 2>/dev/null || true\n",
		"dpkg-query": "#!/bin/sh\nprintf installed\n",
		"dpkg-deb":   "#!/bin/sh\n",
		"apt-get":    "#!/bin/sh\necho http://mirror.example/debian\n",
		"apt-cache":  "#!/bin/sh\n",
		"apt-config": "#!/bin/sh\necho http://proxy.example:3128\n",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(bin, name), []byte(script), 0o755))
	}
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	t.Setenv("MACHINE", machine)
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	return machine
}

// bootstraps returns the command lines of debootstrap so far.
func bootstraps(t *testing.T, machine string) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(machine, "bootstraps"))
	require.NoError(t, err)
	return strings.Split(strings.TrimSpace(string(data)), "\n")
}

func TestTreeIsMadeIfNeeded(t *testing.T) {
	machine := fakeMachine(t)
	_, err := Open(t.Context())
	require.ErrorIs(t, err, ErrNotMade)
	assert.ErrorContains(t, err, "run 'go run ./ci/rootfs/debian13 make'")

	tree, err := Make(t.Context(), io.Discard)
	require.NoError(t, err)
	opened, err := Open(t.Context())
	require.NoError(t, err)
	assert.Equal(t, tree, opened)
	assert.NoFileExists(t, filepath.Join(tree.Root(), "var/cache/apt/archives/dbus.deb"))
	again, err := Make(t.Context(), io.Discard)
	require.NoError(t, err)
	assert.Equal(t, tree, again)
	require.Len(t, bootstraps(t, machine), 1)
	assert.Regexp(t, "^--mount --propagation private env http_proxy=http://proxy.example:3128 .*debootstrap .*--force-check-gpg "+
		"--keyring=/usr/share/keyrings/debian-archive-keyring.gpg --include=g\\+\\+,.* trixie "+tree.Root()+" http://mirror.example/debian$",
		bootstraps(t, machine)[0])

	for name, harm := range map[string]func() error{
		"another list of packages": func() error { return os.WriteFile(tree.stampPath(), []byte("Debian trixie: vim\n"), 0o644) },
		"another package installed": func() error {
			return os.WriteFile(filepath.Join(tree.Root(), "var/lib/dpkg/status"), []byte("Package: vim\n"), 0o644)
		},
		"no stamp": func() error { return os.Remove(tree.stampPath()) },
	} {
		left := filepath.Join(tree.Root(), "left")
		require.NoError(t, os.WriteFile(left, nil, 0o644))
		require.NoError(t, harm(), name)
		_, err := Open(t.Context())
		require.ErrorIs(t, err, ErrNotMade, name)
		_, err = Make(t.Context(), io.Discard)
		require.NoError(t, err, name)
		assert.NoFileExists(t, left, name)
	}
	assert.Len(t, bootstraps(t, machine), 4)
}

func TestPlainTreeIsOfTheMachinesRelease(t *testing.T) {
	machine := fakeMachine(t)
	codename, err := debian.Codename(t.Context())
	require.NoError(t, err)
	tree, err := MakePlain(t.Context(), io.Discard)
	require.NoError(t, err)
	assert.Regexp(t, "--include=ca-certificates "+codename+" "+tree.Root()+" ", bootstraps(t, machine)[0])

	other, err := Make(t.Context(), io.Discard)
	require.NoError(t, err)
	assert.NotEqual(t, other.Root(), tree.Root())
}

func TestDamageIsFound(t *testing.T) {
	machine := fakeMachine(t)
	_, err := Make(t.Context(), io.Discard)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(machine, "damage"), []byte("missing     /usr/bin/dbus-daemon\n"), 0o644))
	_, err = Open(t.Context())
	require.ErrorIs(t, err, ErrNotMade)
	assert.ErrorContains(t, err, "missing     /usr/bin/dbus-daemon")
	var said bytes.Buffer
	_, err = Make(t.Context(), &said)
	require.ErrorIs(t, err, ErrNotMade) // the tree was made anew, and is checked too
	assert.Contains(t, said.String(), "is damaged")
	assert.Len(t, bootstraps(t, machine), 2)
}

func TestAFailureLeavesNothing(t *testing.T) {
	machine := fakeMachine(t)
	require.NoError(t, os.WriteFile(filepath.Join(machine, "broken"), nil, 0o644))
	_, err := Make(t.Context(), io.Discard)
	require.ErrorContains(t, err, "the mirror is gone")
	tree, err := debian13()
	require.NoError(t, err)
	assert.NoDirExists(t, tree.Root())
	_, err = Open(t.Context())
	assert.ErrorIs(t, err, ErrNotMade)
}

func TestProgress(t *testing.T) {
	var said bytes.Buffer
	p := &progress{log: log.New(&said, "", 0)}
	text := "I: Target architecture\n" + strings.Repeat("I: Retrieving p\nI: Validating p\n", 120) + "I: Unpacking p\nW: odd\nE: bad\n"
	for chunk := range strings.SplitSeq(text, "v") { // pieces that do not end at line ends
		_, err := io.WriteString(p, chunk+"v")
		require.NoError(t, err)
	}
	assert.Equal(t, "  Retrieving packages\n  Retrieving packages: 50\n  Retrieving packages: 100\n  Unpacking packages\nW: odd\nE: bad\n",
		said.String())
}
