package source

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/format"
	"github.com/gousher/usher/internal/rule"
)

// A Node is a value in a file, with its place. The zero Node is a value that is not there: it reads as nothing and is no
// mistake.
type Node struct {
	file *File
	yaml *yaml.Node
}

// Given reports whether there is a value.
func (n Node) Given() bool { return n.yaml != nil }

// File is where the value stands; nil for the zero Node.
func (n Node) File() *File { return n.file }

// value is the node behind an alias.
func (n Node) value() *yaml.Node {
	if n.yaml.Kind == yaml.AliasNode {
		return n.yaml.Alias
	}
	return n.yaml
}

// Place is where the value begins: line and column, from 1.
func (n Node) Place() (line, column int) { return n.yaml.Line, n.yaml.Column }

// Wrong reports a mistake at the value.
func (n Node) Wrong(code, hint, message string, args ...any) {
	if n.file == nil {
		return
	}
	n.file.Wrong(usher.Diagnostic{
		Code: code, Message: fmt.Sprintf(message, args...), Hint: hint,
		Line: n.yaml.Line, Column: n.yaml.Column, Length: n.length(),
	})
}

// length is how many characters the value takes in its line, as far as that is known.
func (n Node) length() int {
	switch {
	case n.yaml.Kind == yaml.AliasNode:
		return utf8.RuneCountInString(n.yaml.Value) + 1
	case n.yaml.Kind != yaml.ScalarNode || n.yaml.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return 1
	}
	length := utf8.RuneCountInString(n.yaml.Value)
	if n.quoted() {
		length += 2
	}
	return max(length, 1)
}

func (n Node) quoted() bool {
	return n.yaml.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0
}

// Report adds a mistake at the value that was found in its content: the diagnostic's line and column are within the text.
func (n Node) Report(d usher.Diagnostic) {
	if n.file == nil {
		return
	}
	if d.Line > 0 && d.Column > 0 && n.yaml.Kind == yaml.ScalarNode {
		d.Line, d.Column = n.within(d.Line, d.Column)
	} else {
		d.Line, d.Column, d.Length = n.yaml.Line, n.yaml.Column, n.length()
	}
	d.Source = ""
	n.file.Wrong(d)
}

// What a value is, in words.
func (n Node) what() string {
	v := n.value()
	switch v.Kind {
	case yaml.SequenceNode:
		return "a list"
	case yaml.MappingNode:
		return "a mapping"
	}
	switch v.ShortTag() {
	case "!!null":
		return "nothing"
	case "!!int", "!!float":
		return "the number " + clip(v.Value)
	case "!!bool":
		return v.Value
	}
	return "the text " + strconv.Quote(clip(v.Value))
}

func clip(s string) string {
	const most = 60
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}

func (n Node) wanted(what string) {
	n.Wrong(WrongType, "", "%s is wanted here, not %s", what, n.what())
}

// IsList reports whether the value is a list, IsMap whether it is a mapping, IsText whether it is a text.
func (n Node) IsList() bool { return n.Given() && n.value().Kind == yaml.SequenceNode }

// IsMap reports whether the value is a mapping.
func (n Node) IsMap() bool { return n.Given() && n.value().Kind == yaml.MappingNode }

// IsText reports whether the value is a text.
func (n Node) IsText() bool {
	if !n.Given() || n.value().Kind != yaml.ScalarNode {
		return false
	}
	tag := n.value().ShortTag()
	return tag == "!!str" || tag == "!!timestamp"
}

// IsNull reports whether the value is there and empty.
func (n Node) IsNull() bool {
	return n.Given() && n.value().Kind == yaml.ScalarNode && n.value().ShortTag() == "!!null"
}

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
		n.wanted("a text")
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
		n.wanted("a name")
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
		n.wanted("one of " + strings.Join(words, ", "))
		return ""
	case !slices.Contains(words, s):
		n.Wrong(BadValue, DidYouMean(s, words), "%q is none of %s", clip(s), strings.Join(words, ", "))
		return ""
	}
	return s
}

// Int is a whole number.
func (n Node) Int() int {
	if !n.Given() {
		return 0
	}
	v := n.value()
	if v.Kind == yaml.ScalarNode && v.ShortTag() == "!!int" {
		if i, err := strconv.ParseInt(v.Value, 0, 32); err == nil {
			return int(i)
		}
		n.Wrong(BadValue, "", "the number %s is too large, or not written in digits", clip(v.Value))
		return 0
	}
	n.wanted("a whole number")
	return 0
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
	}
	n.wanted("a number")
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
	n.wanted("true or false")
	return false
}

