package usher

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// shell are the files that do I/O. Every other one, the packages under internal included, decides only: a file that is
// renamed or added is pure until it is named here.
var shell = []string{
	"action.go", "answers.go", "callback.go", "calls.go", "commit.go", "definition.go", "follow.go", "forget.go", "happening.go", "host.go", "instant.go",
	"intake.go", "reads.go", "router.go", "store.go", "turns.go", "wake.go", "web.go", "workers.go",
}

// outside are the packages that decide nothing, each with what it is instead.
var outside = map[string]string{
	"internal/scenario/": "the world around a router when scenarios are run",
	"internal/egress/":   "the way out to the services of others: connections, names, circuits",
}

// impureImports are what nothing that decides may import, with everything below it.
var impureImports = []string{
	"context", "net", "os", "log", "io", "sync", "testing", "math/rand", "crypto/rand", "runtime", "syscall", "database",
	"os/exec", "os/signal", "embed", "plugin", "C",
}

// allowedImports are the exceptions, each with its reason.
var allowedImports = map[string]string{
	"internal/phrase/table.go sync":        "a pool of scratch memory, of which no result depends",
	"internal/phrase/runes.go sync/atomic": "a memo of facts about characters, which are the same whoever finds them out",
	"internal/answer/numerals.go sync":     "a memo of the words for numbers, built once from a table",
	"internal/answer/roles.go sync":        "a memo of what words do in a sentence, built once from a table",
	"internal/dates/lexicon.go sync":       "a memo of the words for days, built once from a table",
	"internal/tongue/tables.go sync":       "a memo of the words of languages, built once from a table",
	"internal/tongue/lists.go embed":       "a table that is part of the program",
	"internal/ical/holidays.go io":         "a calendar is read when a desk is made, from whatever the host has opened",
	"holidays.go io":                       "a calendar is read when a desk is made, from whatever the host has opened",
	"redact.go log/slog":                   "values that say how they read in a log: nothing is logged",
	"httpbody.go net/url":                  "how values are escaped in an address: nothing is connected",
}

// clock are the names of package time that look at the clock or wait for it.
var clock = map[string]bool{
	"Now": true, "Since": true, "Until": true, "Sleep": true, "After": true, "AfterFunc": true, "NewTimer": true,
	"NewTicker": true, "Tick": true,
}

// impurities lists what a file does that code which only decides must not do.
func impurities(files *token.FileSet, name string, file *ast.File) []string {
	var found []string
	report := func(at token.Pos, format string, args ...any) {
		found = append(found, fmt.Sprintf("%s:%d: %s", name, files.Position(at).Line, fmt.Sprintf(format, args...)))
	}
	timeName := ""
	for _, spec := range file.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		below := func(root string) bool { return path == root || strings.HasPrefix(path, root+"/") }
		if slices.ContainsFunc(impureImports, below) && allowedImports[name+" "+path] == "" {
			report(spec.Pos(), "imports %s", path)
		}
		if path == "time" {
			timeName = "time"
			if spec.Name != nil {
				timeName = spec.Name.Name
			}
			if timeName == "." {
				report(spec.Pos(), "imports time without its name")
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			report(n.Pos(), "starts a goroutine")
		case *ast.ChanType:
			report(n.Pos(), "has a channel")
		case *ast.SendStmt:
			report(n.Pos(), "sends to a channel")
		case *ast.SelectStmt:
			report(n.Pos(), "selects")
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				report(n.Pos(), "receives from a channel")
			}
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && timeName != "" && x.Name == timeName && clock[n.Sel.Name] {
				report(n.Pos(), "uses time.%s", n.Sel.Name)
			}
		}
		return true
	})
	return found
}

// takesContext says whether a context is the first parameter.
func takesContext(f *ast.FuncType) bool {
	if len(f.Params.List) == 0 {
		return false
	}
	selector, ok := f.Params.List[0].Type.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	x, ok := selector.X.(*ast.Ident)
	return ok && x.Name == "context" && selector.Sel.Name == "Context"
}

