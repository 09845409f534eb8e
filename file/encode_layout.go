package file

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// wide is how many characters a list or a mapping in one line may have.
const wide = 100

// layout decides what stands in one line: short lists and mappings, unless they hold something that takes several. Texts
// of several lines are written as such.
func (w *writer) layout(n *yaml.Node, inFlow bool) {
	if n.Kind == yaml.ScalarNode {
		if strings.Contains(n.Value, "\n") {
			n.Style = yaml.DoubleQuotedStyle
			if !inFlow && readable(n.Value) {
				n.Style = yaml.LiteralStyle
			}
		}
		return
	}
	room := wide
	if w.oneLine[n] {
		room = tooWide - 1
	}
	if inFlow || len(n.Content) == 0 || w.width(n, w.oneLine[n]) <= room {
		n.Style, inFlow = yaml.FlowStyle, true
	}
	for i, part := range n.Content {
		isKey := n.Kind == yaml.MappingNode && i%2 == 0
		w.layout(part, inFlow || isKey)
	}
}

// readable reports whether a text of several lines reads as well without quotes.
func readable(s string) bool {
	for line := range strings.SplitSeq(strings.TrimSuffix(s, "\n"), "\n") {
		if strings.TrimRightFunc(line, unicode.IsSpace) != line {
			return false
		}
	}
	printable := func(r rune) bool { return r == '\n' || r == joiner || unicode.IsPrint(r) }
	odd := strings.ContainsFunc(s, func(r rune) bool { return !printable(r) })
	return !odd && !strings.HasPrefix(s, " ") && !strings.HasPrefix(s, "\n") && !strings.HasSuffix(s, "\n\n")
}

// joiner makes one emoji of several.
const joiner = '\u200d'

const tooWide = math.MaxInt32

// width is about how many characters a value takes in one line; tooWide if it is better not to.
func (w *writer) width(n *yaml.Node, forced bool) int {
	switch {
	case w.open[n]:
		return tooWide
	case n.Kind == yaml.ScalarNode && strings.Contains(n.Value, "\n") && !forced:
		return tooWide
	case n.Kind == yaml.ScalarNode:
		return utf8.RuneCountInString(n.Value) + 2
	}
	total := 2
	for _, part := range n.Content {
		if total += w.width(part, forced); total >= tooWide {
			return tooWide
		}
	}
	return total
}

// disguise puts characters that nobody uses in place of emoji and others that the YAML writer would escape. What it
// returns turns them back.
func disguise(root *yaml.Node) *strings.Replacer {
	used := map[rune]bool{}
	var escaped []rune
	scalars(root, func(n *yaml.Node) {
		for _, r := range n.Value {
			if r > '\uffff' && unicode.IsGraphic(r) && !used[r] {
				escaped = append(escaped, r)
			}
			used[r] = true
		}
	})
	var there, back []string
	free := '\ue000'
	for _, r := range escaped {
		for used[free] {
			free++
		}
		if free > '\uf8ff' {
			break
		}
		there, back = append(there, string(r), string(free)), append(back, string(free), string(r))
		free++
	}
	to := strings.NewReplacer(there...)
	scalars(root, func(n *yaml.Node) { n.Value = to.Replace(n.Value) })
	return strings.NewReplacer(back...)
}

func scalars(n *yaml.Node, do func(*yaml.Node)) {
	const mark = "\ufeff" // after which the YAML writer escapes everything
	if n.Kind == yaml.ScalarNode && !strings.HasPrefix(n.Value, mark) {
		do(n)
	}
	for _, part := range n.Content {
		scalars(part, do)
	}
}
