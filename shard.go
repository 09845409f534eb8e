package usher

import (
	"slices"
	"time"

	"github.com/gousher/usher/internal/backlog"
	"github.com/gousher/usher/internal/roster"
)

// A Shard is where conversations meet agents: the agents with their statuses and loads, the queues, the timers, the
// contacts, the conversations that are not closed. It decides only: a change goes in with its instant, a [Batch] of rows
// comes out. It has one user at a time; the same changes in the same order give the same decisions.
//
// The router owns its shard; one made by [NewShard] is for hosts that have their own loop, for tests and for simulation.
type Shard struct {
	tenant   string
	seed     uint64
	desk     *desk
	defs     *definitions // nil: it has no workflows
	staff    *staff
	index    *roster.Roster
	limiting bool // some agent has limits
	backlog  *backlog.Backlog[*wait]
	waits    map[string]*backlog.Item[*wait] // by conversation
	kinds    map[backlog.Bucket]*kind
	watches  map[watchKey]*watch
	heldFor  map[string]map[string]bool // those that wait for one agent, by him
	timers   timers                     // what workflows have to decide about
	clocks   timers                     // the shard's own
	alarms   alarms
	alarmed  map[alarm]bool // those that are set
	days     map[*time.Location]today
	leavers  []*agentState    // who went offline of late
	rates    map[string]*rate // by team
	rows     map[string]*ConversationRow
	contacts map[string]*contactEntry
	arrivals uint64

	now        time.Time
	change     uint64
	batch      *Batch
	touched    []string      // conversations that the present change has changed, in order
	dirty      []*agentState // agents who may be able to take something since the present change
	gone       []string      // conversations that the present change lets take an exit
	back       []returned    // what the present change has put into a queue
	opened     []string      // those whose next stage the present change has opened
	held       bool          // nobody is matched until everything whose time is up at this instant has been served
	rung       bool          // an alarm has rung in this change
	later      bool          // something is to be done in this change before anybody is matched
	ownOnly    bool          // agents are given their own work only
	asked      map[string]bool
	asking     roster.Query
	terms      []roster.Term
	consulting consultation
	scratch    Turn // of the assignment that is being placed

	staffChanged bool // staff, skills or teams: there may be nobody any more for some
}

type contactEntry struct {
	row  *ContactRow // nil: not known
	uses int         // resident conversations
}

func newTimers() timers { return timers{byKey: map[timerKey]timer{}, running: map[string]int{}} }

func newShard(tenant string, seed uint64, d *desk, defs *definitions, batch *Batch, now time.Time) *Shard {
	s := &Shard{
		tenant: tenant, seed: seed, desk: d, defs: defs, staff: newStaff(), index: roster.New(),
		backlog: backlog.New[*wait](), waits: map[string]*backlog.Item[*wait]{}, kinds: map[backlog.Bucket]*kind{},
		watches: map[watchKey]*watch{}, heldFor: map[string]map[string]bool{},
		timers: newTimers(), clocks: newTimers(), alarmed: map[alarm]bool{}, days: map[*time.Location]today{},
		rates: map[string]*rate{}, rows: map[string]*ConversationRow{}, contacts: map[string]*contactEntry{}, batch: batch,
		asked: map[string]bool{}, now: now,
	}
	for i := range d.Agents {
		s.staff.add(newAgent(d.Agents[i], i))
	}
	s.staff.index()
	s.rebuild()
	return s
}

// load fills an empty shard with what the store has kept.
func (s *Shard) load(rows *Rows) {
	order := len(s.staff.roster)
	for _, row := range rows.Agents {
		a := s.staff.byID[row.Agent.ID]
		switch {
		case row.Removed && a != nil:
			s.staff.remove(a)
			s.staff.sessions[row.Agent.ID] = row.Session
		case row.Removed:
			s.staff.sessions[row.Agent.ID] = row.Session
		case a == nil && row.Own: // set one by one, not by the desk
			a = newAgent(row.Agent, max(row.Order, order))
			a.restore(row)
			s.staff.add(a)
		case a != nil:
			if row.Own {
				a.agent, a.order = row.Agent, row.Order
			}
			a.restore(row)
		}
	}
	s.staff.index()
	s.rebuild()
	for _, a := range s.staff.roster {
		if a.status == Offline && !a.offlineAt.IsZero() {
			s.leavers = append(s.leavers, a)
		}
	}
	for _, row := range rows.Contacts {
		s.contacts[row.ID] = &contactEntry{row: row.ours()}
	}
	for _, row := range rows.Conversations {
		s.admit(row)
		s.arrivals = max(s.arrivals, row.arrival())
	}
	for _, row := range rows.Timers {
		s.clockOf(row.Kind).set(row)
	}
}

func (row *ConversationRow) arrival() uint64 {
	if row.Place == nil {
		return 0
	}
	return row.Place.Arrival
}

// admit makes a conversation resident: in a queue or on an agent's hands, if that is where it is.
func (s *Shard) admit(row *ConversationRow) {
	if s.rows[row.ID] != nil {
		return
	}
	own := *row // the lists grow in place here; those of the store's row are others' to read
	row = &own
	row.change = 0
	if row.Place != nil {
		place := *row.Place
		row.Place = &place
	}
	row.Trace, row.Transcript = slices.Clip(row.Trace), slices.Clip(row.Transcript)
	s.rows[row.ID] = row
	s.use(row.Contact)
	s.resolve(row)
	switch row.State {
	case StateQueued:
		if row.Place.Exit == "" {
			s.wait(s.turnOf(row), row)
		}
	case StateAssigned, StateOffered:
		if a := s.staff.byID[row.Agent]; a != nil {
			s.hold(row, a)
			s.sync(a)
		}
	}
}

