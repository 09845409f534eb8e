package format

// The objects of a workflow file.
//
//nolint:gochecknoglobals // tables that are only read
var (
	Workflow = &Object{Name: "a workflow", Doc: "A named, versioned tree of steps.", Fields: []Field{
		header(WorkflowHeader),
		{Key: "workflow", Type: Name, Doc: "Its name.", Required: true},
		{Key: "revision", Type: Int, Default: 0, Doc: "Raised with every change. Default: 0."},
		{
			Key: "on", Type: OneOrMore(Words(Triggers...)), Default: "message",
			Doc: "What starts it: message, opened, closed (the conversation's close), manual; a list is allowed. Default: message.",
		},
		{Key: "when", Type: Condition, Doc: "A guard: of several workflows the first that matches runs."},
		{
			Key: "once_per_contact", Type: Bool, Default: false,
			Doc: "It runs once for each contact, whatever its revision, and is passed over after that. Default: false.",
		},
		{Key: "variables", Type: MapOf(Of(Variable)), Doc: "What its steps save; a variable lives as long as the run."},
		{Key: "steps", Type: Steps, Doc: "Done in order; every path ends with an assign or a close.", Required: true},
	}}

	// Triggers start a workflow.
	Triggers = []string{"message", "opened", "closed", "manual"}

	// VariableTypes are the types of variables.
	VariableTypes = []string{"string", "int", "float", "bool", "time", "list", "map"}

	Variable = &Object{Name: "a variable", Doc: "A value that lives as long as the run.", Fields: []Field{
		{Key: "type", Type: Words(VariableTypes...), Doc: "What it can hold.", Required: true},
		{Key: "one_of", Type: ListOf(Anything), Doc: "The values that it may have. Default: any."},
		{Key: "default", Type: Anything, Doc: "The value at the start. Default: nil."},
		{Key: "private", Type: Bool, Default: false, Doc: "Redacted in traces and logs. Default: false."},
	}}

	Choice = &Object{Name: "a choice", Doc: "One of the answers that a question offers.", Fields: []Field{
		{Key: "id", Type: Name, Doc: "What is saved. Default: the title, the first one of several."},
		{Key: "title", Type: Either(Text, Texts), Doc: "What is shown: a text, or one for each language.", Required: true},
		{Key: "synonyms", Type: ListOf(Name), Doc: "Other words for it that people write."},
	}}

	// Choices are what a question offers. Each is a title, a title for each language, or a mapping with the rest of it.
	Choices = ListOf(Either(Name, Of(Choice), Texts))

	// AnswerTypes are what a question accepts.
	AnswerTypes = []string{"text", "choice", "number", "date", "phone", "email", "url", "rating", "location", "attachment"}
)

// A StepKind is a step as a file writes it: its key, and the keys below it.
type StepKind struct {
	Key    string
	Object *Object
	// Bare: the keys may be left out.
	Bare bool
}

// StepID is the key that may stand beside the kind of a step.
//
//nolint:gochecknoglobals // a table that is only read
var StepID = Field{
	Key: "id", Type: Name,
	Doc: "The step's name, for `goto` and explanations; no other step has it, and it survives edits. Default: its path.",
}

// StepKinds are the kinds of steps, in the order of their documentation.
//
//nolint:gochecknoglobals // a table that is only read
var StepKinds = []StepKind{
	{Key: "send", Object: Send},
	{Key: "ask", Object: Ask},
	{Key: "branch", Object: Branch},
	{Key: "http", Object: HTTP},
	{Key: "assign", Object: Assign},
	{Key: "set", Object: Set},
	{Key: "tag", Object: Tag},
	{Key: "comment", Object: Comment},
	{Key: "hours", Object: HoursStep},
	{Key: "wait", Object: Wait},
	{Key: "goto", Object: Goto},
	{Key: "run", Object: Run},
	{Key: "close", Object: Close, Bare: true},
}

