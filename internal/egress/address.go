package egress

import (
	"net/netip"
	"slices"

	"code.dny.dev/ssrf"
)

// Class is a set of addresses that are not asked, unless Policy.Addresses opens them.
type Class struct {
	Name   string
	Prefix netip.Prefix
}

// String is the name and the prefix.
func (c Class) String() string { return c.Name + " (" + c.Prefix.String() + ")" }

// metadata is the name of the classes that only a prefix of one address opens: who opens a network does not mean them.
const metadata = "cloud metadata"

// classes are all that is not global, the narrower before the wider: the first that contains an address names it. The last
// three are everything outside of 2000::/3, which makes the list for IPv6 one of what is allowed.
var classes = []Class{ //nolint:gochecknoglobals // a table that is only read
	{metadata, netip.MustParsePrefix("169.254.169.254/32")}, // Amazon, Azure, Google and most others
	{metadata, netip.MustParsePrefix("169.254.170.2/32")},   // Amazon, credentials of tasks
	{metadata, netip.MustParsePrefix("169.254.170.23/32")},  // Amazon, credentials of pods
	{metadata, netip.MustParsePrefix("169.254.42.42/32")},   // Scaleway
	{metadata, netip.MustParsePrefix("168.63.129.16/32")},   // Azure; a global address by its number
	{metadata, netip.MustParsePrefix("100.100.100.200/32")}, // Alibaba
	{metadata, netip.MustParsePrefix("192.0.0.192/32")},     // Oracle
	{metadata, netip.MustParsePrefix("fd00:ec2::254/128")},  // Amazon
	{metadata, netip.MustParsePrefix("fd00:ec2::23/128")},   // Amazon, credentials of pods
	{metadata, netip.MustParsePrefix("fd20:ce::254/128")},   // Google
	{metadata, netip.MustParsePrefix("fd00:42::42/128")},    // Scaleway
	{metadata, netip.MustParsePrefix("fe80::a9fe:a9fe/128")},

	{"this network", netip.MustParsePrefix("0.0.0.0/8")},
	{"private", netip.MustParsePrefix("10.0.0.0/8")},
	{"shared by a provider", netip.MustParsePrefix("100.64.0.0/10")},
	{"loopback", netip.MustParsePrefix("127.0.0.0/8")},
	{"link-local", netip.MustParsePrefix("169.254.0.0/16")},
	{"private", netip.MustParsePrefix("172.16.0.0/12")},
	{"protocol assignments", netip.MustParsePrefix("192.0.0.0/24")},
	{"documentation", netip.MustParsePrefix("192.0.2.0/24")},
	{"AS112", netip.MustParsePrefix("192.31.196.0/24")},
	{"multicast tunnels", netip.MustParsePrefix("192.52.193.0/24")},
	{"6to4 relays", netip.MustParsePrefix("192.88.99.0/24")},
	{"private", netip.MustParsePrefix("192.168.0.0/16")},
	{"AS112", netip.MustParsePrefix("192.175.48.0/24")},
	{"benchmarking", netip.MustParsePrefix("198.18.0.0/15")},
	{"documentation", netip.MustParsePrefix("198.51.100.0/24")},
	{"documentation", netip.MustParsePrefix("203.0.113.0/24")},
	{"multicast", netip.MustParsePrefix("224.0.0.0/4")},
	{"broadcast", netip.MustParsePrefix("255.255.255.255/32")},
	{"reserved", netip.MustParsePrefix("240.0.0.0/4")},

	{"unspecified", netip.MustParsePrefix("::/128")},
	{"loopback", netip.MustParsePrefix("::1/128")},
	{"IPv4-compatible", netip.MustParsePrefix("::/96")},
	{"IPv4-translated", netip.MustParsePrefix("::ffff:0:0:0/96")},
	{"NAT64", nat64},
	{"local NAT64", localNAT64},
	{"discard", netip.MustParsePrefix("100::/64")},
	{"dummy", netip.MustParsePrefix("100:0:0:1::/64")},
	{"Teredo", teredo},
	{"benchmarking", netip.MustParsePrefix("2001:2::/48")},
	{"ORCHID", netip.MustParsePrefix("2001:10::/28")},
	{"ORCHID", netip.MustParsePrefix("2001:20::/28")},
	{"protocol assignments", netip.MustParsePrefix("2001::/23")},
	{"documentation", netip.MustParsePrefix("2001:db8::/32")},
	{"6to4", sixToFour},
	{"AS112", netip.MustParsePrefix("2620:4f:8000::/48")},
	{"returned", netip.MustParsePrefix("3ffe::/16")},
	{"documentation", netip.MustParsePrefix("3fff::/20")},
	{"segment routing", netip.MustParsePrefix("5f00::/16")},
	{"unique local", netip.MustParsePrefix("fc00::/7")},
	{"link-local", netip.MustParsePrefix("fe80::/10")},
	{"site-local", netip.MustParsePrefix("fec0::/10")},
	{"multicast", netip.MustParsePrefix("ff00::/8")},
	{"not global", netip.MustParsePrefix("::/3")},
	{"not global", netip.MustParsePrefix("4000::/2")},
	{"not global", netip.MustParsePrefix("8000::/1")},
}

