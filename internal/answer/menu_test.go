package answer

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// departments is a menu as most are.
func departments() *Menu {
	return NewMenu([]Choice{
		{ID: "s1", Titles: []string{"Sales", "Ventas"}, Synonyms: []string{"buy", "Precio"}},
		{ID: "s2", Titles: []string{"Customer support", "Atención al cliente"}, Synonyms: []string{"help"}},
		{ID: "acct", Titles: []string{"Abrechnung für Bürger", "Facturación"}},
		{ID: "ret", Titles: []string{"Returns", "Zwroty (łatwe)"}, Synonyms: []string{"退款"}},
	})
}

func one(i int) Found { return Found{Index: i} }

func several(candidates ...int) Found { return Found{Index: -1, Candidates: candidates} }

func TestAChoiceIsFoundByWhatPeopleWrite(t *testing.T) {
	t.Parallel()
	m := departments()
	for want, texts := range map[int][]string{
		0: {
			"s1", "S1", "Sales", "  sAlEs ", "buy", "PRECIO", "Sales!", "¿Ventas?", "ｓａｌｅｓ", "Sal", "sa", "s\u00ADales", "\u202Esales\u202C",
			"1", "１", "1️⃣", "①", "one", "first", "1st", "the first one", "uno", "primera", "primero", "un", "premier", "eins", "erste", "jeden", "pierwsza",
			"I want sales please", "sales, please", "put me through to Ventas", "precio por favor",
		},
		1: {
			"2", "2.", "2)", "(2)", "#2", "no. 2", "No 2", "nº 2", "№ 2", "№2", "n° 2", "２", "2️⃣", "②", "❷", "٢", "2nd", "2º", "2ª", "2e", "two", "TWO",
			"second", "the second", "the second one", "second option", "option 2", "Option two", "number 2", "option #2", "choice no. 2",
			"dos", "segunda", "la segunda", "la segunda opción", "el 2", "opción 2", "duas", "segundo", "a segunda", "deux", "le deuxième", "la seconde",
			"zwei", "die zweite", "Nummer zwei", "due", "il secondo", "la seconda", "twee", "de tweede", "optie 2", "dwa", "druga", "opcja 2",
			"2 please", "ok, the second one please", "customer", "Customer support", "customer-support", "support", "Support!", "cliente", "atencion",
			"ATENCIÓN AL CLIENTE", "I need customer support now", "help me with my car",
		},
		2: {"ab", "acct", "abrechnung FUR", "abrechnung für bürger", "Abrechnung fu\u0308r Bu\u0308rger", "3.", "tercera", "troisième", "facturacion", "burger"},
		3: {
			"ret", "return", "zwroty latwe", "ZWROTY ŁATWE", "łatwe", "4", "last", "the last one", "the last", "last option", "la última", "le dernier",
			"das letzte", "de laatste", "ostatnia", "l'ultimo", "退款", "我要退款", "退",
		},
		-1: {
			"", " ", "0", "5", "-1", "+1", "1 2", "1.5", "1/2", "50%", "2%", "$2", "Salesman", "💶", "x", "...", "½", "2-3", "twenty", "the", "al", "für",
			"not sales", "no sales", "I don't want sales", "nie sales", "kein sales bitte", "pas ventas", "anything except sales",
			"我不要退款", "no", "option", "the option", "no two", "2 one", "\u202E", "\xff", strings.Repeat("9", 400),
		},
	} {
		for _, written := range texts {
			require.Equal(t, one(want), m.Find(written), "%q", written)
		}
	}
}

func TestSeveralCandidatesAreReturnedInOrder(t *testing.T) {
	t.Parallel()
	m := NewMenu([]Choice{
		{ID: "c", Titles: []string{"Sales support"}}, {ID: "b", Titles: []string{"Technical support"}},
		{ID: "a", Titles: []string{"Sales"}}, {ID: "d", Titles: []string{"Technical sales"}},
	})
	require.Equal(t, several(0, 1), m.Find("support"))
	require.Equal(t, several(1, 3), m.Find("tech"))
	require.Equal(t, several(0, 2), m.Find("either sales or sales support"))
	require.Equal(t, one(2), m.Find("sales"))
	require.Equal(t, one(0), m.Find("I want sales support"), "a longer title is meant, not the one within it")
}

func TestAWordOfTwoChoices(t *testing.T) {
	t.Parallel()
	m := NewMenu([]Choice{
		{ID: "1a", Titles: []string{"Meal", "Pasto"}, Synonyms: []string{"menu", "papá"}},
		{ID: "2a", Titles: []string{"Grass", "Pasto"}, Synonyms: []string{"food", "papa"}},
		{ID: "menu", Titles: []string{"Card", "Menu"}}, {ID: "4a", Titles: []string{"Año"}}, {ID: "5a", Titles: []string{"Ano"}},
		{ID: "6a", Titles: []string{"C++"}}, {ID: "7a", Titles: []string{"C#"}}, {ID: "8a", Titles: []string{"C"}},
	})
	for written, want := range map[string]Found{
		"pasto": several(0, 1), "menu": one(2), "MENU": one(2), "papa": one(1), "Papá": one(0), "PAPÁ": one(0),
		"año": one(3), "an\u0303o": one(3), "ano": one(4), "c++": one(5), "C#": one(6), "c": one(7),
	} {
		require.Equal(t, want, m.Find(written), written)
	}
}

