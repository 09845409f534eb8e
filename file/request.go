package file

import (
	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/source"
)

// request is an HTTP request.
func (w *workflowReader) request(m source.Map, name string) usher.Step {
	s := usher.HTTPRequest{
		Method: m.Of("method").Name(), URL: m.Of("url").Text(), JSON: w.json(m.Of("json"), name), Body: m.Of("body").Text(),
		Headers: w.parameters(m.Of("headers"), name, "headers."), Query: w.parameters(m.Of("query"), name, "query."),
		Timeout: m.Of("timeout").Duration(), Tries: w.tries(m.Of("retries")),
		Cache: m.Of("cache").Duration(), StaleIfError: m.Of("stale_if_error").Duration(),
		TimedOut: w.block(m, name, "timed_out", "timed_out"), Failed: w.block(m, name, "failed", "failed"),
		Else: w.block(m, name, "else", "else"),
	}
	if s.URL == "" && !m.Of("url").IsText() {
		s.URL = "https://unread.example/" // what is missing has been said
	}
	if !m.Has("else") {
		s.Else = usher.Steps{w.unread()}
	}
	if m.Has("timeout") && s.Timeout == 0 {
		nothing(m.Of("timeout"), "", "a time-out of nothing leaves no time for an answer")
	}
	if !m.Has("timeout") { // what is said of the two of them
		w.places.field(name, "timeout", m.Of("retries"))
	}
	if m.Meant("cache") || m.Has("cache") && s.Cache == 0 { // for how long is not known
		w.places.said(name, "stale_if_error", source.BadValue)
	}
	if m.Has("body") && m.Of("body").IsText() && s.Body == "" {
		m.Of("body").Wrong(source.BadValue, "leave it out", "the body is empty")
	}
	w.statuses(&s, m.Of("status"), name)
	var ok bool
	if s.Save, ok = w.saved(m.Of("save"), name); !ok || m.Meant("save") {
		return partly{Step: s, sets: w.all()}
	}
	return s
}

// statuses reads the exits by status.
func (w *workflowReader) statuses(s *usher.HTTPRequest, n source.Node, name string) {
	for _, pair := range n.Pairs() {
		w.places.block(name, pair.Name, pair.Key, pair.Value)
		s.Status = put(s.Status, pair.Name, w.steps(pair.Value, name+"."+pair.Name+"."))
	}
}

// saved are the values that are taken from an answer; false if not all of them could be read.
func (w *workflowReader) saved(n source.Node, name string) (usher.Set, bool) {
	var set usher.Set
	pairs := n.Pairs()
	for _, pair := range pairs {
		to := w.target(pair.Key)
		value := expression(pair)
		field := setField(to, pair.Name)
		if _, isTag := to.(usher.AsTag); isTag {
			field = ""
		}
		w.places.field(name, "save."+field, pair.Value)
		if to != nil && (value != "" || pair.Value.IsText()) {
			set = append(set, usher.Setting{To: to, Value: value})
		}
	}
	return set, len(set) == len(pairs) && (!n.Given() || n.IsMap())
}

// parameters are the headers or the query of a request, whose values are texts as they are written.
func (w *workflowReader) parameters(n source.Node, name, prefix string) map[string]string {
	var all map[string]string
	for _, pair := range n.Pairs() {
		w.places.field(name, prefix+pair.Name, pair.Value)
		w.places.field(name, prefix+pair.Name+" "+source.BadName, pair.Key)
		if _, ok := pair.Value.Scalar(); ok {
			all = put(all, pair.Name, pair.Value.Name())
			continue
		}
		pair.Value.Wrong(source.WrongType, "", "a text is wanted here")
	}
	return all
}

// json is the body of a request, whose texts have places of their own.
func (w *workflowReader) json(n source.Node, name string) any {
	if n.IsNull() {
		n.Holder().Wrong(source.WrongType, "leave it out", "the body is nothing")
		return nil
	}
	w.parts(n, name, "json")
	return n.Any()
}

// parts takes note of where the parts of a value stand.
func (w *workflowReader) parts(n source.Node, name, field string) {
	w.places.field(name, field, n)
	switch {
	case n.IsList():
		for i, item := range n.Items() {
			w.parts(item, name, indexed(field, i))
		}
	case n.IsMap():
		n.Each(each(func(key string, value source.Node) { w.parts(value, name, field+"."+key) }))
	}
}

// each is a function over the parts of a mapping that calls another one with every key and its value.
func each(do func(key string, value source.Node)) func(source.Node) {
	var key *source.Node
	return func(part source.Node) {
		if key == nil {
			key = &part
			return
		}
		if name, ok := key.Scalar(); ok {
			do(name, part)
		}
		key = nil
	}
}
