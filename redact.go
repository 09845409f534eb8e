package usher

import (
	"fmt"
	"log/slog"
)

// What people say and who they are belongs in no log: whatever holds it prints as its ids, with every verb of fmt and in
// log/slog. Its fields, and JSON where it has one, are the data itself: for the host to carry out, not to print.

// String names the effect.
func (h Header) String() string {
	return fmt.Sprintf("effect %d of conversation %s", h.Number, h.Conversation)
}

// GoString is String.
func (h Header) GoString() string { return h.String() }

// LogValue is where the effect belongs.
func (h Header) LogValue() slog.Value {
	return slog.GroupValue(slog.String("conversation", h.Conversation), slog.Uint64("number", h.Number), slog.String("key", h.Key()))
}

// String names the contact.
func (c Contact) String() string { return "contact " + c.ID }

// GoString is String.
func (c Contact) GoString() string { return c.String() }

// LogValue is the contact's id.
func (c Contact) LogValue() slog.Value { return slog.GroupValue(slog.String("id", c.ID)) }

// String names the identity by its kind.
func (i Identity) String() string { return "an identity of kind " + i.Kind }

// GoString is String.
func (i Identity) GoString() string { return i.String() }

// LogValue is the kind of identity.
func (i Identity) LogValue() slog.Value { return slog.GroupValue(slog.String("kind", i.Kind)) }

// String names the message.
func (m Message) String() string {
	return fmt.Sprintf("message %s (%d bytes of text, %d attachments)", m.ID, len(m.Text), len(m.Attachments))
}

// GoString is String.
func (m Message) GoString() string { return m.String() }

// LogValue is the message's id and its size.
func (m Message) LogValue() slog.Value {
	return slog.GroupValue(slog.String("id", m.ID), slog.Int("bytes", len(m.Text)), slog.Int("attachments", len(m.Attachments)))
}

// String names the attachment by its kind.
func (a Attachment) String() string { return "an attachment of kind " + a.Kind }

// GoString is String.
func (a Attachment) GoString() string { return a.String() }

// LogValue is the kind of attachment.
func (a Attachment) LogValue() slog.Value { return slog.GroupValue(slog.String("kind", a.Kind)) }

// String names the conversation and its message.
func (c Conversation) String() string {
	return fmt.Sprintf("conversation %s, %s, %s", c.ID, c.Contact, c.Message)
}

// GoString is String.
func (c Conversation) GoString() string { return c.String() }

// LogValue is the ids.
func (c Conversation) LogValue() slog.Value {
	return slog.GroupValue(slog.String("id", c.ID), slog.String("channel", c.Channel), slog.Any("contact", c.Contact),
		slog.Any("message", c.Message))
}

// String names the call.
func (in ActionInput) String() string {
	return fmt.Sprintf("call %s of conversation %s, try %d", in.Key, in.Conversation, in.Try)
}

// GoString is String.
func (in ActionInput) GoString() string { return in.String() }

// LogValue is the ids.
func (in ActionInput) LogValue() slog.Value {
	return slog.GroupValue(slog.String("key", in.Key), slog.String("conversation", in.Conversation), slog.Int("try", in.Try))
}

// String says what kind of result it is.
func (r ActionResult) String() string {
	return fmt.Sprintf("a result with %d fields, exit %q", len(r.Fields), r.Exit)
}

// GoString is String.
func (r ActionResult) GoString() string { return r.String() }

// LogValue is how many fields there are, and the exit.
func (r ActionResult) LogValue() slog.Value {
	return slog.GroupValue(slog.Int("fields", len(r.Fields)), slog.String("exit", r.Exit))
}

// String is who wrote the line, and how long it is.
func (l Line) String() string { return fmt.Sprintf("%d bytes from the %s", len(l.Text), l.From) }

// GoString is String.
func (l Line) GoString() string { return l.String() }

// LogValue is who wrote the line, and how long it is.
func (l Line) LogValue() slog.Value {
	return slog.GroupValue(slog.String("from", string(l.From)), slog.Int("bytes", len(l.Text)))
}

// String names the conversation and where it is.
func (r Result) String() string { return fmt.Sprintf("conversation %s, %s", r.Conversation, r.State) }

// GoString is String.
func (r Result) GoString() string { return r.String() }

