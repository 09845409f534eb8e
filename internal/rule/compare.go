package rule

import (
	"errors"
	"fmt"
	"time"

	"github.com/expr-lang/expr/vm/runtime"
)

// Equal is expr's ==: numbers are equal by value, times by instant, lists and maps by their parts, nil only to nil, and
// values of different kinds never.
func (v Value) Equal(w Value) (ok bool) {
	defer func() {
		if recover() != nil { // beyond the limits, where an expression would get an error
			ok = false
		}
	}()
	return equal(v, w)
}

func equal(a, b Value) bool {
	switch {
	case a.kind == KindOther || b.kind == KindOther:
		return runtime.Equal(canon(a), canon(b))
	case a.kind == KindInt && b.kind == KindInt:
		return a.bits == b.bits
	case a.isNumber() && b.isNumber():
		return a.number() == b.number()
	case a.kind != b.kind:
		return false
	}
	switch a.kind {
	case KindString:
		return a.str() == b.str()
	case KindBool:
		return a.bits == b.bits
	case KindTime:
		return a.bits == b.bits && a.nano == b.nano
	case KindList, KindMap:
		return equalParts(canon(a), canon(b))
	}
	return true
}

var errLarge = errors.New("lists or maps are too large to be compared")

// equalParts asks for the size first: [list, list, ...] holds its list many times over.
func equalParts(a, b any) bool {
	if weigh(a, maxDataItems) > maxDataItems || weigh(b, maxDataItems) > maxDataItems {
		panic(errLarge)
	}
	return runtime.Equal(a, b)
}

// ordering is one of the operators < > <= >=.
type ordering struct {
	ints    func(a, b int64) bool
	floats  func(a, b float64) bool
	strings func(a, b string) bool
	times   func(a, b time.Time) bool
	others  func(a, b any) bool
}

var orderings = map[string]*ordering{ //nolint:gochecknoglobals // a table that is only read
	"<":  {smaller[int64], smaller[float64], smaller[string], time.Time.Before, runtime.Less},
	">":  {larger[int64], larger[float64], larger[string], time.Time.After, runtime.More},
	"<=": {atMost[int64], atMost[float64], atMost[string], notAfter, runtime.LessOrEqual},
	">=": {atLeast[int64], atLeast[float64], atLeast[string], notBefore, runtime.MoreOrEqual},
}

type ordered interface{ int64 | float64 | string }

func smaller[T ordered](a, b T) bool { return a < b }
func larger[T ordered](a, b T) bool  { return a > b }
func atMost[T ordered](a, b T) bool  { return a <= b }
func atLeast[T ordered](a, b T) bool { return a >= b }

func notAfter(a, b time.Time) bool  { return !a.After(b) }
func notBefore(a, b time.Time) bool { return !a.Before(b) }

func (o *ordering) holds(a, b Value) bool {
	switch {
	case a.kind == KindInt && b.kind == KindInt:
		return o.ints(a.int(), b.int())
	case a.isNumber() && b.isNumber():
		return o.floats(a.number(), b.number())
	case a.kind == KindString && b.kind == KindString:
		return o.strings(a.str(), b.str())
	case a.kind == KindTime && b.kind == KindTime:
		return o.times(a.time(), b.time())
	case a.kind == KindOther || b.kind == KindOther:
		return o.others(operand(a), operand(b))
	}
	panic(fmt.Errorf("%s and %s cannot be ordered", a.kind, b.kind))
}

// within is expr's `in`.
func within(needle, v Value) bool {
	switch v.kind {
	case KindNil:
		return false
	case KindList:
		return inList(needle, v)
	case KindMap:
		if needle.kind == KindString {
			_, ok := v.fields()[needle.str()]
			return ok
		}
	}
	return runtime.In(canon(needle), canon(v))
}

func inList(needle, v Value) bool {
	if texts, ok := v.texts(); ok {
		for _, s := range texts {
			if needle.kind == KindString && s == needle.str() {
				return true
			}
		}
		return false
	}
	for _, x := range v.list() {
		if s, ok := x.(string); ok {
			if needle.kind == KindString && s == needle.str() {
				return true
			}
		} else if equal(v.part(x), needle) {
			return true
		}
	}
	return false
}

// both takes the texts of contains and its like; nil on either side makes them false.
func both(a, b Value, op string) (x, y string, ok bool) {
	if a.kind == KindString && b.kind == KindString {
		return a.str(), b.str(), true
	}
	if a.kind == KindNil || b.kind == KindNil {
		return "", "", false
	}
	panic(fmt.Errorf("%s needs two texts, not %s and %s", op, a.kind, b.kind))
}

// must is a value where an operator wants true or false.
func must(v Value) bool {
	if v.kind != KindBool {
		panic(fmt.Errorf("this must be true or false, it is %s", v.kind))
	}
	return v.bits != 0
}

// truth is the value of a whole condition.
func truth(v Value) bool { return v.kind != KindNil && must(v) }
