package backlog_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/gousher/usher/internal/backlog"
)

// anInstant is mostly near the others, and sometimes as far away as it can be.
var (
	anInstant  = rapid.OneOf(rapid.Int64Range(0, 40), rapid.Int64Range(0, 40), rapid.SampledFrom(ends), rapid.Int64())
	aPriority  = rapid.OneOf(rapid.Int64Range(-3, 3), rapid.Int64Range(-3, 3), rapid.SampledFrom(ends), rapid.Int64())
	anAging    = rapid.SampledFrom([]int64{0, 0, 3, 7, 10, 10, math.MaxInt64 - 1, math.MaxInt64})
	ends       = []int64{math.MinInt64, math.MinInt64 + 1, math.MaxInt64 - 1, math.MaxInt64}
	anOrder    = rapid.Custom(func(t *rapid.T) backlog.Order { return drawOrder(t, anInstant, aPriority) })
	aSaneOrder = rapid.Custom(func(t *rapid.T) backlog.Order {
		return drawOrder(t, rapid.Int64Range(0, 40), rapid.Int64Range(-3, 3))
	})
)

func drawOrder(t *rapid.T, since, priority *rapid.Generator[int64]) backlog.Order {
	return backlog.Order{
		Priority: priority.Draw(t, "priority"),
		Aging:    anAging.Draw(t, "aging"),
		Since:    since.Draw(t, "since"),
		Arrival:  rapid.Uint64Range(0, 9).Draw(t, "arrival"),
		Newest:   rapid.IntRange(0, 3).Draw(t, "newest") == 0,
	}
}

// points are the rule as it is written: priority + waited/aging.
func points(o backlog.Order, now int64) *big.Rat {
	priority := big.NewInt(o.Priority)
	if o.Newest || o.Aging == 0 {
		if o.Priority == math.MinInt64 {
			priority.SetInt64(-math.MaxInt64)
		}
		return new(big.Rat).SetInt(priority)
	}
	aging, since := big.NewInt(o.Aging), big.NewInt(o.Since)
	virtual := new(big.Int).Sub(since, new(big.Int).Mul(priority, aging))
	if !virtual.IsInt64() { // the head start leads out of time
		end := int64(math.MaxInt64)
		if virtual.Sign() < 0 {
			end = math.MinInt64
		}
		return new(big.Rat).SetFrac(new(big.Int).Sub(big.NewInt(now), big.NewInt(end)), aging)
	}
	waited := new(big.Rat).SetFrac(new(big.Int).Sub(big.NewInt(now), since), aging)
	return waited.Add(waited, new(big.Rat).SetInt(priority))
}

// plainBefore is the order of the queue without a thought of speed.
func plainBefore(a, b backlog.Order, now int64) bool {
	if c := points(a, now).Cmp(points(b, now)); c != 0 {
		return c > 0
	}
	switch {
	case a.Newest != b.Newest:
		return b.Newest
	case a.Newest:
		a, b = b, a
	}
	if a.Since != b.Since {
		return a.Since < b.Since
	}
	return a.Arrival < b.Arrival
}

func TestPointsAreComparedExactly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b, now := anOrder.Draw(t, "a"), anOrder.Draw(t, "b"), anInstant.Draw(t, "now")
		require.Equal(t, plainBefore(a, b, now), a.Before(b, now))
		require.Equal(t, plainBefore(b, a, now), b.Before(a, now))
	})
}

func TestTheOrderHasNoCircles(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		draw := rapid.OneOf(anOrder, aSaneOrder)
		a, b, c, now := draw.Draw(t, "a"), draw.Draw(t, "b"), draw.Draw(t, "c"), anInstant.Draw(t, "now")
		if a.Before(b, now) {
			require.False(t, b.Before(a, now))
			if b.Before(c, now) {
				require.True(t, a.Before(c, now))
			}
		}
	})
}