// ports are the methods of the interfaces that touch the world: those that take a context, with their number of arguments.
func ports(shell []*ast.File) map[string]int {
	methods := map[string]int{}
	for _, file := range shell {
		ast.Inspect(file, func(n ast.Node) bool {
			port, ok := n.(*ast.InterfaceType)
			if !ok {
				return true
			}
			for _, method := range port.Methods.List {
				if f, ok := method.Type.(*ast.FuncType); ok && takesContext(f) {
					methods[method.Names[0].Name] = f.Params.NumFields()
				}
			}
			return true
		})
	}
	return methods
}

// withoutContext lists the functions of a shell file that do I/O and take no context.
func withoutContext(files *token.FileSet, name string, file *ast.File, ports map[string]int) []string {
	var found []string
	for _, decl := range file.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if !ok || takesContext(f.Type) {
			continue
		}
		report := func(format string, args ...any) {
			found = append(found, fmt.Sprintf("%s:%d: %s", name, files.Position(f.Pos()).Line, fmt.Sprintf(format, args...)))
		}
		if receiver(f) == "Router" && f.Name.IsExported() {
			report("Router.%s takes no context", f.Name.Name)
		}
		if f.Body == nil {
			continue
		}
		ast.Inspect(f.Body, func(n ast.Node) bool {
			if inner, ok := n.(*ast.FuncLit); ok && takesContext(inner.Type) {
				return false
			}
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if method, ok := call.Fun.(*ast.SelectorExpr); ok {
				if args, port := ports[method.Sel.Name]; port && args == len(call.Args) {
					report("%s calls %s and takes no context", f.Name.Name, method.Sel.Name)
				}
			}
			return true
		})
	}
	return found
}

func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return ""
	}
	t := f.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	if name, ok := t.(*ast.Ident); ok {
		return name.Name
	}
	return ""
}

// source are the files of the root package and of those under internal, tests left out, by their paths.
func source(t *testing.T, files *token.FileSet) map[string]*ast.File {
	t.Helper()
	parsed := map[string]*ast.File{}
	for _, pattern := range []string{"*.go", "internal/*/*.go", "internal/*/*/*.go"} {
		paths, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, path := range paths {
			if strings.HasSuffix(path, "_test.go") || isOutside(filepath.ToSlash(path)) {
				continue
			}
			file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
			require.NoError(t, err)
			parsed[filepath.ToSlash(path)] = file
		}
	}
	return parsed
}

func isOutside(path string) bool {
	for name := range outside {
		if strings.HasPrefix(path, name) {
			return true
		}
	}
	return false
}

func TestWhatDecidesIsPure(t *testing.T) {
	t.Parallel()
	files := token.NewFileSet()
	all := source(t, files)
	for name, reason := range outside {
		require.NotEmpty(t, reason)
		require.DirExists(t, name)
	}
	for _, name := range shell {
		require.Contains(t, all, name, "a file of the shell has another name now: say so in the table")
	}
	for _, name := range []string{"run.go", "shard.go", "turn.go", "internal/rule/expr.go"} {
		require.Contains(t, all, name, "the test must see what it is about")
	}
	var found []string
	used := map[string]bool{}
	for name, file := range all {
		if !slices.Contains(shell, name) {
			found = append(found, impurities(files, name, file)...)
		}
		for _, spec := range file.Imports {
			path, _ := strconv.Unquote(spec.Path.Value)
			used[name+" "+path] = true
		}
	}
	slices.Sort(found)
	require.Empty(t, found, strings.Join(found, "\n"))
	for exception, reason := range allowedImports {
		require.NotEmpty(t, reason)
		require.True(t, used[exception], "%s is no exception any more", exception)
	}
}

func TestWhatDoesIOTakesAContext(t *testing.T) {
	t.Parallel()
	files := token.NewFileSet()
	all := source(t, files)
	shellFiles := make([]*ast.File, 0, len(shell))
	for _, name := range shell {
		require.Contains(t, all, name)
		shellFiles = append(shellFiles, all[name])
	}
	methods := ports(shellFiles)
	for _, name := range []string{"Deliver", "Do", "Acquire", "Load", "Fetch", "Commit"} {
		require.Contains(t, methods, name, "the interfaces of the shell take contexts")
	}
	var found []string
	for i, name := range shell {
		found = append(found, withoutContext(files, name, shellFiles[i], methods)...)
	}
	slices.Sort(found)
	require.Empty(t, found, strings.Join(found, "\n"))
}

