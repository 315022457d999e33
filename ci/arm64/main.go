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
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/goqtbt/bluetooth/ci/internal/debian"
)

type cli struct {
	Command []string `arg:"" help:"After --, the command and its arguments."`
}

func main() {
	args := new(cli)
	parsed := kong.Parse(args, kong.Name("arm64"),
		kong.Description("Runs a command whose Go programs are compiled for arm64 and run under QEMU."))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := args.run(ctx)
	if exit := new(exec.ExitError); errors.As(err, &exit) && exit.Exited() {
		os.Exit(exit.ExitCode())
	}
	parsed.FatalIfErrorf(err)
}

func (c *cli) run(ctx context.Context) error {
	logger := log.New(os.Stderr, "", 0)
	if !debian.Usable() {
		return errors.New("apt is missing, which Debian and its relatives have")
	}
	if err := debian.New(logger).Need(ctx, "ccache", "g++-aarch64-linux-gnu", "pkg-config", "qemu-user"); err != nil {
		return err
	}
	dir, err := prepare(ctx, logger)
	if err != nil {
		return err
	}
	environment, err := environment(ctx, dir)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, c.Command[0], c.Command[1:]...)
	cmd.Env = append(os.Environ(), environment...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	return cmd.Run()
}

// runScript runs a program under QEMU, for go test -exec.
//
//go:embed run.sh
var runScript []byte

// environment returns the variables by which go compiles for arm64 and runs what it has compiled.
func environment(ctx context.Context, dir string) ([]string, error) {
	goMod, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	if err != nil {
		return nil, err
	}
	ccache := filepath.Join(filepath.Dir(strings.TrimSpace(string(goMod))), "ci/cxx")
	run := filepath.Join(dir, "run")
	if err := os.WriteFile(run, runScript, 0o755); err != nil {
		return nil, err
	}
	root := sysroot(dir)
	return []string{
		"CGO_ENABLED=1", "GOOS=linux", "GOARCH=arm64", "GOFLAGS=-exec=" + run,
		"CC=aarch64-linux-gnu-gcc --sysroot=" + root,
		"CXX=" + ccache + " --sysroot=" + root, "QTBT_CXX=aarch64-linux-gnu-g++",
		"PKG_CONFIG_SYSROOT_DIR=" + root,
		"PKG_CONFIG_LIBDIR=" + filepath.Join(root, "usr/lib/aarch64-linux-gnu/pkgconfig"),
		"QEMU_LD_PREFIX=" + root,
	}, nil
}
