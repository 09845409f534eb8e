package usher

import (
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/gousher/usher/internal/rule"
)

// A Contact is the customer, as the host knows him. The host passes it with every call. A value takes effect when it
// differs from the one that the host passed before, so a stale copy does not undo what a step has saved; what the host
// leaves out stays as it is.
//
// The maps and slices belong to the router once they are passed: do not change them afterwards.
type Contact struct {
	// ID is the host's own name of the contact, at most 256 bytes.
	ID string `json:"id"`
	// Name is what he is called.
	Name string `json:"name,omitempty"`
	// Language is the language he reads best (BCP 47).
	Language string `json:"language,omitempty"`
	// Zone is the time zone in which he lives (Europe/Madrid), for days that he writes. Empty: the one that all of the desk's
	// calendars have, or UTC.
	Zone string `json:"zone,omitempty"`
	// Tags are labels; a tag that the host no longer passes is removed if it was the host that passed it before.
	Tags []string `json:"tags,omitempty"`
	// Fields are the host's own facts: texts, numbers, truth values, times, lists and maps of these.
	Fields map[string]any `json:"fields,omitempty"`
	// Identities are the names he has elsewhere: a WhatsApp user may have a user id and no phone number.
	Identities []Identity `json:"identities,omitempty"`
}

// An Identity is one name that a contact has in some system: kind "phone", id "+34600111222".
type Identity struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
}

func (c *Contact) checkIdentities() error {
	for _, identity := range c.Identities {
		if len(identity.Kind) > maxID || len(identity.ID) > maxID || !clean(identity.Kind) || !clean(identity.ID) {
			return invalidf("the contact has an identity that is too long or has control characters in it")
		}
	}
	return nil
}

func (c *Contact) checkFields() error {
	budget := maxFieldsSize
	for name, value := range c.Fields {
		if len(name) > maxID || !clean(name) {
			return invalidf("the contact has a field whose name is too long or has control characters in it")
		}
		if budget -= sizeOf(value, 0); budget < 0 {
			return invalidf("the contact's fields have over %d bytes in all, or are nested too deep", maxFieldsSize)
		}
	}
	return nil
}

const (
	maxFields  = 1000
	maxTags    = 1000
	maxTagSize = 256

	maxFieldsSize  = 256 << 10 // bytes of all fields together
	maxFieldsDepth = 20
)

// sizeOf is about how many bytes a value takes; one that is nested too deep takes more than is allowed.
func sizeOf(value any, depth int) int {
	if depth > maxFieldsDepth {
		return maxFieldsSize + 1
	}
	size := 16
	switch v := value.(type) {
	case string:
		size += len(v)
	case []byte:
		size += len(v)
	case []string:
		for _, s := range v {
			size += 16 + len(s)
		}
	case []any:
		for _, e := range v {
			size += sizeOf(e, depth+1)
		}
	case map[string]any:
		for key, e := range v {
			size += len(key) + sizeOf(e, depth+1)
		}
	}
	return size
}

func (c *Contact) check() error {
	if c.ID != "" {
		if err := checkID("contact", c.ID); err != nil {
			return err
		}
	}
	if len(c.Fields) > maxFields || len(c.Tags) > maxTags || len(c.Identities) > maxTags {
		return invalidf("the contact has over %d fields, tags or identities", maxFields)
	}
	if len(c.Name) > maxValue || len(c.Language) > maxID || len(c.Zone) > maxID {
		return invalidf("the contact's name, language or zone is too long")
	}
	if err := c.checkFields(); err != nil {
		return err
	}
	if err := c.checkIdentities(); err != nil {
		return err
	}
	for _, tag := range c.Tags {
		if len(tag) > maxTagSize || !clean(tag) {
			return invalidf("the contact has a tag that is too long or has control characters in it")
		}
	}
	return nil
}

// A ContactRow is what the router remembers of a contact between conversations. It is immutable: a change makes a new one.
type ContactRow struct {
	ID      string
	Version uint64 // raised by every change
	Contact Contact
	// Passed is what the host passed last: a value counts as new when it differs from this one.
	Passed Contact
	// Conversations is how many there have been, the present one included.
	Conversations int
	LastSeen      time.Time
	// LastAgent is who served last: set by a hand-over and by the close of what was handed over.
	LastAgent   string
	LastAgentAt time.Time
	// Opened are the instants at which his last conversations were opened, at most 100; Ran the workflows for once per
	// contact that he has had.
	Opened []time.Time
	Ran    []WorkflowID

	change uint64 // the change of the shard that made this row
}

// pass takes over what the host passed where it differs from what it passed before. It reports whether anything changed.
func (row *ContactRow) pass(c *Contact) bool {
	changed := false
	if c.Name != "" && c.Name != row.Passed.Name {
		row.Passed.Name, row.Contact.Name, changed = c.Name, tidy(c.Name), true
	}
	if c.Language != "" && c.Language != row.Passed.Language {
		row.Passed.Language, row.Contact.Language, changed = c.Language, tidy(c.Language), true
	}
	if c.Zone != "" && c.Zone != row.Passed.Zone {
		row.Passed.Zone, row.Contact.Zone, changed = c.Zone, tidy(c.Zone), true
	}
	if c.Identities != nil && !slices.Equal(c.Identities, row.Passed.Identities) {
		row.Passed.Identities, row.Contact.Identities, changed = c.Identities, c.Identities, true
	}
	if c.Tags != nil && !slices.Equal(c.Tags, row.Passed.Tags) {
		row.passTags(c.Tags)
		changed = true
	}
	return row.passFields(c.Fields) || changed
}

