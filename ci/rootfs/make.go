package rootfs

// This file makes the tree.

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

// Make returns Debian 13's tree. It makes the tree if there is none, if it is incomplete or
// damaged, or if this version of the package needs another one. It installs debootstrap if need be,
// and reports its progress to w.
func Make(ctx context.Context, w io.Writer) (*Tree, error) {
	t, err := debian13()
	if err != nil {
		return nil, err
	}
	return t.make(ctx, w)
}

// MakePlain is like Make, for a tree of the machine's release in which nothing was installed.
func MakePlain(ctx context.Context, w io.Writer) (*Tree, error) {
	t, err := plain(ctx)
	if err != nil {
		return nil, err
	}
	return t.make(ctx, w)
}

func (t *Tree) make(ctx context.Context, w io.Writer) (*Tree, error) {
	if err := t.makeIfNeeded(ctx, log.New(w, "", 0)); err != nil {
		return nil, fmt.Errorf("making the root tree of Debian's %s: %w", t.release, err)
	}
	return t, nil
}

func (t *Tree) makeIfNeeded(ctx context.Context, log *log.Logger) error {
	unlock, err := cachedir.Lock(ctx, t.dir, log)
	if err != nil {
		return err
	}
	defer unlock()
	err = t.check(ctx)
	if !errors.Is(err, ErrNotMade) {
		return err
	}
	if _, statErr := os.Stat(t.stampPath()); statErr == nil {
		log.Print(err)
	}
	if !debian.Usable() {
		return errors.New("apt is missing, which Debian and its relatives have")
	}
	if err := debian.New(log).Need(ctx, "debootstrap", "debian-archive-keyring"); err != nil {
		return err
	}
	if err := t.remove(ctx); err != nil {
		return err
	}
	if err := t.bootstrap(ctx, log); err != nil {
		return errors.Join(err, t.remove(context.WithoutCancel(ctx)))
	}
	stamp, err := t.stamp()
	if err != nil {
		return err
	}
	if err := os.WriteFile(t.stampPath(), []byte(stamp), 0o644); err != nil {
		return err
	}
	return t.check(ctx)
}

// remove removes the tree. It removes first the file that marks the tree as complete.
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

// bootstrap fills the tree. No other process sees the mounts of debootstrap, and they end with it.
func (t *Tree) bootstrap(ctx context.Context, log *log.Logger) error {
	mirror := debian.Mirror(ctx)
	log.Printf("making %s of Debian's packages; this takes some minutes", t.Root())
	args := append([]string{"unshare", "--mount", "--propagation", "private", "env"}, debian.ProxyEnviron(ctx)...)
	// debootstrap alone would react to a signal only minutes later. timeout, here without a limit,
	// passes the signal on to all that it runs.
	args = append(args, "timeout", "0", "debootstrap", "--variant=minbase", "--force-check-gpg", "--keyring="+debian.Keyring,
		"--include="+strings.Join(t.packages, ","), t.release, t.Root(), mirror)
	cmd := debian.AsRoot(ctx, args...)
	p := &progress{log: log}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, p, p // sudo may ask for a password
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("debootstrap: %w%s", err, t.bootstrapLog())
	}
	downloaded := filepath.Join(t.Root(), "var/cache/apt/archives")
	return debian.AsRoot(ctx, "find", downloaded, "-name", "*.deb", "-delete").Run()
}

// bootstrapLog returns the last lines of debootstrap's log.
func (t *Tree) bootstrapLog() string {
	data, err := os.ReadFile(filepath.Join(t.Root(), "debootstrap/debootstrap.log"))
	if err != nil {
		return ""
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	return "\n" + strings.Join(lines[max(0, len(lines)-20):], "\n")
}
