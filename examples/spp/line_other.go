//go:build !linux && !darwin

package main

import "errors"

func checkLine(lineOptions) error {
	return errors.New("this program needs pseudo-terminals, and so Linux or macOS")
}

func openLine(o lineOptions) (line, error) { return nil, checkLine(o) }
