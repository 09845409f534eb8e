package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
	"github.com/gousher/usher/internal/scenario"
)

// A chat is somebody at a keyboard who plays the contacts, the agents and the clock of a desk. All that was done is kept
// as moves: the world is deterministic, so that they can be done again, all but the last, or with another definition.
type chat struct {
	ctx     context.Context //nolint:containedctx // a chat is one call of the command
	script  script
	screen  *screen
	begun   *file.Scenario
	session *scenario.Session
	moves   []move
	scene   scene
	over    bool

	// present is the line that is being carried out.
	present move
}

// A move is a line that changed something.
type move struct {
	typed string
	// given moves are those of the scenario that the chat began with: they stay.
	given bool
	// entry is what happened in the world; nil: only the scene changed, or what answers http steps.
	entry   *file.Entry
	outside *outsideChange
	// scene and at are those before it.
	scene scene
	at    time.Time
	// said is how it was acknowledged, moments what followed.
	said    []event
	moments []scenario.Moment
	// failed is why it can no longer be done; empty: it can.
	failed string
}

// isTime reports whether nothing happens but time that passes.
func (m move) isTime() bool {
	return m.entry != nil && !m.given && m.entry.Conversation == "" && m.entry.Agent == "" && m.entry.Erase == ""
}

// isMessage reports whether it is something that the contact sends.
func (m move) isMessage() bool {
	e := m.entry
	return e != nil && (e.Says != nil || e.Taps != "" || len(e.Sends) > 0 || e.Starts != "")
}

// begin reads the definitions and plays what a scenario begins with.
func (c *chat) begin(p *play) error {
	read, err := c.script.read()
	if err != nil {
		return err
	}
	moves, last := givenMoves(read)
	session, err := c.live(read, moves)
	if err != nil {
		return err
	}
	c.begun, c.moves, c.session, c.scene = read, moves, session, last
	if len(c.scene.threads) == 0 {
		c.scene.newThread(p.contact, p.language, p.channel)
	}
	return nil
}

// givenMoves are the moves of a scenario's time line, and the scene that they lead to.
func givenMoves(read *file.Scenario) ([]move, scene) {
	s := scene{people: map[string]person{}}
	moves := make([]move, 0, len(read.Timeline))
	for i := range read.Timeline {
		entry := &read.Timeline[i]
		moves = append(moves, move{given: true, entry: entry, scene: s.clone()})
		s.follow(entry)
	}
	return moves, s
}

// live does moves in a world of their own, and notes what follows each.
func (c *chat) live(read *file.Scenario, moves []move) (*scenario.Session, error) {
	session, err := c.script.session(c.ctx, read)
	if err != nil {
		return nil, err
	}
	back := c.script.calls.replay()
	for i := range moves {
		c.script.calls.doing(i)
		m := &moves[i]
		m.at = session.Now()
		if m.outside != nil {
			m.outside.apply(session)
		}
		if m.entry == nil {
			continue
		}
		if m.moments, m.failed = nil, gone(read, m.entry.Agent); m.failed != "" {
			continue
		}
		moments, failures, err := session.Do(*m.entry)
		if err != nil {
			session.Close()
			back()
			return nil, fmt.Errorf("the chat cannot be played again: %w", err)
		}
		m.moments, m.failed = moments, refusedIn(failures)
	}
	return session, nil
}

// session begins a world of its own.
func (s script) session(ctx context.Context, read *file.Scenario) (*scenario.Session, error) {
	session, err := scenario.NewSession(ctx, read, s.stubs)
	if err == nil && s.live != nil {
		session.Otherwise(s.live)
	}
	return session, err
}

// gone says that the desk has no such agent; empty: it has.
func gone(read *file.Scenario, agent string) string {
	known := agent == "" || hasAgent(read.Desk, agent)
	for _, entry := range read.Timeline {
		known = known || entry.Desk != nil && hasAgent(*entry.Desk, agent)
	}
	if known {
		return ""
	}
	return "there is no agent " + agent
}

func hasAgent(desk usher.Desk, id string) bool {
	return slices.ContainsFunc(desk.Agents, func(a usher.Agent) bool { return a.ID == id })
}

// refusedIn is what the router refused; empty: nothing. Expectations that do not hold are left to usher test.
func refusedIn(failures []scenario.Failure) string {
	for _, f := range failures {
		if f.Key == "" && f.Want == "" {
			return f.Got
		}
	}
	return ""
}

// now is the simulated time.
func (c *chat) now() time.Time { return c.session.Now() }

// take carries out one line.
func (c *chat) take(line string, piped bool) {
	if c.screen.json || piped {
		c.screen.echo(c.prompt(c.scene), line, c.now())
	}
	if strings.TrimSpace(line) == "" {
		return
	}
	c.present = move{typed: line, scene: c.scene.clone(), at: c.now()}
	if text, ok := strings.CutPrefix(line, "/"); ok && !strings.HasPrefix(text, "/") {
		c.obey(text)
		return
	}
	c.says(strings.TrimPrefix(line, "/"))
}

