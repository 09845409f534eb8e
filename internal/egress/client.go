package egress

import (
	"net"
	"net/http"
	"net/netip"
	"time"
)

// Policy says where requests may go, and how much of their answers is taken. The zero value with Now set is the strict one.
type Policy struct {
	// Transport makes the connections instead of the guarded transport: a proxy for everything that leaves, or a test. URLs
	// are judged all the same; the addresses of names are then its business, and so is the end of a try: give Do a context
	// with a deadline. An *Error that it returns is passed on.
	Transport http.RoundTripper
	// Ports are allowed besides 80 and 443.
	Ports []uint16
	// Addresses may be asked although they are not global: services inside, and tests. An address that holds an IPv4
	// address (NAT64, 6to4, Teredo) may be asked if that one may be, too. Addresses of cloud metadata are opened by a prefix
	// of that one address alone.
	Addresses []netip.Prefix
	// Names may be asked although they belong to the network inside, such as "crm" or "crm.sales.svc.cluster.local": exactly
	// these. What they resolve to has to be in Addresses as well.
	Names []string
	// MaxBody bounds the decoded body of an answer, in bytes. The default is 256 KiB.
	MaxBody int64
	// Breaker says when a host that fails is left alone.
	Breaker Breaker
	// Now is the clock of the cache and of the breaker. It is required.
	Now func() time.Time
}

// Breaker says when the circuit of a host (its scheme, name and port) opens, and how long it is then not asked. After that one
// request goes through, and its answer decides.
type Breaker struct {
	// Failures in a row open the circuit: transient errors and answers of 500 and above. The default is 10.
	Failures int
	// Pause is how long it stays open. The default is 30 seconds.
	Pause time.Duration
}

const (
	defaultMaxBody  = 256 << 10
	mostBody        = 1 << 40
	defaultFailures = 10
	defaultPause    = 30 * time.Second
	// defaultTimeout ends a try of the guarded transport that names no time-out.
	defaultTimeout = 10 * time.Second
	// connectTimeout ends the making of a connection, and once more the handshake on it.
	connectTimeout = 5 * time.Second
	maxHeader      = 64 << 10
)

// Client makes requests under a policy. It may be used by many goroutines at once. Make it with New.
type Client struct {
	guard     *guard
	transport http.RoundTripper
	// own is the guarded transport, and dialer what it connects with; own is nil if the policy brings a transport.
	own      *http.Transport
	dialer   *net.Dialer
	maxBody  int64
	now      func() time.Time
	answers  *answers
	circuits *circuits
}

// New returns a client. It starts nothing and connects to nobody.
func New(p Policy) *Client {
	c := &Client{
		guard:     newGuard(p),
		transport: p.Transport,
		maxBody:   p.MaxBody,
		now:       p.Now,
		answers:   newAnswers(),
		circuits:  newCircuits(p.Breaker),
	}
	c.maxBody = min(c.maxBody, mostBody)
	if c.maxBody <= 0 {
		c.maxBody = defaultMaxBody
	}
	if c.transport == nil {
		c.dialer = newDialer(c.guard)
		c.own = newTransport(c.dialer)
		c.transport = c.own
	}
	return c
}

// Forget drops all answers that are kept, because they may hold what somebody has asked to be erased.
func (c *Client) Forget() { c.answers.clear() }

// Close closes the connections that wait for another request. The client may be used afterwards.
func (c *Client) Close() {
	if c.own != nil {
		c.own.CloseIdleConnections()
	}
}
