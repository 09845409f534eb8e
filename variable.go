package usher

import (
	"fmt"
	"strings"
	"time"

	"github.com/gousher/usher/internal/rule"
)

// A VarType is what a variable can hold.
type VarType interface {
	string | int | float64 | bool | time.Time | []any | map[string]any
}

// A Var is a typed handle to a variable of a workflow: the question's validation, the type in expressions and the access
// from Go all come from this one declaration. A variable lives as long as the run; a contact field outlives it.
//
//	topic := usher.Var[string]{Name: "topic", OneOf: []string{"Sales", "Support"}}
type Var[T VarType] struct {
	// Name is how expressions call it: letters, digits and underscores, not one of the names that every expression has.
	Name string
	// OneOf are the values that it may have; empty means any.
	OneOf []T
	// Default is the value at the start of a run; nil means unset, which reads as nil in expressions.
	Default *T
	// Private values are redacted in traces and logs.
	Private bool
}

// A Variable is a [Var] of any type.
type Variable interface {
	Target
	declare() declaration
}

// A Target is where a question or a [Set] puts a value: a variable, a [ContactField], or [AsTag].
type Target interface{ target() target }

// A ContactField is a fact about the contact that outlives the conversation, read in expressions as
// contact.fields.NAME. The fields "name" and "language" are the contact's own name and language.
type ContactField string

// AsTag saves an answer as a tag of the contact.
type AsTag struct{}

type targetKind uint8

const (
	toVariable targetKind = iota
	toField
	toTag
)

type target struct {
	kind targetKind
	name string
}

type declaration struct {
	name    string
	kind    rule.Kind
	oneOf   []rule.Value
	initial rule.Value
	private bool
}

func (f ContactField) target() target { return target{toField, string(f)} }

func (AsTag) target() target { return target{kind: toTag} }

func (v Var[T]) target() target { return target{toVariable, v.Name} }

func (v Var[T]) declare() declaration {
	d := declaration{name: v.Name, private: v.Private, kind: kindOf[T]()}
	for _, value := range v.OneOf {
		d.oneOf = append(d.oneOf, rule.Of(any(value)))
	}
	if v.Default != nil {
		d.initial = rule.Of(any(*v.Default))
	}
	return d
}

func kindOf[T VarType]() rule.Kind {
	var zero T
	switch any(zero).(type) {
	case string:
		return rule.KindString
	case int:
		return rule.KindInt
	case float64:
		return rule.KindFloat
	case bool:
		return rule.KindBool
	case time.Time:
		return rule.KindTime
	case []any:
		return rule.KindList
	default:
		return rule.KindMap
	}
}

// In is the variable's value in a turn; false if it is not set.
func (v Var[T]) In(t *Turn) (T, bool) {
	var zero T
	i, ok := t.program.variables[v.Name]
	if !ok || t.run.vars[i].IsNil() {
		return zero, false
	}
	raw := t.run.vars[i].Any()
	if n, isInt := raw.(int64); isInt { // the stored form of an int is 64 bits wide
		raw = int(n)
	}
	value, ok := raw.(T)
	return value, ok
}

// Set gives the variable a value in a turn. The error says that the workflow does not declare it with this type, or
// that the value is not one of those allowed or beyond the limits.
func (v Var[T]) Set(t *Turn, value T) error {
	return t.setVariable(v.Name, rule.Of(any(value)))
}

// maxValue is how much a variable or a field can hold, in bytes.
const maxValue = 64 << 10

// keepable is the value as it can be kept: texts, numbers, truth values, times (in UTC, so that they read the same when
// they come back), and lists and maps of these. The error completes a sentence: "the value ...".
func keepable(v rule.Value) (rule.Value, error) {
	switch v.Kind() {
	case rule.KindString:
		s, _ := v.AsString()
		if len(s) > maxValue {
			return v, fmt.Errorf("has %d bytes, over the limit of %d", len(s), maxValue)
		}
		return rule.String(tidy(s)), nil
	case rule.KindTime:
		t, _ := v.AsTime()
		return rule.Time(t.UTC()), nil
	case rule.KindList, rule.KindMap:
		budget := maxValue
		plain, err := keepableParts(v.Any(), 0, &budget)
		return rule.Of(plain), err
	case rule.KindOther:
		return v, fmt.Errorf("is of a type that cannot be kept: %T", v.Any())
	}
	return v, nil
}

