// Crosscompile runs a command, such as go vet, whose Go programs are compiled with cgo for Windows
// or macOS. go vet compiles all of the shim's C++, and runs nothing of it.
//
//	go run ./ci/crosscompile windows -- go vet ./qtbt/...
//
// There is no Qt for these systems here: the headers are those of Debian's Qt, with BlueZ switched
// off. So nothing can be linked.
package main

import (
	"context"
	"log"
	"os"
	"path/filepath"

	"github.com/goqtbt/bluetooth/ci/internal/cachedir"
	"github.com/goqtbt/bluetooth/ci/internal/crossgo"
	"github.com/goqtbt/bluetooth/ci/internal/debian"
	"github.com/goqtbt/bluetooth/ci/rootfs"
)

type cli struct {
	Target string `arg:"" enum:"windows,windows-clang,macos-arm64,macos-amd64" help:"${enum}. windows compiles with MinGW and the machine's Qt, the others with Zig's Clang and Debian 13's Qt."`
	crossgo.Args
}

func main() {
	c := new(cli)
	crossgo.Main(c, &c.Args, "crosscompile",
		"Runs a command whose Go programs are compiled with cgo for Windows or macOS.")
}

// target is a system to compile for. zig is Zig's name for it.
type target struct{ goos, goarch, zig string }

var targets = map[string]target{
	"windows":       {"windows", "amd64", ""},
	"windows-clang": {"windows", "amd64", "x86_64-windows-gnu"},
	"macos-arm64":   {"darwin", "arm64", "aarch64-macos"},
	"macos-amd64":   {"darwin", "amd64", "x86_64-macos"},
}

func (c *cli) Environment(ctx context.Context, log *log.Logger) ([]string, error) {
	dir, err := cachedir.Path("crosscompile")
	if err != nil {
		return nil, err
	}
	unlock, err := cachedir.Lock(ctx, dir, log)
	if err != nil {
		return nil, err
	}
	defer unlock()
	include, err := withoutBluez(dir)
	if err != nil {
		return nil, err
	}
	t := targets[c.Target]
	environment := []string{"CGO_ENABLED=1", "GOOS=" + t.goos, "GOARCH=" + t.goarch}
	if t.zig == "" {
		if err := debian.New(log).Need(ctx, "ccache", "g++-mingw-w64-x86-64-posix"); err != nil {
			return nil, err
		}
		// In headers that were installed for Linux, declarations contradict dllimport.
		cxx, err := crossgo.CXX(ctx, "x86_64-w64-mingw32-g++-posix", "-I"+include+" -Wno-attributes")
		return append(append(environment, "CC=x86_64-w64-mingw32-gcc-posix"), cxx...), err
	}
	zig, err := fetchZig(ctx, dir, log)
	if err != nil {
		return nil, err
	}
	tree, err := rootfs.Make(ctx, os.Stderr)
	if err != nil {
		return nil, err
	}
	return append(environment,
		"CC="+zig+" cc -target "+t.zig, "CXX="+zig+" c++ -target "+t.zig+" -I"+include,
		"ZIG_GLOBAL_CACHE_DIR="+filepath.Join(dir, "zig-cache"),
		"PKG_CONFIG_SYSROOT_DIR="+tree.Root(),
		"PKG_CONFIG_LIBDIR="+filepath.Join(tree.Root(), "usr/lib/x86_64-linux-gnu/pkgconfig")), nil
}

// withoutBluez returns a folder with a header that hides the one in which Debian's Qt has BlueZ.
func withoutBluez(dir string) (include string, err error) {
	include = filepath.Join(dir, "include")
	header := filepath.Join(include, "QtBluetooth/qtbluetooth-config.h")
	if err := os.MkdirAll(filepath.Dir(header), 0o755); err != nil {
		return "", err
	}
	return include, os.WriteFile(header, []byte("#define QT_FEATURE_bluez -1\n"), 0o644)
}
