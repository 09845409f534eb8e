package usher

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/gousher/usher/internal/rule"
)

// fill puts the values in. What it cannot send is trouble.
func (r *request) fill(t *Turn) (webCall, *trouble) {
	call := webCall{method: r.method}
	var problem *trouble
	render := func(f filling) string {
		text, wrong := f.render(t)
		if wrong != nil && problem == nil {
			problem = wrong
		}
		return text
	}
	call.url = render(r.url)
	for _, q := range r.query {
		call.query = append(call.query, pair{q.name, render(q.filling)})
	}
	for _, h := range r.headers {
		value := render(h.filling)
		if strings.ContainsAny(value, "\r\n") {
			return call, &trouble{text: "the value of the header " + h.name + " has a line break in it"}
		}
		call.headers = append(call.headers, pair{h.name, value})
	}
	switch {
	case r.json != nil:
		call.json, problem = fillTree(t, r.json, problem)
		call.kind = "application/json"
	case len(r.body.pieces) > 0:
		call.body = render(r.body)
		call.kind = "text/plain; charset=utf-8"
		if s, ok := t.node.step.(HTTPRequest); ok {
			call.kind = s.bodyKind()
		}
	}
	return call, problem
}

// render is the text with its values.
func (f filling) render(t *Turn) (string, *trouble) {
	var b strings.Builder
	way := wayOf(f)
	for _, p := range f.pieces {
		b.WriteString(p.literal)
		if !way.literal(p.literal) {
			return "", astray
		}
		if p.expr == nil {
			continue
		}
		value, err := p.expr.Eval(t)
		if err != nil {
			return "", &trouble{text: "a value of the request failed: " + err.Error()}
		}
		text := p.escape(value)
		way.value(text)
		b.WriteString(text)
	}
	if !way.ends() {
		return "", astray
	}
	return b.String(), nil
}

//nolint:gochecknoglobals // a text that is only read
var astray = &trouble{text: "a value in the path would lead to another address: it is empty or leads upwards"}

// way follows the path of an address: no segment with a value in it may be empty, or lead upwards.
type way struct {
	segment string
	valued  bool
	over    bool // the path has ended, or there is none
}

func wayOf(f filling) way { return way{over: !f.path} }

func (w *way) literal(text string) bool {
	for i := 0; i < len(text) && !w.over; i++ {
		switch text[i] {
		case '/':
			if !w.ends() {
				return false
			}
			w.segment, w.valued = "", false
		case '?', '#':
			if !w.ends() {
				return false
			}
			w.over = true
		default:
			w.segment += text[i : i+1]
		}
	}
	return true
}

func (w *way) value(text string) {
	if !w.over {
		w.segment, w.valued = w.segment+text, true
	}
}

func (w *way) ends() bool {
	return w.over || !w.valued || w.segment != "" && w.segment != "." && w.segment != ".."
}

func fillTree(t *Turn, part any, problem *trouble) (any, *trouble) {
	switch p := part.(type) {
	case filling:
		if p.whole {
			value, err := p.pieces[0].expr.Eval(t)
			if err != nil {
				return nil, &trouble{text: "a value of the request failed: " + err.Error()}
			}
			if value.Kind() == rule.KindString {
				return plainText(value), problem
			}
			return tidyValue(value.Any()), problem
		}
		text, wrong := p.render(t)
		if wrong != nil {
			return nil, wrong
		}
		return text, problem
	case []any:
		all := make([]any, len(p))
		for i, e := range p {
			all[i], problem = fillTree(t, e, problem)
		}
		return all, problem
	case map[string]any:
		all := make(map[string]any, len(p))
		for _, key := range sortedKeys(p) {
			all[key], problem = fillTree(t, p[key], problem)
		}
		return all, problem
	}
	return part, problem
}

// parseJSON reads an answer; numbers keep all their digits.
func parseJSON(text string) (rule.Value, bool) {
	if strings.TrimSpace(text) == "" {
		return rule.None(), false
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var parsed any
	if !json.Valid([]byte(text)) || decoder.Decode(&parsed) != nil || deep(parsed, 0) {
		return rule.None(), false
	}
	return rule.Of(tidyValue(plainNumbers(parsed))), true
}

func deep(part any, depth int) bool {
	if depth > maxResponseDeep {
		return true
	}
	switch p := part.(type) {
	case []any:
		return slices.ContainsFunc(p, func(e any) bool { return deep(e, depth+1) })
	case map[string]any:
		for _, e := range p {
			if deep(e, depth+1) {
				return true
			}
		}
	}
	return false
}

// plainNumbers makes numbers of what JSON has: whole ones where they fit, the text itself where a number would lose digits.
func plainNumbers(part any) any {
	switch p := part.(type) {
	case json.Number:
		_, err := p.Int64()
		if err != nil && !strings.ContainsAny(p.String(), ".eE") {
			return p.String()
		}
		return rule.Of(p).Any()
	case []any:
		for i, e := range p {
			p[i] = plainNumbers(e)
		}
	case map[string]any:
		for key, e := range p {
			p[key] = plainNumbers(e)
		}
	}
	return part
}
