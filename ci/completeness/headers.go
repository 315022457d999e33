package main

// The sources of Qt's headers: the installed ones, and Debian 13's packages, which are downloaded
// but not installed.

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/goqtbt/bluetooth/ci/internal/cachedir"
	"github.com/goqtbt/bluetooth/ci/internal/debian"
)

// headerSources lists the versions of Qt to read. Each source finds the folder that contains QtCore
// and QtBluetooth, and may unpack it into the given folder.
var headerSources = []struct {
	name string
	find func(ctx context.Context, temp string) (include string, err error)
}{
	{"installed", installedHeaders},
	{"debian13", fetchedHeaders},
}

// debianRelease is Debian 13, which has Qt 6.8.
const debianRelease = "trixie"

// debianPackages have the headers of QtCore and QtBluetooth.
var debianPackages = []string{"qt6-base-dev", "qt6-connectivity-dev"}

// errNoHeaders means that headers are not on this machine.
var errNoHeaders = errors.New("no headers")

func installedHeaders(ctx context.Context, _ string) (string, error) {
	out, err := exec.CommandContext(ctx, "pkg-config", "--variable=includedir", "Qt6Bluetooth").Output()
	if err != nil {
		return "", fmt.Errorf("%w: pkg-config does not know Qt6Bluetooth: %w", errNoHeaders, err)
	}
	return string(bytes.TrimSpace(out)), nil
}

// fetchedHeaders unpacks the packages that fetchHeaders has downloaded.
func fetchedHeaders(ctx context.Context, temp string) (string, error) {
	dir, err := packageDir()
	if err != nil {
		return "", err
	}
	files, err := checkPackages(dir)
	if err != nil {
		return "", fmt.Errorf("%w: %w; run 'go run ./ci/completeness fetch'", errNoHeaders, err)
	}
	for _, file := range files {
		if err := debian.Unpack(ctx, file, temp); err != nil {
			return "", err
		}
	}
	includes, _ := filepath.Glob(filepath.Join(temp, "usr/include/*/qt6"))
	if len(includes) != 1 {
		return "", fmt.Errorf("the packages in %s have %d folders of headers", dir, len(includes))
	}
	return includes[0], nil
}

// packageDir returns the cache's folder for the packages. It may be removed at any time.
func packageDir() (string, error) { return cachedir.Path("qt-" + debianRelease) }

// fetchHeaders downloads the packages, unless they are there and undamaged.
func fetchHeaders(ctx context.Context, log *log.Logger) error {
	dir, err := packageDir()
	if err != nil {
		return err
	}
	if _, err := checkPackages(dir); err == nil {
		return nil
	}
	if !debian.Usable() {
		return errors.New("no apt to download packages with")
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	temp, err := os.MkdirTemp(filepath.Dir(dir), ".unfinished-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	apt, err := debian.Release(ctx, filepath.Join(temp, "apt"), debianRelease, log)
	if err != nil {
		return err
	}
	complete := filepath.Join(temp, "packages")
	if err := os.Mkdir(complete, 0o755); err != nil {
		return err
	}
	if err := apt.Download(ctx, complete, debianPackages...); err != nil {
		return err
	}
	if err := writeSums(complete); err != nil {
		return err
	}
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	return os.Rename(complete, dir)
}

// sumsFile holds the packages' checksums, in the format of sha256sum. It is written last.
const sumsFile = "SHA256SUMS"

// writeSums writes the checksums of packages that apt has just checked.
func writeSums(dir string) error {
	sums, _, err := packageSums(dir)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, sumsFile), sums, 0o644)
}

// checkPackages returns the files of the packages if they have the checksums that they had after
// the download.
func checkPackages(dir string) ([]string, error) {
	want, err := os.ReadFile(filepath.Join(dir, sumsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("packages %s are not in %s", strings.Join(debianPackages, " and "), dir)
	}
	if err != nil {
		return nil, err
	}
	got, files, err := packageSums(dir)
	if err == nil && !bytes.Equal(got, want) {
		err = fmt.Errorf("the packages in %s are damaged", dir)
	}
	return files, err
}

func packageSums(dir string) (sums []byte, files []string, err error) {
	files, err = filepath.Glob(filepath.Join(dir, "*.deb"))
	if err == nil && len(files) != len(debianPackages) {
		err = fmt.Errorf("%s has %d packages instead of %d", dir, len(files), len(debianPackages))
	}
	if err != nil {
		return nil, nil, err
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, nil, err
		}
		sums = fmt.Appendf(sums, "%x  %s\n", sha256.Sum256(data), filepath.Base(file))
	}
	return sums, files, nil
}
