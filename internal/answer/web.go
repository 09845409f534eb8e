package answer

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const maxURL = 2048 // bytes of a web address

// URL finds a web address: alone, or in a sentence with no other one. It has the scheme http or https, or none, and is
// returned with https then. Scheme and host are returned in lower case, the rest as written. The host has a dot and is no
// IP address; a user name before it is refused.
func URL(written string) (address string, ok bool) {
	split := func(r rune) bool { return strings.ContainsRune(" <>\"“”„«»", r) }
	return single(plain(written), split, web)
}

func web(word string) (address string, ok bool) {
	word = withoutBrackets(strings.TrimRight(strings.TrimLeft(word, "'([{¿¡"), "'.,;:!?…。]}"))
	scheme, rest := "https", word
	if before, after, found := strings.Cut(word, "://"); found && !strings.ContainsAny(before, "/?#.") {
		scheme, rest = strings.ToLower(before), after
	}
	if scheme != "http" && scheme != "https" {
		return "", false
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	host, port, hasPort := strings.Cut(rest[:end], ":")
	name, isHost := hostName(host)
	if !isHost || hasPort && !isPort(port) || !isPath(rest[end:]) {
		return "", false
	}
	if hasPort {
		name += ":" + port
	}
	address = scheme + "://" + name + rest[end:]
	return address, len(address) <= maxURL
}

// withoutBrackets takes the closing brackets off the end that are not opened: in "(see example.com/a_(b))" the last one.
func withoutBrackets(word string) string {
	for strings.HasSuffix(word, ")") && strings.Count(word, ")") > strings.Count(word, "(") {
		word = strings.TrimRight(word[:len(word)-1], ".,;:!?")
	}
	return word
}

func isPort(s string) bool {
	n, err := strconv.ParseUint(s, 10, 16)
	return err == nil && n > 0 && len(s) <= 5
}

func isPath(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return r == '\\' || r == unicode.ReplacementChar || unicode.IsControl(r)
	})
}
