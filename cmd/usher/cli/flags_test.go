package cli

import (
	"flag"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFlagsStandAnywhere(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args, rest []string
		desk       string
		all        list
		json       bool
		format     string
	}{
		{args: nil},
		{args: []string{"a", "--desk", "d"}, rest: []string{"a"}, desk: "d"},
		{args: []string{"--desk", "d", "a", "b"}, rest: []string{"a", "b"}, desk: "d"},
		{args: []string{"a", "-desk=d", "b", "-json"}, rest: []string{"a", "b"}, desk: "d", json: true},
		{args: []string{"--json=false", "--desk", ""}},
		{args: []string{"--desk", "--json", "a"}, rest: []string{"a"}, desk: "--json"},
		{args: []string{"-"}, rest: []string{"-"}},
		{args: []string{"a", "--", "--json", "-x"}, rest: []string{"a", "--json", "-x"}},
		{args: []string{"--all", "x", "--all=y"}, all: list{"x", "y"}},
		{args: []string{"--format", "dot"}, format: "dot"},
		{args: []string{"--desk=a=b"}, desk: "a=b"},
	} {
		var desk string
		var all list
		var truth bool
		format := word{known: []string{"dot", "svg"}}
		flags := flag.NewFlagSet("", flag.ContinueOnError)
		flags.StringVar(&desk, "desk", "", "")
		flags.BoolVar(&truth, "json", false, "")
		flags.Var(&all, "all", "")
		flags.Var(&format, "format", "")
		rest, err := parse(flags, c.args)
		require.NoError(t, err, c.args)
		require.Equal(t, c.rest, rest, c.args)
		require.Equal(t, c.desk, desk, c.args)
		require.Equal(t, c.all, all, c.args)
		require.Equal(t, c.json, truth, c.args)
		require.Equal(t, c.format, format.value, c.args)
	}
}
