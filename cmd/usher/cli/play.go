package cli

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
	"github.com/gousher/usher/internal/scenario"
)

func playCommand() command {
	return command{
		name: "play", args: "WORKFLOW... --desk DESK", about: "chat with a workflow in the terminal",
		more: `
What you type is what the contact says; what begins with a slash is a command: /help lists them.
Time is simulated and stands still between commands, so that nothing times out while you think: /time +15m lets it pass.
It begins at the present minute in a terminal, and on 2026-01-05 at 09:00 UTC where the lines are piped in.

The http steps of a workflow make no calls here: each is a refused connection, unless a stub answers it. Stubs come from
the scenario, from --http, or from /http in the chat; a time-out passes simulated time. With --live, requests that no
stub answers are really made, each once, to public addresses and without secrets.

A program's own actions are really called here, once: /undo and /reload do not call them again, nor undo what they did.
With --scenario or --http their requests reach the stubs and nothing else, as in usher test. /save runs what it saves as
usher test does: an action that reaches the world without the client that it was made with is called there as well.

  usher play front-desk.yaml --desk desk.yaml
  usher play front-desk.yaml --desk desk.yaml --contact Luc --language fr < chat.txt
  usher play vip.yaml --desk desk.yaml --channel whatsapp --http crm.yaml
  usher play --scenario greeting.scenario.yaml`,
		prepare: func(flags *flag.FlagSet) action {
			p := &play{}
			flags.StringVar(&p.desk, "desk", "", "the desk `FILE`: who works here")
			flags.StringVar(&p.contact, "contact", "Mia", "the `NAME` of the contact who writes")
			flags.StringVar(&p.language, "language", "", "the contact's `LANGUAGE`, such as es")
			flags.StringVar(&p.channel, "channel", "web", "the `CHANNEL` by which the contact writes; it decides how choices are shown")
			flags.StringVar(&p.http, "http", "",
				"a `FILE` of stubs that answer http steps: a list as under http in a scenario, or a scenario file")
			flags.BoolVar(&p.live, "live", false, "really make the requests of http steps that no stub answers")
			flags.StringVar(&p.scenario, "scenario", "", "begin with this scenario `FILE`, which brings its desk and workflows")
			flags.StringVar(&p.start, "start", "", "the `INSTANT` at which it begins, such as 2026-03-02T09:00:00Z")
			return p.run
		},
	}
}

type play struct {
	desk, contact, language, channel, scenario, start, http string
	live                                                    bool
}

func (p *play) run(ctx context.Context, in *input) (int, error) {
	s, err := p.script(in)
	if err != nil {
		return 0, err
	}
	c := &chat{ctx: ctx, script: s, screen: newScreen(in)}
	err = c.begin(p)
	if mistakes, ok := errors.AsType[usher.Diagnostics](err); ok {
		found := newFindings(mistakes, concerned(s.files(), mistakes))
		if in.json {
			return found.status(), writeJSON(in.Out, found)
		}
		found.print(in.Out)
		return found.status(), nil
	}
	if err != nil {
		return 0, err
	}
	defer func() { c.session.Close() }()
	c.greet()
	if err := c.listen(in.In); err != nil {
		return 0, err
	}
	return exitOK, c.screen.failed
}

// script says where the definitions are read from, as the flags have it.
func (p *play) script(in *input) (script, error) {
	s := script{program: in.Program, workflows: in.args, desk: p.desk, scenario: p.scenario, http: p.http}
	switch {
	case p.scenario == "" && len(in.args) == 0:
		return s, usagef("name the workflow to chat with")
	case p.scenario == "" && p.desk == "":
		return s, usagef("say who works here: --desk DESK")
	case strings.TrimSpace(p.contact) == "":
		return s, usagef("the contact needs a name")
	}
	if p.start != "" {
		start, err := time.Parse(time.RFC3339, p.start)
		if err != nil {
			return s, usagef("--start is no instant such as 2026-03-02T09:00:00Z: %q", p.start)
		}
		s.start = start.UTC()
	} else if isTerminal(in.In) && p.scenario == "" {
		s.start = in.now().UTC().Truncate(time.Minute)
	}
	if p.scenario != "" || p.http != "" {
		s.stubs = &scenario.Stubs{}
	}
	s.kinds, s.calls = in.playedKinds(s.stubs)
	if p.live {
		s.live = newLiveWeb(s.calls, in.now)
	}
	return s, nil
}

// listen takes one line after the other, until there are no more or one of them ends it.
func (c *chat) listen(in io.Reader) error {
	piped := !isTerminal(in)
	lines := bufio.NewReader(in)
	for !c.over {
		if !piped {
			c.screen.prompt(c.prompt(c.scene))
		}
		line, err := lines.ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("the input cannot be read: %w", err)
		}
		if err != nil && line == "" {
			if !piped {
				c.screen.end()
			}
			return nil
		}
		c.take(strings.ToValidUTF8(strings.TrimRight(line, "\r\n"), "\ufffd"), piped)
	}
	return nil
}

// isTerminal reports whether somebody sits at the other end.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// A script is what a chat's definitions are read from.
type script struct {
	program   Program
	stubs     *scenario.Stubs // of the scenario or of the file of stubs; nil: there is none
	live      *liveWeb        // makes the requests that no stub answers; nil: nobody does
	kinds     file.Kinds
	calls     *calls // of the actions among the kinds
	workflows []string
	desk      string
	scenario  string
	http      string    // the file of stubs
	start     time.Time // zero: as the scenario says, or as scenarios do
}

func (s script) files() []string {
	var files []string
	for _, name := range append([]string{s.scenario, s.desk, s.http}, s.workflows...) {
		if name != "" {
			files = append(files, name)
		}
	}
	return files
}

// read reads the definitions: those of the scenario, and in their place those that are given beside it.
func (s script) read() (*file.Scenario, error) {
	format := file.Format{Kinds: s.kinds}
	read := &file.Scenario{File: "play", Start: file.ScenarioStart}
	if s.scenario != "" {
		var err error
		if read, err = format.Scenario(s.scenario); err != nil {
			return nil, err
		}
		if len(read.Errors) > 0 {
			return nil, usagef("%s expects that loading fails: there is nothing to play", s.scenario)
		}
	}
	if !s.start.IsZero() {
		read.Start = s.start
	}
	if s.http != "" {
		var err error
		if read.HTTP, err = format.HTTPStubs(s.http); err != nil {
			return nil, err
		}
	}
	if s.desk == "" && len(s.workflows) == 0 {
		return read, nil
	}
	return read, s.override(format, read)
}

// override reads the desk and the workflows that are given.
func (s script) override(format file.Format, read *file.Scenario) error {
	names := s.workflows
	if s.desk != "" {
		names = append([]string{s.desk}, names...)
	}
	definition, err := format.Load(names...)
	switch {
	case err != nil:
		return err
	case s.desk != "" && definition.Desk == nil:
		return usagef("%s holds no desk", s.desk)
	case len(definition.Workflows) != len(s.workflows):
		return usagef("%s: a workflow is wanted, and this is a desk", strings.Join(s.workflows, ", "))
	}
	if definition.Desk != nil {
		read.Desk = *definition.Desk
	}
	if len(definition.Workflows) > 0 {
		read.Workflows = definition.Workflows
	}
	return nil
}
