package lab

// BlueZ's btgatt-client and btgatt-server, which no package of Debian has.

import (
	"context"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/goqtbt/bluetooth/ci/internal/debian"
)

// gattToolsRelease is the release of Debian whose BlueZ the tools are from: version 5.66.
const gattToolsRelease = "bookworm"

var gattTools = []string{"btgatt-client", "btgatt-server"}

// gattToolsSources are the sources that both tools need besides their own, in BlueZ's source tree.
var gattToolsSources = []string{
	"src/shared/att.c", "src/shared/crypto.c", "src/shared/gatt-client.c", "src/shared/gatt-db.c",
	"src/shared/gatt-helpers.c", "src/shared/gatt-server.c", "src/shared/io-mainloop.c",
	"src/shared/mainloop-notify.c", "src/shared/mainloop.c", "src/shared/queue.c",
	"src/shared/timeout-mainloop.c", "src/shared/util.c",
	"lib/bluetooth.c", "lib/hci.c", "lib/uuid.c",
}

// GATTTools returns a folder with BlueZ's btgatt-client and btgatt-server, for peers that know
// nothing of Qt. It builds them from Debian's source package, which it downloads once, and needs
// gcc and Debian. It reports each step to log.
func GATTTools(ctx context.Context, log *log.Logger) (dir string, err error) {
	if dir, err = gattToolsIn(ctx, log); err != nil {
		return "", fmt.Errorf("lab: building BlueZ's GATT tools: %w", err)
	}
	return dir, nil
}

func gattToolsIn(ctx context.Context, log *log.Logger) (string, error) {
	cache, err := CacheDir()
	if err != nil {
		return "", err
	}
	unlock, err := lockCache(ctx, cache, log)
	if err != nil {
		return "", err
	}
	defer unlock()
	dir := filepath.Join(cache, "gatttools-"+gattToolsRelease)
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	temp, err := os.MkdirTemp(cache, temporaryPrefix+"*")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(temp)
	source, err := blueZSource(ctx, temp, log)
	if err != nil {
		return "", err
	}
	built := filepath.Join(temp, "built")
	if err := os.Mkdir(built, 0o755); err != nil {
		return "", err
	}
	for _, tool := range gattTools {
		log.Printf("building %s", tool)
		args := append([]string{
			"-O1", "-w", "-I.", "-DVERSION=\"btlab\"", "-o", filepath.Join(built, tool), "tools/" + tool + ".c",
		}, gattToolsSources...)
		cmd := exec.CommandContext(ctx, "gcc", args...)
		cmd.Dir = source
		if out, err := cmd.CombinedOutput(); err != nil {
			return "", fmt.Errorf("%w\n%s", err, out)
		}
	}
	return dir, os.Rename(built, dir)
}

// blueZSource downloads and unpacks BlueZ's sources, and returns their folder.
func blueZSource(ctx context.Context, temp string, log *log.Logger) (string, error) {
	if err := debian.New(log).Need(ctx, "xz-utils"); err != nil {
		return "", err
	}
	apt, err := debian.SourceRelease(ctx, filepath.Join(temp, "apt"), gattToolsRelease, log)
	if err != nil {
		return "", err
	}
	if err := apt.Source(ctx, temp, "bluez"); err != nil {
		return "", err
	}
	archives, _ := filepath.Glob(filepath.Join(temp, "bluez_*.orig.tar.xz"))
	if len(archives) != 1 {
		return "", fmt.Errorf("the source package has %d archives", len(archives))
	}
	tar := exec.CommandContext(ctx, "tar", "-xf", archives[0])
	tar.Dir = temp
	if out, err := tar.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	folders, _ := filepath.Glob(filepath.Join(temp, "bluez-*"))
	if len(folders) != 1 {
		return "", fmt.Errorf("the source archive has %d folders", len(folders))
	}
	return folders[0], nil
}
