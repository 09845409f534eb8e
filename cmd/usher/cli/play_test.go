package cli

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
	"github.com/gousher/usher/internal/scenario"
)

func TestTranscriptOfPlay(t *testing.T) {
	t.Parallel()
	transcript(t, "play", nil)
}

// explodes is a custom step that panics.
type explodes struct{}

func (explodes) Decide(*usher.Turn) usher.Next { panic("boom") }

func (explodes) Declare(d *usher.Declaration) { d.MayEnd() }

func TestTranscriptOfPlayWithAStepThatPanics(t *testing.T) {
	t.Parallel()
	transcript(t, "play-panic", func(p *Program) { p.Kinds = fixed(file.Kinds{Steps: map[string]usher.Step{"explode": explodes{}}}) })
}

// A room is a directory with the files of testdata/play, in which chats are saved and files are edited.
type room struct {
	t     *testing.T
	dir   string
	kinds func(*http.Client) file.Kinds
}

func newRoom(t *testing.T) room {
	t.Helper()
	r := room{t: t, dir: t.TempDir()}
	require.NoError(t, os.CopyFS(r.dir, os.DirFS(filepath.Join("testdata", "play"))))
	return r
}

func (r room) path(name string) string { return filepath.Join(r.dir, name) }

func (r room) read(name string) string {
	text, err := os.ReadFile(r.path(name))
	require.NoError(r.t, err)
	return string(text)
}

// edit replaces a text in a file.
func (r room) edit(name, before, after string) {
	require.Contains(r.t, r.read(name), before)
	require.NoError(r.t, os.WriteFile(r.path(name), []byte(strings.Replace(r.read(name), before, after, 1)), 0o600))
}

// play plays lines, in which ROOM is the directory, and returns what is printed. Between two parts an edit is made.
func (r room) play(args []string, parts []string, edits ...func()) string {
	var input []io.Reader
	for i, part := range parts {
		if i > 0 {
			input = append(input, onRead(edits[i-1]))
		}
		input = append(input, strings.NewReader(strings.ReplaceAll(part, "ROOM", r.dir)))
	}
	c := newConsole()
	c.program.In, c.program.Kinds = io.MultiReader(input...), r.kinds
	status := c.run(append([]string{"play"}, args...)...)
	out := fmt.Sprintf("%s%s[exit %d]\n", c.out.String(), marked(c.err.String()), status)
	return strings.ReplaceAll(out, r.dir+string(filepath.Separator), "ROOM/")
}

func (r room) frontDesk(more ...string) []string {
	return append([]string{r.path("front-desk.yaml"), "--desk", r.path("desk.yaml")}, more...)
}

// onRead does something when it is reached, and is empty.
type onRead func()

func (do onRead) Read([]byte) (int, error) {
	do()
	return 0, io.EOF
}

