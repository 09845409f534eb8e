package answer

import "strings"

// mayStandInside reports whether a name found within a sentence says which choice is meant. A number, a letter or a small
// word does not: "I have 2 questions". Nor does a no: "I have no idea".
func mayStandInside(name string) bool {
	switch {
	case len(name) == 1, roles()[name]&(negation|small) != 0:
		return false
	}
	return strings.TrimLeft(name, "0123456789") != ""
}

// withoutCourtesy takes the polite words off both ends, unless there are no others.
func withoutCourtesy(words []byte) []byte {
	left := words
	for len(left) > 0 {
		word, rest := cut(left)
		if !is(word, courtesy) {
			break
		}
		left = rest
	}
	for len(left) > 0 {
		rest, word := cutLast(left)
		if !is(word, courtesy) {
			break
		}
		left = rest
	}
	if len(left) == 0 {
		return words
	}
	return left
}

// within finds the titles and synonyms that a sentence contains as a whole: at each word the longest, and none within another.
// A negation that is not part of one denies them all.
func (m *Menu) within(words []byte) Found {
	var choices among
	var before []byte
	for rest := words; len(rest) > 0; {
		word, after := cut(rest)
		starts := m.starts[string(word)]
		if longest := m.longestAt(rest, starts, &choices); longest > 0 {
			before, rest = nil, rest[min(longest+1, len(rest)):]
			continue
		}
		if starts.denies || isSplitNegation(before, word) {
			return none()
		}
		before, rest = word, after
	}
	return choices.found()
}

// longestAt adds the choices whose name is the longest one of a span that rest begins with, and returns its length.
func (m *Menu) longestAt(rest []byte, s span, found *among) int {
	longest := 0
	for i := s.to - 1; i >= s.from; i-- { // a longer phrase stands behind those that it begins with
		text := m.inside[i].text
		if len(text) < longest {
			break
		}
		if beginsWith(rest, text) {
			longest = len(text)
			found.add(m.inside[i].choice)
		}
	}
	return longest
}

func beginsWith(words []byte, phrase string) bool {
	return len(words) >= len(phrase) && string(words[:len(phrase)]) == phrase &&
		(len(words) == len(phrase) || words[len(phrase)] == ' ')
}

// isSplitNegation recognises the negations that an apostrophe or the script splits: don't, n'est, ない.
func isSplitNegation(before, word []byte) bool {
	switch string(word) {
	case "t":
		return len(before) > 0 && before[len(before)-1] == 'n'
	case "い":
		return string(before) == "な"
	}
	return false
}