// keepableParts copies a list or a map, and everything in it.
func keepableParts(part any, depth int, budget *int) (any, error) {
	if *budget -= 8; *budget < 0 || depth > maxFieldsDepth {
		return nil, fmt.Errorf("is nested over %d deep or has over %d bytes", maxFieldsDepth, maxValue)
	}
	v := rule.Of(part)
	switch v.Kind() {
	case rule.KindList:
		list, _ := v.AsList()
		copied := make([]any, len(list))
		for i, e := range list {
			var err error
			if copied[i], err = keepableParts(e, depth+1, budget); err != nil {
				return nil, err
			}
		}
		return copied, nil
	case rule.KindMap:
		m, _ := v.AsMap()
		copied := make(map[string]any, len(m))
		for key, e := range m {
			*budget -= len(key)
			var err error
			if copied[key], err = keepableParts(e, depth+1, budget); err != nil {
				return nil, err
			}
		}
		return copied, nil
	case rule.KindString:
		s, _ := v.AsString()
		*budget -= len(s)
	}
	v, err := keepable(v)
	return v.Any(), err
}

// fit converts a value to the declared type: whole floats become ints, ints become floats; everything else must match.
func (d *declaration) fit(v rule.Value) (rule.Value, error) {
	if v.IsNil() {
		return v, nil
	}
	if n, ok := v.AsInt(); ok && d.kind == rule.KindFloat && v.Kind() == rule.KindInt {
		v = rule.Float(float64(n))
	}
	if f, ok := v.AsFloat(); ok && d.kind == rule.KindInt && v.Kind() == rule.KindFloat && f == float64(int64(f)) {
		v = rule.Int(int64(f))
	}
	if v.Kind() != d.kind {
		return v, fmt.Errorf("%s is of type %s, the value is of type %s", d.name, d.kind, v.Kind())
	}
	v, err := keepable(v)
	if err != nil {
		return v, fmt.Errorf("the value for %s %w", d.name, err)
	}
	if len(d.oneOf) > 0 && !contains(d.oneOf, v) {
		return v, fmt.Errorf("the value for %s is not one of those that it may have", d.name)
	}
	return v, nil
}

func contains(values []rule.Value, v rule.Value) bool {
	for _, w := range values {
		if w.Equal(v) {
			return true
		}
	}
	return false
}

func (c *compiler) declareVariables(vars []Variable) {
	if len(vars) > maxVariables {
		c.wrong("vars", codeSize, fmt.Sprintf("the workflow has %d variables, over the limit of %d", len(vars), maxVariables), "")
		vars = vars[:maxVariables]
	}
	for _, v := range vars {
		if isNil(v) {
			c.wrong("vars", codeValue, "a variable is nil", "")
			continue
		}
		d := v.declare()
		if problem := checkVariable(d, c.program.variables); problem != "" {
			code := codeName
			if strings.HasPrefix(problem, "two ") {
				code = codeDuplicate
			}
			c.wrong("vars", code, problem, "")
			c.refused[d.name] = true
			continue
		}
		initial, err := d.fit(d.initial)
		if err != nil {
			c.wrong("vars", codeType, fmt.Sprintf("the default of %q does not fit: %s", d.name, err), "")
		}
		c.program.variables[d.name] = len(c.program.declared)
		c.program.declared = append(c.program.declared, d)
		c.program.initial = append(c.program.initial, initial)
	}
}

func checkVariable(d declaration, known map[string]int) string {
	switch _, taken := known[d.name]; {
	case !identifier(d.name):
		return fmt.Sprintf("%q cannot be the name of a variable: use letters, digits and underscores, and begin with a letter", d.name)
	case reserved[d.name]:
		return fmt.Sprintf("%q cannot be the name of a variable: every expression has a meaning for it", d.name)
	case taken:
		return fmt.Sprintf("two variables are called %q", d.name)
	}
	return ""
}

func (c *compiler) kind(variable string) rule.Kind {
	if i, ok := c.program.variables[variable]; ok {
		return c.program.declared[i].kind
	}
	return rule.KindNil
}
