package source

import (
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// A spot is where one character of a scalar's text stands: line and column from 0, and how many characters of the file
// stand for it.
type spot struct{ line, column, width int }

// begin is where the value itself begins, behind its anchor and its tag: line and column from 1.
func (n Node) begin() (line, column int) {
	y := n.yaml
	if y.Anchor == "" && y.Style&yaml.TaggedStyle == 0 || y.Kind == yaml.AliasNode || y.Line < 1 {
		return y.Line, y.Column
	}
	w := n.walk(y.Line-1, y.Column-1)
	for w.line < len(n.file.lines) {
		for w.at < len(w.row) && blank(w.row[w.at]) {
			w.at++
		}
		switch {
		case w.at >= len(w.row) || w.row[w.at] == '#':
			w.next()
			continue
		case w.row[w.at] != '&' && w.row[w.at] != '!':
			return w.line + 1, w.at + 1
		}
		for w.at < len(w.row) && !blank(w.row[w.at]) {
			w.at++
		}
	}
	return y.Line, y.Column
}

// within turns a place inside a scalar's text into one in the file, with as many characters as the culprit takes there.
func (n Node) within(line, column, length int) (int, int, int) {
	at := offset(n.yaml.Value, line, column)
	spots := n.spots()
	if at < 0 || len(spots) == 0 || at > len(spots) {
		line, column = n.begin()
		return line, column, n.length()
	}
	if at == len(spots) {
		last := spots[at-1]
		end := min(last.column+last.width, len(n.file.chars(last.line)))
		return last.line + 1, end + 1, 1
	}
	from, to := spots[at], spots[at]
	for _, s := range spots[at:min(at+max(length, 1), len(spots))] {
		if s.line == from.line {
			to = s
		}
	}
	return from.line + 1, from.column + 1, to.column + to.width - from.column
}

// offset is the number of characters before a place in a text; below zero if the text has no such place.
func offset(text string, line, column int) int {
	at := 0
	for ; line > 1; line-- {
		before, after, ok := strings.Cut(text, "\n")
		if !ok {
			return -1
		}
		at += utf8.RuneCountInString(before) + 1
		text = after
	}
	text, _, _ = strings.Cut(text, "\n")
	if column > utf8.RuneCountInString(text)+1 {
		return -1
	}
	return at + column - 1
}

// spots are the places of the characters of a scalar's text; none if the text cannot be found again in the file.
func (n Node) spots() []spot {
	y := n.yaml
	line, column := n.begin()
	if line < 1 || line > len(n.file.lines) || column < 1 || y.Value == "" {
		return nil
	}
	w := n.walk(line-1, column-1)
	w.want = []rune(y.Value)
	w.spots = make([]spot, 0, len(w.want))
	switch {
	case y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return w.block(y.Style&yaml.FoldedStyle != 0)
	case n.quoted():
		w.at++
	}
	return w.flow(y.Style)
}

// A walker goes through the file along with a scalar's text.
type walker struct {
	file  *File
	lines []string
	line  int
	row   []rune
	at    int
	want  []rune
	spots []spot
}

func (n Node) walk(line, column int) *walker {
	w := &walker{file: n.file, lines: n.file.lines, line: line - 1}
	w.next()
	w.at = column
	return w
}

// next goes to the beginning of the next line.
func (w *walker) next() bool {
	w.line++
	w.row, w.at = nil, 0
	if w.line >= len(w.lines) {
		return false
	}
	w.row = w.file.chars(w.line)
	return true
}

func blank(r rune) bool { return r == ' ' || r == '\t' }

func empty(row []rune) bool {
	for _, r := range row {
		if !blank(r) {
			return false
		}
	}
	return true
}

// wants reports whether this is the next character of the text, and takes note of its place.
func (w *walker) wants(r rune, s spot) bool {
	if len(w.spots) >= len(w.want) || w.want[len(w.spots)] != r {
		return false
	}
	w.spots = append(w.spots, s)
	return true
}

// flow walks over a plain or a quoted scalar.
func (w *walker) flow(style yaml.Style) []spot {
	for len(w.spots) < len(w.want) {
		ok := false
		switch {
		case w.at > len(w.row):
		case empty(w.row[w.at:]):
			ok = w.fold()
		case style&yaml.DoubleQuotedStyle != 0 && w.row[w.at] == '\\':
			ok = w.escape()
		case style&yaml.SingleQuotedStyle != 0 && w.row[w.at] == '\'':
			ok = w.wants('\'', spot{w.line, w.at, 2})
			w.at += 2
		default:
			ok = w.wants(w.row[w.at], spot{w.line, w.at, 1})
			w.at++
		}
		if !ok {
			return nil
		}
	}
	return w.spots
}

// fold walks over the end of a line: alone it is a space, with empty lines behind it these are line breaks.
func (w *walker) fold() bool {
	end := spot{w.line, w.at, 1}
	if !w.next() {
		return false
	}
	if !empty(w.row) {
		w.skip()
		return w.wants(' ', end)
	}
	return w.breaks()
}

// breaks walks over empty lines.
func (w *walker) breaks() bool {
	for empty(w.row) {
		if !w.wants('\n', spot{w.line, len(w.row), 1}) || !w.next() {
			return len(w.spots) == len(w.want)
		}
	}
	w.skip()
	return true
}

func (w *walker) skip() {
	for w.at < len(w.row) && blank(w.row[w.at]) {
		w.at++
	}
}

// escape walks over a backslash and what belongs to it.
func (w *walker) escape() bool {
	if w.at+1 == len(w.row) { // the line goes on in the next
		if !w.next() {
			return false
		}
		if empty(w.row) {
			return w.breaks()
		}
		w.skip()
		return true
	}
	width := 2
	switch w.row[w.at+1] {
	case 'x':
		width = 4
	case 'u':
		width = 6
	case 'U':
		width = 10
	}
	w.spots = append(w.spots, spot{w.line, w.at, width})
	w.at += width
	return true
}

// block walks over a scalar whose lines stand below its mark.
func (w *walker) block(folded bool) []spot {
	given := false
	for _, r := range w.row[min(w.at, len(w.row)):] {
		if given = given || r >= '1' && r <= '9'; r == '#' {
			break
		}
	}
	header, indent := w.line, 0
	for w.next() {
		if trimmed := strings.TrimLeft(w.lines[w.line], " "); trimmed != "" {
			indent = len(w.lines[w.line]) - len(trimmed)
			break
		}
	}
	for ; indent > 0; indent-- {
		w.line, w.spots = header, w.spots[:0]
		if w.indented(indent, folded) {
			return w.spots
		}
		if !given {
			break
		}
	}
	return nil
}

// indented walks over the lines of a block scalar with a given indentation.
func (w *walker) indented(indent int, folded bool) bool {
	var end []spot // the line breaks since the last text
	first, was := true, false
	for w.next() {
		switch text := strings.TrimLeft(w.lines[w.line], " "); {
		case text == "" && len(w.row) <= indent:
			end = append(end, spot{w.line, len(w.row), 1})
			continue
		case len(w.row)-utf8.RuneCountInString(text) < indent:
			w.line = len(w.lines) // it ends before this line
			continue
		}
		is := blank(w.row[indent])
		if folded && !first && !was && !is { // a single line break is a space, and of several the first is nothing
			if len(end) == 1 && !w.takes(' ', end[0]) {
				return false
			}
			end = end[1:]
		}
		if !w.text(indent, end) {
			return false
		}
		first, was, end = false, is, []spot{{w.line, len(w.row), 1}}
	}
	for _, s := range end {
		if !w.takes('\n', s) {
			return false
		}
	}
	return len(w.spots) == len(w.want)
}

// takes is wants for what may stand behind the text's end as well: that is cut off.
func (w *walker) takes(r rune, s spot) bool { return len(w.spots) == len(w.want) || w.wants(r, s) }

// text walks over line breaks and the line of a block scalar behind them.
func (w *walker) text(indent int, breaks []spot) bool {
	for _, s := range breaks {
		if !w.takes('\n', s) {
			return false
		}
	}
	for k, r := range w.row[indent:] {
		if !w.takes(r, spot{w.line, indent + k, 1}) {
			return false
		}
	}
	return true
}
