package source

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/rule"
)

// A Node is a value in a file, with its place. The zero Node is a value that is not there: it reads as nothing and is no
// mistake.
type Node struct {
	file *File
	yaml *yaml.Node
	key  *yaml.Node // the key that it is the value of, if it is one
}

// Holder is the key that has the value; the value itself if none has.
func (n Node) Holder() Node {
	if n.key == nil {
		return n
	}
	return Node{file: n.file, yaml: n.key}
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
func (n Node) Place() (line, column int) { return n.begin() }

// Wrong reports a mistake at the value.
func (n Node) Wrong(code, hint, message string, args ...any) {
	if n.file == nil {
		return
	}
	if n.file.full(false) {
		return
	}
	line, column := n.begin()
	n.file.Wrong(usher.Diagnostic{
		Code: code, Message: fmt.Sprintf(message, args...), Hint: hint, Line: line, Column: column, Length: n.length(),
	})
}

// Warn reports what is allowed and probably not meant.
func (n Node) Warn(code, hint, message string, args ...any) {
	n.Report(usher.Diagnostic{Code: code, Message: fmt.Sprintf(message, args...), Hint: hint, Warning: true})
}

// length is how many characters the value takes in its first line, as far as that is known.
func (n Node) length() int {
	y := n.yaml
	switch {
	case y.Kind == yaml.AliasNode:
		return utf8.RuneCountInString(y.Value) + 1
	case y.Kind != yaml.ScalarNode || y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return 1
	case y.Value == "" && n.quoted():
		return 2
	}
	spots := n.spots()
	if len(spots) == 0 {
		return 1
	}
	line, column := n.begin()
	end := 0
	for _, s := range spots {
		if s.line+1 == line {
			end = s.column + s.width
		}
	}
	if n.quoted() && spots[len(spots)-1].line+1 == line {
		end++
	}
	return max(1, end-column+1)
}

func (n Node) quoted() bool {
	return n.yaml.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0
}

// Report adds a mistake at the value that was found in its content: the diagnostic's line and column are within the text.
func (n Node) Report(d usher.Diagnostic) {
	if n.file == nil {
		return
	}
	if n.file.full(d.Warning) {
		return
	}
	if d.Line > 0 && d.Column > 0 && n.yaml.Kind == yaml.ScalarNode {
		d.Line, d.Column, d.Length = n.within(d.Line, d.Column, d.Length)
	} else {
		d.Line, d.Column = n.begin()
		d.Length = n.length()
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

func (n Node) wanted(what, hint string) {
	n.Wrong(WrongType, hint, "%s is wanted here, not %s", what, n.what())
}

// written is a value as a hint would write it again; false for one that is too long for that.
func (n Node) written() (string, bool) {
	s, ok := n.Scalar()
	if !ok || s == "" || utf8.RuneCountInString(s) > 40 {
		return "", false
	}
	if n.value().Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 || strings.ContainsAny(s, ":,#{}[]&*!|>'\"%@`\\\n") {
		return strconv.Quote(s), true
	}
	return s, true
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

// Items are the elements of a list.
func (n Node) Items() []Node { return n.items("") }

func (n Node) items(hint string) []Node {
	if !n.Given() {
		return nil
	}
	if !n.IsList() {
		if n.IsMap() {
			hint = "begin each part of it with a dash and a space"
		}
		n.wanted("a list", hint)
		return nil
	}
	items := make([]Node, len(n.value().Content))
	for i, item := range n.value().Content {
		items[i] = Node{file: n.file, yaml: item}
	}
	return items
}

// Names are the elements of a list of names.
func (n Node) Names() []string {
	hint := ""
	if n.Given() {
		if s, ok := n.written(); ok {
			hint = "write [" + s + "]"
		}
	}
	items := n.items(hint)
	if len(items) == 0 {
		return nil
	}
	names := make([]string, 0, len(items))
	for _, item := range items {
		if name := item.Name(); name != "" || item.IsText() { // what cannot be read is no name
			names = append(names, name)
		}
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

// Each calls a function with every part of a list or a mapping: elements, keys and values.
func (n Node) Each(do func(Node)) {
	if !n.Given() {
		return
	}
	for _, part := range n.value().Content {
		do(Node{file: n.file, yaml: part})
	}
}

// DidYouMean is a hint at the nearest of several words; empty if none is near.
func DidYouMean(word string, known []string) string {
	if nearest := rule.Nearest(word, known); nearest != "" {
		return fmt.Sprintf("did you mean %s?", nearest)
	}
	return ""
}

// oneOf are words as a sentence lists them: a, b or c.
func oneOf(words []string) string {
	words = slices.Clone(words)
	if len(words) > 1 {
		words = append(words[:len(words)-2], words[len(words)-2]+" or "+words[len(words)-1])
	}
	return strings.Join(words, ", ")
}
