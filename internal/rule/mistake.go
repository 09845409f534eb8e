package rule

import (
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/expr-lang/expr/file"
)

// The codes of mistakes.
const (
	ParseMistake    = "U010" // cannot be parsed
	NameMistake     = "U011" // unknown name
	FunctionMistake = "U012" // unknown function
	TypeMistake     = "U013" // types that do not go together
	FieldMistake    = "U014" // unknown field
	FenceMistake    = "U015" // not allowed here
	SizeMistake     = "U016" // too long, too deep or too large
)

// Mistake is one thing wrong with a source, and its place inside the source.
type Mistake struct {
	Code    string // one of the codes, such as NameMistake
	Message string
	Hint    string // what to do, such as "did you mean contact.language?"; may be empty
	Line    int    // from 1
	Column  int    // from 1, in runes
	Length  int    // in runes, within the line; at least 1
}

// Error is the mistake in one line, without its place.
func (m Mistake) Error() string {
	if m.Hint == "" {
		return m.Code + " " + m.Message
	}
	return m.Code + " " + m.Message + " (" + m.Hint + ")"
}

// source knows the places inside a source.
type source string

func (s source) mistake(loc file.Location, code, message, hint string) Mistake {
	line, column := s.place(loc.From)
	return Mistake{Code: code, Message: message, Hint: hint, Line: line, Column: column, Length: s.length(loc.From, loc.To)}
}

// place turns a rune offset into line and column.
func (s source) place(offset int) (line, column int) {
	line, column = 1, 1
	for _, r := range string(s) {
		if offset == 0 {
			break
		}
		offset--
		if r == '\n' {
			line, column = line+1, 1
		} else {
			column++
		}
	}
	return line, column
}

// length is the number of runes from one offset to another, or to the end of the first one's line.
func (s source) length(from, to int) int {
	n, i := 0, 0
	for _, r := range string(s) {
		if i >= from {
			if i >= to || r == '\n' {
				break
			}
			n++
		}
		i++
	}
	return max(n, 1)
}

// whole is a mistake of the source as a whole.
func (s source) whole(code, message, hint string) []Mistake {
	text := strings.TrimSpace(string(s))
	before, _, _ := strings.Cut(string(s), text)
	from := utf8.RuneCountInString(before)
	loc := file.Location{From: from, To: from + utf8.RuneCountInString(text)}
	return []Mistake{s.mistake(loc, code, message, hint)}
}

func (s source) parseMistake(err error) []Mistake {
	var e *file.Error
	if !errors.As(err, &e) {
		return s.whole(ParseMistake, firstLine(err.Error()), "")
	}
	if strings.Contains(e.Message, "exceeds maximum allowed nodes") {
		return s.whole(SizeMistake, "the expression has too many parts", "split it into several conditions")
	}
	if strings.Contains(e.Message, "token EOF") { // expr places it on the last rune
		end := utf8.RuneCountInString(strings.TrimRight(string(s), " \t\r\n"))
		e.Location = file.Location{From: end, To: end}
	}
	return []Mistake{s.mistake(e.Location, ParseMistake, plain(e.Message), parseHint(e.Message))}
}

func parseHint(message string) string {
	switch {
	case strings.Contains(message, `Operator("=")`):
		return "compare with =="
	case strings.Contains(message, "unexpected token EOF"):
		return "the expression is not complete"
	}
	return ""
}

func (s source) typeMistake(err error) []Mistake {
	var e *file.Error
	if !errors.As(err, &e) {
		return s.whole(TypeMistake, plain(firstLine(err.Error())), "")
	}
	return []Mistake{s.mistake(e.Location, TypeMistake, plain(e.Message), "")}
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

var (
	words = strings.NewReplacer( //nolint:gochecknoglobals // a table that is only read
		"map[string]interface {}", "map", "[]interface {}", "list", "interface {}", "any", "[]string", "list of strings",
		"time.Time", "time", "time.Duration", "duration", "float64", "float", "mismatched type", "type",
		"invalid operation: ", "cannot use ",
	)
	unknown = regexp.MustCompile(`\b(with|and|on|type|compare) unknown\b`)
	token   = regexp.MustCompile(`\b(?:Operator|Bracket|Identifier|Number|String|Bytes)\((".*?[^\\]"|"")\)`)
)

var mismatch = regexp.MustCompile(`^invalid operation: (\S+) \(mismatched types (.*) and (.*)\)$`)

// clash says which operator does not fit which types.
func clash(message string) string {
	m := mismatch.FindStringSubmatch(message)
	switch {
	case m == nil:
		return message
	case strings.Contains(" == != < > <= >= in ", " "+m[1]+" "):
		return "cannot compare " + m[2] + " with " + m[3]
	}
	return m[1] + " cannot be used on " + m[2] + " and " + m[3]
}

var inArray = regexp.MustCompile(`^cannot use (.*) as type (.*) in array$`)

// plain puts expr's messages into the words of our users, who do not know Go.
func plain(message string) string {
	message = strings.TrimSpace(token.ReplaceAllString(message, "$1"))
	message = strings.ReplaceAll(message, "unexpected token EOF", "unexpected end")
	message = inArray.ReplaceAllString(clash(message), "cannot compare $1 with $2")
	message = words.Replace(unknown.ReplaceAllString(message, "$1 any"))
	if message == "" {
		return "this is not an expression"
	}
	return strings.ToLower(message[:1]) + message[1:]
}
