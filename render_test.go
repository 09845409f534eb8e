package usher

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// titles are n different ones of a length.
func titles(n, length int) []string {
	out := make([]string, n)
	for i := range out {
		name := fmt.Sprintf("No %d ", i+1)
		out[i] = name + strings.Repeat("x", max(length-len(name), 0))
	}
	return out
}

func TestEveryChannelGetsTheRichestFormThatLosesNothing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		channel       string
		count, length int
		want          Form
	}{
		{"whatsapp", 3, 20, AsButtons},
		{"whatsapp", 4, 20, AsList},
		{"whatsapp", 3, 21, AsList},
		{"whatsapp", 10, 24, AsList},
		{"whatsapp", 10, 72, AsList}, // in full in the descriptions
		{"whatsapp", 2, 73, Numbered},
		{"whatsapp", 11, 5, Numbered},
		{"messenger", 13, 20, AsButtons},
		{"messenger", 14, 20, Numbered},
		{"messenger", 2, 21, Numbered},
		{"instagram", 13, 20, AsButtons},
		{"instagram", 14, 20, Numbered},
		{"instagram", 2, 21, Numbered},
		{"telegram", 100, 32, AsButtons},
		{"telegram", 2, 33, Numbered},
		{"telegram", 101, 8, Numbered},
		{"line", 13, 20, AsButtons},
		{"line", 14, 20, Numbered},
		{"line", 2, 21, Numbered},
		{"slack", 25, 30, AsButtons},
		{"slack", 26, 30, AsList},
		{"slack", 2, 31, AsList},
		{"slack", 100, 75, AsList},
		{"slack", 2, 76, Numbered},
		{"slack", 101, 8, Numbered},
		{"twilio", 3, 20, AsButtons},
		{"twilio", 10, 24, AsList},
		{"twilio", 11, 5, Numbered},
		{"sms", 1, 5, Numbered},
		{"email", 2, 500, Numbered},
		{"web", 100, 500, AsButtons},
		{"a channel of our own", 2, 5, Numbered},
	} {
		s := Send{Text: "Which one?", Choices: Choices(titles(c.count, c.length)...), Question: 7}
		r := s.Render(CapabilitiesOf(c.channel))
		require.Equal(t, c.want, r.Form, "%s with %d choices of %d characters", c.channel, c.count, c.length)
		requireNothingLost(t, s, CapabilitiesOf(c.channel), r)
	}
}

func TestATextThatIsTooLongIsSentInPieces(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		channel string
		size    int
		unit    string
		plain   int // texts without choices
		choices int // texts with two choices
	}{
		{"whatsapp", 1024, "x", 1, 1},
		{"whatsapp", 1025, "x", 1, 2},
		{"whatsapp", 4096, "x", 1, 4},
		{"whatsapp", 4097, "x", 2, 5},
		{"messenger", 2000, "x", 1, 1},
		{"messenger", 2001, "x", 2, 2},
		{"instagram", 1000, "x", 1, 1},
		{"instagram", 501, "ß", 2, 2},
		{"telegram", 4096, "x", 1, 1},
		{"telegram", 2049, "😀", 2, 2},
		{"line", 5000, "x", 1, 1},
		{"line", 5001, "x", 2, 2},
		{"slack", 3001, "x", 1, 2},
		{"slack", 40_001, "x", 2, 14},
		{"twilio", 1025, "x", 1, 2},
		{"twilio", 1601, "x", 2, 2},
		{"sms", 1600, "x", 1, 2},
		{"sms", 1601, "x", 2, 2},
		{"email", 1_000_000, "x", 1, 1},
		{"web", 1_000_000, "x", 1, 1},
	} {
		can := CapabilitiesOf(c.channel)
		s := Send{Text: strings.Repeat(c.unit, c.size)}
		r := s.Render(can)
		require.Len(t, r.Texts, c.plain, "%s with %d", c.channel, c.size)
		requireNothingLost(t, s, can, r)
		s.Choices = Choices("Yes", "No")
		r = s.Render(can)
		requireNothingLost(t, s, can, r)
		if c.unit == "x" { // without a blank the pieces of a text with buttons all have the buttons' limit, or fill up
			require.LessOrEqual(t, len(r.Texts), c.choices, "%s with %d and choices", c.channel, c.size)
		}
	}
}

