package lingua

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	lingua "github.com/pemistahl/lingua-go"

	"github.com/gousher/usher"
)

// DefaultDistance is how far the best language has to be ahead of the second where [Options] do not say.
const DefaultDistance = 0.1

// limit is how many bytes of a text are looked at: more takes longer and says no more.
const limit = 1 << 10

// Options are what a detector knows and how sure it has to be.
type Options struct {
	// Languages are BCP 47 tags, at least two, each with a language of its own. Region and script are not told apart:
	// with "pt-BR" here, all Portuguese is "pt-BR".
	Languages []string
	// Distance is by how much the best language has to be more likely than the second, of 0 to 0.99; below it the text is
	// in an unknown language. More is more often unknown and less often wrong. 0 is [DefaultDistance]; for no distance at
	// all use a very small one.
	Distance float64
	// Preload loads the models at once, in a second or so, rather than with the first texts.
	Preload bool
	// Small uses a sixteenth of the memory, and is often wrong about texts of fewer than 120 letters.
	Small bool
}

// A Detector tells which of its languages a text is in. Many goroutines may use it at once. The zero Detector knows no
// language; make one with [New] or [NewWith].
type Detector struct {
	detector lingua.LanguageDetector
	tags     map[lingua.Language]string
}

var _ usher.LanguageDetector = Detector{}

// New makes a detector of the languages (BCP 47), at least two, with the default of every option. It refuses a language
// that it does not know, and to know none or all: that would take over a gigabyte of memory.
func New(languages ...string) (Detector, error) {
	return NewWith(Options{Languages: languages})
}

// NewWith is [New] with options.
func NewWith(o Options) (Detector, error) {
	if o.Distance < 0 || o.Distance > 0.99 || math.IsNaN(o.Distance) {
		return Detector{}, fmt.Errorf("lingua: a distance of %v: it has to be between 0 and 0.99", o.Distance)
	}
	tags, err := named(o.Languages)
	if err != nil {
		return Detector{}, err
	}
	if o.Distance == 0 {
		o.Distance = DefaultDistance
	}
	languages := make([]lingua.Language, 0, len(tags))
	for language := range tags {
		languages = append(languages, language)
	}
	slices.Sort(languages)
	builder := lingua.NewLanguageDetectorBuilder().FromLanguages(languages...).WithMinimumRelativeDistance(o.Distance)
	if o.Preload {
		builder = builder.WithPreloadedLanguageModels()
	}
	if o.Small {
		builder = builder.WithLowAccuracyMode()
	}
	return Detector{detector: builder.Build(), tags: tags}, nil
}

// Detect returns the tag of the language, as it was passed to [New], or "" if the text is in none of them or may be in two.
// Addresses of mail and of pages do not count as text.
func (d Detector) Detect(text string) string {
	if d.detector == nil {
		return ""
	}
	language, sure := d.detector.DetectLanguageOf(prose(text))
	if !sure {
		return ""
	}
	return d.tags[language]
}

// prose is the beginning of the text without its addresses.
func prose(text string) string {
	if len(text) > limit {
		cut := limit
		for cut > limit-utf8.UTFMax && !utf8.RuneStart(text[cut]) {
			cut--
		}
		text = text[:cut]
	}
	text = strings.ToValidUTF8(text, " ")
	if !strings.ContainsAny(text, "@/") && !strings.Contains(text, "www.") {
		return text
	}
	return strings.Join(slices.DeleteFunc(strings.Fields(text), isAddress), " ")
}

func isAddress(word string) bool {
	return strings.Contains(word, "@") || strings.Contains(word, "://") || strings.HasPrefix(word, "www.")
}

// named finds the languages that the tags mean.
func named(tags []string) (map[lingua.Language]string, error) {
	found := map[lingua.Language]string{}
	for _, tag := range tags {
		language, ok := find(tag)
		if !ok {
			return nil, fmt.Errorf("lingua: unknown language %q: known are %s", tag, strings.Join(Known(), " "))
		}
		if other, twice := found[language]; twice {
			return nil, fmt.Errorf("lingua: %q and %q are one language: name one of them", other, tag)
		}
		found[language] = tag
	}
	switch len(found) {
	case 0:
		return nil, errors.New("lingua: name the languages that your contacts write: all of them take over a gigabyte of memory")
	case 1:
		return nil, fmt.Errorf("lingua: %q alone cannot be told from anything: name at least two languages", tags[0])
	}
	return found, nil
}

// find goes by the language of the tag, without its script and region.
func find(tag string) (lingua.Language, bool) {
	base, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(tag, "_", "-")), "-")
	if now, renamed := others()[base]; renamed {
		base = now
	}
	for _, language := range lingua.AllLanguages() {
		if base == code(language) {
			return language, true
		}
	}
	return lingua.Unknown, false
}

// others are the tags for which the library has another.
func others() map[string]string {
	return map[string]string{"no": "nb", "fil": "tl", "iw": "he", "in": "id"}
}

// Known returns the tags of all languages that there are models for, in their order.
func Known() []string {
	all := lingua.AllLanguages()
	codes := make([]string, len(all))
	for i, language := range all {
		codes[i] = code(language)
	}
	slices.Sort(codes)
	return codes
}

func code(l lingua.Language) string { return strings.ToLower(l.IsoCode639_1().String()) }
