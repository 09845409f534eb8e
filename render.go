package usher

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Form is how a channel shows a text and its choices.
type Form string

// The forms, from the richest to the plainest.
const (
	AsButtons Form = "buttons"
	AsList    Form = "list"
	Numbered  Form = "numbered" // the choices are lines of the text: "1. Sales"
	PlainText Form = "plain"    // there are no choices
)

// A Rendering is a [Send] as a channel can show it.
type Rendering struct {
	Form Form `json:"form"`
	// Texts are sent one after the other. There is none if there is only a template.
	Texts []string `json:"texts,omitempty"`
	// Options belong to the last text: one for each choice, in their order. Numbered choices need none: they are in the text.
	Options []Option `json:"options,omitempty"`
	// Template is that of the Send: a channel that is outside its window sends it in place of the texts. The buttons of the
	// template carry what [Send.WireID] says.
	Template string `json:"template,omitempty"`
}

// An Option is a button, or a row of a list.
type Option struct {
	// ID is what a tap is to send back, as [Message.Choice]: see [Send.WireID].
	ID string `json:"id"`
	// Title is shown. If it had to be shortened, which happens in lists only, the whole of it is the description.
	Title       string `json:"title"`
	Description string `json:"description,omitempty"`
	// Number is the number of the choice in its question: a contact may write it as well.
	Number int `json:"number"`
}

// Render brings the text and its choices into the richest form that loses nothing on a channel: buttons, else a list, else
// numbered text. No choice is dropped and none is cut: a title without room on a button makes it a list, where a long title
// stands in full in the description of its row; without room there it makes it numbered text. So do two titles that would
// look the same, and more choices than the channel takes. Buttons need a text to stand under, so choices without a
// text are numbered as well.
//
// What is too long is sent as several texts, cut between paragraphs, lines or words, and never within a character;
// white space at a cut and at the ends is left out, nothing else is. Bytes that are not UTF-8 become U+FFFD, a title stands
// on one line. A limit that is smaller than a single character cannot be kept.
func (s Send) Render(c Capabilities) Rendering {
	r := Rendering{Form: PlainText, Template: s.Template}
	text := strings.Trim(strings.ToValidUTF8(s.Text, "\uFFFD"), blanks)
	if len(s.Choices) == 0 {
		r.Texts = c.Text.pieces(text)
		return r
	}
	if text != "" {
		if r.Options = s.options(c.Buttons); r.Options != nil {
			r.Form, r.Texts = AsButtons, c.above(c.Buttons, text)
			return r
		}
		if r.Options = s.options(c.List); r.Options != nil {
			r.Form, r.Texts = AsList, c.above(c.List, text)
			return r
		}
	}
	r.Form, r.Texts = Numbered, c.numbered(text, s.lines())
	return r
}

// options are the choices on a menu; nil if it cannot show all of them as they are.
func (s Send) options(m Menu) []Option {
	if len(s.Choices) > m.Most {
		return nil
	}
	options := make([]Option, len(s.Choices))
	for i := range s.Choices {
		o := &options[i]
		o.ID, o.Number = s.WireID(i), s.number(i)
		var ok bool
		if o.Title, o.Description, ok = m.words(s.Choices[i].title(s.Language)); !ok || m.ID > 0 && len(o.ID) > m.ID {
			return nil
		}
		for k := range i {
			if options[k].Title == o.Title || options[k].ID == o.ID {
				return nil
			}
		}
	}
	return options
}

// words are what a menu shows of a title.
func (m Menu) words(title string) (shown, description string, ok bool) {
	title = oneLine(title)
	if m.Title.fits(title) {
		return title, "", title != ""
	}
	if m.Description.Most <= 0 || !m.Description.fits(title) {
		return "", "", false
	}
	short := m.Title.shorten(title)
	return short, title, short != ""
}

// shorten cuts at a word, if that leaves half of what would fit; empty if there is no room.
func (l Length) shorten(title string) string {
	const dots = "…"
	l.Most -= l.size(dots)
	if l.Most <= 0 {
		return ""
	}
	end := l.fitting(title)
	if word := breakBefore(title, end); word > end/2 {
		end = word
	}
	if !l.fits(title[:end]) {
		return ""
	}
	return strings.TrimRight(title[:end], blanks) + dots
}

// number is the number of a choice in its question.
func (s Send) number(i int) int {
	if n := s.Choices[i].Number; n > 0 {
		return n
	}
	return i + 1
}

// lines are the choices as numbered text.
func (s Send) lines() []string {
	lines := make([]string, len(s.Choices))
	for i := range s.Choices {
		lines[i] = strconv.Itoa(s.number(i)) + ". " + isolated(oneLine(s.Choices[i].title(s.Language)))
	}
	return lines
}

// oneLine is a title that cannot pass for two.
func oneLine(title string) string {
	if isPlain(title) {
		return title
	}
	title = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(title, "\uFFFD"))
	return strings.TrimSpace(title)
}

// isPlain reports whether a title is ASCII without control characters, and without blanks at its ends.
func isPlain(title string) bool {
	for i := range len(title) {
		if title[i] < ' ' || title[i] > '~' {
			return false
		}
	}
	return title == "" || title[0] != ' ' && title[len(title)-1] != ' '
}

const (
	firstStrongIsolate    = '\u2068'
	popDirectionalIsolate = '\u2069'
)

