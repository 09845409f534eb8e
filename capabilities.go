package usher

import (
	"maps"
	"math"
	"slices"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Capabilities are what a channel can show. They are data: [CapabilitiesOf] has those of the usual channels, and because a
// host renders what it delivers ([Send.Render]), it may as well pass its own: a changed copy, or one for a channel that
// nobody else has. The zero value is a channel of plain text without a limit, on which choices are numbered.
//
//	c := usher.CapabilitiesOf("line")
//	c.Buttons = usher.Menu{} // our contacts sit at desktops, which show no quick replies
//	rendering := send.Render(c)
type Capabilities struct {
	// Text is how long a message without buttons or list may be.
	Text Length `json:"text,omitzero"`
	// Buttons stand below the text. Quick replies are buttons that vanish.
	Buttons Menu `json:"buttons,omitzero"`
	// List is opened by one button, whose words are the host's, and has more room: rows with a title and a description.
	List Menu `json:"list,omitzero"`
}

// A Menu is what a channel can show as buttons, or as a list. The zero value is a channel that has none.
type Menu struct {
	// Most is how many choices it holds; 0: none, [Unlimited]: any number.
	Most int `json:"most,omitempty"`
	// Title is how long the words on a button or row may be.
	Title Length `json:"title,omitzero"`
	// Cuts is set if the channel cuts a longer title, or its users see it cut; otherwise it refuses the message. [Send.Render]
	// lets neither happen.
	Cuts bool `json:"cuts,omitempty"`
	// Description is how long the second line of a row may be; its Most of 0: there is no second line.
	Description Length `json:"description,omitzero"`
	// Text is how long the text may be that the menu belongs to; 0: as long as any other.
	Text Length `json:"text,omitzero"`
	// ID is how many bytes come back with a tap; 0: any number.
	ID int `json:"id,omitempty"`
	// Vanish is set if it is gone after the tap or the next message. A contact can then still answer with a number or words.
	Vanish bool `json:"vanish,omitempty"`
}

// Unlimited is the number of choices of a [Menu] that has no limit.
const Unlimited = math.MaxInt

// A Length is how long a text may be. The zero value is no limit.
type Length struct {
	Most int        `json:"most,omitempty"`
	In   LengthUnit `json:"in,omitempty"`
}

// LengthUnit is what a channel counts.
type LengthUnit string

// The units. Where a provider says "characters" and does not say of which kind, the built-in table counts UTF-16 units:
// these are never fewer than characters in any other sense.
const (
	InUTF16      LengthUnit = ""           // UTF-16 code units: most emoji are two or more
	InCharacters LengthUnit = "characters" // code points
	InBytes      LengthUnit = "bytes"      // of UTF-8
)

// Channels are the built-in capabilities, by the name of the channel. The map is the caller's own.
func Channels() map[string]Capabilities { return maps.Clone(channelTable) }

// ChannelNames are the names of the channels whose capabilities are built in, in alphabetical order.
func ChannelNames() []string { return slices.Sorted(maps.Keys(channelTable)) }

// CapabilitiesOf are the built-in capabilities of a channel. A name that is not known has the zero value: plain text
// without a limit, with numbered choices.
func CapabilitiesOf(channel string) Capabilities { return channelTable[channel] }

// channelTable was read from the providers' documentation in November 2026.
//
//nolint:gochecknoglobals // a table that is only read
var channelTable = map[string]Capabilities{
	// https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-list-messages and the
	// page on reply buttons beside it. The body of a list may have 4096 by now; 1024 holds for both, and everywhere. A message
	// with two equal titles is refused.
	"whatsapp": {
		Text:    Length{Most: 4096},
		Buttons: Menu{Most: 3, Title: Length{Most: 20}, Text: Length{Most: 1024}, ID: 256},
		List:    Menu{Most: 10, Title: Length{Most: 24}, Description: Length{Most: 72}, Text: Length{Most: 1024}, ID: 200},
	},
	// https://developers.facebook.com/docs/messenger-platform/send-messages/quick-replies. Quick replies, which desktops do
	// not show.
	"messenger": {
		Text:    Length{Most: 2000},
		Buttons: Menu{Most: 13, Title: Length{Most: 20}, Cuts: true, ID: 1000, Vanish: true},
	},
	// https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/messaging-api/quick-replies;
	// texts count in bytes. Desktops do not show quick replies.
	"instagram": {
		Text:    Length{Most: 1000, In: InBytes},
		Buttons: Menu{Most: 13, Title: Length{Most: 20}, Cuts: true, ID: 1000, Vanish: true},
	},
	// https://core.telegram.org/bots/api#inlinekeyboardbutton and #sendmessage: a text counts after its entities are parsed.
	// For the words on a button no limit is documented; telephones cut one in a row of its own after about
	// 32 characters.
	"telegram": {
		Text:    Length{Most: 4096},
		Buttons: Menu{Most: 100, Title: Length{Most: 32}, Cuts: true, ID: 64},
	},
	// https://developers.line.biz/en/reference/messaging-api/#quick-reply, #postback-action. Quick replies, which desktops do
	// not show.
	"line": {
		Text:    Length{Most: 5000},
		Buttons: Menu{Most: 13, Title: Length{Most: 20}, ID: 300, Vanish: true},
	},
	// https://docs.slack.dev/reference/block-kit: a button has room for 75 characters, of which about 30 are shown; the list is
	// a static select; a text with either is a section. A plain text is cut at 40,000.
	"slack": {
		Text:    Length{Most: 40_000},
		Buttons: Menu{Most: 25, Title: Length{Most: 30}, Cuts: true, Text: Length{Most: 3000}, ID: 255},
		List:    Menu{Most: 100, Title: Length{Most: 75}, Description: Length{Most: 75}, Text: Length{Most: 3000}, ID: 150},
	},
	// https://www.twilio.com/docs/content/twilio-quick-reply and twilio-list-picker, within a session on WhatsApp.
	"twilio": {
		Text:    Length{Most: 1600},
		Buttons: Menu{Most: 3, Title: Length{Most: 20}, Text: Length{Most: 1024}, ID: 200},
		List:    Menu{Most: 10, Title: Length{Most: 24}, Description: Length{Most: 72}, Text: Length{Most: 1024}, ID: 200},
	},
	// https://www.twilio.com/docs/glossary/what-sms-character-limit: longer ones are refused. Other gateways are alike.
	"sms": {Text: Length{Most: 1600}},
	// RFC 5321 has no limit that a text would meet.
	"email": {},
	// The host's own page, which shows what it is given.
	"web": {Buttons: Menu{Most: Unlimited}},
}

// size is how much of the limit a text takes.
func (l Length) size(s string) int {
	switch l.In {
	case InBytes:
		return len(s)
	case InCharacters:
		return utf8.RuneCountInString(s)
	}
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

func (l Length) fits(s string) bool {
	if l.Most <= 0 || len(s) <= l.Most { // no unit is smaller than a byte
		return true
	}
	return l.In != InBytes && l.size(s) <= l.Most
}

// fitting is how many bytes of s fit, in whole characters. It is never 0 for a text that is not empty: a character that
// is larger than the limit is cut, but no code point is.
func (l Length) fitting(s string) int {
	if end := l.advance(s, cluster); end > 0 {
		return end
	}
	if end := l.advance(s, codePoint); end > 0 {
		return end
	}
	return codePoint(s)
}

func (l Length) advance(s string, next func(string) int) int {
	for end, used := 0, 0; ; {
		n := next(s[end:])
		used += l.size(s[end : end+n])
		if n == 0 || used > l.Most {
			return end
		}
		end += n
	}
}

func codePoint(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	return n
}

const zeroWidthJoiner = '\u200d'

// cluster is the size in bytes of the first character of s, as people see characters: a letter with its marks, an emoji
// with what is joined to it, a flag. It is close to what Unicode says of them (UAX 29), and exact for what people write.
func cluster(s string) int {
	first, end := utf8.DecodeRuneInString(s)
	if end < len(s) && first == '\r' && s[end] == '\n' {
		return end + 1
	}
	for last := first; end < len(s) && s[end] >= utf8.RuneSelf; {
		r, n := utf8.DecodeRuneInString(s[end:])
		pair := isFlag(first) && isFlag(r) && end == n
		if !extends(r) && last != zeroWidthJoiner && !pair {
			break
		}
		last, end = r, end+n
	}
	return end
}

// isFlag: two of them are a flag.
func isFlag(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }

// extends reports whether r belongs to the character before it.
func extends(r rune) bool {
	switch {
	case r == zeroWidthJoiner, r == '\u200c',
		r >= 0x1160 && r <= 0x11FF,   // the vowel or the end of a Korean syllable
		r >= 0x1F3FB && r <= 0x1F3FF, // the colour of a skin
		r >= 0xE0020 && r <= 0xE007F: // the flag of a region
		return true
	}
	return unicode.In(r, unicode.Mn, unicode.Mc, unicode.Me)
}
