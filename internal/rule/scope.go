package rule

import (
	"reflect"
	"time"

	"github.com/expr-lang/expr/builtin"
	"github.com/expr-lang/expr/checker/nature"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/types"
)

// Type is what is known at load of a value; at run time any value may also be nil.
type Type uint8

// The types. Any is for what only the run knows, such as a contact's free fields.
const (
	Any Type = iota
	BoolType
	IntType
	FloatType
	StringType
	TimeType
	ListType
	StringsType // a list of texts: that `3 in tags` is a mistake is found at load
	MapType
)

//nolint:gochecknoglobals // a table that is only read
var typeNames = [...]string{"any", "bool", "int", "float", "string", "time", "list", "list of strings", "map"}

// String is the type's name as users read it in messages.
func (t Type) String() string {
	if int(t) < len(typeNames) {
		return typeNames[t]
	}
	return "any"
}

// Name is something that an expression may read. With a Value it is a leaf, with Fields a group of further names that is
// no value itself, and with Open a map with free keys: Value returns the map, its members are of type Any and a missing
// one is nil; Fields may then type some of them.
type Name[E any] struct {
	Type   Type
	Value  func(E) Value // must be cheap, and the same for the length of one evaluation
	Fields map[string]Name[E]
	Open   bool
	// Private is handed on to Ref: the value is never to be captured and is shown as "***". Fields inherit it.
	Private bool
}

// Func is a function of the host. In Scope.Funcs its key may be dotted ("contact.conversations_within"), and it may be
// one of expr's word operators ("matches"): `matches(intents)` is then a call, `text matches "x"` stays the operator.
type Func[E any] struct {
	Params   []Type
	Optional int // how many of the last parameters may be left out
	Result   Type
	// Call gets the arguments as they are: any of them may be nil, and an int may come for a float. It must neither keep
	// nor change the slice. Its error ends the evaluation; so does a panic.
	Call func(E, []Value) (Value, error)
	// Check, if given, sees the arguments of every call that has nothing but constant texts for arguments, at load. What
	// it returns is the message of a mistake.
	Check func(args []string) string
}

// Scope is what a set of expressions may use. It must not be changed once an expression was compiled.
type Scope[E any] struct {
	Names map[string]Name[E]
	Funcs map[string]Func[E]
}

var goTypes = [...]reflect.Type{ //nolint:gochecknoglobals // a table that is only read
	Any:         reflect.TypeFor[any](),
	BoolType:    reflect.TypeFor[bool](),
	IntType:     reflect.TypeFor[int](),
	FloatType:   reflect.TypeFor[float64](),
	StringType:  reflect.TypeFor[string](),
	TimeType:    reflect.TypeFor[time.Time](),
	ListType:    reflect.TypeFor[[]any](),
	StringsType: reflect.TypeFor[[]any](),
	MapType:     reflect.TypeFor[map[string]any](),
}

// config is expr's view of the scope. The parser gets no names: a variable must not hide a builtin of the same name.
func (s *Scope[E]) config() *conf.Config {
	c := conf.CreateNew()
	c.Optimize = false
	c.MaxNodes = maxNodes
	c.Strict = true
	for path, f := range s.Funcs {
		c.Functions[escape(path)] = declare(path, f)
		c.Functions[callee(path)] = c.Functions[escape(path)]
	}
	return c
}

// callee is the name under which the checker knows a function. No source can write it, so that a name and a function may
// be called the same.
func callee(path string) string { return " " + path }

func declare[E any](path string, f Func[E]) *builtin.Function {
	d := &builtin.Function{Name: path} // known by its types; it is never called under this name
	in := make([]reflect.Type, len(f.Params))
	for i, p := range f.Params {
		in[i] = goTypes[p]
	}
	for n := len(in); n >= len(in)-f.Optional && n >= 0; n-- {
		d.Types = append(d.Types, reflect.FuncOf(in[:n], []reflect.Type{goTypes[f.Result]}, false))
	}
	return d
}

func (s *Scope[E]) nature() nature.Nature {
	return fieldsType(s.Names).Nature()
}

func fieldsType[E any](names map[string]Name[E]) types.Map {
	m := make(types.Map, len(names))
	for k, n := range names {
		m[k] = n.exprType()
	}
	return m
}

func (n Name[E]) exprType() types.Type {
	if n.Fields != nil || n.Open {
		m := fieldsType(n.Fields)
		if n.Open {
			m[types.Extra] = types.Any
		}
		return m
	}
	switch n.Type {
	case ListType:
		return types.Array(types.Any)
	case StringsType:
		return types.Array(types.String)
	case MapType:
		return types.Map{types.Extra: types.Any}
	case Any:
		return types.Any
	}
	return types.TypeOf(reflect.Zero(goTypes[n.Type]).Interface())
}

// group reports whether n can only be read through its fields.
func (n Name[E]) group() bool { return n.Value == nil }