// isolated keeps a title from moving the number beside it, or from being moved by it, on a screen: one that is written from
// right to left, or that has control characters for the direction, stands in an isolate that it cannot leave (UAX 9).
func isolated(title string) string {
	if isPlain(title) || !turns(title) {
		return title
	}
	var b strings.Builder
	b.WriteRune(firstStrongIsolate)
	open := 1
	for _, r := range title {
		switch {
		case r >= '\u2066' && r <= firstStrongIsolate:
			open++
		case r == popDirectionalIsolate && open == 1:
			continue // it would close ours
		case r == popDirectionalIsolate:
			open--
		}
		b.WriteRune(r)
	}
	for range open {
		b.WriteRune(popDirectionalIsolate)
	}
	return b.String()
}

// turns reports whether a title can change the direction of what stands on its line: it has control characters for it, or
// letters of a block that Unicode keeps for scripts from right to left.
func turns(title string) bool {
	return strings.ContainsFunc(title, func(r rune) bool {
		switch {
		case r < 0x590:
			return false
		case r < 0x900, r >= 0xFB1D && r < 0xFE00, r >= 0xFE70 && r < 0xFF00, r >= 0x10800 && r < 0x11000, r >= 0x1E800 && r < 0x1F000:
			return true
		}
		return unicode.Is(unicode.Bidi_Control, r)
	})
}

// numbered puts the choices below the text: all of them together where that is possible, and none of them into two
// texts unless it is longer than one.
func (c Capabilities) numbered(text string, lines []string) []string {
	texts := c.Text.pieces(text)
	list := strings.Join(lines, "\n")
	if len(texts) > 0 {
		if last := &texts[len(texts)-1]; c.Text.fits(*last + "\n\n" + list) {
			*last += "\n\n" + list
			return texts
		}
	}
	if c.Text.fits(list) {
		return append(texts, list)
	}
	for i, line := range lines {
		joint := "\n"
		if i == 0 {
			joint = "\n\n"
		}
		if n := len(texts); n > 0 && c.Text.fits(texts[n-1]+joint+line) {
			texts[n-1] += joint + line
		} else {
			texts = append(texts, c.Text.pieces(line)...)
		}
	}
	return texts
}

// below is how long a text with a menu below it may be.
func (c Capabilities) below(m Menu) Length {
	if m.Text.Most > 0 {
		return m.Text
	}
	return c.Text
}

// above is the text that a menu belongs to. The last of its pieces has the menu's limit; it begins with a paragraph if it
// can, because the question is usually the last one.
func (c Capabilities) above(m Menu, text string) []string {
	limit := c.below(m)
	if limit.fits(text) {
		return []string{text}
	}
	at := limit.lastPiece(text)
	return append(c.Text.pieces(text[:at]), strings.TrimLeft(text[at:], blanks))
}

// blanks are where a text may be cut. Spaces that hold together what stands beside them are none.
const blanks = " \t\r\n"

func isBlank(b byte) bool { return b == ' ' || b == '\t' || b == '\n' || b == '\r' }

// pieces cuts a text so that each piece fits, at the best place in the second half of what fits, or else anywhere.
func (l Length) pieces(s string) []string {
	var texts []string
	for s = strings.Trim(s, blanks); !l.fits(s); s = strings.TrimLeft(s, blanks) {
		at := breakBefore(s, l.fitting(s))
		texts = append(texts, strings.TrimRight(s[:at], blanks))
		s = s[at:]
	}
	if s != "" {
		texts = append(texts, s)
	}
	return texts
}

// lastPiece is where the last piece begins, of a text that does not fit and has no blanks at its ends: at the first paragraph
// from where the rest fits, else line, else word.
func (l Length) lastPiece(s string) int {
	from, rest := 0, l.size(s)
	for rest > l.Most {
		n := cluster(s[from:])
		rest -= l.size(s[from : from+n])
		from += n
	}
	for from > 0 && isBlank(s[from-1]) {
		from--
	}
	best, rank := 0, inWord
	for i := max(from, 1); i < len(s) && rank < betweenParagraphs; i++ {
		if isBlank(s[i]) && !isBlank(s[i-1]) {
			if found := rankOf(s[i:]); found > rank {
				best, rank = i, found
			}
		}
	}
	if best > 0 {
		return best
	}
	texts := l.pieces(s) // without a blank
	return len(s) - len(texts[len(texts)-1])
}

// The places where a text can be cut, from the worst to the best.
const (
	inWord = iota
	betweenWords
	betweenLines
	betweenParagraphs
)

// rankOf says what the blanks at the start of s stand between.
func rankOf(s string) int {
	rank := betweenWords
	for i := 0; i < len(s) && isBlank(s[i]) && rank < betweenParagraphs; i++ {
		if s[i] == '\n' {
			rank++
		}
	}
	return rank
}

// breakBefore is the best place to cut s so that no more than end bytes stand before it.
func breakBefore(s string, end int) int {
	if end >= len(s) {
		return len(s)
	}
	best, rank := 0, inWord
	for i := end; i > 0 && (i > end/2 || rank == inWord); i-- {
		if isBlank(s[i]) && !isBlank(s[i-1]) {
			if found := rankOf(s[i:]); found > rank {
				best, rank = i, found
			}
		}
	}
	if rank == inWord {
		return beforeAddress(s, end)
	}
	return best
}

// beforeAddress moves a cut out of a web address, in a text without blanks.
func beforeAddress(s string, end int) int {
	at := strings.LastIndex(s[:min(end+len("://")-1, len(s))], "://")
	if at < 0 {
		return end
	}
	start := at
	for start > 0 && (s[start-1]|0x20 >= 'a' && s[start-1]|0x20 <= 'z') {
		start--
	}
	for i := at; i <= end && i < len(s); i++ {
		if s[i] >= utf8.RuneSelf { // the address is over
			return end
		}
	}
	if start == 0 {
		return end
	}
	return start
}
