package lab

// Setting a machine up: Debian's packages, and the guests' kernel.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/goqtbt/bluetooth/ci/internal/debian"
	"golang.org/x/sys/unix"
)

// Setup makes a machine ready for Start and reports each step to w. On Debian and its relatives it
// installs the packages that are missing, with sudo if need be, and takes the guests' kernel from a
// package that it downloads but does not install. Elsewhere it uses the machine's own kernel, and
// its error is a *MissingError that names the programs to install. What is there already is not
// touched.
func Setup(ctx context.Context, w io.Writer) error {
	if err := setup(ctx, w); err != nil {
		return fmt.Errorf("lab: setup: %w", err)
	}
	return nil
}

func setup(ctx context.Context, w io.Writer) error {
	if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" {
		return fmt.Errorf("the lab runs on linux/amd64, not on %s/%s", runtime.GOOS, runtime.GOARCH)
	}
	dir, err := CacheDir()
	if err != nil {
		return err
	}
	log := log.New(w, "", 0)
	if err := setupLocked(ctx, dir, log); err != nil {
		return err
	}
	i, err := openImage(ctx, log) // builds the agent
	if err != nil {
		return err
	}
	return i.Close()
}

func setupLocked(ctx context.Context, dir string, log *log.Logger) error {
	unlock, err := lockCache(ctx, dir, log)
	if err != nil {
		return err
	}
	defer unlock()
	apt := debian.New(log)
	if err := installPrograms(ctx, apt); err != nil {
		return err
	}
	if _, _, _, err := readPrepared(dir); err == nil {
		return nil
	} else if !errors.Is(err, errNotPrepared) {
		return err
	}
	if debian.Usable() {
		return prepareFromPackage(ctx, dir, apt, log)
	}
	return prepareFromMachine(dir, log)
}

// installPrograms installs the programs that the machine lacks. It returns an error if it still
// lacks one then.
func installPrograms(ctx context.Context, apt *debian.Apt) error {
	config, err := Config{}.withDefaults()
	if err != nil {
		return err
	}
	var packages []string
	missing := checkPrograms(config)
	for _, m := range missing {
		if m.Package != "" {
			packages = append(packages, m.Package)
		}
	}
	if len(packages) > 0 && debian.Usable() {
		if err := apt.Install(ctx, packages...); err != nil {
			return err
		}
		missing = checkPrograms(config)
	}
	if len(missing) > 0 {
		return &MissingError{Missing: missing}
	}
	return nil
}

// kernelPackage depends on the package of Debian's present kernel.
const kernelPackage = "linux-image-amd64"

// prepareFromPackage takes the kernel from Debian's package, which is unpacked and thrown away.
func prepareFromPackage(ctx context.Context, dir string, apt *debian.Apt, log *log.Logger) error {
	temp, err := os.MkdirTemp(dir, temporaryPrefix+"*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	if err := apt.Need(ctx, "xz-utils"); err != nil { // Debian 13 compresses the modules
		return err
	}
	name, err := apt.Dependency(ctx, kernelPackage)
	if err != nil {
		return err
	}
	if err := apt.Download(ctx, temp, name); err != nil {
		return err
	}
	packages, _ := filepath.Glob(filepath.Join(temp, "*.deb"))
	if len(packages) != 1 {
		return fmt.Errorf("%d packages were downloaded", len(packages))
	}
	pkg := packages[0]
	log.Printf("unpacking %s", filepath.Base(pkg))
	tree := filepath.Join(temp, "tree")
	if err := debian.Unpack(ctx, pkg, tree); err != nil {
		return err
	}
	kernels, _ := filepath.Glob(tree + "/boot/vmlinuz-*")
	if len(kernels) != 1 {
		return fmt.Errorf("%s contains %d kernels", filepath.Base(pkg), len(kernels))
	}
	release := strings.TrimPrefix(filepath.Base(kernels[0]), "vmlinuz-")
	modules := tree + "/lib/modules/" + release
	if _, err := os.Stat(modules); err != nil {
		modules = tree + "/usr/lib/modules/" + release
	}
	log.Printf("preparing kernel %s", release)
	return prepare(dir, release, strings.TrimSuffix(filepath.Base(pkg), ".deb"), kernels[0], modules)
}

// prepareFromMachine takes the kernel that runs here.
func prepareFromMachine(dir string, log *log.Logger) error {
	var name unix.Utsname
	if err := unix.Uname(&name); err != nil {
		return err
	}
	release := unix.ByteSliceToString(name.Release[:])
	modules := "/lib/modules/" + release
	for _, kernel := range []string{"/boot/vmlinuz-" + release, modules + "/vmlinuz"} {
		if _, err := os.Stat(kernel); err == nil {
			log.Printf("preparing this machine's kernel %s", release)
			return prepare(dir, release, "this machine", kernel, modules)
		}
	}
	return fmt.Errorf("no kernel for the guests: this is no Debian, and neither /boot nor %s has the one that runs", modules)
}
