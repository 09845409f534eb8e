package source

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/gousher/usher"
)

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
			case r < ' ' && r != '\t' || r >= 0x7f && r < 0xa0 || r == 0xfeff || r == 0xfffe || r == 0xffff:
				f.lines[i] = strings.ReplaceAll(line, string(r), "\uFFFD")
				f.Wrong(usher.Diagnostic{
					Code: Syntax, Line: i + 1, Column: column, Message: fmt.Sprintf("there is an invisible character here: %U", r),
					Hint: "remove it",
				})
				return false
			}
		}
	}
	return true
}

// complaint is what the parser says, with its places.
type complaint struct {
	message, context string
	mark, began      yaml.Mark
}

// unreadable says in the words of our users why the parser gave up.
func (f *File) unreadable(err error) {
	if all, ok := errors.AsType[*yaml.LoadErrors](err); ok && len(all.Errors) > 0 {
		err = all.Errors[0]
	}
	c := complaint{message: err.Error()}
	if one, ok := errors.AsType[*yaml.LoadError](err); ok {
		c = complaint{message: one.Message, context: one.ContextMsg, mark: one.Mark, began: one.ContextMark}
	}
	c.message = strings.TrimPrefix(c.message, "yaml: ")
	if strings.Contains(c.message, "no documents") {
		return // empty: the decoder says what is missing
	}
	c.mark, c.began = f.inside(c.mark), f.inside(c.began)
	d := f.explained(c)
	d.Code = Syntax
	f.Wrong(d)
}

// inside is a place that is in the file: the parser's may be one line behind the last.
func (f *File) inside(m yaml.Mark) yaml.Mark {
	if m.Line < 1 {
		return yaml.Mark{}
	}
	if m.Line > len(f.lines) {
		m.Line = len(f.lines)
		m.Column = utf8.RuneCountInString(f.lines[m.Line-1]) + 1
	}
	m.Column = max(1, min(m.Column, utf8.RuneCountInString(f.lines[m.Line-1])+1))
	return m
}

const inQuotes = "put the whole text into quotes"

var (
	escapeLetter = regexp.MustCompile(`^\\.`)
	word         = regexp.MustCompile(`^[*&]?[^\s,\]}]*`)
)

// explained puts a complaint into words, with the place and the cure that are most likely.
//
//nolint:cyclop,funlen // a table
func (f *File) explained(c complaint) usher.Diagnostic {
	says := func(part string) bool { return strings.Contains(c.message, part) }
	within := func(part string) bool { return strings.Contains(c.context, part) }
	at := func(m yaml.Mark, hint, format string, args ...any) usher.Diagnostic {
		return usher.Diagnostic{Line: m.Line, Column: m.Column, Hint: hint, Message: fmt.Sprintf(format, args...)}
	}
	before, after := f.around(c.mark)
	switch {
	case says("found multiple"):
		return f.documents()
	case says("exceeded max depth"):
		return at(c.mark, "", "the file is nested over %d levels deep", maxDepth)
	case says("a tab character"), says("cannot start any token") && strings.HasPrefix(after, "\t"), says("tabs where space"):
		return at(c.mark, "indent with spaces, not with tabs", "there is a tab in the indentation")
	case says("cannot start any token"):
		return at(c.mark, inQuotes, "a text cannot begin with %s", first(after))
	case says("unexpected end of stream") && within("quoted scalar"):
		return at(c.began, "close it", "the quote that opens here is never closed")
	case says("unexpected document indicator"):
		return at(c.began, "close it", "the quote that opens here is not closed before a line of dashes or dots")
	case says("did not find expected ',' or"):
		return f.unclosed(c)
	case says("mapping values are not allowed"):
		if strings.Contains(before, ": ") {
			return at(c.mark, inQuotes, "a text that holds a colon and a space needs quotes")
		}
		return at(c.mark, "indent the key like its neighbours, or put a text that holds a colon into quotes", "a colon cannot stand here")
	case says("could not find expected ':'"):
		return at(c.began, "write key: value, or put a text of several lines into quotes", "a key is expected here, with a colon behind it")
	case says("did not find expected key"), says("did not find expected '-' indicator"):
		return f.misplaced(c)
	case says("block sequence entries are not allowed"):
		return at(c.mark, "begin the list in a line of its own", "a list item cannot stand here")
	case says("mapping keys are not allowed"):
		return at(c.mark, "", "a key cannot stand here")
	case says("unknown escape character"):
		return at(c.mark, `write \\ for a backslash, or put the text into single quotes`,
			"%s means nothing in a text in double quotes", escapeLetter.FindString(after))
	case says("hexadecimal number"), says("Unicode character escape"):
		return at(c.mark, `write \\ for a backslash, or put the text into single quotes`, "the escape is not complete")
	case says("unknown anchor"):
		alias := word.FindString(after)
		d := at(c.mark, "a text that begins with * needs quotes", "nothing before this is called %s", strings.TrimPrefix(alias, "*"))
		d.Length = utf8.RuneCountInString(alias)
		return d
	case within("scanning an alias"), within("scanning an anchor"), within("a tag"):
		return at(f.or(c.began, c.mark), inQuotes, "a text cannot begin with *, & or !")
	case says("did not find expected node content") && strings.TrimSpace(after) == "" && c.mark.Line == len(f.lines):
		return at(c.mark, "", "the file ends before every bracket is closed")
	case says("did not find expected node content"):
		return at(c.mark, "", "a value is missing here")
	case says("<document start>"), says("after document-end"):
		return at(c.mark, "", "the file goes on after its content has ended")
	case within("block scalar"):
		return at(c.mark, "", "nothing can stand behind the mark | or > of a text of several lines")
	}
	d := at(c.mark, "", "this is not YAML: %s", c.message)
	if c.context != "" && c.began.Line > 0 {
		d.Message += fmt.Sprintf(" (%s that begins in line %d)", strings.TrimPrefix(c.context, "while "), c.began.Line)
	}
	return d
}

