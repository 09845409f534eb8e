package egress

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"syscall"
	"time"
)

// newDialer returns a dialer that judges each address when it is about to be connected to. Names are resolved by Go itself: the
// resolver of the system reads odd spellings of addresses in its own way.
func newDialer(g *guard) *net.Dialer {
	return &net.Dialer{
		Timeout:  connectTimeout,
		Resolver: &net.Resolver{PreferGo: true},
		Control:  g.control,
	}
}

// newTransport returns a transport without a proxy and without cookies, whose connections are bounded. It asks for compressed
// answers and unpacks them as they are read, so that a cap on what is read counts decoded bytes.
func newTransport(d *net.Dialer) *http.Transport {
	return &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			return dial(ctx, d, network, address)
		},
		ForceAttemptHTTP2:      true,
		MaxResponseHeaderBytes: maxHeader,
		MaxIdleConns:           64,
		MaxIdleConnsPerHost:    4,
		MaxConnsPerHost:        64,
		IdleConnTimeout:        30 * time.Second,
		TLSHandshakeTimeout:    connectTimeout,
	}
}

// absolute is a name that the search domains of this machine, which lead inside, do not apply to. An address stays as it is.
func absolute(host string) string {
	if _, err := netip.ParseAddr(host); err != nil {
		return host + "."
	}
	return host
}

// dial connects to an address, or to the addresses of a name, until one answers.
func dial(ctx context.Context, d *net.Dialer, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, denied("", "not a host")
	}
	conn, err := d.DialContext(ctx, network, net.JoinHostPort(absolute(host), port))
	if err == nil {
		return conn, nil
	}
	known := &Error{}
	if errors.As(err, &known) {
		return nil, known
	}
	if failure := resolving(err); failure != nil {
		return nil, failure
	}
	if failure := connecting(err); failure != nil {
		return nil, failure
	}
	return nil, &Error{Kind: Connect, Reason: "no connection"}
}

// control judges the address of a connection that is about to be made.
func (g *guard) control(network, address string, _ syscall.RawConn) error {
	if network != "tcp4" && network != "tcp6" {
		return denied("", "not a TCP connection")
	}
	target, err := netip.ParseAddrPort(address)
	if err != nil {
		return denied("", "not an address")
	}
	if !slices.Contains(g.ports, target.Port()) {
		return denied("", "the port is not allowed")
	}
	if reason := g.refuses(target.Addr()); reason != "" {
		return denied("", "the name leads to an address that is refused: "+reason)
	}
	return nil
}
