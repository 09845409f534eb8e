package source

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/gousher/usher/internal/duration"
)

// Scalar is a value that stands alone, as it is written; false for a list, a mapping, and nothing.
func (n Node) Scalar() (string, bool) {
	if !n.Given() || n.value().Kind != yaml.ScalarNode || n.IsNull() {
		return "", false
	}
	return n.value().Value, true
}

// Text is a text.
func (n Node) Text() string {
	if !n.Given() {
		return ""
	}
	if !n.IsText() {
		hint := ""
		if s, ok := n.Scalar(); ok && len(s) <= 40 {
			hint = "put it into quotes: " + strconv.Quote(s)
		}
		n.wanted("a text", hint)
		return ""
	}
	return n.value().Value
}

// Name is a text, a number or a truth value, as it is written: names may look like anything.
func (n Node) Name() string {
	if !n.Given() {
		return ""
	}
	s, ok := n.Scalar()
	if !ok {
		n.wanted("a name", "")
	}
	return s
}

// Word is one of several words.
func (n Node) Word(words ...string) string {
	if !n.Given() {
		return ""
	}
	s, ok := n.Scalar()
	switch {
	case !ok:
		n.wanted(oneOf(words), "")
		return ""
	case !slices.Contains(words, s):
		n.Wrong(BadValue, DidYouMean(s, words), "%q is unknown here: write %s", clip(s), oneOf(words))
		return ""
	}
	return s
}

// Int is a whole number.
func (n Node) Int() int {
	i, _ := n.WholeNumber()
	return i
}

// Int64 is a whole number of up to 64 bits.
func (n Node) Int64() int64 {
	i, _ := n.whole(64)
	return i
}

// WholeNumber is a whole number of up to 32 bits; false if there is none.
func (n Node) WholeNumber() (int, bool) {
	i, ok := n.whole(32)
	return int(i), ok
}

func (n Node) whole(bits int) (int64, bool) {
	if !n.Given() {
		return 0, false
	}
	v := n.value()
	if v.Kind == yaml.ScalarNode && v.ShortTag() == "!!int" {
		if i, err := strconv.ParseInt(v.Value, 0, bits); err == nil {
			return i, true
		}
		n.Wrong(BadValue, "", "the number %s is too large, or not written in digits", clip(v.Value))
		return 0, false
	}
	n.wanted("a whole number", n.unquoted())
	return 0, false
}

var number = regexp.MustCompile(`^[+-]?\d+(\.\d+)?$`)

// unquoted is the hint for a number, or true or false, that stands in quotes.
func (n Node) unquoted() string {
	if s, _ := n.Scalar(); n.quoted() && (s == "true" || s == "false" || number.MatchString(s)) {
		return "leave out the quotes"
	}
	return ""
}

// Number is a number.
func (n Node) Number() float64 {
	if !n.Given() {
		return 0
	}
	v := n.value()
	if tag := v.ShortTag(); v.Kind == yaml.ScalarNode && (tag == "!!int" || tag == "!!float") {
		if f, err := strconv.ParseFloat(v.Value, 64); err == nil && !math.IsInf(f, 0) && !math.IsNaN(f) {
			return f
		}
		if i, err := strconv.ParseInt(v.Value, 0, 64); err == nil { // 0x10, 0o17
			return float64(i)
		}
	}
	n.wanted("a number", n.unquoted())
	return 0
}

// Bool is true or false.
func (n Node) Bool() bool {
	if !n.Given() {
		return false
	}
	if v := n.value(); v.Kind == yaml.ScalarNode && v.ShortTag() == "!!bool" {
		return strings.EqualFold(v.Value, "true")
	}
	n.wanted("true or false", n.unquoted())
	return false
}

// Duration is a time span such as 15s, 10m, 72h, 7d, 1h30m; it is not below zero.
func (n Node) Duration() time.Duration {
	if !n.Given() {
		return 0
	}
	s, ok := n.Scalar()
	if !ok {
		n.wanted("a duration", "write it like 15s, 10m, 72h or 7d")
		return 0
	}
	d, err := duration.Parse(s)
	if err != nil {
		n.Wrong(BadValue, "write it like 15s, 10m, 72h or 7d", "%s", err)
	}
	return d
}

// Time is an instant (RFC 3339), or a date, which begins at midnight in UTC.
func (n Node) Time() time.Time {
	if !n.Given() {
		return time.Time{}
	}
	s, ok := n.Scalar()
	if !ok {
		n.wanted("a time", "write it like 2026-03-02T09:00:00Z")
		return time.Time{}
	}
	for _, layout := range []string{time.RFC3339Nano, time.DateOnly} {
		if at, err := time.Parse(layout, s); err == nil {
			return at
		}
	}
	n.Wrong(BadValue, "write it like 2026-03-02T09:00:00Z", "%q is not a time", clip(s))
	return time.Time{}
}

// Any is the value as Go has it: texts, int, float64, bool, []any, map[string]any, nil.
func (n Node) Any() any {
	if !n.Given() {
		return nil
	}
	switch v := n.value(); v.Kind {
	case yaml.SequenceNode:
		list := make([]any, 0, len(v.Content))
		for _, item := range n.Items() {
			list = append(list, item.Any())
		}
		return list
	case yaml.MappingNode:
		m := map[string]any{}
		for _, pair := range n.Pairs() {
			m[pair.Name] = pair.Value.Any()
		}
		return m
	default:
		return n.scalar()
	}
}

func (n Node) scalar() any {
	v := n.value()
	switch v.ShortTag() {
	case "!!null":
		return nil
	case "!!bool":
		return n.Bool()
	case "!!int":
		if i, err := strconv.ParseInt(v.Value, 0, 64); err == nil {
			return int(i)
		}
		return n.Number()
	case "!!float":
		return n.Number()
	}
	return v.Value
}