// resolve finds the stages of a loaded placement again: they are not part of the stored form.
func (s *Shard) resolve(row *ConversationRow) {
	p := row.Place
	if p == nil || p.plan != nil || p.Step == "" {
		return
	}
	program, run := s.runOf(row)
	if program == nil || run == nil {
		return
	}
	i, ok := program.byID[p.Step]
	if !ok {
		return
	}
	plan := program.nodes[i].assign
	if plan == nil {
		plan = s.replan(program, run, &program.nodes[i], row)
	}
	if plan == nil || p.Stage < 1 || p.Stage > len(plan.stages) {
		return
	}
	p.plan = plan
	p.stage = &p.plan.stages[p.Stage-1]
	p.by = p.stage.source.By
}

// replan asks a custom step once more what it has placed the conversation by: a step only decides, so that it says the
// same again.
func (s *Shard) replan(program *Program, run *Run, n *node, row *ConversationRow) (p *plan) {
	defer func() {
		if recover() != nil { // it is placed without its stages, then
			p = nil
		}
	}()
	again := *run
	t := &Turn{program: program, run: &again, node: n, scene: s.scene(row), now: s.now, shard: s, fresh: true, budget: 1}
	if next := n.step.Decide(t); next.kind == nextAssign && next.assign != nil {
		return next.assign.plan()
	}
	return nil
}

// use keeps a contact's row in memory, once for every call; unuse lets it go.
func (s *Shard) use(contact string) {
	entry := s.contacts[contact]
	if entry == nil {
		entry = &contactEntry{}
		s.contacts[contact] = entry
	}
	entry.uses++
}

// ours is the row without the number of the change that made it, in this shard or in another one.
func (row *ContactRow) ours() *ContactRow {
	if row == nil || row.change == 0 {
		return row
	}
	own := *row
	own.change = 0
	return &own
}

func (s *Shard) unuse(contact string) {
	entry := s.contacts[contact]
	if entry == nil {
		return
	}
	if entry.uses--; entry.uses <= 0 {
		delete(s.contacts, contact)
	}
}

// evict forgets a closed conversation; the store still has it.
func (s *Shard) evict(id string) {
	if row := s.rows[id]; row != nil && row.State == StateClosed {
		delete(s.rows, id)
		s.unuse(row.Contact)
	}
}

// expireClosed forgets what is in memory of conversations that were closed too long ago.
func (s *Shard) expireClosed(before time.Time) {
	for _, id := range sortedKeys(s.rows) {
		if s.rows[id].expired(before) {
			s.evict(id)
		}
	}
}

// expired reports whether a conversation was closed before an instant.
func (row *ConversationRow) expired(before time.Time) bool {
	return row.State == StateClosed && !row.ClosedAt.IsZero() && row.ClosedAt.Before(before)
}

func (s *Shard) contact(id string) *ContactRow {
	if entry := s.contacts[id]; entry != nil {
		return entry.row
	}
	return nil
}

// begin starts a change at an instant. Time never goes back in a shard.
func (s *Shard) begin(now time.Time) {
	s.change++
	if now.After(s.now) {
		s.now = now
	}
	s.touched, s.gone, s.later = s.touched[:0], s.gone[:0], false
	if !s.held { // what is held is matched by a later change
		s.back, s.opened = s.back[:0], s.opened[:0]
	}
	s.ring()
	s.later = s.due()
}

// due reports whether a clock of the shard's own is to be served by now.
func (s *Shard) due() bool {
	next, ok := s.clocks.next()
	return ok && !next.Due.After(s.now)
}

// expireDue serves the shard's own clocks that are due by now, in the order in which they are.
func (s *Shard) expireDue() {
	for s.due() {
		next, _ := s.clocks.next()
		s.expire(next.TimerRow)
	}
	s.later = false
}

// clockOf are the timers among which those of a kind run.
func (s *Shard) clockOf(kind TimerKind) *timers {
	if kind.inside() {
		return &s.clocks
	}
	return &s.timers
}

// edit is the row of a conversation to be changed in the present change: a copy of the one before.
func (s *Shard) edit(id string) *ConversationRow {
	row := s.rows[id]
	if row.change == s.change {
		return row
	}
	next := *row
	next.Version++
	next.change = s.change
	next.Turn = 0
	s.put(&next)
	return &next
}

func (s *Shard) put(row *ConversationRow) {
	s.rows[row.ID] = row
	s.batch.Conversations = append(s.batch.Conversations, row)
	s.touched = append(s.touched, row.ID)
}

// editContact is a contact's row to be changed; conversations of one contact see each other's changes.
func (s *Shard) editContact(id string) *ContactRow {
	entry := s.contacts[id]
	if entry == nil {
		entry = &contactEntry{}
		s.contacts[id] = entry
	}
	if entry.row != nil && entry.row.change == s.change {
		return entry.row
	}
	next := &ContactRow{ID: id, Contact: Contact{ID: id}, Passed: Contact{ID: id}}
	if entry.row != nil {
		*next = *entry.row
	}
	next.Version++
	next.change = s.change
	entry.row = next
	s.batch.Contacts = append(s.batch.Contacts, next)
	return next
}

func (s *Shard) setTimer(row TimerRow) {
	key, all := timerKey{row.Conversation, row.Kind}, s.clockOf(row.Kind)
	if _, running := all.byKey[key]; row.Due.IsZero() && !running {
		return
	}
	all.set(row)
	s.batch.Timers = append(s.batch.Timers, row)
}

func (s *Shard) stopTimers(conversation string) {
	if s.timers.running[conversation]+s.clocks.running[conversation] == 0 {
		return
	}
	for kind := TimerAnswer; kind <= lastTimer; kind++ {
		s.setTimer(TimerRow{Conversation: conversation, Kind: kind})
	}
}
