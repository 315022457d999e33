package main

// The hand-written Go code of package cshim, and the functions that replace it in a build without
// cgo.

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// file is the text of a Go file.
type file = []byte

// readHandwritten returns the package's files that need cgo.
func readHandwritten(dir string) (files []file, err error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_gen.go") || strings.HasSuffix(path, "_test.go") {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		if bytes.HasPrefix(text, []byte("//go:build cgo\n")) {
			files = append(files, text)
		}
	}
	return files, nil
}

func calledByHand(name string, hand []file) bool {
	call := regexp.MustCompile(`\b` + name + `\(`)
	return slices.ContainsFunc(hand, func(f file) bool { return call.Match(f) })
}

// withoutCgo returns the exported functions of files that need cgo, for a build without cgo.
func withoutCgo(h *headers, files []file) ([]byte, error) {
	zeros := map[string]string{"Transfer": "Transfer{Status: Unsupported}"}
	for _, t := range goTypes(h) {
		zeros[t.name] = t.zero
	}
	zeros["Status"] = "Unsupported"
	var functions bytes.Buffer
	var imports []string
	for _, text := range files {
		f, err := parser.ParseFile(token.NewFileSet(), "", text, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, d := range f.Decls {
			d, ok := d.(*ast.FuncDecl)
			if !ok || !d.Name.IsExported() {
				continue
			}
			params, used := typeList(d.Type.Params)
			imports = append(imports, used...)
			results, used := typeList(d.Type.Results)
			imports = append(imports, used...)
			var values []string
			for _, r := range results {
				values = append(values, zeros[r])
			}
			body := ""
			if len(results) > 0 {
				body = "return " + strings.Join(values, ", ")
			}
			fmt.Fprintf(&functions, "func %s(%s) (%s) { %s }\n", d.Name.Name,
				strings.Join(params, ", "), strings.Join(results, ", "), body)
		}
	}
	slices.Sort(imports)
	var b bytes.Buffer
	b.WriteString(generated + "//go:build !cgo\n\npackage cshim\n\n")
	for _, name := range slices.Compact(imports) {
		fmt.Fprintf(&b, "import %q\n", name)
	}
	b.WriteString(comment("A build without cgo has no Qt. No constructor returns a handle there, "+
		"so the other functions only have to exist.") + "\n")
	b.Write(functions.Bytes())
	return format.Source(b.Bytes())
}

// typeList returns the type of each parameter or result, and the packages that the types name.
func typeList(list *ast.FieldList) (types, packages []string) {
	if list == nil {
		return nil, nil
	}
	for _, f := range list.List {
		var b bytes.Buffer
		if err := format.Node(&b, token.NewFileSet(), f.Type); err != nil {
			panic(err) // cannot fail, as the type was parsed from source
		}
		types = append(types, slices.Repeat([]string{b.String()}, max(len(f.Names), 1))...)
		if s, ok := f.Type.(*ast.SelectorExpr); ok {
			packages = append(packages, fmt.Sprint(s.X))
		}
	}
	return types, packages
}
