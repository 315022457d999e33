package main

// Completeness compares the public members of Qt's Bluetooth classes with package qtbt.
//
// Its test fails for every method, signal, enumerator or flag that has neither a counterpart in Go
// nor a reason in table.go. The command lists the counterpart or reason of each:
//
//	go run ./ci/completeness

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/alecthomas/kong"
)

type cli struct {
	List  listCommand  `cmd:"" default:"1" help:"List each member with its counterpart in Go, or the reason why it has none."`
	Fetch fetchCommand `cmd:"" help:"Download the headers of Debian 13's Qt into the cache, unless they are there."`
}

func main() {
	parsed := kong.Parse(new(cli), kong.Name("completeness"),
		kong.Description("Compares the public members of Qt's Bluetooth classes with package qtbt."),
		kong.BindTo(context.Background(), (*context.Context)(nil)))
	parsed.FatalIfErrorf(parsed.Run())
}

type fetchCommand struct{}

func (fetchCommand) Run(ctx context.Context) error {
	return fetchHeaders(ctx, log.New(os.Stderr, "", 0))
}

type listCommand struct{}

func (listCommand) Run(ctx context.Context) error {
	temp, err := os.MkdirTemp("", "completeness-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	api, err := readAPI()
	if err != nil {
		return err
	}
	check := newChecker(api)
	for _, source := range headerSources {
		include, err := source.find(ctx, temp)
		if err != nil {
			fmt.Fprintf(os.Stderr, "%s: left out: %v\n", source.name, err)
			continue
		}
		q, err := readHeaders(ctx, include)
		if err != nil {
			return err
		}
		findings := check.check(q)
		fmt.Printf("Qt %s (%s)\n", q.version, source.name)
		for _, class := range classes {
			fmt.Printf("\n%s: %v\n", class, tally(findings, class))
			for _, f := range findings {
				if f.member.class == class {
					fmt.Println("  ", f)
				}
			}
		}
		fmt.Printf("\nAll classes: %v\n\n", tally(findings, ""))
	}
	return nil
}
