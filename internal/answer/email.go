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
// a dot are refused. So is an address behind a word that may be a part of it, as in "ana maria@example.com".
func Email(written string) (address string, ok bool) {
	s := plain(written)
	split := func(r rune) bool { return strings.ContainsRune(" <>()[],;", r) }
	if address, ok = single(s, split, email); !ok || torn(s) {
		return "", false
	}
	return address, true
}

// torn says whether the word before the one with the @ may belong to it: it is none that people write before an address.
func torn(s string) bool {
	before, _, _ := strings.Cut(s, "@")
	at := strings.LastIndexByte(before, ' ')
	if at < 0 {
		return false
	}
	words := strings.Fields(before[:at])
	if len(words) == 0 {
		return false
	}
	last := strings.ToLower(words[len(words)-1])
	return !strings.HasSuffix(last, ":") && !strings.HasSuffix(last, ",") && !strings.HasSuffix(last, ".") && !leadsToEmail[last] &&
		!strings.ContainsAny(before[at:], "<([")
}

// leadsToEmail are the words that people write right before their address.
var leadsToEmail = map[string]bool{ //nolint:gochecknoglobals // a table that is only read
	"is": true, "it's": true, "its": true, "email": true, "e-mail": true, "mail": true, "at": true, "address": true, "to": true,
	"use": true, "me": true, "on": true, "under": true, "with": true, "contact": true, "here": true, "yes": true, "ok": true, "sure": true,
	"by": true,
	"es": true, "correo": true, "a": true, "en": true, "al": true, "soy": true, "electrónico": true, "claro": true, "sí": true, "si": true,
	"é": true, "meu": true, "para": true, "ist": true, "lautet": true, "an": true, "unter": true, "ja": true, "adresse": true,
	"est": true, "à": true, "c'est": true, "oui": true, "è": true, "indirizzo": true, "naar": true, "op": true,
	"to:": true, "mój": true, "na": true, "-": true, "–": true, "=": true, ">": true,
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
