// Package recipes holds what support desks ask for most, as files: each recipe is a workflow with its desk and its
// scenarios, written for a support manager who changes them. "usher new" writes them out; a program can read them as they
// are:
//
//	for _, recipe := range recipes.All() {
//		definition, err := file.Format{FS: recipe.Files}.Load("desk.yaml", "workflow.yaml")
//		...
//	}
package recipes

import (
	"embed"
	"io/fs"
)

// A Recipe is one way to route, ready to be changed. The zero value is none.
type Recipe struct {
	// Name is its folder, and how "usher new" calls it: "vip".
	Name string
	// Title is the recipe in a few words, About in a sentence or two. Both are plain text without line breaks.
	Title string
	About string
	// Files are desk.yaml, workflow.yaml, perhaps more workflows, and *.scenario.yaml, without folders. They are only read,
	// and may be read by several at once.
	Files fs.FS
}

//go:embed */*.yaml
var files embed.FS

// All are the recipes, the simple ones first. The slice is the caller's own.
func All() []Recipe {
	all := make([]Recipe, len(list))
	for i, recipe := range list {
		below, err := fs.Sub(files, recipe.Name)
		if err != nil { // only a name that is no path
			continue
		}
		recipe.Files = below
		all[i] = recipe
	}
	return all
}

// list says what the recipes are; their files stand in folders of these names.
//
//nolint:gochecknoglobals // a table that is only read
var list = []Recipe{
	{
		Name: "by-function", Title: "By function, with a menu",
		About: "The customer chooses what it is about, and the team for that gets the conversation.",
	},
	{
		Name: "by-language", Title: "By language",
		About: "Everybody is answered in his own language, by a team that speaks it. The language is asked once in a lifetime.",
	},
	{
		Name: "by-shift", Title: "By shift",
		About: "Two shifts share the day. Outside the hours the customer is told when you are back, and keeps his place.",
	},
	{
		Name: "vip", Title: "VIP by CRM look-up",
		About: "The CRM says who is a VIP. An old answer serves while the CRM is down; without any, the ordinary team is told to look.",
	},
	{
		Name: "new-and-returning", Title: "New and returning customers",
		About: "New customers meet the welcome team; who comes back meets the agent he knows, or customer care.",
	},
	{
		Name: "language-and-function", Title: "Language and function",
		About: "Several conditions at once: what it is about, in which language, and how much the customer has spent.",
	},
	{
		Name: "keyword-triage", Title: "Keyword triage",
		About: "The words of the first message choose the team. Who writes only \"hello\" is asked.",
	},
	{
		Name: "function-from-crm", Title: "Function from the CRM",
		About: "The customer gives an e-mail address, and the CRM says which team looks after that customer.",
	},
	{
		Name: "escalate-repeat-callers", Title: "Repeat callers to a higher tier",
		About: "Who writes for the fourth time in a week goes to the second tier, with a note.",
	},
	{
		Name: "known-incident", Title: "A known incident",
		About: "Who is affected gets a text about it and a queue of its own, so that the others do not wait.",
	},
	{
		Name: "legacy-customers", Title: "Legacy customers to dedicated staff",
		About: "Customers on an old contract are served by the owner of the account, or by who knows old contracts.",
	},
	{
		Name: "overflow", Title: "Overflow to backup agents",
		About: "When the queue grows backup agents help out, and after them the team leads. Who waits is told his place.",
	},
	{
		Name: "skill-groups", Title: "Skill groups",
		About: "A question goes to somebody who knows the subject; what is asked of the agent falls while it waits.",
	},
	{
		Name: "supervisor-fallback", Title: "Supervisors as the last resort",
		About: "If nobody answers in time the supervisors take over, and an internal comment tells them why.",
	},
	{
		Name: "survey", Title: "A survey after the close",
		About: "The customer rates the conversation. Who was unhappy hears from a supervisor.",
	},
}
