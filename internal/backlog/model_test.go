package backlog_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/gousher/usher/internal/backlog"
)

// place is where an item of the model waits. It is the Value of its items.
type place struct {
	number int
	in     backlog.Bucket
	teams  []string
}

type item = backlog.Item[*place]

// model answers every question by sorting a slice, and compares.
type model struct {
	index   *backlog.Backlog[*place]
	waiting []*item
	gone    []*item
	made    int
}

var (
	aBucket = rapid.Custom(func(t *rapid.T) backlog.Bucket {
		return backlog.Bucket{
			Class: rapid.SampledFrom([]int{0, 1, 2, 70, 130}).Draw(t, "class"),
			Own:   rapid.IntRange(0, 1).Draw(t, "own"),
			Tag:   rapid.SampledFrom([]string{"", "mail"}).Draw(t, "tag"),
		}
	})
	someTeams = rapid.SliceOfN(rapid.SampledFrom([]string{"sales", "support", "billing"}), 0, 3)
)

func without[T comparable](all []T, one T) []T {
	return slices.DeleteFunc(slices.Clone(all), func(e T) bool { return e == one })
}

// distinct makes an order differ from all others.
func (m *model) distinct(o backlog.Order) backlog.Order {
	o.Arrival = o.Arrival<<32 | uint64(m.made)
	m.made++
	return o
}

func (m *model) add(t *rapid.T, it *item) {
	it.Value = &place{number: m.made, in: aBucket.Draw(t, "bucket"), teams: someTeams.Draw(t, "teams")}
	it.Order = m.distinct(rapid.OneOf(aSaneOrder, aSaneOrder, anOrder).Draw(t, "order"))
	m.index.Add(it, it.Value.in, it.Value.teams)
	m.waiting, m.gone = append(without(m.waiting, it), it), without(m.gone, it)
}

func (m *model) remove(it *item) {
	m.index.Remove(it)
	m.waiting, m.gone = without(m.waiting, it), append(without(m.gone, it), it)
}

// inOrder are those that fit, sorted.
func (m *model) inOrder(now int64, fits func(*item) bool) []*item {
	var all []*item
	for _, it := range m.waiting {
		if fits(it) {
			all = append(all, it)
		}
	}
	slices.SortStableFunc(all, func(a, b *item) int {
		switch {
		case plainBefore(a.Order, b.Order, now):
			return -1
		case plainBefore(b.Order, a.Order, now):
			return 1
		}
		return 0
	})
	return all
}

func (m *model) inTeam(team string) func(*item) bool {
	return func(it *item) bool { return team == "" || slices.Contains(it.Value.teams, team) }
}

// meddle changes something while a pass is under way.
func (m *model) meddle(t *rapid.T, it *item) {
	switch rapid.IntRange(0, 9).Draw(t, "meanwhile") {
	case 0:
		m.add(t, &item{})
	case 1:
		m.remove(rapid.SampledFrom(m.waiting).Draw(t, "other"))
	case 2:
		m.remove(it)
	case 3:
		m.add(t, rapid.SampledFrom(m.waiting).Draw(t, "moved"))
	case 4:
		m.index.First(nil, 0, nil, func(*item) bool { return false })
	}
	if len(m.waiting) == 0 {
		m.add(t, &item{})
	}
}

// expected follows what a pass should still come to: of the items that waited when it began those that nobody has touched.
type expected struct {
	m     *model
	order []*item
	place map[*item]*place
}

func (m *model) expect(order []*item) *expected {
	e := &expected{m, order, map[*item]*place{}}
	for _, it := range order {
		e.place[it] = it.Value
	}
	return e
}

// next is the item to come; each Add gives an item a new Value.
func (e *expected) next() *item {
	for len(e.order) > 0 {
		it := e.order[0]
		e.order = e.order[1:]
		if slices.Contains(e.m.waiting, it) && it.Value == e.place[it] {
			return it
		}
	}
	return nil
}

func (m *model) position(t *rapid.T) {
	now, team := anInstant.Draw(t, "now"), rapid.SampledFrom([]string{"sales", "support"}).Draw(t, "team")
	it := rapid.SampledFrom(append(slices.Clone(m.waiting), &item{Value: &place{}})).Draw(t, "item")
	require.Equal(t, slices.Index(m.inOrder(now, m.inTeam(team)), it)+1, m.index.Position(it, team, now))
}

