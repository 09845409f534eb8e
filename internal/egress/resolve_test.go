package egress

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// names is a name server on this machine that knows IPv4 addresses: of several answers for a name each is given once, the last
// one for good.
type names struct {
	mu    sync.Mutex
	known map[string][]string
	asked []string
}

// dns starts the server, and makes the client ask it.
func (n *names) dns(t *testing.T, c *Client) {
	t.Helper()
	conn, err := new(net.ListenConfig).ListenPacket(t.Context(), "udp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	go func() {
		buffer := make([]byte, 512)
		for {
			size, from, err := conn.ReadFrom(buffer)
			if err != nil {
				return
			}
			_, _ = conn.WriteTo(n.reply(buffer[:size]), from)
		}
	}()
	c.dialer.Resolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

// reply is the answer to a query of one question: RFC 1035, section 4.
func (n *names) reply(query []byte) []byte {
	var labels []string
	at := 12
	for query[at] != 0 {
		labels = append(labels, string(query[at+1:at+1+int(query[at])]))
		at += 1 + int(query[at])
	}
	end := at + 5 // the root, type, class
	found, exists := n.take(strings.Join(labels, "."), query[at+2] == 1)
	reply := append([]byte{query[0], query[1], 0x81, 0x80, 0, 1, 0, byte(len(found)), 0, 0, 0, 0}, query[12:end]...)
	if !exists {
		reply[3] |= 3 // no such name
	}
	for _, address := range found {
		a := netip.MustParseAddr(address).As4()
		reply = append(append(reply, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4), a[:]...)
	}
	return reply
}

// take is the next answer for a name; of its IPv6 addresses there are none.
func (n *names) take(name string, wantsIPv4 bool) (addresses []string, exists bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.asked = append(n.asked, name)
	answers, exists := n.known[name]
	if !exists || !wantsIPv4 {
		return nil, exists
	}
	if len(answers) > 1 {
		n.known[name] = answers[1:]
	}
	return strings.Fields(answers[0]), true
}

var errStayedHome = errors.New("a test connects to nobody outside")

// homebound makes connections outside fail after they were judged, and counts those.
func homebound(c *Client) (outside *[]string) {
	outside = &[]string{}
	judge := c.dialer.Control
	c.dialer.Control = func(network, address string, raw syscall.RawConn) error {
		if err := judge(network, address, raw); err != nil {
			return err
		}
		if !strings.HasPrefix(address, "127.") {
			*outside = append(*outside, address)
			return errStayedHome
		}
		return nil
	}
	return outside
}

func TestRow97ANameThatIsGlobalFirstAndLoopbackNextIsNotConnectedTo(t *testing.T) {
	t.Parallel()
	inside := &seen{}
	hidden := serve(t, func(_ http.ResponseWriter, r *http.Request) { inside.add(r) })
	c := New(Policy{Now: newWatch().Now, Ports: []uint16{portOf(t, hidden)}})
	n := &names{known: map[string][]string{"crm.example": {"93.184.216.34", "127.0.0.1"}}}
	n.dns(t, c)
	outside := homebound(c)
	target := strings.Replace(hidden, "127.0.0.1", "crm.example", 1)

	_, err := get(t, c, target)
	require.Equal(t, Connect, kindOf(t, err))
	require.Len(t, *outside, 1)

	_, err = get(t, c, target)
	require.Equal(t, Denied, kindOf(t, err))
	require.ErrorContains(t, err, "loopback")
	require.Len(t, *outside, 1)
	require.Empty(t, inside.requests)
}

func TestRow97NoAddressOfANameIsConnectedToThatIsNotGlobal(t *testing.T) {
	t.Parallel()
	inside := &seen{}
	hidden := serve(t, func(_ http.ResponseWriter, r *http.Request) { inside.add(r) })
	for _, addresses := range []string{
		"127.0.0.1", "0.0.0.0", "10.0.0.1", "169.254.169.254", "168.63.129.16", "100.100.100.200", "192.168.0.1", "224.0.0.1", "127.0.0.1 127.0.0.2",
	} {
		c := New(Policy{Now: newWatch().Now, Ports: []uint16{portOf(t, hidden)}})
		n := &names{known: map[string][]string{"crm.example": {addresses}}}
		n.dns(t, c)
		_, err := get(t, c, strings.Replace(hidden, "127.0.0.1", "crm.example", 1))
		require.Equalf(t, Denied, kindOf(t, err), "%s", addresses)
	}
	c := New(Policy{Now: newWatch().Now, Ports: []uint16{portOf(t, hidden)}})
	n := &names{known: map[string][]string{"crm.example": {"93.184.216.34 127.0.0.1"}}}
	n.dns(t, c)
	homebound(c)
	_, err := get(t, c, strings.Replace(hidden, "127.0.0.1", "crm.example", 1))
	require.Error(t, err)
	require.Empty(t, inside.requests)
}

func TestANameThatIsOpenedIsAsked(t *testing.T) {
	t.Parallel()
	s := &seen{}
	url := serve(t, func(_ http.ResponseWriter, r *http.Request) { s.add(r) })
	c := New(Policy{Now: newWatch().Now, Ports: []uint16{portOf(t, url)}, Names: []string{"crm"}, Addresses: loopback})
	t.Cleanup(c.Close)
	n := &names{known: map[string][]string{"crm": {"127.0.0.1"}}}
	n.dns(t, c)
	answer, err := get(t, c, strings.Replace(url, "127.0.0.1", "CRM.", 1)+"/x")
	require.NoError(t, err)
	require.Equal(t, 200, answer.Status)
	require.Equal(t, []string{"GET /x"}, s.requests)
}

func TestANameIsLookedUpAsItIsAndNotUnderTheDomainsOfThisMachine(t *testing.T) {
	t.Parallel()
	require.Equal(t, "crm.example.", absolute("crm.example"))
	require.Equal(t, "8.8.8.8", absolute("8.8.8.8"))
	require.Equal(t, "2606:4700::1", absolute("2606:4700::1"))

	c := New(Policy{Now: newWatch().Now})
	n := &names{}
	n.dns(t, c)
	_, err := get(t, c, "http://crm.example/")
	require.Equal(t, DNS, kindOf(t, err))
	require.True(t, kindOf(t, err).Transient())
	n.mu.Lock()
	defer n.mu.Unlock()
	require.NotEmpty(t, n.asked)
	for _, name := range n.asked {
		require.Equal(t, "crm.example", name)
	}
}

func TestTheGuardedTransportTakesNothingFromItsEnvironment(t *testing.T) {
	t.Parallel()
	c := New(Policy{})
	require.Nil(t, c.own.Proxy)
	require.Nil(t, c.own.OnProxyConnectResponse)
	require.NotNil(t, c.dialer.Control)
	require.True(t, c.dialer.Resolver.PreferGo)
}
