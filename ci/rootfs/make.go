// Making the tree.

package rootfs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/goqtbt/bluetooth/ci/internal/cachedir"
	"github.com/goqtbt/bluetooth/ci/internal/debian"
)

// Make returns the tree and makes it if there is none, it is incomplete or damaged, or this version of the package wants
// another. It installs debootstrap if need be, and tells w what it does.
func Make(ctx context.Context, w io.Writer) (*Tree, error) {
	t, err := makeTree(ctx, log.New(w, "", 0))
	if err != nil {
		return nil, fmt.Errorf("making Debian 13's root tree: %w", err)
	}
	return t, nil
}

func makeTree(ctx context.Context, log *log.Logger) (*Tree, error) {
	t, err := inCache()
	if err != nil {
		return nil, err
	}
	unlock, err := cachedir.Lock(ctx, t.dir, log)
	if err != nil {
		return nil, err
	}
	defer unlock()
	err = t.check(ctx)
	if !errors.Is(err, ErrNotMade) {
		return t, err
	}
	if _, statErr := os.Stat(t.stampPath()); statErr == nil {
		log.Print(err)
	}
	if !debian.Usable() {
		return nil, errors.New("it takes apt, on Debian or a relative")
	}
	if err := debian.New(log).Need(ctx, "debootstrap", "debian-archive-keyring"); err != nil {
		return nil, err
	}
	if err := t.remove(ctx); err != nil {
		return nil, err
	}
	if err := t.bootstrap(ctx, log); err != nil {
		return nil, errors.Join(err, t.remove(context.WithoutCancel(ctx)))
	}
	stamp, err := t.stamp()
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(t.stampPath(), []byte(stamp), 0o644); err != nil {
		return nil, err
	}
	return t, t.check(ctx)
}

// remove removes the tree, first what says that it is whole.
func (t *Tree) remove(ctx context.Context) error {
	if err := os.Remove(t.stampPath()); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if _, err := os.Lstat(t.Root()); err != nil {
		return nil
	}
	out, err := debian.AsRoot(ctx, "rm", "-rf", "--one-file-system", "--", t.Root()).CombinedOutput()
	if err != nil {
		return fmt.Errorf("removing %s: %w\n%s", t.Root(), err, out)
	}
	return nil
}

// bootstrap fills the tree. What debootstrap mounts meanwhile, nobody else sees, and it goes with it.
func (t *Tree) bootstrap(ctx context.Context, log *log.Logger) error {
	mirror := debian.Mirror(ctx)
	log.Printf("making %s of Debian's packages; this takes some minutes", t.Root())
	args := append([]string{"unshare", "--mount", "--propagation", "private", "env"}, debian.ProxyEnviron(ctx)...)
	args = append(args, "debootstrap", "--variant=minbase", "--force-check-gpg", "--keyring="+debian.Keyring,
		"--include="+strings.Join(packages, ","), release, t.Root(), mirror)
	cmd := debian.AsRoot(ctx, args...)
	p := &progress{log: log}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, p, p
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("debootstrap: %w%s", err, t.bootstrapLog())
	}
	downloaded := filepath.Join(t.Root(), "var/cache/apt/archives")
	return debian.AsRoot(ctx, "find", downloaded, "-name", "*.deb", "-delete").Run()
}

// bootstrapLog returns the last lines that debootstrap has logged.
func (t *Tree) bootstrapLog() string {
	data, err := os.ReadFile(filepath.Join(t.Root(), "debootstrap/debootstrap.log"))
	if err != nil {
		return ""
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	return "\n" + strings.Join(lines[max(0, len(lines)-20):], "\n")
}