func (m *model) inOrderOf(t *rapid.T) {
	now, team := anInstant.Draw(t, "now"), rapid.SampledFrom([]string{"", "sales", "nobody"}).Draw(t, "team")
	left := m.expect(m.inOrder(now, m.inTeam(team)))
	stop := rapid.IntRange(0, 20).Draw(t, "stop")
	for it := range m.index.InOrder(team, now) {
		require.Same(t, left.next(), it)
		m.meddle(t, it)
		if stop--; stop == 0 {
			return
		}
	}
	require.Nil(t, left.next())
}

func has(set []uint64, class int) bool {
	return class/64 < len(set) && set[class/64]&(1<<(class%64)) != 0
}

func (m *model) first(t *rapid.T) {
	now, tag := anInstant.Draw(t, "now"), rapid.SampledFrom([]string{"", "mail", "any"}).Draw(t, "tag")
	var fits []uint64
	if rapid.Bool().Draw(t, "masked") {
		fits = rapid.SliceOfN(rapid.Uint64(), 0, 3).Draw(t, "fits")
		fits = append([]uint64{}, fits...)
	}
	bucket := func(in backlog.Bucket) bool { return tag == "any" || in.Tag == tag }
	left := m.expect(m.inOrder(now, func(it *item) bool {
		return bucket(it.Value.in) && (fits == nil || has(fits, it.Value.in.Class))
	}))
	if rapid.Bool().Draw(t, "without a wish") {
		require.Same(t, left.next(), m.index.First(fits, now, bucket, nil))
		return
	}
	var accepted *item
	got := m.index.First(fits, now, bucket, func(it *item) bool {
		require.Nil(t, accepted)
		require.Same(t, left.next(), it)
		m.meddle(t, it)
		if rapid.IntRange(0, 4).Draw(t, "refuses") > 0 {
			return false
		}
		accepted = it
		return true
	})
	require.Same(t, accepted, got)
	if got == nil {
		require.Nil(t, left.next())
	}
}

func (m *model) serve(t *rapid.T) {
	now, free := anInstant.Draw(t, "now"), map[backlog.Bucket]int{}
	closed := map[backlog.Bucket]bool{}
	open := func(in backlog.Bucket) bool {
		require.False(t, closed[in], "asked again after a no")
		if _, ok := free[in]; !ok {
			free[in] = rapid.IntRange(0, 4).Draw(t, "free")
		}
		closed[in] = free[in] == 0
		return free[in] > 0
	}
	left := m.expect(m.inOrder(now, m.inTeam("")))
	next := func() *item {
		it := left.next()
		for it != nil && free[it.Value.in] == 0 {
			it = left.next()
		}
		return it
	}
	m.index.Serve(now, open, func(it *item) bool {
		require.Same(t, next(), it)
		was := it.Value
		m.meddle(t, it)
		if rapid.Bool().Draw(t, "refused") {
			return false
		}
		if it.Value == was {
			m.remove(it)
		}
		free[was.in]--
		return true
	})
	require.Nil(t, next())
}

func (m *model) check(t *rapid.T) {
	require.Equal(t, len(m.waiting), m.index.Len())
	var buckets []backlog.Bucket
	for _, it := range m.waiting {
		if !slices.Contains(buckets, it.Value.in) {
			buckets = append(buckets, it.Value.in)
		}
	}
	require.ElementsMatch(t, buckets, slices.Collect(m.index.Buckets()))
	for _, team := range []string{"sales", "support", "nobody"} {
		n := 0
		for _, it := range m.waiting {
			if m.inTeam(team)(it) {
				n++
			}
		}
		require.Equal(t, n, m.index.Team(team))
	}
}

func TestItAnswersLikeAPlainList(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := &model{index: backlog.NewOfChunks[*place](rapid.SampledFrom([]int{8, 9, 16, 256}).Draw(t, "chunk"))}
		known := func(do func(it *item)) func(*rapid.T) {
			return func(t *rapid.T) {
				if len(m.waiting) > 0 {
					do(rapid.SampledFrom(m.waiting).Draw(t, "item"))
				}
			}
		}
		add := func(t *rapid.T) {
			for range rapid.IntRange(1, 12).Draw(t, "number") {
				m.add(t, &item{})
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"":         m.check,
			"add":      add,
			"add more": add,
			"add again": func(t *rapid.T) {
				if all := append(slices.Clone(m.waiting), m.gone...); len(all) > 0 {
					m.add(t, rapid.SampledFrom(all).Draw(t, "item"))
				}
			},
			"remove": known(m.remove),
			"remove a gone one": func(t *rapid.T) {
				if len(m.gone) > 0 {
					m.remove(rapid.SampledFrom(m.gone).Draw(t, "item"))
				}
			},
			"position": m.position,
			"in order": m.inOrderOf,
			"first":    m.first,
			"serve":    m.serve,
		})
	})
}
