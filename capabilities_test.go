package usher

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestTheChannelsAreNamedInOrder(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{
		"email", "instagram", "line", "messenger", "slack", "sms", "telegram", "twilio", "web", "whatsapp",
	}, ChannelNames())
}

func TestAnUnknownChannelIsNumberedTextWithoutALimit(t *testing.T) {
	t.Parallel()
	require.Equal(t, Capabilities{}, CapabilitiesOf("carrier pigeon"))
	r := Send{Text: strings.Repeat("long ", 10_000), Choices: Choices("Yes", "No")}.Render(CapabilitiesOf("carrier pigeon"))
	require.Equal(t, Numbered, r.Form)
	require.Len(t, r.Texts, 1)
}

func TestTheTableOfChannelsCannotBeChangedByItsReaders(t *testing.T) {
	t.Parallel()
	channels := Channels()
	channels["whatsapp"] = Capabilities{}
	delete(channels, "sms")
	require.Equal(t, 3, CapabilitiesOf("whatsapp").Buttons.Most)
	require.Equal(t, 1600, CapabilitiesOf("sms").Text.Most)
}

// An id that the channel refused would make a form useless: ours have at most 64 bytes.
func TestEveryChannelTakesOurIDs(t *testing.T) {
	t.Parallel()
	for name, c := range Channels() {
		for _, m := range []Menu{c.Buttons, c.List} {
			require.True(t, m.Most == 0 || m.ID == 0 || m.ID >= 64, name)
		}
	}
}

func TestALengthCountsWhatTheChannelCounts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text                     string
		utf16, characters, bytes int
	}{
		{"", 0, 0, 0},
		{"plain", 5, 5, 5},
		{"größe", 5, 5, 7},
		{"退款", 2, 2, 6},
		{"👍🏽", 4, 2, 8},
	} {
		for unit, want := range map[LengthUnit]int{InUTF16: c.utf16, InCharacters: c.characters, InBytes: c.bytes} {
			require.Equal(t, want, Length{In: unit}.size(c.text), "%q in %q", c.text, unit)
			require.True(t, Length{In: unit}.fits(c.text), "no limit")
			require.True(t, Length{Most: max(want, 1), In: unit}.fits(c.text))
			if want > 1 {
				require.False(t, Length{Most: want - 1, In: unit}.fits(c.text), "%q in %q", c.text, unit)
			}
		}
	}
}

func TestACharacterIsWhatPeopleSeeAsOne(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"abc":      "a",
		"e\u0301x": "e\u0301",
		"\r\nx":    "\r\n",
		"👍🏽👍":      "👍🏽",
		"👩‍👩‍👧x":   "👩‍👩‍👧",
		"🇪🇸🇲🇽":     "🇪🇸",
		"❤️x":      "❤️",
		"1️⃣2":     "1️⃣",
		"각각":       "각",
		"नमस्ते":   "न",
		"🏴󠁧󠁢󠁥󠁮󠁧󠁿🏴": "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
		"\xff\xff": "\xff",
		"":         "",
	} {
		require.Equal(t, want, text[:cluster(text)], "%q", text)
	}
}

func TestWhatFitsEndsAtACharacter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := Length{Most: rapid.IntRange(4, 40).Draw(t, "most"), In: anyUnit().Draw(t, "unit")}
		text := anyWords().Draw(t, "text")
		if text == "" || l.fits(text) {
			return
		}
		end := l.fitting(text)
		require.Positive(t, end)
		require.LessOrEqual(t, l.size(text[:end]), l.Most)
		whole := 0
		for whole < end {
			whole += cluster(text[whole:])
		}
		if first := cluster(text); l.fits(text[:first]) {
			require.Equal(t, whole, end, "a character was cut though it would have fitted a text of its own")
		}
	})
}