// Duration is a time span such as 15s, 10m, 72h, 7d, 1h30m; it is not below zero.
func (n Node) Duration() time.Duration {
	if !n.Given() {
		return 0
	}
	s, ok := n.Scalar()
	if !ok {
		n.wanted("a duration such as 15s, 10m, 72h or 7d")
		return 0
	}
	d, err := ParseDuration(s)
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
		n.wanted("a time such as 2026-03-02T09:00:00Z")
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

// Items are the elements of a list.
func (n Node) Items() []Node {
	if !n.Given() {
		return nil
	}
	if !n.IsList() {
		n.wanted("a list")
		return nil
	}
	items := make([]Node, len(n.value().Content))
	for i, item := range n.value().Content {
		items[i] = Node{n.file, item}
	}
	return items
}

// Names are the elements of a list of names.
func (n Node) Names() []string {
	items := n.Items()
	if len(items) == 0 {
		return nil
	}
	names := make([]string, len(items))
	for i, item := range items {
		names[i] = item.Name()
	}
	return names
}

// OneOrMore are the elements of a list, or a value that stands for a list of one.
func (n Node) OneOrMore() []Node {
	if n.Given() && !n.IsList() {
		return []Node{n}
	}
	return n.Items()
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

// A Pair is one key of a mapping with its value.
type Pair struct {
	Name  string
	Key   Node
	Value Node
}

// Pairs are the keys of a mapping, whatever they are called, each once.
func (n Node) Pairs() []Pair {
	if !n.Given() {
		return nil
	}
	if !n.IsMap() {
		n.wanted("a mapping")
		return nil
	}
	content := n.value().Content
	pairs := make([]Pair, 0, len(content)/2)
	seen := make(map[string]int, len(content)/2)
	for i := 0; i+1 < len(content); i += 2 {
		key := Node{n.file, content[i]}
		name, ok := key.Scalar()
		if !ok {
			key.wanted("a key")
			continue
		}
		if line, twice := seen[name]; twice {
			key.Wrong(Duplicate, "remove one of them", "the key %q stands here a second time; the first is in line %d", clip(name), line)
			continue
		}
		seen[name] = content[i].Line
		pairs = append(pairs, Pair{Name: name, Key: key, Value: Node{n.file, content[i+1]}})
	}
	return pairs
}

// A Map is a mapping whose keys have been checked against what the format knows.
type Map struct {
	node  Node
	pairs []Pair
}

// Object is a mapping with known keys: unknown, missing and unsupported ones are reported.
func (n Node) Object(o *format.Object) Map {
	m := Map{node: n}
	if !n.Given() {
		return m
	}
	if !n.IsMap() {
		n.wanted(o.Name)
		return m
	}
	for _, pair := range n.Pairs() {
		field, known := o.Field(pair.Name)
		switch {
		case !known:
			pair.Key.Wrong(UnknownKey, unknownHint(pair.Name, o.Keys()), "unknown key %q in %s", clip(pair.Name), o.Name)
		case field.Later:
			pair.Key.Wrong(NotYet, "leave it out", "the key %q of %s is not yet supported", pair.Name, o.Name)
		case pair.Value.IsNull() && field.Type.Kind != format.AnyKind:
			pair.Key.Wrong(WrongType, "", "the key %q of %s has no value", pair.Name, o.Name)
			m.pairs = append(m.pairs, Pair{Name: pair.Name, Key: pair.Key})
		default:
			m.pairs = append(m.pairs, pair)
		}
	}
	for _, field := range o.Fields {
		if field.Required && !m.Has(field.Key) {
			m.node.Wrong(MissingKey, "", "%s lacks the key %q", o.Name, field.Key)
		}
	}
	return m
}

func unknownHint(name string, known []string) string {
	if hint := DidYouMean(name, known); hint != "" {
		return hint
	}
	return "the keys are " + strings.Join(known, ", ")
}

// Node is the mapping itself.
func (m Map) Node() Node { return m.node }

// Has reports whether the key is there, whatever its value.
func (m Map) Has(key string) bool {
	return slices.ContainsFunc(m.pairs, func(p Pair) bool { return p.Name == key })
}

// Of is the value of a key; the zero Node if it is not there.
func (m Map) Of(key string) Node { return m.pair(key).Value }

// Key is the key itself, for its place.
func (m Map) Key(key string) Node { return m.pair(key).Key }

// Pairs are the known keys that are there, in the order of the file.
func (m Map) Pairs() []Pair { return m.pairs }

func (m Map) pair(key string) Pair {
	for _, p := range m.pairs {
		if p.Name == key {
			return p
		}
	}
	return Pair{}
}

// DidYouMean is a hint at the nearest of several words; empty if none is near.
func DidYouMean(word string, known []string) string {
	if nearest := rule.Nearest(word, known); nearest != "" {
		return fmt.Sprintf("did you mean %s?", nearest)
	}
	return ""
}

// Each calls a function with every part of a list or a mapping: elements, keys and values.
func (n Node) Each(do func(Node)) {
	if !n.Given() {
		return
	}
	for _, part := range n.value().Content {
		do(Node{n.file, part})
	}
}