func (row *ContactRow) passTags(passed []string) {
	tags := slices.Clone(row.Contact.Tags)
	for _, tag := range row.Passed.Tags {
		if !slices.Contains(passed, tag) {
			tags = without(tags, tag)
		}
	}
	for _, tag := range passed {
		if !slices.Contains(row.Passed.Tags, tag) {
			tags = with(tags, tag)
		}
	}
	row.Passed.Tags, row.Contact.Tags = passed, tags
}

func (row *ContactRow) passFields(passed map[string]any) bool {
	changed := false
	for name, value := range passed {
		before, known := row.Passed.Fields[name]
		if known && same(before, value) {
			continue
		}
		if !changed { // the maps are shared with earlier rows: copy before the first write
			row.Passed.Fields, row.Contact.Fields = copied(row.Passed.Fields), copied(row.Contact.Fields)
			changed = true
		}
		row.Passed.Fields[name] = value
		row.Contact.Fields[name] = tidyValue(value)
	}
	return changed
}

func tidyValue(v any) any {
	switch v := v.(type) {
	case string:
		return tidy(v)
	case []string:
		clean := make([]string, len(v))
		for i, s := range v {
			clean[i] = tidy(s)
		}
		return clean
	case []any:
		clean := make([]any, len(v))
		for i, e := range v {
			clean[i] = tidyValue(e)
		}
		return clean
	case map[string]any:
		clean := make(map[string]any, len(v))
		for key, e := range v {
			clean[tidy(key)] = tidyValue(e)
		}
		return clean
	}
	return v
}

func copied(m map[string]any) map[string]any {
	if m == nil {
		return map[string]any{}
	}
	return maps.Clone(m)
}

// same compares two passed values; the frequent kinds cost no reflection.
func same(a, b any) bool {
	switch x := a.(type) {
	case string:
		y, ok := b.(string)
		return ok && x == y
	case bool:
		y, ok := b.(bool)
		return ok && x == y
	case int:
		y, ok := b.(int)
		return ok && x == y
	case float64:
		y, ok := b.(float64)
		return ok && x == y
	case nil:
		return b == nil
	}
	return reflect.DeepEqual(a, b) || b != nil && rule.Of(a).Equal(rule.Of(b)) // a store may hand a time back in another zone
}

func with(tags []string, tag string) []string {
	if tag == "" || slices.Contains(tags, tag) {
		return tags
	}
	return append(tags, tag)
}

func without(tags []string, tag string) []string {
	return slices.DeleteFunc(tags, func(t string) bool { return t == tag })
}

// maxOpened is how many openings are remembered.
const maxOpened = 100

// opens notes that a conversation is opened.
func (row *ContactRow) opens(now time.Time) {
	row.Opened = append(slices.Clip(row.Opened), now)
	if over := len(row.Opened) - maxOpened; over > 0 {
		row.Opened = row.Opened[over:]
	}
}

// earlier are the openings before one.
func (row *ContactRow) earlier(opened time.Time) []time.Time {
	n := len(row.Opened)
	for n > 0 && !row.Opened[n-1].Before(opened) {
		n--
	}
	return row.Opened[:n:n]
}

// mergeHistory takes over what the other one has had.
func (row *ContactRow) mergeHistory(other *ContactRow) {
	opened := slices.SortedFunc(slices.Values(slices.Concat(other.Opened, row.Opened)), time.Time.Compare)
	row.Opened = slices.CompactFunc(opened, time.Time.Equal) // he may have been the one, then the other, then the one again
	if over := len(row.Opened) - maxOpened; over > 0 {
		row.Opened = row.Opened[over:]
	}
	for _, id := range other.Ran {
		if !slices.Contains(row.Ran, id) {
			row.Ran = append(slices.Clip(row.Ran), id)
		}
	}
}

// merge fills what this contact lacks from another one who turned out to be the same person.
func (row *ContactRow) merge(other *ContactRow) {
	if row.Contact.Name == "" {
		row.Contact.Name = other.Contact.Name
	}
	if row.Contact.Language == "" {
		row.Contact.Language = other.Contact.Language
	}
	if row.Contact.Zone == "" {
		row.Contact.Zone = other.Contact.Zone
	}
	row.mergeHistory(other)
	fields := copied(other.Contact.Fields)
	maps.Copy(fields, row.Contact.Fields)
	row.Contact.Fields = fields
	tags := slices.Clone(row.Contact.Tags)
	for _, tag := range other.Contact.Tags {
		tags = with(tags, tag)
	}
	row.Contact.Tags = tags
	row.Conversations += other.Conversations
	if row.LastAgent == "" {
		row.LastAgent, row.LastAgentAt = other.LastAgent, other.LastAgentAt
	}
}
