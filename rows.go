package usher

import (
	"slices"
	"time"
)

// A Batch is what one or more changes did, for the store to keep together or not at all. Every list is in order; of
// several rows with one key the last counts. Rows are immutable: a store may keep the pointers.
type Batch struct {
	Conversations []*ConversationRow
	Contacts      []*ContactRow
	Agents        []*AgentRow
	Timers        []TimerRow
	Outbox        []*OutboxRow
	Delivered     []OutboxKey // rows to be deleted, also those of this batch
	Remembered    []*RememberedRow
	// Forgotten are contacts of whom nothing may remain: see [Router.Forget]. They are erased before the batch's rows
	// are kept. The store counts in them what it erases.
	Forgotten []*Erasure
	// Prune, if not zero, drops the remembered ids from before that instant.
	Prune time.Time
	// Expire, if not zero, drops the conversations that were closed before that instant, with everything of theirs. Those that
	// have an effect to be delivered yet stay. Of a remembered message remains that it was seen: see [RememberedRow.Bare].
	Expire time.Time
}

// An Erasure is a contact of whom nothing may remain, and what the store has erased of him.
type Erasure struct {
	Contact string
	// Conversations, Messages (remembered ids), Effects and Timers count what the store had and has no more.
	Conversations, Messages, Effects, Timers int
}

func (b *Batch) empty() bool {
	return len(b.Conversations)+len(b.Contacts)+len(b.Agents)+len(b.Timers)+len(b.Outbox)+len(b.Delivered)+
		len(b.Remembered)+len(b.Forgotten) == 0 && b.Prune.IsZero() && b.Expire.IsZero()
}

// purge takes everything about a contact out of the batch: it was made before he was forgotten. Conversations that have
// another contact by now stay.
func (b *Batch) purge(contact string, stays func(conversation string) bool) {
	gone := map[string]bool{}
	b.Conversations = slices.DeleteFunc(b.Conversations, func(row *ConversationRow) bool {
		gone[row.ID] = gone[row.ID] || row.Contact == contact
		return row.Contact == contact
	})
	b.Contacts = slices.DeleteFunc(b.Contacts, func(row *ContactRow) bool { return row.ID == contact })
	b.Remembered = slices.DeleteFunc(b.Remembered, func(row *RememberedRow) bool { return row.Contact == contact })
	b.Timers = slices.DeleteFunc(b.Timers, func(row TimerRow) bool { return gone[row.Conversation] })
	b.Outbox = slices.DeleteFunc(b.Outbox, func(row *OutboxRow) bool {
		return row.Effect.Head().ContactID == contact && !stays(row.Conversation)
	})
}

// reset empties the lists for the next use.
func (b *Batch) reset() {
	clear(b.Conversations)
	clear(b.Contacts)
	clear(b.Agents)
	clear(b.Outbox)
	clear(b.Remembered)
	*b = Batch{
		Conversations: b.Conversations[:0], Contacts: b.Contacts[:0], Agents: b.Agents[:0], Timers: b.Timers[:0],
		Outbox: b.Outbox[:0], Delivered: b.Delivered[:0], Remembered: b.Remembered[:0],
	}
}

// A ConversationRow is all there is of a conversation. It is immutable: a change makes a new one with a higher version.
type ConversationRow struct {
	ID       string
	Channel  string
	Contact  string // the contact's ID
	Version  uint64
	State    State
	Born     time.Time // when the router met it first
	OpenedAt time.Time // when it was opened last
	OpenedBy string    // "contact" or "host"
	// Earlier counts the contact's conversations before this one.
	Earlier int
	// Run is the way through the workflow; Stored is its encoded form, if it has not been needed since it was loaded.
	Run    *Run
	Stored []byte
	// Workflow and Revision are those of the run.
	Workflow WorkflowID
	Revision int
	// Effects and Questions number what was sent.
	Effects   uint64
	Questions int
	// Agent and Team are the owner, or who is asked; Full is what was claimed of the agent's capacity, Cost what of it
	// is in use now.
	Agent   string
	Team    string
	GivenAt time.Time
	Full    Units
	Cost    Units
	// Replied: the agent has written since he owns it; WaitsForContact: the last message is his; OnHold: he has put it
	// on hold.
	Replied         bool
	WaitsForContact bool
	OnHold          bool
	// Offer is set while the agent is asked.
	Offer *OfferRow
	// Refused are the agents who are not given it again for now.
	Refused []Refused
	// Place is what it waits for, or was given by.
	Place *Placement
	// Fallback is why the fallback serves it; empty: it does not.
	Fallback string
	// Message is the one that the run works with, and Via its channel; Kept are those that came while a step was at
	// work.
	Message Message
	Via     string
	Kept    []KeptMessage
	// Fence is the highest fence of a wait so far.
	Fence int
	// Undeliverable are the effects that were given up, with the reasons.
	Undeliverable []string
	// Position is the highest position of a message; Marks say how high it was when, as far back as ids are remembered.
	Position   int64
	Marks      []Mark
	Transcript []Line
	Trace      Trace
	// Turn is how many entries of the trace the last change added.
	Turn     int
	Category string
	Summary  string
	// ClosedAt is when it was closed last. AfterClose is the workflow that follows the close and has not ended yet, ClosedBy
	// who closed it before that.
	ClosedAt   time.Time
	AfterClose WorkflowID
	ClosedBy   string

	change uint64 // the change of the shard that made this row
}

// A KeptMessage is a message that waits for a step to be done, and the channel it came by.
type KeptMessage struct {
	Message Message
	Via     string
}

// A Mark is the highest position that a message had by an instant.
type Mark struct {
	At       time.Time
	Position int64
}

