//go:build !linux && !darwin

package main

import "errors"

func openLine(string, bool) (line, error) {
	return nil, errors.New("spp needs pseudo-terminals, and so Linux or macOS")
}
