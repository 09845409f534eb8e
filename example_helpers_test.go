package usher_test

import (
	"time"

	"github.com/gousher/usher"
)

// The examples use nothing of each other, so that each can be copied. These two are for the simulation.

// noon is the instant of a clock that stands still.
func noon() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) }

// support is a desk whose fallback is its support team.
func support(agents ...usher.Agent) usher.Desk {
	return usher.Desk{
		Teams: []usher.Team{{ID: "support"}, {ID: "sales"}, {ID: "accounts"}, {ID: "vip"}}, Agents: agents,
		Fallback: usher.Fallback{Team: "support"},
	}
}