func TestATextIsCutWhereItReadsBest(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"it fits":                {"Hello.", []string{"Hello."}},
		"paragraph before line":  {"The first one.\n\nThe second,\nlonger one.", []string{"The first one.", "The second,\nlonger one."}},
		"line before word":       {"We are open\nfrom nine to five on weekdays", []string{"We are open\nfrom nine to", "five on weekdays"}},
		"lines fill half":        {"The number we know\nis the right one, is it?", []string{"The number we know", "is the right one, is it?"}},
		"word":                   {"one two three four five six seven", []string{"one two three four five", "six seven"}},
		"no piece is tiny":       {"Hm.\n\nThat is a rather long sentence", []string{"Hm.\n\nThat is a rather", "long sentence"}},
		"no blank":               {strings.Repeat("x", 30), []string{strings.Repeat("x", 24), strings.Repeat("x", 6)}},
		"blanks at the cut go":   {"one two three four five \n  six", []string{"one two three four five", "six"}},
		"only blanks":            {strings.Repeat(" ", 60), nil},
		"an address stays whole": {"See https://example.com/abc", []string{"See", "https://example.com/abc"}},
		"without a blank too":    {"説明はこちらhttps://example.com/a", []string{"説明はこちら", "https://example.com/a"}},
		"a long address is cut":  {"https://example.com/a/very/long", []string{"https://example.com/a/ve", "ry/long"}},
		"after an address":       {"http://a.bc退款退款退款退款退款退款退款", []string{"http://a.bc退款退款退款退款退款退款退", "款"}},
		"no flag in half":        {strings.Repeat("🇪🇸", 7), []string{strings.Repeat("🇪🇸", 6), "🇪🇸"}},
		"no family in half":      {"xxxxxxxxxxxxxxxxxxxxx👩‍👩‍👧", []string{"xxxxxxxxxxxxxxxxxxxxx", "👩‍👩‍👧"}},
		"no accent alone":        {strings.Repeat("x", 23) + "e\u0301", []string{strings.Repeat("x", 23), "e\u0301"}},
		"ten thousand stay":      {"the price of it is 10\u00a0000 euros", []string{"the price of it is", "10\u00a0000 euros"}},
		"a letter of only marks": {"a" + strings.Repeat("\u0301", 30), []string{"a" + strings.Repeat("\u0301", 23), strings.Repeat("\u0301", 7)}},
	} {
		require.Equal(t, c.want, Send{Text: c.text}.Render(Capabilities{Text: Length{Most: 24}}).Texts, name)
	}
}

func TestTheQuestionStaysWithItsButtons(t *testing.T) {
	t.Parallel()
	c := Capabilities{Text: Length{Most: 60}, Buttons: Menu{Most: 3, Text: Length{Most: 20}}}
	for text, want := range map[string][]string{
		"Short?": {"Short?"},
		"We are closed today, and back tomorrow.\n\nAnything else?": {"We are closed today, and back tomorrow.", "Anything else?"},
		"We are closed today, and back tomorrow.\nAnything else?":   {"We are closed today, and back tomorrow.", "Anything else?"},
		"We are closed today, and back at nine tomorrow. Sure?":     {"We are closed today, and back at", "nine tomorrow. Sure?"},
		"退款退款退款退款退款退款退款退款退款退款退款":                                    {"退款退款退款退款退款退款退款退款退款退款", "退款"},
	} {
		r := Send{Text: text, Choices: Choices("Yes", "No")}.Render(c)
		require.Equal(t, want, r.Texts)
		require.Len(t, r.Options, 2)
	}
}

func TestNumberedChoicesStandBelowTheText(t *testing.T) {
	t.Parallel()
	sms := CapabilitiesOf("sms")
	r := Send{Text: "How can we help?\n", Choices: Choices("Sales", "Support")}.Render(sms)
	require.Equal(t, Rendering{Form: Numbered, Texts: []string{"How can we help?\n\n1. Sales\n2. Support"}}, r)

	r = Send{Choices: Choices("Sales", "Support")}.Render(CapabilitiesOf("whatsapp"))
	require.Equal(t, []string{"1. Sales\n2. Support"}, r.Texts, "buttons need a text to stand under")

	r = Send{Text: " {{", Template: "welcome"}.Render(sms)
	require.Equal(t, Rendering{Form: PlainText, Texts: []string{"{{"}, Template: "welcome"}, r)
	require.Empty(t, Send{Template: "welcome"}.Render(sms).Texts)
}

