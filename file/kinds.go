package file

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/format"
)

// Kinds are the steps, actions and strategies of your own that files may use, by the name that they have there.
//
// A step or a strategy is registered with a value of its type. If that is a struct, its exported fields are the keys: a
// field RetryText is the key retry_text, unless a tag says otherwise (`usher:"again"`; `usher:"again,required"`;
// `usher:"-"` for a field that files do not have). A key that is left out keeps the value's own setting. Fields may be
// texts, numbers, truth values, time.Duration, time.Time, lists and maps of these, [usher.Steps] (declared as a block
// with the key's name), [usher.Translations], []usher.Choice, [usher.Skills], [usher.Target], [usher.Variable],
// [usher.Assigner], and any; not those of an embedded struct. An int64 takes numbers of 64 bits, other whole numbers are
// of 32. Texts that hold expressions are checked if the step declares them under the key's name.
//
// Names are words of letters, digits, _ and -.
type Kinds struct {
	// Steps are step kinds: "survey: {question: ..., else: [...]}".
	Steps map[string]usher.Step
	// Actions are called by a step under their name: "lookup: {with: {...}, save: {...}, else: [...]}".
	Actions map[string]Action
	// Assigners are strategies: "by: cheapest", or "by: {cheapest: {region: eu}}".
	Assigners map[string]usher.Assigner
}

// An Action is an action that files may call, and what may be said to it.
type Action struct {
	Do usher.Action
	// With are the names of the values that it takes; nil: any.
	With []string
	// Save are the fields of its result; nil: any.
	Save []string
	// Exits are the exits that it may take; nil: any.
	Exits []string
}

var kindName = regexp.MustCompile(`^[\pL\pN_-]+$`)

// check is what is wrong with the registration itself.
func (k Kinds) check() error {
	taken := map[string]string{}
	claim := func(name, what string) error {
		if !kindName.MatchString(name) {
			return fmt.Errorf("file: %s is called %q: a name in files is a word of letters, digits, _ and -", what, name)
		}
		if other, ok := taken[name]; ok {
			return fmt.Errorf("file: %s and %s are both called %q", other, what, name)
		}
		taken[name] = what
		return nil
	}
	for _, kind := range format.StepKinds {
		taken[kind.Key] = "a step of usher"
	}
	taken["id"] = "the id of a step"
	for _, name := range sorted(k.Steps) {
		if err := claim(name, "a step of yours"); err != nil {
			return err
		}
		if _, err := keysOf(name, k.Steps[name]); err != nil {
			return err
		}
	}
	for _, name := range sorted(k.Actions) {
		if err := claim(name, "an action of yours"); err != nil {
			return err
		}
		if k.Actions[name].Do == nil {
			return fmt.Errorf("file: the action %q has nothing to do: give Action.Do", name)
		}
	}
	return k.checkAssigners()
}

func (k Kinds) checkAssigners() error {
	for _, name := range sorted(k.Assigners) {
		if !kindName.MatchString(name) {
			return fmt.Errorf("file: a strategy of yours is called %q: a name in files is a word of letters, digits, _ and -", name)
		}
		if name == "else" || name == "min_confidence" {
			return fmt.Errorf("file: a strategy cannot be called %q: the word has a meaning beside every strategy", name)
		}
		for _, ours := range format.Strategies {
			if ours.Key == name {
				return fmt.Errorf("file: a strategy of usher and one of yours are both called %q", name)
			}
		}
		if _, err := keysOf(name, k.Assigners[name]); err != nil {
			return err
		}
	}
	return nil
}

// names are the kinds of steps that a file may use.
func (k Kinds) names() []string {
	names := append(sorted(k.Steps), sorted(k.Actions)...)
	for _, kind := range format.StepKinds {
		names = append(names, kind.Key)
	}
	return names
}

// ownKey is one key of a custom kind.
type ownKey struct {
	field format.Field
	index int
}

// ownKeys are the keys of a custom kind; nil for one that is no struct and has none.
type ownKeys struct {
	object *format.Object
	keys   []ownKey
}

// keysOf reads the keys of a custom kind off its type.
func keysOf(name string, prototype any) (*ownKeys, error) {
	if v := reflect.ValueOf(prototype); !v.IsValid() || (v.Kind() == reflect.Pointer || v.Kind() == reflect.Func) && v.IsNil() {
		return nil, fmt.Errorf("file: the kind %q is nil", name)
	}
	t := structOf(prototype)
	if t == nil {
		return nil, nil //nolint:nilnil // a function has no keys, and that is no error
	}
	own := &ownKeys{object: &format.Object{Name: name}}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous && f.Tag.Get("usher") != "-" && hasFields(f.Type) {
			return nil, fmt.Errorf("file: the kind %q embeds %s, whose fields no file would have: write them out, or tag it `usher:\"-\"`",
				name, f.Type)
		}
		key, required, skip := tagOf(f)
		if skip {
			continue
		}
		kind, ok := typeOf(f.Type)
		if !ok {
			return nil, fmt.Errorf("file: the kind %q has a field %s of type %s, which no file can hold: tag it `usher:\"-\"`",
				name, f.Name, f.Type)
		}
		if _, taken := own.object.Field(key); taken {
			return nil, fmt.Errorf("file: two fields of the kind %q have the key %q: tag one of them", name, key)
		}
		field := format.Field{Key: key, Type: kind, Required: required}
		own.object.Fields = append(own.object.Fields, field)
		own.keys = append(own.keys, ownKey{field: field, index: i})
	}
	return own, nil
}

// hasFields reports whether an embedded type brings fields that look as if files had them.
func hasFields(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return false
	}
	for f := range t.Fields() {
		if f.IsExported() || f.Anonymous && f.Type != t && hasFields(f.Type) {
			return true
		}
	}
	return false
}

func structOf(prototype any) reflect.Type {
	t := reflect.TypeOf(prototype)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	return t
}

// breaks is the step of scenarios that breaks as a custom step which panics would: "fail: {text: boom}".
type breaks struct{ Text string }

// Decide breaks.
func (b breaks) Decide(*usher.Turn) usher.Next { panic(b.Text) }

// Declare declares that what follows, or the lack of it, is no mistake.
func (breaks) Declare(d *usher.Declaration) { d.MayEnd() }

// inScenarios are the kinds with the one that only scenarios have.
func inScenarios(kinds Kinds) Kinds {
	if _, taken := kinds.Steps["fail"]; taken {
		return kinds
	}
	steps := map[string]usher.Step{"fail": breaks{}}
	maps.Copy(steps, kinds.Steps)
	kinds.Steps = steps
	return kinds
}
