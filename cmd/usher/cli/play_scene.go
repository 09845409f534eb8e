package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/gousher/usher/file"
)

// A scene is who takes part in a chat, as the one at the keyboard has arranged it.
type scene struct {
	threads []thread
	current int
	people  map[string]person
	// entries and messages count what has been entered, for names that differ.
	entries  int
	messages int
}

// A thread is a conversation.
type thread struct {
	name    string
	contact string
	channel string
	// begun: a message has opened it. moved: the router does not know the channel yet.
	begun bool
	moved bool
}

// A person is a contact as the host passes him.
type person struct {
	name   string
	tags   []string
	fields map[string]any
	// news are what the next message tells of him; nil: nothing.
	news *file.ContactChange
}

// clone is what /undo goes back to. What maps and lists hold is never changed in place.
func (s *scene) clone() scene {
	copied := *s
	copied.threads, copied.people = slices.Clone(s.threads), maps.Clone(s.people)
	return copied
}

// thread is the current conversation.
func (s *scene) thread() *thread { return &s.threads[s.current] }

// find is the place of a conversation; -1: there is none of this name.
func (s *scene) find(name string) int {
	return slices.IndexFunc(s.threads, func(t thread) bool { return t.name == name })
}

// newThread begins a conversation with a contact, who is known already if one has the same name.
func (s *scene) newThread(name, language, channel string) *thread {
	name = shortName(name)
	id := s.knows(name)
	p := s.people[id]
	if id == "" {
		id = s.newID(name)
		p = person{name: name, news: &file.ContactChange{ID: id, Name: &name}}
	}
	if language != "" {
		p.news = p.change(id)
		p.news.Language = &language
	}
	if s.people == nil {
		s.people = map[string]person{}
	}
	s.people[id] = p
	n := len(s.threads) + 1
	for s.find(fmt.Sprintf("c%d", n)) >= 0 {
		n++
	}
	s.threads = append(s.threads, thread{name: fmt.Sprintf("c%d", n), contact: id, channel: channel})
	s.current = len(s.threads) - 1
	return s.thread()
}

// change is what the next message tells of a contact, to be added to.
func (p *person) change(id string) *file.ContactChange {
	if p.news == nil {
		return &file.ContactChange{ID: id}
	}
	news := *p.news
	return &news
}

// follow takes up what an entry of a scenario brings.
func (s *scene) follow(entry *file.Entry) {
	if entry.Contact != nil {
		p, known := s.people[entry.Contact.ID]
		if !known {
			p.name = entry.Contact.ID
		}
		if entry.Contact.Name != nil {
			p.name = *entry.Contact.Name
		}
		if entry.Contact.Tags != nil {
			p.tags = *entry.Contact.Tags
		}
		if entry.Contact.Fields != nil {
			p.fields = *entry.Contact.Fields
		}
		s.people[entry.Contact.ID] = p
	}
	opens := entry.Says != nil || entry.Taps != "" || len(entry.Sends) > 0 || entry.Starts != ""
	if !opens {
		return
	}
	i := s.find(entry.Conversation)
	if i < 0 {
		s.threads = append(s.threads, thread{name: entry.Conversation, channel: "web", begun: true})
		i = len(s.threads) - 1
	}
	s.current = i
	if entry.Channel != "" {
		s.threads[i].channel = entry.Channel
	}
	if entry.Contact != nil {
		s.threads[i].contact = entry.Contact.ID
	}
}

// who is how a conversation's contact is called.
func (s *scene) who(t *thread) string {
	if name := s.people[t.contact].name; name != "" {
		return name
	}
	return t.name
}

// shortName is a name as long as one may be.
func shortName(name string) string {
	const longest = 60
	name = strings.TrimSpace(name)
	if letters := []rune(name); len(letters) > longest {
		name = strings.TrimSpace(string(letters[:longest]))
	}
	return name
}

// knows is the id of the contact who is called so, or who has it as an id; empty: nobody.
func (s *scene) knows(name string) string {
	name = shortName(name)
	ids := slices.Sorted(maps.Keys(s.people))
	for _, id := range ids {
		if strings.EqualFold(s.people[id].name, name) {
			return id
		}
	}
	if slices.Contains(ids, name) {
		return name
	}
	return ""
}

// newID is an id that nobody has yet.
func (s *scene) newID(name string) string {
	base := contactID(name)
	id := base
	for n := 2; ; n++ {
		if _, taken := s.people[id]; !taken {
			return id
		}
		id = fmt.Sprintf("%s-%d", base, n)
	}
}

// contactID makes an id of a name: its letters and digits.
func contactID(name string) string {
	const longest = 60
	id := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		case unicode.IsSpace(r) || r == '-' || r == '_':
			return '-'
		}
		return -1
	}, name)
	id = strings.ToValidUTF8(id[:min(len(id), longest)], "")
	if id = strings.Trim(id, "-"); id == "" {
		return "contact"
	}
	return id
}

// names are those of contacts who come without one.
var names = []string{"Mia", "Luc", "Sara", "Ivan", "Aiko", "Noor", "Leo", "Zoe"}

// newName is one that nobody has yet.
func (s *scene) newName() string {
	for _, name := range names {
		if s.knows(name) == "" {
			return name
		}
	}
	for n := len(s.people) + 1; ; n++ {
		if name := fmt.Sprintf("Contact %d", n); s.knows(name) == "" {
			return name
		}
	}
}
