package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
	"github.com/gousher/usher/internal/scenario"
)

// save keeps the chat as a scenario, with what was seen as what is expected.
func (c *chat) save(args string) {
	name, overwrite := strings.CutSuffix(args, "!")
	if name = strings.TrimSpace(name); name == "" {
		c.usage("save")
		return
	}
	name = strings.TrimSuffix(strings.TrimSuffix(name, ".yaml"), ".scenario") + scenario.Suffix
	if _, err := os.Stat(name); !errors.Is(err, fs.ErrNotExist) && !overwrite {
		c.mistakef("%s is there already: /save %s ! overwrites it", name, strings.TrimSuffix(name, scenario.Suffix))
		return
	}
	saved, err := c.asScenario(name)
	if err != nil {
		c.mistakef("the chat cannot be kept: %v", err)
		return
	}
	if err := os.WriteFile(name, saved, 0o644); err != nil { //nolint:gosec // a test is for everybody to read
		c.mistakef("the chat cannot be kept: %v", err)
		return
	}
	c.verify(name)
}

// verify runs what was saved, as usher test does.
func (c *chat) verify(name string) {
	result, err := scenario.Run(c.ctx, name, c.script.program.scenarios())
	switch {
	case err != nil:
		c.mistakef("saved as %s, which cannot be run: %v", name, err)
	case !result.Passed():
		c.mistakef("saved as %s; usher test %s fails: %s%s", name, name, firstDifference(result), c.hint())
	default:
		c.tellf("saved as %s; usher test %s passes", name, name)
	}
}

// firstDifference is what goes another way than it did in the chat.
func firstDifference(result *scenario.Result) string {
	if len(result.Mistakes) > 0 {
		return result.Mistakes[0].String()
	}
	f := result.Failures[0]
	where := fmt.Sprintf("line %d, %s", f.Line, f.Subject)
	if f.Key == "" {
		return where + ": " + f.Got
	}
	return fmt.Sprintf("%s: %s expected %s, was %s", where, f.Key, f.Want, f.Got)
}

// hint is why it probably does.
func (c *chat) hint() string {
	if len(c.script.kinds.Actions) == 0 {
		return ""
	}
	return "\nthe program's own actions reach http stubs there, and nothing else: write what they are answered under http"
}

// asScenario is the chat as a scenario file of this name. What the chat began with is taken over as it is written.
func (c *chat) asScenario(name string) ([]byte, error) {
	timeline, stubs, err := c.timeline()
	if err != nil {
		return nil, err
	}
	if len(timeline) == 0 {
		return nil, errors.New("nothing was said yet")
	}
	files, err := c.definitions(filepath.Dir(name))
	if err != nil {
		return nil, err
	}
	title := strings.ReplaceAll(strings.TrimSuffix(filepath.Base(name), scenario.Suffix), "-", " ")
	played := file.Scenario{Name: title, Start: c.begun.Start, Workflows: c.begun.Workflows, HTTP: stubs, Timeline: timeline}
	text, err := file.Format{Kinds: c.script.kinds}.EncodeScenario(played, files)
	if err != nil || c.script.scenario == "" {
		return text, err
	}
	return c.continued(name, sections(string(text)))
}

// definitions are the files of the desk and of the workflows, as they are reached from a directory. Those that the chat
// takes from a scenario are none of them.
func (c *chat) definitions(dir string) (file.ScenarioFiles, error) {
	files := file.ScenarioFiles{Desk: inTheScenario}
	var err error
	if c.script.desk != "" {
		if files.Desk, err = reached(dir, c.script.desk); err != nil {
			return files, err
		}
	}
	for i := range c.begun.Workflows {
		name := inTheScenario
		if len(c.script.workflows) > 0 {
			if name, err = reached(dir, c.script.workflows[i]); err != nil {
				return files, err
			}
		}
		files.Workflows = append(files.Workflows, name)
	}
	return files, nil
}

// inTheScenario stands for a definition that is not to be written.
const inTheScenario = "in the scenario"

// reached is the path of a file as seen from a directory.
func reached(dir, name string) (string, error) {
	from, err := filepath.Abs(dir)
	to, failed := filepath.Abs(name)
	path := ""
	if err = cmp.Or(err, failed); err == nil {
		path, err = filepath.Rel(from, to)
	}
	if err != nil {
		return "", fmt.Errorf("%s cannot be named from there: %w", name, err)
	}
	return filepath.ToSlash(path), nil
}