// A Placement is what a waiting conversation asks for: the stage that is open, with what it inherited.
type Placement struct {
	Step  string // of the workflow; empty: a transfer or the fallback
	Stage int    // from 1
	// Teams are those who may take it, Team is the first of them; Agent is the one who is to take it.
	Team     string
	Teams    []string
	Agent    string
	Must     Skills
	Prefer   Skills
	Where    string
	Priority int
	// Raised is the priority that a strategy has given it, which a stage keeps that says none.
	Raised int
	Aging  time.Duration
	For    time.Duration
	// QueuedAt is since when it waits: its age. It is kept when it is taken back or transferred.
	QueuedAt time.Time
	// Until is when the stage is over; zero: never. Over: the last one has been, while an agent was being asked.
	Until time.Time
	Over  bool
	// Arrival breaks ties of age.
	Arrival uint64
	// Chooser is which part of the strategy chooses the agent, once the rest has decided; empty: nothing is decided.
	Chooser string
	// HoldFor is the agent for whom a strategy lets it wait, until HoldUntil; Waited: it has.
	HoldFor   string
	HoldUntil time.Time
	Waited    bool
	// Offers counts the agents who were asked in this step, GivenIn is the stage in which the last one was.
	Offers  int
	GivenIn int
	// Told: the steps that are done once while it waits have been done.
	Told bool
	// Exit is the exit that it is about to take.
	Exit string

	by    Assigner // the stage's strategy; nil: the team's
	plan  *plan    // of the step; nil: it has none, or its workflow is gone
	stage *stage
}

// An OfferRow is an offer that is open: the agent who is asked has his units reserved.
type OfferRow struct {
	// At is when he was asked, Until when it lapses.
	At, Until time.Time
	// Stage is the one in which he was asked.
	Stage int
}

// A Refused is an agent who is not given the conversation again, for as long as he has not been offline since.
type Refused struct {
	Agent   string
	Session int
}

// An AgentRow is an agent with what he is doing. It is immutable.
type AgentRow struct {
	Agent   Agent
	Status  Status
	Removed bool
	// Own is set for an agent who was set by [Router.SetAgent]: it holds until a new desk names him, and a desk that has
	// never named him does not remove him.
	Own bool
	// OnlineAt, GivenAt and FinishedAt say since when he is idle and when he was given work last, AskedAt when he was
	// asked last.
	OnlineAt, GivenAt, FinishedAt, AskedAt time.Time
	// OfflineAt is when he went offline last, Order his place at the desk.
	OfflineAt time.Time
	Order     int
	// Session counts how often he came back from being offline.
	Session int
	// Handled is how many conversations he was given on HandledOn.
	Handled   int
	HandledOn Date
	// Missed is how many offers in a row he has let lapse.
	Missed int
	// WrapUntil is until when he gets nothing new after a close.
	WrapUntil time.Time
	// Ramped is how many he was given since he came online.
	Ramped int
}

// A TimerRow is something that is due at an instant. There is at most one of a kind for a conversation.
type TimerRow struct {
	Conversation string
	Kind         TimerKind
	Due          time.Time // zero: the timer is stopped
	// Fence is that of the wait it belongs to: a timer of another wait is stale.
	Fence int
}

// TimerKind is what a timer is for.
type TimerKind uint8

// The kinds of timers.
const (
	TimerAnswer TimerKind = iota + 1 // a question's time-out
	TimerQueue                       // the stage is over
	TimerAction                      // an action is to be called
	TimerNobody                      // nobody can take it any more
	TimerKept                        // a message that was kept is to be used
	TimerOffer                       // the offer lapses
	TimerReply                       // the agent has not written
	TimerAway                        // the agent has been offline for too long
	TimerHold                        // it has waited for one agent long enough
	TimerQueued                      // the steps for the wait are to be done
	TimerExit                        // an exit is to be taken
	TimerFollow                      // the workflow that follows a close is to begin

	lastTimer = TimerFollow
)

// inside reports whether a timer of this kind is the shard's own: no workflow has to decide.
func (k TimerKind) inside() bool {
	return k == TimerQueue || k == TimerOffer || k == TimerReply || k == TimerAway || k == TimerHold
}

// An OutboxKey names an effect in the outbox.
type OutboxKey struct {
	Conversation string
	Born         int64 // of the conversation: a forgotten one may come again, under numbers that begin anew
	Number       uint64
}

// An OutboxRow is an effect that the host has not confirmed yet; its key is an [OutboxKey].
type OutboxRow struct {
	Conversation string
	Number       uint64
	Effect       Effect
	// Awaited: the run wants to know what became of it.
	Awaited  bool
	Attempts int
	TriedAt  time.Time // first
	NextAt   time.Time // not before
	// Dead rows are kept with the reason and never tried again.
	Dead string
}

func (row *OutboxRow) key() OutboxKey {
	head := row.Effect.Head()
	return OutboxKey{head.Conversation, head.Born.UnixNano(), head.Number}
}

// A RememberedRow is a message id that was seen, with what became of it. Its texts are valid UTF-8 without NUL, as all
// texts of rows are; a channel that begins with U+0001 is the router's own.
type RememberedRow struct {
	Channel      string
	Message      string
	Conversation string
	Contact      string
	Position     int64
	At           time.Time
	Outcome      Outcome
}

// Bare is the row without what the message came to: its conversation was closed, and is dropped.
func (row *RememberedRow) Bare() *RememberedRow {
	bare := *row
	bare.Outcome = Closed{Result: Result{Conversation: row.Conversation, State: StateClosed}}
	return &bare
}

// Rows are what a store hands back: everything live when a shard is loaded, or what was asked for by key.
type Rows struct {
	Conversations []*ConversationRow // not closed, when loading
	Contacts      []*ContactRow
	Agents        []*AgentRow
	Timers        []TimerRow
	Outbox        []*OutboxRow // in order per conversation
}
