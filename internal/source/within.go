package source

import (
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// within turns a place inside a scalar's text into one in the file. Where folding has moved the text it is the scalar's
// own place.
func (n Node) within(line, column int) (int, int) {
	y := n.yaml
	if y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return n.withinBlock(line, column)
	}
	if line > 1 || y.Line > len(n.file.lines) {
		return y.Line, y.Column
	}
	raw := []rune(n.file.lines[y.Line-1])
	at := y.Column - 1
	if n.quoted() {
		at++
	}
	for range column - 1 {
		if at >= len(raw) {
			return y.Line, y.Column // folded over several lines
		}
		at += n.width(raw[at:])
	}
	return y.Line, min(at, len(raw)) + 1
}

// width is how many characters of the file stand for the next character of a quoted scalar.
func (n Node) width(raw []rune) int {
	switch style := n.yaml.Style; {
	case style&yaml.SingleQuotedStyle != 0 && len(raw) > 1 && raw[0] == '\'' && raw[1] == '\'':
		return 2
	case style&yaml.DoubleQuotedStyle != 0 && raw[0] == '\\' && len(raw) > 1:
		switch raw[1] {
		case 'x':
			return 4
		case 'u':
			return 6
		case 'U':
			return 10
		}
		return 2
	}
	return 1
}

// withinBlock is the place in a block scalar, whose lines stand below its indicator. A folded one moves lines.
func (n Node) withinBlock(line, column int) (int, int) {
	y := n.yaml
	if y.Style&yaml.FoldedStyle != 0 && line == 1 && strings.Count(y.Value, "\n") <= 1 {
		return n.withinFolded(column)
	}
	row := y.Line + line // the first line of text is the one below the indicator
	if y.Style&yaml.FoldedStyle != 0 || row > len(n.file.lines) {
		return y.Line, y.Column
	}
	return row, n.indent(y.Line+1) + column
}

// withinFolded walks over the lines that were folded into one.
func (n Node) withinFolded(column int) (int, int) {
	y := n.yaml
	indent := n.indent(y.Line + 1)
	for row := y.Line + 1; row <= len(n.file.lines); row++ {
		text := strings.TrimSuffix(n.file.lines[row-1], "\r")
		length := utf8.RuneCountInString(text) - indent
		if column <= length+1 {
			return row, indent + column
		}
		column -= length + 1
	}
	return y.Line, y.Column
}

// indent is the indentation of the first line of text from a row on.
func (n Node) indent(row int) int {
	for ; row <= len(n.file.lines); row++ {
		line := n.file.lines[row-1]
		if trimmed := strings.TrimLeft(line, " "); trimmed != "" {
			return len(line) - len(trimmed)
		}
	}
	return 0
}
