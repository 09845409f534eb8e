// Package ushertest is the test kit for hosts of usher: a clock that stands still, a host that keeps what it is given,
// and a chat that reads like one, over a real [usher.Router].
//
// # Chats
//
// There are two ways to test a workflow and the staff that it leads to. A chat in Go is for those who write their
// workflows in Go, and for what needs code of your own, such as actions that fail:
//
//	chat := ushertest.NewChat(t, usher.Config{Workflow: flow, Desk: desk})
//	mia := chat.With(usher.Contact{ID: "mia", Name: "Mia"}, "web")
//	mia.Says("hello").Hears("What can we help you with?")
//	mia.Taps("Sales").IsOffered("sales", "ben")
//	chat.Agent("ben").Accepts(mia).Writes(mia, "What would you like to buy?")
//	mia.IsAssigned("sales", "ben").Because("the only one who could")
//
// Workflows that make requests are answered by an [Outside].
//
// A scenario file says the same without Go, for those who write their workflows in files: [Scenarios] runs them.
//
// Both move time themselves: nothing sleeps, and what is due is done at its instant, in order. Whatever does not come as
// the script says fails the test, with what was expected, what came, and the router's own explanation.
//
// # Conformance
//
// What a host plugs into usher has a contract, in the comment of the interface. [TestStep], [TestAssigner],
// [TestWorkflow] and [TestStore] hold an implementation to it; each failure quotes the sentence that is not kept. usher's
// own steps, strategies, workflows and stores pass the same kits.
//
// The package imports the standard library and usher with its files, nothing else.
package ushertest
