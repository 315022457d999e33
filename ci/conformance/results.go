package main

// Results that are kept: an interrupted run goes on where it stopped.

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/goqtbt/bluetooth/ci/conformance/scenario"
)

// results keeps outcomes in a folder, by what they depend on.
type results struct {
	dir string
	use bool // return what is kept
}

// key is the digest of a scenario's files and of the drivers and the versions of Qt on its hosts.
func (r results) key(s *scenario.Scenario, on map[string]implementation) (string, error) {
	h := sha256.New()
	for _, file := range s.Files {
		content, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%d\n%s", len(content), content)
	}
	for _, host := range s.Hosts {
		fmt.Fprintln(h, host, on[host], on[host].digest)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// get returns the outcome of a key if it is kept.
func (r results) get(key string) (*outcome, bool) {
	if !r.use {
		return nil, false
	}
	data, err := os.ReadFile(r.path(key))
	if err != nil {
		return nil, false
	}
	o := new(outcome)
	return o, json.Unmarshal(data, o) == nil
}

func (r results) put(key string, o *outcome) error {
	data, err := json.Marshal(o)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(r.dir, 0o755); err != nil {
		return err
	}
	unfinished := r.path(key) + ".unfinished"
	if err := os.WriteFile(unfinished, data, 0o644); err != nil {
		return err
	}
	return os.Rename(unfinished, r.path(key))
}

func (r results) path(key string) string { return filepath.Join(r.dir, key+".json") }
