package file

import (
	"reflect"
	"strconv"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/gousher/usher"
)

// own is a value of a registered type: the name that it has in files and what differs from the prototype there. Of
// several prototypes of the type it is the one from which the least differs.
func own[T any](w *writer, registered map[string]T, value T) (kind string, settings *yaml.Node, ok bool) {
	before := len(w.found)
	var problems usher.Diagnostics
	for _, name := range sorted(registered) {
		if reflect.TypeOf(registered[name]) != reflect.TypeOf(value) {
			continue
		}
		node := w.settings(name, registered[name], value)
		found := w.found[before:]
		w.found = w.found[:before:before]
		better := len(found) == 0 && (settings == nil || len(node.Content) < len(settings.Content))
		if better {
			kind, settings, ok, problems = name, node, true, nil
		} else if !ok {
			kind, ok, problems = name, true, found
		}
	}
	w.found = append(w.found, problems...)
	return kind, settings, ok
}

// settings are the keys of a value that differ from the prototype.
func (w *writer) settings(name string, prototype, value any) *yaml.Node {
	o := w.object()
	was, is := copied(prototype), copied(value)
	keys, err := keysOf(name, prototype)
	switch {
	case err != nil || !is.IsValid():
		w.cannot("", "", "the %s is nil", name)
		return o.node
	case keys == nil:
		if !same(was, is) {
			w.cannot("", "", "it is not the %s that is registered", name)
		}
		return o.node
	}
	known := map[int]bool{}
	for _, key := range keys.keys {
		known[key.index] = true
		before, now := was.Field(key.index), is.Field(key.index)
		if key.field.Required || !same(before, now) {
			o.entry(key.field.Key, w.value(key.field.Key, now))
		}
	}
	for i := range is.NumField() {
		if !known[i] && !same(exposed(was, i), exposed(is, i)) {
			w.cannot(is.Type().Field(i).Name, "", "the field is none that files have, and differs from the %s that is registered", name)
		}
	}
	return o.node
}

// copied is a value that can be looked into, behind its pointer if it is one to a struct; invalid if that is nil.
func copied(v any) reflect.Value {
	from := reflect.ValueOf(v)
	if from.Kind() == reflect.Pointer && from.Type().Elem().Kind() == reflect.Struct {
		return from.Elem()
	}
	return boxed(v)
}

// boxed is a value with an address.
func boxed(v any) reflect.Value {
	box := reflect.New(reflect.TypeOf(v)).Elem()
	box.Set(reflect.ValueOf(v))
	return box
}

// exposed is a field, although it may be unexported.
func exposed(of reflect.Value, i int) reflect.Value {
	field := of.Field(i)
	return reflect.NewAt(field.Type(), field.Addr().UnsafePointer()).Elem()
}

// same reports whether two values with addresses are the same; two functions are if they are one and the same.
func same(a, b reflect.Value) bool {
	if a.Kind() == reflect.Interface && !a.IsNil() && !b.IsNil() {
		a, b = boxed(a.Interface()), boxed(b.Interface())
	}
	switch {
	case a.Type() != b.Type():
		return false
	case a.Kind() == reflect.Func:
		return identity(a) == identity(b)
	case a.Kind() == reflect.Struct:
		for i := range a.NumField() {
			if !same(exposed(a, i), exposed(b, i)) {
				return false
			}
		}
		return true
	}
	return reflect.DeepEqual(a.Interface(), b.Interface())
}

// identity tells two functions apart, also if they are the same code over different variables.
func identity(function reflect.Value) uint64 {
	return reflect.NewAt(reflect.TypeFor[uintptr](), function.Addr().UnsafePointer()).Elem().Uint()
}

// value is a field of a custom kind, as fill reads it.
//
//nolint:cyclop // a table of types
func (w *writer) value(field string, v reflect.Value) *yaml.Node {
	if v.Type() != reflect.TypeFor[any]() && empty(v) {
		w.cannot(field, "", "a file can leave out %s, but not empty it", field)
		return nil
	}
	switch v.Type() {
	case reflect.TypeFor[usher.Steps]():
		return w.steps(as[usher.Steps](v), w.step+"."+field+".")
	case reflect.TypeFor[usher.Assigner]():
		return w.strategy(field, as[usher.Assigner](v))
	case reflect.TypeFor[usher.Target](), reflect.TypeFor[usher.Variable]():
		return w.text(field, w.target(field, as[usher.Target](v)))
	case reflect.TypeFor[[]usher.Choice]():
		return w.choices(as[[]usher.Choice](v))
	case reflect.TypeFor[usher.Translations]():
		return w.translations(field, as[usher.Translations](v))
	case reflect.TypeFor[usher.Skills]():
		return w.levels(field, as[usher.Skills](v), w.requirement)
	case reflect.TypeFor[usher.Units]():
		return w.number(field, as[usher.Units](v).Float())
	case reflect.TypeFor[time.Duration]():
		return w.duration(field, as[time.Duration](v))
	case reflect.TypeFor[time.Time]():
		return w.time(field, as[time.Time](v))
	}
	switch v.Kind() {
	case reflect.String:
		return w.text(field, v.String())
	case reflect.Bool:
		return plain(strconv.FormatBool(v.Bool()))
	case reflect.Int64:
		return plain(strconv.FormatInt(v.Int(), 10))
	case reflect.Int, reflect.Int32:
		return w.int(field, int(v.Int()))
	case reflect.Float64:
		return w.number(field, v.Float())
	case reflect.Pointer:
		return w.value(field, v.Elem())
	case reflect.Slice:
		n := list()
		for i := range v.Len() {
			n.Content = append(n.Content, w.value(field, v.Index(i)))
		}
		return n
	case reflect.Map:
		return w.mapping(field, v)
	}
	return w.anything(field, v.Interface())
}

// empty reports what has no way of being written.
func empty(v reflect.Value) bool {
	switch {
	case v.Type() == reflect.TypeFor[[]usher.Choice](), v.Type() == reflect.TypeFor[usher.Translations]():
		return v.Len() == 0
	case v.Kind() == reflect.Interface, v.Kind() == reflect.Pointer:
		return v.IsNil()
	}
	return false
}

// as is a value of a type that it is known to have.
func as[T any](v reflect.Value) T {
	t, _ := reflect.TypeAssert[T](v)
	return t
}

// mapping is a map with its keys in order.
func (w *writer) mapping(field string, v reflect.Value) *yaml.Node {
	values := map[string]reflect.Value{}
	for _, key := range v.MapKeys() {
		values[key.String()] = v.MapIndex(key)
	}
	o := w.object()
	for _, name := range sorted(values) {
		o.entry(name, w.value(field, values[name]))
	}
	return o.node
}
