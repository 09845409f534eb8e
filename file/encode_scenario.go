package file

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/format"
)

// ScenarioFiles are the names of the files that hold a scenario's definitions, as they are seen from the scenario's own
// directory. A definition without a name stands in the scenario itself.
type ScenarioFiles struct {
	Desk string
	// Workflows are in the order of [Scenario.Workflows]; an empty name is one that stands inside.
	Workflows []string
}

// EncodeScenario writes a scenario as a file: reading it gives the same scenario, but for the lines of its entries. Every
// entry takes one line, and they stand in the order of time, so that the time line reads from top to bottom. What the files
// hold is not written and not looked at; definitions that an entry puts in force stand in the entry. Errors are as with
// [Format.EncodeDesk]; a mistake names the entry by its place: "timeline[2]". What cannot be said, beside the parts of
// definitions: an agent's change that says nothing, attachments other than a location, a file and an image, and a scenario
// that expects errors of definitions which are in no file.
func (f Format) EncodeScenario(s Scenario, files ScenarioFiles) ([]byte, error) {
	f.Kinds = inScenarios(f.Kinds)
	w, err := f.writer()
	if err != nil {
		return nil, err
	}
	return w.file(w.scenario(s, files))
}

func (w *writer) scenario(s Scenario, files ScenarioFiles) *yaml.Node {
	o := w.object()
	o.word("usher", format.ScenarioHeader)
	o.put("desk", w.deskOf(s, files))
	w.workflowsOf(o, s, files)
	w.definition, w.step, w.variables = s.Name, "", nil
	o.required("scenario", s.Name)
	if !s.Start.IsZero() && !s.Start.Equal(ScenarioStart) {
		o.put("start", w.time("start", s.Start))
	}
	if s.Seed > math.MaxInt32 {
		w.cannot("seed", "", "the number %d is too large", s.Seed)
	}
	o.int("seed", int(min(s.Seed, math.MaxInt32)))
	stubs := list()
	for i, stub := range s.HTTP {
		w.within(indexed("http", i), func() { stubs.Content = append(stubs.Content, w.stub(stub)) })
	}
	o.filled("http", w.below(stubs))
	failures := list()
	for i, d := range s.Delivery {
		w.within(indexed("delivery", i), func() { failures.Content = append(failures.Content, w.delivery(d)) })
	}
	o.filled("delivery", w.below(failures))
	if len(s.Errors) > 0 {
		expect := w.object()
		expect.put("error", w.oneOrMore("error", s.Errors))
		o.put("expect", expect.done(format.LoadFailure))
		return w.below(o.done(format.Scenario))
	}
	timeline := list()
	for _, i := range inTime(s.Timeline) {
		w.within(indexed("timeline", i), func() { timeline.Content = append(timeline.Content, w.happens(s.Timeline[i])) })
	}
	o.put("timeline", w.below(timeline))
	return w.below(o.done(format.Scenario))
}

// inTime are the indices of entries in the order of time; those of one instant stay in theirs.
func inTime(entries []Entry) []int {
	order := make([]int, len(entries))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(entries[a].At, entries[b].At) })
	return order
}

// deskOf is the scenario's desk, or the name of its file.
func (w *writer) deskOf(s Scenario, files ScenarioFiles) *yaml.Node {
	switch {
	case files.Desk != "":
		return w.text("desk", files.Desk)
	case len(s.Errors) > 0: // what was wrong with it is not in the value
		return nil
	}
	return w.desk(s.Desk, "")
}

// workflowsOf are the scenario's workflows, or the names of their files.
func (w *writer) workflowsOf(o *object, s Scenario, files ScenarioFiles) {
	broken := len(s.Errors) > 0
	w.definition, w.step = s.Name, ""
	switch count := len(files.Workflows); {
	case broken && count == 0 && files.Desk == "":
		w.cannot("expect", "give the names of the files", "the definitions that have the errors are in no file")
		return
	case !broken && count > 0 && count != len(s.Workflows):
		w.cannot("workflows", "", "the scenario has %d workflows and names of %d files", len(s.Workflows), count)
		return
	}
	all := list()
	for i := range max(len(s.Workflows), len(files.Workflows)) {
		switch {
		case i < len(files.Workflows) && files.Workflows[i] != "":
			all.Content = append(all.Content, w.text("workflows", files.Workflows[i]))
		case i < len(s.Workflows):
			all.Content = append(all.Content, w.workflow(s.Workflows[i], ""))
		}
	}
	w.definitions(o, all)
}

// definitions are one workflow or several.
func (*writer) definitions(o *object, all *yaml.Node) {
	if len(all.Content) == 1 {
		o.put("workflow", all.Content[0])
		return
	}
	o.filled("workflows", all)
}

func (w *writer) oneOrMore(field string, all []string) *yaml.Node {
	if len(all) == 1 {
		return w.text(field, all[0])
	}
	return w.texts(field, all)
}

func (w *writer) stub(s HTTPStub) *yaml.Node {
	o := w.object()
	o.text("method", s.Method)
	o.required("url", s.URL)
	o.int("status", s.Status)
	headers := maps.Clone(s.Header)
	key, body := w.body(s)
	if key == "json" && s.Header["Content-Type"] == jsonType {
		delete(headers, "Content-Type")
	}
	o.put(key, body)
	header := w.object()
	for _, name := range sorted(headers) {
		header.entry(name, w.text("headers", headers[name]))
	}
	o.filled("headers", header.node)
	o.duration("delay", s.Delay)
	o.int("times", s.Times)
	if s.Fail != "" {
		o.put("fail", w.oneOf("fail", s.Fail, []string{"timeout", "refused", "reset"}))
	}
	return o.done(format.HTTPStub)
}

