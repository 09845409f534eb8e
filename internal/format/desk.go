package format

// The first line of each kind of file.
const (
	DeskHeader     = "desk/v1"
	WorkflowHeader = "workflow/v1"
	ScenarioHeader = "scenario/v1"
)

func header(word string) Field {
	return Field{Key: "usher", Type: Words(word), Doc: "The kind and version of the file.", Required: true}
}

func join(fields []Field, more ...[]Field) []Field {
	for _, m := range more {
		fields = append(fields, m...)
	}
	return fields
}

const (
	// MaxUnits is the most that an agent can hold, and that a conversation may cost.
	MaxUnits = 1_000_000
	// FirstYear is the first year whose holidays a calendar can take from a file.
	FirstYear = 1970
	// LastYear is the last one.
	LastYear = 2200
	// MaxLevel is the highest level of a skill, and the greatest weight.
	MaxLevel = 1<<20 - 1
)

// The words of a desk file.
//
//nolint:gochecknoglobals // tables that are only read
var (
	Statuses = []string{"online", "away", "offline"}
	Orders   = []string{"oldest", "newest"}
	Pulls    = []string{"queue_order", "own_first"}
)

// TeamLimit is what the key of a limit begins with that holds in a team.
const TeamLimit = "team."

// The objects of a desk file.
//
//nolint:gochecknoglobals // tables that are only read
var (
	Desk = &Object{Name: "a desk", Doc: "Who works here.", Fields: []Field{
		header(DeskHeader),
		{Key: "teams", Type: ListOf(Of(Team)), Doc: "Agents who share a function.", Required: true},
		{Key: "agents", Type: ListOf(Of(Agent)), Doc: "The people who answer."},
		{Key: "skills", Type: MapOf(Of(Skill)), Doc: "What skills mean. One that is named here is known, even if nobody has it."},
		{Key: "capacity", Type: Of(Costs), Doc: "Units of an agent's capacity that one conversation costs. Default: 1 each."},
		{
			Key: "pull", Type: Words(Pulls...), Default: Pulls[0],
			Doc: "What a freed agent takes first; `own_first`: conversations of which he met the first stage, " +
				"before those that only a later stage opened to him. Default: queue_order.",
		},
		{
			Key: "ramp_up", Type: Of(RampUp),
			Doc: "An agent who comes back gets at most so many conversations in a time. Default: any number.",
		},
		{
			Key: "mass_offline", Type: Of(MassOffline),
			Doc: "What happens when many agents seem to go offline at once: it is the network, and they keep their work. " +
				"Default: nothing.",
		},
		{Key: "private", Type: ListOf(Name), Doc: "Contact fields that are redacted in traces and logs."},
		{
			Key: "consent", Type: Of(Consent),
			Doc: "A contact field without whose yes workflows save nothing about the contact. Default: none is asked for.",
		},
		{Key: "retention", Type: Of(Retention), Doc: "For how long things are kept. Default: without end."},
		{Key: "calendars", Type: MapOf(Of(Calendar)), Doc: "Hours, by the name that teams, agents and `shift` use."},
		{Key: "tables", Type: MapOf(Of(Table)), Doc: "Keyword tables, by the name that `keywords` and `matches` use."},
		{Key: "fallback", Type: Of(Fallback), Doc: "The team that serves what nothing else can.", Required: true},
	}}

	Team = &Object{Name: "a team", Doc: "Agents who share a function.", Fields: []Field{
		{Key: "id", Type: Name, Doc: "How workflows call it.", Required: true},
		{Key: "name", Type: Text, Doc: "How people call it. Default: the id."},
		{Key: "by", Type: Strategy, Default: "least_busy", Doc: "The team's default strategy. Default: least_busy."},
		{Key: "hours", Type: Name, Doc: "The calendar of its hours: while it is closed, its conversations wait. Default: always open."},
		{Key: "order", Type: Words(Orders...), Default: Orders[0], Doc: "Which of equal priority is served first. Default: oldest."},
		{
			Key: "wrap_up", Type: Duration, Default: "0s",
			Doc: "No new work for so long after one of the agent's conversations of this team was closed. Default: 0s.",
		},
	}}

	Agent = &Object{Name: "an agent", Doc: "A person who answers.", Fields: []Field{
		{Key: "id", Type: Name, Doc: "How workflows call him.", Required: true},
		{Key: "name", Type: Text, Doc: "How people call him. Default: the id."},
		{
			Key: "teams", Type: Either(ListOf(Name), MapOf(Int)),
			Doc: "The teams he works in: a list, or each with his rank there, for `in_order`, the lowest first.",
		},
		{
			Key: "skills", Type: MapOf(Either(Level, Of(Ending))),
			Doc: "Skills with their levels, 1 and up; `true` is 1. One that ends: `{level: 1, until: 2026-12-31}`.",
		},
		{Key: "languages", Type: ListOf(Name), Doc: "The languages he answers in (BCP 47), native first."},
		{Key: "capacity", Type: Int.From(1).To(MaxUnits), Default: 1, Doc: "How many units of open work he can have at once. Default: 1."},
		{
			Key: "limits", Type: MapOf(Int.From(0)),
			Doc: "The most conversations he can have of a channel, and as `team.ID` of a team. Default: any number.",
		},
		{Key: "status", Type: Words(Statuses...), Default: "offline", Doc: "His first status. Default: offline."},
		{Key: "hours", Type: Name, Doc: "The calendar of his own shift: outside it he gets nothing new. Default: he has none."},
		{Key: "attributes", Type: MapOf(Anything), Doc: "Your own facts about him."},
	}}

	Ending = &Object{Name: "a skill that ends", Doc: "A skill that he has until a day.", Nonempty: true, Fields: []Field{
		{Key: "level", Type: Level, Default: 1, Doc: "The level. Default: 1."},
		{Key: "until", Type: Date, Doc: "The last day, in the zone of his hours. Default: without end."},
	}}

	Skill = &Object{Name: "a skill", Doc: "What a skill means.", Fields: []Field{
		{Key: "implies", Type: ListOf(Name), Doc: "Skills that whoever has it has as well, at its level."},
	}}

	Costs = &Object{Name: "capacity", Doc: "Units that one conversation costs, to the nearest thousandth.", Fields: []Field{
		{Key: "channels", Type: MapOf(cost), Doc: "The cost by channel. Default: 1."},
		{Key: "waiting_for_contact", Type: cost, Doc: "The cost while the last message is the agent's own. Default: the full cost."},
		{Key: "on_hold", Type: cost, Doc: "The cost while the agent has put it on hold. Default: the full cost."},
	}}

	cost = Number.From(0).To(MaxUnits)

	RampUp = &Object{Name: "ramp_up", Doc: "What an agent gets who comes back.", Fields: []Field{
		{Key: "conversations", Type: Int.From(1), Doc: "At most so many.", Required: true},
		{Key: "per", Type: Duration.From(1), Doc: "In any such time after he came back.", Required: true},
	}}

	MassOffline = &Object{Name: "mass_offline", Doc: "A breaker for many agents who go offline at once.", Fields: []Field{
		{Key: "agents", Type: Int.From(1), Doc: "When so many have gone.", Required: true},
		{Key: "within", Type: Duration.From(1), Doc: "In such a time.", Required: true},
		{Key: "keep", Type: Duration.From(1), Doc: "They keep their work so long, unless their steps say longer.", Required: true},
	}}

	Consent = &Object{Name: "consent", Doc: "What a contact has to agree to.", Fields: []Field{
		{Key: "field", Type: Name, Doc: "The contact field that says yes: true, or a text that means it.", Required: true},
		{
			Key: "gates", Type: ListOf(Name),
			Doc: "The contact fields that workflows save only then. Default: all but the field itself and `language`.",
		},
		{Key: "means", Type: ListOf(Name), Doc: "The texts that mean yes. Default: `yes` and `true`."},
	}}

	Retention = &Object{Name: "retention", Doc: "For how long things are kept.", Nonempty: true, Fields: []Field{
		{
			Key: "closed", Type: Duration.From(1),
			Doc: "For how long a closed conversation is kept: its texts, answers and explanation. Default: without end.",
		},
	}}

	Fallback = &Object{Name: "a fallback", Doc: "A team and a note, with no condition that could fail.", Fields: []Field{
		{Key: "team", Type: Name, Doc: "The team that serves what nothing else can.", Required: true},
		{Key: "note", Type: Text, Doc: "An internal comment; `{{ reason }}` is why the conversation came here."},
	}}

	Table = &Object{Name: "a keyword table", Doc: "Rows of phrases, each of a team.", Fields: []Field{
		{Key: "rows", Type: ListOf(Of(Row)), Doc: "The first row that matches wins, unless `best` is true.", Required: true},
		{Key: "best", Type: Bool, Default: false, Doc: "The row with the greatest matched weight wins. Default: false."},
		{Key: "else", Type: Name, Doc: "The team of what no row matches."},
	}}

	Row = &Object{Name: "a row", Doc: "The phrases of one team.", Fields: []Field{
		{Key: "team", Type: Name, Doc: "The team of the messages that match.", Required: true},
		{Key: "name", Type: Text, Doc: "How the explanation calls the row. Default: the team."},
		{Key: "priority", Type: Int, Default: 0, Doc: "The priority of the conversations that it sends to the team. Default: 0."},
		{
			Key: "phrases", Type: ListOf(Name), Required: true,
			Doc: "Phrases as customers write them. `refund*` matches any ending, `~fund` matches anywhere.",
		},
		{Key: "not", Type: ListOf(Name), Doc: "A message with one of these does not match the row."},
		{Key: "weight", Type: Int, Default: 1, Doc: "What a matched phrase counts for if the best row wins. Default: 1."},
		{Key: "languages", Type: ListOf(Name), Doc: "Only messages in these languages match (BCP 47)."},
	}}
)

