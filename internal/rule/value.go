package rule

import (
	"math"
	"time"
	"unsafe"
)

// Kind is what a Value holds.
type Kind uint8

// The kinds. Other is a Go value that no kind covers, such as a duration; expressions can compare it and little else.
const (
	KindNil Kind = iota
	KindBool
	KindInt
	KindFloat
	KindTime
	KindString
	KindList
	KindMap
	KindOther
)

//nolint:gochecknoglobals // a table that is only read
var kindNames = [...]string{"nil", "bool", "int", "float", "time", "string", "list", "map", "any"}

// String is the kind's name as users read it in messages.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "any"
}

// Value is one value of an expression: nil, bool, int, float, string, time, list or map. It is immutable as long as
// nobody changes the list or map it was made from, and the zero Value is nil. It is a tagged union, so that evaluating a
// condition does not allocate; compare two with Equal, never with == or reflect.DeepEqual, which see pointers only.
type Value struct {
	// Four words and four fields are what the compiler keeps in registers.
	bits uint64 // bool, int, float; seconds of a time; length of a text or list
	ref  any    // *byte (a text), *any or *string (a list), map[string]any, *time.Location, *spoken, or the Other value
	nano int32  // of a time; for a list or map, whether an expression built it
	kind Kind
}

// built marks a list or map that an expression made of values that were limited before, in their canonical form.
const built = 1

// None is the value nil.
func None() Value { return Value{} }

// Bool is a truth value.
func Bool(b bool) Value {
	if b {
		return Value{kind: KindBool, bits: 1}
	}
	return Value{kind: KindBool}
}

// Int is a whole number.
func Int(i int64) Value { return Value{kind: KindInt, bits: uint64(i)} }

// Float is a number with a fraction.
func Float(f float64) Value { return Value{kind: KindFloat, bits: math.Float64bits(f)} }

// String is a text.
func String(s string) Value {
	return Value{kind: KindString, bits: uint64(len(s)), ref: unsafe.StringData(s)} //nolint:gosec // its length is beside it, in bits
}

// Time is an instant with its location. The monotonic clock reading is dropped: it is no part of the data.
func Time(t time.Time) Value {
	return Value{kind: KindTime, bits: uint64(t.Unix()), nano: int32(t.Nanosecond()), ref: t.Location()}
}

// spoken is how a number or an instant reads in a text, and the location of the instant.
type spoken struct {
	text string
	zone *time.Location
}

// Spoken is a number or an instant that reads as words in a text: an opening hour, a waiting time. In every other way it
// is the value itself; what expressions make of it reads as usual.
func Spoken(v Value, text string) Value {
	switch v.kind {
	case KindInt, KindFloat:
		v.ref = &spoken{text: text}
	case KindTime:
		v.ref = &spoken{text: text, zone: v.zone()}
	}
	return v
}

// words is how v reads in a text, if that was said.
func (v Value) words() (string, bool) {
	if s, ok := v.ref.(*spoken); ok {
		return s.text, true
	}
	return "", false
}

// zone is the location of an instant.
func (v Value) zone() *time.Location {
	switch ref := v.ref.(type) {
	case *time.Location:
		return ref
	case *spoken:
		return ref.zone
	}
	return time.UTC
}

// List is a list of any values; nil is the empty list. It does not copy the slice, which must not change afterwards.
func List(l []any) Value {
	if len(l) == 0 {
		return Value{kind: KindList}
	}
	return Value{kind: KindList, bits: uint64(len(l)), ref: unsafe.SliceData(l)} //nolint:gosec // its length is beside it, in bits
}

// Strings is a list of texts; nil is the empty list. It does not copy the slice, which must not change afterwards.
func Strings(l []string) Value {
	if len(l) == 0 {
		return Value{kind: KindList}
	}
	return Value{kind: KindList, bits: uint64(len(l)), ref: unsafe.SliceData(l)} //nolint:gosec // its length is beside it, in bits
}

var emptyMap = map[string]any{} //nolint:gochecknoglobals // nobody writes into it

// Map is a map with text keys; nil is the empty map. It does not copy the map, which must not change afterwards.
func Map(m map[string]any) Value {
	if m == nil {
		m = emptyMap
	}
	return Value{kind: KindMap, ref: m}
}

