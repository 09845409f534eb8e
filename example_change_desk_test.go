package usher_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/gousher/usher"
)

// How do I change the whole desk while the router runs? Use puts a new one in force, or says everything that is wrong with
// it and changes nothing.
func ExampleRouter_Use() {
	desk := usher.Desk{
		Teams:    []usher.Team{{ID: "support"}},
		Agents:   []usher.Agent{{ID: "ana", Teams: []string{"support"}, Status: usher.Online}},
		Fallback: usher.Fallback{Team: "support"},
	}
	router, err := usher.New(usher.Config{
		Workflow: usher.Flow{Name: "front desk", Steps: usher.Steps{usher.Assign{Team: "support"}}},
		Host:     usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
		Desk:     desk,
	})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	if _, err = router.Route(ctx, usher.Conversation{ID: "c1", Message: usher.Message{ID: "m1", Text: "hello"}}); err != nil {
		panic(err)
	}

	desk.Agents = []usher.Agent{{ID: "ben", Teams: []string{"supprt"}, Status: usher.Online}}
	_, err = router.Use(ctx, usher.Definition{Desk: &desk})
	fmt.Println(err)
	fmt.Println("invalid:", errors.Is(err, usher.ErrInvalid))

	desk.Agents = []usher.Agent{{ID: "ben", Teams: []string{"support"}, Status: usher.Online}}
	moved, err := router.Use(ctx, usher.Definition{Desk: &desk}) // ana does not work here any more
	if err != nil {
		panic(err)
	}
	for _, outcome := range moved {
		fmt.Println(outcome.Of().Conversation, "is with", outcome.Of().Agent)
	}
	// Output:
	// usher: 1 mistake
	// desk, ben  U003  unknown team "supprt"
	//    did you mean support?
	// invalid: true
	// c1 is with ben
}
