// Package format describes the files that users write: which keys there are, what each may hold and means, and which are
// not supported yet. The decoders check keys against it and the editor's schema is generated from it, so that the two
// cannot disagree. It is data: nothing here reads a file.
package format

// An Object is a mapping with known keys.
type Object struct {
	// Name is how messages call it: "an agent".
	Name   string
	Doc    string
	Fields []Field
}

// A Field is one key of an [Object].
type Field struct {
	Key      string
	Type     Type
	Doc      string
	Required bool
	// Later: the key is known, and refused until its behaviour exists.
	Later bool
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
		if !f.Later {
			keys = append(keys, f.Key)
		}
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
)

// A Type is what a value may be.
type Type struct {
	Kind   Kind
	Elem   *Type
	Object *Object
	Words  []string
	Types  []Type
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
)

// Words are the words that a value may be.
func Words(words ...string) Type { return Type{Kind: WordKind, Words: words} }

// ListOf is a list.
func ListOf(elem Type) Type { return Type{Kind: ListKind, Elem: &elem} }

// MapOf is a mapping whose keys are names.
func MapOf(elem Type) Type { return Type{Kind: MapKind, Elem: &elem} }

// Of is a mapping with known keys.
func Of(o *Object) Type { return Type{Kind: ObjectKind, Object: o} }

// Either is one of several types.
func Either(types ...Type) Type { return Type{Kind: EitherKind, Types: types} }
