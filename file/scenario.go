package file

import (
	"maps"
	"slices"
	"time"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/source"
)

// A Scenario is a test that anybody can read: who works here, what runs, and a time line of what happens and what is
// expected. The package ushertest runs it.
type Scenario struct {
	// File is where it was read from, Name what it says it shows.
	File string
	Name string
	// Start is the instant of the time line's beginning; [ScenarioStart] unless it says otherwise.
	Start time.Time
	// Seed feeds what is to look random.
	Seed      uint64
	Desk      usher.Desk
	Workflows []usher.Workflow
	// HTTP and Delivery are the outside world.
	HTTP     []HTTPStub
	Delivery []DeliveryStub
	// Timeline is in the order of time; entries of one instant are in the order of the file.
	Timeline []Entry
	// Errors are texts that loading must fail with; then nothing is run.
	Errors []string
	// Mistakes are those of the definitions, if Errors are expected.
	Mistakes usher.Diagnostics
}

// ScenarioStart is where a scenario begins that does not say when: a Monday.
//
//nolint:gochecknoglobals // a constant, as far as Go has them
var ScenarioStart = time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)

// An HTTPStub answers the requests that match it. A request that no stub matches is a refused connection.
type HTTPStub struct {
	// Method is empty for any. URL may hold * for anything.
	Method string
	URL    string
	Status int // 0 means 200
	// Header and Body are the answer's.
	Header map[string]string
	Body   []byte
	// Delay is how long the answer takes.
	Delay time.Duration
	// Fail is "timeout", "refused" or "reset" instead of an answer; empty: none.
	Fail string
	// Times is how often it answers; 0: always.
	Times int
}

// A DeliveryStub makes texts to the contact fail.
type DeliveryStub struct {
	// Channel is empty for any.
	Channel string
	// Fail: the text can never be delivered. Temporary: it can later, when it is tried again.
	Fail      bool
	Temporary bool
	// Times is how often; 0: always.
	Times int
}

// An Entry is one line of a time line: something that happens, or something that is expected.
type Entry struct {
	// At counts from the scenario's start.
	At time.Duration
	// Line is where it stands in its file.
	Line int

	// Conversation or Agent says whose entry it is.
	Conversation string
	Agent        string

	// What the contact does, with what is known of him. Nil is not given.
	Contact   *ContactChange
	Channel   string
	MessageID string
	Says      *string
	Taps      string
	Sends     []usher.Attachment
	Ends      bool
	// Starts is a manual workflow that the host starts.
	Starts usher.WorkflowID

	// What an agent does.
	Set      *AgentChange
	Removed  bool
	Accepts  string // the conversation that was offered to him
	Declines string
	Holds    string
	Resumes  string
	Closes   string
	Writes   *Writing
	Transfer *usher.Transfer // by the agent, or, with a Conversation, by a supervisor

	// What the host does.
	Workflows []usher.Workflow
	Desk      *usher.Desk
	Erase     string

	// Expect are what must hold then.
	Expect []Expectation
}

// ContactChange is what an entry says of a contact; nil is not said.
type ContactChange struct {
	ID         string
	Name       *string
	Language   *string
	Zone       *string
	Tags       *[]string
	Fields     *map[string]any
	Identities *[]usher.Identity
}

// AgentChange is what an entry sets of an agent; nil is not said.
type AgentChange struct {
	Status *usher.Status
	Name   *string
	// Teams and Ranks are said together, as are Skills and SkillsUntil, and ChannelLimits and TeamLimits: of what is said
	// together, nil is none.
	Teams         *[]string
	Ranks         *map[string]int
	Skills        *usher.Skills
	SkillsUntil   *map[string]usher.Date
	Languages     *[]string
	Capacity      *int
	ChannelLimits *map[string]int
	TeamLimits    *map[string]int
	Hours         *string
	Attributes    *map[string]any
}

// Change is an agent with what is said of him; what is not said stays. What is said replaces what he had as a whole: his
// skills are then those of the change and no others. The agent shares no memory with the change.
func (c AgentChange) Change(agent usher.Agent) usher.Agent {
	change(&agent.Status, c.Status)
	change(&agent.Name, c.Name)
	change(&agent.Capacity, c.Capacity)
	change(&agent.Hours, c.Hours)
	if c.Teams != nil || c.Ranks != nil {
		agent.Teams, agent.Ranks = slices.Clone(orZero(c.Teams)), maps.Clone(orZero(c.Ranks))
	}
	if c.Skills != nil || c.SkillsUntil != nil {
		agent.Skills, agent.SkillsUntil = maps.Clone(orZero(c.Skills)), maps.Clone(orZero(c.SkillsUntil))
	}
	if c.Languages != nil {
		agent.Languages = slices.Clone(*c.Languages)
	}
	if c.ChannelLimits != nil || c.TeamLimits != nil {
		agent.ChannelLimits, agent.TeamLimits = maps.Clone(orZero(c.ChannelLimits)), maps.Clone(orZero(c.TeamLimits))
	}
	if c.Attributes != nil {
		agent.Attributes = maps.Clone(*c.Attributes)
	}
	return agent
}

// change sets what is said.
func change[T any](what, said *T) {
	if said != nil {
		*what = *said
	}
}

// Writing is what an agent writes.
type Writing struct {
	Conversation string
	Text         string
}

// An Expectation is what one entry expects of one conversation or agent.
type Expectation struct {
	Conversation string
	Agent        string // if it is one of an agent
	Checks       []Check
}

// A Check is one key of an expectation.
type Check struct {
	Key string
	// Want is what is wanted, by the key: []any (one of these; nil is null) for state, team, agent, status and
	// workflow-like words; a Range for numbers; []string for sent, comments, http, tags and because; map[string]any for
	// variables and fields; a bool for fallback.
	Want any
	Line int
}

// A Range is the numbers from Min to Max.
type Range struct{ Min, Max float64 }

// readScenario is a scenario as it was read.
type readScenario struct {
	root     source.Node
	scenario *Scenario
}
