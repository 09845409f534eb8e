package format

// Assign are the keys of an assignment.
//
//nolint:gochecknoglobals // a table that is only read
var Assign = &Object{Name: "assign", Doc: "Hands the conversation to an agent, or to a team's queue.", Fields: join([]Field{
	{Key: "team", Type: Name, Doc: "Who may take it."},
	{Key: "agent", Type: Name, Doc: "The one who is to take it; others do not."},
	{Key: "by", Type: Strategy, Doc: "The strategy: who gets it. Default: the team's own."},
	{Key: "must", Type: MapOf(Level), Doc: "Required skills with their lowest levels; `true` is 1."},
	{Key: "prefer", Type: MapOf(Int.From(1)), Doc: "Wanted skills with their weights: more matched weight is better."},
	{Key: "priority", Type: Int, Default: 0, Doc: "Higher first. Default: 0."},
	{Key: "aging", Type: Duration, Doc: "One point of priority per this much waiting. Default: none."},
	{Key: "for", Type: Duration.From(1), Doc: "How long it waits before `timed_out`. Default: without end."},
	{Key: "timed_out", Type: Steps, Doc: "Nobody took it within `for`."},
	{Key: "nobody_can", Type: Steps, Doc: "No agent of the desk meets it, whatever his status and load."},
	{Key: "else", Type: Steps, Doc: "Serves every exit that is not given."},
}, later(
	"teams", "where", "skip_when", "stages", "open_when", "accept_within", "max_offers", "after_missed", "away_after",
	"answer_within", "keep_when_away", "queued", "max_queue", "queue_full", "not_taken",
))}

// A StrategyKind is a strategy as a file writes it: a word, or a key with its settings.
type StrategyKind struct {
	Key  string
	Doc  string
	Type *Type // nil: a plain word
	// Else: `else` may stand beside the key, for a team.
	Else bool
	// Bare: the settings may be left out.
	Bare  bool
	Later bool
}

// Strategies are the strategies, in the order of their documentation.
//
//nolint:gochecknoglobals // a table that is only read
var Strategies = []StrategyKind{
	{Key: "least_busy", Doc: "The lowest share of capacity in use; then idle longest."},
	{Key: "most_available", Later: true},
	{Key: "round_robin", Doc: "Given work longest ago."},
	{Key: "longest_idle", Later: true},
	{Key: "fewest_handled", Later: true},
	{Key: "most_skilled", Later: true},
	{Key: "specialists_first", Later: true},
	{Key: "in_order", Later: true},
	{Key: "random", Later: true},
	{Key: "weighted", Later: true},
	{Key: "score", Later: true},
	{Key: "language", Later: true},
	{Key: "function", Doc: "The team for a variable's value.", Type: new(Of(Function)), Else: true},
	{Key: "shift", Later: true},
	{Key: "vip", Doc: "A team for those who meet a condition.", Type: new(Of(VIP))},
	{Key: "contact", Doc: "A team for new contacts and one for others.", Type: new(Of(NewOrReturning)), Else: true},
	{Key: "last_agent", Doc: "Who served the contact last, if he can take it.", Type: new(Of(LastAgent)), Bare: true},
	{Key: "keywords", Doc: "The team of the first row of a keyword table that matches.", Type: new(Name), Else: true},
	{Key: "first_of", Later: true},
	{Key: "then", Later: true},
}

// The objects of the strategies.
//
//nolint:gochecknoglobals // tables that are only read
var (
	Function = &Object{Name: "function", Doc: "The team for a variable's value.", Fields: []Field{
		{Key: "variable", Type: Name, Doc: "The variable.", Required: true},
		{Key: "teams", Type: MapOf(Name), Doc: "The team of each value.", Required: true},
	}}

	VIP = &Object{Name: "vip", Doc: "A team for those who meet a condition.", Fields: []Field{
		{Key: "when", Type: Condition, Doc: "Who is a VIP.", Required: true},
		{Key: "team", Type: Name, Doc: "The team of the VIPs.", Required: true},
		{Key: "else", Type: Name, Doc: "The team of the others."},
	}}

	NewOrReturning = &Object{Name: "contact", Doc: "A team for new contacts and one for others.", Nonempty: true, Fields: []Field{
		{Key: "new", Type: Name, Doc: "The team of contacts who have their first conversation."},
		{Key: "returning", Type: Name, Doc: "The team of those who come back."},
	}}

	LastAgent = &Object{Name: "last_agent", Doc: "Who served the contact last.", Fields: join([]Field{
		{Key: "within", Type: Duration, Doc: "How long ago that may have been. Default: any time."},
	}, later("wait", "owner"))}
)
