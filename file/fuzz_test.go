package file_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
)

// seed gives a fuzz target the files of the corpus, and good ones.
func seed(f *testing.F, kind string, good ...string) {
	f.Helper()
	for _, name := range brokenFiles(f, kind) {
		data, err := os.ReadFile(filepath.Join(corpus, name))
		require.NoError(f, err)
		f.Add(data)
	}
	for _, name := range good {
		data, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(data)
	}
}

// breaks are what ends a line in YAML.
var breaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// checkTwice checks files, and that whatever is in them every diagnostic is in one of them, and the same every time.
func checkTwice(t require.TestingT, files map[string][]byte, paths ...string) {
	fs := fstest.MapFS{}
	for name, data := range files {
		fs[name] = &fstest.MapFile{Data: data}
	}
	f := file.Format{FS: fs}
	found, err := f.Check(paths...)
	require.NoError(t, err)
	for _, d := range found {
		data, known := files[d.File]
		require.True(t, known, d.File)
		require.Regexp(t, `^U\d\d\d$`, d.Code)
		require.NotEmpty(t, d.Message)
		require.Less(t, len(d.String()), 8<<10)
		if d.Line == 0 {
			continue
		}
		lines := strings.Split(breaks.Replace(strings.TrimPrefix(string(data), "\ufeff")), "\n")
		require.LessOrEqual(t, d.Line, len(lines), "%v", d)
		length := utf8.RuneCountInString(lines[d.Line-1])
		require.GreaterOrEqual(t, d.Column, 1, "%v", d)
		require.LessOrEqual(t, d.Column, length+1, "%v", d)
		require.LessOrEqual(t, d.Column+d.Length, length+3, "%v", d)
	}
	again, err := f.Check(paths...)
	require.NoError(t, err)
	require.Equal(t, printed(found), printed(again))
	definition, err := f.Load(paths...)
	if len(found.Errors()) > 0 || err != nil { // a scenario cannot be loaded
		require.ErrorIs(t, err, usher.ErrInvalid)
		return
	}
	require.Empty(t, definition.Check().Errors(), "what decodes compiles")
	for _, w := range definition.Workflows {
		runs(t, w, definition.Desk)
	}
}

// runs drives a workflow with a few events: whatever it does, it does not panic, and its run can be stored.
func runs(t require.TestingT, w usher.Workflow, desk *usher.Desk) {
	p, err := usher.Compile(w, desk)
	if desk == nil && err != nil { // what it runs, or what runs it, is not known
		require.ErrorIs(t, err, usher.ErrInvalid)
		return
	}
	require.NoError(t, err)
	now := file.ScenarioStart
	scene := usher.Scene{
		Conversation: "c1", Channel: "web", OpenedAt: now, Born: now, Contact: usher.Contact{ID: "mia", Name: "Mia", Language: "es"},
	}
	run := p.Begin()
	for _, event := range []usher.Event{
		usher.Received{Message: usher.Message{ID: "m1", Text: "hello"}}, usher.Received{Message: usher.Message{ID: "m2", Choice: "a"}},
		usher.Received{Message: usher.Message{ID: "m3", Text: "3"}}, usher.TimedOut{}, usher.Received{Message: usher.Message{ID: "m4"}},
		usher.Undelivered{Reason: "gone"}, usher.NotPlaced{Exit: "timed_out"}, usher.Delivered{},
	} {
		now = now.Add(time.Minute)
		turned := p.Step(run, scene, event, now)
		require.NotNil(t, turned.Run)
		_ = turned.Trace.Explain()
		if run, err = p.Restore(turned.Run.Encode()); err != nil {
			require.ErrorIs(t, err, usher.ErrInvalid)
			return
		}
		scene = turned.Scene
	}
}

// FuzzDesk holds that whatever a desk file is, there is a desk or a list of mistakes with their places.
func FuzzDesk(f *testing.F) {
	seed(f, "desk", corpus+"/desk.yaml")
	f.Fuzz(func(t *testing.T, data []byte) {
		checkTwice(t, map[string][]byte{"desk.yaml": data}, "desk.yaml")
	})
}