// enter lets an entry happen, shows what follows, and keeps the move.
func (c *chat) enter(entry file.Entry) {
	if entry.At == 0 {
		entry.At = c.now().Sub(c.begun.Start)
	}
	c.scene.entries++
	entry.Line = playedLines + c.scene.entries
	m := c.present
	m.entry = &entry
	c.script.calls.doing(len(c.moves))
	moments, failures, err := c.session.Do(entry)
	m.moments = moments
	if refused := refusedIn(failures); err == nil && refused != "" {
		err = errors.New(refused)
	}
	if err != nil {
		c.scene = m.scene
		c.mistakef("that cannot be done: %v", err)
		c.again(c.moves)
		return
	}
	if refused := impossible(moments); refused != "" {
		c.scene = m.scene
		c.mistakef("that is %s", refused)
		return
	}
	c.moves = append(c.moves, m)
	c.show(m)
}

// playedLines is where the lines of entries begin that no file has: above all lines of files.
const playedLines = 1 << 24

// impossible is why an action changed nothing; empty if it did.
func impossible(moments []scenario.Moment) string {
	for _, m := range moments {
		if m.Impossible {
			return m.Text
		}
	}
	return ""
}

// changed keeps a move that changed the scene alone.
func (c *chat) changed() {
	c.moves = append(c.moves, c.present)
	c.show(c.present)
}

// again does the moves from the beginning, in a new world.
func (c *chat) again(moves []move) {
	c.script.calls.forget(len(moves))
	session, err := c.live(c.begun, moves)
	if err != nil { // it went well before
		c.mistakef("%v", err)
		return
	}
	c.session.Close()
	c.session, c.moves = session, moves
}

// says is a plain line. A bare number is a tap where choices are open, unless the channel has nothing to tap.
func (c *chat) says(text string) {
	if n, err := strconv.Atoi(strings.TrimSpace(text)); err == nil && c.asks() {
		send := c.offer()
		if send.Render(usher.CapabilitiesOf(send.Channel)).Form != usher.Numbered && numberedAs(send.Choices, n) >= 0 {
			c.taps(n)
			return
		}
	}
	entry := c.message()
	entry.Says = &text
	c.enter(entry)
}

// taps is a tap on a choice of the last text that had some, by its number there.
func (c *chat) taps(n int) {
	choices := c.offer().Choices
	i := numberedAs(choices, n)
	switch {
	case len(choices) == 0:
		c.mistakef("there is no choice to tap")
		return
	case i < 0:
		c.mistakef("there is no choice %d: /%d to /%d", n, numberOf(choices, 0), numberOf(choices, len(choices)-1))
		return
	}
	entry := c.message()
	entry.Taps = tapped(choices, i)
	c.enter(entry)
}

// numberOf is the number of a choice in its question.
func numberOf(choices []usher.Choice, i int) int {
	if n := choices[i].Number; n > 0 {
		return n
	}
	return i + 1
}

// numberedAs is the place of the choice with a number; -1: there is none.
func numberedAs(choices []usher.Choice, n int) int {
	for i := range choices {
		if numberOf(choices, i) == n {
			return i
		}
	}
	return -1
}

// tapped is how a choice is named: by its title if that names no other one, else by its id.
func tapped(choices []usher.Choice, n int) string {
	for i, other := range choices {
		if strings.EqualFold(other.Title, choices[n].Title) || other.ID == choices[n].Title {
			if i == n {
				return choices[n].Title
			}
			break
		}
	}
	return choices[n].ID
}

// offer is the last text that had choices; the zero value: none had.
func (c *chat) offer() usher.Send {
	sends := c.session.Sends(c.scene.thread().name)
	for _, send := range slices.Backward(sends) {
		if len(send.Choices) > 0 {
			return send
		}
	}
	return usher.Send{}
}

// asks reports whether a question with choices is open.
func (c *chat) asks() bool {
	name := c.scene.thread().name
	view, ok := c.session.View(name)
	sends := c.session.Sends(name)
	return ok && view.Outcome.Of().State == usher.StateAsking && len(sends) > 0 && len(sends[len(sends)-1].Choices) > 0
}

// message is the beginning of an entry in which the contact does something.
func (c *chat) message() file.Entry {
	t := c.scene.thread()
	p := c.scene.people[t.contact]
	c.scene.messages++
	entry := file.Entry{Conversation: t.name, MessageID: "play-" + strconv.Itoa(c.scene.messages)}
	if !t.begun || t.moved {
		entry.Channel = t.channel
	}
	if p.news != nil {
		news := *p.news
		entry.Contact = &news
	} else if !t.begun {
		entry.Contact = &file.ContactChange{ID: t.contact}
	}
	p.news = nil
	c.scene.people[t.contact] = p
	t.begun, t.moved = true, false
	return entry
}
