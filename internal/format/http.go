package format

// Methods are the methods of requests. A file may write them in small letters.
//
//nolint:gochecknoglobals // a table that is only read
var Methods = []string{"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"}

// HTTP are the keys of a request.
//
//nolint:gochecknoglobals // a table that is only read
var HTTP = &Object{Name: "http", Doc: "Calls an address and saves what it answers.", Rules: []Rule{
	{If: "json", None: []string{"body"}, Doc: "the request has two bodies: leave out json or body"},
}, Fields: []Field{
	{
		Key: "method", Type: Either(Words(Methods...), Name),
		Doc: "GET, POST, PUT, PATCH, DELETE, HEAD or OPTIONS. Default: GET, or POST if there is a body.",
	},
	{
		Key: "url", Type: Template, Required: true,
		Doc: "The address; behind the host `{{ }}` holds an expression, whose value is escaped for its place.",
	},
	{Key: "headers", Type: MapOf(Name), Doc: "Headers; `{{ }}` holds an expression, `secret:NAME` stands for a secret of the host."},
	{Key: "query", Type: MapOf(Name), Doc: "Parameters that are added to the address; `{{ }}` holds an expression."},
	{
		Key: "json", Type: Anything,
		Doc: "The body as JSON; a text that is one `{{ expression }}` and nothing else becomes its value, whatever the type.",
	},
	{Key: "body", Type: Template, Doc: "The body as it is written; `{{ }}` holds an expression."},
	{Key: "timeout", Type: Duration.From(1), Default: "10s", Doc: "The time of one try. Default: 10s."},
	{
		Key: "retries", Type: Int.From(0), Default: 2,
		Doc: "How often it is tried again after a connection error, a time-out, 429 or 5xx. Default: 2.",
	},
	{
		Key: "save", Type: MapOf(Expression),
		Doc: "Variables, `contact.FIELD`s or `tag` with expressions over `response.status`, `response.json`, `response.text` and " +
			"`response.headers`, whose names are in small letters.",
	},
	{Key: "cache", Type: Duration, Doc: "For how long an answer is taken from memory. Default: never."},
	{
		Key: "stale_if_error", Type: Duration, Beside: []string{"cache"},
		Doc: "For how much longer if the other side fails. Default: no longer.",
	},
	{
		Key: "status", Type: Type{Kind: StatusKind, Elem: &Steps},
		Doc: "Exits by status (`404`) or class of statuses (`4xx`); the exact one comes first.",
	},
	{Key: "timed_out", Type: Steps, Doc: "No answer came in time, in any try."},
	{Key: "failed", Type: Steps, Doc: "There is no answer: an address that is refused, a broken connection, an answer that is too large."},
	{Key: "else", Type: Steps, Doc: "Serves every status but 2xx and every exit that is not given.", Required: true},
}}
