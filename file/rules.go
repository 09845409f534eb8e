package file

import (
	"strings"
	"time"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/format"
	"github.com/gousher/usher/internal/source"
)

// rules reads what holds for everybody at the desk: what skills mean, what conversations cost, calendars.
func (d *readDesk) rules(r *reader, m source.Map) {
	for _, pair := range m.Of("skills").Pairs() {
		place := "skills." + pair.Name
		d.places.add(place, pair.Key)
		implies := pair.Value.Object(format.Skill).Of("implies")
		d.places.field(place, "implies", implies)
		if nameless(pair.Key, "the skill has no name") {
			continue
		}
		d.desk.Skills = put(d.desk.Skills, pair.Name, usher.Skill{Implies: skillNames(implies)})
	}
	d.costs(m.Of("capacity"))
	if m.Of("pull").Word(format.Pulls...) == "own_first" {
		d.desk.Pull = usher.OwnFirst
	}
	d.desk.RampUp, d.desk.MassOffline = rampUp(m.Of("ramp_up")), massOffline(m.Of("mass_offline"))
	for _, pair := range m.Of("calendars").Pairs() {
		if !nameless(pair.Key, "the calendar has no name") {
			d.desk.Calendars = put(d.desk.Calendars, pair.Name, d.calendar(r, pair))
		}
	}
}

// contacts reads what holds for what is known of contacts.
func (d *readDesk) contacts(m source.Map) {
	d.desk.Private = m.Of("private").Names()
	n := m.Of("consent")
	consent := n.Object(format.Consent)
	d.places.add("consent", first(n, d.root))
	d.places.field("consent", "field", consent.Of("field"))
	d.desk.Consent = usher.Consent{
		Field: consent.Of("field").Name(), Gates: consent.Of("gates").Names(), Means: consent.Of("means").Names(),
	}
	if field, ok := strings.CutPrefix(d.desk.Consent.Field, contactPrefix); ok {
		hint := "write " + strings.TrimPrefix(field, "fields.")
		consent.Of("field").Wrong(source.BadName, hint, "a contact field is wanted here by its name alone")
	}
	if d.desk.Consent.Field == "" && !consent.Of("field").IsText() {
		d.places.silence("consent") // what is missing has been said
	}
	d.desk.Retention.Closed = m.Of("retention").Object(format.Retention).Of("closed").Duration()
	nothing(valueOf(m.Of("retention"), "closed"), "leave it out to keep them", "a time of nothing makes no sense here")
}

// nameless reports a name that is empty.
func nameless(n source.Node, message string) bool {
	s, ok := n.Scalar()
	if ok && s == "" {
		n.Wrong(source.BadName, "", "%s", message)
	}
	return ok && s == ""
}

// skillNames are the skills of a list.
func skillNames(n source.Node) []string {
	var names []string
	for _, item := range n.Items() {
		nameless(item, "the skill has no name")
		if name := item.Name(); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// costs are what a conversation costs of an agent's capacity.
func (d *readDesk) costs(n source.Node) {
	m := n.Object(format.Costs)
	for _, pair := range m.Of("channels").Pairs() {
		if units := cost(pair.Value); units != nil && !nameless(pair.Key, "the channel has no name") {
			d.desk.Costs.Channels = put(d.desk.Costs.Channels, pair.Name, *units)
		}
	}
	d.desk.Costs.WaitingForContact, d.desk.Costs.OnHold = cost(m.Of("waiting_for_contact")), cost(m.Of("on_hold"))
}

// cost is a number of units; nil if there is none.
func cost(n source.Node) *usher.Units {
	if !n.Given() {
		return nil
	}
	before := n.File().Mark()
	number := n.Number()
	if number < 0 || number > format.MaxUnits {
		n.Wrong(source.BadValue, "", "a cost is from 0 to %d units", format.MaxUnits)
	}
	if before != n.File().Mark() {
		return nil
	}
	units := usher.UnitsOf(number)
	return &units
}

// rampUp is what an agent gets who comes back; nothing if it cannot be read.
func rampUp(n source.Node) usher.RampUp {
	m := n.Object(format.RampUp)
	per, conversations := lasting(m.Of("per")), positive(m.Of("conversations"), "leave ramp_up out to give him any number")
	if per == 0 || conversations == 0 {
		return usher.RampUp{}
	}
	return usher.RampUp{Conversations: conversations, Per: per}
}

// massOffline is the breaker for many agents who go offline at once; none if it cannot be read.
func massOffline(n source.Node) usher.MassOffline {
	m := n.Object(format.MassOffline)
	agents, within, keep := positive(m.Of("agents"), ""), lasting(m.Of("within")), lasting(m.Of("keep"))
	if agents == 0 || within == 0 || keep == 0 {
		return usher.MassOffline{}
	}
	return usher.MassOffline{Agents: agents, Within: within, Keep: keep}
}

// lasting is a time that is not nothing, and no longer than any clock runs; 0 if there is none.
func lasting(n source.Node) time.Duration {
	const longest = 366 * 24 * time.Hour
	d := n.Duration()
	if d > longest {
		n.Wrong(source.BadValue, "", "the time is over 366 days")
		return 0
	}
	nothing(n, "", "a time of nothing makes no sense here")
	return d
}

// positive is a whole number from 1; 0 if there is none.
func positive(n source.Node, hint string) int {
	i, ok := n.WholeNumber()
	if ok && i < 1 {
		n.Wrong(source.BadValue, hint, "a number from 1 is wanted here")
		return 0
	}
	return i
}
