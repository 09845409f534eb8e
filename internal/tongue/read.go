package tongue

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A sample is what has been read of a text; it is changed while it is read.
type sample struct {
	tables  *tables
	points  [64]int      // of each language
	scripts [scripts]int // letters of each script
	words   int          // those that were compared
	invalid int          // bytes that are no text

	chinese int // characters that only Chinese has, less those that only Japanese has

	address int       // where the present run of ASCII ends, which is known to be no address
	last    string    // the word before this one
	lower   [64]byte  // the present word in lower case
	edges   [64]uint8 // where its letters begin
}

// read goes through the text once.
func (s *sample) read(text string) {
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			if !alphanumeric(c) {
				i++
				continue
			}
			if end := s.skip(text, i); end > i {
				i = end
				continue
			}
			i = s.word(text, i)
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		switch written := scriptOf(r); {
		case r == utf8.RuneError && size == 1:
			s.invalid++
			i++
		case spaced(written):
			i = s.word(text, i)
		default:
			s.sign(r, written)
			i += size
		}
	}
}

// spaced reports whether the words of a script are compared.
func spaced(written script) bool {
	return written == latin || written == cyrillic || written == arabic || written == devanagari
}

// sign counts a character that is not part of a word.
func (s *sample) sign(r rune, written script) {
	if written != none {
		s.scripts[written]++
		if written == han {
			s.chinese += int(s.tables.chinese[r])
		}
		return
	}
	if r == '¿' || r == '¡' {
		s.add(s.tables.letters[r])
	}
}

func alphanumeric(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '_'
}

// skip returns where an address of mail, of a page or of a file ends that begins here, or here.
func (s *sample) skip(text string, from int) int {
	if from < s.address {
		return from
	}
	end := from
	for end < len(text) && text[end] > ' ' && text[end] < 0x7F {
		end++
	}
	if isAddress(text[from:end]) || from > 0 && (text[from-1] == '@' || text[from-1] == '#') {
		return end
	}
	s.address = end
	return from
}

func isAddress(run string) bool {
	if strings.IndexByte(run, '@') > 0 || strings.Contains(run, "://") {
		return true
	}
	run, _, _ = strings.Cut(run, "/")
	run = strings.TrimRight(run, ".,;:!?)\"'")
	dot := strings.LastIndexByte(run, '.')
	if dot < 2 {
		return false
	}
	switch ending := run[dot+1:]; len(ending) {
	case 2:
		return dot > 2 && strings.ToLower(ending) == ending
	case 3, 4:
		return slices.Contains(suffixes, ending)
	}
	return false
}

// suffixes are how names of pages and files end.
//
//nolint:gochecknoglobals // a table that is only read
var suffixes = []string{
	"com", "net", "org", "info", "app", "dev", "shop", "biz", "edu", "gov", "xyz", "site", "pdf", "jpg", "jpeg", "png", "gif",
	"doc", "docx", "xls", "xlsx", "csv", "txt", "zip", "mp3", "mp4", "html", "php", "exe", "apk",
}

// A form is how a word is written, as far as it matters.
type form struct {
	script        script
	size, letters int // bytes in lower case, and letters
	apostrophe    int // where its first apostrophe is, or 0
	capital       bool
	lower         bool // its second letter is a small one
	digits        bool
	beyond        bool // it has letters beyond ASCII
	composed      bool // it has accents of their own
	long          bool
}

// word reads the word that begins here, compares it, and returns where it ends.
func (s *sample) word(text string, from int) int {
	var f form
	i := from
	for i < len(text) {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		if !s.take(&f, r, text[i+size:]) {
			break
		}
		i += size
	}
	s.judge(&f, text[from:i])
	return i
}

// take adds a character to the word, or reports that it is not of it. It may depend on what comes after.
func (s *sample) take(f *form, r rune, after string) bool {
	kind := scriptOf(r)
	switch {
	case kind != none:
		return s.letter(f, r, kind)
	case r < utf8.RuneSelf && alphanumeric(byte(r)):
		f.digits = true
	case f.letters == 0:
		return false
	case accent(r):
		f.composed = true
		s.put(f, r)
	case apostrophe(r) && f.joins(after):
		if f.apostrophe == 0 {
			f.apostrophe = f.size
		}
		s.put(f, '\'')
	case r == '·' && f.joins(after), r == '\u200c' && f.script == arabic: // Catalan and Persian join letters with it
		s.put(f, r)
	default:
		return false
	}
	return true
}

