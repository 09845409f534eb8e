package file

import (
	"reflect"
	"strings"
	"time"
	"unicode"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/format"
	"github.com/gousher/usher/internal/source"
)

// tagOf is the key of a struct field, and whether files must give it, or never have it.
func tagOf(f reflect.StructField) (key string, required, skip bool) {
	tag, options, _ := strings.Cut(f.Tag.Get("usher"), ",")
	if tag == "-" || !f.IsExported() || f.Anonymous {
		return "", false, true
	}
	if tag == "" {
		tag = snake(f.Name)
	}
	return tag, options == "required", false
}

// snake turns RetryText into retry_text, and CRMKey into crm_key.
func snake(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		upper := unicode.IsUpper(r)
		if upper && i > 0 && (!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// typeOf is what a file may hold for a Go type; false for one that no file can hold.
//
//nolint:cyclop // a table of types
func typeOf(t reflect.Type) (format.Type, bool) {
	switch t {
	case reflect.TypeFor[usher.Steps]():
		return format.Steps, true
	case reflect.TypeFor[usher.Assigner]():
		return format.Strategy, true
	case reflect.TypeFor[usher.Target](), reflect.TypeFor[usher.Variable]():
		return format.Name, true
	case reflect.TypeFor[[]usher.Choice]():
		return format.Choices, true
	case reflect.TypeFor[usher.Translations]():
		return format.Texts, true
	case reflect.TypeFor[usher.Skills]():
		return format.MapOf(format.Requirement), true
	case reflect.TypeFor[usher.Units]():
		return format.Number.From(0).To(format.MaxUnits), true
	case reflect.TypeFor[time.Duration]():
		return format.Duration, true
	case reflect.TypeFor[time.Time]():
		return format.Instant, true
	}
	switch t.Kind() {
	case reflect.String:
		return format.Text, true
	case reflect.Bool:
		return format.Bool, true
	case reflect.Int, reflect.Int64, reflect.Int32:
		return format.Int, true
	case reflect.Float64:
		return format.Number, true
	case reflect.Pointer, reflect.Slice, reflect.Map:
		elem, ok := typeOf(t.Elem())
		switch {
		case !ok || t.Kind() == reflect.Map && t.Key().Kind() != reflect.String:
			return format.Type{}, false
		case t.Kind() == reflect.Pointer:
			return elem, true
		case t.Kind() == reflect.Slice:
			return format.ListOf(elem), true
		}
		return format.MapOf(elem), true
	case reflect.Interface:
		return format.Anything, t.NumMethod() == 0
	}
	return format.Type{}, false
}

func (w *workflowReader) ownStep(kind source.Pair, prototype usher.Step, name string) usher.Step {
	value, ok := w.own(kind, prototype, name, "")
	if !ok {
		return nil
	}
	step, _ := value.(usher.Step)
	return step
}

func (w *workflowReader) ownAssigner(kind source.Pair, prototype usher.Assigner, name, prefix string) usher.Assigner {
	value, ok := w.own(kind, prototype, name, prefix)
	if !ok {
		return nil
	}
	by, _ := value.(usher.Assigner)
	return by
}

// own is a value like the prototype, with the settings of the file. The prefix is what its fields are called below.
func (w *workflowReader) own(kind source.Pair, prototype any, name, prefix string) (any, bool) {
	keys, err := keysOf(kind.Name, prototype)
	if err != nil { // has been found out before
		return nil, false
	}
	bare := !kind.Value.Given() || kind.Value.IsNull()
	if keys == nil {
		if !bare && !(kind.Value.IsMap() && len(kind.Value.Pairs()) == 0) {
			kind.Value.Wrong(source.WrongType, "", "%s has no settings", kind.Name)
		}
		return prototype, true
	}
	m, ok := keys.read(kind, bare)
	if !ok {
		return nil, false
	}
	v := reflect.ValueOf(prototype)
	pointer := v.Kind() == reflect.Pointer
	if pointer {
		v = v.Elem()
	}
	fresh := reflect.New(v.Type())
	fresh.Elem().Set(v)
	for _, key := range keys.keys {
		n := m.Of(key.field.Key)
		if !n.Given() {
			continue
		}
		w.places.block(name, prefix+key.field.Key, n, n)
		w.fill(fresh.Elem().Field(key.index), n, name+"."+key.field.Key+".", name)
	}
	if pointer {
		return fresh.Interface(), true
	}
	return fresh.Elem().Interface(), true
}

// read reads the settings of a custom kind, which may be left out if none of them is required.
func (keys *ownKeys) read(kind source.Pair, bare bool) (m source.Map, ok bool) {
	if !bare {
		return kind.Value.Object(keys.object), kind.Value.IsMap()
	}
	for _, key := range keys.keys {
		if key.field.Required {
			kind.Key.Wrong(source.MissingKey, "", "%s lacks the key %q", kind.Name, key.field.Key)
			return m, false
		}
	}
	return m, true
}

// fill sets a field of a custom kind to what the file says.
//
//nolint:cyclop,funlen // a table of types
func (w *workflowReader) fill(field reflect.Value, n source.Node, prefix, name string) {
	set := func(v any) {
		if v != nil {
			field.Set(reflect.ValueOf(v))
		}
	}
	switch field.Type() {
	case reflect.TypeFor[usher.Steps]():
		set(w.steps(n, prefix))
		return
	case reflect.TypeFor[usher.Assigner]():
		if by := w.strategy(n, name, ""); by != nil {
			set(by)
		}
		return
	case reflect.TypeFor[usher.Target](), reflect.TypeFor[usher.Variable]():
		if to := w.target(n); to != nil && reflect.TypeOf(to).Implements(field.Type()) {
			set(to)
		} else if to != nil {
			n.Wrong(source.WrongType, "", "a variable is wanted here")
		}
		return
	case reflect.TypeFor[[]usher.Choice]():
		choices, _ := w.choices(n)
		set(choices)
		return
	case reflect.TypeFor[usher.Translations]():
		if !n.IsMap() {
			n.Pairs() // says what is wrong
			return
		}
		set(w.translations(n))
		return
	case reflect.TypeFor[usher.Skills]():
		set(given(requirements(n)))
		return
	case reflect.TypeFor[usher.Units]():
		if units := cost(n); units != nil {
			set(*units)
		}
		return
	case reflect.TypeFor[time.Duration]():
		set(n.Duration())
		return
	case reflect.TypeFor[time.Time]():
		set(n.Time().UTC())
		return
	}
	switch field.Kind() {
	case reflect.String:
		field.SetString(w.plain(n))
	case reflect.Bool:
		field.SetBool(n.Bool())
	case reflect.Int64:
		field.SetInt(n.Int64())
	case reflect.Int, reflect.Int32:
		field.SetInt(int64(n.Int()))
	case reflect.Float64:
		field.SetFloat(n.Number())
	case reflect.Pointer:
		field.Set(reflect.New(field.Type().Elem()))
		w.fill(field.Elem(), n, prefix, name)
	case reflect.Slice:
		items := n.Items()
		field.Set(reflect.MakeSlice(field.Type(), len(items), len(items)))
		for i, item := range items {
			w.fill(field.Index(i), item, prefix, name)
		}
	case reflect.Map:
		field.Set(reflect.MakeMap(field.Type()))
		for _, pair := range n.Pairs() {
			elem := reflect.New(field.Type().Elem()).Elem()
			w.fill(elem, pair.Value, prefix, name)
			field.SetMapIndex(reflect.ValueOf(pair.Name).Convert(field.Type().Key()), elem)
		}
	case reflect.Interface:
		field.SetZero()
		set(n.Any())
	}
}