const jsonType = "application/json"

// body is what a stub answers, and the key for it.
func (w *writer) body(s HTTPStub) (key string, value *yaml.Node) {
	const long = 1000
	content := s.Body
	switch {
	case len(content) == 0:
		return "", nil
	case len(content) > long && len(bytes.Trim(content, "x")) == 0:
		return "bytes", w.int("bytes", len(content))
	case s.Header["Content-Type"] == jsonType:
		if value, ok := fromJSON(content); ok {
			return "json", w.anything("json", value)
		}
	case !utf8.Valid(content):
		w.cannot("text", "", "the body is not text")
		return "", nil
	}
	return "text", w.text("text", string(content))
}

// fromJSON is what a body stands for, if it can be told from that alone.
func fromJSON(body []byte) (any, bool) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	if decoder.Decode(&value) != nil {
		return nil, false
	}
	value = numbered(value)
	again, err := json.Marshal(value)
	return value, err == nil && bytes.Equal(again, body)
}

// numbered is JSON with its numbers as files have them.
func numbered(v any) any {
	switch v := v.(type) {
	case json.Number:
		if i, err := v.Int64(); err == nil {
			return int(i)
		}
		f, _ := v.Float64()
		return f
	case []any:
		for i := range v {
			v[i] = numbered(v[i])
		}
	case map[string]any:
		for name := range v {
			v[name] = numbered(v[name])
		}
	}
	return v
}

func (w *writer) delivery(d DeliveryStub) *yaml.Node {
	o := w.object()
	o.text("channel", d.Channel)
	switch {
	case d.Fail && d.Temporary:
		w.cannot("fail", "leave one out", "a delivery fails for good or for now")
	case d.Temporary:
		o.word("fail", "temporary")
	default:
		o.word("fail", strconv.FormatBool(d.Fail))
	}
	o.int("times", d.Times)
	return o.done(format.DeliveryStub)
}

// happens is an entry, in one line.
func (w *writer) happens(e Entry) *yaml.Node {
	definition, place := w.definition, w.step
	o := w.object()
	w.oneLine[o.node] = true
	o.put("at", w.duration("at", e.At))
	o.text("conversation", e.Conversation)
	w.contactActs(o, e)
	w.agentActs(o, e)
	w.hostActs(o, e)
	w.definition, w.step, w.variables = definition, place, nil
	if len(e.Expect) > 0 {
		o.put("expect", w.expectations(e.Expect))
	}
	return o.done(format.Entry)
}

// hostActs is what the host does. Definitions change the place of mistakes.
func (w *writer) hostActs(o *object, e Entry) {
	o.text("erase", e.Erase)
	all := list()
	for _, workflow := range e.Workflows {
		all.Content = append(all.Content, w.workflow(workflow, ""))
	}
	w.definitions(o, all)
	if e.Desk != nil {
		o.put("desk", w.desk(*e.Desk, ""))
	}
}

// contactActs is what the contact does, and what is known of him.
func (w *writer) contactActs(o *object, e Entry) {
	if e.Contact != nil {
		o.put("contact", w.contact(*e.Contact))
	}
	o.text("channel", e.Channel)
	o.text("message_id", e.MessageID)
	if e.Says != nil {
		o.required("says", *e.Says)
	}
	o.text("taps", e.Taps)
	if len(e.Sends) > 0 {
		o.put("sends", w.attachments(e.Sends))
	}
	o.bool("ends", e.Ends)
	o.text("starts", string(e.Starts))
}

func (w *writer) contact(c ContactChange) *yaml.Node {
	o := w.object()
	o.required("id", c.ID)
	if c.Name != nil {
		o.required("name", *c.Name)
	}
	if c.Language != nil {
		o.required("language", *c.Language)
	}
	if c.Zone != nil {
		o.required("zone", *c.Zone)
	}
	if c.Tags != nil {
		o.put("tags", w.texts("tags", *c.Tags))
	}
	if c.Fields != nil {
		o.put("fields", w.anything("fields", *c.Fields))
	}
	if c.Identities != nil {
		all := list()
		for _, identity := range *c.Identities {
			one := w.object()
			one.required("kind", identity.Kind)
			one.required("id", identity.ID)
			all.Content = append(all.Content, one.done(format.Identity))
		}
		o.put("identities", all)
	}
	return o.done(format.Contact)
}

// attachments are a location, a file and an image, as far as they are there.
func (w *writer) attachments(all []usher.Attachment) *yaml.Node {
	o := w.object()
	last := -1
	for _, a := range all {
		order := slices.Index([]string{"location", "file", "image"}, a.Kind)
		if order <= last {
			w.cannot("sends", "send it with another entry", "a file cannot send %q here", a.Kind)
			continue
		}
		last = order
		switch {
		case a.Kind == "location" && a.URL == "":
			o.put(a.Kind, w.location(a.Name))
		case a.Kind != "location" && a.URL == a.Name:
			o.required(a.Kind, a.Name)
		default:
			w.cannot("sends", "", "a %s with the name %q and the address %q", a.Kind, a.Name, a.URL)
		}
	}
	return o.done(format.Attachment)
}

func (w *writer) location(name string) *yaml.Node {
	n := list()
	for part := range strings.SplitSeq(name, ",") {
		f, err := strconv.ParseFloat(part, 64)
		if err != nil || strconv.FormatFloat(f, 'f', -1, 64) != part {
			break
		}
		n.Content = append(n.Content, w.number("sends", f))
	}
	if len(n.Content) != 2 || strings.Count(name, ",") != 1 {
		w.cannot("sends", "write it like 52.2,21", "%q is not a latitude and a longitude", name)
	}
	return n
}
