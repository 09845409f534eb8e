// Package lingua makes a [usher.LanguageDetector] of lingua-go, which knows 75 languages by their letters and also tells
// short texts apart.
//
//	detector, err := lingua.New("en", "es", "pt-BR")
//	...
//	config.Language = detector
//
// [usher.SmallDetector] costs nothing and says more often that it does not know; this one is for a desk that wants an
// answer for most texts of two or three words.
//
// # What it costs
//
// The program grows by about 120 MB, for the models of all languages are inside. In memory are only those of the languages
// that were named: some 20 MB for each, so that four take about eighty megabytes and all 75 up to 1.8 GB. That is
// why the languages have to be named. Name those that your agents speak and those that your contacts write, no more: fewer
// languages are also quicker, and more often right.
//
// A model is loaded when the first text needs it, which takes that text a second or so, and all detectors of a program
// share it. [Options].Preload loads before [NewWith] returns instead. After that a text of a hundred letters takes about a
// millisecond.
package lingua