func TestTheCheckOfPurityFindsEveryKindOfImpurity(t *testing.T) {
	t.Parallel()
	for want, text := range map[string]string{
		"imports context":               `import "context"; var _ context.Context`,
		"imports net/http":              `import _ "net/http"`,
		"imports os":                    `import "os"; var _ = os.Args`,
		"imports log/slog":              `import l "log/slog"; var _ l.Level`,
		"imports math/rand/v2":          `import "math/rand/v2"; var _ = rand.Int()`,
		"imports io/fs":                 `import "io/fs"; var _ fs.FS`,
		"imports sync":                  `import "sync"; var _ sync.Mutex`,
		"imports sync/atomic":           `import "sync/atomic"; var _ atomic.Int64`,
		"imports testing":               `import "testing"; var _ testing.TB`,
		"imports time without its name": `import . "time"; var _ = Now`,
		"starts a goroutine":            `func f() { go f() }`,
		"has a channel":                 `var c chan int`,
		"sends to a channel":            `func f(c C) { c <- 1 }`,
		"receives from a channel":       `func f(c C) { <-c }`,
		"selects":                       `func f() { select {} }`,
		"uses time.Now":                 `import "time"; func f() { g := func() { _ = time.Now() } ; g() }`,
		"uses time.Since":               `import clock "time"; var since = clock.Since`,
		"uses time.Until":               `import "time"; var f = time.Until`,
		"uses time.Sleep":               `import "time"; func f() { time.Sleep(1) }`,
		"uses time.After":               `import "time"; var f = time.After`,
		"uses time.AfterFunc":           `import "time"; var f = time.AfterFunc`,
		"uses time.NewTimer":            `import "time"; var f = time.NewTimer`,
		"uses time.NewTicker":           `import "time"; var f = time.NewTicker`,
		"uses time.Tick":                `import "time"; var f = time.Tick`,
	} {
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, "bad.go", "package bad\n"+text, 0)
		require.NoError(t, err, text)
		require.Equal(t, []string{"bad.go:2: " + want}, impurities(files, "bad.go", file), text)
	}
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "good.go", `package good
import ("fmt"; "maps"; "strings"; "time"; "unsafe"; "encoding/json")
func f(now time.Time) (time.Duration, string) { return now.Sub(time.Unix(0, 0)), fmt.Sprint(strings.ToUpper("now")) }`, 0)
	require.NoError(t, err)
	require.Empty(t, impurities(files, "good.go", file))
}

func TestTheCheckOfContextsFindsWhoTakesNone(t *testing.T) {
	t.Parallel()
	const port = "import \"context\"\ntype Host interface { Deliver(ctx context.Context, e int) error }\ntype Pure interface { Decide(t int) error }\n"
	for text, want := range map[string][]string{
		`func (r *Router) Route(x int) {}`:                                       {"bad.go:5: Router.Route takes no context"},
		`func (r Router) Route() {}`:                                             {"bad.go:5: Router.Route takes no context"},
		`func (r *Router) Route(x int, ctx context.Context) {}`:                  {"bad.go:5: Router.Route takes no context"},
		`func f(h Host) { h.Deliver(nil, 1) }`:                                   {"bad.go:5: f calls Deliver and takes no context"},
		`func (r *Router) f() { defer func() { r.host.Deliver(nil, 1) }() }`:     {"bad.go:5: f calls Deliver and takes no context"},
		`func (r *Router) Route(ctx context.Context) { r.host.Deliver(ctx, 1) }`: nil,
		`func (r *Router) route(x int) {}`:                                       nil,
		`func (o Other) Route(x int) {}`:                                         nil,
		`func f(p Pure) { p.Decide(1) }`:                                         nil,
		`func f() { use(func(ctx context.Context) { host.Deliver(ctx, 1) }) }`:   nil,
	} {
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, "bad.go", "package bad\n"+port+text, 0)
		require.NoError(t, err, text)
		require.Equal(t, want, withoutContext(files, "bad.go", file, ports([]*ast.File{file})), text)
	}
}