func TestAChoicesOwnWordBeatsANumber(t *testing.T) {
	t.Parallel()
	m := NewMenu([]Choice{{ID: "x", Titles: []string{"Three"}}, {ID: "1", Titles: []string{"Two"}}, {ID: "y", Titles: []string{"One"}, Synonyms: []string{"last"}}, {ID: "z", Titles: []string{"Other"}}})
	for written, want := range map[string]Found{"two": one(1), "three": one(0), "1": one(1), "one": one(2), "2": one(1), "last": one(2), "the last": one(3)} {
		require.Equal(t, want, m.Find(written), written)
	}
}

func TestANumberThatIsAnotherChoicesWordIsAmbiguous(t *testing.T) {
	t.Parallel()
	rooms := NewMenu([]Choice{{ID: "a", Titles: []string{"Studio"}}, {ID: "b", Titles: []string{"1 room"}}, {ID: "c", Titles: []string{"2 rooms"}}})
	require.Equal(t, several(0, 1), rooms.Find("1"))
	require.Equal(t, several(1, 2), rooms.Find("2"))
	require.Equal(t, one(2), rooms.Find("3"))
	require.Equal(t, one(1), rooms.Find("option 2"))
	adults := NewMenu([]Choice{{ID: "a", Titles: []string{"1 adult"}}, {ID: "b", Titles: []string{"2 adults"}}, {ID: "c", Titles: []string{"2 adults 1 child"}}})
	require.Equal(t, one(0), adults.Find("1"))
	require.Equal(t, one(1), adults.Find("2"))
}

func TestChoicesThatLookLikeNumbers(t *testing.T) {
	t.Parallel()
	m := NewMenu([]Choice{{ID: "9:00", Titles: []string{"9:00"}}, {ID: "10:30", Titles: []string{"10:30"}}, {ID: "400", Titles: []string{"400 €"}}})
	for written, want := range map[string]int{"9:00": 0, "10:30": 1, "10": 1, "1": 0, "4": -1, "400": 2, "at 10:30 please": 1, "9": 0, "9.00": -1} {
		require.Equal(t, want, m.Find(written).Index, written)
	}
}

func TestANoIsAnAnswerOnlyByItself(t *testing.T) {
	t.Parallel()
	m := NewMenu([]Choice{{ID: "y", Titles: []string{"Yes", "Sí", "Tak"}}, {ID: "n", Titles: []string{"No", "Nie"}}, {ID: "l", Titles: []string{"Not now"}}})
	for written, want := range map[string]int{
		"yes": 0, "si": 0, "Sí!": 0, "yes please": 0, "tak, poproszę": 0, "no": 1, "No.": 1, "no, thanks": 1, "nie, dziękuję": 1,
		"I have no idea": -1, "no problem": -1, "well, not now": 2, "yes, not now": -1, "no yes": -1,
	} {
		found := m.Find(written)
		require.Equal(t, want, found.Index, written)
	}
	north := NewMenu([]Choice{{ID: "a", Titles: []string{"North office"}}, {ID: "b", Titles: []string{"I have no order"}}, {ID: "c", Titles: []string{"No, cancel"}}})
	require.Equal(t, one(2), north.Find("no"))
	require.Equal(t, one(0), north.Find("nort"))
}

func TestSymbolsAndOtherScripts(t *testing.T) {
	t.Parallel()
	m := NewMenu([]Choice{
		{ID: "up", Titles: []string{"👍 Good"}}, {ID: "down", Titles: []string{"👎"}}, {ID: "q", Titles: []string{"?"}}, {ID: "jp", Titles: []string{"がんばる"}},
		{ID: "jk", Titles: []string{"かんばる"}}, {ID: "kr", Titles: []string{"한국어"}}, {ID: "ar", Titles: []string{"مَرْحَبًا"}}, {ID: "hi", Titles: []string{"हिन्दी"}},
		{ID: "el", Titles: []string{"ΟΔΟΣ"}}, {ID: "tr", Titles: []string{"İstanbul"}}, {ID: "de", Titles: []string{"Straße"}},
	})
	for i, texts := range [][]string{
		{"👍", "👍🏽", "good", "👍 good"}, {"👎", "👎🏿", "no idea 👎"}, {"?"}, {"がんばる", norm.NFD.String("がんばる"), "がん"}, {"かんばる"}, {"한국어", norm.NFD.String("한국어"), "한"},
		{"مرحبا"}, {"हिन्दी"}, {"οδος", "οδός", "οδοσ"}, {"istanbul", "ISTANBUL", "ıstanbul"}, {"strasse", "STRASSE", "STRAẞE"},
	} {
		for _, written := range texts {
			want := one(i)
			if written == "no idea 👎" {
				want = one(-1)
			}
			require.Equal(t, want, m.Find(written), "%q", written)
		}
	}
}