func goldenOf(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

func passes(t *testing.T, name string) {
	t.Helper()
	result, err := scenario.Run(t.Context(), name, scenario.Options{Kinds: func(*http.Client) file.Kinds { return file.Kinds{} }})
	require.NoError(t, err)
	require.True(t, result.Passed(), result.Report())
}

func TestTranscriptOfAChatThatIsSavedAndPassesAsAScenario(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	out := r.play(r.frontDesk("--start", "2026-03-02T08:30:00Z"), []string{r.read("saved.chat")})
	saved := r.read("greeting.scenario.yaml")
	goldenOf(t, "play-saved", out+"\n"+saved)
	passes(t, r.path("greeting.scenario.yaml"))
	require.NotContains(t, saved, r.dir)
}

func TestTranscriptOfOffersAndStages(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	out := r.play([]string{r.path("offers.yaml"), "--desk", r.path("office.yaml")}, []string{r.read("offers.chat")})
	goldenOf(t, "play-offers", out+"\n"+r.read("offers.scenario.yaml"))
	passes(t, r.path("offers.scenario.yaml"))
}

func TestTranscriptOfAChatThatBeginsWithAScenario(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	out := r.play([]string{"--scenario", r.path("begin.scenario.yaml")}, []string{r.read("continued.chat")})
	goldenOf(t, "play-continued", out+"\n"+r.read("more.scenario.yaml"))
	passes(t, r.path("more.scenario.yaml"))
}

func TestAScenarioGoesOnWithOtherDefinitions(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	require.NoError(t, os.Rename(r.path("front-desk.yaml"), r.path("new.yaml")))
	require.NoError(t, os.Rename(r.path("desk.yaml"), r.path("night.yaml")))
	require.NoError(t, os.WriteFile(r.path("desk.yaml"), []byte("usher: desk/v1\nteams: [{id: support}, {id: sales}]\nfallback: {team: sales}\n"), 0o600))
	require.NoError(t, os.WriteFile(r.path("front-desk.yaml"), []byte("usher: workflow/v1\nworkflow: none\nsteps: [{close: {}}]\n"), 0o600))
	args := []string{r.path("new.yaml"), "--desk", r.path("night.yaml"), "--scenario", r.path("begin.scenario.yaml"), "--start", "2026-06-01T10:00:00Z"}
	out := r.play(args, []string{"thanks\n/save ROOM/other\n/reload\n"})
	require.Contains(t, out, "10:02 Luc> thanks\n  · still waits for support, position 1\n")
	require.Contains(t, out, "other.scenario.yaml passes")
	saved := r.read("other.scenario.yaml")
	require.Contains(t, saved, "\ndesk: night.yaml\nworkflow: new.yaml\nstart: 2026-06-01T10:00:00Z\ntimeline:\n")
	require.NotContains(t, saved, "front-desk.yaml")
}

func TestTranscriptOfAnEditedWorkflow(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	flow := "front-desk.yaml"
	out := r.play(r.frontDesk(), []string{"hello\n/1\n", "/reload\n/agent ben online\n", "/reload\n/why\n", "/reload\n/save ROOM/x\n"},
		func() { r.edit(flow, "save_to: topic", "saveto: topic") },
		func() {
			r.edit(flow, "saveto: topic", "save_to: topic")
			r.edit(flow, "What can we help you with?", "What is it?")
			r.edit(flow, "title: Sales}, {id: support, title: Support}", "title: Sales}, {id: support, title: Help}")
		},
		func() { r.edit("desk.yaml", "id: ben", "id: bob") })
	goldenOf(t, "play-reload", out)
	passes(t, r.path("x.scenario.yaml"))
}

func TestTranscriptForMachines(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	goldenOf(t, "play-json", r.play(r.frontDesk("--json"), []string{"hello\n/1\n/agents\n/queue\n/time 10:00\n/why\n/vars\n/new\n/nothing\n"}))
}

func TestAChatGoesTheSameWayEveryTime(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	chat, err := os.ReadFile(filepath.Join("testdata", "play", "walk.chat"))
	require.NoError(t, err)
	first := r.play(r.frontDesk(), []string{string(chat)})
	for range 5 {
		require.Equal(t, first, r.play(r.frontDesk(), []string{string(chat)}))
	}
}

func TestUndoOfEverythingIsTheBeginning(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	chat, err := os.ReadFile(filepath.Join("testdata", "play", "walk.chat"))
	require.NoError(t, err)
	lines := strings.Replace(string(chat), "/quit", "", 1)
	out := r.play(r.frontDesk(), []string{lines, strings.Repeat("/undo\n", 60), "/conversations\n/agents\n/time\n"}, func() {}, func() {})
	require.Contains(t, out, "there is nothing to take back")
	require.Contains(t, out, "*  c1            Mia      web      not begun")
	require.Contains(t, out, "it is Mon 5 Jan 2026, 09:00; nothing is due")
}

func TestASavedScenarioIsNotOverwrittenWithoutAWord(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	out := r.play(r.frontDesk(), []string{"/save ROOM/x\nhello\n/save ROOM/x\n/save ROOM/x\n/save ROOM/x !\n/save\n/save ROOM/none/x\n"})
	require.Contains(t, out, "nothing was said yet")
	require.Contains(t, out, "is there already")
	require.Equal(t, 2, strings.Count(out, "passes"))
	require.Contains(t, out, "cannot be kept")
	require.Contains(t, out, "use it like /save NAME [!]")
}

func TestColorsAreForTerminalsThatWantThem(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	s := &screen{w: &out, colors: true}
	s.event(event{Event: "text", Text: "hi\x1b[31m there", Shown: &usher.Rendering{
		Form: usher.AsButtons, Texts: []string{"hi\x1b[31m there"}, Options: []usher.Option{{Title: "A", Number: 1}},
	}}, "")
	require.Equal(t, "  \x1b[36m│ \x1b[0mhi\ufffd[31m there\n  \x1b[36m│ \x1b[0m  1  [A]\n", out.String())
	require.False(t, newScreen(&input{Program: newConsole().program}).colors)
}

func TestOddInputNeverPanics(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	odd := []string{
		"", " ", "\t", "/", "//", "///", "/ ", "/1", "/0", "/-1", "/99999999999999999999", "0", "-1", "7", "\x00", "\xff\xfe\xfd", "\u202e",
		"/agent", "/agent ana", "/agent nobody online", "/agent ana capacity", "/agent ana capacity -3", "/agent ana capacity 99999999999",
		"/agent ana capacity 0", "/agent ana skills french=0 x=", "/agent ana skills =", "/agent ana skills", "/agent ana closes",
		"/agent ana closes c99", "/agent ana writes", "/agent ana writes x", "/agent ana transfers", "/agent ana transfers nowhere",
		"/agent ana accepts", "/agent ana accepts c1 c2", "/agent ben declines c1", "/agent ben holds", "/agent ben resumes c99", "/agent ana teams",
		"/agent ana teams support=1 sales", "/agent ana teams =", "/agent ana teams support support", "/agent ana languages ESPERANTO!", "/agent ana languages",
		"/agent ana hours", "/agent ana hours x", "/agent ana limits", "/agent ana limits voice", "/agent ana limits voice=-1 team.x=1", "/agent ana limits web=0",
		"/agent ana attributes", "/agent ana attributes =", "/agent ana attributes a=b",
		"/agent ana removed", "/agent ana removed", "/agent ana online", "/time", "/time +", "/time -5m", "/time +999999d", "/time +90y",
		"/time 25:00", "/time 2020-01-01", "/time 9999-12-31", "/time 0", "/time +0s", "/time next", "/new \"", "/new  x  y  z es",
		"/new " + strings.Repeat("n", 5000), "/new !!!", "/new \xff", "/as", "/as c", "/as c2", "/contact", "/contact x", "/contact =", "/contact x=",
		"/contact name= language=", "/contact tags=", "/contact tags=,,", "/contact language=" + strings.Repeat("x", 500), "/contact a=\"", "/channel",
		"/channel x y", "/channel \"\"", "/photo", "/photo \xff", "/photo a.jpg text", "/file", "/again", "/transfer", "/transfer ana", "/transfer ben",
		"/transfer support", "/start", "/start front-desk", "/start x", "/end", "/end", "/why", "/why x", "/why all", "/vars", "/agents", "/queue",
		"/conversations", "/undo", "/reload", "/save", "/help", "/HELP", "/" + strings.Repeat("x", 100000), strings.Repeat("long ", 30000),
		"hello", "1", "/undo", "/undo x", "/http", "/http x", "/http GET", "/http https://a.example/* 200 {\"a\": [1, null]}", "/http * timeout",
		"/http https://a.example 999", "/http https://a.example 200 {", "/http clear", "/http clear x", "/http " + strings.Repeat("*", 3000),
		"/send", "/send file", "/send file a.pdf text", "/send photo b.jpg", "/send location", "/send location 52.2,21.0 here", "/send location NaN,Inf",
		"/send location 1e300,2", "/send pigeon x", "/forget", "/forget x", "hello again",
	}
	var lines strings.Builder
	for step := 1; step < 8; step += 2 { // in several orders
		for i := range odd {
			lines.WriteString(odd[(i*step+step)%len(odd)] + "\n")
		}
	}
	lines.WriteString("/save ROOM/odd !\nthe last line has no end")
	offers := []string{r.path("offers.yaml"), "--desk", r.path("office.yaml")}
	vip, night := []string{r.path("vip.yaml"), "--desk", r.path("care.yaml")}, []string{r.path("night.yaml"), "--desk", r.path("care.yaml")}
	for _, args := range [][]string{vip, night, r.frontDesk(), r.frontDesk("--json"), offers} {
		out := r.play(args, []string{lines.String()})
		require.Contains(t, out, "[exit 0]")
		require.Contains(t, out, "usher test ROOM/odd.scenario.yaml passes")
	}
	passes(t, r.path("odd.scenario.yaml"))
}

func FuzzPlay(f *testing.F) {
	f.Add("hello\n/1\n/agent ana online\n/time +15m\n/undo\n")
	f.Add("hello\n/forget\n/http https://a.example/* 200 {}\n/send location 1,2\n/undo\n/undo\nhello\n")
	f.Add("/new Luc fr\n\xff\n/contact a=b\n//x\n/why all\n")
	f.Fuzz(func(t *testing.T, lines string) {
		if strings.Contains(lines, "/save") {
			return // it would write files
		}
		c := newConsole()
		c.program.In = strings.NewReader(lines)
		require.Equal(t, exitOK, c.run("play", filepath.Join("testdata", "play", "front-desk.yaml"), "--desk", filepath.Join("testdata", "play", "desk.yaml")))
	})
}
