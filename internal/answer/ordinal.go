package answer

// isEnding reports whether letters make a number an ordinal: 2nd, 2º, 2e.
func isEnding(word []byte) bool {
	switch string(word) {
	case "st", "nd", "rd", "th", "o", "a", "er", "re", "e", "de", "ste", "eme", "ere", "ieme", "nde":
		return true
	}
	return false
}

// number returns the place of the choice that the words name, counted from 1; 0 if they name none of the menu.
func (m *Menu) number(words []byte) int {
	digitsOnly := false
	for {
		word, rest := cut(words)
		if len(rest) == 0 || !is(word, lead|sign) {
			break
		}
		words, digitsOnly = rest, digitsOnly || is(word, sign)
	}
	for len(words) > 0 {
		if n := m.place(words, digitsOnly); n > 0 {
			return n
		}
		rest, word := cutLast(words)
		switch {
		case is(word, trail):
		case is(word, oneBehind) && isOrdinal(rest):
		default:
			return 0
		}
		words = rest
	}
	return 0
}

func isOrdinal(words []byte) bool {
	if numerals().places[string(words)].ordinal {
		return true
	}
	_, ok := shortNumber(words)
	return ok && !isDigit(words[len(words)-1])
}

// place reads words that are a number and nothing else.
func (m *Menu) place(words []byte, digitsOnly bool) int {
	n, ok := shortNumber(words)
	if !ok && !digitsOnly {
		n = m.spelled(words)
	}
	if n > m.size {
		return 0
	}
	return n
}

func (m *Menu) spelled(words []byte) int {
	n := numerals().places[string(words)].number
	if n == lastPlace {
		return m.size
	}
	return n
}

// shortNumber reads digits, with "no" before them (№ opens to it) or the ending of an ordinal behind them.
func shortNumber(word []byte) (n int, ok bool) {
	if len(word) > 2 && string(word[:2]) == "no" {
		word = word[2:]
	}
	i := 0
	for i < len(word) && isDigit(word[i]) {
		if n = n*10 + int(word[i]-'0'); n > 1e6 {
			return 0, false
		}
		i++
	}
	return n, i > 0 && (i == len(word) || isEnding(word[i:]))
}
