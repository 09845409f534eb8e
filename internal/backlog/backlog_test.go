package backlog_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher/internal/backlog"
)

func compareAt(now int64) func(a, b *backlog.Item[int]) int {
	return func(a, b *backlog.Item[int]) int {
		switch {
		case a.Order.Before(b.Order, now):
			return -1
		case b.Order.Before(a.Order, now):
			return 1
		}
		return 0
	}
}

// crowd adds many items, most of them in the order of their arrival.
func crowd(b *backlog.Backlog[int], number int, agings ...int64) []*backlog.Item[int] {
	random := rand.New(rand.NewPCG(uint64(number), 1))
	all := make([]*backlog.Item[int], number)
	for i := range all {
		all[i] = &backlog.Item[int]{Order: backlog.Order{
			Priority: random.Int64N(3), Aging: agings[random.IntN(len(agings))], Since: int64(i), Arrival: uint64(i),
		}}
		b.Add(all[i], backlog.Bucket{Class: random.IntN(5)}, []string{"support"})
	}
	return all
}

func TestACrowdKeepsItsOrderWhileItComesAndGoes(t *testing.T) {
	t.Parallel()
	for _, chunk := range []int{8, 13, 256} {
		b, now := backlog.NewOfChunks[int](chunk), int64(5_000)
		waiting := crowd(b, 4_000, 0, 100, 1_000)
		slices.SortFunc(waiting, compareAt(now))
		random := rand.New(rand.NewPCG(3, 4))
		for len(waiting) > 0 {
			require.Equal(t, waiting, slices.Collect(b.InOrder("support", now)))
			require.Equal(t, waiting, slices.Collect(b.InOrder("", now)))
			for range 200 { // the positions are asked between the changes
				i := random.IntN(len(waiting))
				require.Equal(t, i+1, b.Position(waiting[i], "support", now))
				b.Remove(waiting[i])
				if waiting = slices.Delete(waiting, i, i+1); len(waiting) == 0 {
					break
				}
			}
		}
		require.Zero(t, b.Len())
	}
}

func TestPositionsAreRightWhileACrowdArrives(t *testing.T) {
	t.Parallel()
	b, random := backlog.NewOfChunks[int](8), rand.New(rand.NewPCG(5, 6))
	var waiting []*backlog.Item[int]
	for i := range 600 {
		it := &backlog.Item[int]{Order: backlog.Order{Since: random.Int64N(1_000), Arrival: uint64(i)}}
		b.Add(it, backlog.Bucket{}, []string{"support"})
		at, _ := slices.BinarySearchFunc(waiting, it, compareAt(0))
		waiting = slices.Insert(waiting, at, it)
		for range 5 {
			asked := random.IntN(len(waiting))
			require.Equal(t, asked+1, b.Position(waiting[asked], "support", 0))
		}
	}
}

func TestMemoryFollowsWhatWaits(t *testing.T) {
	t.Parallel()
	b := backlog.New[int]()
	all := crowd(b, 20_000, 0)
	full, _ := b.Chunks()
	for i, it := range all {
		if i%100 != 0 {
			b.Remove(it)
		}
	}
	few, kept := b.Chunks()
	require.Less(t, few, full/4)
	require.LessOrEqual(t, kept, 128)
	for _, it := range all {
		b.Remove(it)
	}
	none, kept := b.Chunks()
	require.Zero(t, none)
	require.LessOrEqual(t, kept, 128)
	require.Empty(t, slices.Collect(b.Buckets()))
}

func TestItemsThatAreAlikeInEverythingAreEachServedOnce(t *testing.T) {
	t.Parallel()
	b := backlog.NewOfChunks[int](8)
	waiting := make(map[*backlog.Item[int]]bool)
	for i := range 100 {
		it := &backlog.Item[int]{Value: i}
		waiting[it] = true
		b.Add(it, backlog.Bucket{}, []string{"support"})
	}
	b.Serve(0, func(backlog.Bucket) bool { return true }, func(it *backlog.Item[int]) bool {
		require.True(t, waiting[it])
		delete(waiting, it)
		b.Remove(it)
		return true
	})
	require.Empty(t, waiting)
	require.Zero(t, b.Len())
}

func TestABucketThatIsClosedIsLeftForGood(t *testing.T) {
	t.Parallel()
	b := backlog.New[int]()
	for i := range 6 {
		b.Add(&backlog.Item[int]{Value: i, Order: backlog.Order{Since: int64(i)}}, backlog.Bucket{Class: i % 2}, nil)
	}
	var served []int
	b.Serve(9, func(in backlog.Bucket) bool { return in.Class == 1 || len(served) < 2 }, func(it *backlog.Item[int]) bool {
		served = append(served, it.Value)
		b.Remove(it)
		return true
	})
	require.Equal(t, []int{0, 1, 3, 5}, served)
	require.Equal(t, 2, b.Len())
}

func TestAnItemMovesFromOneBacklogToAnother(t *testing.T) {
	t.Parallel()
	one, other := backlog.New[int](), backlog.New[int]()
	it := &backlog.Item[int]{}
	one.Add(it, backlog.Bucket{}, []string{"support"})
	other.Add(it, backlog.Bucket{}, nil)
	require.Zero(t, one.Len())
	require.Zero(t, one.Team("support"))
	one.Remove(it)
	require.Equal(t, 1, other.Len())
	require.Zero(t, other.Position(it, "support", 0))
}

func TestAChangedOrderCountsFromTheNextAdd(t *testing.T) {
	t.Parallel()
	b := backlog.New[int]()
	first, second := &backlog.Item[int]{}, &backlog.Item[int]{Order: backlog.Order{Since: 1}}
	b.Add(first, backlog.Bucket{}, []string{"support"})
	b.Add(second, backlog.Bucket{}, []string{"support"})
	second.Order.Priority = 1
	require.Equal(t, 2, b.Position(second, "support", 2))
	b.Add(second, backlog.Bucket{}, []string{"support", "support"})
	require.Equal(t, 1, b.Position(second, "support", 2))
	require.Equal(t, 2, b.Team("support"))
}

//nolint:paralleltest // allocations are counted while nothing else runs
func TestComingAndGoingAllocatesNothing(t *testing.T) {
	l := newLoad(2_000, 1)
	for range 20_000 {
		l.turn()
	}
	require.Zero(t, testing.AllocsPerRun(2_000, l.turn))
}
