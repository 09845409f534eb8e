package phrase

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"
)

// Problem is something wrong with a table, found when it is compiled.
type Problem struct {
	Row     int    // counts from 0
	Phrase  int    // in Phrases, or in Not; -1 if the problem is the row's
	Not     bool   // Phrase counts in Not
	Message string // what is wrong and what to do; rows in it count from 1
	Warning bool   // the table works without a change
	Code    string // one of the constants Code...
}

// The codes of problems.
const (
	CodeNoPhrases   = "U060" // a row without phrases
	CodeEmpty       = "U061" // a phrase without letters, digits or symbols
	CodeHidden      = "U062" // a row that earlier rows hide
	CodeShared      = "U063" // warning: a phrase of two rows
	CodeTooLate     = "U064" // warning: a phrase that contains one of an earlier row
	CodeRepeated    = "U065" // warning: a phrase twice in a row
	CodeWeight      = "U066" // a weight out of range
	CodeStrayMarker = "U067" // warning: * or ~ where it has no meaning
	CodeLanguage    = "U068" // not a language tag, or (a warning) an unknown one
	CodeExcluded    = "U069" // warning: a phrase that its own row excludes
)

const maxWeight = 1_000_000

// A compiler collects the phrases of a table and what is wrong with them.
type compiler struct {
	table    *Table
	found    map[string][]owner
	problems []Problem
	folder   folder
	words    words
}

func (c *compiler) reportf(p Problem, format string, args ...any) {
	p.Message = fmt.Sprintf(format, args...)
	c.problems = append(c.problems, p)
}

func (c *compiler) addRow(i int, r Row) {
	compiled := row{weight: max(r.Weight, 1)}
	if r.Weight < 0 || r.Weight > maxWeight {
		c.reportf(Problem{Row: i, Phrase: -1, Code: CodeWeight},
			"weight %d is out of range: write 1 to %d", r.Weight, maxWeight)
		compiled.weight = 1
	}
	if len(r.Phrases) == 0 {
		c.reportf(Problem{Row: i, Phrase: -1, Code: CodeNoPhrases}, "the row has no phrases: add one, or remove the row")
	}
	compiled.languages = c.languages(i, r.Languages)
	c.table.limited = c.table.limited || len(compiled.languages) > 0
	c.table.rows = append(c.table.rows, compiled)
	for j, p := range r.Phrases {
		c.addPhrase(p, owner{row: i, phrase: j})
	}
	for j, p := range r.Not {
		c.addPhrase(p, owner{row: i, phrase: j, not: true})
	}
}

func (c *compiler) addPhrase(text string, o owner) {
	at := Problem{Row: o.row, Phrase: o.phrase, Not: o.not}
	pattern, open, stray := c.parse(text)
	o.open = open
	if stray != "" {
		at.Code, at.Warning = CodeStrayMarker, true
		c.reportf(at, "%q has no meaning inside %q: %s", stray, text, markerHelp(stray))
	}
	at.Warning = false
	if pattern == "" {
		at.Code = CodeEmpty
		c.reportf(at, "the phrase %q has no letter, digit or symbol that could be found: write a word, or remove it", text)
		return
	}
	owners := c.found[pattern]
	for _, other := range owners {
		if other.row == o.row && other.not == o.not {
			at.Code, at.Warning = CodeRepeated, true
			c.reportf(at, "the phrase %q is in this row already: remove one", text)
			return
		}
	}
	c.found[pattern] = append(owners, o)
}

// markerHelp says where a marker belongs.
func markerHelp(marker string) string {
	if marker == "*" {
		return "it stands at a phrase's end, for any ending"
	}
	return "it stands before a phrase, which is then found inside words too"
}

// parse turns a phrase into the pattern that the index looks for, "" if there is nothing to find. A space at an end of
// the pattern is the edge of a word. A stray marker is one that is neither at the end (*) nor before the phrase (~).
func (c *compiler) parse(text string) (pattern string, open bool, stray string) {
	body := strings.TrimSpace(Fold(text))
	rest := strings.TrimLeft(body, "~")
	inside := len(rest) < len(body)
	body = strings.TrimSpace(rest)
	rest = strings.TrimRight(body, "*")
	open = len(rest) < len(body)
	body = strings.TrimSpace(rest)
	for _, m := range []string{"*", "~"} {
		if strings.Contains(body, m) {
			stray = m
		}
	}
	c.words.read(&c.folder, body)
	if c.words.first == separator {
		return "", false, stray
	}
	return c.trim(body, inside, open), open && c.words.last == spaced, stray
}

// trim takes from the words of body the outer spaces that need not be there to match.
func (c *compiler) trim(body string, inside, open bool) string {
	b := c.words.buf
	first, _ := utf8.DecodeRuneInString(body)
	last, _ := utf8.DecodeLastRuneInString(body)
	edgeBefore, edgeAfter := classOf(first) == separator, classOf(last) == separator
	switch {
	case inside && edgeBefore, c.words.first == symbol, !inside && c.words.first == spaced:
	default:
		b = b[1:]
	}
	switch {
	case inside && edgeAfter && !open, c.words.last == symbol, !inside && !open && c.words.last == spaced:
	default:
		b = b[:len(b)-1]
	}
	return string(b)
}

// languages returns the primary languages of tags.
func (c *compiler) languages(i int, tags []string) []string {
	var out []string
	for _, tag := range tags {
		p := primary(tag)
		if _, err := language.ParseBase(p); err != nil {
			_, unknown := errors.AsType[language.ValueError](err)
			c.reportf(Problem{Row: i, Phrase: -1, Code: CodeLanguage, Warning: unknown},
				"%q is not a language: write a BCP 47 tag such as en or pt-BR", tag)
		}
		if p != "" && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}