func TestCandidatesKeepTheirNumbers(t *testing.T) {
	t.Parallel()
	s := Send{Text: "Which one?", Question: 4, Choices: []Choice{{ID: "b", Title: "Berlin", Number: 2}, {ID: "e", Title: "Bern", Number: 5}}}
	require.Equal(t, []string{"Which one?\n\n2. Berlin\n5. Bern"}, s.Render(CapabilitiesOf("sms")).Texts)
	require.Equal(t, []Option{{ID: "4:2", Title: "Berlin", Number: 2}, {ID: "4:5", Title: "Bern", Number: 5}},
		s.Render(CapabilitiesOf("whatsapp")).Options)
}

func TestAListIsKeptTogetherWhereItCanBe(t *testing.T) {
	t.Parallel()
	c := Capabilities{Text: Length{Most: 30}}
	for name, s := range map[string]struct {
		send Send
		want []string
	}{
		"with the text":  {Send{Text: "Which?", Choices: Choices("Sales", "Support")}, []string{"Which?\n\n1. Sales\n2. Support"}},
		"below the text": {Send{Text: "What is it about?", Choices: Choices("Sales", "Support")}, []string{"What is it about?", "1. Sales\n2. Support"}},
		"no line is cut": {
			Send{Text: "Which?", Choices: Choices("New contract", "Old contract", "No contract")},
			[]string{"Which?\n\n1. New contract", "2. Old contract\n3. No contract"},
		},
		"but a long one is": {
			Send{Text: "Which?", Choices: Choices("A contract that we have had for years", "None")},
			[]string{"Which?", "1. A contract that we have had", "for years\n2. None"},
		},
	} {
		require.Equal(t, s.want, s.send.Render(c).Texts, name)
	}
}

func TestALongTitleInAListStandsInFullBelow(t *testing.T) {
	t.Parallel()
	s := Send{Text: "Which?", Question: 1, Choices: Choices("Something with my order or delivery", "Other")}
	require.Equal(t, Rendering{Form: AsList, Texts: []string{"Which?"}, Options: []Option{
		{ID: "1:1", Title: "Something with my order…", Description: "Something with my order or delivery", Number: 1},
		{ID: "1:2", Title: "Other", Number: 2},
	}}, s.Render(CapabilitiesOf("whatsapp")))
}

func TestTitlesThatWouldLookTheSameAreNumbered(t *testing.T) {
	t.Parallel()
	for name, choices := range map[string][]string{
		"when they are cut":        {"Something with my order in Spain", "Something with my order in France"},
		"one is as another is cut": {"Something with my order in Spain", "Something with my order…"},
		"from the start":           {"Yes", "Yes"},
		"without blanks":           {"Yes", " Yes"},
		"one is empty":             {"Yes", "\n"},
	} {
		s := Send{Text: "Which?", Choices: Choices(choices...)}
		r := s.Render(CapabilitiesOf("whatsapp"))
		require.Equal(t, Numbered, r.Form, name)
		requireNothingLost(t, s, CapabilitiesOf("whatsapp"), r)
	}
}

// Row 73: nothing that is shown can pretend to be something else by turning the text around.
func TestATitleCannotTurnTheTextAroundIt(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"Sales":                    "1. Sales",
		"Zürich 退款 😀":              "1. Zürich 退款 😀",
		"مبيعات":                   "1. \u2068مبيعات\u2069",
		"VIP שירות":                "1. \u2068VIP שירות\u2069",
		"\u202eselaS":              "1. \u2068\u202eselaS\u2069",
		"\u200fSales":              "1. \u2068\u200fSales\u2069",
		"\u2069\u202eselaS":        "1. \u2068\u202eselaS\u2069", // it cannot leave the isolate
		"\u2067a\u2069\u2069b":     "1. \u2068\u2067a\u2069b\u2069",
		"\u2067a":                  "1. \u2068\u2067a\u2069\u2069", // nor leave one open
		"Sales\n2. Free money":     "1. Sales 2. Free money",
		"Sales\u20282. Free":       "1. Sales 2. Free",
		"\x00\x1b[2JSales\r\n\x7f": "1. [2JSales",
	} {
		require.Equal(t, []string{want}, Send{Choices: Choices(title)}.Render(Capabilities{}).Texts, "%q", title)
	}
}

