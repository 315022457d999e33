// Arm64 runs a command, such as go test, whose Go programs are compiled for arm64 and run under
// QEMU. The machine is an amd64 with Debian 12 or 13.
//
//	go run ./ci/arm64 -- go test ./qtbt/...
//	go run ./ci/arm64 -- go build -o /tmp/arm64/ ./examples/...
//
// The compiler takes Qt from a folder in the cache, into which Debian's packages for arm64 are
// unpacked.
package main

import (
	"context"
	_ "embed"
	"errors"
	"log"
	"os"
	"path/filepath"

	"github.com/goqtbt/bluetooth/ci/internal/crossgo"
	"github.com/goqtbt/bluetooth/ci/internal/debian"
)

type cli struct {
	crossgo.Args
}

func main() {
	c := new(cli)
	crossgo.Main(c, &c.Args, "arm64",
		"Runs a command whose Go programs are compiled for arm64 and run under QEMU.")
}

// runScript runs a program under QEMU, for go test -exec.
//
//go:embed run.sh
var runScript []byte

func (*cli) Environment(ctx context.Context, log *log.Logger) ([]string, error) {
	if !debian.Usable() {
		return nil, errors.New("apt is missing, which Debian and its relatives have")
	}
	if err := debian.New(log).Need(ctx, "ccache", "g++-aarch64-linux-gnu", "pkg-config", "qemu-user"); err != nil {
		return nil, err
	}
	dir, err := prepare(ctx, log)
	if err != nil {
		return nil, err
	}
	run := filepath.Join(dir, "run")
	if err := os.WriteFile(run, runScript, 0o755); err != nil {
		return nil, err
	}
	root := sysroot(dir)
	cxx, err := crossgo.CXX(ctx, "aarch64-linux-gnu-g++", "--sysroot="+root)
	if err != nil {
		return nil, err
	}
	return append(cxx, "CGO_ENABLED=1", "GOOS=linux", "GOARCH=arm64", "GOFLAGS=-exec="+run,
		"CC=aarch64-linux-gnu-gcc --sysroot="+root,
		"PKG_CONFIG_SYSROOT_DIR="+root,
		"PKG_CONFIG_LIBDIR="+filepath.Join(root, "usr/lib/aarch64-linux-gnu/pkgconfig"),
		"QEMU_LD_PREFIX="+root), nil
}
