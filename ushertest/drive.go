package ushertest

import (
	"bytes"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/gousher/usher"
)

// drive moves runs of one workflow by hand, and watches over every turn.
type drive struct {
	program *usher.Program
	again   *usher.Program // compiled once more
	trial   *Trial
	found   *breaches
	turns   []turn
	reached bool // the step on trial
}

// turn is one that was made, and what came of it.
type turn struct {
	run     *usher.Run
	scene   usher.Scene
	event   usher.Event
	now     time.Time
	first   bool // of its run: one that has not begun has no stored form
	picture string
}

// stop is where a run rests.
type stop struct {
	run     *usher.Run
	scene   usher.Scene
	rest    usher.Rest
	offered []usher.Choice
	send    usher.Send // the text with the choices
	asked   bool       // by one of usher's own questions, which wants to know about its delivery
	now     time.Time
	depth   int
}

// compile makes the program twice; false if it cannot be made.
func (d *drive) compile(w usher.Workflow, desk *usher.Desk) bool {
	var mistakes [2]error
	d.program, mistakes[0] = usher.Compile(w, desk)
	d.again, mistakes[1] = usher.Compile(w, desk)
	switch {
	case (mistakes[0] == nil) != (mistakes[1] == nil), mistakes[0] != nil && mistakes[0].Error() != mistakes[1].Error():
		d.found.addf(ruleDeclares, "it declares itself differently the second time:\n\t%v\n\t%v", mistakes[0], mistakes[1])
	case mistakes[0] != nil:
		d.found.addf(ruleDeclares, "it does not compile: %v", mistakes[0])
	}
	return errors.Join(mistakes[:]...) == nil
}

// begin is a conversation that has not begun.
func (d *drive) begin(s usher.Scene) stop {
	return stop{run: d.program.Begin(), scene: s, now: ChatStart}
}

// step makes a turn, and looks whether it keeps the contract.
func (d *drive) step(at *stop, event usher.Event) stop {
	now := at.now.Add(time.Second)
	if _, timedOut := event.(usher.TimedOut); timedOut && at.rest.Deadline.After(now) {
		now = at.rest.Deadline
	}
	run, world := at.run.Encode(), content(at.scene)
	turned := d.program.Step(at.run, at.scene, event, now)
	made := turn{run: at.run, scene: at.scene, event: event, now: now, first: at.depth == 0, picture: content(turned)}
	if after := at.run.Encode(); !bytes.Equal(after, run) {
		d.found.addf(ruleLeft, "the run given was changed by a turn on %s: %x became %x", name(event), run, after)
	}
	if after := content(at.scene); after != world {
		d.found.addf(ruleContact, "the scene given was changed by a turn on %s:\n\t%s\n\t%s", name(event), world, after)
	}
	d.repeat(&made)
	d.judge(&turned, event)
	d.turns = append(d.turns, made)
	next := stop{
		run: turned.Run, scene: turned.Scene, rest: turned.Rest, offered: at.offered, send: at.send, now: now, depth: at.depth + 1,
	}
	for _, e := range turned.Effects {
		if send, ok := e.(usher.Send); ok {
			next.asked = next.asked || send.Question > 0
			if len(send.Choices) > 0 {
				next.offered, next.send = send.Choices, send
			}
		}
	}
	return next
}

func name(event usher.Event) string {
	if received, ok := event.(usher.Received); ok {
		text := received.Message.Text
		return "Received " + received.Message.ID + " \"" + text[:min(len(text), 40)] + received.Message.Choice + "\""
	}
	return strings.TrimPrefix(content([]any{event}), "[usher.")
}

// repeat decides the turn again: as it is, from the stored form, and by the program that was compiled again.
func (d *drive) repeat(made *turn) {
	same := func(rule, how string, program *usher.Program, run *usher.Run) {
		turned := program.Step(run, made.scene, made.event, made.now)
		if picture := content(turned); picture != made.picture {
			d.found.addf(rule, "%s, on %s it decided something else:\n\t%s", how, name(made.event), difference(made.picture, picture))
		}
	}
	same(ruleStepDecides, "asked again", d.program, made.run)
	if made.first {
		same(ruleDeclares, "compiled again", d.again, d.again.Begin())
		return
	}
	for _, one := range []struct {
		rule, how string
		program   *usher.Program
	}{{ruleStored, "restored from the stored form", d.program}, {ruleDeclares, "compiled again", d.again}} {
		run, err := one.program.Restore(made.run.Encode())
		if err != nil {
			d.found.addf(one.rule, "%s, the run cannot be read: %v", one.how, err)
			continue
		}
		same(one.rule, one.how, one.program, run)
	}
}

// difference is where two pictures part.
func difference(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	around := func(s string) string { return "…" + s[max(i-60, 0):min(i+120, len(s))] + "…" }
	return around(a) + "\n\t" + around(b)
}

