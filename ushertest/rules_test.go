package ushertest

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A kit that quotes what nobody has promised would be wrong about the contract.
func TestEveryRuleIsASentenceOfTheContract(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../*.go")
	require.NoError(t, err)
	var all strings.Builder
	for _, file := range files {
		data, failed := os.ReadFile(file)
		require.NoError(t, failed)
		all.Write(data)
	}
	said := unwrapped(all.String())
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, "rules.go", nil, 0)
	require.NoError(t, err)
	rules, err := new(types.Config).Check("rules", set, []*ast.File{file}, nil)
	require.NoError(t, err)
	for _, name := range rules.Scope().Names() {
		sentence := constant.StringVal(rules.Scope().Lookup(name).(*types.Const).Val())
		require.Contains(t, said, unwrapped(sentence), name)
	}
}

var breaks = regexp.MustCompile(`\s*\n\s*//\s*|\s+`)

// unwrapped is a text as if its comments were one line each.
func unwrapped(text string) string { return breaks.ReplaceAllString(text, " ") }
