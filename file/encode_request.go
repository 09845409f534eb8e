package file

import (
	"regexp"

	"go.yaml.in/yaml/v4"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/format"
)

// request is an HTTP request.
func (w *writer) request(o *object, s usher.HTTPRequest) *yaml.Node {
	o.text("method", s.Method)
	o.required("url", s.URL)
	o.filled("headers", w.parameters("headers.", s.Headers))
	o.filled("query", w.parameters("query.", s.Query))
	if s.JSON != nil {
		o.put("json", w.anything("json", s.JSON))
	}
	o.text("body", s.Body)
	o.duration("timeout", s.Timeout)
	o.put("retries", w.retries(s.Tries))
	o.filled("save", w.saves(s.Save))
	o.duration("cache", s.Cache)
	o.duration("stale_if_error", s.StaleIfError)
	exits := w.object()
	for _, name := range sorted(s.Status) {
		exits.node.Content = append(exits.node.Content, plain(name), w.steps(s.Status[name], w.step+"."+name+"."))
		if !status.MatchString(name) {
			w.cannot("status", "write 404, 4xx or 5xx", "%q is no status", name)
		}
	}
	o.filled("status", exits.node)
	o.steps("timed_out", s.TimedOut)
	o.steps("failed", s.Failed)
	o.steps("else", s.Else)
	return o.done(format.HTTP)
}

// status is what the key of an exit by status looks like.
var status = regexp.MustCompile(`^[1-5](\d\d|xx)$`)

func (w *writer) parameters(prefix string, values map[string]string) *yaml.Node {
	o := w.object()
	for _, name := range sorted(values) {
		o.entry(name, w.text(prefix+name, values[name]))
	}
	return o.node
}

// saves are the values that are taken from an answer.
func (w *writer) saves(all usher.Set) *yaml.Node {
	o := w.object()
	seen := map[string]bool{}
	for _, setting := range all {
		if setting.To == nil {
			w.cannot("save", "give a variable, a ContactField or AsTag", "the value goes nowhere")
			continue
		}
		name := w.target("save", setting.To)
		if seen[name] {
			w.cannot("save."+name, "leave one of them out", "a file saves to %s once in a step", name)
		}
		seen[name] = true
		o.entry(name, w.expression("save."+name, setting.Value))
	}
	return o.node
}

// wait lets time pass.
func (w *writer) wait(o *object, s usher.Wait) *yaml.Node {
	o.duration("for", s.For)
	if instantLike.MatchString(s.Until) {
		w.cannot("until", "set a variable of type time to it", "a file takes %q for an instant", s.Until)
	}
	o.text("until", s.Until)
	o.text("business", s.Business)
	o.steps("or", s.Or)
	return o.done(format.Wait)
}
