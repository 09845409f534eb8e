package cli

import (
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
)

var languageTag = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

// fresh begins another conversation.
func (c *chat) fresh(args string) {
	words := split(args)
	language := ""
	if n := len(words); n > 1 && languageTag.MatchString(words[n-1]) {
		language, words = words[n-1], words[:n-1]
	}
	name := strings.TrimSpace(strings.Join(words, " "))
	if name == "" {
		name = c.scene.newName()
	}
	known := c.scene.knows(name) != ""
	t := c.scene.newThread(name, language, c.scene.thread().channel)
	if known {
		c.notef("%s is another conversation of %s", t.name, c.scene.who(t))
	} else {
		c.notef("%s is a conversation with %s", t.name, c.scene.who(t))
	}
	c.changed()
}

// as goes on in another conversation.
func (c *chat) as(args string) {
	known := make([]string, len(c.scene.threads))
	for i, t := range c.scene.threads {
		known[i] = t.name
	}
	i := c.scene.find(args)
	switch {
	case args == "":
		c.usage("as")
		return
	case i < 0:
		c.unknown("conversation", args, known)
		return
	}
	c.scene.current = i
	c.changed()
	c.standing()
}

// contact sets facts about the current contact.
func (c *chat) contact(args string) {
	t := c.scene.thread()
	words := split(args)
	if len(words) == 0 {
		c.usage("contact")
		return
	}
	if t.contact == "" {
		c.mistakef("%s has an anonymous contact", t.name)
		return
	}
	p := c.scene.people[t.contact]
	news := p.change(t.contact)
	for _, word := range words {
		key, value, ok := strings.Cut(word, "=")
		if !ok || key == "" {
			c.mistakef("%q is no fact: write language=fr, tags=vip,new or plan=\"gold plus\"", clipped(word))
			return
		}
		p.learn(news, key, value)
	}
	p.news = news
	c.scene.people[t.contact] = p
	c.notef("the next message of %s brings it: %s", c.scene.who(t), strings.Join(words, ", "))
	c.changed()
}

// learn takes up a fact.
func (p *person) learn(news *file.ContactChange, key, value string) {
	switch key {
	case "name":
		p.name, news.Name = value, &value
	case "language":
		news.Language = &value
	case "tags":
		p.tags = slices.DeleteFunc(strings.Split(value, ","), func(tag string) bool { return tag == "" })
		news.Tags = &p.tags
	default:
		fields := maps.Clone(p.fields)
		if fields == nil {
			fields = map[string]any{}
		}
		fields[key] = scalar(value)
		p.fields, news.Fields = fields, &fields
	}
}

// scalar is a value as a file would have it: a truth value, a number, or a text.
func scalar(text string) any {
	if text == "true" || text == "false" {
		return text == "true"
	}
	if n, err := strconv.Atoi(text); err == nil && strconv.Itoa(n) == text {
		return n
	}
	if f, err := strconv.ParseFloat(text, 64); err == nil && strconv.FormatFloat(f, 'f', -1, 64) == text {
		return f
	}
	return text
}

// channel changes the way by which the contact writes.
func (c *chat) channel(args string) {
	words := split(args)
	if len(words) != 1 {
		c.usage("channel")
		return
	}
	t := c.scene.thread()
	t.channel, t.moved = words[0], true
	c.notef("the next message comes by %s", words[0])
	c.changed()
}

// send sends something else than a text.
func (c *chat) send(args string) {
	kind, rest, _ := strings.Cut(args, " ")
	rest = strings.TrimSpace(rest)
	switch {
	case rest == "":
		c.usage("send")
	case kind == "file":
		c.attach("send", "file", rest)
	case kind == "photo":
		c.attach("send", "image", rest)
	case kind == "location":
		c.location(rest)
	default:
		c.unknown("kind of thing to send called", kind, []string{"file", "photo", "location"})
	}
}

// location sends a place.
func (c *chat) location(args string) {
	place, text, _ := strings.Cut(args, " ")
	north, east, _ := strings.Cut(place, ",")
	latitude, err := strconv.ParseFloat(north, 64)
	longitude, failed := strconv.ParseFloat(east, 64)
	if err != nil || failed != nil || !(math.Abs(latitude) <= 90 && math.Abs(longitude) <= 180) {
		c.mistakef("a place is a latitude and a longitude: /send location 52.2,21.0")
		return
	}
	degrees := func(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
	c.post(usher.Attachment{Kind: "location", Name: degrees(latitude) + "," + degrees(longitude)}, text)
}

func (c *chat) photo(args string) { c.attach("photo", "image", args) }
func (c *chat) file(args string)  { c.attach("file", "file", args) }

// attach sends something beside a text.
func (c *chat) attach(command, kind, args string) {
	name, text, _ := strings.Cut(args, " ")
	if name == "" {
		c.usage(command)
		return
	}
	c.post(usher.Attachment{Kind: kind, Name: name, URL: name}, text)
}

// post sends one thing, perhaps with a text.
func (c *chat) post(a usher.Attachment, text string) {
	entry := c.message()
	entry.Sends = []usher.Attachment{a}
	if text = strings.TrimSpace(text); text != "" {
		entry.Says = &text
	}
	c.enter(entry)
}

// repeat delivers the last message once more.
func (c *chat) repeat(string) {
	name := c.scene.thread().name
	for _, m := range slices.Backward(c.moves) {
		if m.entry != nil && !m.given && m.entry.MessageID != "" && m.entry.Conversation == name {
			entry := *m.entry
			entry.At, entry.Contact, entry.Channel = 0, nil, ""
			c.enter(entry)
			return
		}
	}
	c.mistakef("there is no message to deliver again")
}

// end lets the contact leave.
func (c *chat) end(string) {
	if _, ok := c.session.View(c.scene.thread().name); !ok {
		c.mistakef("the conversation has not begun")
		return
	}
	c.enter(file.Entry{Conversation: c.scene.thread().name, Ends: true})
}

// forget erases the current contact. Who writes next in one of his conversations is a stranger of the same name.
func (c *chat) forget(string) {
	t := c.scene.thread()
	switch _, known := c.session.View(t.name); {
	case t.contact == "":
		c.mistakef("%s has an anonymous contact", t.name)
		return
	case !known && !c.hasWritten(t.contact):
		c.mistakef("%s has not written yet: nothing is kept of him", c.scene.who(t))
		return
	}
	p := c.scene.people[t.contact]
	c.notef("%s is forgotten", c.scene.who(t))
	name := p.name
	c.scene.people[t.contact] = person{name: name, news: &file.ContactChange{ID: t.contact, Name: &name}}
	for i := range c.scene.threads {
		if other := &c.scene.threads[i]; other.contact == t.contact {
			other.begun = false
		}
	}
	c.enter(file.Entry{Erase: t.contact})
}

// hasWritten reports whether a contact has a conversation that has begun.
func (c *chat) hasWritten(contact string) bool {
	return slices.ContainsFunc(c.scene.threads, func(t thread) bool { return t.contact == contact && t.begun })
}

// start lets the host start a workflow in the current conversation.
func (c *chat) start(args string) {
	known := make([]string, len(c.begun.Workflows))
	for i, w := range c.begun.Workflows {
		known[i] = string(w.ID())
	}
	switch {
	case args == "":
		c.usage("start")
		return
	case !slices.Contains(known, args):
		c.unknown("workflow", args, known)
		return
	}
	entry := c.message()
	entry.Starts = usher.WorkflowID(args)
	c.enter(entry)
}
