package answer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxLocal = 64  // bytes before the @, by RFC 5321
	maxEmail = 254 // bytes of an address, by RFC 5321 and its erratum 1690
)

// Email finds an e-mail address: alone, with mailto: before it, within <>, or in a sentence with no other one. The part before
// the @ is kept as written, the domain is returned in lower case. Quoted local parts, comments and domains without
// a dot are refused.
func Email(written string) (address string, ok bool) {
	split := func(r rune) bool { return strings.ContainsRune(" <>()[],;", r) }
	return single(plain(written), split, email)
}

func email(word string) (address string, ok bool) {
	local, domain, ok := strings.Cut(word, "@")
	if !ok || strings.Contains(word, "://") || strings.HasSuffix(local, "/") { // "example.com/@ana" is a page
		return "", false
	}
	if colon := strings.LastIndexByte(local, ':'); colon >= 0 { // "mailto:ana@example.com?subject=Hi", "e-mail:ana@example.com"
		local = local[colon+1:]
		domain, _, _ = strings.Cut(domain, "?")
	}
	local = strings.TrimLeft(local, `"'“„«¿¡*`)
	domain = strings.TrimRight(domain, `"'”“»’.:!?…。*`)
	if name, isHost := hostName(domain); isHost && isLocal(local) {
		address = local + "@" + name
		return address, len(address) <= maxEmail
	}
	return "", false
}

// isLocal reports whether s is a dot-atom of RFC 5322, with the letters of RFC 6531.
func isLocal(s string) bool {
	if s == "" || len(s) > maxLocal || strings.HasPrefix(s, ".") || strings.HasSuffix(s, ".") || strings.Contains(s, "..") {
		return false
	}
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		switch {
		case r >= utf8.RuneSelf:
			return !unicode.In(r, unicode.L, unicode.N, unicode.M)
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			return false
		}
		return !strings.ContainsRune(".!#$%&'*+-/=?^_`{|}~", r)
	})
}
