package lingua_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher/lingua"
)

// few are the languages of most tests: every model takes memory and time.
func few(t *testing.T) lingua.Detector {
	t.Helper()
	d, err := lingua.New("en", "es", "de")
	require.NoError(t, err)
	return d
}

func TestShortTextsAreTold(t *testing.T) {
	t.Parallel()
	d := few(t)
	for text, want := range map[string]string{
		"where is my parcel":          "en",
		"thank you very much":         "en",
		"¿Dónde está mi pedido?":      "es",
		"quiero devolver un jersey":   "es",
		"Wo ist meine Bestellung?":    "de",
		"ich möchte etwas umtauschen": "de",
	} {
		require.Equal(t, want, d.Detect(text), text)
	}
}

func TestWhatIsInNoLanguageIsUnknown(t *testing.T) {
	t.Parallel()
	d := few(t)
	for _, text := range []string{
		"", " ", "12345", "+34 600 111 222", "🙂🙂", "?!", "jane@example.com", "https://example.com/where-is-it", "www.example.com",
		"\xff\xfe\xfd", "\x00",
	} {
		require.Empty(t, d.Detect(text), "%q", text)
	}
}

func TestTheAnswerIsTheTagThatWasGiven(t *testing.T) {
	t.Parallel()
	d, err := lingua.New("en-GB", "es-419", "no")
	require.NoError(t, err)
	require.Equal(t, "en-GB", d.Detect("where is my parcel, please?"))
	require.Equal(t, "es-419", d.Detect("¿dónde está mi paquete, por favor?"))
	require.Equal(t, "no", d.Detect("hvor er pakken min, vennligst?"))
}

func TestMoreDistanceIsMoreOftenUnknown(t *testing.T) {
	t.Parallel()
	strict, err := lingua.NewWith(lingua.Options{Languages: []string{"en", "es", "de"}, Distance: 0.99})
	require.NoError(t, err)
	require.Empty(t, strict.Detect("hotel"))
	require.Equal(t, "de", strict.Detect("Wo bleibt das Päckchen, das ich am Montag für meine Mutter bestellt habe? Straße und Hausnummer stimmen."))
}

func TestALongTextIsCutAtALetter(t *testing.T) {
	t.Parallel()
	require.Equal(t, "es", few(t).Detect(strings.Repeat("¿dónde está mi pedido, señor? ", 4000)))
}

func TestWhatCannotBeLoadedIsRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		o    lingua.Options
		says string
	}{
		"none":     {lingua.Options{}, "over a gigabyte"},
		"one":      {lingua.Options{Languages: []string{"en"}}, "at least two"},
		"unknown":  {lingua.Options{Languages: []string{"en", "xx"}}, `unknown language "xx": known are af`},
		"empty":    {lingua.Options{Languages: []string{"en", ""}}, `unknown language ""`},
		"twice":    {lingua.Options{Languages: []string{"en-GB", "en-US", "es"}}, `"en-GB" and "en-US" are one language`},
		"distance": {lingua.Options{Languages: []string{"en", "es"}, Distance: 1}, "between 0 and 0.99"},
	} {
		_, err := lingua.NewWith(c.o)
		require.ErrorContains(t, err, c.says, name)
	}
}

func TestTheZeroDetectorKnowsNothing(t *testing.T) {
	t.Parallel()
	require.Empty(t, lingua.Detector{}.Detect("where is my parcel"))
}

func TestEveryKnownLanguageCanBeNamed(t *testing.T) {
	t.Parallel()
	known := lingua.Known()
	require.Len(t, known, 75)
	_, err := lingua.New(known...) // nothing is loaded yet
	require.NoError(t, err)
}

func TestADetectorServesManyAtOnce(t *testing.T) {
	t.Parallel()
	d, err := lingua.NewWith(lingua.Options{Languages: []string{"en", "es", "de"}, Small: true})
	require.NoError(t, err)
	const times = 50
	found := make([]string, times)
	var wg sync.WaitGroup
	for i := range times {
		wg.Go(func() { found[i] = d.Detect("¿Dónde está mi pedido? Lo compré la semana pasada") })
	}
	wg.Wait()
	for _, language := range found {
		require.Equal(t, "es", language)
	}
}
