package answer

import "strings"

const (
	leastPhone = 7  // digits
	mostPhone  = 15 // digits, by E.164
)

// Phone reads a phone number: 7 to 15 digits of any script, with spaces, hyphens, dots, slashes and brackets between them. An
// international one is returned as + and its digits, and may be written with 00 for the +; of another one the digits are
// returned. Letters, extensions, and several numbers are refused.
//
// It does not know which numbers exist: a date is a number of eight digits.
func Phone(written string) (number string, ok bool) {
	if strings.ContainsAny(strings.TrimSpace(written), "\n\r\u2028\u2029") {
		return "", false // several numbers stand one below the other
	}
	text := plainDigits(written)
	if len(text) >= 4 && strings.EqualFold(text[:4], "tel:") {
		text = strings.TrimSpace(text[4:])
	}
	trunk := strings.HasPrefix(text, "+") || strings.HasPrefix(text, "00")
	if trunk { // +44 (0)20: the 0 is for callers within the country
		text = strings.Replace(text, "(0)", "", 1)
	}
	number, ok = dialled(text)
	if !ok || severalNumbers(text) {
		return "", false
	}
	if after, found := strings.CutPrefix(number, "00"); found {
		number = "+" + after
	}
	digits := strings.TrimPrefix(number, "+")
	if len(digits) < leastPhone || len(digits) > mostPhone || len(digits) < len(number) && digits[0] == '0' {
		return "", false
	}
	return number, true
}

// dialled takes out what only separates digits. A + stands before all digits, a closing bracket behind an opening one.
func dialled(text string) (number string, ok bool) {
	var out strings.Builder
	open := false
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9', r == '+' && out.Len() == 0:
			out.WriteRune(r)
		case r == '(' && !open, r == ')' && open:
			open = !open
		case isPhoneSeparator(r) && out.Len() > 0:
		default:
			return "", false
		}
	}
	return out.String(), !open
}

func isPhoneSeparator(r rune) bool {
	switch r {
	case ' ', '-', '.', '/', '·', '•', '−', '‐', '‑', '‒', '–', '—', '―', '⁄', '∕':
		return true
	}
	return false
}

// severalNumbers reports whether a slash parts two numbers rather than an area code from its number.
func severalNumbers(text string) bool {
	whole := 0
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '/' || r == '⁄' || r == '∕' }) {
		if count := len(strings.Map(keepDigit, part)); count >= leastPhone {
			whole++
		}
	}
	return whole > 1
}

func keepDigit(r rune) rune {
	if r >= '0' && r <= '9' {
		return r
	}
	return -1
}
