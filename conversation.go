package usher

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// A Conversation is what the host passes to [Router.Route]: one contact's thread on one channel, and the message that
// has just arrived in it. The host names it; (tenant, ID) is how it is known for good.
type Conversation struct {
	// ID is the host's own name of the thread: required, at most 256 bytes.
	ID string
	// Channel is the way the message came: "whatsapp", "telegram", "web", "sms", or any other word. Message ids are
	// told apart by channel. A conversation may change its channel; its ID says that it is the same one.
	Channel string
	// Contact is the customer. It may be left empty once the conversation is known; a new conversation without a
	// contact gets an anonymous one of its own.
	Contact Contact
	// Message is what the contact sent.
	Message Message
}

// MessageKind says what kind of thing a channel delivered. Only a message answers a question or starts a workflow; the
// other kinds change nothing.
type MessageKind uint8

// The kinds of message.
const (
	NewMessage      MessageKind = iota // what the contact wrote, tapped or attached
	EditedMessage                      // an earlier message was changed
	DeletedMessage                     // an earlier message was withdrawn
	ReactionMessage                    // an emoji on a message
	ReceiptMessage                     // delivered, read, typing
)

// A Message is one thing that the contact sent.
type Message struct {
	// ID is the provider's name of the message: required, so that a repeated delivery is recognised. It has to be unique
	// in its channel, over all conversations: where a provider numbers the messages of each chat (Telegram), put the
	// chat's id before it. An id that was used in another conversation is [ErrInvalid].
	ID string
	// Text is what was typed, at most [Config.MaxText] bytes of valid UTF-8.
	Text string
	// Choice is the tapped choice: its wire id (see [Send.WireID]), its id, or its title. Once it has answered a question,
	// expressions see the choice's id.
	Choice string
	// Kind is what was delivered; the zero value is a message.
	Kind MessageKind
	// Language is the language of the text as the channel or the host knows it (BCP 47), if it does; otherwise the
	// contact's counts.
	Language string
	// Attachments are files, pictures, places; the router passes them on.
	Attachments []Attachment
	// Position counts the contact's messages as the provider orders them, if it does. A message with a lower position
	// than one before it is used as the next input and flagged as late; one that is older than everything whose id has
	// been forgotten is refused with [ErrTooOld].
	Position int64
	// SentAt is the provider's instant of the message, if it gives one.
	SentAt time.Time
}

// An Attachment is something sent beside the text.
type Attachment struct {
	Kind string // "image", "file", "location", ...
	URL  string // where the host finds it
	Name string
}

// DefaultMaxText is the longest text accepted if [Config.MaxText] is zero, in bytes.
const DefaultMaxText = 64 << 10

const (
	maxID          = 256
	maxAttachments = 100
	maxAttachment  = 16 << 10
)

// check says what makes the input unacceptable for good.
func (c *Conversation) check(maxText int) error {
	if err := checkID("conversation", c.ID); err != nil {
		return err
	}
	if err := checkID("message", c.Message.ID); err != nil {
		return err
	}
	if err := c.Contact.check(); err != nil {
		return err
	}
	m := &c.Message
	switch {
	case len(c.Channel) > maxID || !clean(c.Channel):
		return invalidf("the channel's name is too long or has control characters in it")
	case len(m.Text) > maxText:
		return invalidf("the message has %d bytes of text, over the limit of %d", len(m.Text), maxText)
	case len(m.Choice) > maxID*4:
		return invalidf("the tapped choice has %d bytes, over the limit of %d", len(m.Choice), maxID*4)
	case len(m.Language) > maxID || len(m.Attachments) > maxAttachments:
		return invalidf("the message has too many attachments, or a language that is none")
	case m.tooLong():
		return invalidf("an attachment of the message has over %d bytes in its kind, address or name", maxAttachment)
	case m.Kind > ReceiptMessage:
		return invalidf("the message has an unknown kind %d", m.Kind)
	}
	return nil
}

func (m *Message) tooLong() bool {
	for _, a := range m.Attachments {
		if len(a.Kind) > maxID || len(a.URL) > maxAttachment || len(a.Name) > maxAttachment {
			return true
		}
	}
	return false
}

// tidy makes the text storable everywhere: invalid UTF-8 becomes U+FFFD, NUL is left out.
func (m *Message) tidy() {
	m.Text, m.Choice, m.Language = tidy(m.Text), tidy(m.Choice), tidy(m.Language)
}

func tidy(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "")
	}
	return s
}

func checkID(what, id string) error {
	switch {
	case id == "":
		return invalidf("the %s has no ID", what)
	case len(id) > maxID:
		return invalidf("the ID of the %s has %d bytes, over the limit of %d", what, len(id), maxID)
	case !clean(id):
		return invalidf("the ID of the %s is not valid UTF-8 or has control characters in it", what)
	}
	return nil
}

// clean reports whether a name can be stored, logged and compared by every store: valid UTF-8 without control characters.
func clean(s string) bool {
	ascii := true
	for i := range len(s) {
		if s[i] < 0x20 || s[i] == 0x7f {
			return false
		}
		ascii = ascii && s[i] < 0x80
	}
	if ascii {
		return true
	}
	return utf8.ValidString(s) && strings.IndexFunc(s, unicode.IsControl) < 0
}

func conflictf(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrConflict, fmt.Sprintf(format, args...))
}

func invalidf(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrInvalid, fmt.Sprintf(format, args...))
}

// A Line is one entry of the transcript that a hand-over carries.
type Line struct {
	At   time.Time `json:"at"`
	From Speaker   `json:"from"`
	Text string    `json:"text"`
	// Late is set when the contact's message came out of order.
	Late bool `json:"late,omitempty"`
}

// Speaker says who wrote a line of the transcript.
type Speaker string

// Who speaks in a conversation.
const (
	FromContact  Speaker = "contact"
	FromWorkflow Speaker = "workflow"
	FromAgent    Speaker = "agent"
)

// maxTranscript bounds what a conversation carries of itself; older lines are the host's to keep.
const maxTranscript = 100
