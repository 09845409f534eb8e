package backlog_test

import (
	"fmt"
	"time"

	"github.com/gousher/usher/internal/backlog"
)

func Example() {
	const (
		english = iota // classes of requirements
		spanish
	)
	second := int64(time.Second)
	queue := backlog.New[string]()
	add := func(name string, class int, priority, since int64) {
		queue.Add(&backlog.Item[string]{Value: name, Order: backlog.Order{
			Priority: priority, Aging: 60 * second, Since: since * second, Arrival: uint64(queue.Len()),
		}}, backlog.Bucket{Class: class, Own: class}, []string{"support"})
	}
	add("Ana", spanish, 0, 0)
	add("Bob", english, 0, 10)
	add("Eva", english, 1, 20) // one point is worth a minute: as if she had arrived at -40 s

	now := 30 * second
	for it := range queue.InOrder("support", now) {
		fmt.Println(queue.Position(it, "support", now), it.Value)
	}
	next := queue.First([]uint64{1 << spanish}, now, nil, nil)
	fmt.Println("an agent who speaks Spanish takes", next.Value)
	queue.Remove(next)
	fmt.Println("waiting:", queue.Team("support"))
	// Output:
	// 1 Eva
	// 2 Ana
	// 3 Bob
	// an agent who speaks Spanish takes Ana
	// waiting: 2
}
