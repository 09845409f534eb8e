package cli

import (
	"encoding/json"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTranscriptOfWrongUsage(t *testing.T) {
	t.Parallel()
	transcript(t, "usage", nil)
}

func TestTheHelpListsEveryCommandAndItsFlags(t *testing.T) {
	t.Parallel()
	c := newConsole()
	require.Equal(t, exitOK, c.run("help"))
	list := c.out.String()
	for _, name := range commandNames() {
		require.Contains(t, list, "  "+name+" ")
		for _, args := range [][]string{{"help", name}, {name, "--help"}, {name, "-h"}, {name, "somewhere", "--help"}} {
			require.Equal(t, exitOK, c.run(args...), args)
			require.Contains(t, c.out.String(), "usage: usher "+name, args)
			require.Contains(t, c.out.String(), "--json", args)
			require.Empty(t, c.err.String())
		}
		require.Equal(t, exitOK, c.run("help", name, "--json"))
		var d description
		require.NoError(t, json.Unmarshal(c.out.Bytes(), &d))
		require.Equal(t, name, d.Command)
	}
	require.Equal(t, exitOK, c.run("--help"))
	require.Equal(t, list, c.out.String())
	require.Equal(t, exitUsage, c.run())
	require.Equal(t, list, c.err.String())
	require.Equal(t, exitOK, c.run("help", "--json"))
	var all struct {
		Commands []description `json:"commands"`
	}
	require.NoError(t, json.Unmarshal(c.out.Bytes(), &all))
	require.Len(t, all.Commands, len(commands()))
}

func TestTheVersionSaysHowTheProgramWasBuilt(t *testing.T) {
	t.Parallel()
	c := newConsole()
	for _, args := range [][]string{{"version"}, {"--version"}} {
		require.Equal(t, exitOK, c.run(args...))
		require.True(t, strings.HasPrefix(c.out.String(), "usher v1.2.3, go1.26.0, "), c.out.String())
	}
	ours := releaseOf(&debug.BuildInfo{
		GoVersion: "go1.26.0",
		Main:      debug.Module{Path: commandModule},
		Settings: []debug.BuildSetting{
			{Key: "vcs.revision", Value: "abc"}, {Key: "vcs.time", Value: "2026-01-05T09:00:00Z"}, {Key: "vcs.modified", Value: "true"},
		},
	}, true)
	ours.System = "linux/amd64"
	require.Equal(t, "usher (devel), go1.26.0, linux/amd64\nrevision abc of 2026-01-05T09:00:00Z, modified", ours.String())

	theirs := releaseOf(&debug.BuildInfo{
		GoVersion: "go1.26.0",
		Main:      debug.Module{Path: "example.com/desk", Version: "v4.0.0"},
		Deps:      []*debug.Module{{Path: "example.com/other", Version: "v9.0.0"}, {Path: commandModule, Version: "v1.2.3"}},
	}, true)
	theirs.System = "linux/amd64"
	require.Equal(t, "usher v1.2.3, go1.26.0, linux/amd64\nin example.com/desk v4.0.0", theirs.String())
	require.Equal(t, "(unknown)", releaseOf(nil, false).Version)

	require.Equal(t, exitOK, c.run("version", "--json"))
	var r release
	require.NoError(t, json.Unmarshal(c.out.Bytes(), &r))
	require.Equal(t, "v1.2.3", r.Version)
}