// These hold an IPv4 address, which a gateway asks in their place.
//
//nolint:gochecknoglobals // they are only read
var (
	nat64      = netip.MustParsePrefix("64:ff9b::/96")
	localNAT64 = netip.MustParsePrefix("64:ff9b:1::/48")
	teredo     = netip.MustParsePrefix("2001::/32")
	sixToFour  = netip.MustParsePrefix("2002::/16")
)

// registry is a second opinion, from the registries of the IANA: what it learns with an update is refused without a class.
var registry = ssrf.New(ssrf.WithAnyPort()) //nolint:gochecknoglobals // it is only read

// Classes are all the addresses that are refused, the narrower before the wider: the first that contains an address says what
// it is. IPv4-mapped addresses (::ffff:0:0/96) are judged as the IPv4 address that they mean.
func Classes() []Class { return slices.Clone(classes) }

// classOf is the class of an unmapped address, if it has one.
func classOf(a netip.Addr) (Class, bool) {
	i := slices.IndexFunc(classes, func(c Class) bool { return c.Prefix.Contains(a) })
	if i < 0 {
		return Class{}, false
	}
	return classes[i], true
}

// embedded is the IPv4 address for which a gateway takes an address.
func embedded(a netip.Addr) (netip.Addr, bool) {
	b := a.As16()
	switch {
	// The local prefix may hold it elsewhere too; then its end is zero, which nobody may ask.
	case nat64.Contains(a), localNAT64.Contains(a):
		return netip.AddrFrom4([4]byte(b[12:16])), true
	case sixToFour.Contains(a):
		return netip.AddrFrom4([4]byte(b[2:6])), true
	case teredo.Contains(a):
		return netip.AddrFrom4([4]byte{^b[12], ^b[13], ^b[14], ^b[15]}), true
	}
	return netip.Addr{}, false
}

// refuses says why an address is not asked, or nothing if it may be.
func (g *guard) refuses(a netip.Addr) string {
	if a.Zone() != "" {
		return "an address with a zone"
	}
	a = a.Unmap()
	class, special := classOf(a)
	switch {
	case special && !g.opens(a, class):
		return class.String()
	case special:
		if inner, ok := embedded(a); ok {
			return g.refuses(inner)
		}
	case registry.SafeAddr(a) != nil && !g.opens(a, class):
		return "a special address"
	}
	return ""
}

// opens says whether the policy lets a special address be asked.
func (g *guard) opens(a netip.Addr, class Class) bool {
	return slices.ContainsFunc(g.addresses, func(p netip.Prefix) bool {
		return p.Contains(a) && (class.Name != metadata || p.IsSingleIP())
	})
}

// unmapped is a prefix of IPv4-mapped addresses as the one that it means.
func unmapped(p netip.Prefix) netip.Prefix {
	if p.Addr().Is4In6() && p.Bits() >= 96 {
		return netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96)
	}
	return p
}
