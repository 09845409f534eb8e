package usher

import (
	"cmp"
	"errors"

	"github.com/gousher/usher/internal/rule"
)

// Decide asks, and reads what comes back.
func (s AskQuestion) Decide(t *Turn) Next {
	switch event := t.Event().(type) {
	case nil:
		if s.SkipIfKnown && s.known(t) {
			return Continue()
		}
		return s.ask(t, nil)
	case Received:
		return s.answered(t, event.Message)
	case TimedOut:
		t.note(EntryTimedOut, "nobody answered in "+s.Timeout.String())
		return s.leave(t, noAnswerBlock, "no answer came in time")
	case Undelivered:
		t.note(EntryFailed, "the question was not delivered: "+event.Reason)
		return s.leave(t, undeliveredBlock, "the question could not be delivered: "+event.Reason)
	case Delivered:
		return s.stay()
	}
	return s.stay()
}

func (s AskQuestion) stay() Next { return Next{kind: nextAwait, asks: true} }

// known reports whether there is a value already, and says so.
func (s AskQuestion) known(t *Turn) bool {
	value := t.held(s.SaveTo)
	if text, isText := value.AsString(); value.IsNil() || isText && text == "" {
		return false
	}
	t.entries = append(t.entries, Entry{
		At: t.now, Step: t.step(), Kind: EntryKnown, Detail: "it is not asked", Seen: []Seen{t.answerSeen(s.SaveTo, value)},
	})
	return true
}

// ask sends the question, under a number of its own that it keeps when it is asked again: a tap on the first copy is an
// answer as well. Candidates, if there are any, are the choices that an answer fitted.
func (s AskQuestion) ask(t *Turn, candidates []int) Next {
	return s.askWith(t, "text", s.Text, candidates)
}

func (s AskQuestion) askWith(t *Turn, field, text string, candidates []int) Next {
	if t.run.question == 0 {
		t.scene.Questions++
		t.run.question = t.scene.Questions
	}
	words, in := t.say(field, text)
	send := Send{
		Header: t.header(), Text: words, Language: in, Choices: t.offered(s.Choices, candidates), Question: t.run.question,
	}
	t.emit(send)
	t.run.delivery = send.Number
	t.note(EntryAsked, t.author(field, text))
	return Next{kind: nextAwait, timeout: s.Timeout}
}

func (s AskQuestion) answered(t *Turn, m Message) Next {
	read := s.read(t, m)
	switch {
	case read.problem == staleTap:
		t.note(EntryStale, "a tap on an earlier question is not the answer to this one")
		return s.again(t, nil)
	case read.problem == noContent:
		t.note(EntryRefused, "the message has nothing that could be an answer")
		return s.again(t, nil)
	case read.problem == "":
		switch err := t.save(s.SaveTo, read.value); {
		case errors.Is(err, errNoConsent): // it is an answer all the same
			t.note(EntryFailed, err.Error())
		case err != nil:
			read.problem = err.Error()
			return s.refuse(t, m, read)
		}
		t.answer(s.SaveTo, read.value)
		if s.kind() == ChoiceAnswer { // what was tapped or written, as expressions know it
			t.scene.Message.Choice = read.value.Text()
		}
		return Continue()
	}
	return s.refuse(t, m, read)
}

// refuse tells why it is no answer, and asks again as often as there are tries.
func (s AskQuestion) refuse(t *Turn, m Message, read reading) Next {
	t.entries = append(t.entries, Entry{
		At: t.now, Step: t.step(), Kind: EntryRefused, Detail: read.problem,
		Seen: []Seen{t.answerSeen(s.SaveTo, rule.String(clip(cmp.Or(m.Text, m.Choice), maxTagSize)))},
	})
	if t.run.tries++; t.run.tries >= s.tries() {
		return s.leave(t, invalidBlock, "no valid answer came")
	}
	return s.again(t, read.candidates)
}

func (t *Turn) answer(to Target, v rule.Value) {
	t.entries = append(t.entries, Entry{At: t.now, Step: t.step(), Kind: EntryAnswered, Seen: []Seen{t.answerSeen(to, v)}})
}

func (t *Turn) answerSeen(to Target, v rule.Value) Seen {
	seen := Seen{Name: "answer", value: v}
	if to == nil {
		return seen
	}
	switch at := to.target(); at.kind {
	case toVariable:
		if i, ok := t.program.variables[at.name]; ok {
			seen.private = t.program.declared[i].private
		}
	case toField:
		seen.private = t.program.private[at.name]
	}
	return seen
}

func (s AskQuestion) again(t *Turn, candidates []int) Next {
	if s.RetryText != "" || len(s.RetryTexts) > 0 {
		return s.askWith(t, "retry_text", s.RetryText, candidates)
	}
	return s.ask(t, candidates)
}

func (s AskQuestion) leave(t *Turn, exit, reason string) Next {
	if t.node.has(exit) {
		t.note(EntryMatched, exit)
		return Enter(exit)
	}
	if t.node.has(elseBlock) {
		t.note(EntryMatched, elseBlock+" ("+exit+")")
		return Enter(elseBlock)
	}
	return Fail("%s", reason)
}
