package format

// A StrategyKind is a strategy as a file writes it: a word, or a key with its settings.
type StrategyKind struct {
	Key  string
	Doc  string
	Type *Type // nil: a plain word
	// Else: `else` may stand beside the key, for a team. Confidence: `min_confidence` may.
	Else       bool
	Confidence bool
	// Bare: the settings may be left out.
	Bare bool
}

// Then is the key of who chooses in the team that the strategy beside it names; by itself it is that strategy.
const Then = "then"

// Strategies are the strategies, in the order of their documentation.
//
//nolint:gochecknoglobals // a table that is only read
var Strategies = []StrategyKind{
	{Key: "least_busy", Doc: "The lowest share of capacity in use; then idle longest."},
	{Key: "most_available", Doc: "The most free units."},
	{Key: "round_robin", Doc: "Given work longest ago."},
	{Key: "longest_idle", Doc: "Free of work longest."},
	{Key: "fewest_handled", Doc: "The fewest handed over today."},
	{Key: "most_skilled", Doc: "The highest mean level over `must` and matched `prefer`; then idle longest."},
	{Key: "specialists_first", Doc: "The fewest skills and teams; then idle longest."},
	{Key: "in_order", Doc: "The rank within the team, lowest first."},
	{Key: "random", Doc: "Anybody, by the seeded source."},
	{Key: "weighted", Doc: "Anybody, with a chance in proportion to an expression over `agent`.", Type: new(Expression)},
	{Key: "score", Doc: "The highest value of an expression over `agent`.", Type: new(Expression)},
	{Key: "language", Doc: "The team for the contact's best language.", Type: new(MapOf(Name)), Else: true, Confidence: true},
	{Key: "function", Doc: "The team for a variable's value.", Type: new(Of(Function)), Else: true},
	{Key: "shift", Doc: "The first team whose calendar is open.", Type: new(ListOf(Of(Turnout)).From(1)), Else: true},
	{Key: "vip", Doc: "A team for those who meet a condition.", Type: new(Of(VIP))},
	{Key: "contact", Doc: "A team for new contacts and one for others.", Type: new(Of(NewOrReturning)), Else: true},
	{Key: "last_agent", Doc: "Who served the contact last, or owns the account, if he is there.", Type: new(Of(LastAgent)), Bare: true},
	{Key: "keywords", Doc: "The team of the first row of a keyword table that matches.", Type: new(Name), Else: true},
	{Key: "first_of", Doc: "The first of several strategies that does not pass.", Type: new(ListOf(Strategy).From(1))},
	{Key: Then, Doc: "Who chooses in the team that the strategy beside it names.", Type: new(Strategy)},
}

// The objects of the strategies.
//
//nolint:gochecknoglobals // tables that are only read
var (
	Function = &Object{Name: "function", Doc: "The team for a variable's value.", Fields: []Field{
		{Key: "variable", Type: Name, Doc: "The variable.", Required: true},
		{Key: "teams", Type: MapOf(Name), Doc: "The team of each value.", Required: true},
	}}

	Turnout = &Object{Name: "a turn", Doc: "A team and the calendar of its turn.", Fields: []Field{
		{Key: "team", Type: Name, Doc: "The team.", Required: true},
		{Key: "hours", Type: Name, Doc: "The calendar.", Required: true},
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

	LastAgent = &Object{Name: "last_agent", Doc: "Who served the contact last.", Fields: []Field{
		{Key: "within", Type: Duration, Doc: "How long ago that may have been. Default: any time."},
		{Key: "wait", Type: Duration, Default: "0s", Doc: "How long the conversation waits for him while he is busy. Default: 0s."},
		{Key: "owner", Type: Name, Doc: "A contact field that names the agent who owns the account: he comes before who served last."},
	}}

	// MinConfidence may stand beside a strategy that matches languages.
	MinConfidence = Field{
		Key: "min_confidence", Type: Words(Confidences...), Default: Confidences[0],
		Doc: "How sure the match of the languages has to be. Default: low.",
	}
)
