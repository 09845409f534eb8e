// Package backlog is the index of conversations that wait: who is served first when an agent becomes free, and at which
// position somebody is. Neither answer looks at everybody who waits.
//
// # The order
//
// An item has priority + waited/aging points, and more points are served first; see [Order] for the rest of the rule. The
// quotient is not computed: (now - virtual)/aging with virtual = since - priority*aging is the same number, so that two items
// are compared by multiplying crosswise, with integers of 128 bits and without rounding. Aging is a head start:
// among items of one aging the earlier virtual arrival is served first, whatever the time is. Nobody is overtaken by who
// arrives later than the difference of their priorities, times aging, after him.
//
// Two ends are defined so that this holds without an exception. A head start that leads out of the range of an instant (292
// years) ends there. An item whose Since lies ahead, after a clock went back, has waited less than nothing.
//
// # The index
//
// Items that the same agents can take share a [Bucket], and within a bucket there is a sorted list for each aging in use. Only
// heads of lists compete for being first: the cost of [Backlog.First] follows the number of buckets that fit, not of items.
// Which buckets those are is a bit for each class of requirements.
//
// The items of a team are in lists of their own, again one for each aging. A position is the sum, over these lists, of how
// many of their items are served before.
//
// A list is a directory of chunks of sorted keys, with the sizes of the chunks in a Fenwick tree. Chunks and lists
// that ran empty are used again: in a steady state nothing is allocated.
package backlog