func TestATapSaysWhichChoiceItIs(t *testing.T) {
	t.Parallel()
	whatsapp := CapabilitiesOf("whatsapp")
	s := Send{Text: "Which?", Choices: []Choice{{ID: "yes", Title: "Yes"}, {ID: "yes", Title: "Of course"}}}
	require.Equal(t, Numbered, s.Render(whatsapp).Form, "a tap on one would be a tap on the other")
	s.Question = 4
	require.Equal(t, []Option{{ID: "4:1", Title: "Yes", Number: 1}, {ID: "4:2", Title: "Of course", Number: 2}}, s.Render(whatsapp).Options)
}

func TestBytesThatAreNoTextAreReplaced(t *testing.T) {
	t.Parallel()
	r := Send{Text: "a\xffb", Choices: Choices("\xc3")}.Render(CapabilitiesOf("telegram"))
	require.Equal(t, []string{"a\uFFFDb"}, r.Texts)
	require.Equal(t, "\uFFFD", r.Options[0].Title)
}

func TestALimitBelowASingleCharacterLosesNothingEither(t *testing.T) {
	t.Parallel()
	for _, most := range []int{-1, 0, 1} {
		l := Length{Most: most, In: InBytes}
		c := Capabilities{Text: l, List: Menu{Most: 3, Title: l, Description: l, Text: l, ID: 1}}
		s := Send{Text: "退款 😀", Choices: Choices("退款", "😀")}
		require.Equal(t, readable(s.asOne(Numbered)), readable(strings.Join(s.Render(c).Texts, "")))
	}
}

// readable is what is left when what cannot be seen is taken away.
func readable(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, s)
}

// requireNothingLost reads a rendering as a contact would.
func requireNothingLost(t require.TestingT, s Send, c Capabilities, r Rendering) {
	limit, menu := c.Text, Menu{}
	switch r.Form {
	case AsButtons:
		menu = c.Buttons
	case AsList:
		menu = c.List
	}
	if len(r.Options) > 0 {
		limit = c.below(menu)
		require.Len(t, r.Options, len(s.Choices))
		require.LessOrEqual(t, len(r.Options), menu.Most)
		require.NotEmpty(t, r.Texts, "options without a text")
	}
	for i, text := range r.Texts {
		require.True(t, utf8.ValidString(text))
		require.NotEmpty(t, text)
		if i == len(r.Texts)-1 {
			require.True(t, limit.fits(text), "%d, over %v", limit.size(text), limit)
		} else {
			require.True(t, c.Text.fits(text), "%d, over %v", c.Text.size(text), c.Text)
		}
	}
	require.Equal(t, readable(s.asOne(r.Form)), readable(strings.Join(r.Texts, "")), "text is lost")
	require.Equal(t, len(s.Choices) > 0, r.Form != PlainText)
	requireOptions(t, s, menu, r)
	if r.Form == Numbered {
		all := readable(strings.Join(r.Texts, ""))
		for i, choice := range s.Choices {
			require.Contains(t, all, fmt.Sprintf("%d.%s", i+1, readable(choice.Title)))
		}
	}
}

func requireOptions(t require.TestingT, s Send, menu Menu, r Rendering) {
	ids, shown := map[string]int{}, map[string]bool{}
	for i, option := range r.Options {
		require.NotContains(t, ids, option.ID)
		require.False(t, shown[option.Title], "two of %q", option.Title)
		ids[option.ID], shown[option.Title] = i, true
		require.True(t, menu.Title.fits(option.Title), option.Title)
		require.True(t, option.Description == "" || menu.Description.fits(option.Description))
		require.True(t, menu.ID == 0 || len(option.ID) <= menu.ID)
		full := option.Title
		if option.Description != "" {
			full = option.Description
		}
		require.Equal(t, readable(s.Choices[i].Title), readable(full), "a title is cut")
	}
	for i := range r.Options {
		require.Equal(t, i, ids[s.WireID(i)])
	}
}

func anyUnit() *rapid.Generator[LengthUnit] {
	return rapid.SampledFrom([]LengthUnit{InUTF16, InCharacters, InBytes})
}

