package answer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const keycap = '\u20E3'

// plain returns s without invisible characters and outer white space, with the full-width forms of ASCII as ASCII, and white
// space as spaces.
func plain(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r < utf8.RuneSelf:
			if r == '\t' || r == '\n' || r == '\v' || r == '\f' || r == '\r' {
				return ' '
			}
			return r
		case isInvisible(r), r == keycap:
			return -1
		case r >= 0xFF01 && r <= 0xFF5E:
			return r - 0xFF01 + '!'
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, head(s)))
}

// plainDigits is plain with the digits of all scripts as those of ASCII.
func plainDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if n, ok := digit(r); ok {
			return '0' + n
		}
		return r
	}, plain(s))
}

const (
	maxLabel = 63  // bytes between two dots of a host name
	maxHost  = 253 // bytes of a host name
)

// hostName returns a host name in lower case. It has a dot, only letters, digits and hyphens, and no number for an end, so
// that it is no IP address.
func hostName(host string) (name string, ok bool) {
	name = strings.ToLower(host)
	if len(name) > maxHost || !utf8.ValidString(name) {
		return "", false
	}
	labels, last := 0, ""
	for label := range strings.SplitSeq(name, ".") {
		if !isLabel(label) {
			return "", false
		}
		labels, last = labels+1, label
	}
	if labels < 2 || utf8.RuneCountInString(last) < 2 {
		return "", false
	}
	noWord := func(r rune) bool { return r == '-' || unicode.IsNumber(r) }
	return name, strings.HasPrefix(last, "xn--") || !strings.ContainsFunc(last, noWord)
}

func isLabel(label string) bool {
	if label == "" || len(label) > maxLabel || label[0] == '-' || label[len(label)-1] == '-' {
		return false
	}
	return !strings.ContainsFunc(label, func(r rune) bool {
		if r < utf8.RuneSelf {
			return r != '-' && (r < 'a' || r > 'z') && (r < '0' || r > '9')
		}
		return !unicode.In(r, unicode.L, unicode.N, unicode.M)
	})
}

// single returns the one value that read finds in the words of s; the same value twice is one.
func single(s string, split func(rune) bool, read func(string) (string, bool)) (value string, ok bool) {
	for word := range strings.FieldsFuncSeq(s, split) {
		found, is := read(word)
		switch {
		case !is, ok && found == value:
		case ok:
			return "", false
		default:
			value, ok = found, true
		}
	}
	return value, ok
}