// timeline is what was done and seen, and what answered: the moves are done again, so that what is expected is what a run
// of the scenario sees.
func (c *chat) timeline() ([]file.Entry, []file.HTTPStub, error) {
	session, err := c.script.session(c.ctx, c.begun)
	if err != nil {
		return nil, nil, err
	}
	end := c.script.calls.look()
	defer func() {
		session.Close()
		end()
	}()
	seen, repeated := sightings{}, c.repeated()
	var timeline []file.Entry
	for _, m := range c.moves {
		if m.outside != nil {
			m.outside.apply(session)
		}
		if m.entry == nil || m.failed != "" && !m.given {
			continue
		}
		entry := *m.entry
		if !m.given && !repeated[entry.MessageID] {
			entry.MessageID = ""
		}
		moments, _, err := session.Do(entry)
		if err != nil {
			return nil, nil, err
		}
		if m.given {
			seen.look(session)
			continue
		}
		if !m.isTime() {
			timeline = append(timeline, entry)
		}
		if expected := append(seen.changes(session, m), setAway(moments)...); len(expected) > 0 {
			timeline = append(timeline, file.Entry{At: entry.At, Expect: expected})
		}
	}
	return timeline, c.outsideWorld(session), nil
}

// setAway expects of those agents to be away whom the router has set away.
func setAway(moments []scenario.Moment) []file.Expectation {
	var expected []file.Expectation
	for _, m := range moments {
		if e, ok := m.Effect.(usher.SetAway); ok {
			status := []any{usher.Away.String()}
			expected = append(expected, file.Expectation{Agent: e.Agent, Checks: []file.Check{{Key: "status", Want: status}}})
		}
	}
	return expected
}

// repeated are the ids of messages that are delivered more than once.
func (c *chat) repeated() map[string]bool {
	counts, repeated := map[string]int{}, map[string]bool{}
	for _, m := range c.moves {
		if m.entry != nil && m.entry.MessageID != "" {
			counts[m.entry.MessageID]++
			repeated[m.entry.MessageID] = counts[m.entry.MessageID] > 1
		}
	}
	return repeated
}

// A sighting is what there is to be seen of a conversation.
type sighting struct {
	state, team, agent string
	position, stage    int
	fallback           bool
	comments           []string
}

// sightings are the last ones, by conversation.
type sightings map[string]sighting

func sightingOf(session *scenario.Session, name string) (sighting, bool) {
	view, ok := session.View(name)
	if !ok {
		return sighting{}, false
	}
	r := view.Outcome.Of()
	s := sighting{
		state: string(r.State), team: r.Team, agent: r.Agent, fallback: view.Fallback != "", comments: session.Comments(name),
	}
	switch o := view.Outcome.(type) {
	case usher.Queued:
		s.position, s.stage = o.Position, o.Stage
	case usher.Offered:
		s.stage = o.Stage
	}
	return s, true
}

// look takes in what there is.
func (s sightings) look(session *scenario.Session) {
	for _, name := range session.Conversations() {
		if seen, ok := sightingOf(session, name); ok {
			s[name] = seen
		}
	}
}

// changes are what a move changed, as a scenario expects it. Time that passes is expected to have changed nothing else.
func (s sightings) changes(session *scenario.Session, m move) []file.Expectation {
	var expected []file.Expectation
	for _, name := range session.Conversations() {
		now, ok := sightingOf(session, name)
		if !ok {
			continue
		}
		before := s[name]
		s[name] = now
		sent := session.Sent(name)
		asked := m.isTime() && m.scene.thread().name == name
		if asked || len(sent) > 0 || !now.same(before) {
			expected = append(expected, file.Expectation{Conversation: name, Checks: now.checks(before, sent)})
		}
	}
	return expected
}

// checks are the keys of an expectation: where it is, and what is new.
func (s sighting) checks(before sighting, sent []string) []file.Check {
	checks := []file.Check{{Key: "state", Want: []any{s.state}}}
	if s.team != "" {
		checks = append(checks, file.Check{Key: "team", Want: []any{s.team}})
	}
	if s.agent != "" {
		checks = append(checks, file.Check{Key: "agent", Want: []any{s.agent}})
	}
	for _, one := range []struct {
		key string
		is  int
		say bool
	}{{"position", s.position, s.position > 0}, {"stage", s.stage, s.stage > 1 || s.stage > 0 && before.stage > 1}} {
		if at := float64(one.is); one.say {
			checks = append(checks, file.Check{Key: one.key, Want: file.Range{Min: at, Max: at}})
		}
	}
	if s.fallback && !before.fallback {
		checks = append(checks, file.Check{Key: "fallback", Want: true})
	}
	if len(sent) > 0 {
		checks = append(checks, file.Check{Key: "sent", Want: sent})
	}
	if !slices.Equal(s.comments, before.comments) {
		checks = append(checks, file.Check{Key: "comments", Want: s.comments})
	}
	return checks
}

func (s sighting) same(other sighting) bool {
	return s.state == other.state && s.team == other.team && s.agent == other.agent && s.position == other.position &&
		s.stage == other.stage && s.fallback == other.fallback && slices.Equal(s.comments, other.comments)
}
