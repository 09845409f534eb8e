// Package source reads the YAML files that users write into nodes which know their places, and collects what is wrong
// with them. Reading goes on after a mistake, so that all of them are found at once.
package source

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
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
	NotYet      = "U033" // YAML that is not supported
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

// The limits of what is said about one.
const (
	maxFound   = 100 // mistakes; how many more there are is said at the end
	maxMessage = 400 // characters
)

// A File is one file, read.
type File struct {
	Name string
	// Found is what is wrong with it so far, in the order in which it was found.
	Found usher.Diagnostics
	// more is what was found beyond the limit, and how many of these are errors.
	more, errors int
	lines        []string
	root         *yaml.Node
	// row are the characters of the line that was looked at last, whose number is at: many mistakes may stand in one line.
	row []rune
	at  int
}

// chars are the characters of a line, which counts from 0.
func (f *File) chars(line int) []rune {
	if f.row == nil || f.at != line {
		f.row, f.at = []rune(f.lines[line]), line
	}
	return f.row
}

// lineBreaks are what YAML takes for the end of a line.
var lineBreaks = strings.NewReplacer( //nolint:gochecknoglobals // a table that is only read
	"\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// Read reads a file. What cannot be read at all is in Found, and there is no root then.
func Read(name string, data []byte) *File {
	f := &File{Name: name}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if len(data) > MaxSize {
		f.Wrong(usher.Diagnostic{Code: BeyondLimit, Message: fmt.Sprintf("the file is over the limit of %d MB", MaxSize>>20)})
		return f
	}
	data = paired(data)
	f.lines = strings.Split(lineBreaks.Replace(string(data)), "\n")
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
	if f.bounded(root) && !f.merges(root) {
		f.root = root
	}
	return f
}

// merges reports the keys that stand for those of another mapping. Without what they stand for everything else that
// could be said of the file would be guesswork.
func (f *File) merges(n *yaml.Node) bool {
	found := false
	for i, part := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 && part.ShortTag() == "!!merge" {
			found = true
			Node{file: f, yaml: part}.Wrong(NotYet, "write the keys out", "merge keys are not supported")
			continue
		}
		found = f.merges(part) || found
	}
	return found
}

// Root is the file's content; the zero Node if it could not be read.
func (f *File) Root() Node {
	if f.root == nil {
		return Node{}
	}
	return Node{file: f, yaml: f.root}
}

// Wrong adds a mistake, unless it has been said of the same place.
func (f *File) Wrong(d usher.Diagnostic) {
	d.File = f.Name
	d.Message, d.Hint = shortened(d.Message, maxMessage), shortened(d.Hint, maxMessage)
	if slices.ContainsFunc(f.Found, func(other usher.Diagnostic) bool {
		return other.Line == d.Line && other.Column == d.Column && other.Code == d.Code && other.Message == d.Message
	}) {
		return
	}
	if f.full(d.Warning) {
		return
	}
	if d.Line > 0 && d.Line <= len(f.lines) {
		d.Source, d.Length = excerpt(f.lines[d.Line-1], d.Column, d.Length)
	}
	f.Found = append(f.Found, d)
}

// full reports whether there is no room for another mistake, and counts it then.
func (f *File) full(warning bool) bool {
	if len(f.Found) < maxFound {
		return false
	}
	if f.more++; !warning {
		f.errors++
	}
	return true
}

// Mistakes are what is wrong with the file, by place.
func (f *File) Mistakes() usher.Diagnostics {
	all := slices.Clone(f.Found)
	slices.SortStableFunc(all, func(a, b usher.Diagnostic) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	if f.more > 0 {
		all = append(all, usher.Diagnostic{
			File: f.Name, Code: BeyondLimit, Warning: f.errors == 0,
			Message: fmt.Sprintf("the file has %d more mistakes than these", f.more), Hint: "put these right first",
		})
	}
	return all
}

// A Mark is how much was wrong with a file at some time.
type Mark struct{ found, more, errors int }

// Mark remembers how much is wrong so far.
func (f *File) Mark() Mark { return Mark{len(f.Found), f.more, f.errors} }

// Since takes away what has been found after the mark.
func (f *File) Since(m Mark) usher.Diagnostics {
	later := *f
	later.Found, later.more, later.errors = slices.Clone(f.Found[m.found:]), f.more-m.more, f.errors-m.errors
	f.Found, f.more, f.errors = f.Found[:m.found], m.more, m.errors
	return later.Mistakes()
}

// excerpt is as much of a line as a message shows, and how much of it the caret underlines.
func excerpt(line string, column, length int) (string, int) {
	const before, shown = 600, 700
	if column > before {
		return "", length
	}
	size := utf8.RuneCountInString(line)
	if size <= shown {
		return line, max(1, min(length, size-column+1))
	}
	return shortened(line, shown), max(1, min(length, shown-column+1))
}

func shortened(s string, most int) string {
	if len(s) <= most || utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}

func clip(s string) string { return shortened(s, 60) }

// bounded reports whether the file is not nested too deep and its aliases do not expand without end.
func (f *File) bounded(root *yaml.Node) bool {
	m := measure{sizes: map[*yaml.Node]int{}, under: map[*yaml.Node]bool{}}
	m.size(root, 0)
	n := Node{file: f}
	switch {
	case m.cycle != nil:
		n.yaml = m.cycle
		n.Wrong(Syntax, "", "the alias %q stands inside what it stands for", m.cycle.Value)
	case m.deep != nil:
		n.yaml = m.deep
		n.Wrong(BeyondLimit, "", "the file is nested over %d levels deep", maxDepth)
	case m.many != nil:
		n.yaml = m.many
		n.Wrong(BeyondLimit, "write out what the aliases stand for", "the file's aliases stand for over two million values")
	default:
		return true
	}
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
