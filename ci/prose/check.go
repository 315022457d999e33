package main

// The checks of one file.

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"unicode/utf8"
)

const (
	// maxColumns is the maximum length of a line, in columns.
	maxColumns = 100
	// tabColumns is the number of columns that a tab takes.
	tabColumns = 4
)

// fault is what is wrong with a line. Lines count from 1.
type fault struct {
	line int
	text string
}

type faults []fault

// addLine adds a fault if the line is too long. A line of one word cannot be wrapped.
func (f *faults) addLine(number int, line string) {
	columns := utf8.RuneCountInString(strings.ReplaceAll(line, "\t", strings.Repeat(" ", tabColumns)))
	words := strings.Fields(strings.TrimLeft(line, "\t /*-#>"))
	if columns > maxColumns && len(words) > 1 {
		*f = append(*f, fault{number, fmt.Sprintf("%d columns instead of %d", columns, maxColumns)})
	}
}

// checkMarkdown checks the length of lines. The lines of tables cannot be wrapped.
func checkMarkdown(text string) (found faults, err error) {
	for i, line := range strings.Split(text, "\n") {
		if !strings.HasPrefix(strings.TrimSpace(line), "|") {
			found.addLine(i+1, line)
		}
	}
	return found, nil
}

// checkGo checks the length of lines that have a comment, and the place of the comment on a file.
func checkGo(text string) (found faults, err error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(text, "\n")
	seen := 0 // the last line that was checked: a line can have two comments
	for _, group := range file.Comments {
		if group.Pos() < file.Package && group != file.Doc && !isDirective(group) {
			found = append(found, fault{files.Position(group.Pos()).Line,
				"the comment on a file stands after the package clause"})
		}
		for _, comment := range group.List {
			if isOutput(comment) {
				break
			}
			first, last := files.Position(comment.Pos()).Line, files.Position(comment.End()).Line
			for n := max(first, seen+1); n <= last; n++ {
				found.addLine(n, lines[n-1])
			}
			seen = last
		}
	}
	return found, nil
}

// isDirective reports whether comments are for tools: build constraints, and marks of generated
// files.
func isDirective(group *ast.CommentGroup) bool {
	return group.Text() == "" || strings.HasPrefix(group.Text(), "Code generated ")
}

// isOutput reports whether a comment begins the output of an Example, which cannot be wrapped.
func isOutput(comment *ast.Comment) bool {
	text := strings.ToLower(comment.Text)
	return strings.HasPrefix(text, "// output:") || strings.HasPrefix(text, "// unordered output:")
}
