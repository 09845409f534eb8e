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

// later are keys that are known and not supported yet.
func later(keys ...string) []Field {
	fields := make([]Field, len(keys))
	for i, key := range keys {
		fields[i] = Field{Key: key, Type: Anything, Later: true}
	}
	return fields
}

func join(fields []Field, more ...[]Field) []Field {
	for _, m := range more {
		fields = append(fields, m...)
	}
	return fields
}

// The objects of a desk file.
//
//nolint:gochecknoglobals // tables that are only read
var (
	Desk = &Object{Name: "a desk", Doc: "Who works here.", Fields: join([]Field{
		header(DeskHeader),
		{Key: "teams", Type: ListOf(Of(Team)), Doc: "Agents who share a function.", Required: true},
		{Key: "agents", Type: ListOf(Of(Agent)), Doc: "The people who answer."},
		{Key: "private", Type: ListOf(Name), Doc: "Contact fields that are redacted in traces and logs."},
		{Key: "tables", Type: MapOf(Of(Table)), Doc: "Keyword tables, by the name that `keywords` and `matches` use."},
		{Key: "fallback", Type: Of(Fallback), Doc: "The team that serves what nothing else can.", Required: true},
	}, later("skills", "capacity", "pull", "ramp_up", "calendars"))}

	Team = &Object{Name: "a team", Doc: "Agents who share a function.", Fields: join([]Field{
		{Key: "id", Type: Name, Doc: "How workflows call it.", Required: true},
		{Key: "name", Type: Text, Doc: "How people call it. Default: the id."},
		{Key: "by", Type: Strategy, Default: "least_busy", Doc: "The team's default strategy. Default: least_busy."},
	}, later("hours", "order", "wrap_up"))}

	Agent = &Object{Name: "an agent", Doc: "A person who answers.", Fields: join([]Field{
		{Key: "id", Type: Name, Doc: "How workflows call him.", Required: true},
		{Key: "name", Type: Text, Doc: "How people call him. Default: the id."},
		{Key: "teams", Type: ListOf(Name), Doc: "The teams he works in."},
		{Key: "skills", Type: MapOf(Level), Doc: "Skills with their levels, 1 and up; `true` is 1."},
		{Key: "languages", Type: ListOf(Name), Doc: "The languages he answers in (BCP 47), native first."},
		{Key: "capacity", Type: Int.From(1), Default: 1, Doc: "How many conversations he can have at once. Default: 1."},
		{Key: "status", Type: Words("online", "away", "offline"), Default: "offline", Doc: "His first status. Default: offline."},
		{Key: "attributes", Type: MapOf(Anything), Doc: "Your own facts about him."},
	}, later("limits", "hours"))}

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
