package lab

// The cache folder: files that are checked when they are read, written whole or not at all, by one
// process at a time.

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log"
	"os"
	"path/filepath"

	"github.com/goqtbt/bluetooth/ci/internal/cachedir"
)

// CacheDir is the folder in which the lab keeps what it has prepared: qtbt/lab in the user's cache
// folder. It may be removed at any time.
func CacheDir() (string, error) { return cachedir.Path("lab") }

// writeCached writes a file of the cache, so that a reader sees the old content or the new one.
func writeCached(path string, data []byte, perm os.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(path), temporaryPrefix+"*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails once it is renamed
	_, err = f.Write(data)
	if err := errors.Join(err, f.Chmod(perm), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// temporaryPrefix begins the names of unfinished files.
const temporaryPrefix = ".unfinished-"

// lockCache makes the folder, waits until no other process prepares anything there, and removes
// unfinished files of earlier ones.
func lockCache(ctx context.Context, dir string, log *log.Logger) (unlock func(), err error) {
	unlock, err = cachedir.Lock(ctx, dir, log)
	if err == nil {
		removeMatching(filepath.Join(dir, temporaryPrefix+"*"))
	}
	return unlock, err
}

// removeMatching removes files and folders that are no longer of use. One that stays does no harm.
func removeMatching(pattern string) {
	paths, _ := filepath.Glob(pattern)
	for _, path := range paths {
		_ = os.RemoveAll(path)
	}
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
