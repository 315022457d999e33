// Prose prints the lines of comments and Markdown that are too long, and the comments on files that
// stand in the wrong place. It checks the Go and Markdown files below the current folder.
package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	findings, err := checkTree(os.DirFS("."))
	if err != nil {
		fmt.Fprintln(os.Stderr, "prose:", err)
		os.Exit(1)
	}
	for _, f := range findings {
		fmt.Println(f)
	}
	if len(findings) > 0 {
		os.Exit(1)
	}
}

// checkTree returns a line of text for each fault in the files of a tree. It skips hidden folders,
// and the folder of C++ builds.
func checkTree(tree fs.FS) (findings []string, err error) {
	err = fs.WalkDir(tree, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if path == "build" || strings.HasPrefix(entry.Name(), ".") && path != "." {
				return fs.SkipDir
			}
			return nil
		}
		check := map[string]func(string) (faults, error){".go": checkGo, ".md": checkMarkdown}[filepath.Ext(path)]
		if check == nil {
			return nil
		}
		text, err := fs.ReadFile(tree, path)
		if err != nil {
			return err
		}
		found, err := check(string(text))
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		for _, f := range found {
			findings = append(findings, fmt.Sprintf("%s:%d: %s", path, f.line, f.text))
		}
		return nil
	})
	return findings, err
}
