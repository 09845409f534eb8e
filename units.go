package usher

import (
	"encoding/json"
	"math"
	"strconv"
)

// Units are units of work, in thousandths, so that no two machines round apart: [Unit] is what a conversation costs
// unless the desk says otherwise. In JSON they are a number: 1.2.
type Units int64

// Unit is one unit of work.
const Unit Units = 1000

// maxUnits is the most that anything may cost or hold.
const maxUnits = 2_000_000_000 * Unit

// UnitsOf is a number of units, to the nearest thousandth.
func UnitsOf(units float64) Units {
	if math.IsNaN(units) {
		return 0
	}
	return Units(math.Round(math.Min(math.Max(units, -1), float64(maxUnits/Unit)) * float64(Unit)))
}

// Float is the number of units.
func (u Units) Float() float64 { return float64(u) / float64(Unit) }

// String is the number of units: "5", "0.2".
func (u Units) String() string { return strconv.FormatFloat(u.Float(), 'f', -1, 64) }

// MarshalJSON writes a number.
func (u Units) MarshalJSON() ([]byte, error) { return []byte(u.String()), nil }

// UnmarshalJSON reads a number.
func (u *Units) UnmarshalJSON(data []byte) error {
	var units float64
	if err := json.Unmarshal(data, &units); err != nil {
		return err
	}
	*u = UnitsOf(units)
	return nil
}

// Costs say how much of an agent's capacity a conversation takes.
type Costs struct {
	// Channels are the costs by channel; one that is not here costs one [Unit].
	Channels map[string]Units
	// WaitingForContact is the cost while the last message is the agent's own, OnHold while he has put it on hold; nil:
	// the full cost. Neither is ever more than the full cost.
	WaitingForContact *Units
	OnHold            *Units
}

// full is what a conversation on a channel costs while somebody works on it.
func (c *Costs) full(channel string) Units {
	if units, ok := c.Channels[channel]; ok {
		return units
	}
	return Unit
}

// now is what a conversation costs that was given for its full cost.
func (c *Costs) now(full Units, waits, held bool) Units {
	cost := full
	if waits && c.WaitingForContact != nil {
		cost = min(cost, *c.WaitingForContact)
	}
	if held && c.OnHold != nil {
		cost = min(cost, *c.OnHold)
	}
	return cost
}

func (c *Costs) check(wrong func(field, message string)) {
	for _, channel := range sortedKeys(c.Channels) {
		if units := c.Channels[channel]; channel == "" || units < 0 || units > maxUnits {
			wrong("channels", "the cost of the channel "+strconv.Quote(channel)+" is below zero or too much")
		}
	}
	for field, units := range map[string]*Units{"waiting_for_contact": c.WaitingForContact, "on_hold": c.OnHold} {
		if units != nil && (*units < 0 || *units > maxUnits) {
			wrong(field, "the cost is below zero or too much")
		}
	}
}
