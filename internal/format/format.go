// Package format describes the files that users write: which keys there are, what each may hold and means. The decoders
// check keys against it and the editor's schema is generated from it, so that the two cannot disagree. It is data: nothing
// here reads a file.
package format

// An Object is a mapping with known keys.
type Object struct {
	// Name is how messages call it: "an agent".
	Name   string
	Doc    string
	Fields []Field
	// Rest is what keys may hold that are not among the Fields; nil: there are no others.
	Rest *Type
	// Elsewhere are keys that belong to something else, with a hint at where they stand.
	Elsewhere map[string]string
	// Nonempty: it has at least one key.
	Nonempty bool
	Rules    []Rule
}

// A Rule is what the decoders ask of the keys of an [Object] together.
type Rule struct {
	// If and Unless restrict the rule to objects with the one key, and without the other; empty: to all.
	If, Unless string
	// Any are keys of which one must be there, and with Alone no second one.
	Any   []string
	Alone bool
	// None are keys that must not be there.
	None []string
	// Doc is the message.
	Doc string
}

// A Field is one key of an [Object].
type Field struct {
	Key      string
	Type     Type
	Doc      string
	Required bool
	// Default is what the key holds when it is not given, if that is a plain value; Doc says it as well.
	Default any
	// Beside are keys of which one must stand beside this one; none: it may stand alone.
	Beside []string
}

// Field finds a key.
func (o *Object) Field(key string) (Field, bool) {
	for _, f := range o.Fields {
		if f.Key == key {
			return f, true
		}
	}
	return Field{}, false
}

// Keys are the keys that can be used.
func (o *Object) Keys() []string {
	keys := make([]string, 0, len(o.Fields))
	for _, f := range o.Fields {
		keys = append(keys, f.Key)
	}
	return keys
}

// Kind is the kind of a value.
type Kind uint8

// The kinds of values.
const (
	AnyKind Kind = iota
	TextKind
	NameKind       // an identifier: of an agent, a team, a variable
	TemplateKind   // a text with {{ expressions }}
	ConditionKind  // an expression that is true or false
	ExpressionKind // an expression; a number or a truth value stands for itself
	IntKind
	NumberKind
	BoolKind
	DurationKind
	InstantKind
	WordKind // one of Words
	ListKind
	MapKind    // of names to Elem
	ObjectKind // Object
	EitherKind // one of Types
	StepsKind
	ByKind
	NullKind   // nothing, where nothing is a value: nobody
	LevelKind  // of a skill: a whole number from 1, or true for 1
	RangeKind  // a number, or a range such as "40..60"
	MomentKind // a duration since the start, or an instant

	FormulaKind     // an expression, where a number or a truth value would be something else
	RequirementKind // what is required of a skill: a level, "<=3", "2..4", or false
	DateKind        // a day
	SpanKind        // hours of a day, "09:00-17:00"
	WeekKind        // days, or ranges of days, to hours
	TextsKind       // languages to texts
	StatusKind      // statuses of HTTP, or classes of them, to Elem
)

// A Type is what a value may be.
type Type struct {
	Kind   Kind
	Elem   *Type
	Object *Object
	Words  []string
	Types  []Type
	// Least and Most bound a number, or the length of a list. A duration with a Least is not nothing.
	Least, Most *int
}

// The types that need no more than their kind.
//
//nolint:gochecknoglobals // constants, as far as Go has them
var (
	Anything   = Type{Kind: AnyKind}
	Text       = Type{Kind: TextKind}
	Name       = Type{Kind: NameKind}
	Template   = Type{Kind: TemplateKind}
	Condition  = Type{Kind: ConditionKind}
	Expression = Type{Kind: ExpressionKind}
	Int        = Type{Kind: IntKind}
	Number     = Type{Kind: NumberKind}
	Bool       = Type{Kind: BoolKind}
	Duration   = Type{Kind: DurationKind}
	Instant    = Type{Kind: InstantKind}
	Steps      = Type{Kind: StepsKind}
	Strategy   = Type{Kind: ByKind}
	Null       = Type{Kind: NullKind}
	Level      = Type{Kind: LevelKind}
	Range      = Type{Kind: RangeKind}
	Moment     = Type{Kind: MomentKind}

	Formula     = Type{Kind: FormulaKind}
	Requirement = Type{Kind: RequirementKind}
	Date        = Type{Kind: DateKind}
	Span        = Type{Kind: SpanKind}
	Hours       = Either(Words(Closed), Span, ListOf(Span))
	Week        = Type{Kind: WeekKind, Elem: &Hours}
	Texts       = Type{Kind: TextsKind}
	// Spoken is a text for people: one, or one in each of several languages.
	Spoken = Either(Template, Texts)
)

// Closed is the word for no hours.
const Closed = "closed"

// Days are the keys of a week, from Monday on.
//
//nolint:gochecknoglobals // a constant, as far as Go has them
var Days = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// Words are the words that a value may be.
func Words(words ...string) Type { return Type{Kind: WordKind, Words: words} }

// ListOf is a list.
func ListOf(elem Type) Type { return Type{Kind: ListKind, Elem: &elem} }

// OneOrMore is a value, or a list of such values.
func OneOrMore(elem Type) Type { return Either(elem, ListOf(elem)) }

// From bounds a number, or the length of a list, from below.
func (t Type) From(least int) Type {
	t.Least = &least
	return t
}

// To bounds a number, or the length of a list, from above.
func (t Type) To(most int) Type {
	t.Most = &most
	return t
}

// MapOf is a mapping whose keys are names.
func MapOf(elem Type) Type { return Type{Kind: MapKind, Elem: &elem} }

// Of is a mapping with known keys.
func Of(o *Object) Type { return Type{Kind: ObjectKind, Object: o} }

// Either is one of several types.
func Either(types ...Type) Type { return Type{Kind: EitherKind, Types: types} }
