package egress

import (
	"encoding/binary"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"code.dny.dev/ssrf"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"
)

// numbers reads an IPv4 address as the C library does: one to four parts, decimal, octal or hexadecimal, the last of which
// fills what is left.
func numbers(host string) (netip.Addr, bool) {
	parts := strings.Split(strings.TrimSuffix(host, "."), ".")
	if len(parts) > 4 {
		return netip.Addr{}, false
	}
	var value uint64
	for i, part := range parts {
		n, err := strconv.ParseUint(part, 0, 32)
		if err != nil || strings.ContainsRune(part, '_') {
			return netip.Addr{}, false
		}
		if i < len(parts)-1 {
			value |= n << (24 - 8*i)
		} else {
			value |= n
		}
	}
	return netip.AddrFrom4([4]byte(binary.BigEndian.AppendUint32(nil, uint32(value)))), true
}

// FuzzCheck holds Check against readers of addresses that know nothing of it: what any of them takes for an address has to be a
// global one.
func FuzzCheck(f *testing.F) {
	for _, tt := range refusedURLs {
		f.Add(tt.url)
	}
	for _, seed := range []string{"http://8.8.8.8/", "https://crm.example:443/x?y#z", "http://[2606:4700::1]/", "http://0x8.example/"} {
		f.Add(seed)
	}
	registry := ssrf.New(ssrf.WithAnyPort())
	f.Fuzz(func(t *testing.T, raw string) {
		err := Check(raw, Policy{})
		if err != nil {
			require.Equal(t, Denied, kindOf(t, err))
			return
		}
		u, err := url.Parse(raw)
		require.NoError(t, err)
		host := strings.TrimSuffix(strings.ToLower(norm.NFKC.String(u.Hostname())), ".")
		require.NotEqual(t, "localhost", host)
		require.Nil(t, u.User)
		a, known := numbers(host)
		if strict, err := netip.ParseAddr(host); err == nil {
			a, known = strict, true
		}
		if !known {
			return
		}
		a = a.Unmap()
		require.True(t, a.IsGlobalUnicast() && !a.IsPrivate(), "%q", raw)
		require.NoError(t, registry.SafeAddr(a), "%q", raw)

		// The judged form is judged the same.
		again, failure := newGuard(Policy{}).parse(raw)
		require.Nil(t, failure)
		require.NoError(t, Check(again.String(), Policy{}))
	})
}

// FuzzRedirect holds redirects against the same rules, wherever they are relative to.
func FuzzRedirect(f *testing.F) {
	for _, seed := range []string{"/x", "//127.0.0.1/", "http://crm.example/", "https://other.example/?q", "..", "\\\\127.0.0.1\\", "?x", "#x", "mailto:x", "https:x"} {
		f.Add(seed, 302)
	}
	f.Fuzz(func(t *testing.T, location string, status int) {
		g := newGuard(Policy{})
		start, failure := g.depart(Request{Method: "POST", URL: "https://crm.example/a/b", Header: map[string][]string{"X-Api-Key": {"canary"}}, Body: []byte("canary")})
		require.Nil(t, failure)
		next, failure := start.follow(g, &Answer{Status: status, Header: map[string][]string{"Location": {location}}})
		if failure != nil {
			require.Contains(t, []Kind{Denied, Redirect}, failure.Kind)
			return
		}
		require.NoError(t, Check(next.url.String(), Policy{}))
		require.Equal(t, "https", next.url.Scheme)
		if next.origin() != "https://crm.example" {
			require.Empty(t, next.body)
			require.NotContains(t, next.header, "X-Api-Key")
		}
	})
}
