package file

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/source"
)

// places are where the parts of a definition stand in its file, by the name that a diagnostic gives them: a step's id or
// path, an agent, a team, a table.
type places map[string]*place

type place struct {
	node   source.Node
	fields map[string]source.Node
	silent bool // what is wrong here has been said
}

func (p places) add(name string, n source.Node) {
	p[name] = &place{node: n, fields: map[string]source.Node{}}
}

// field is a part of what was added last under the name.
func (p places) field(name, field string, n source.Node) {
	if p[name] != nil && n.Given() {
		p[name].fields[field] = n
	}
}

func (p places) silence(name string) {
	if p[name] == nil {
		p.add(name, source.Node{})
	}
	p[name].silent = true
}

// of is the place with this name, or of what holds it.
func (p places) of(name string) *place {
	for {
		if found := p[name]; found != nil {
			return found
		}
		i := strings.LastIndex(name, ".")
		if i < 0 {
			return p[""]
		}
		name = name[:i]
	}
}

var quotedWord = regexp.MustCompile(`"((?:[^"\\]|\\.)*)"`)

// report puts what a definition has wrong at its place in the file.
func (p places) report(d usher.Diagnostic) {
	at := p.of(d.Step)
	if at == nil || at.silent {
		return
	}
	n := at.node
	for field := d.Field; field != ""; {
		if part, ok := at.fields[field]; ok {
			n = part
			break
		}
		field = field[:max(strings.LastIndexAny(field, ".["), 0)]
	}
	if all, ok := at.fields[""]; ok && d.Field == "" {
		if inner := named(all, d.Message); inner.Given() {
			n = inner
		}
	}
	if d.Line == 0 && !n.IsText() { // a mistake in one of several
		if inner := named(n, d.Message); inner.Given() {
			n = inner
		}
	}
	n.Report(d)
}

// named is the part of a value that a message quotes.
func named(n source.Node, message string) source.Node {
	for _, quoted := range quotedWord.FindAllString(message, -1) {
		word, err := strconv.Unquote(quoted)
		if err != nil {
			continue
		}
		if found := find(n, word); found.Given() {
			return found
		}
	}
	return source.Node{}
}

// find is the last part of a value that is written like this: a mistake about two of a kind belongs to the second.
func find(n source.Node, word string) (found source.Node) {
	if s, ok := n.Scalar(); ok {
		if s == word {
			return n
		}
		return found
	}
	n.Each(func(part source.Node) {
		if inner := find(part, word); inner.Given() {
			found = inner
		}
	})
	return found
}

func indexed(list string, i int) string { return fmt.Sprintf("%s[%d]", list, i) }
