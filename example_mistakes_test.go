package usher_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/gousher/usher"
)

// How do I see all mistakes at once? Every mistake of a definition is reported at once, each with its place.
func ExampleNew_mistakes() {
	topic := usher.Var[string]{Name: "topic"}
	_, err := usher.New(usher.Config{
		Host: usher.HostFunc(func(context.Context, usher.Effect) error { return nil }),
		Workflow: usher.Flow{Name: "broken", Vars: []usher.Variable{topic}, Steps: usher.Steps{
			usher.AskQuestion{Text: "Sales or Support?", Choices: usher.Choices("Sales", "Support"), SaveTo: topic},
			usher.When(`topic == 3`, usher.Assign{Team: "sales"}).
				When(`contact.lnag == "es"`, usher.Assign{Team: "supprt"}).
				Else(usher.Comment{Text: "nobody takes this"}),
		}},
		Desk: usher.Desk{Teams: []usher.Team{{ID: "support"}, {ID: "sales"}}, Fallback: usher.Fallback{Team: "support"}},
	})
	fmt.Println(err)
	fmt.Println("invalid:", errors.Is(err, usher.ErrInvalid))
	// Output:
	// usher: 5 mistakes
	// broken, step 1 invalid  U020  the exit invalid can be taken and leads nowhere
	//    give its steps, or an else that serves every exit
	// broken, step 2 case1:1:7  U013  cannot compare string with int
	//     1 | topic == 3
	//       |       ^^
	// broken, step 2 case2:1:9  U014  unknown field "contact.lnag"
	//     1 | contact.lnag == "es"
	//       |         ^^^^
	//    did you mean contact.language?
	// broken, step 2.case2.1 team  U003  unknown team "supprt"
	//    did you mean support?
	// broken, step 2.else.1  U021  a path ends after this step without an assignment or a close
	//    add an assignment or a close after it
	// invalid: true
}
