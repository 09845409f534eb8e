package format

// The objects of a scenario file.
//
//nolint:gochecknoglobals // tables that are only read
var (
	// Inline is a definition inside a scenario, or the file that holds it.
	inlineDesk     = Either(Text, Of(Desk))
	inlineWorkflow = Either(Text, Of(Workflow))

	Scenario = &Object{Name: "a scenario", Doc: "A test that anybody can read.", Fields: []Field{
		header(ScenarioHeader),
		{Key: "scenario", Type: Text, Doc: "What it shows, in a sentence.", Required: true},
		{Key: "start", Type: Instant, Doc: "When it begins. Default: 2026-01-05T09:00:00Z, a Monday."},
		{Key: "seed", Type: Int, Doc: "Feeds what is to look random. Default: 0."},
		{Key: "desk", Type: inlineDesk, Doc: "A desk file, or the desk itself."},
		{Key: "workflow", Type: inlineWorkflow, Doc: "A workflow file, or the workflow itself."},
		{Key: "workflows", Type: ListOf(inlineWorkflow), Doc: "Several; the first that matches runs."},
		{Key: "http", Type: ListOf(Of(HTTPStub)), Doc: "The outside world: the first that matches answers."},
		{Key: "delivery", Type: ListOf(Of(DeliveryStub)), Doc: "Makes texts to the contact fail."},
		{Key: "expect", Type: Of(LoadFailure), Doc: "Loading the definitions must fail."},
		{Key: "timeline", Type: ListOf(Of(Entry)), Doc: "What happens, and what is expected."},
	}}

	LoadFailure = &Object{Name: "an expectation about loading", Doc: "Loading must fail.", Fields: []Field{
		{Key: "error", Type: Either(Text, ListOf(Text)), Doc: "Looked for in everything that `usher check` prints.", Required: true},
	}}

	HTTPStub = &Object{Name: "a stub", Doc: "Answers the requests that match it.", Fields: []Field{
		{Key: "method", Type: Name, Doc: "Default: any."},
		{Key: "url", Type: Text, Doc: "The address; `*` stands for anything.", Required: true},
		{Key: "status", Type: Int, Doc: "Default: 200."},
		{Key: "json", Type: Anything, Doc: "The body, as JSON."},
		{Key: "text", Type: Text, Doc: "The body, as it is."},
		{Key: "bytes", Type: Int, Doc: "A body of so many bytes."},
		{Key: "headers", Type: MapOf(Text), Doc: "The answer's headers."},
		{Key: "delay", Type: Duration, Doc: "How long the answer takes. Default: no time."},
		{Key: "times", Type: Int, Doc: "How often it answers. Default: always."},
		{Key: "fail", Type: Words("timeout", "refused", "reset"), Doc: "What happens instead of an answer."},
	}}

	DeliveryStub = &Object{Name: "a delivery", Doc: "Makes texts to the contact fail.", Fields: []Field{
		{Key: "channel", Type: Name, Doc: "Default: any."},
		{
			Key: "fail", Type: Either(Bool, Words("temporary")),
			Doc: "true: never to be delivered. temporary: it is tried again. Default: true.",
		},
		{Key: "times", Type: Int, Doc: "How often. Default: always."},
	}}

	Entry = &Object{Name: "an entry", Doc: "What happens at an instant, or what is expected then.", Fields: join([]Field{
		{Key: "at", Type: Either(Duration, Instant), Doc: "After the start, or an instant. Default: as the entry before."},
		{Key: "conversation", Type: Name, Doc: "The conversation that it is about."},
		{Key: "contact", Type: Of(Contact), Doc: "Who writes; needed when the conversation is new."},
		{Key: "channel", Type: Name, Doc: "The way the message comes."},
		{Key: "message_id", Type: Name, Doc: "The same id twice is a repeated delivery. Default: a new one."},
		{Key: "says", Type: Text, Doc: "What the contact writes."},
		{Key: "taps", Type: Text, Doc: "The choice that the contact taps, by id or title."},
		{Key: "sends", Type: Of(Attachment), Doc: "What the contact sends beside text."},
		{Key: "ends", Type: Bool, Doc: "The contact leaves."},
		{Key: "starts", Type: Name, Doc: "The host starts this workflow."},
		{Key: "agent", Type: Name, Doc: "The agent who does something."},
		{Key: "set", Type: Of(AgentSettings), Doc: "Changes the agent."},
		{Key: "removed", Type: Bool, Doc: "The agent no longer works here."},
		{Key: "closes", Type: Name, Doc: "The conversation that the agent closes."},
		{
			Key: "transfers", Type: Of(Transfer),
			Doc: "Moves a conversation to a team or an agent; beside `conversation`, a supervisor does.",
		},
		{Key: "writes", Type: Either(Text, Of(Writing)), Doc: "The conversation in which the agent writes."},
		{Key: "workflow", Type: inlineWorkflow, Doc: "A new definition is put in force."},
		{Key: "workflows", Type: ListOf(inlineWorkflow), Doc: "New definitions are put in force."},
		{Key: "desk", Type: inlineDesk, Doc: "A new desk is put in force."},
		{Key: "erase", Type: Name, Doc: "The contact who is to be forgotten."},
		{Key: "expect", Type: MapOf(Of(Expectation)), Doc: "What must hold, by conversation; `agents` holds what must hold of agents."},
	}, later("accepts", "declines", "holds", "resumes"))}

	Contact = &Object{Name: "a contact", Doc: "The customer; what is not said stays.", Fields: []Field{
		{Key: "id", Type: Name, Doc: "The host's name of him.", Required: true},
		{Key: "name", Type: Text, Doc: "What he is called."},
		{Key: "language", Type: Text, Doc: "The language he reads best (BCP 47)."},
		{Key: "tags", Type: ListOf(Text), Doc: "Labels."},
		{Key: "fields", Type: MapOf(Anything), Doc: "The host's own facts."},
		{Key: "identities", Type: ListOf(Of(Identity)), Doc: "The names he has elsewhere."},
	}}

	Identity = &Object{Name: "an identity", Doc: "One name in some system.", Fields: []Field{
		{Key: "kind", Type: Name, Doc: "phone, email, ...", Required: true},
		{Key: "id", Type: Name, Doc: "The name there.", Required: true},
	}}

	Attachment = &Object{Name: "an attachment", Doc: "What is sent beside text.", Fields: []Field{
		{Key: "location", Type: ListOf(Number), Doc: "Latitude and longitude."},
		{Key: "file", Type: Text, Doc: "The name of a file."},
		{Key: "image", Type: Text, Doc: "The name of a picture."},
	}}

	Transfer = &Object{Name: "a transfer", Doc: "Moves a conversation.", Fields: []Field{
		{Key: "conversation", Type: Name, Doc: "The conversation."},
		{Key: "team", Type: Name, Doc: "The team that gets it."},
		{Key: "agent", Type: Name, Doc: "The agent who gets it."},
	}}

	Writing = &Object{Name: "a message of an agent", Doc: "What an agent writes.", Fields: []Field{
		{Key: "conversation", Type: Name, Doc: "Where.", Required: true},
		{Key: "text", Type: Text, Doc: "What."},
	}}

	// AgentSettings are an agent's keys but for his id.
	AgentSettings = settings()

	states = []string{"asking", "waiting", "queued", "assigned", "closed"}
	// States are the states of a conversation, LaterStates those to come.
	States      = states
	LaterStates = []string{"offered"}

	number = Either(Int, Text)

	Expectation = &Object{Name: "an expectation", Doc: "What must hold of a conversation; only what is given is checked.", Fields: join([]Field{
		{Key: "state", Type: Either(Words(states...), ListOf(Words(states...))), Doc: "What has become of it."},
		{Key: "team", Type: Either(Name, ListOf(Name)), Doc: "The team; a list of allowed values; or null."},
		{Key: "agent", Type: Either(Name, ListOf(Name)), Doc: "The agent; a list of allowed values; or null."},
		{Key: "priority", Type: number, Doc: "The priority in the queue, without aging; a range is \"40..60\"."},
		{Key: "stage", Type: number, Doc: "The stage of the assignment, from 1."},
		{Key: "position", Type: number, Doc: "The place in the team's queue, from 1."},
		{Key: "sent", Type: ListOf(Text), Doc: "The texts to the contact since the last look, in order."},
		{Key: "comments", Type: ListOf(Text), Doc: "The internal notes since the conversation began."},
		{Key: "variables", Type: MapOf(Anything), Doc: "Variables of the run; only those given are checked."},
		{Key: "fields", Type: MapOf(Anything), Doc: "Contact fields; only those given are checked."},
		{Key: "tags", Type: ListOf(Text), Doc: "The contact's tags, in any order."},
		{Key: "http", Type: ListOf(Text), Doc: "The requests made, `METHOD URL`."},
		{Key: "because", Type: Either(Text, ListOf(Text)), Doc: "Looked for in the explanation so far."},
		{Key: "fallback", Type: Bool, Doc: "Whether the fallback serves it."},
	})}

	AgentExpectation = &Object{Name: "an expectation about an agent", Doc: "What must hold of an agent.", Fields: []Field{
		{Key: "load", Type: number, Doc: "His open work."},
		{Key: "status", Type: Either(Words("online", "away", "offline"), ListOf(Words("online", "away", "offline"))), Doc: "His status."},
		{Key: "capacity", Type: number, Doc: "His capacity."},
	}}
)

func settings() *Object {
	o := &Object{Name: "an agent's settings", Doc: "What changes; the rest stays."}
	for _, field := range Agent.Fields {
		if field.Key != "id" {
			field.Required = false
			o.Fields = append(o.Fields, field)
		}
	}
	return o
}