func TestAMenuOfTwentySixCountsToTheEnd(t *testing.T) {
	t.Parallel()
	m := NewMenu(alphabet())
	for written, want := range map[string]int{
		"twenty-six": 25, "twenty sixth": 25, "veintiséis": 25, "vigésimo sexto": 25, "vigésima sexta": 25, "vinte e seis": 25, "vingt-six": 25, "vingt-sixième": 25,
		"sechsundzwanzig": 25, "das sechsundzwanzigste": 25, "ventisei": 25, "zesentwintig": 25, "dwadzieścia sześć": 25, "dwudziesta szósta": 25, "last": 25, "26": 25,
		"fünf": 4, "fuenf": 4, "fünfte": 4, "quinta": 4, "twenty one": 20, "option twenty-one": 20, "twenty-first": 20, "vingt et un": 20, "eenentwintig": 20,
		"ventuno": 20, "veintiuno": 20, "vinte e um": 20, "dwudziesty pierwszy": 20, "27": -1, "twenty-seven": -1, "hundred": -1, "№ 10": 9, "🔟": 9, "⑳": 19, "⓴": 19,
	} {
		require.Equal(t, want, m.Find(written).Index, written)
	}
}

func TestAnEmptyMenuFindsNothing(t *testing.T) {
	t.Parallel()
	for _, m := range []*Menu{NewMenu(nil), NewMenu([]Choice{{Titles: []string{"", " ", "\u200b"}}})} {
		for _, written := range []string{"", "a", "two", "?"} {
			require.Equal(t, one(-1), m.Find(written))
		}
	}
}

// A name is found however it is written, unless other choices are as well.
func TestEveryNameFindsItsChoice(t *testing.T) {
	t.Parallel()
	name := rapid.OneOf(rapid.StringMatching(`[a-zA-ZÀ-ÿĀ-ſа-яА-Яά-ώΑ-Ω0-9退款かが한국 .,!+#-]{1,12}`), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		choices := make([]Choice, rapid.IntRange(1, 8).Draw(t, "size"))
		for i := range choices {
			choices[i] = Choice{ID: "id:" + string(rune('a'+i)), Titles: rapid.SliceOfN(name, 1, 3).Draw(t, "titles"), Synonyms: rapid.SliceOfN(name, 0, 2).Draw(t, "synonyms")}
		}
		m, i := NewMenu(choices), rapid.IntRange(0, len(choices)-1).Draw(t, "choice")
		written := rapid.SampledFrom(append(choices[i].Titles, choices[i].Synonyms...)).Draw(t, "name")
		if len(appendName(nil, written)) == 0 {
			require.Equal(t, one(-1), m.Find(written))
			return
		}
		form := rapid.SampledFrom([]func(string) string{
			func(s string) string { return s }, strings.ToUpper, strings.ToLower, norm.NFC.String, norm.NFD.String, wide, hidden,
		}).Draw(t, "form")
		found := m.Find(form(written))
		if found.Index >= 0 {
			require.Contains(t, owners(choices, written), found.Index, "%q", form(written))
			return
		}
		require.Subset(t, owners(choices, written), found.Candidates, "%q", form(written))
		require.Greater(t, len(found.Candidates), 1, "%q", form(written))
	})
}

// owners returns the choices that have a name, as NewMenu compares it.
func owners(choices []Choice, name string) (all []int) {
	for i, c := range choices {
		for _, other := range append(append([]string{c.ID}, c.Titles...), c.Synonyms...) {
			if bytes.Equal(appendName(nil, other), appendName(nil, name)) {
				all = append(all, i)
			}
		}
	}
	return all
}

// wide writes ASCII in full-width forms.
func wide(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '!' && r <= '~' {
			return r - '!' + 0xFF01
		}
		return r
	}, s)
}

// hidden puts invisible characters between all others.
func hidden(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteString("\u200d\u202e")
		b.WriteRune(r)
		b.WriteString("\ufe0f\u00ad")
	}
	return b.String()
}

func TestEveryNumberOfAMenuIsFound(t *testing.T) {
	t.Parallel()
	m := NewMenu(alphabet())
	all := numerals()
	for code, l := range all.byLanguage {
		for n := 1; n <= 26; n++ {
			cardinals, ordinals := 0, 0
			for word, value := range l.cardinals {
				if value == n {
					cardinals++
					require.Equal(t, one(n-1), m.Find(word), "%s %q", code, word)
				}
			}
			for word, value := range l.ordinals {
				if value == n {
					ordinals++
					require.Equal(t, one(n-1), m.Find(word), "%s %q", code, word)
				}
			}
			require.Positive(t, cardinals, "%s %d", code, n)
			require.Positive(t, ordinals, "%s %d", code, n)
		}
	}
}
