package file

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/duration"
	"github.com/gousher/usher/internal/format"
	"github.com/gousher/usher/internal/source"
)

// object is a mapping that is being written. A value that is nil, empty or zero is left out, unless a method says otherwise.
type object struct {
	w    *writer
	node *yaml.Node
}

func (w *writer) object() *object {
	return &object{w: w, node: &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}}
}

func list(items ...*yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: items}
}

// below is a list or a mapping whose parts stand below each other, however short they are.
func (w *writer) below(n *yaml.Node) *yaml.Node {
	w.open[n] = len(n.Content) > 0
	return n
}

// plain is a scalar that is written as it is.
func plain(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: s} }

// put adds a known key.
func (o *object) put(key string, value *yaml.Node) {
	if value != nil {
		o.node.Content = append(o.node.Content, plain(key), value)
	}
}

// entry adds a key that the user has chosen.
func (o *object) entry(key string, value *yaml.Node) {
	if value != nil {
		o.node.Content = append(o.node.Content, o.w.text(key, key), value)
	}
}

// has reports whether a known key is there.
func (o *object) has(key string) bool {
	for i := 0; i+1 < len(o.node.Content); i += 2 {
		if o.node.Content[i].Value == key {
			return true
		}
	}
	return false
}

// filled adds a list or a mapping, unless it is empty.
func (o *object) filled(key string, value *yaml.Node) {
	if value != nil && len(value.Content) > 0 {
		o.put(key, value)
	}
}

func (o *object) text(key, s string) {
	if s != "" {
		o.required(key, s)
	}
}

// required adds a text, even an empty one.
func (o *object) required(key, s string) { o.put(key, o.w.text(key, s)) }

// word adds a word that needs no quotes.
func (o *object) word(key, s string) {
	if s != "" {
		o.put(key, plain(s))
	}
}

func (o *object) texts(key string, all []string) {
	if len(all) > 0 {
		o.put(key, o.w.texts(key, all))
	}
}

func (o *object) expression(key, s string) {
	if s != "" {
		o.put(key, o.w.expression(key, s))
	}
}

func (o *object) int(key string, i int) {
	if i != 0 {
		o.put(key, o.w.int(key, i))
	}
}

func (o *object) bool(key string, b bool) {
	if b {
		o.put(key, plain("true"))
	}
}

func (o *object) number(key string, f *float64) {
	if f != nil {
		o.put(key, o.w.number(key, *f))
	}
}

func (o *object) duration(key string, d time.Duration) {
	if d != 0 {
		o.put(key, o.w.duration(key, d))
	}
}

// steps adds a block of steps.
func (o *object) steps(key string, steps usher.Steps) {
	if len(steps) == 0 {
		return
	}
	prefix := ""
	if o.w.step != "" {
		prefix = o.w.step + "." + key + "."
	}
	o.put(key, o.w.steps(steps, prefix))
}

// done puts the keys into the order of the format, and reports those that a file must have.
func (o *object) done(of *format.Object) *yaml.Node {
	values := map[string]*yaml.Node{}
	for i := 0; i+1 < len(o.node.Content); i += 2 {
		values[o.node.Content[i].Value] = o.node.Content[i+1]
	}
	o.node.Content = nil
	for _, field := range of.Fields {
		switch value := values[field.Key]; {
		case value != nil:
			o.put(field.Key, value)
		case field.Required:
			o.w.cannot(field.Key, "", "a file cannot do without %s in %s", field.Key, of.Name)
		}
	}
	return o.node
}

// oldWords are words that older readers of YAML take for truth values, and times of day, which they take for numbers.
var oldWords = regexp.MustCompile(`^(?i:y|n|yes|no|on|off)$|^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$`)

// text is a text that stays one, whatever it looks like.
func (w *writer) text(field, s string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
	switch {
	case !utf8.ValidString(s):
		w.cannot(field, "", "%q is not valid UTF-8", s)
	case strings.ContainsAny(s, "\u0085\u2028\u2029"): // line breaks to YAML, which have to be escaped
		n.Style = yaml.DoubleQuotedStyle
	case strings.ContainsAny(s, `"\`):
		n.Style = yaml.SingleQuotedStyle
	case oldWords.MatchString(s):
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

func (w *writer) texts(field string, all []string) *yaml.Node {
	n := list()
	for _, s := range all {
		n.Content = append(n.Content, w.text(field, s))
	}
	return n
}

// oneOf is one of several words.
func (w *writer) oneOf(field, s string, words []string) *yaml.Node {
	if !slices.Contains(words, s) {
		w.cannot(field, source.DidYouMean(s, words), "%q is none of %s", s, strings.Join(words, ", "))
	}
	return plain(s)
}

var selfEvident = regexp.MustCompile(`^(true|false|-?(0|[1-9]\d{0,17})(\.\d+)?)$`)

// expression is an expression; a number or a truth value stands for itself.
func (w *writer) expression(field, s string) *yaml.Node {
	if selfEvident.MatchString(s) {
		return plain(s)
	}
	return w.text(field, s)
}

// int is a whole number, as far as files have them.
func (w *writer) int(field string, i int) *yaml.Node {
	if i > math.MaxInt32 || i < math.MinInt32 {
		w.cannot(field, "", "the number %d is too large", i)
	}
	return plain(strconv.Itoa(i))
}

func (w *writer) number(field string, f float64) *yaml.Node {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		w.cannot(field, "", "%v is not a number that a file can hold", f)
	}
	return plain(strconv.FormatFloat(f, 'g', -1, 64))
}

func (w *writer) duration(field string, d time.Duration) *yaml.Node {
	if d < 0 {
		w.cannot(field, "", "the duration %s is below zero", d)
	}
	if short := duration.Format(d); reads(short, d) {
		return plain(short)
	}
	return plain(d.String())
}

func reads(s string, d time.Duration) bool {
	read, err := duration.Parse(s)
	return err == nil && read == d
}

// time is an instant, in UTC.
func (w *writer) time(field string, at time.Time) *yaml.Node {
	if year := at.UTC().Year(); year < 0 || year > 9999 {
		w.cannot(field, "", "the year %d cannot be written", year)
	}
	return plain(at.UTC().Format(time.RFC3339Nano))
}

// anything is a value that reads as it is: a text, a number, a truth value, nil, a list or a map of these.
func (w *writer) anything(field string, v any) *yaml.Node {
	switch v := v.(type) {
	case nil:
		return plain("null")
	case string:
		return w.text(field, v)
	case bool:
		return plain(strconv.FormatBool(v))
	case int:
		return plain(strconv.Itoa(v))
	case float64:
		n := w.number(field, v)
		if !strings.ContainsAny(n.Value, ".e") { // else it would read as a whole number
			n.Value += ".0"
		}
		return n
	case []any:
		n := list()
		for _, item := range v {
			n.Content = append(n.Content, w.anything(field, item))
		}
		return n
	case map[string]any:
		o := w.object()
		for _, name := range sorted(v) {
			o.entry(name, w.anything(field, v[name]))
		}
		return o.node
	}
	w.cannot(field, "write a text, an int, a float64, a bool, a []any or a map[string]any", "a value of type %T would not read as it is", v)
	return nil
}
