package tongue

import (
	_ "embed"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// sentences are what customers write: a language, a tab, a text.
//
//go:embed testdata/sentences.txt
var sentences string

func TestCustomersAreUnderstood(t *testing.T) {
	t.Parallel()
	type tally struct{ all, right int }
	of := map[string]tally{}
	all, right, wrong := 0, 0, 0
	for line := range strings.Lines(sentences) {
		want, text, found := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		require.True(t, found, line)
		one := of[want]
		one.all++
		all++
		switch got := Detect(text); got {
		case want:
			one.right++
			right++
		case "":
			t.Logf("unknown, should be %s: %s", want, text)
		default:
			wrong++
			t.Logf("%s, should be %s: %s", got, want, text)
		}
		of[want] = one
	}
	t.Logf("%d of %d right, %d wrong", right, all, wrong)
	require.GreaterOrEqual(t, right*100, all*90, "right")
	require.LessOrEqual(t, wrong*100, all*2, "wrong")
	for language, one := range of {
		require.GreaterOrEqual(t, one.right*10, one.all*6, "%s: %d of %d", language, one.right, one.all)
	}
}

func TestOneStrongWordIsEnough(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"hola": "es", "Hola!": "es", "HOLA": "es", "bonjour": "fr", "Danke": "de", "grazie": "it", "obrigado": "pt", "dzień dobry": "pl",
		"Dzień Dobry!": "pl", "merhaba": "tr", "Привет": "ru", "дякую": "uk", "Здравейте": "bg", "kiitos": "fi", "bedankt": "nl",
		"köszönöm": "hu", "dziekuje": "pl", "γεια": "el", "שלום": "he", "你好": "zh", "안녕": "ko", "ありがとう": "ja", "thank you": "en",
	} {
		require.Equal(t, want, Detect(text), text)
	}
}

func TestWhatIsInNoLanguageIsUnknown(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", " ", "\n\t", "ok", "OK", "hi", "no", "si", "info", "yes", "?", "!!!", "...", "12345", "+34 600 111 222", "AB-1234/X",
		"😀😀😀", "👍", "ha ha ha", "no no no no no no no", "la la la la la la", "hallo", "de la en", "iPhone 15 Pro",
		"jane@example.com", "please.help@example.com", "https://example.com/where/is/my/order", "www.example.com/das-ist-nicht-gut",
		"#where_is_my_order", "@where", "the_order.pdf", "Maria Garcia", "Hans Müller", "Łukasz Wójcik", "Jean Dupont", "José",
		"Juan de la Cruz", "Владимир", "user123 x9 y8", "lorem ipsum dolor", "$$$", "1 2 3 4 5", "\x00\x01", "\xff\xfe\xfd", "π", "字",
		"hotel taxi internet", "asdfgh qwerty zxcvb",
	} {
		require.Empty(t, Detect(text), "%q", text)
	}
}

func TestAddressesAndNamesOfProductsDoNotCount(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"请看https://example.com/where/is/the/order谢谢你":            "zh",
		"¿dónde está mi iPhone 15 Pro Max Ultra?":                "es",
		"я купил Samsung Galaxy Watch, и она не работает":        "ru",
		"meine Adresse ist where.is.the.thing@example.com bitte": "de",
		"我的 MacBook Pro 坏了，怎么办":                                  "zh",
	} {
		require.Equal(t, want, Detect(text), text)
	}
}

func TestAccentsMayBeWrittenInTwoWays(t *testing.T) {
	t.Parallel()
	require.Equal(t, "es", Detect("¿Do\u0301nde esta\u0301 mi pedido?"))
	require.Equal(t, "pl", Detect("Dzien\u0301 dobry, prosze\u0328 o pomoc"))
}

func TestOnlyTheBeginningIsLookedAt(t *testing.T) {
	t.Parallel()
	for pad := range 4 {
		text := strings.Repeat(" ", pad) + strings.Repeat("где мой заказ? ", 200)
		require.Equal(t, "ru", Detect(text+strings.Repeat("where is my order? ", 10000)))
	}
	require.Empty(t, Detect(strings.Repeat("x", 1<<20)))
}

func TestEveryListIsOfAScriptThatIsCompared(t *testing.T) {
	t.Parallel()
	tables := loaded()
	require.LessOrEqual(t, len(tables.tags), len(sample{}.points))
	for i, tag := range tables.tags {
		require.NotZero(t, tables.scripts[i], tag)
	}
	for word := range tables.words {
		require.LessOrEqual(t, len(word)+utf8.UTFMax, len(sample{}.lower), word)
		require.Equal(t, strings.ToLower(word), word)
	}
}

func TestEveryLineOfTheListsIsUnderstood(t *testing.T) {
	t.Parallel()
	for line := range strings.Lines(lists) {
		name, _, found := strings.Cut(line, ":")
		require.True(t, strings.TrimSpace(line) == "" || strings.ContainsAny(line[:1], "# [") || found && new(language).list(name) != nil, line)
	}
	for _, l := range parse(lists) {
		require.NotEmpty(t, l.strong, l.tag)
		require.NotEmpty(t, l.words, l.tag)
	}
}

func TestBlocksAreInOrder(t *testing.T) {
	t.Parallel()
	last := rune(0)
	for _, b := range blocks {
		require.Less(t, last, b.first)
		require.LessOrEqual(t, b.first, b.last)
		last = b.last
	}
}

func TestTheCaseDoesNotMatterMuch(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		lines := strings.Split(strings.TrimSpace(sentences), "\n")
		want, text, _ := strings.Cut(rapid.SampledFrom(lines).Draw(t, "line"), "\t")
		if got := Detect(strings.ToUpper(text)); got != "" && Detect(text) == want && want != "tr" {
			require.Equal(t, want, got, text)
		}
	})
}

func FuzzDetect(f *testing.F) {
	for line := range strings.Lines(sentences) {
		_, text, _ := strings.Cut(line, "\t")
		f.Add(text)
	}
	f.Add("\xff\xfe'\u0301a’")
	f.Add("a\u0301\u0301\u0301\u0301ﷺ'''·")
	f.Fuzz(func(t *testing.T, text string) {
		got := Detect(text)
		if got != Detect(text) {
			t.Fatalf("%q is not always %q", text, got)
		}
		if len(got) > 3 {
			t.Fatalf("%q is no language", got)
		}
	})
}
