package main

// This file runs a command on a connection.

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"runtime"
	"time"

	"github.com/goqtbt/bluetooth/qtbt"
)

// killAfter is how long a command may take to end after it was interrupted. Then btcat kills it.
const killAfter = 500 * time.Millisecond

// outputPatience is how long btcat sends the output of a command's background processes after the
// command's end.
const outputPatience = 2 * time.Second

// execute runs a shell command with the connection as its standard input and output, and closes the
// connection.
func execute(ctx context.Context, command string, conn net.Conn) error {
	defer conn.Close()
	shell := []string{"sh", "-c"}
	if runtime.GOOS == "windows" {
		shell = []string{"cmd", "/C"}
	}
	cmd := exec.CommandContext(ctx, shell[0], shell[1], command)
	if runtime.GOOS != "windows" { // Windows can only kill processes
		cmd.Cancel = func() error {
			// Kill fails if the command has ended.
			time.AfterFunc(killAfter, func() { _ = cmd.Process.Kill() })
			return cmd.Process.Signal(os.Interrupt)
		}
	}
	cmd.WaitDelay = outputPatience
	cmd.Env = append(os.Environ(), "BTCAT_PEER="+peerAddress(conn))
	cmd.Stdout, cmd.Stderr = conn, os.Stderr
	// The program makes the pipe, because Wait would otherwise wait for the peer's next byte.
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() {
		io.Copy(stdin, conn)
		stdin.Close()
	}()
	if err := cmd.Wait(); err != nil {
		return fmt.Errorf("%s: %w", command, err)
	}
	return nil
}

// peerAddress returns the peer's address without the port.
func peerAddress(conn net.Conn) string {
	if addr, ok := conn.RemoteAddr().(qtbt.Addr); ok {
		return addr.Address.String()
	}
	return conn.RemoteAddr().String()
}
