package file

import (
	"encoding/json"
	"strings"

	"github.com/gousher/usher/internal/format"
	"github.com/gousher/usher/internal/source"
)

// count is a whole number that is not below zero.
func count(n source.Node) int {
	i, ok := n.WholeNumber()
	if ok && i < 0 {
		n.Wrong(source.BadValue, "", "the number is below zero")
	}
	return max(i, 0)
}

func stub(n source.Node) HTTPStub {
	m := n.Object(format.HTTPStub)
	h := HTTPStub{
		Method: strings.ToUpper(m.Of("method").Name()), URL: m.Of("url").Text(),
		Delay: m.Of("delay").Duration(), Times: count(m.Of("times")), Fail: m.Of("fail").Word("timeout", "refused", "reset"),
	}
	status, ok := m.Of("status").WholeNumber()
	if h.Status = status; ok && (status < 100 || status > 599) {
		m.Of("status").Wrong(source.BadValue, "", "a status is 100 to 599")
	}
	for _, pair := range m.Of("headers").Pairs() {
		h.Header = put(h.Header, pair.Name, pair.Value.Name())
	}
	bodies := 0
	for _, key := range []string{"json", "text", "bytes"} {
		if m.Has(key) {
			if bodies++; bodies > 1 {
				m.Key(key).Wrong(source.UnknownKey, "", "the stub has a body already")
			}
		}
	}
	switch {
	case m.Has("json"):
		h.Body, _ = json.Marshal(m.Of("json").Any()) //nolint:errchkjson // what YAML holds is JSON
		if h.Header["Content-Type"] == "" {
			h.Header = put(h.Header, "Content-Type", "application/json")
		}
	case m.Has("text"):
		h.Body = []byte(m.Of("text").Text())
	case m.Has("bytes"):
		const most = 64 << 20
		h.Body = []byte(strings.Repeat("x", min(count(m.Of("bytes")), most)))
	}
	return h
}

func delivery(n source.Node) DeliveryStub {
	m := n.Object(format.DeliveryStub)
	d := DeliveryStub{Channel: m.Of("channel").Name(), Fail: true, Times: count(m.Of("times"))}
	if fail := m.Of("fail"); fail.IsText() {
		d.Temporary = fail.Word("true", "false", "temporary") == "temporary"
		d.Fail = false
	} else if fail.Given() {
		d.Fail = fail.Bool()
	}
	return d
}