// anyWords are texts of every kind: words, lines, addresses, emoji, scripts from right to left, no text at all.
func anyWords() *rapid.Generator[string] {
	word := rapid.OneOf(
		rapid.SampledFrom([]string{
			"a", "order", "delivery", " ", "\n", "\n\n", "\r\n", "\t", "https://example.com/order?id=1", "://", "👩‍👩‍👧", "👍🏽", "🇪🇸", "e\u0301",
			"退款", "مبيعات", "שירות", "\u202e", "\u2067", "\u2069", "\u200f", "\u200d", "10\u00a0000", "\u2028", "\x00", "\xff", "…", "{{ x }}",
		}),
		rapid.String(),
	)
	return rapid.Custom(func(t *rapid.T) string {
		separator := rapid.SampledFrom([]string{" ", "", "\n"}).Draw(t, "separator")
		return strings.Join(rapid.SliceOfN(word, 0, 40).Draw(t, "words"), separator)
	})
}

// anyTitle often begins as others do.
func anyTitle() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		start := rapid.SampledFrom([]string{"", "", "Something with my order in ", "😀😀😀😀😀😀😀😀😀😀😀😀"}).Draw(t, "start")
		end := rapid.OneOf(rapid.StringN(0, 20, -1), rapid.StringMatching(`[A-Z][a-z]{1,12}`), anyWords()).Draw(t, "end")
		return start + end
	})
}

func anySend() *rapid.Generator[Send] {
	return rapid.Custom(func(t *rapid.T) Send {
		s := Send{Question: rapid.IntRange(0, 1<<31).Draw(t, "question"), Text: anyWords().Draw(t, "text")}
		s.Text = strings.Repeat(s.Text, rapid.SampledFrom([]int{1, 1, 1, 20}).Draw(t, "times"))
		s.Choices = Choices(rapid.SliceOfN(anyTitle(), 0, rapid.SampledFrom([]int{3, 12, 60}).Draw(t, "most")).Draw(t, "choices")...)
		return s
	})
}

func TestNoChannelLosesAnythingOrGetsTooMuch(t *testing.T) {
	t.Parallel()
	for _, channel := range append(ChannelNames(), "unknown") {
		t.Run(channel, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				s := anySend().Draw(t, "send")
				requireNothingLost(t, s, CapabilitiesOf(channel), s.Render(CapabilitiesOf(channel)))
			})
		})
	}
}

func TestNoChannelOfAHostsOwnLosesAnything(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		length := func(name string) Length {
			most := rapid.OneOf(rapid.Just(0), rapid.IntRange(4, 30), rapid.IntRange(30, 300)).Draw(t, name)
			return Length{Most: most, In: anyUnit().Draw(t, name+" in")}
		}
		menu := func(name string) Menu {
			return Menu{
				Most:  rapid.SampledFrom([]int{0, 3, 10, Unlimited}).Draw(t, name),
				Title: length(name + " title"), Description: length(name + " description"), Text: length(name + " text"),
				ID: rapid.SampledFrom([]int{0, 4, 64}).Draw(t, name+" id"),
			}
		}
		c := Capabilities{Text: length("text"), Buttons: menu("buttons"), List: menu("list")}
		s := anySend().Draw(t, "send")
		requireNothingLost(t, s, c, s.Render(c))
	})
}

func FuzzRenderNeverPanics(f *testing.F) {
	f.Add("Which one?", "Yes", "No", 20, 10)
	f.Add("退款 \u202e", "😀😀", "\xff", 1, 1)
	f.Add("https://example.com/退", "\u2067", "🇪🇸🇪", 5, 3)
	f.Fuzz(func(t *testing.T, text, one, two string, most, title int) {
		l := Length{Most: most}
		c := Capabilities{
			Text: l, Buttons: Menu{Most: 2, Title: Length{Most: title}},
			List: Menu{Most: 2, Title: Length{Most: title}, Description: l, Text: Length{Most: title, In: InBytes}},
		}
		s := Send{Text: text, Choices: Choices(one, two)}
		r := s.Render(c)
		require.Equal(t, readable(s.asOne(r.Form)), readable(strings.Join(r.Texts, "")))
	})
}

func BenchmarkRender(b *testing.B) {
	for _, bench := range []struct {
		name, channel string
		choices       int
	}{
		{"3 buttons", "whatsapp", 3},
		{"a list of 10", "whatsapp", 10},
		{"26 numbered", "whatsapp", 26},
		{"26 buttons", "telegram", 26},
	} {
		b.Run(bench.name, func(b *testing.B) {
			s := Send{Text: "What can we help you with?", Choices: Choices(titles(bench.choices, 15)...), Question: 3}
			c := CapabilitiesOf(bench.channel)
			b.ReportAllocs()
			for b.Loop() {
				s.Render(c)
			}
		})
	}
}
