package egress

import (
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"code.dny.dev/ssrf"
	"github.com/stretchr/testify/require"
)

// refusedURLs are what may not be asked, and a word of the reason.
var refusedURLs = []struct{ url, why string }{
	// IPv4, class by class.
	{"http://0.0.0.0/", "this network"},
	{"http://0.255.255.255/", "this network"},
	{"http://10.0.0.1/", "private"},
	{"http://10.255.255.255/", "private"},
	{"http://100.64.0.1/", "shared"},
	{"http://100.127.255.255/", "shared"},
	{"http://100.100.100.200/latest/meta-data/", "metadata"},
	{"http://127.0.0.1/", "loopback"},
	{"http://127.255.255.254/", "loopback"},
	{"https://127.0.0.1:443/", "loopback"},
	{"http://168.63.129.16/metadata/", "metadata"},
	{"http://169.254.0.1/", "link-local"},
	{"http://169.254.169.254/latest/meta-data/", "metadata"},
	{"http://169.254.169.253/", "link-local"},
	{"http://169.254.170.2/", "metadata"},
	{"http://172.16.0.1/", "private"},
	{"http://172.31.255.255/", "private"},
	{"http://192.0.0.1/", "protocol"},
	{"http://192.0.0.192/opc/v1/", "metadata"},
	{"http://192.0.2.1/", "documentation"},
	{"http://192.31.196.1/", "AS112"},
	{"http://192.52.193.1/", "tunnels"},
	{"http://192.88.99.1/", "6to4"},
	{"http://192.168.1.1/", "private"},
	{"http://192.175.48.1/", "AS112"},
	{"http://198.18.0.1/", "benchmarking"},
	{"http://198.19.255.255/", "benchmarking"},
	{"http://198.51.100.1/", "documentation"},
	{"http://203.0.113.1/", "documentation"},
	{"http://224.0.0.1/", "multicast"},
	{"http://239.255.255.250/", "multicast"},
	{"http://240.0.0.1/", "reserved"},
	{"http://255.255.255.255/", "broadcast"},
	// IPv6, class by class.
	{"http://[::]/", "unspecified"},
	{"http://[::1]/", "loopback"},
	{"http://[0:0:0:0:0:0:0:1]/", "loopback"},
	{"http://[0000:0000:0000:0000:0000:0000:0000:0001]/", "loopback"},
	{"http://[::2]/", "IPv4-compatible"},
	{"http://[::127.0.0.1]/", "IPv4-compatible"},
	{"http://[::7f00:1]/", "IPv4-compatible"},
	{"http://[::8.8.8.8]/", "IPv4-compatible"},
	{"http://[::ffff:127.0.0.1]/", "loopback"},
	{"http://[::ffff:7f00:1]/", "loopback"},
	{"http://[::FFFF:10.0.0.1]/", "private"},
	{"http://[0:0:0:0:0:ffff:a9fe:a9fe]/", "metadata"},
	{"http://[::ffff:0:127.0.0.1]/", "IPv4-translated"},
	{"http://[64:ff9b::127.0.0.1]/", "NAT64"},
	{"http://[64:ff9b::a9fe:a9fe]/", "NAT64"},
	{"http://[64:ff9b::8.8.8.8]/", "NAT64"},
	{"http://[64:ff9b:1::10.0.0.1]/", "NAT64"},
	{"http://[100::1]/", "discard"},
	{"http://[100:0:0:1::1]/", "dummy"},
	{"http://[2001::1]/", "Teredo"},
	{"http://[2001:0:0:0:0:0:80ff:fffe]/", "Teredo"},
	{"http://[2001:2::1]/", "benchmarking"},
	{"http://[2001:10::1]/", "ORCHID"},
	{"http://[2001:20::1]/", "ORCHID"},
	{"http://[2001:1ff::1]/", "protocol"},
	{"http://[2001:db8::1]/", "documentation"},
	{"http://[2002:7f00:1::]/", "6to4"},
	{"http://[2002:a9fe:a9fe::1]/", "6to4"},
	{"http://[2620:4f:8000::1]/", "AS112"},
	{"http://[3ffe::1]/", "returned"},
	{"http://[3fff::1]/", "documentation"},
	{"http://[4000::1]/", "not global"},
	{"http://[5f00::1]/", "segment"},
	{"http://[8000::1]/", "not global"},
	{"http://[fc00::1]/", "unique local"},
	{"http://[fd00:ec2::254]/", "metadata"},
	{"http://[fd12:3456::1]/", "unique local"},
	{"http://[fe80::1]/", "link-local"},
	{"http://[fe80::a9fe:a9fe]/", "metadata"},
	{"http://[fec0::1]/", "site-local"},
	{"http://[ff02::1]/", "multicast"},
	{"http://[fe80::1%25eth0]/", "zone"},
	{"http://[2606:4700::1%25eth0]/", "zone"},
	// The same machine in other spellings.
	{"http://127.1/", "spelling"},
	{"http://127.0.1/", "spelling"},
	{"http://0/", "spelling"},
	{"http://2130706433/", "spelling"},
	{"http://017700000001/", "spelling"},
	{"http://0x7f000001/", "spelling"},
	{"http://0X7F000001/", "spelling"},
	{"http://0x7f.1/", "spelling"},
	{"http://0x7f.0.0.1/", "spelling"},
	{"http://127.0.0.0x1/", "spelling"},
	{"http://127.0.0.0x/", "spelling"},
	{"http://0177.0.0.1/", "spelling"},
	{"http://127.0.0.01/", "spelling"},
	{"http://127.000.000.001/", "spelling"},
	{"http://010.8.8.8/", "spelling"},
	{"http://127.0.0.1./", "loopback"},
	{"http://127.1./", "spelling"},
	{"http://127.0.0.1../", "not a host name"},
	{"http://.127.0.0.1/", "not a host name"},
	{"http://127..0.1/", "not a host name"},
	{"http://127.0.0.256/", "spelling"},
	{"http://127.0.0.1.5/", "spelling"},
	{"http://4294967297/", "spelling"},
	{"http://2852039166/", "spelling"},
	{"http://1.1.1.1.0x7f000001/", "spelling"},
	{"http://127.0.0.1%2e/", "not a URL"},
	{"http://%31%32%37.0.0.1/", "not a URL"},
	{"http://127%E3%80%820%E3%80%820%E3%80%821/", "ASCII"},
	{"http://１２７.0.0.1/", "ASCII"},
	{"http://127。0。0。1/", "ASCII"},
	{"http://127．0．0．1/", "ASCII"},
	{"http://①②⑦.0.0.1/", "ASCII"},
	{"http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "ASCII"},
	{"http://loc\u00adalhost/", "ASCII"},
	{"http://local\u200bhost/", "ASCII"},
	{"http://lo\u212aalhost.example/", "ASCII"}, // a Kelvin sign
	{"http://bücher.example/", "ASCII"},
	{"http://[127.0.0.1]/", "not a URL"},
	{"http://[::1/", "not a URL"},
	{"http://::1/", "not a"},
	{"http://[::1]x/", "not a URL"},
	{"http://127.0.0.1\\@crm.example/", "not a URL"},
	{"http://crm.example\\.127.0.0.1/", "not a URL"},
	// Names of the network inside.
	{"http://localhost/", "single word"},
	{"http://LOCALHOST./", "single word"},
	{"http://foo.localhost/", "localhost"},
	{"http://foo.LocalHost./", "localhost"},
	{"http://localhost.localdomain/", "localdomain"},
	{"http://localhost4.localdomain4/", "localdomain4"},
	{"http://localhost6.localdomain6/", "localdomain6"},
	{"http://crm/", "single word"},
	{"http://instance-data/latest/meta-data/", "single word"},
	{"http://printer.local/", "local"},
	{"http://crm.default.svc.cluster.local/", "local"},
	{"http://metadata.google.internal/", "internal"},
	{"http://metadata.google.internal./", "internal"},
	{"http://metadata.goog/", "metadata"},
	{"http://x.metadata.goog/", "metadata"},
	{"http://metadata.tencentyun.com/", "metadata"},
	{"http://crm.internal/", "internal"},
	{"http://crm.intranet/", "intranet"},
	{"http://crm.private/", "private"},
	{"http://crm.corp/", "corp"},
	{"http://crm.home/", "home"},
	{"http://crm.lan/", "lan"},
	{"http://router.home.arpa/", "home.arpa"},
	{"http://expyuzz4wqqyqhjn.onion/", "onion"},
	// What is no host name, or no URL for us.
	{"http:///path", "no host"},
	{"http://:80/", "no host"},
	{"http://./", "not a host name"},
	{"http://a b.example/", "not a URL"},
	{"http://crm.example\r\nX: y/", "not a URL"},
	{"http://crm\x00.example/", "not a URL"},
	{"http://crm..example/", "not a host name"},
	{"http://" + strings.Repeat("a", 64) + ".example/", "not a host name"},
	{"http://" + strings.Repeat("a.", 130) + "example/", "not a host name"},
	{"http://crm.example,evil.example/", "not a host name"},
	{"http://crm.example;x/", "not a host name"},
	{"http://$(id).example/", "not a host name"},
	{"http:crm.example", "no host"},
	{"http:/crm.example", "no host"},
	{"//crm.example/", "only http"},
	{"/customers", "only http"},
	{"", "only http"},
	{"crm.example", "only http"},
	{"ftp://crm.example/", "only http"},
	{"file:///etc/passwd", "only http"},
	{"gopher://crm.example/", "only http"},
	{"unix:///run/docker.sock", "only http"},
	{"ws://crm.example/", "only http"},
	{"javascript:alert(1)", "only http"},
	{"data:text/plain,x", "only http"},
	{"http://user@crm.example/", "no user"},
	{"http://user:pass@crm.example/", "no user"},
	{"http://@crm.example/", "no user"},
	{"http://crm.example@127.0.0.1/", "no user"},
	{"http://crm.example:22/", "port"},
	{"http://crm.example:0/", "port"},
	{"http://crm.example:65616/", "port"}, // 80 in 16 bits
	{"http://crm.example:8080/", "port"},
	{"http://crm.example:８０/", "not a URL"},
	{"http://crm.example:-80/", "not a URL"},
	{"http://crm.example:80:80/", "not a"},
	// A path that is another one for some server.
	{"http://crm.example/customers/../admin", ". or .."},
	{"http://crm.example/customers/%2e%2E/admin", ". or .."},
	{"http://crm.example/customers/%2e%2E/admin", ". or .."},
	{"http://crm.example/customers/%2e;x/admin", ". or .."},
	{"http://crm.example/customers/..;/admin", ". or .."},
	{"http://crm.example/customers/.", ". or .."},
	{"http://crm.example/" + strings.Repeat("a", maxURL), "too long"},
}

func TestRow97RefusesEveryOtherSpellingOfThePlacesInside(t *testing.T) {
	t.Parallel()
	require.Greater(t, len(refusedURLs), 90)
	for _, tt := range refusedURLs {
		err := Check(tt.url, Policy{})
		require.Errorf(t, err, "%q", tt.url)
		require.Equalf(t, Denied, kindOf(t, err), "%q", tt.url)
		require.Containsf(t, err.Error(), tt.why, "%q", tt.url)
	}
}

func TestRow97AllowsWhatIsGlobal(t *testing.T) {
	t.Parallel()
	for raw, asked := range map[string]string{
		"http://crm.example":                       "http://crm.example",
		"https://crm.example/customers?id=7#top":   "https://crm.example/customers?id=7",
		"HTTPS://CRM.Example./Customers":           "https://crm.example/Customers",
		"http://crm.test:80/":                      "http://crm.test/",
		"https://crm.test:443/":                    "https://crm.test/",
		"https://crm.test:/":                       "https://crm.test/",
		"http://crm.test:443/":                     "http://crm.test:443/",
		"https://crm.test:0080/":                   "https://crm.test:80/",
		"https://xn--bcher-kva.example/":           "https://xn--bcher-kva.example/",
		"https://my_bucket.storage.example/":       "https://my_bucket.storage.example/",
		"https://localhost.example/":               "https://localhost.example/",
		"https://mylocalhost.example/":             "https://mylocalhost.example/",
		"https://internal.example/":                "https://internal.example/",
		"https://thelan.example/":                  "https://thelan.example/",
		"https://notmetadata.goog/":                "https://notmetadata.goog/",
		"https://127.0.0.1.example/":               "https://127.0.0.1.example/",
		"https://0x7f.example/":                    "https://0x7f.example/",
		"https://1e3.0xg/":                         "https://1e3.0xg/",
		"http://1.1.1.1/":                          "http://1.1.1.1/",
		"http://8.8.8.8./":                         "http://8.8.8.8/",
		"http://9.255.255.255/":                    "http://9.255.255.255/",
		"http://11.0.0.0/":                         "http://11.0.0.0/",
		"http://100.63.255.255/":                   "http://100.63.255.255/",
		"http://100.128.0.0/":                      "http://100.128.0.0/",
		"http://126.255.255.255/":                  "http://126.255.255.255/",
		"http://128.0.0.1/":                        "http://128.0.0.1/",
		"http://168.63.129.17/":                    "http://168.63.129.17/",
		"http://172.15.255.255/":                   "http://172.15.255.255/",
		"http://172.32.0.0/":                       "http://172.32.0.0/",
		"http://192.167.255.255/":                  "http://192.167.255.255/",
		"http://198.17.255.255/":                   "http://198.17.255.255/",
		"http://223.255.255.255/":                  "http://223.255.255.255/",
		"http://[2606:4700:4700::1111]/":           "http://[2606:4700:4700::1111]/",
		"https://[2606:4700:4700::1111]:443/":      "https://[2606:4700:4700::1111]/",
		"http://[2A00:1450:4001:0824::200E]:443/x": "http://[2a00:1450:4001:824::200e]:443/x",
		"http://[::ffff:8.8.8.8]/":                 "http://8.8.8.8/",
		"https://crm.example/a?q=x y\u00e9":        "https://crm.example/a?q=x%20y%C3%A9",
		"https://crm.example/a b/\u00e9%2F{}":      "https://crm.example/a%20b/%C3%A9%2F%7B%7D",
		"https://crm.example/.well-known/...":      "https://crm.example/.well-known/...",
	} {
		require.NoErrorf(t, Check(raw, Policy{}), "%q", raw)
		u, failure := newGuard(Policy{}).parse(raw)
		require.Nilf(t, failure, "%q", raw)
		require.Equal(t, asked, u.String())
	}
}

func TestWhatIsOpenedIsOpenAndNothingElse(t *testing.T) {
	t.Parallel()
	p := Policy{
		Ports: []uint16{8080},
		Addresses: []netip.Prefix{
			netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("169.254.0.0/16"), netip.MustParsePrefix("100.100.100.200/32"),
			netip.MustParsePrefix("::ffff:192.168.7.0/120"), nat64, sixToFour, teredo, netip.MustParsePrefix("::1/128"), {},
		},
		Names: []string{"CRM", "crm.sales.svc.cluster.local."},
	}
	for _, open := range []string{
		"http://10.1.2.3:8080/", "http://[::ffff:10.1.2.3]/", "http://169.254.0.7/", "http://100.100.100.200/", "http://192.168.7.9/",
		"http://[64:ff9b::8.8.8.8]/", "http://[64:ff9b::10.1.0.1]/", "http://[2002:808:808::1]/", "http://[2001::f7f7:f7f7]/", "http://[::1]/",
		"http://crm/", "http://crm.:8080/", "http://crm.sales.svc.cluster.local/",
	} {
		require.NoErrorf(t, Check(open, p), "%q", open)
	}
	for _, closed := range []string{
		"http://10.2.0.1/", "http://169.254.169.254/", "http://127.0.0.1/", "http://192.168.8.1/", "http://10.1.2.3:8081/", "http://10.1.515/",
		"http://[64:ff9b::127.0.0.1]/", "http://[64:ff9b::a9fe:a9fe]/", "http://[2002:7f00:1::1]/", "http://[2001::80ff:fffe]/",
		"http://[::2]/", "http://other/", "http://other.sales.svc.cluster.local/",
	} {
		require.Errorf(t, Check(closed, p), "%q", closed)
	}
}

func TestRow97EveryRefusedAddressIsRefusedAgainWhenConnecting(t *testing.T) {
	t.Parallel()
	g, judged := newGuard(Policy{}), 0
	for _, tt := range refusedURLs {
		u, err := url.Parse(tt.url)
		if err != nil {
			continue
		}
		a, err := netip.ParseAddr(u.Hostname())
		if err != nil {
			continue
		}
		judged++
		for _, network := range []string{"tcp4", "tcp6"} {
			require.Errorf(t, g.control(network, netip.AddrPortFrom(a, 80).String(), nil), "%s", a)
		}
	}
	require.Greater(t, judged, 70)
	require.NoError(t, g.control("tcp4", "8.8.8.8:443", nil))
	require.NoError(t, g.control("tcp6", "[2606:4700::1]:80", nil))
	require.Error(t, g.control("udp4", "8.8.8.8:443", nil))
	require.Error(t, g.control("tcp4", "8.8.8.8:22", nil))
	require.Error(t, g.control("tcp4", "crm.example:80", nil))
}

func TestTheClassesHoldEverythingThatTheRegistriesCallSpecial(t *testing.T) {
	t.Parallel()
	special := append(append([]netip.Prefix{}, ssrf.IPv4DeniedPrefixes...), ssrf.IPv6DeniedPrefixes...)
	for _, prefix := range special {
		covered := false
		for _, class := range Classes() {
			covered = covered || class.Prefix.Bits() <= prefix.Bits() && class.Prefix.Contains(prefix.Addr())
		}
		require.Truef(t, covered, "%s has no class", prefix)
	}
}

func TestNoClassHidesBehindAWiderOne(t *testing.T) {
	t.Parallel()
	all := Classes()
	for i, class := range all {
		require.Equal(t, class.Prefix.Masked(), class.Prefix)
		first, ok := classOf(class.Prefix.Addr())
		require.True(t, ok)
		require.GreaterOrEqual(t, first.Prefix.Bits(), class.Prefix.Bits(), "%s", class)
		for _, earlier := range all[:i] {
			require.Falsef(t, earlier.Prefix.Bits() <= class.Prefix.Bits() && earlier.Prefix.Overlaps(class.Prefix), "%s behind %s", class, earlier)
		}
	}
	all[0].Name = "changed"
	require.NotEqual(t, all, Classes(), "the table belongs to the package")
}

func TestHeadersOfTheConnectionAreRefused(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"Host", "host", "HOST", "Content-Length", "content-length", "Transfer-Encoding", "Connection", "Upgrade", "TE", "te", "Trailer",
		"Expect", "Keep-Alive", "Proxy-Authorization", "proxy-connection", "Proxy-Anything", "HTTP2-Settings", "Accept-Encoding",
		"", " ", "X y", "X:", "X\r\n", "X\x00", ":authority", "Ünı", "X\u212a", "(x)",
	} {
		require.Equalf(t, Denied, kindOf(t, CheckHeader(name, "x")), "%q", name)
	}
	for _, value := range []string{"a\r\nHost: evil", "a\n", "\r", "a\x00b", "\x1b[31m", "\x7f"} {
		err := CheckHeader("X-Customer", value)
		require.Equalf(t, Denied, kindOf(t, err), "%q", value)
		require.NotContains(t, err.Error(), "evil")
	}
	for name, value := range map[string]string{"X-Customer": "a\tb", "x_y": "", "Accept": "application/json", "X-Name": "Zoë"} {
		require.NoErrorf(t, CheckHeader(name, value), "%q", name)
	}
}
