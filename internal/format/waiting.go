package format

// The objects of the steps that look at the clock, and of the one that runs another workflow.
//
//nolint:gochecknoglobals // tables that are only read
var (
	HoursStep = &Object{Name: "hours", Doc: "Takes one way while a calendar is open and the other while it is closed.", Fields: []Field{
		{Key: "calendar", Type: Name, Doc: "One of the desk's calendars.", Required: true},
		{Key: "open", Type: Steps, Doc: "What to do while it is open.", Required: true},
		{Key: "closed", Type: Steps, Doc: "What to do while it is closed.", Required: true},
	}}

	Wait = &Object{Name: "wait", Doc: "Lets time pass, then goes on.", Rules: []Rule{
		{Any: []string{"for", "until"}, Alone: true, Doc: "a wait has one end: give either for or until"},
	}, Fields: []Field{
		{Key: "for", Type: Duration.From(1), Doc: "How long."},
		{Key: "until", Type: Formula, Doc: "An expression of a time, such as `next_opening(\"office\")`. One that has passed is no wait."},
		{Key: "business", Type: Name, Doc: "A calendar: the time of `for` runs only while it is open."},
		{
			Key: "or", Type: Steps,
			Doc: "Taken when the contact writes first. Without it what he writes is kept and answers the next question.",
		},
	}}

	Run = &Object{Name: "run", Doc: "Runs another workflow, and goes on when that ends without an owner.", Fields: []Field{
		{
			Key: "workflow", Type: Name, Required: true,
			Doc: "The name of the other workflow. Variables that both declare are handed over and come back.",
		},
	}}
)
