package usher

import (
	"crypto/sha1" //nolint:gosec // name-based UUIDs are made of it; nothing secret rests on it
	"encoding/hex"
	"strconv"
	"time"
)

// An Effect is one thing that the host must do. It is one of [Send], [Note], [HandOver], [Enqueue], [Offer], [Withdraw],
// [TakeBack], [SetAway], [ContactChanged] and [Close].
type Effect interface {
	// Key is the same on every try of the same effect and differs from every other one's: a UUID. A host that keeps
	// the keys that it has seen can drop repeats.
	Key() string
	// Head says where the effect belongs.
	Head() Header
	effect()
}

// A Header is what all effects have in common.
type Header struct {
	Tenant       string    `json:"tenant,omitempty"`
	Conversation string    `json:"conversation"`
	Channel      string    `json:"channel,omitempty"`
	ContactID    string    `json:"contact_id"`
	At           time.Time `json:"at"` // when it was decided
	// Number rises with the effects of a conversation, which are delivered in this order; not every number is used.
	Number uint64 `json:"number"`
	// Born is when the router met the conversation first.
	Born time.Time `json:"born"`
}

// effectSpace is the namespace of the keys: the name-based UUID of https://github.com/gousher/usher/effect.
const effectSpace = "\xb7\xcb\x5e\x3c\xc9\x5b\x5b\x16\x9a\x46\x37\xc9\xec\xd1\x99\x42"

// Key names the effect.
func (h Header) Key() string { return h.key("effect") }

// Head says where the effect belongs.
func (h Header) Head() Header { return h }

func (Header) effect() {}

// key derives a name-based UUID (RFC 9562, version 5) from what identifies the effect or call, so that every try has the
// same one and no identifier of a customer leaves in it. A library for it would bring the whole of package net into every
// program, and cost most of the time in which one starts.
func (h Header) key(kind string) string {
	name := make([]byte, 0, 160)
	name = append(append(append(name, effectSpace...), kind...), 0)
	name = append(append(name, h.Tenant...), 0)
	name = append(append(name, h.Conversation...), 0)
	name = append(strconv.AppendInt(name, h.Born.UnixNano(), 36), 0)
	name = strconv.AppendUint(name, h.Number, 36)
	return formatUUID(sha1.Sum(name)) //nolint:gosec // see the import
}

func formatUUID(sum [sha1.Size]byte) string {
	sum[6] = sum[6]&0x0f | 0x50 // version 5
	sum[8] = sum[8]&0x3f | 0x80 // the variant of the standard
	text := make([]byte, 0, 36)
	for i, part := range [][]byte{sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16]} {
		if i > 0 {
			text = append(text, '-')
		}
		text = hex.AppendEncode(text, part)
	}
	return string(text)
}

// Send is a text for the contact, with choices if it asks for one.
type Send struct {
	Header
	Text string `json:"text"`
	// Language is the one of the text, if the workflow has it in several.
	Language string `json:"language,omitempty"`
	// Choices are offered with the text, as buttons, a list or numbers, as the channel can show them.
	Choices []Choice `json:"choices,omitempty"`
	// Template is the name of a prepared template, for channels that need one outside their window.
	Template string `json:"template,omitempty"`
	// Question numbers the question that the text asks; 0: it asks none.
	Question int `json:"question,omitempty"`
}

// WireID is what a tap on choice i is to send back, as [Message.Choice]: short, and different for every question, so that
// a tap on an old question's button is recognised as stale. It has at most 64 bytes. Where no question is asked it is the
// choice's own id, if that is short enough and no wire id itself.
func (s Send) WireID(i int) string {
	n := i + 1
	if c := s.Choices[i]; c.Number > 0 {
		n = c.Number
	} else if _, _, wire := wireID(c.ID); s.Question == 0 && c.ID != "" && len(c.ID) <= 64 && !wire {
		return c.ID
	}
	return strconv.Itoa(s.Question) + ":" + strconv.Itoa(n)
}

// Note is an internal comment: it is never shown to the contact.
type Note struct {
	Header
	Text    string   `json:"text"`
	Mention []string `json:"mention,omitempty"` // agents or teams
}

// HandOver gives the conversation to an agent, with what his screen needs.
type HandOver struct {
	Header
	Agent   string  `json:"agent"`
	Team    string  `json:"team,omitempty"`
	Contact Contact `json:"contact"`
	// Answers are the run's variables that are set, by name; private ones are there: the agent is their reader.
	Answers map[string]any `json:"answers,omitempty"`
	// Earlier is how many conversations the contact has had before this one.
	Earlier    int    `json:"earlier"`
	Transcript []Line `json:"transcript"`
	// Reason says why it went to this agent: what happened in the turn that gave it to him.
	Reason Trace `json:"reason"`
}

// Enqueue tells that the conversation waits for an agent. It comes again when it has been taken back, or when its next
// stage has opened and nobody could be given it.
type Enqueue struct {
	Header
	Team  string `json:"team,omitempty"`
	Agent string `json:"agent,omitempty"` // set if it waits for this one
	Stage int    `json:"stage,omitempty"` // from 1
}

// Offer asks an agent whether he takes the conversation: he answers with [Router.Accept] or [Router.Decline].
type Offer struct {
	Header
	Agent   string    `json:"agent"`
	Team    string    `json:"team,omitempty"`
	Until   time.Time `json:"until"` // it lapses then
	Contact Contact   `json:"contact"`
}

// Withdraw ends an offer that was not accepted: the agent need not answer any more.
type Withdraw struct {
	Header
	Agent  string `json:"agent"`
	Reason string `json:"reason"`
}

// SetAway tells that the router has set an agent away because he let too many offers lapse, so that his screen and his
// supervisor know. It is an effect of the conversation whose offer was the last.
type SetAway struct {
	Header
	Agent  string `json:"agent"`
	Missed int    `json:"missed"` // offers in a row
}

// TakeBack takes the conversation from an agent who cannot go on with it.
type TakeBack struct {
	Header
	Agent  string `json:"agent"`
	Reason string `json:"reason"`
}

// ContactChanged carries what a workflow saved about the contact, so that the host's own records follow.
type ContactChanged struct {
	Header
	Name     string         `json:"name,omitempty"`     // if it changed
	Language string         `json:"language,omitempty"` // if it changed
	Fields   map[string]any `json:"fields,omitempty"`   // those that changed; nil values were removed
	Added    []string       `json:"added,omitempty"`    // tags
	Removed  []string       `json:"removed,omitempty"`  // tags
}

// Close ends the conversation.
type Close struct {
	Header
	Category string `json:"category,omitempty"`
	Summary  string `json:"summary,omitempty"`
	By       string `json:"by"` // "workflow", "contact" or "host"
}

// scatter is a number that looks random and follows from what it is for: the seed, the effect or call of a conversation, the
// try (FNV-1a).
func scatter(seed uint64, conversation string, number uint64, try int) uint64 {
	h := uint64(14695981039346656037) ^ seed
	for i := range len(conversation) {
		h = (h ^ uint64(conversation[i])) * 1099511628211
	}
	h = (h ^ number ^ uint64(try)<<32) * 1099511628211
	return h >> 33
}
