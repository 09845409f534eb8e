package egress

import (
	"cmp"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// maxURL is the length of the longest URL that is asked, in bytes.
const maxURL = 8 << 10

// guard judges where a request may go.
type guard struct {
	ports     []uint16
	addresses []netip.Prefix
	names     []string
}

func newGuard(p Policy) *guard {
	g := &guard{ports: append([]uint16{80, 443}, p.Ports...)}
	for _, prefix := range p.Addresses {
		g.addresses = append(g.addresses, unmapped(prefix))
	}
	for _, name := range p.Names {
		g.names = append(g.names, canonical(name))
	}
	return g
}

// Check judges what can be said of a URL before its host is resolved. Its error is an *Error of the kind Denied, which says
// why, and names the host unless that is not a plain one. A URL that passes may still be refused when it is asked: its name may
// lead to an address that is not global.
func Check(rawURL string, p Policy) error {
	if _, failure := newGuard(p).parse(rawURL); failure != nil {
		return failure
	}
	return nil
}

// parse is the URL that is asked: the one that was judged, in its canonical form, and not the text that it was read from.
func (g *guard) parse(raw string) (*url.URL, *Error) {
	if len(raw) > maxURL {
		return nil, denied("", "the URL is too long")
	}
	u, err := url.Parse(raw)
	if err != nil {
		return nil, denied("", "not a URL") // the error holds the URL
	}
	return g.judge(u)
}

func (g *guard) judge(u *url.URL) (*url.URL, *Error) {
	host := plain(u.Hostname())
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, denied(host, "only http and https are asked")
	case u.User != nil:
		return nil, denied(host, "a URL holds no user and no password: use a header")
	case u.Opaque != "" || u.Hostname() == "":
		return nil, denied(host, "the URL has no host")
	case climbs(u.EscapedPath()):
		return nil, denied(host, "a path with . or .. in it")
	}
	name, reason := g.host(u.Hostname(), strings.HasPrefix(u.Host, "["))
	if reason != "" {
		return nil, denied(host, reason)
	}
	port, reason := g.port(u)
	if reason != "" {
		return nil, denied(host, reason)
	}
	judged := *u
	judged.Host = name + port
	judged.RawPath, judged.RawQuery = escaped(u.RawPath), escaped(u.RawQuery)
	judged.Fragment, judged.RawFragment = "", ""
	return &judged, nil
}

// port is the part of the host from the colon on: empty for the port that the scheme means anyway.
func (g *guard) port(u *url.URL) (port, reason string) {
	usual := map[string]string{"http": "80", "https": "443"}[u.Scheme]
	number, err := strconv.ParseUint(cmp.Or(u.Port(), usual), 10, 16)
	if err != nil || !slices.Contains(g.ports, uint16(number)) {
		return "", "the port is not allowed"
	}
	if port = strconv.FormatUint(number, 10); port == usual {
		return "", ""
	}
	return ":" + port, ""
}

// host is a host in the form in which it is asked, or the reason why it is not.
func (g *guard) host(host string, brackets bool) (name, reason string) {
	if brackets {
		return g.literal(host)
	}
	name = canonical(host)
	switch {
	case !ascii(host):
		// Full-width digits, circled letters and ideographic stops become an address somewhere on the way.
		return "", "a host is written in ASCII (xn--...)"
	case !wellFormed(name):
		return "", "not a host name"
	case endsInNumber(name):
		return g.literal(name)
	case slices.Contains(g.names, name):
		return name, ""
	case !strings.Contains(name, "."):
		return "", "a name of a single word belongs to the network inside"
	}
	return name, reserved(name)
}

// literal is an address in the only spelling in which all readers agree about it.
func (g *guard) literal(text string) (host, reason string) {
	a, err := netip.ParseAddr(text)
	if err != nil {
		return "", "an address in a spelling that readers disagree about"
	}
	if reason = g.refuses(a); reason != "" {
		return "", reason
	}
	if a = a.Unmap(); a.Is6() {
		return "[" + a.String() + "]", ""
	}
	return a.String(), ""
}

// canonical is a name in lower case, without the dot that makes it absolute.
func canonical(name string) string { return strings.TrimSuffix(strings.ToLower(name), ".") }

func ascii(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= 0x80 })
}

// wellFormed says whether a name in lower case consists of the labels of a host name.
func wellFormed(name string) bool {
	if len(name) > 253 {
		return false
	}
	for label := range strings.SplitSeq(name, ".") {
		if label == "" || len(label) > 63 || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return false
		}
	}
	return true
}

// endsInNumber says whether some reader may take a name in lower case for an IPv4 address: decimal, octal and hexadecimal, of
// one to four parts. It is the rule of https://url.spec.whatwg.org/#ends-in-a-number-checker.
func endsInNumber(name string) bool {
	last := name[strings.LastIndexByte(name, '.')+1:]
	if hex, ok := strings.CutPrefix(last, "0x"); ok {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(last, "0123456789") == ""
}

// plain is a host that may be named in an error: nothing else can be hidden in it.
func plain(host string) string {
	if host = strings.ToLower(host); strings.Trim(host, "abcdefghijklmnopqrstuvwxyz0123456789-_.:") != "" || len(host) > 253 {
		return ""
	}
	return host
}

// escaped is a path or a query in which nothing ends the line of the request. The parser leaves such characters in a query; in
// a path it would decode everything for their sake, slashes that are part of a value included.
func escaped(part string) string {
	const unsafe = " \"<>\\^`{|}"
	var b strings.Builder
	for i := range len(part) {
		if c := part[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(unsafe, c) >= 0 {
			b.WriteString("%" + strings.ToUpper(strconv.FormatUint(uint64(c)|0x100, 16)[1:]))
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// climbs says whether a segment of an escaped path leads to another one: a value that is ".." would choose what is asked. A
// slash in a value is escaped, and part of its segment.
func climbs(path string) bool {
	for segment := range strings.SplitSeq(path, "/") {
		decoded, err := url.PathUnescape(segment)
		if name, _, _ := strings.Cut(decoded, ";"); err != nil || name == "." || name == ".." {
			return true
		}
	}
	return false
}
