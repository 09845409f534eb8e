// Package source reads the YAML files that users write into nodes which know their places, and collects what is wrong
// with them. Reading goes on after a mistake, so that all of them are found at once.
package source

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/gousher/usher"
)

// The codes of mistakes that only files have.
const (
	Syntax      = "U030" // not YAML, or not text
	UnknownKey  = "U031" // a key that means nothing here
	MissingKey  = "U032" // a key that is required
	NotYet      = "U033" // known, and not supported yet
	Unreadable  = "U034" // a file that cannot be read, or is of another kind
	WrongType   = "U004" // a value of the wrong type
	Duplicate   = "U002" // a name or a key that is used twice
	Unknown     = "U003" // an unknown team, agent, variable, file
	BadName     = "U001" // a name that is missing or malformed
	BadValue    = "U026" // a value that makes no sense
	BeyondLimit = "U028" // larger than the limits
)

// The limits of a file.
const (
	MaxSize  = 8 << 20 // bytes
	maxDepth = 250     // levels of nesting
	maxNodes = 2_000_000
)

// A File is one file, read.
type File struct {
	Name string
	// Found is everything that is wrong with it so far.
	Found usher.Diagnostics
	lines []string
	root  *yaml.Node
}

// Read reads a file. What cannot be read at all is in Found, and there is no root then.
func Read(name string, data []byte) *File {
	f := &File{Name: name}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if len(data) > MaxSize {
		f.Wrong(usher.Diagnostic{Code: BeyondLimit, Message: fmt.Sprintf(
			"the file has %.1f MB, over the limit of %d MB", float64(len(data))/(1<<20), MaxSize>>20)})
		return f
	}
	f.lines = strings.Split(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")
	if !f.readable() {
		return f
	}
	var document yaml.Node
	if err := yaml.Load(data, &document, yaml.WithUniqueKeys(false)); err != nil {
		f.unreadable(err)
		return f
	}
	if len(document.Content) == 0 {
		return f
	}
	root := document.Content[0]
	if f.bounded(root) {
		f.root = root
	}
	return f
}

// Root is the file's content; the zero Node if it could not be read.
func (f *File) Root() Node {
	if f.root == nil {
		return Node{}
	}
	return Node{file: f, yaml: f.root}
}

// Wrong adds a mistake.
func (f *File) Wrong(d usher.Diagnostic) {
	d.File = f.Name
	if d.Line > 0 && d.Line <= len(f.lines) {
		d.Source, d.Length = excerpt(f.lines[d.Line-1], d.Column, d.Length)
	}
	f.Found = append(f.Found, d)
}

// excerpt is as much of a line as a message shows, and how much of it the caret underlines.
func excerpt(line string, column, length int) (string, int) {
	const before, shown = 300, 400
	if column > before {
		return "", length
	}
	if utf8.RuneCountInString(line) <= shown {
		return line, max(1, min(length, utf8.RuneCountInString(line)-column+1))
	}
	return string([]rune(line)[:shown]) + "…", max(1, min(length, shown-column))
}

// readable reports what no text file holds: YAML's own message has no place for it.
func (f *File) readable() bool {
	for i, line := range f.lines {
		column := 0
		for k, r := range line {
			column++
			switch _, size := utf8.DecodeRuneInString(line[k:]); {
			case r == utf8.RuneError && size == 1:
				f.lines[i] = strings.ToValidUTF8(line, "\uFFFD")
				f.Wrong(usher.Diagnostic{
					Code: Syntax, Line: i + 1, Column: column, Message: "the file is not valid UTF-8 here", Hint: "save it as UTF-8",
				})
				return false
			case r < ' ' && r != '\t' && r != '\r' || r == 0x7f:
				f.lines[i] = strings.ReplaceAll(line, string(r), "\uFFFD")
				f.Wrong(usher.Diagnostic{
					Code: Syntax, Line: i + 1, Column: column, Message: fmt.Sprintf("there is a control character here: %U", r),
				})
				return false
			}
		}
	}
	return true
}

func (f *File) unreadable(err error) {
	wrong := usher.Diagnostic{Code: Syntax, Message: err.Error()}
	var all *yaml.LoadErrors
	if errors.As(err, &all) && len(all.Errors) > 0 {
		err = all.Errors[0]
	}
	var one *yaml.LoadError
	if errors.As(err, &one) {
		wrong.Message = strings.TrimPrefix(one.Message, "yaml: ")
		wrong.Line, wrong.Column = one.Mark.Line, one.Mark.Column
		if one.ContextMsg != "" && one.ContextMark.Line > 0 {
			wrong.Message += fmt.Sprintf(" (%s that begins in line %d)", strings.TrimPrefix(one.ContextMsg, "while "), one.ContextMark.Line)
		}
	}
	switch {
	case strings.Contains(wrong.Message, "no documents"):
		return // empty: the decoder says what is missing
	case strings.Contains(wrong.Message, "found multiple"):
		wrong.Message, wrong.Hint = "the file has several documents", "put each into a file of its own"
		for i, line := range f.lines[1:] {
			if strings.HasPrefix(line, "---") {
				wrong.Line, wrong.Column = i+2, 1
			}
		}
	case strings.Contains(wrong.Message, "cannot start any token") && f.tabbed(wrong.Line):
		wrong.Hint = "indent with spaces, not with tabs"
	case strings.Contains(wrong.Message, "mapping values are not allowed"):
		wrong.Hint = "put a text that holds a colon into quotes"
	}
	wrong.Line = min(wrong.Line, len(f.lines))
	f.Wrong(wrong)
}

func (f *File) tabbed(line int) bool {
	return line > 0 && line <= len(f.lines) && strings.HasPrefix(strings.TrimLeft(f.lines[line-1], " "), "\t")
}

// bounded reports whether the file is not nested too deep and its aliases do not expand without end.
func (f *File) bounded(root *yaml.Node) bool {
	m := measure{sizes: map[*yaml.Node]int{}, under: map[*yaml.Node]bool{}}
	m.size(root, 0)
	wrong := usher.Diagnostic{Code: BeyondLimit}
	switch {
	case m.cycle != nil:
		wrong.Code, wrong.Line, wrong.Column = Syntax, m.cycle.Line, m.cycle.Column
		wrong.Message = fmt.Sprintf("the alias %q holds itself", m.cycle.Value)
	case m.deep != nil:
		wrong.Line, wrong.Column = m.deep.Line, m.deep.Column
		wrong.Message = fmt.Sprintf("the file is nested over %d levels deep", maxDepth)
	case m.many != nil:
		wrong.Line, wrong.Column = m.many.Line, m.many.Column
		wrong.Message = fmt.Sprintf("the file's aliases stand for over %d values", maxNodes)
	default:
		return true
	}
	f.Wrong(wrong)
	return false
}

// measure counts the values that a node stands for, each alias as often as it is used.
type measure struct {
	sizes             map[*yaml.Node]int
	under             map[*yaml.Node]bool
	deep, many, cycle *yaml.Node
}

func (m *measure) size(n *yaml.Node, depth int) int {
	if size, known := m.sizes[n]; known {
		return size
	}
	if depth > maxDepth {
		if m.deep == nil {
			m.deep = n
		}
		return 1
	}
	size := 1
	m.under[n] = true
	for _, child := range n.Content {
		size += m.size(child, depth+1)
	}
	if n.Kind == yaml.AliasNode && n.Alias != nil {
		if m.under[n.Alias] {
			m.cycle = n
		} else {
			size += m.size(n.Alias, depth+1)
		}
	}
	delete(m.under, n)
	if size > maxNodes {
		if m.many == nil {
			m.many = n
		}
		size = maxNodes
	}
	m.sizes[n] = size
	return size
}
