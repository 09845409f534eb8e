package source

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/gousher/usher/internal/duration"
	"github.com/gousher/usher/internal/format"
	"github.com/gousher/usher/internal/rule"
)

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
		n.wanted("a mapping", "write key: value")
		return nil
	}
	content := n.value().Content
	pairs := make([]Pair, 0, len(content)/2)
	seen := make(map[string]int, len(content)/2)
	for i := 0; i+1 < len(content); i += 2 {
		key := Node{file: n.file, yaml: content[i]}
		name, ok := key.Scalar()
		if !ok {
			hint := ""
			if key.IsMap() && len(content) == 2 {
				hint = "a text that begins with {{ needs quotes"
			}
			key.wanted("a key", hint)
			continue
		}
		if line, twice := seen[name]; twice {
			key.Wrong(Duplicate, "remove one of them", "the key %q stands here a second time; the first is in line %d", clip(name), line)
			continue
		}
		seen[name] = content[i].Line
		pairs = append(pairs, Pair{Name: name, Key: key, Value: Node{file: n.file, yaml: content[i+1], key: content[i]}})
	}
	return pairs
}

// A Map is a mapping whose keys have been checked against what the format knows.
type Map struct {
	node  Node
	pairs []Pair
	// strange are the keys that the format does not know.
	strange []string
}

// Object is a mapping with known keys: unknown and missing ones are reported.
func (n Node) Object(o *format.Object) Map {
	m := Map{node: n}
	if !n.Given() {
		return m
	}
	if !n.IsMap() {
		n.noObject(o)
		return m
	}
	comma := false // has been said
	for _, pair := range n.Pairs() {
		field, known := o.Field(pair.Name)
		switch {
		case !known:
			m.strange = append(m.strange, pair.Name)
			comma = n.unknown(pair, o, comma)
		case pair.Value.IsNull() && field.Type.Kind != format.AnyKind:
			pair.Key.Wrong(WrongType, "give it one, or leave the key out", "the key %q of %s has no value", pair.Name, o.Name)
			m.pairs = append(m.pairs, Pair{Name: pair.Name, Key: pair.Key})
		default:
			m.pairs = append(m.pairs, pair)
		}
	}
	for _, field := range o.Fields {
		if field.Required && !m.Has(field.Key) && !m.Meant(field.Key) {
			m.node.Holder().Wrong(MissingKey, "", "%s lacks the key %q", o.Name, field.Key)
		}
	}
	return m
}

// unknown reports a key that the format does not know. Of several that are perhaps the rest of one text it reports the first;
// comma says that it has done so.
func (n Node) unknown(pair Pair, o *format.Object, comma bool) bool {
	if hint := o.Elsewhere[pair.Name]; hint != "" {
		pair.Key.Wrong(UnknownKey, hint, "the key %q does not go into %s", pair.Name, o.Name)
		return comma
	}
	hint := DidYouMean(pair.Name, o.Keys())
	switch rest := hint == "" && n.cut(pair); {
	case rest && comma:
		return true
	case rest:
		hint, comma = "a text with a comma needs quotes here", true
	case hint == "":
		hint = "the keys are " + strings.Join(o.Keys(), ", ")
	}
	pair.Key.Wrong(UnknownKey, hint, "unknown key %q in %s", clip(pair.Name), o.Name)
	return comma
}

// cut reports whether a key of a mapping in braces is perhaps the rest of a text that a comma has cut: nothing stands
// behind it, and it is not the first.
func (n Node) cut(pair Pair) bool {
	v := n.value()
	return v.Style&yaml.FlowStyle != 0 && v.Content[0] != pair.Key.yaml && pair.Value.IsNull() && pair.Value.value().Value == ""
}

func (n Node) noObject(o *format.Object) {
	hint := n.asObject(o)
	switch {
	case !strings.Contains(o.Name, " ") && n.IsNull():
		n.Wrong(WrongType, hint, "there is nothing below %s", o.Name)
	case !strings.Contains(o.Name, " "):
		n.Wrong(WrongType, hint, "%s takes keys and values, not %s", o.Name, n.what())
	case strings.HasSuffix(o.Name, "s"):
		n.Wrong(WrongType, hint, "%s are wanted here, not %s", o.Name, n.what())
	default:
		n.wanted(o.Name, hint)
	}
}

// asObject is how a single value would be written as a mapping: below the key that it is most likely meant for.
func (n Node) asObject(o *format.Object) string {
	if text, _ := n.Scalar(); !n.quoted() {
		if key, _, ok := strings.Cut(text, ":"); ok && slices.Contains(o.Keys(), key) {
			return "put a space behind the colon"
		}
	}
	s, ok := n.written()
	if !ok {
		if keys := o.Keys(); len(keys) > 0 {
			return "its keys are " + strings.Join(keys, ", ")
		}
		return ""
	}
	key, rank, first := "", 0, true
	for _, field := range o.Fields {
		if field.Key == "usher" {
			continue
		}
		if r := suits(field, s, first); r > rank {
			key, rank = field.Key, r
		}
		first = false
	}
	if key == "" {
		return "its keys are " + strings.Join(o.Keys(), ", ")
	}
	return fmt.Sprintf("write {%s: %s}", key, s)
}

// suits is how likely a value is meant for a field: 0 is not.
func suits(field format.Field, s string, first bool) int {
	switch field.Type.Kind {
	case format.WordKind:
		if slices.Contains(field.Type.Words, s) {
			return 3
		}
	case format.EitherKind:
		rank := 0
		for _, t := range field.Type.Types {
			field.Type = t
			rank = max(rank, suits(field, s, first))
		}
		return rank
	case format.DurationKind, format.MomentKind:
		if _, err := duration.Parse(s); err == nil {
			return 3
		}
	case format.NameKind, format.TextKind, format.TemplateKind:
		switch {
		case field.Required:
			return 2
		case first:
			return 1
		}
	}
	return 0
}

// Node is the mapping itself.
func (m Map) Node() Node { return m.node }

// Has reports whether the key is there, whatever its value.
func (m Map) Has(key string) bool {
	return slices.ContainsFunc(m.pairs, func(p Pair) bool { return p.Name == key })
}

// Strange reports whether there are keys that could not be used: what seems to be missing may be meant by one of them.
func (m Map) Strange() bool { return len(m.strange) > 0 }

// Meant reports whether a key that is not known is probably this one.
func (m Map) Meant(key string) bool {
	return slices.ContainsFunc(m.strange, func(name string) bool { return rule.Nearest(name, []string{key}) != "" })
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
