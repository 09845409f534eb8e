package cli

import (
	"fmt"
	"strconv"
	"strings"
)

// An order is a command of the chat: a word after a slash.
type order struct {
	name  string
	args  string
	about string
	do    func(c *chat, args string)
}

// orders are the commands, in the order of the help.
func orders() []order {
	return []order{
		{"help", "", "list the commands", (*chat).help},
		{"time", "[+15m | 18:00 | next]", "let time pass, or tell it; next: up to what is due next", (*chat).time},
		{"agent", "ANA online | away | offline", "set an agent's status", (*chat).agent},
		{"agent", "ANA capacity 3 | skills french=3 | teams support", "change an agent: this is all that he has then", nil},
		{"agent", "ANA hours office | languages es en | limits voice=1", "the same; team.support=2 is a limit for a team", nil},
		{"agent", "ANA attributes region=eu | removed", "the same, or let him leave for good", nil},
		{"agent", "ANA accepts | declines | holds | resumes | closes", "act as an agent, here or elsewhere: /agent ana accepts c2", nil},
		{"agent", "ANA writes TEXT | transfers TEAM", "act as an agent, in the current conversation", nil},
		{"agents", "", "who works here: status, load, skills, work, offers", (*chat).agents},
		{"queue", "", "who waits for whom, in which stage, and how much longer", (*chat).queue},
		{"why", "[all]", "why it is where it is, since the last message, and what is missing; all: from the beginning", (*chat).why},
		{"vars", "", "variables, and what is known of the contact", (*chat).vars},
		{"new", "[NAME] [LANGUAGE]", "another conversation, with a new contact or one who is known", (*chat).fresh},
		{"as", "c2", "go on in another conversation", (*chat).as},
		{"conversations", "", "the conversations and where they are", (*chat).conversations},
		{"contact", "language=fr plan=gold", "facts about the contact, from the next message on", (*chat).contact},
		{"channel", "whatsapp", "the next message comes by another channel", (*chat).channel},
		{"send", "file a.pdf | photo b.jpg | location 52.2,21.0", "send a file, a picture or a place", (*chat).send},
		{"photo", "cat.jpg [TEXT]", "the same as /send photo", (*chat).photo},
		{"file", "offer.pdf [TEXT]", "the same as /send file", (*chat).file},
		{"again", "", "the last message is delivered twice", (*chat).repeat},
		{"transfer", "TEAM | AGENT", "a supervisor moves the conversation", (*chat).transfer},
		{"start", "WORKFLOW", "the host starts a workflow", (*chat).start},
		{"end", "", "the contact leaves", (*chat).end},
		{"forget", "", "erase the contact, with all that is kept of him", (*chat).forget},
		{"http", "", "what answers the requests of http steps", (*chat).http},
		{"http", "URL 200 [JSON] | URL timeout | clear", "what they get from now on; * is anything; refused and reset too", nil},
		{"undo", "", "take the last line back", (*chat).undo},
		{"reload", "", "read the files again and play the chat again", (*chat).reload},
		{"save", "NAME [!]", "keep the chat as a scenario that usher test runs; ! overwrites", (*chat).save},
		{"quit", "", "end the chat, as Ctrl-D does", (*chat).quit},
	}
}

// obey carries out a command.
func (c *chat) obey(line string) {
	name, args, _ := strings.Cut(strings.TrimSpace(line), " ")
	args = strings.TrimSpace(args)
	if n, err := strconv.Atoi(name); err == nil && args == "" {
		c.taps(n)
		return
	}
	var known []string
	for _, o := range orders() {
		if o.name == name && o.do != nil {
			o.do(c, args)
			return
		}
		known = append(known, "/"+o.name)
	}
	c.mistakef("unknown command %q%s; /help lists them", "/"+clipped(name), didYouMean("/"+name, known))
}

func (c *chat) help(string) {
	all := orders()
	rows := make([][]string, 0, len(all)+2)
	rows = append(rows, []string{"/1, or 1", "tap the first choice"})
	for _, o := range all {
		rows = append(rows, []string{strings.TrimSpace("/" + o.name + " " + o.args), o.about})
	}
	rows = append(rows, []string{"//text", "say what begins with a slash"})
	c.list("help", rows, columnsOf(rows)+"\n\nWhat else you type is what the contact says. "+
		"Time is simulated and stands still between commands.")
}

func (c *chat) quit(string) { c.over = true }

// undo does everything again but for the last move.
func (c *chat) undo(string) {
	last := len(c.moves) - 1
	if last < 0 || c.moves[last].given {
		c.mistakef("there is nothing to take back")
		return
	}
	m := c.moves[last]
	c.scene = m.scene
	c.again(c.moves[:last:last])
	c.tellf("taken back: %s", clipped(m.typed))
	c.standing()
}

// standing says where the current conversation is, and repeats what the contact was told last.
func (c *chat) standing() {
	t := c.scene.thread()
	view, ok := c.session.View(t.name)
	if !ok {
		c.tellf("%s has not written yet", c.scene.who(t))
		return
	}
	if sends := c.session.Sends(t.name); len(sends) > 0 && c.asks() {
		e := textEvent(sends[len(sends)-1])
		e.At, e.Conversation = c.now(), t.name
		c.screen.event(e, "")
		return
	}
	c.tellf("%s", stateText(view, c.now()))
}

// split is a line in words; double quotes hold together.
func split(line string) []string {
	var list []string
	var word strings.Builder
	quoted, begun := false, false
	for _, r := range line {
		switch {
		case r == '"':
			quoted, begun = !quoted, true
		case r == ' ' && !quoted:
			if begun {
				list = append(list, word.String())
			}
			word.Reset()
			begun = false
		default:
			word.WriteRune(r)
			begun = true
		}
	}
	if begun {
		list = append(list, word.String())
	}
	return list
}

// unknown says that there is no such thing, and what there is.
func (c *chat) unknown(what, name string, known []string) {
	if hint := didYouMean(name, known); hint != "" {
		c.mistakef("there is no %s %q%s", what, clipped(name), hint)
		return
	}
	c.mistakef("there is no %s %q: there is %s", what, clipped(name), strings.Join(known, ", "))
}

// usage says how a command is used.
func (c *chat) usage(name string) {
	var ways []string
	for _, o := range orders() {
		if o.name == name {
			ways = append(ways, strings.TrimSpace(fmt.Sprintf("/%s %s", name, o.args)))
		}
	}
	c.mistakef("use it like %s", strings.Join(ways, ", or "))
}
