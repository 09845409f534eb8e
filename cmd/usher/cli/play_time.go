package cli

import (
	"errors"
	"strings"
	"time"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
	"github.com/gousher/usher/internal/duration"
)

// time lets time pass, with everything that is due in it.
func (c *chat) time(args string) {
	if args == "" {
		c.tellTime()
		return
	}
	now := c.now()
	until, problem := c.instant(args, now)
	switch {
	case problem != "":
		c.mistakef("%s", problem)
		return
	case !until.After(now):
		c.mistakef("it is %s already, and time does not go back: /undo does", clockText(now, now))
		return
	case until.Sub(c.begun.Start) > farthest:
		c.mistakef("that is too far: a chat lasts ten years at most")
		return
	}
	c.enter(file.Entry{At: until.Sub(c.begun.Start)})
}

// farthest is how long a chat may last.
const farthest = 10 * 365 * 24 * time.Hour

// tellTime tells the time, and when something is due next.
func (c *chat) tellTime() {
	now := c.now()
	next, err := c.session.Next()
	if err != nil || next.IsZero() {
		c.tellf("it is %s; nothing is due", clockText(now, time.Time{}))
		return
	}
	c.tellf("it is %s; something is due at %s: /time next", clockText(now, time.Time{}), clockText(next, now))
}

// instant is the time that is meant; or what is wrong with it.
func (c *chat) instant(text string, now time.Time) (time.Time, string) {
	if text == "next" {
		next, err := c.session.Next()
		if err != nil || next.IsZero() {
			return now, "nothing is due"
		}
		return next, ""
	}
	if at, ok := clockTime(text, now); ok {
		return at, ""
	}
	span, err := duration.Parse(strings.TrimSpace(strings.TrimPrefix(text, "+")))
	if err != nil {
		return now, "write a time like +15m, 18:00 or 2026-03-02T09:00:00Z"
	}
	if span > farthest {
		return now.Add(farthest + time.Hour), ""
	}
	return now.Add(span), ""
}

// clockTime reads an instant, or a time of day: the next one.
func clockTime(text string, now time.Time) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04", "2006-01-02"} {
		if at, err := time.Parse(layout, text); err == nil {
			return at.UTC(), true
		}
	}
	for _, layout := range []string{"15:04", "15:04:05"} {
		if at, err := time.Parse(layout, text); err == nil {
			at = time.Date(now.Year(), now.Month(), now.Day(), at.Hour(), at.Minute(), at.Second(), 0, time.UTC)
			if !at.After(now) {
				at = at.AddDate(0, 0, 1)
			}
			return at, true
		}
	}
	return now, false
}

// reload reads the files again, and plays the chat again with them.
func (c *chat) reload(string) {
	read, err := c.script.read()
	if err != nil {
		c.keepOld(err)
		return
	}
	read.Start = c.begun.Start
	given, begin := givenMoves(read)
	moves := given
	for _, m := range c.moves {
		if !m.given {
			moves = append(moves, m)
		}
	}
	session, err := c.live(read, moves)
	if err != nil {
		c.keepOld(err)
		return
	}
	c.session.Close()
	c.begun, c.session, c.moves = read, session, moves
	for _, t := range begin.threads {
		if c.scene.find(t.name) < 0 { // the scenario was edited as well
			c.scene.threads = append(c.scene.threads, t)
			c.scene.people[t.contact] = begin.people[t.contact]
		}
	}
	c.tellf("the files have been read again; the chat with them:")
	for _, m := range moves {
		if !m.given {
			c.screen.echo(c.promptAt(m.scene, m.at), m.typed, m.at)
		}
		c.show(m)
	}
}

// keepOld says why a new definition is not used.
func (c *chat) keepOld(err error) {
	if mistakes, ok := errors.AsType[usher.Diagnostics](err); ok {
		for _, d := range mistakes {
			c.mistakef("%s", d)
		}
		c.mistakef("%s: the old definition stays", counted(len(mistakes.Errors()), "mistake"))
		return
	}
	c.mistakef("%v: the old definition stays", err)
}