// FuzzWorkflow holds that whatever a workflow file is, there are mistakes with their places or a workflow that runs.
func FuzzWorkflow(f *testing.F) {
	seed(f, "workflow", corpus+"/good-workflow.yaml")
	desk, err := os.ReadFile(corpus + "/desk.yaml")
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, data []byte) {
		checkTwice(t, map[string][]byte{"desk.yaml": desk, "flow.yaml": data}, "desk.yaml", "flow.yaml")
		checkTwice(t, map[string][]byte{"flow.yaml": data}, "flow.yaml")
	})
}

// FuzzScenario holds that whatever a scenario file is, there is a scenario or a list of mistakes with their places.
func FuzzScenario(f *testing.F) {
	seed(f, "scenario")
	desk, err := os.ReadFile(corpus + "/desk.yaml")
	require.NoError(f, err)
	flow, err := os.ReadFile(corpus + "/good-workflow.yaml")
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, data []byte) {
		if strings.Contains(string(data), "bytes") {
			return // a stub may well answer with many megabytes
		}
		files := map[string][]byte{"desk.yaml": desk, "good-workflow.yaml": flow, "s/x.scenario.yaml": data}
		fs := fstest.MapFS{}
		for name, data := range files {
			fs[name] = &fstest.MapFile{Data: data}
		}
		found, err := file.Format{FS: fs}.Check("s/x.scenario.yaml")
		require.NoError(t, err)
		scenario, err := file.Format{FS: fs}.Scenario("s/x.scenario.yaml")
		if len(found.Errors()) > 0 {
			require.ErrorIs(t, err, usher.ErrInvalid)
			return
		}
		if err != nil { // another kind of file
			require.ErrorIs(t, err, usher.ErrInvalid)
			return
		}
		require.NotEmpty(t, scenario.Name)
		require.True(t, slices.IsSortedFunc(scenario.Timeline, func(a, b file.Entry) int { return int(a.At - b.At) }))
	})
}

// FuzzExpressions holds the same of a condition and a text, in every way in which a file can write them.
func FuzzExpressions(f *testing.F) {
	f.Add(`contact.lnag == "es"`, "Hi {{ contact.nmae }}!", uint8(0))
	f.Add("channel == 'web'\nand contact.lnag == \"es\"", "Hi\n\n  {{ contact.nmae }},\n{{ chanel }}\n", uint8(1))
	f.Add(`any(contact.tags, # == "é\n")`, "{{ {a: 1}.a }} {{", uint8(2))
	f.Add("1 .. 2", "{{ 'it''s' }} \\ {{ \"\\x41\" + a }}", uint8(3))
	desk, err := os.ReadFile(corpus + "/desk.yaml")
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, condition, text string, style uint8) {
		flow := "usher: workflow/v1\nworkflow: w\nsteps:\n  - branch:\n      cases:\n        - when: " + scalar(condition, style, 12) +
			"\n          then: [{close: {}}]\n      else: [{tag: {add: [a]}}]\n  - send:\n      text: " + scalar(text, style/4, 8) +
			"\n  - close: {}\n"
		checkTwice(t, map[string][]byte{"desk.yaml": desk, "flow.yaml": []byte(flow)}, "desk.yaml", "flow.yaml")
	})
}

// scalar writes a text in one of the styles of YAML, as far as that can hold it.
func scalar(s string, style uint8, indent int) string {
	margin := "\n" + strings.Repeat(" ", indent)
	switch style % 4 {
	case 0:
		return "'" + strings.ReplaceAll(strings.ReplaceAll(s, "'", "''"), "\n", "\n"+margin) + "'"
	case 1:
		return "|2" + "\n" + strings.Repeat(" ", indent) + strings.ReplaceAll(s, "\n", margin)
	case 2:
		return ">" + margin + strings.ReplaceAll(s, "\n", "\n"+margin)
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s) + `"`
}
