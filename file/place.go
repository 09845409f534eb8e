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
	// said are the fields about which, by code, all has been said.
	said map[string]bool
	// empty are the blocks that are there and hold no step.
	empty  map[string]bool
	silent bool   // what is wrong here has been said
	other  *place // a part of another kind with the same name: an agent who is called like a team
}

func (p places) add(name string, n source.Node) {
	p[name] = &place{node: n, fields: map[string]source.Node{}, said: map[string]bool{}, empty: map[string]bool{}, other: p[name]}
}

// field is a part of what was added last under the name.
func (p places) field(name, field string, n source.Node) {
	if p[name] != nil && n.Given() {
		p[name].fields[field] = n
	}
}

// silence keeps back what is wrong with what was added last under the name.
func (p places) silence(name string) { p[name].silent = true }

// said keeps back what is wrong with a field by this code: it only follows from what has been said.
func (p places) said(name, field, code string) { p[name].said[field+" "+code] = true }

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
	if at.said[d.Field+" "+d.Code] {
		return
	}
	d = at.emptied(d)
	n, ok := at.field(d.Field, d.Code)
	if !ok && at.other != nil {
		n, ok = at.other.field(d.Field, d.Code)
	}
	if !ok {
		n = at.node
	}
	if all, ok := at.fields[""]; ok && d.Field == "" {
		n = first(named(all, d.Message), n)
	}
	switch {
	case d.Line == 0 && !n.IsText(): // a mistake in one of several
		n = first(named(n, d.Message), n)
	case n.IsMap(): // a mistake in a text of several languages
		n = first(part(n, d.Line, d.Source), n)
	}
	n.Report(d)
}

// emptied says of an exit without steps that its block is empty instead of missing, if that is so: its own or the else.
func (p *place) emptied(d usher.Diagnostic) usher.Diagnostic {
	if d.Code != noExit {
		return d
	}
	block := d.Field
	if !p.empty[block] && strings.HasPrefix(d.Message, "the exit ") {
		block = "else"
	}
	if p.empty[block] {
		d.Field, d.Message = block, fmt.Sprintf("the block %s is empty", block)
	}
	return d
}

// block takes note of where a block of steps stands.
func (p places) block(name, block string, key, steps source.Node) {
	p.field(name, block, key)
	if p[name] != nil && steps.IsList() && len(steps.Items()) == 0 {
		p[name].empty[block] = true
	}
}

// field is the part of a field, or of what holds it. A mistake with a place of its own has its code behind the field.
func (p *place) field(field, code string) (source.Node, bool) {
	if part, ok := p.fields[field+" "+code]; ok {
		return part, true
	}
	for field != "" {
		if part, ok := p.fields[field]; ok {
			return part, true
		}
		field = field[:max(strings.LastIndexAny(field, ".["), 0)]
	}
	return source.Node{}, false
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
