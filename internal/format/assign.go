package format

import "strings"

// The words of an assignment.
//
//nolint:gochecknoglobals // tables that are only read
var (
	AfterMissed = []string{"stay", "next"}
	Confidences = []string{"low", "high", "exact"}
)

// who are the keys of a stage, the step's own first one included, that say who may take the conversation.
func who() []Field {
	return []Field{
		{Key: "team", Type: Name, Doc: "Who may take it."},
		{Key: "teams", Type: ListOf(Name).From(1), Doc: "Several teams of which anybody may take it."},
		{Key: "agent", Type: Name, Doc: "The one who is to take it; others do not."},
		{Key: "by", Type: Strategy, Doc: "The strategy: who gets it. Default: the team's own."},
		{
			Key: "must", Type: Either(MapOf(Requirement), Formula),
			Doc: "Required skills: 4 is at least level 4; also \"<=3\", \"2..4\", `true` for 1, `false` for none; " +
				"or an expression that gives such a map.",
		},
		{
			Key: "prefer", Type: Either(MapOf(Int.From(1).To(MaxLevel)), Formula),
			Doc: "Wanted skills with their weights, or an expression that gives them: more matched weight is better.",
		},
		{Key: "where", Type: Condition, Doc: "A condition on the agent, such as `agent.attributes.region == \"eu\"`."},
		{Key: "priority", Type: Either(Int, Formula), Doc: "Higher first: a number, or an expression that gives one. Default: 0."},
		{Key: "aging", Type: Duration, Doc: "One point of priority per this much waiting. Default: none."},
		{
			Key: "for", Type: Duration.From(1),
			Doc: "How long the stage lasts before the next one opens, or `timed_out`. Default: without end.",
		},
		{
			Key: "skip_when", Type: Condition,
			Doc: "The stage is not waited out if this holds when it opens: over `online` and `available`, the agents of the stage, " +
				"and `waiting`, the conversations of its team.",
		},
	}
}

// offers are the keys of a stage that say how it is given, and when it is taken back. A number may be at least so much.
func offers(least int) []Field {
	return []Field{
		{Key: "accept_within", Type: Duration, Doc: "The agent is asked, and has so long to accept. Default: it is handed over at once."},
		{Key: "max_offers", Type: Int.From(least), Doc: "How many agents are asked before `not_taken`. Default: any number."},
		{
			Key: "after_missed", Type: Words(AfterMissed...), Default: AfterMissed[0],
			Doc: "What follows an offer that was declined or has lapsed: the next agent, or the next stage. Default: stay.",
		},
		{
			Key: "away_after", Type: Int.From(least),
			Doc: "An agent who lets so many offers in a row lapse is set away. Default: any number.",
		},
		{Key: "answer_within", Type: Duration, Doc: "Taken back if the agent has not written by then. Default: never."},
		{
			Key: "keep_when_away", Type: Duration, Default: "0s",
			Doc: "Taken back so long after the agent has gone offline. Default: 0s.",
		},
	}
}

// oneTarget says that team, teams and agent are one setting.
func oneTarget() []Rule {
	const doc = "team, teams and agent are one setting: leave all but one of them out"
	return []Rule{
		{If: "team", None: []string{"teams", "agent"}, Doc: doc}, {If: "teams", None: []string{"agent"}, Doc: doc},
	}
}

// Assign are the keys of an assignment, Stage those of a stage that opens afterwards.
//
//nolint:gochecknoglobals // tables that are only read
var (
	Assign = &Object{
		Name: "assign", Doc: "Hands the conversation to an agent, or to a team's queue.", Rules: oneTarget(),
		Elsewhere: map[string]string{"open_when": "the step's own stage is open from the start: write it in one of its stages"},
		Fields: join(who(), []Field{
			{
				Key: "stages", Type: ListOf(Of(Stage)).From(1),
				Doc: "What opens afterwards; each inherits what it does not say, except `for`.",
			},
		}, offers(1), []Field{
			{
				Key: "queued", Type: Steps,
				Doc: "send, comment, set and tag: done once when nobody is free, with `position` and `estimated_wait` in expressions.",
			},
			{
				Key: "max_queue", Type: Int.From(1),
				Doc: "How many may wait for the team; one more takes `queue_full` at once. Default: any number.",
			},
			{Key: "timed_out", Type: Steps, Doc: "The last stage is over, and nobody took it."},
			{Key: "queue_full", Type: Steps, Doc: "So many wait already as `max_queue` allows."},
			{Key: "nobody_can", Type: Steps, Doc: "No agent of the desk meets this stage or a later one, whatever his status and load."},
			{Key: "not_taken", Type: Steps, Doc: "`max_offers` agents were asked."},
			{Key: "else", Type: Steps, Doc: "Serves every exit that is not given."},
		}),
	}

	Stage = &Object{
		Name: "a stage", Doc: "Who may take the conversation next; what it does not say is as in the stage before.",
		Rules: oneTarget(), Elsewhere: ofTheStep(), Fields: inherited(join(who(), []Field{
			{
				Key: "open_when", Type: Condition,
				Doc: "The stage opens as soon as this holds, over `online`, `available` and `waiting`, " +
					"even if the one before has time left.",
			},
		}, offers(0))),
	}
)

// ofTheStep are the keys that are said once, for all stages.
func ofTheStep() map[string]string {
	keys := map[string]string{}
	for _, key := range []string{"stages", "queued", "max_queue", "timed_out", "queue_full", "nobody_can", "not_taken", "else"} {
		keys[key] = "it belongs to the step: write it beside stages"
	}
	return keys
}

// inherited are fields without their defaults: what is not said is as before. Only the length of a stage is not inherited.
func inherited(fields []Field) []Field {
	for i := range fields {
		if fields[i].Key != "for" {
			fields[i].Default = nil
			fields[i].Doc, _, _ = strings.Cut(fields[i].Doc, " Default: ")
		}
	}
	return fields
}
