package rule

import (
	"errors"
	"fmt"
	"strings"

	"github.com/expr-lang/expr/file"
)

// Expr is a compiled expression. It is immutable and may be used by any number of goroutines at once.
type Expr[E any] struct {
	source string
	want   Type
	eval   func(E) Value
	test   func(E) bool // what Holds asks
	refs   []Ref[E]
	calls  bool
	vm     *machine[E] // set when a part of it needs expr's virtual machine
}

// Ref is one name that an expression reads, for the explanation of a decision.
type Ref[E any] struct {
	Path    string // as written: "contact.fields.plan"
	Root    string // its first part: "contact"
	Line    int    // where it is read first; both count from 1, columns in runes
	Column  int
	Private bool // its value must not be captured, show "***"
	Value   func(E) Value
}

// Eval is the value of the expression. An error means that it has none for this environment (nil > 3, an index out of
// range, a function that failed); nothing escapes as a panic.
func (x *Expr[E]) Eval(env E) (v Value, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = asError(r)
		}
	}()
	if x.vm != nil {
		v, err = x.vm.run(env)
	} else {
		v = x.eval(env)
	}
	if err != nil {
		return Value{}, err
	}
	return coerce(settle(v), x.want)
}

// Holds is whether a condition is true. Nil is false. With an error it is false, too.
func (x *Expr[E]) Holds(env E) (ok bool, err error) {
	if x.vm != nil {
		v, failed := x.Eval(env)
		return v.kind == KindBool && v.bits != 0, failed
	}
	defer func() {
		if r := recover(); r != nil {
			err = asError(r)
		}
	}()
	return x.test(env), nil
}

// Source is the text that was compiled.
func (x *Expr[E]) Source() string { return x.source }

// Reads lists every name that the expression reads, in order of appearance, each once.
func (x *Expr[E]) Reads() []Ref[E] { return x.refs }

// Calls reports whether it calls a function of the host: its value then rests on more than what it reads.
func (x *Expr[E]) Calls() bool { return x.calls }

// Compiled reports whether no part of it needs expr's virtual machine, which costs about ten times as much.
func (x *Expr[E]) Compiled() bool { return x.vm == nil }

// coerce checks a result that was any at load against what the place wants.
func coerce(v Value, want Type) (Value, error) {
	switch {
	case want == Any || v.kind == KindNil || fits[want] == v.kind:
		return v, nil
	case want == FloatType && v.kind == KindInt:
		return Float(v.number()), nil
	case want == IntType:
		if i, ok := v.AsInt(); ok {
			return Int(i), nil
		}
	case want == StringsType && v.kind == KindList:
		if _, ok := v.AsStrings(); ok {
			return v, nil
		}
	}
	return Value{}, fmt.Errorf("the result is of type %s, not %s", v.kind, want)
}

var fits = [...]Kind{ //nolint:gochecknoglobals // a table that is only read
	BoolType: KindBool, IntType: KindInt, FloatType: KindFloat, StringType: KindString,
	TimeType: KindTime, ListType: KindList, StringsType: KindOther, MapType: KindMap,
}

// asError is the error of what an evaluation panicked with, or of what expr returned.
func asError(r any) error {
	err, ok := r.(error)
	if !ok {
		return errors.New(discreet(fmt.Sprint(r)))
	}
	if place, ok := errors.AsType[*file.Error](err); ok {
		return asMessage(place)
	}
	return err
}

// asMessage leaves out the snippet of the source that expr appends to its messages.
func asMessage(e *file.Error) error {
	if e.Prev != nil {
		return e.Prev
	}
	return errors.New(discreet(e.Message))
}

// discreet leaves the key out of expr's message about a field that cannot be read: it may be a private value.
func discreet(message string) string {
	i := strings.LastIndex(message, " from ")
	if !strings.HasPrefix(message, "cannot fetch ") || i < 0 {
		return message
	}
	of := message[i+len(" from "):]
	if of == "<nil>" {
		of = "nil"
	}
	return "cannot read a field or element of " + of
}
