// Package rootfs makes root trees of Debian in the cache folder and runs programs in them.
//
// The tree of [Make] is Debian 13. It has a Qt, BlueZ and compiler of other versions than the
// machine, Debian 12 or 13. The tree of [MakePlain] is the machine's release as newly installed.
//
//	tree, err := rootfs.Make(ctx, os.Stderr) // some minutes, the first time
//	out, err := tree.CommandContext(ctx, rootfs.Options{}, "bluetoothctl", "--version").Output()
//
// A host of the lab takes [Tree.Root] as its root tree. The command debian13 beside this package
// does all this from a shell, for Debian 13.
//
// Making a tree and running programs in it needs root or sudo. Debian signs all packages of the
// trees.
package rootfs

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/goqtbt/bluetooth/ci/internal/cachedir"
	"github.com/goqtbt/bluetooth/ci/internal/debian"
)

// Tree is a root tree.
type Tree struct {
	dir      string // its folder in the cache
	release  string // Debian's codename for the release
	packages []string
}

// debian13 returns the tree of Debian 13, in whatever state it is. It has Qt 6.8.2 and BlueZ 5.82.
//
// Beside Debian's essential packages it has what a build with qtbt needs, another binding to Qt,
// and what the lab and its tests need in a host. A change of this list makes the tree anew.
func debian13() (*Tree, error) {
	return inCache("debian13", "trixie",
		"g++", "pkg-config", "qt6-connectivity-dev", "libqt6bluetooth6-bin",
		"python3-pyside6.qtbluetooth",
		"bluez", "bluez-test-tools", "dbus", "procps")
}

// plain returns the tree of the machine's release, in whatever state it is. Beside Debian's
// essential packages it has what apt needs for a mirror that speaks HTTPS.
func plain(ctx context.Context) (*Tree, error) {
	release, err := debian.Codename(ctx)
	if err != nil {
		return nil, err
	}
	return inCache("plain-"+release, release, "ca-certificates")
}

// ErrNotMade means that there is no tree for this version of the package, or that it is damaged.
// Make makes it.
var ErrNotMade = errors.New("not made")

// Open returns Debian 13's tree if it is complete, and otherwise an error that wraps ErrNotMade.
func Open(ctx context.Context) (*Tree, error) {
	t, err := debian13()
	if err == nil {
		err = t.check(ctx)
	}
	if errors.Is(err, ErrNotMade) {
		err = fmt.Errorf("%w; run 'go run ./ci/rootfs/debian13 make'", err)
	}
	if err != nil {
		return nil, err
	}
	return t, nil
}

func inCache(name, release string, packages ...string) (*Tree, error) {
	dir, err := cachedir.Path(name)
	return &Tree{dir, release, packages}, err
}

// Root returns the tree's path. A change to the tree affects all its users; commands write to a
// layer of their own.
func (t *Tree) Root() string { return filepath.Join(t.dir, "root") }

// stampPath returns the path of the file that describes the tree. It is written last.
func (t *Tree) stampPath() string { return filepath.Join(t.dir, "stamp") }

// stamp describes the tree as it has to be: the requested packages, and those that dpkg has
// installed.
func (t *Tree) stamp() (string, error) {
	status, err := os.ReadFile(filepath.Join(t.Root(), "var/lib/dpkg/status"))
	return fmt.Sprintf("Debian %s: %s\ndpkg's status: %x\n", t.release, strings.Join(t.packages, " "), sha256.Sum256(status)), err
}

// check compares the tree with its stamp, and its files with dpkg's checksums.
func (t *Tree) check(ctx context.Context) error {
	is, err := os.ReadFile(t.stampPath())
	if err != nil {
		return fmt.Errorf("%s is %w", t.Root(), ErrNotMade)
	}
	if should, err := t.stamp(); err != nil || string(is) != should {
		return fmt.Errorf("%s is %w for this version of the project", t.Root(), ErrNotMade)
	}
	verify := exec.CommandContext(ctx, "dpkg", "--root="+t.Root(), "--verify")
	out, err := verify.Output()
	if len(out) > 0 {
		return fmt.Errorf("%s is damaged, so %w:\n%s", t.Root(), ErrNotMade, bytes.TrimSpace(out))
	}
	if err != nil {
		return fmt.Errorf("%v: %w", verify, err)
	}
	return nil
}