func TestTheOrderOfEqualAgingDoesNotChangeWithTime(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := anOrder.Draw(t, "a"), anOrder.Draw(t, "b")
		b.Aging, b.Newest = a.Aging, a.Newest
		require.Equal(t, a.Before(b, anInstant.Draw(t, "now")), a.Before(b, anInstant.Draw(t, "later")))
	})
}

func TestWhoIsServedFirst(t *testing.T) {
	t.Parallel()
	const minute = int64(60e9)
	for _, c := range []struct {
		name         string
		first, other backlog.Order
		now          int64
	}{
		{
			"of equal priority who waits longer",
			backlog.Order{Since: 1, Arrival: 2},
			backlog.Order{Since: 2, Arrival: 1},
			3,
		}, {
			"of the same instant who arrived first",
			backlog.Order{Since: 1, Arrival: 1},
			backlog.Order{Since: 1, Arrival: 2},
			3,
		}, {
			"one point against a wait of 59 s at a minute a point",
			backlog.Order{Priority: 1, Aging: minute, Since: 59e9, Arrival: 2},
			backlog.Order{Aging: minute, Arrival: 1},
			59e9,
		}, {
			"a wait of 60 s against one point",
			backlog.Order{Aging: minute, Arrival: 1},
			backlog.Order{Priority: 1, Aging: minute, Since: minute, Arrival: 2},
			minute,
		}, {
			"a point and a half against two thirds of two points",
			backlog.Order{Aging: minute},
			backlog.Order{Aging: minute * 3 / 2, Since: -minute / 2},
			minute * 3 / 2,
		}, {
			"a strict priority that nobody has waited for yet",
			backlog.Order{Priority: 10, Since: 5 * minute},
			backlog.Order{Aging: minute},
			10*minute - 1,
		}, {
			"of those served newest first the later one",
			backlog.Order{Newest: true, Since: 2},
			backlog.Order{Newest: true, Since: 1},
			3,
		}, {
			"of those served newest first the higher priority",
			backlog.Order{Newest: true, Priority: 1, Aging: 1, Since: 1},
			backlog.Order{Newest: true, Aging: 1, Since: 2},
			300,
		}, {
			"at equal points who is not served newest first",
			backlog.Order{Since: 9},
			backlog.Order{Newest: true, Since: 1},
			10,
		}, {
			"of two head starts that lead out of time the older one",
			backlog.Order{Priority: math.MaxInt64 - 1, Aging: minute, Since: 1},
			backlog.Order{Priority: math.MaxInt64, Aging: minute, Since: 2},
			3,
		}, {
			"a clock that went back changes no order",
			backlog.Order{Priority: 1, Aging: minute, Since: 30e9},
			backlog.Order{Aging: minute, Since: 10e9},
			0,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			require.True(t, c.first.Before(c.other, c.now))
			require.False(t, c.other.Before(c.first, c.now))
		})
	}
}

func TestAHeadStartBoundsWhoOvertakes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		aging := rapid.Int64Range(1, 50).Draw(t, "aging")
		queue, now := backlog.New[string](), int64(0)
		var waiting []*backlog.Item[string]
		for arrival := range uint64(rapid.IntRange(1, 60).Draw(t, "arrivals")) {
			now += rapid.Int64Range(0, 40).Draw(t, "pause")
			it := &backlog.Item[string]{Order: backlog.Order{
				Priority: rapid.Int64Range(-3, 3).Draw(t, "priority"), Aging: aging, Since: now, Arrival: arrival,
			}}
			queue.Add(it, backlog.Bucket{Class: rapid.IntRange(0, 2).Draw(t, "class")}, nil)
			waiting = append(waiting, it)
			if rapid.Bool().Draw(t, "an agent becomes free") {
				served := queue.First(nil, now, nil, nil)
				queue.Remove(served)
				waiting = without(waiting, served)
				for _, overtaken := range waiting {
					if late := served.Order.Since - overtaken.Order.Since; late > 0 {
						require.Less(t, late, (served.Order.Priority-overtaken.Order.Priority)*aging)
					}
				}
			}
		}
	})
}