// LogValue is where the conversation is; why is in the trace, which is for people who may read it.
func (r Result) LogValue() slog.Value {
	attrs := []slog.Attr{slog.String("conversation", r.Conversation), slog.String("state", string(r.State))}
	for _, more := range []slog.Attr{slog.String("team", r.Team), slog.String("agent", r.Agent)} {
		if more.Value.String() != "" {
			attrs = append(attrs, more)
		}
	}
	if r.Fallback != "" { // why may quote what somebody has said
		attrs = append(attrs, slog.Bool("fallback", true))
	}
	return slog.GroupValue(attrs...)
}

// String names the conversation.
func (row ConversationRow) String() string {
	return fmt.Sprintf("conversation %s, version %d, %s", row.ID, row.Version, row.State)
}

// GoString is String.
func (row ConversationRow) GoString() string { return row.String() }

// LogValue is where the conversation is.
func (row ConversationRow) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("conversation", row.ID), slog.Uint64("version", row.Version), slog.String("state", string(row.State)))
}

// String names the contact.
func (row ContactRow) String() string {
	return fmt.Sprintf("contact %s, version %d", row.ID, row.Version)
}

// GoString is String.
func (row ContactRow) GoString() string { return row.String() }

// LogValue is the contact's id.
func (row ContactRow) LogValue() slog.Value {
	return slog.GroupValue(slog.String("contact", row.ID), slog.Uint64("version", row.Version))
}

// String names the conversation.
func (v View) String() string {
	if v.Outcome == nil {
		return "a conversation"
	}
	return fmt.Sprintf("conversation %s, %s", v.Outcome.Of().Conversation, v.Outcome.Of().State)
}

// GoString is String.
func (v View) GoString() string { return v.String() }

// LogValue is where the conversation is.
func (v View) LogValue() slog.Value {
	if v.Outcome == nil {
		return slog.GroupValue()
	}
	return v.Outcome.Of().LogValue()
}

// String names the effect.
func (row OutboxRow) String() string {
	return fmt.Sprintf("effect %d of conversation %s, tried %d times", row.Number, row.Conversation, row.Attempts)
}

// GoString is String.
func (row OutboxRow) GoString() string { return row.String() }

// LogValue is where the effect belongs.
func (row OutboxRow) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("conversation", row.Conversation), slog.Uint64("number", row.Number), slog.Int("attempts", row.Attempts))
}

// String names the message.
func (row RememberedRow) String() string {
	return fmt.Sprintf("message %s of conversation %s", row.Message, row.Conversation)
}

// GoString is String.
func (row RememberedRow) GoString() string { return row.String() }

// LogValue is the message's id.
func (row RememberedRow) LogValue() slog.Value {
	return slog.GroupValue(slog.String("message", row.Message), slog.String("conversation", row.Conversation))
}

// String says how many rows there are.
func (r Rows) String() string {
	return fmt.Sprintf("%d conversations, %d contacts, %d agents, %d timers, %d effects",
		len(r.Conversations), len(r.Contacts), len(r.Agents), len(r.Timers), len(r.Outbox))
}

// GoString is String.
func (r Rows) GoString() string { return r.String() }

// LogValue is how many rows there are.
func (r Rows) LogValue() slog.Value { return slog.StringValue(r.String()) }

// LogValue is what was found, by its ids.
func (f Found) LogValue() slog.Value {
	var attrs []slog.Attr
	if f.Conversation != nil {
		attrs = append(attrs, slog.Any("conversation", f.Conversation))
	}
	if f.Contact != nil {
		attrs = append(attrs, slog.Any("contact", f.Contact))
	}
	if f.Remembered != nil {
		attrs = append(attrs, slog.Any("remembered", f.Remembered))
	}
	return slog.GroupValue(attrs...)
}

// GoString is String: what was seen may be private.
func (s Seen) GoString() string { return s.String() }

// String is where the run is.
func (r Run) String() string {
	if r.program == nil {
		return "a run"
	}
	return fmt.Sprintf("a run of %s at %s", r.program.id, r.Position())
}

// GoString is String.
func (r Run) GoString() string { return r.String() }

// LogValue is where the run is.
func (r Run) LogValue() slog.Value { return slog.StringValue(r.String()) }

// String says that there is a close, and not with which summary.
func (s CloseConversation) String() string { return "close " + s.Category }

// GoString is String.
func (s CloseConversation) GoString() string { return s.String() }

// LogValue is the category.
func (s CloseConversation) LogValue() slog.Value { return slog.StringValue(s.Category) }
