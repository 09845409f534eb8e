// Package roster is the index of the agents of a desk: it finds the best choice for a conversation without looking at
// everybody.
//
// # Who could
//
// What a conversation requires (teams, skills at some level) changes seldom, and many conversations require the same. A
// requirement is therefore made into a [Class] once: a set of those who meet it, one bit for each agent, in the order of
// the desk. When the skills of somebody change, his bit is looked at in every class. That nobody of the desk can take a
// conversation is then known at any time.
//
// # Who can now
//
// What agents are doing changes all the while. [Roster.Update] keeps, for each cost that conversations have, the set of
// those who can be reached and have room for it. Both sets and-ed, 64 agents at a time, are the candidates.
//
// # Who is best
//
// The wishes of a conversation part a class into tiers, from those who meet most to those who meet none. They are made once
// as well, and a choice goes down only until it finds somebody.
//
// On a tier the lowest key wins, which is what the [Order] makes of an agent's state, such as the share of his capacity
// in use. Where hundreds or thousands are equally able, looking at each of them would be a scan again. For everybody, and
// for each team for which it pays, the lowest key in every block of 64 slots and in every region of 64 blocks is known, and
// what cannot hold the winner or the runner-up is left out. [MostSkilled] and [InOrder] depend on the requirement and have no
// such minima: they look at each candidate.
//
// A Roster has no clock and no goroutines, and one user at a time.
package roster
