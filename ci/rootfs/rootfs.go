// Package rootfs makes a root tree of Debian 13 in the cache folder and runs programs in it. The
// tree has a Qt, BlueZ and compiler of other versions than the machine, Debian 12 or 13.
//
//	tree, err := rootfs.Make(ctx, os.Stderr) // some minutes, the first time
//	out, err := tree.CommandContext(ctx, rootfs.Options{}, "bluetoothctl", "--version").Output()
//
// A host of the lab takes [Tree.Root] as its root tree. The command debian13 beside this package
// does all this from a shell.
//
// Making a tree and running programs in it needs root or sudo. Debian signs all packages of the
// tree.
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
)

// release is Debian 13, which has Qt 6.8.2 and BlueZ 5.82.
const release = "trixie"

// packages lists what the tree has beside Debian's essential packages: what a build with qtbt
// needs, another binding to Qt, and what the lab and its tests need in a host. A change of this
// list makes the tree anew.
var packages = []string{
	"g++", "pkg-config", "qt6-connectivity-dev", "libqt6bluetooth6-bin",
	"python3-pyside6.qtbluetooth",
	"bluez", "bluez-test-tools", "dbus", "procps",
}

// Tree is a root tree.
type Tree struct {
	dir string // its folder in the cache
}

// ErrNotMade means that there is no tree for this version of the package, or that it is damaged.
// Make makes it.
var ErrNotMade = errors.New("not made")

// Open returns the tree if it is complete, and otherwise an error that wraps ErrNotMade.
func Open(ctx context.Context) (*Tree, error) {
	t, err := inCache()
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

// inCache returns the tree, in whatever state it is.
func inCache() (*Tree, error) {
	dir, err := cachedir.Path("debian13")
	return &Tree{dir}, err
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
	return fmt.Sprintf("Debian %s: %s\ndpkg's status: %x\n", release, strings.Join(packages, " "), sha256.Sum256(status)), err
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
