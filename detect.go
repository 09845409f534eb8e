package usher

import "github.com/gousher/usher/internal/tongue"

// A LanguageDetector says which language a text is in. It is asked about what a contact writes as long as nobody knows his
// language: not the host, not the channel ([Message.Language]), not an earlier answer. What it finds is saved as the
// contact's language, so that it is asked once in a lifetime. It decides from the text alone and is used by many
// goroutines at once; it runs while its conversation waits, so it has to be quick: [SmallDetector] takes microseconds.
type LanguageDetector interface {
	// Detect returns the language (BCP 47), or "" if it is not sure: unknown is better than wrong, because the next
	// message may tell.
	Detect(text string) string
}

// DetectorFunc makes a detector of a function.
type DetectorFunc func(text string) string

// Detect calls the function.
func (f DetectorFunc) Detect(text string) string { return f(text) }

// SmallDetector knows languages by their script and by the short words that every sentence has: about sixty languages,
// loads small tables once. It says that it does not know rather than guess, which it does for most texts of one or two
// words. The nested module lingua has one that knows more and takes more memory.
type SmallDetector struct{}

// Detect returns the language, or "" if it is not sure.
func (SmallDetector) Detect(text string) string { return tongue.Detect(text) }