func (f *File) or(a, b yaml.Mark) yaml.Mark {
	if a.Line > 0 {
		return a
	}
	return b
}

// around is what stands before and after a place in its line.
func (f *File) around(m yaml.Mark) (before, after string) {
	if m.Line < 1 {
		return "", ""
	}
	line := []rune(f.lines[m.Line-1])
	return string(line[:m.Column-1]), string(line[m.Column-1:])
}

func first(s string) string {
	for _, r := range s {
		return string(r)
	}
	return "this"
}

// documents is a file that holds several.
func (f *File) documents() usher.Diagnostic {
	d := usher.Diagnostic{Message: "the file has several documents", Hint: "put each into a file of its own"}
	began := false
	for i, line := range f.lines {
		if strings.HasPrefix(line, "---") && began {
			d.Line, d.Column, d.Length = i+1, 1, 3
			break
		}
		text := strings.TrimSpace(line)
		began = began || text != "" && text[0] != '#' && text[0] != '%'
	}
	return d
}

// unclosed is a list or a mapping in brackets in which something else follows than a comma or the closing bracket.
func (f *File) unclosed(c complaint) usher.Diagnostic {
	open, closing := "{", "}"
	if strings.Contains(c.message, "']'") {
		open, closing = "[", "]"
	}
	before, after := f.around(c.mark)
	before = strings.TrimRight(before, " ")
	d := usher.Diagnostic{
		Line: c.mark.Line, Column: c.mark.Column, Message: fmt.Sprintf("a comma or the closing %s is missing before this", closing),
	}
	if c.began.Line > 0 && c.began.Line != c.mark.Line {
		d.Message += fmt.Sprintf("; the %s stands in line %d", open, c.began.Line)
	}
	switch {
	case strings.TrimSpace(after) == "" && c.mark.Line == len(f.lines) && c.began.Line > 0:
		d.Line, d.Column, d.Message = c.began.Line, c.began.Column, fmt.Sprintf("the %s that opens here is never closed", open)
	case strings.HasSuffix(before, "'"):
		d.Hint = "for an apostrophe within single quotes write ''"
	case strings.HasSuffix(before, `"`):
		d.Hint = `for a quote within double quotes write \"`
	}
	return d
}

// misplaced is something that stands where the next key or item is expected.
func (f *File) misplaced(c complaint) usher.Diagnostic {
	before, after := f.around(c.mark)
	d := usher.Diagnostic{
		Line: c.mark.Line, Column: c.mark.Column, Hint: "indent it like the lines that it belongs to",
		Message: "this line fits nothing above it",
	}
	if strings.TrimLeft(before, " -") != "" {
		d.Message, d.Hint = "the value has ended, and this stands behind it", inQuotes
		if strings.Contains(before, ": {{") {
			d.Hint = "a text that begins with {{ needs quotes"
		}
	}
	if strings.TrimSpace(after) == "" && strings.TrimSpace(before) == "" {
		d.Hint = ""
	}
	return d
}

// surrogates are a character beyond the first 65,536 as JSON escapes it, which YAML does not know.
var surrogates = regexp.MustCompile(`\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}`)

// paired puts the characters into a JSON file that it has escaped in pairs.
func paired(data []byte) []byte {
	if !bytes.Contains(data, []byte(`\ud`)) && !bytes.Contains(data, []byte(`\uD`)) || !json.Valid(data) {
		return data
	}
	return surrogates.ReplaceAllFunc(data, func(pair []byte) []byte {
		var character string
		if json.Unmarshal([]byte(`"`+string(pair)+`"`), &character) != nil {
			return pair
		}
		return []byte(character)
	})
}