// Kind is what v holds.
func (v Value) Kind() Kind { return v.kind }

// IsNil reports whether v is nil.
func (v Value) IsNil() bool { return v.kind == KindNil }

// AsBool is v as a truth value, and whether it is one.
func (v Value) AsBool() (bool, bool) { return v.kind == KindBool && v.bits != 0, v.kind == KindBool }

// AsInt is v as a whole number, and whether it is one. A float is one if nothing is lost.
func (v Value) AsInt() (int64, bool) {
	switch v.kind {
	case KindInt:
		return v.int(), true
	case KindFloat:
		f := v.float()
		if f == math.Trunc(f) && f >= -(1<<63) && f < 1<<63 {
			return int64(f), true
		}
	}
	return 0, false
}

// AsFloat is v as a number, and whether it is one; ints are numbers too.
func (v Value) AsFloat() (float64, bool) {
	switch v.kind {
	case KindInt:
		return float64(v.int()), true
	case KindFloat:
		return v.float(), true
	}
	return 0, false
}

// AsString is v as a text, and whether it is one. Text is the form that never fails.
func (v Value) AsString() (string, bool) {
	if v.kind != KindString {
		return "", false
	}
	return v.str(), true
}

// AsTime is v as an instant, and whether it is one.
func (v Value) AsTime() (time.Time, bool) {
	if v.kind != KindTime {
		return time.Time{}, false
	}
	return v.time(), true
}

// AsList is v as a list, and whether it is one. The list must not be changed.
func (v Value) AsList() ([]any, bool) {
	if v.kind != KindList {
		return nil, false
	}
	if texts, ok := v.texts(); ok {
		list := make([]any, len(texts))
		for i, s := range texts {
			list[i] = s
		}
		return list, true
	}
	return v.list(), true
}

// AsStrings is v as a list of texts, and whether it is a list of nothing but texts. The list must not be changed.
func (v Value) AsStrings() ([]string, bool) {
	if v.kind != KindList {
		return nil, false
	}
	if texts, ok := v.texts(); ok {
		return texts, true
	}
	texts := make([]string, 0, v.bits)
	for _, x := range v.list() {
		e := Of(x)
		if e.kind != KindString {
			return nil, false
		}
		texts = append(texts, e.str())
	}
	return texts, true
}

// AsMap is v as a map, and whether it is one. The map must not be changed.
func (v Value) AsMap() (map[string]any, bool) {
	if v.kind != KindMap {
		return nil, false
	}
	return v.fields(), true
}

// Any is v as a Go value: nil, bool, int, float64, string, time.Time, []any or map[string]any.
func (v Value) Any() any {
	switch v.kind {
	case KindNil:
		return nil
	case KindBool:
		return v.bits != 0
	case KindInt:
		return int(v.int())
	case KindFloat:
		return v.float()
	case KindString:
		return v.str()
	case KindTime:
		return v.time()
	case KindList:
		list, _ := v.AsList()
		return list
	}
	return v.ref
}

func (v Value) int() int64     { return int64(v.bits) }
func (v Value) float() float64 { return math.Float64frombits(v.bits) }

func (v Value) fields() map[string]any {
	m, _ := v.ref.(map[string]any)
	return m
}

func (v Value) str() string {
	first, _ := v.ref.(*byte)
	return unsafe.String(first, v.bits) //nolint:gosec // the two that String took apart
}

func (v Value) time() time.Time {
	return time.Unix(int64(v.bits), int64(v.nano)).In(v.zone())
}

func (v Value) list() []any {
	if first, ok := v.ref.(*any); ok {
		return unsafe.Slice(first, int(v.bits)) //nolint:gosec // the two that List took apart
	}
	return []any{}
}

// texts is the list of texts that v was made from, if it was made from one.
func (v Value) texts() ([]string, bool) {
	first, ok := v.ref.(*string)
	if !ok {
		return nil, false
	}
	return unsafe.Slice(first, int(v.bits)), true //nolint:gosec // the two that Strings took apart
}

// number is a float of an int or float value; the caller has looked at the kind.
func (v Value) number() float64 {
	if v.kind == KindInt {
		return float64(v.int())
	}
	return v.float()
}

func (v Value) isNumber() bool { return v.kind == KindInt || v.kind == KindFloat }
