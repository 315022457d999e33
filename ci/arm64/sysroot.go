package main

// The folder with Debian's packages for arm64.

import (
	"context"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/goqtbt/bluetooth/ci/internal/cachedir"
	"github.com/goqtbt/bluetooth/ci/internal/debian"
)

// packages has what a build with qtbt needs for arm64. base-files makes /lib a link on Debian 13.
var packages = []string{"base-files", "libc6-dev", "libstdc++6", "qt6-connectivity-dev"}

// sysroot returns the root of the unpacked packages.
func sysroot(dir string) string { return filepath.Join(dir, "root") }

// prepare unpacks the packages, unless it has done so before, and returns the folder that contains
// the sysroot.
func prepare(ctx context.Context, log *log.Logger) (dir string, err error) {
	dir, err = cachedir.Path("arm64")
	if err != nil {
		return "", err
	}
	unlock, err := cachedir.Lock(ctx, dir, log)
	if err != nil {
		return "", err
	}
	defer unlock()
	stampPath, stamp := filepath.Join(dir, "stamp"), strings.Join(packages, " ")
	if is, err := os.ReadFile(stampPath); err == nil && string(is) == stamp {
		return dir, nil
	}
	temp := filepath.Join(dir, "unfinished")
	for _, old := range []string{stampPath, sysroot(dir), temp} {
		if err := os.RemoveAll(old); err != nil {
			return "", err
		}
	}
	if err := fill(ctx, sysroot(dir), temp, log); err != nil {
		return "", err
	}
	return dir, os.WriteFile(stampPath, []byte(stamp), 0o644)
}

// fill downloads the packages into a folder that it removes, and unpacks them.
func fill(ctx context.Context, root, temp string, log *log.Logger) error {
	defer os.RemoveAll(temp)
	apt, err := debian.Architecture(ctx, filepath.Join(temp, "apt"), "arm64", log)
	if err != nil {
		return err
	}
	downloads := filepath.Join(temp, "packages")
	if err := apt.DownloadAll(ctx, downloads, packages...); err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(downloads, "*.deb"))
	if err != nil {
		return err
	}
	log.Printf("unpacking %d packages", len(files))
	for _, file := range files {
		if err := debian.Unpack(ctx, file, root); err != nil {
			return err
		}
	}
	return nil
}
