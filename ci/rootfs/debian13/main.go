// Debian13 makes a root tree of Debian 13 in the cache folder and runs commands in it. See package
// rootfs.
//
//	go run ./ci/rootfs/debian13 make                      # prints the tree's path
//	go run ./ci/rootfs/debian13 run -- bluetoothctl --version
//	go run ./ci/rootfs/debian13 run -o /tmp/out -- go build -o /tmp/out ./examples/...
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/goqtbt/bluetooth/ci/rootfs"
)

type cli struct {
	Make makeCommand `cmd:"" help:"Make the tree, unless it is complete, and print its path."`
	Run  runCommand  `cmd:"" help:"Run a command in the tree, in the current folder, which contains a Go module."`
}

func main() {
	parsed := kong.Parse(new(cli), kong.Name("debian13"),
		kong.Description("Makes a root tree of Debian 13 and runs commands in it, with the machine's Go toolchain."))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	parsed.BindTo(ctx, (*context.Context)(nil))
	parsed.FatalIfErrorf(parsed.Run())
}

type makeCommand struct{}

func (makeCommand) Run(ctx context.Context) error {
	tree, err := rootfs.Make(ctx, os.Stderr)
	if err == nil {
		fmt.Println(tree.Root())
	}
	return err
}

type runCommand struct {
	Out     []string `short:"o" type:"existingdir" help:"A folder that the command may write to."`
	Command []string `arg:"" help:"After --, the command and its arguments."`
}

func (c runCommand) Run(ctx context.Context) error {
	tree, err := rootfs.Make(ctx, os.Stderr)
	if err != nil {
		return err
	}
	options, err := tree.GoOptions(ctx, ".")
	if err != nil {
		return err
	}
	options.Writable = append(options.Writable, c.Out...)
	cmd := tree.CommandContext(ctx, options, c.Command[0], c.Command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err = cmd.Run()
	if exit := new(exec.ExitError); errors.As(err, &exit) && exit.Exited() {
		os.Exit(exit.ExitCode())
	}
	return err
}
