package file

import (
	"fmt"
	"strings"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/format"
	"github.com/gousher/usher/internal/source"
)

// readDesk is a desk as it was read, with the places of its parts.
type readDesk struct {
	root source.Node
	desk usher.Desk
	// checker checks workflows against it, once it has been checked itself.
	checker *usher.Checker
	// places are the parts by the name that a diagnostic gives them.
	places places
	taken  map[string]bool
	// vague: a name could not be read, so that an unknown one may be meant to be it.
	vague bool
	// blurred are the kinds of names of which one could not be read.
	blurred map[string]bool
	// shaky: there are mistakes in it, besides what was said of its file before.
	shaky  bool
	before source.Mark
	// broken: it cannot be used to check workflows against.
	broken bool
}

// desk reads a desk; one that stands inside another file needs no header.
func (r *reader) desk(n source.Node, whole bool) *readDesk {
	d := &readDesk{root: n, places: places{}, before: n.File().Mark()}
	d.broken = !n.IsMap()
	m := n.Object(headed(format.Desk, whole))
	inside(m, whole, format.DeskHeader)
	d.places.add("", n)
	for _, key := range []string{"teams", "agents", "skills", "calendars", "tables"} {
		if unreadable(m, key) {
			d.blur(strings.TrimSuffix(key, "s"))
		}
	}
	d.rules(r, m)
	d.contacts(m)
	for i, item := range m.Of("teams").Items() {
		d.team(r, item, i)
	}
	for i, item := range m.Of("agents").Items() {
		d.agent(item, i)
	}
	for _, pair := range m.Of("tables").Pairs() {
		if d.desk.Tables == nil {
			d.desk.Tables = map[string]usher.Table{}
		}
		d.places.add("tables."+pair.Name, pair.Key)
		d.desk.Tables[pair.Name] = d.table(pair)
	}
	fallback := m.Of("fallback").Object(format.Fallback)
	d.desk.Fallback = usher.Fallback{Team: fallback.Of("team").Name(), Note: fallback.Of("note").Text()}
	d.places.add("fallback", first(fallback.Of("team"), m.Key("fallback"), n))
	d.places.field("fallback", "note", fallback.Of("note"))
	return d
}

// unreadable reports whether what stands below a key of a desk cannot be told.
func unreadable(m source.Map, key string) bool {
	if !m.Has(key) {
		return key == "teams" || m.Meant(key)
	}
	if key == "teams" || key == "agents" {
		return !m.Of(key).IsList()
	}
	return !m.Of(key).IsMap()
}

// inside checks the header that a definition inside another file may have.
func inside(m source.Map, whole bool, header string) {
	if n := m.Of("usher"); !whole && n.Given() {
		n.Word(header)
	}
}

// headed is the object of a file, or, without its header, the one of a definition inside another file.
func headed(o *format.Object, whole bool) *format.Object {
	if whole {
		return o
	}
	inner := *o
	inner.Fields = nil
	for _, field := range o.Fields {
		if field.Key == "usher" {
			field.Required = false
		}
		inner.Fields = append(inner.Fields, field)
	}
	return &inner
}

func first(nodes ...source.Node) source.Node {
	for _, n := range nodes {
		if n.Given() {
			return n
		}
	}
	return source.Node{}
}

func (d *readDesk) team(r *reader, n source.Node, i int) {
	m := n.Object(format.Team)
	team := usher.Team{ID: m.Of("id").Name(), Name: m.Of("name").Text()}
	place := first(m.Of("id"), n)
	team.ID = d.once(team.ID, "team", place)
	d.add(indexed("teams", i), team.ID, m.Of("id"), place)
	w := &workflowReader{reader: r, kinds: r.format.Kinds, places: d.places}
	team.By = w.strategy(m.Of("by"), team.ID, "")
	d.places.field(team.ID, "hours", m.Of("hours"))
	d.places.field(team.ID, "wrap_up", m.Of("wrap_up"))
	team.Hours, team.WrapUp = calendarName(m.Of("hours")), m.Of("wrap_up").Duration()
	if m.Of("order").Word(format.Orders...) == "newest" {
		team.Order = usher.NewestFirst
	}
	d.desk.Teams = append(d.desk.Teams, team)
}

// blur notes that a name of a kind could not be read.
func (d *readDesk) blur(what string) {
	if d.blurred == nil {
		d.blurred = map[string]bool{}
	}
	d.vague, d.blurred[what] = true, true
}

// add takes note of where a team or an agent stands, by its number and its id.
func (d *readDesk) add(number, id string, written, place source.Node) {
	d.places.add(number, place)
	if id == "" {
		what, _, _ := strings.Cut(number, "s[")
		if d.blur(what); !written.IsText() { // that there is none has been said
			d.places.silence(number)
		}
		return
	}
	d.places.add(id, place)
}

// once reports an id that is used twice. The second goes by another, so that what else is wrong with it keeps its place.
func (d *readDesk) once(id, what string, n source.Node) string {
	key := what + " " + id
	if d.taken == nil {
		d.taken = map[string]bool{}
	}
	if id == "" || !d.taken[key] {
		d.taken[key] = true
		return id
	}
	n.Wrong(source.Duplicate, "rename one of them", "two %ss are called %q", what, id)
	for again := 2; ; again++ {
		if other := fmt.Sprintf("%s (%d)", id, again); !d.taken[what+" "+other] {
			d.taken[what+" "+other] = true
			return other
		}
	}
}

func (d *readDesk) table(pair source.Pair) usher.Table {
	m := pair.Value.Object(format.Table)
	t := usher.Table{Best: m.Of("best").Bool(), Else: m.Of("else").Name()}
	d.places.field("tables."+pair.Name, "else", m.Of("else"))
	for i, item := range m.Of("rows").Items() {
		row := item.Object(format.Row)
		d.row("tables."+pair.Name, "row "+itoa(i+1), item, row)
		t.Rows = append(t.Rows, usher.Row{
			Team: row.Of("team").Name(), Name: row.Of("name").Text(), Priority: row.Of("priority").Int(),
			Phrases: row.Of("phrases").Names(), Not: row.Of("not").Names(), Weight: row.Of("weight").Int(),
			Languages: row.Of("languages").Names(),
		})
	}
	return t
}

// row takes note of where the parts of a row stand, and of what has been said of them.
func (d *readDesk) row(table, field string, n source.Node, row source.Map) {
	const noPhrases, weight = "U060", "U066"
	d.places.field(table, field, n)
	d.places.field(table, field+" "+noPhrases, row.Of("phrases"))
	d.places.field(table, field+" "+weight, row.Of("weight"))
	d.places.field(table, field+" "+source.Unknown, row.Of("team"))
	if !row.Of("team").IsText() {
		if _, ok := row.Of("team").Scalar(); !ok {
			d.places.said(table, field, source.Unknown)
		}
	}
	if phrases := row.Of("phrases"); !phrases.IsList() || len(phrases.Items()) > 0 {
		d.places.said(table, field, noPhrases)
	}
	if _, ok := row.Of("weight").Scalar(); !ok {
		d.places.said(table, field, weight)
	}
}