// The objects of a calendar.
//
//nolint:gochecknoglobals // tables that are only read
var (
	Calendar = &Object{Name: "a calendar", Doc: "When something is open.", Fields: []Field{
		{Key: "zone", Type: Name, Default: "UTC", Doc: "The time zone, such as Europe/Madrid. Default: UTC."},
		{
			Key: "weekly", Type: Week,
			Doc: "The hours of days (`mon`, ..., `sun`) and of ranges of days (`mon-fri`): a span such as \"09:00-17:00\", " +
				"several, or `closed`. A span may pass midnight. A day that is not named is closed.",
		},
		{Key: "holidays", Type: ListOf(Date), Doc: "Days on which nothing opens."},
		{Key: "ical", Type: Of(ICalendar), Doc: "More of them, from an iCalendar file that holds nothing but holidays."},
		{Key: "changes", Type: ListOf(Of(DayHours)), Doc: "Days with hours of their own; they win over the week and over holidays."},
	}}

	ICalendar = &Object{Name: "ical", Doc: "Holidays of an iCalendar file (RFC 5545): its events of whole days.", Fields: []Field{
		{Key: "file", Type: Text, Doc: "The file; its path begins where this file is.", Required: true},
		{Key: "from", Type: year, Doc: "The first year whose holidays are taken.", Required: true},
		{Key: "until", Type: year, Doc: "The last year whose holidays are taken.", Required: true},
	}}

	year = Int.From(FirstYear).To(LastYear)

	DayHours = &Object{Name: "a change", Doc: "The hours of one date.", Fields: []Field{
		{Key: "date", Type: Date, Doc: "The day.", Required: true},
		{Key: "hours", Type: Hours, Doc: "`closed`, a span, or several.", Required: true},
	}}
)
