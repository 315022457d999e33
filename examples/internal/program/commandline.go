package program

// This file parses the command line, and has what all programs have in common there.

import (
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/willabides/kongplete"
)

// version is set by packages, with -ldflags=-X.
var version string

// commonFlags are flags of all programs.
type commonFlags struct {
	Version kong.VersionFlag `help:"Show the version."`
}

// Name returns the name by which the program was called. Packages may install a program under
// another name than its folder's.
func Name() string { return strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe") }

// Parse parses the process's arguments into cli, and ends the process if they are wrong, or ask for
// help or the version. In the description and the help of flags, ${name} stands for the program's
// name.
//
// When a shell completes a command line of the program, it runs the program with $COMP_LINE set.
// Parse then prints the words that may follow, and ends the process.
func Parse(cli any, description string, options ...kong.Option) *kong.Context {
	parser := kong.Must(cli, append(options, kong.Name(Name()), kong.Description(description),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}), kong.Embed(new(commonFlags)),
		kong.Vars{"name": Name(), "version": Name() + " (qtbt) " + buildVersion()})...)
	kongplete.Complete(parser)
	parsed, err := parser.Parse(os.Args[1:])
	parser.FatalIfErrorf(err)
	return parsed
}

// buildVersion returns the version of a package, or else of the module.
func buildVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		return info.Main.Version
	}
	return "unknown"
}
