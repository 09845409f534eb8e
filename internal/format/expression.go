package format

// A Term is a word of the language of conditions, as an editor explains it.
type Term struct {
	// Word is the operator, the function or the name.
	Word string
	Doc  string
	// Example is a whole expression; in ${1:value} stands what its author changes.
	Example string
}

// Operators are what a condition compares and combines with. Their examples are conditions.
//
//nolint:gochecknoglobals // a table that is only read
var Operators = []Term{
	{"==", "Equal. Nothing equals only `nil`.", `channel == "${1:whatsapp}"`},
	{"!=", "Not equal.", `contact.language != "${1:en}"`},
	{"<", "Less.", `contact.conversations < ${1:3}`},
	{"<=", "Less or equal.", `contact.conversations <= ${1:3}`},
	{">", "Greater.", `contact.conversations > ${1:3}`},
	{">=", "Greater or equal.", `contact.conversations >= ${1:3}`},
	{"and", "Both hold (also `&&`).", `contact.returning and channel == "${1:web}"`},
	{"or", "One of them holds (also `||`).", `contact.language == "${1:es}" or message.language == "${1:es}"`},
	{"not", "Does not hold (also `!`).", `not contact.returning`},
	{"in", "One of a list.", `channel in ["${1:web}", "${2:whatsapp}"]`},
	{"not in", "None of a list.", `"${1:vip}" not in contact.tags`},
	{"contains", "The text holds another.", `message.text contains "${1:refund}"`},
	{"startsWith", "The text begins with another.", `message.text startsWith "${1:/}"`},
	{"endsWith", "The text ends with another.", `message.text endsWith "${1:?}"`},
	{"matches", "The text matches a regular expression (RE2), which stands in quotes.", `message.text matches "${1:(?i)order [0-9]+}"`},
	{"matches()", "The team of a keyword table's first matching row, or `nil`.", `matches("${1:front}") == "${2:support}"`},
	{"??", "The other value instead of nothing.", `(contact.fields.${1:orders} ?? 0) > ${2:10}`},
	{"? :", "One value or another.", `(contact.returning ? ${1:1} : ${2:5}) > ${3:2}`},
	{"+ - * / %", "Arithmetic; `+` also joins texts.", `contact.conversations % ${1:2} == 0`},
}

// Functions are those that an expression may call. Their examples are conditions.
//
//nolint:gochecknoglobals // a table that is only read
var Functions = []Term{
	{"len", "The number of characters of a text, or of parts of a list.", `len(message.text) > ${1:200}`},
	{"lower", "The text in small letters; `upper` in capitals, `trim` without space around it.", `lower(message.text) == "${1:stop}"`},
	{"any", "Whether a part of a list, `#`, meets a condition; also `all`, `none`, `count`.", `any(contact.tags, # startsWith "${1:vip}")`},
	{"split", "The parts of a text; `join` puts them together.", `len(split(message.text, " ")) > ${1:20}`},
	{
		"round", "The nearest whole number; also `abs`, `ceil`, `floor`, `int`, `float`, `min`, `max`.",
		`round(contact.conversations / ${1:2}) == ${2:1}`,
	},
	{"first", "The first part of a list; `last` the last one.", `first(contact.tags) == "${1:vip}"`},
	{"string", "A value as text.", `string(contact.conversations) endsWith "${1:0}"`},
	{"is_open", "Whether a calendar is open now.", `is_open("${1:office}")`},
	{
		"next_opening", "When a calendar opens next, a time, or `nil`. In a text it reads in words: \"Monday at 09:00\".",
		`next_opening("${1:office}") != nil`,
	},
	{"online", "How many agents of a team are online.", `online("${1:support}") > ${2:0}`},
	{"available", "How many agents of a team could be given the conversation now.", `available("${1:support}") == ${2:0}`},
	{"waiting", "How many conversations wait for a team.", `waiting("${1:support}") >= ${2:10}`},
	{
		"estimated_wait", "How long a conversation would wait for a team, in seconds, or `nil`. In a text it reads \"3-5 min\".",
		`(estimated_wait("${1:support}") ?? 0) > ${2:600}`,
	},
	{
		"contact.conversations_within", "How many conversations the contact began in such a time, this one not counted.",
		`contact.conversations_within("${1:7d}") >= ${2:3}`,
	},
}

// Names are what every expression can read, beside the variables by their own names.
//
//nolint:gochecknoglobals // a table that is only read
var Names = []Term{
	{"contact.id", "The host's name of the contact.", `contact.id == "${1:mia}"`},
	{"contact.name", "What the contact is called.", `contact.name != ""`},
	{"contact.language", "The language that he reads best (BCP 47).", `contact.language == "${1:es}"`},
	{"contact.zone", "The time zone in which he lives.", `contact.zone == "${1:Europe/Madrid}"`},
	{"contact.tags", "His tags, a list.", `"${1:vip}" in contact.tags`},
	{"contact.fields", "The host's own facts by name; one that is not set is `nil`.", `contact.fields.${1:tier} == "${2:gold}"`},
	{"contact.returning", "Whether he has had a conversation before.", `contact.returning`},
	{"contact.conversations", "How many conversations he had before this one.", `contact.conversations == ${1:0}`},
	{"contact.last_agent", "Who served him last.", `contact.last_agent == "${1:ana}"`},
	{"contact.last_seen", "When he wrote before, a time.", `contact.last_seen != nil`},
	{"message.text", "What he wrote.", `message.text == "${1:stop}"`},
	{"message.choice", "The id of the choice that he tapped.", `message.choice == "${1:sales}"`},
	{"message.language", "The language of the message.", `message.language == "${1:fr}"`},
	{"message.id", "The id of the message.", `message.id != ""`},
	{"channel", "The way the message came.", `channel == "${1:whatsapp}"`},
	{"conversation.id", "The host's name of the conversation.", `conversation.id != ""`},
	{"conversation.opened_at", "When it was opened, a time.", `conversation.opened_at < now`},
	{"conversation.opened_by", "Who opened it.", `conversation.opened_by == "${1:contact}"`},
	{"now", "The present instant, a time.", `now > conversation.opened_at`},
}