// judge looks at where a turn came to rest, and at what it noted on the way.
func (d *drive) judge(turned *usher.Turned, event usher.Event) {
	if turned.Rest.Kind == usher.RestFailed {
		if rule := broken(turned.Rest.Reason); rule != "" {
			d.found.addf(rule, "on %s: %s", name(event), turned.Rest.Reason)
		}
	}
	for _, entry := range turned.Trace {
		d.reached = d.reached || entry.Kind == usher.EntryCustom && entry.Detail == reached
		if entry.Kind != usher.EntryFailed {
			continue
		}
		if strings.HasPrefix(entry.Detail, "the condition was not declared") {
			d.found.addf(ruleHolds, "on %s: %s", name(event), entry.Detail)
		}
		if strings.HasPrefix(entry.Detail, "the text was not declared") {
			d.found.addf(ruleText, "on %s: %s", name(event), entry.Detail)
		}
	}
}

// broken is the rule that a run's failure has broken; empty for a step that failed because it meant to.
func broken(reason string) string {
	ofStep := strings.HasPrefix(reason, "step ")
	switch {
	case ofStep && (strings.Contains(reason, " panicked: ") || strings.HasSuffix(reason, " decided nothing")):
		return ruleStepNext
	case ofStep && (strings.Contains(reason, " has no block ") || strings.Contains(reason, " calls an action: ")):
		return ruleEnter
	case ofStep && strings.Contains(reason, " jumps to "):
		return ruleJump
	case strings.HasPrefix(reason, "budget exceeded: ") && strings.HasSuffix(reason, " steps in one turn"):
		return ruleBudget
	case strings.HasPrefix(reason, "the path ended after step "):
		return ruleWorkflowEnds
	}
	return ""
}

// events are those that may come where a run rests.
func (d *drive) events(at *stop) []usher.Event {
	switch at.rest.Kind {
	case usher.RestNowhere:
		return []usher.Event{
			usher.Received{Message: usher.Message{ID: "first", Text: "hello"}}, usher.Started{},
			usher.Received{Message: usher.Message{ID: "first", Attachments: []usher.Attachment{{Kind: "image"}}}},
		}
	case usher.RestAnswer:
		return d.answers(at)
	case usher.RestAssign:
		return placed(at.rest.Assign)
	case usher.RestAction:
		return results(at.rest.Call)
	case usher.RestDelivery:
		return []usher.Event{usher.Delivered{}, usher.Undelivered{Reason: "the number is not in use"}}
	}
	return nil
}

func (d *drive) answers(at *stop) []usher.Event {
	var events []usher.Event
	for i, choice := range at.offered {
		events = append(events, usher.Received{Message: usher.Message{ID: "a tap", Choice: at.send.WireID(i)}},
			usher.Received{Message: usher.Message{ID: "a title", Text: choice.Title}})
	}
	for _, message := range d.trial.messages() {
		events = append(events, usher.Received{Message: message})
	}
	if !at.rest.Deadline.IsZero() {
		events = append(events, usher.TimedOut{})
	}
	if at.asked {
		events = append(events, usher.Undelivered{Reason: "the number is not in use"})
	}
	return events
}

// placed are the events that may come while a conversation is being placed.
func placed(a *usher.Assign) []usher.Event {
	lasts, within, most := a.For, a.AcceptWithin, a.MaxOffers
	runsOut := within > 0 && most > 0
	for _, stage := range a.Stages {
		lasts = stage.For
		if stage.AcceptWithin != nil {
			within = *stage.AcceptWithin
		}
		if stage.MaxOffers != nil {
			most = *stage.MaxOffers
		}
		runsOut = runsOut || within > 0 && most > 0
	}
	events := []usher.Event{usher.NotPlaced{Exit: "nobody_can"}}
	for _, exit := range []struct {
		name     string
		possible bool
	}{{"timed_out", lasts > 0}, {"queue_full", a.MaxQueue > 0}, {"not_taken", runsOut}} {
		if exit.possible {
			events = append(events, usher.NotPlaced{Exit: exit.name})
		}
	}
	if len(a.Queued) > 0 {
		wait := usher.Estimate{Min: time.Minute, Max: 3 * time.Minute, Known: true}
		events = append(events, usher.Enqueued{Position: 1}, usher.Enqueued{Position: 12, EstimatedWait: wait})
	}
	return events
}

// results are those that an action may have.
func results(call *usher.Do) []usher.Event {
	fields := map[string]any{}
	for field := range call.Save {
		fields[field] = "a value"
	}
	events := make([]usher.Event, 0, 4+len(call.Exits))
	events = append(events,
		usher.ActionDone{}, usher.ActionDone{Result: usher.ActionResult{Fields: fields}},
		usher.ActionDone{Result: usher.ActionResult{Exit: "an exit that is not there"}}, usher.ActionDone{Err: errors.New("down")},
	)
	for _, exit := range sorted(call.Exits) {
		events = append(events, usher.ActionDone{Result: usher.ActionResult{Exit: exit, Fields: fields}})
	}
	return events
}

// atOnce makes every turn again, by several goroutines.
func (d *drive) atOnce() {
	var all sync.WaitGroup
	var mu sync.Mutex
	for range 4 {
		all.Go(func() {
			for i := range d.turns {
				made := &d.turns[i]
				turned := d.program.Step(made.run, made.scene, made.event, made.now)
				if picture := content(turned); picture != made.picture {
					mu.Lock()
					d.found.addf(ruleStepPlain, "while others were asked as well, on %s it decided something else:\n\t%s",
						name(made.event), difference(made.picture, picture))
					mu.Unlock()
				}
			}
		})
	}
	all.Wait()
}
