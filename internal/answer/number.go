package answer

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
)

const (
	maxNumber = 40   // of the marks of a number: digits, separators and sign
	maxWhole  = 1e15 // whole values up to here are exact
)

// Number reads a number: digits of any script with an optional sign, or the words for 0 to 100 in the language, in English,
// or, where the language is unknown, in any. Whole reports whether the value is a whole number of at most 1e15 either way.
//
// If there are commas and points, the last mark is the decimal one. Alone, a comma or several points that part groups of
// three digits part thousands, and so do spaces and apostrophes; everything else is the decimal mark: 1,000 is a thousand and 1,5 is
// one and a half. One point is the decimal mark, unless the language writes thousands with it and three digits follow. Units,
// exponents and hexadecimal digits are refused.
func Number(written, language string) (value float64, whole, ok bool) {
	written = head(written)
	if isRaised(written) {
		return 0, false, false
	}
	value, ok = digits(written, language)
	if !ok {
		value, ok = spelled(written, language)
	}
	if !ok {
		return 0, false, false
	}
	return value, value == math.Trunc(value) && math.Abs(value) <= maxWhole, true
}

// isRaised reports whether s has digits above or below the line: 10² is not 102.
func isRaised(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return r == '²' || r == '³' || r == '¹' || r >= 0x2070 && r <= 0x209F
	})
}

func spelled(written, language string) (value float64, ok bool) {
	var buf [512]byte
	words := appendWords(buf[:0], written)
	sign := 1.0
	if word, rest := cut(words); is(word, minus) {
		words, sign = rest, -1
	}
	n, ok := numerals().cardinal(words, language)
	if n == 0 {
		sign = 1
	}
	return sign * float64(n), ok
}

// arabicPoint stands for the decimal mark of Arabic, which is nothing else.
const arabicPoint = 'p'

func digits(written, language string) (value float64, ok bool) {
	var buf [maxNumber + 1]byte
	marks, ok := numberMarks(buf[:0], written)
	if !ok {
		return 0, false
	}
	negative := marks[0] == '-'
	if negative || marks[0] == '+' {
		marks = bytes.TrimLeft(marks[1:], " ")
	}
	point, ok := decimalMark(marks, language)
	if !ok {
		return 0, false
	}
	whole, fraction := marks[:point], marks[min(point+1, len(marks)):]
	if whole, ok = ungrouped(whole); !ok || !onlyDigits(fraction) || len(whole)+len(fraction) == 0 {
		return 0, false
	}
	value, err := strconv.ParseFloat(string(whole)+"."+string(fraction), 64)
	if negative && value != 0 {
		value = -value
	}
	return value, err == nil
}

// numberMarks appends what a number is made of to b. It is not ok if there is something else, nothing, or too much.
func numberMarks(b []byte, written string) (marks []byte, ok bool) {
	ok = true
	eachFolded(strings.TrimSpace(written), func(r rune) {
		if len(b) >= maxNumber {
			ok = false
			return
		}
		switch r {
		case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.', ',', '+', '-', '\'', ' ':
			b = append(b, byte(r))
		case '−', '–', '‐':
			b = append(b, '-')
		case '’', '‘', 'ʼ', '٬':
			b = append(b, '\'')
		case '٫':
			b = append(b, arabicPoint)
		default:
			ok = false
		}
	})
	b = bytes.TrimSpace(b)
	return b, ok && len(b) > 0
}

// decimalMark returns where the decimal mark is; len(marks) if there is none.
func decimalMark(marks []byte, language string) (at int, ok bool) {
	points, commas := bytes.Count(marks, []byte{'.'}), bytes.Count(marks, []byte{','})
	lastPoint, lastComma := bytes.LastIndexByte(marks, '.'), bytes.LastIndexByte(marks, ',')
	_, partsThousands := ungrouped(marks)
	switch {
	case bytes.IndexByte(marks, arabicPoint) >= 0:
		return bytes.IndexByte(marks, arabicPoint), true
	case points == 0 && commas == 0:
		return len(marks), true
	case points > 0 && commas > 0:
		return max(lastPoint, lastComma), true
	case partsThousands && (commas > 0 || points > 1 || pointPartsThousands(language)):
		return len(marks), true
	case points+commas == 1:
		return max(lastPoint, lastComma), true
	}
	return 0, false
}

// pointPartsThousands reports whether a language writes 1.500 for one and a half thousand. Some of its countries do not.
func pointPartsThousands(language string) bool {
	switch primary(language) {
	case "de", "it", "nl", "pt", "es", "da", "tr", "id", "el", "ro", "hr", "sl":
	default:
		return false
	}
	parts := strings.FieldsFunc(strings.ToUpper(language), func(r rune) bool { return r == '-' || r == '_' })
	return !slices.ContainsFunc(parts, func(part string) bool {
		return slices.Contains([]string{"CH", "LI", "MX", "US", "PR", "GT", "HN", "NI", "SV", "PA", "DO", "PE"}, part)
	})
}

// ungrouped takes the marks between thousands out of a whole number. It is not ok if they do not stand before groups of three
// digits, or of two and one of three as in India, or if they are not all the same.
func ungrouped(whole []byte) (plain []byte, ok bool) {
	at := bytes.IndexFunc(whole, func(r rune) bool { return r < '0' || r > '9' })
	if at < 0 {
		return whole, true
	}
	groups := bytes.Split(whole, whole[at:at+1])
	first, middle, last := groups[0], groups[1:len(groups)-1], groups[len(groups)-1]
	size := 3
	if len(middle) > 0 && len(middle[0]) == 2 && whole[at] == ',' {
		size = 2
	}
	if len(first) == 0 || len(first) > size || first[0] == '0' || len(last) != 3 || !isThousandsMark(whole[at]) {
		return nil, false
	}
	for _, group := range middle {
		if len(group) != size {
			return nil, false
		}
	}
	plain = bytes.Join(groups, nil)
	return plain, onlyDigits(plain)
}

func isThousandsMark(c byte) bool { return c == ',' || c == '.' || c == ' ' || c == '\'' }

func onlyDigits(b []byte) bool {
	return !bytes.ContainsFunc(b, func(r rune) bool { return r < '0' || r > '9' })
}
