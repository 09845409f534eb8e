package egress

import (
	"testing"
	"time"
)

func BenchmarkCheck(b *testing.B) {
	p := Policy{}
	b.ReportAllocs()
	for b.Loop() {
		if err := Check("https://crm.example/customers/7?fields=name", p); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAddress(b *testing.B) {
	g := newGuard(Policy{})
	b.ReportAllocs()
	for b.Loop() {
		if err := g.control("tcp6", "[2606:4700:4700::1111]:443", nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFreshAnswer(b *testing.B) {
	c := New(Policy{Transport: &switchboard{status: 200, body: "VIP"}, Now: newWatch().Now})
	r := Request{URL: "https://crm.example/customers/7", Cache: time.Hour}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Do(b.Context(), r); err != nil {
			b.Fatal(err)
		}
	}
}
