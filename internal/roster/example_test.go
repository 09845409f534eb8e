package roster_test

import (
	"fmt"

	"github.com/gousher/usher/internal/roster"
)

// Three agents of a team: who takes a French billing question that would best be handled by somebody who knows refunds?
func Example() {
	names := []string{"ana", "ben", "chloe"}
	support := []roster.Team{{Name: "support", Rank: 1}}
	r := roster.New()
	r.Add(roster.Facts{Teams: support, Capacity: 5000, Skills: []roster.Skill{{Name: "billing", Level: 3}}})
	r.Add(roster.Facts{Teams: support, Capacity: 5000, Skills: []roster.Skill{{Name: "billing", Level: 4}, {Name: "french", Level: 5}}})
	r.Add(roster.Facts{Teams: support, Capacity: 5000, Skills: []roster.Skill{
		{Name: "billing", Level: 1}, {Name: "french", Level: 4}, {Name: "refunds", Level: 2},
	}})
	for slot, load := range []int64{0, 1000, 4000} {
		r.Update(slot, roster.State{Online: true, Reachable: true, Load: load})
	}

	french := r.Class(roster.Need{Teams: []string{"support"}, Terms: []roster.Term{{Skill: "billing"}, {Skill: "french", Min: 4}}})
	fmt.Println(french.Able(), "could")

	query := roster.Query{Class: french, Cost: 1000, Order: roster.LeastBusy}
	query.Wishes = []roster.Wish{{Skill: "refunds", Weight: 3}}
	choice, _ := r.Best(&query)
	fmt.Println(names[choice.Slot], choice.Why == roster.Wished, choice.Weight)

	busy := r.State(choice.Slot)
	busy.Load += query.Cost
	r.Update(choice.Slot, busy)
	choice, _ = r.Best(&query)
	fmt.Println(names[choice.Slot], choice.Why == roster.Only, choice.Weight)
	// Output:
	// 2 could
	// chloe true 3
	// ben true 0
}
