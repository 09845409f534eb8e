package format

import (
	"slices"
	"strings"
)

// The objects of a scenario file.
//
//nolint:gochecknoglobals // tables that are only read
var (
	// Inline is a definition inside a scenario, or the file that holds it.
	inlineDesk     = Either(Text, Of(Desk))
	inlineWorkflow = Either(Text, Of(Workflow))

	Scenario = &Object{Name: "a scenario", Doc: "A test that anybody can read.", Rules: []Rule{
		{Unless: "expect", Any: []string{"desk"}, Doc: "a scenario lacks the key \"desk\": name a desk file, or write the desk itself"},
		{Unless: "expect", Any: []string{"timeline"}, Doc: "a scenario lacks the key \"timeline\""},
		{
			Unless: "expect", Any: []string{"workflow", "workflows"},
			Doc: "a scenario lacks the key \"workflow\": name a workflow file, or write the workflow itself",
		},
	}, Fields: []Field{
		header(ScenarioHeader),
		{Key: "scenario", Type: Text, Doc: "What it shows, in a sentence.", Required: true},
		{Key: "start", Type: Instant, Default: "2026-01-05T09:00:00Z", Doc: "When it begins. Default: 2026-01-05T09:00:00Z, a Monday."},
		{Key: "seed", Type: Int.From(0), Default: 0, Doc: "Feeds what is to look random. Default: 0."},
		{Key: "desk", Type: inlineDesk, Doc: "A desk file, or the desk itself."},
		{Key: "workflow", Type: inlineWorkflow, Doc: "A workflow file, or the workflow itself."},
		{Key: "workflows", Type: ListOf(inlineWorkflow), Doc: "Several; the first that matches runs."},
		{Key: "http", Type: ListOf(Of(HTTPStub)), Doc: "The outside world: the first that matches answers."},
		{Key: "delivery", Type: ListOf(Of(DeliveryStub)), Doc: "Makes texts to the contact fail."},
		{Key: "expect", Type: Of(LoadFailure), Doc: "Loading the definitions must fail; such a file needs no timeline."},
		{Key: "timeline", Type: ListOf(Of(Entry)), Doc: "What happens, and what is expected."},
	}}

	LoadFailure = &Object{Name: "an expectation about loading", Doc: "Loading must fail.", Fields: []Field{
		{Key: "error", Type: OneOrMore(Name), Doc: "Looked for in everything that `usher check` prints.", Required: true},
	}}

	HTTPStub = &Object{Name: "a stub", Doc: "Answers the requests that match it.", Rules: []Rule{
		{If: "json", None: []string{"text", "bytes"}, Doc: "the stub has a body already"},
		{If: "text", None: []string{"bytes"}, Doc: "the stub has a body already"},
	}, Fields: []Field{
		{Key: "method", Type: Name, Doc: "The method of the requests: GET, POST, ... Default: any."},
		{Key: "url", Type: Text, Doc: "The address; `*` stands for anything.", Required: true},
		{Key: "status", Type: Int.From(100).To(599), Default: 200, Doc: "The status of the answer. Default: 200."},
		{Key: "json", Type: Anything, Doc: "The body, as JSON."},
		{Key: "text", Type: Text, Doc: "The body, as it is."},
		{Key: "bytes", Type: Int.From(0), Doc: "A body of so many bytes."},
		{Key: "headers", Type: MapOf(Name), Doc: "The answer's headers."},
		{Key: "delay", Type: Duration, Default: "0s", Doc: "How long the answer takes. Default: 0s."},
		{Key: "times", Type: Int.From(0), Doc: "How often it answers. Default: always."},
		{Key: "fail", Type: Words("timeout", "refused", "reset"), Doc: "What happens instead of an answer."},
	}}

	DeliveryStub = &Object{Name: "a delivery", Doc: "Makes texts to the contact fail.", Fields: []Field{
		{Key: "channel", Type: Name, Doc: "The channel of the texts. Default: any."},
		{
			Key: "fail", Type: Either(Bool, Words("temporary")), Default: true,
			Doc: "`true`: never to be delivered. `temporary`: it is tried again. Default: true.",
		},
		{Key: "times", Type: Int.From(0), Doc: "How often. Default: always."},
	}}

	Entry = &Object{Name: "an entry", Doc: "What happens at an instant, or what is expected.", Rules: entryRules(), Fields: []Field{
		{Key: "at", Type: Moment, Doc: "After the start, or an instant. Default: as the entry before."},
		{Key: "conversation", Type: Name, Doc: "The conversation that it is about."},
		{Key: "contact", Type: Of(Contact), Doc: "Who writes; needed when the conversation is new."},
		{Key: "channel", Type: Name, Doc: "The way the message comes."},
		{Key: "message_id", Type: Name, Doc: "The same id twice is a repeated delivery. Default: a new one."},
		{Key: "says", Type: Name, Beside: conversation, Doc: "What the contact writes."},
		{Key: "taps", Type: Name, Beside: conversation, Doc: "The choice that the contact taps, by id or title."},
		{Key: "sends", Type: Of(Attachment), Beside: conversation, Doc: "What the contact sends beside text."},
		{Key: "ends", Type: Bool, Beside: conversation, Doc: "The contact leaves."},
		{Key: "starts", Type: Name, Beside: conversation, Doc: "The host starts this workflow."},
		{Key: "agent", Type: Name, Doc: "The agent who does something."},
		{Key: "set", Type: Of(AgentSettings), Beside: agent, Doc: "Changes the agent."},
		{Key: "removed", Type: Bool, Beside: agent, Doc: "The agent no longer works here."},
		{Key: "accepts", Type: Name, Beside: agent, Doc: "The offered conversation that the agent takes."},
		{Key: "declines", Type: Name, Beside: agent, Doc: "The offered conversation that the agent does not take."},
		{Key: "holds", Type: Name, Beside: agent, Doc: "The conversation that the agent puts on hold."},
		{Key: "resumes", Type: Name, Beside: agent, Doc: "The conversation that the agent takes up again."},
		{Key: "closes", Type: Name, Beside: agent, Doc: "The conversation that the agent closes."},
		{
			Key: "transfers", Type: Of(Transfer), Beside: []string{"conversation", "agent"},
			Doc: "Moves a conversation to a team or an agent; beside `conversation`, a supervisor does.",
		},
		{
			Key: "writes", Type: Either(Name, Of(Writing)), Beside: agent,
			Doc: "The conversation in which the agent writes; beside `conversation`, what he writes there.",
		},
		{Key: "workflow", Type: inlineWorkflow, Doc: "A new definition is put in force."},
		{Key: "workflows", Type: ListOf(inlineWorkflow), Doc: "New definitions are put in force."},
		{Key: "desk", Type: inlineDesk, Doc: "A new desk is put in force."},
		{Key: "erase", Type: Name, Doc: "The contact who is to be forgotten."},
		{Key: "expect", Type: Of(Expectations), Doc: "What must hold, by conversation; `agents` holds what must hold of agents."},
	}}

	// happenings are the keys of an entry that say what happens.
	happenings = []string{
		"says", "taps", "sends", "ends", "starts", "set", "removed", "accepts", "declines", "holds", "resumes", "closes",
		"transfers", "writes", "workflow", "workflows", "desk", "erase", "expect",
	}
	conversation = []string{"conversation"}
	agent        = []string{"agent"}

	// Fail are the keys of the step that only the workflows of scenarios have.
	Fail = &Object{Name: "fail", Doc: "Breaks as a step of your own would that panics; only in scenarios.", Fields: []Field{
		{Key: "text", Type: Text, Doc: "What it breaks with."},
	}}

	Contact = &Object{Name: "a contact", Doc: "The customer; what is not said stays.", Fields: []Field{
		{Key: "id", Type: Name, Doc: "The host's name of him.", Required: true},
		{Key: "name", Type: Name, Doc: "What he is called."},
		{Key: "language", Type: Name, Doc: "The language he reads best (BCP 47)."},
		{Key: "zone", Type: Name, Doc: "The time zone in which he lives, such as Europe/Madrid."},
		{Key: "tags", Type: ListOf(Name), Doc: "Labels."},
		{Key: "fields", Type: MapOf(Anything), Doc: "The host's own facts."},
		{Key: "identities", Type: ListOf(Of(Identity)), Doc: "The names he has elsewhere."},
	}}

	Identity = &Object{Name: "an identity", Doc: "One name in some system.", Fields: []Field{
		{Key: "kind", Type: Name, Doc: "phone, email, ...", Required: true},
		{Key: "id", Type: Name, Doc: "The name there.", Required: true},
	}}

	Attachment = &Object{Name: "an attachment", Doc: "What is sent beside text.", Nonempty: true, Fields: []Field{
		{Key: "location", Type: ListOf(Number).From(2).To(2), Doc: "Latitude and longitude."},
		{Key: "file", Type: Text, Doc: "The name of a file."},
		{Key: "image", Type: Text, Doc: "The name of a picture."},
	}}

	Transfer = &Object{Name: "a transfer", Doc: "Moves a conversation.", Rules: []Rule{
		{Any: []string{"team", "agent"}, Alone: true, Doc: "a transfer goes either to a team or to an agent"},
	}, Fields: []Field{
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

	// States are the states of a conversation.
	States = []string{"asking", "waiting", "queued", "offered", "assigned", "closed"}

	// Expectations are what an entry expects of conversations, by their names, and of agents.
	Expectations = &Object{
		Name: "expectations", Doc: "What must hold, by conversation.", Rest: new(Of(Expectation)), Nonempty: true,
		Fields: []Field{
			{Key: "agents", Type: MapOf(Of(AgentExpectation)), Doc: "What must hold of agents, by their ids."},
		},
	}

	// somebody is a name, a list of allowed ones, or nobody.
	somebody = OneOrMore(Either(Name, Null))

	Expectation = &Object{Name: "an expectation", Doc: "What must hold of a conversation.", Nonempty: true, Fields: []Field{
		{Key: "state", Type: OneOrMore(Words(States...)), Doc: "What has become of it."},
		{Key: "team", Type: somebody, Doc: "The team; a list of allowed values; or null."},
		{Key: "agent", Type: somebody, Doc: "The agent; a list of allowed values; or null."},
		{Key: "priority", Type: Range, Doc: "The priority in the queue, without aging; a range is \"40..60\"."},
		{Key: "stage", Type: Range, Doc: "The stage of the assignment, from 1."},
		{Key: "position", Type: Range, Doc: "The place in the team's queue, from 1."},
		{Key: "sent", Type: OneOrMore(Name), Doc: "The texts to the contact since the last look, in order."},
		{Key: "comments", Type: OneOrMore(Name), Doc: "The internal notes since the conversation began."},
		{Key: "variables", Type: MapOf(Anything), Doc: "Variables of the run; only those given are checked."},
		{Key: "fields", Type: MapOf(Anything), Doc: "Contact fields; only those given are checked."},
		{Key: "tags", Type: OneOrMore(Name), Doc: "The contact's tags, in any order."},
		{Key: "http", Type: OneOrMore(Name), Doc: "The requests made, `METHOD URL`."},
		{Key: "because", Type: OneOrMore(Name), Doc: "Looked for in the explanation so far; case does not matter."},
		{Key: "fallback", Type: Bool, Doc: "Whether the fallback serves it."},
	}}

	AgentExpectation = &Object{Name: "an expectation about an agent", Doc: "What must hold of an agent.", Nonempty: true, Fields: []Field{
		{Key: "load", Type: Range, Doc: "His open work, in units."},
		{Key: "status", Type: OneOrMore(Words(Statuses...)), Doc: "His status."},
		{Key: "capacity", Type: Range, Doc: "His capacity."},
	}}
)

// entryRules are what goes together in an entry: one thing happens, and what stands beside it says whose it is. Of two
// things that stand together the decoders name the later one.
func entryRules() []Rule {
	together := [][2]string{{"workflow", "desk"}, {"workflows", "desk"}, {"says", "taps"}, {"says", "sends"}}
	goes := map[string][]string{"transfers": {"conversation", "agent"}, "writes": {"conversation", "agent"}}
	for _, verb := range []string{"says", "taps", "sends", "starts"} {
		goes[verb] = []string{"conversation", "contact", "channel", "message_id"}
	}
	goes["ends"] = conversation
	for _, verb := range []string{"set", "removed", "accepts", "declines", "holds", "resumes", "closes"} {
		goes[verb] = agent
	}
	rules := make([]Rule, 0, 1+len(happenings))
	rules = append(rules, Rule{Any: happenings, Doc: "nothing happens in this entry"})
	for i, verb := range happenings {
		var none []string
		for k, other := range happenings {
			if k != i && !slices.Contains(together, [2]string{verb, other}) && !slices.Contains(together, [2]string{other, verb}) {
				none = append(none, other)
			}
		}
		for _, key := range []string{"conversation", "agent", "contact", "channel", "message_id"} {
			if !slices.Contains(goes[verb], key) {
				none = append(none, key)
			}
		}
		rules = append(rules, Rule{If: verb, None: none, Doc: "this does not go with " + verb + ": an entry holds one thing"})
	}
	return rules
}

func settings() *Object {
	o := &Object{Name: "an agent's settings", Doc: "What changes; the rest stays.", Nonempty: true}
	for _, field := range Agent.Fields {
		if field.Key != "id" {
			field.Required, field.Default = false, nil
			field.Doc, _, _ = strings.Cut(field.Doc, " Default: ")
			o.Fields = append(o.Fields, field)
		}
	}
	return o
}