// The objects of the steps.
//
//nolint:gochecknoglobals // tables that are only read
var (
	Send = &Object{Name: "send", Doc: "Sends a text to the contact and goes on.", Rules: []Rule{
		{Any: []string{"text", "template"}, Doc: "there is nothing to send: give a text or a template"},
	}, Fields: []Field{
		{Key: "text", Type: Spoken, Doc: "The text, or one for each language (`{en: Hello, es: Hola}`); `{{ }}` holds an expression."},
		{Key: "choices", Type: Choices, Doc: "Shown with the text; nobody waits for the tap."},
		{Key: "template", Type: Name, Doc: "The name of a prepared template, for channels that need one."},
		{Key: "undelivered", Type: Steps, Doc: "Taken when the text can never be delivered; the run waits to know."},
	}}

	Ask = &Object{Name: "ask", Doc: "Sends a text and waits for the answer.", Fields: []Field{
		{Key: "text", Type: Spoken, Doc: "The question, or one for each language; `{{ }}` holds an expression.", Required: true},
		{Key: "type", Type: Words(AnswerTypes...), Doc: "What it accepts. Default: choice if there are choices, else text."},
		{Key: "choices", Type: Choices, Doc: "The answers that it offers."},
		{Key: "min", Type: Number, Doc: "The lowest number accepted; of a rating the lowest one, which is else 1."},
		{Key: "max", Type: Number, Doc: "The highest number accepted; of a rating the highest one, which is else 5."},
		{Key: "save_to", Type: Name, Doc: "A variable, `contact.FIELD`, or `tag`."},
		{
			Key: "skip_if_known", Type: Bool, Default: false,
			Doc: "It is not asked if what it is saved to has a value already. Default: false.",
		},
		{Key: "retries", Type: Int.From(0), Default: 2, Doc: "How often it is asked again after an answer it does not accept. Default: 2."},
		{Key: "retry_text", Type: Spoken, Doc: "What is sent then: a text, or one for each language. Default: the question."},
		{Key: "timeout", Type: Duration.From(1), Doc: "Counts from the last text that asked. Default: waits without end."},
		{Key: "invalid", Type: Steps, Doc: "No accepted answer after all tries."},
		{Key: "no_answer", Type: Steps, Doc: "Nothing came in time."},
		{Key: "undelivered", Type: Steps, Doc: "The question never reached the contact."},
		{Key: "else", Type: Steps, Doc: "Serves every exit that is not given."},
	}}

	Branch = &Object{Name: "branch", Doc: "Takes the first case whose condition holds.", Fields: []Field{
		{Key: "cases", Type: ListOf(Of(Case)).From(1), Doc: "Tried in order.", Required: true},
		{Key: "else", Type: Steps, Doc: "What to do when no case matches.", Required: true},
	}}

	Case = &Object{Name: "a case", Doc: "One way of a branch.", Fields: []Field{
		{Key: "name", Type: Text, Doc: "How the explanation calls it. Default: the condition."},
		{Key: "when", Type: Condition, Doc: "The condition.", Required: true},
		{Key: "then", Type: Steps, Doc: "The steps to take.", Required: true},
	}}

	// Set has the names of variables and contact fields as its keys.
	Set = &Object{
		Name: "set", Doc: "Gives variables and `contact.FIELD`s the values of expressions, in order.",
		Rest: new(Expression), Nonempty: true,
	}

	Tag = &Object{Name: "tag", Doc: "Adds tags to the contact and removes others.", Rules: []Rule{
		{Any: []string{"add", "remove"}, Doc: "there is no tag to add or remove"},
	}, Fields: []Field{
		{Key: "add", Type: ListOf(Name), Doc: "Tags to add."},
		{Key: "remove", Type: ListOf(Name), Doc: "Tags to remove."},
	}}

	Comment = &Object{Name: "comment", Doc: "Leaves an internal note, never shown to the contact.", Fields: []Field{
		{
			Key: "text", Type: Spoken, Required: true,
			Doc: "The note; `{{ }}` holds an expression. Of several languages the first is taken.",
		},
		{Key: "mention", Type: OneOrMore(Name), Doc: "Agents or teams who are told."},
	}}

	Goto = &Object{Name: "goto", Doc: "Goes to another step, at most so many times.", Fields: []Field{
		{Key: "step", Type: Name, Doc: "The id of a step.", Required: true},
		{Key: "at_most", Type: Int.From(1), Doc: "How often it may be taken in a run.", Required: true},
		{Key: "else", Type: Steps, Doc: "What to do when the bound is reached.", Required: true},
	}}

	Close = &Object{Name: "close", Doc: "Ends the conversation; the contact's next message opens it again.", Fields: []Field{
		{Key: "category", Type: Text, Doc: "What it was about."},
		{Key: "summary", Type: Spoken, Doc: "What came of it; `{{ }}` holds an expression. Of several languages the first is taken."},
	}}

	// Call are the keys of a step that calls an action of the host.
	Call = &Object{Name: "an action", Doc: "Calls an action that the host has registered.", Fields: []Field{
		{Key: "with", Type: MapOf(Expression), Doc: "Values for the action, by name: expressions."},
		{Key: "save", Type: MapOf(Name), Doc: "Where fields of the result go: a variable, `contact.FIELD`, or `tag`."},
		{Key: "timeout", Type: Duration, Default: "10s", Doc: "The time of one try. Default: 10s."},
		{Key: "retries", Type: Int.From(0), Default: 2, Doc: "How often it is tried again before `else`. Default: 2."},
		{Key: "exits", Type: MapOf(Steps), Doc: "Taken when the result names them."},
		{Key: "else", Type: Steps, Doc: "Serves every other exit, and the failure of all tries.", Required: true},
	}}
)
