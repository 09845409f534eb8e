package rule

import (
	"encoding/json"
	"math"
	"reflect"
	"time"
)

// Of is the value of any Go value. All integers become ints (one that does not fit becomes a float), all floats floats,
// json.Number an int or a float, named and pointed-to types what they stand for, slices lists and maps with text keys
// maps. What remains (a struct, a function) is of KindOther.
func Of(x any) Value {
	switch x := x.(type) {
	case nil:
		return None()
	case string:
		return String(x)
	case bool:
		return Bool(x)
	case int:
		return Int(int64(x))
	case int64:
		return Int(x)
	case float64:
		return Float(x)
	case time.Time:
		return Time(x)
	case []any:
		return List(x)
	case []string:
		return Strings(x)
	case map[string]any:
		return Map(x)
	case Value:
		return x
	case json.Number:
		return ofNumber(x)
	case time.Duration:
		return Value{kind: KindOther, ref: x}
	}
	return ofReflect(x)
}

func ofNumber(n json.Number) Value {
	if i, err := n.Int64(); err == nil {
		return Int(i)
	}
	if f, err := n.Float64(); err == nil {
		return Float(f)
	}
	return String(n.String())
}

func ofReflect(x any) Value {
	r := reflect.ValueOf(x)
	switch r.Kind() {
	case reflect.Bool:
		return Bool(r.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return Int(r.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		if u := r.Uint(); u > math.MaxInt64 {
			return Float(float64(u))
		}
		return Int(int64(r.Uint()))
	case reflect.Float32, reflect.Float64:
		return Float(r.Float())
	case reflect.String:
		return String(r.String())
	case reflect.Pointer:
		if r.IsNil() {
			return None()
		}
		return Of(r.Elem().Interface())
	case reflect.Slice, reflect.Array:
		return ofSlice(r)
	case reflect.Map:
		return ofMap(x, r)
	}
	return Value{kind: KindOther, ref: x}
}

func ofSlice(r reflect.Value) Value {
	list := make([]any, r.Len())
	for i := range list {
		list[i] = r.Index(i).Interface()
	}
	return List(list)
}

func ofMap(x any, r reflect.Value) Value {
	if r.Type().Key().Kind() != reflect.String {
		return Value{kind: KindOther, ref: x}
	}
	m := make(map[string]any, r.Len())
	for it := r.MapRange(); it.Next(); {
		m[it.Key().String()] = it.Value().Interface()
	}
	return Map(m)
}

// wrap is the value of something that an expression computed. Unlike Of it changes nothing: a uint8 that expr made (from
// indexing a text) stays one, because expr's operators treat it differently from an int.
func wrap(x any) Value {
	switch x := x.(type) {
	case nil:
		return None()
	case string:
		return String(x)
	case bool:
		return Bool(x)
	case int:
		return Int(int64(x))
	case float64:
		return Float(x)
	case time.Time:
		return Time(x)
	case []any:
		v := List(x)
		v.nano = built
		return v
	case map[string]any:
		v := Map(x)
		v.nano = built
		return v
	}
	return Value{kind: KindOther, ref: x}
}

// settle is the form in which a value leaves an expression: what wrap kept as it was becomes an ordinary value.
func settle(v Value) Value {
	switch v.kind {
	case KindOther:
		return Of(v.ref)
	case KindList, KindMap:
		v.nano = 0
	}
	return v
}

// part is a member of a list or map as an expression gets to see it.
func (v Value) part(x any) Value {
	if v.nano == built {
		return wrap(x)
	}
	return limited(Of(x))
}