// joins reports whether the word goes on.
func (f *form) joins(after string) bool {
	r, _ := utf8.DecodeRuneInString(after)
	return scriptOf(r) == f.script
}

func apostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' || r == '`' || r == '´' }

func accent(r rune) bool { return r >= 0x300 && r < 0x370 }

// letter takes the next letter of a word, or reports that it is of another script.
func (s *sample) letter(f *form, r rune, written script) bool {
	if f.script != none && f.script != written {
		return false
	}
	f.script = written
	s.scripts[written]++
	f.letters++
	if r < utf8.RuneSelf {
		small := r | 0x20
		f.capital = f.capital || f.letters == 1 && r != small
		f.lower = f.lower || f.letters == 2 && r == small
		s.put(f, small)
		return true
	}
	if r >= 0x064B && r <= 0x0652 || r == 0x0640 { // Arabic vowels and stretching, which hardly anybody types
		return true
	}
	f.beyond = true
	small := unicode.ToLower(r)
	f.capital = f.capital || f.letters == 1 && r != small
	f.lower = f.lower || f.letters == 2 && r == small
	s.put(f, small)
	return true
}

func (s *sample) put(f *form, r rune) {
	if f.size+utf8.UTFMax > len(s.lower) {
		f.long = true
		return
	}
	if r < utf8.RuneSelf {
		s.lower[f.size] = byte(r)
		f.size++
		return
	}
	f.size += utf8.EncodeRune(s.lower[f.size:], r)
}

// judge compares a word that has been read.
func (s *sample) judge(f *form, written string) {
	if f.digits || f.long || f.letters == 0 || written == s.last { // "ha ha ha" is one word
		return
	}
	s.last = written
	word := s.lower[:f.size]
	if f.composed {
		word, f.beyond = norm.NFC.Bytes(slices.Clone(word)), true // a clone, so that the sample stays off the heap
	}
	if f.letters > 1 {
		s.words++
	}
	known := s.known(word, f.apostrophe)
	name := f.capital && f.lower
	if !known && !name {
		s.guess(word)
	}
	if (known || !name) && (f.beyond || f.apostrophe > 0) {
		s.add(s.special(word))
	}
}

// known looks a word up, and the two parts of one that has an apostrophe.
func (s *sample) known(word []byte, apostrophe int) bool {
	if marks := s.tables.words[string(word)]; marks != nil {
		s.add(marks)
		return true
	}
	if apostrophe == 0 || apostrophe >= len(word) {
		return false
	}
	before, after := s.tables.words[string(word[:apostrophe+1])], s.tables.words[string(word[apostrophe:])]
	rest := s.tables.words[string(word[apostrophe+1:])]
	s.add(before)
	s.add(after)
	s.add(rest)
	return before != nil || after != nil || rest != nil
}

// guess goes by how an unknown word begins and ends.
func (s *sample) guess(word []byte) {
	if len(word) > len(s.edges) { // an accent that was taken apart may be longer
		return
	}
	letters := 0
	for i := 0; i < len(word); letters++ {
		s.edges[letters] = uint8(i)
		_, size := utf8.DecodeRune(word[i:])
		i += size
	}
	if letters < 4 {
		return
	}
	for n := min(4, letters-2); n > 1; n-- {
		if marks := s.tables.endings[string(word[s.edges[letters-n]:])]; marks != nil {
			s.add(marks)
			break
		}
	}
	for n := min(3, letters-2); n > 1; n-- {
		if marks := s.tables.starts[string(word[:s.edges[n]])]; marks != nil {
			s.add(marks)
			break
		}
	}
}

// special is the mark of the rarest letter in a word.
func (s *sample) special(word []byte) []mark {
	var rarest []mark
	for i := 0; i < len(word); {
		r, size := rune(word[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(word[i:])
		}
		i += size
		if r < common && !s.tables.common[r] {
			continue
		}
		if marks := s.tables.letters[r]; marks != nil && (rarest == nil || len(marks) < len(rarest)) {
			rarest = marks
		}
	}
	return rarest
}

func (s *sample) add(marks []mark) {
	for _, m := range marks {
		s.points[m.language] += int(m.points)
	}
}
