package debian

// This file runs programs as root.

import (
	"context"
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

// AsRoot returns a command that runs as root, through sudo if need be. It gets SIGTERM when the
// context ends.
func AsRoot(ctx context.Context, args ...string) *exec.Cmd {
	if os.Geteuid() == 0 {
		return gentle(exec.CommandContext(ctx, args[0], args[1:]...))
	}
	cmd := exec.CommandContext(ctx, "sudo", args...)
	cmd.Cancel = func() error {
		// Only root may signal sudo, and sudo passes on no signal from its command's process group.
		kill := exec.Command("sudo", "-n", "kill", "-TERM", strconv.Itoa(cmd.Process.Pid))
		kill.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
		return kill.Run()
	}
	return cmd
}

// gentle makes a command get SIGTERM when its context ends.
func gentle(cmd *exec.Cmd) *exec.Cmd {
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	return cmd
}
