// Package usher is an embeddable chat router. A messaging backend imports it, describes who works there and how
// conversations are to be routed, and calls [Router.Route] for every message that comes in. usher asks, branches, looks
// things up, and hands each conversation to the right team and agent: at once, to one owner, and with a reason that
// anyone can read. No conversation is ever dropped in silence.
//
//	router, err := usher.New(usher.Config{
//		Workflow: flow,  // what to ask, where to go
//		Host:     inbox, // carries out effects: sends texts, hands over
//		Desk:     desk,  // teams, agents, the fallback
//	})
//	if err != nil {
//		log.Fatal(err) // every mistake at once, each with its place
//	}
//	outcome, err := router.Route(ctx, usher.Conversation{ID: "c1", Channel: "whatsapp", Contact: mia, Message: msg})
//
// # Words
//
// A conversation is one contact's thread on one channel. A [Workflow] is a named, versioned tree of steps; a [Step] is
// one decision of it; a [Run] is one conversation's way through it, as data. A turn is everything that one event causes,
// up to the next wait; it is committed as one transaction. A [Var] lives as long as the run, a [ContactField] outlives
// it. An [Assigner] is a strategy that says which team or agent. A [Stage] is who may take a waiting conversation, for how
// long. An offer asks an agent before he gets it. An [Effect] is one thing that the host must do. An [Outcome] is what
// became of the conversation at the end of a turn: [Asking], [Waiting], [Queued], [Offered], [Assigned] or [Closed].
//
// # Names that are easily mixed up
//
//   - [CloseConversation] is the step, and how [Router.CloseConversation] is told to close; [Close] is the effect that
//     the host sees, [Closed] the outcome.
//   - [Undelivered] is the event for a run; [Router.Undelivered] is how the host reports what a channel said later.
//   - [Trace] is why; the transcript ([Line]) is what was said.
//   - [Offer] is the effect that asks an agent, [Offered] the outcome meanwhile; [Router.Accept] and [Router.Decline] are
//     his answers.
//   - [Hold] is a strategy's answer: it lets a conversation wait. [Router.Hold] puts one on hold that an agent has.
//   - [Then] is a strategy made of two; fields that are called Then hold steps.
//   - [Wait] is a step, [Waiting] the outcome meanwhile; what waits for an agent is [Queued].
//   - [Hours] is a step, a [Calendar] what it looks at.
//   - [Choices] makes the answers of a question of plain titles, a [Menu] is what a channel can show.
//   - [ActionResult.Hold] keeps a conversation for the contact's next message, [ActionResult.Await] for [Router.Callback].
//
// # Expressions
//
// Conditions and the {{ pieces }} of texts are written in expr (https://expr-lang.org) and checked when the workflow is
// compiled. They know contact (id, name, language, tags, fields, returning, conversations, last_agent, last_seen),
// message (id, text, choice, language), channel, conversation (id, opened_at, opened_by), now, the workflow's variables
// by their names, and the functions matches(table), is_open(calendar), next_opening(calendar), online(team),
// available(team), waiting(team), estimated_wait(team) and contact.conversations_within("7d"). What is not set is nil. A
// condition that fails at run time does not match, and the explanation says so. Loops in loops, ranges, and whatever
// could grow without end are refused; texts are read up to 16 KiB.
//
// # Questions
//
// [AskQuestion] asks for a text, a choice, a number, a date, a phone number, an e-mail or web address, a rating, a place or a
// file ([AnswerType]), reads what people write, and saves it to a variable, a contact field or a tag. Texts and titles may be
// given in several languages ([Translations]); the contact's is the one that the host passes, else the one of his messages, else
// what a [LanguageDetector] finds in them. A host renders a question as its channel can show it ([Send.Render],
// [Capabilities]): as buttons, a list or numbered text, and never with a choice less.
//
// A message that comes while a step is at work is kept, and answers the next question, or opens the conversation again that
// the workflow has closed.
//
// # Requests and actions
//
// [HTTPRequest] asks a service, [Do] calls an [Action] of yours. Both commit their intent, are called outside, at least once,
// under a key that is the same on every try, and come back as an event; meanwhile the conversation is [Waiting], and no other is
// held up. What a workflow can reach is what is public, unless the program opens more ([HTTP]). An action may hold the
// conversation for several messages, or have its result come later: see [ActionResult].
//
// # Time and flow
//
// [Hours] looks at a calendar, [Wait] lets time pass, [RunWorkflow] runs another workflow and comes back. A [Trigger] says what
// starts a workflow; of several that match the first runs. Where both workflows of a RunWorkflow declare a variable of one name
// and type, and one of them has no value for it, it takes the other's. When a conversation is closed its run ends, and what
// comes later for it changes nothing.
//
// next_opening is the next later opening while the calendar is open; in a text it reads in words ("Monday at 09:00"). Calendars
// need the time zones: a program for a container that has none imports time/tzdata.
//
// # Personal data
//
// Private variables ([Var].Private) and fields ([Desk].Private) are redacted in explanations and logs, and whatever holds what
// people say prints as its ids. [Consent] gates what is saved about a contact, [Router.Forget] erases him and says what it
// erased, [Retention] erases conversations that have been closed for long.
//
// # Assignment
//
// [Assign] hands a conversation to an agent, or lets it wait. Filters come first: the team, the skills that are required
// ([Skills], [Level]), a condition on the agent; then whoever is offline, off shift, at a limit or full is left out. Of the
// others the greatest weight of preferred skills wins, then the strategy ([LeastBusy] unless the team or the step says
// otherwise), then who has been idle longest, then the order of the desk.
//
// A conversation that waits is always in one stage. The assignment itself is the first; each [Stage] says what changes when
// it opens: other requirements, another team, another priority. It opens when the time of the one before is up, sooner by
// OpenWhen or SkipWhen, or because an offer was missed; age and place in the queue are kept. The exits come after the last.
//
// With AcceptWithin an agent is asked before he gets the conversation. The offer reserves his units and runs on its own
// clock, beside the stage's; whoever declines it, or lets it lapse, is not given that conversation again until he has been
// offline and is back. What an agent loses, because he does not write (AnswerWithin), goes offline (KeepWhenAway), is
// removed or leaves the team, goes back to the stage in which it was given, with its age.
//
// The order of the queue is priority + waited/aging, then age, then arrival. Whoever comes free is given the first that he
// may be given; what nobody free may take holds up nobody. Without aging priorities are strict, and a steady stream of higher
// ones can keep a lower one waiting without end. With aging, priority is a head start, and the wait is bounded: nobody is
// overtaken by anyone who came later than the difference of their priorities times the aging. For with equal aging each
// conversation has a virtual arrival v = arrival - priority*aging, which time does not change, and of those that an agent
// may serve the smallest v is taken; whoever overtakes has the smaller v, and so came less than that difference later. At
// most it is the largest difference of any two priorities, times the aging. (A stage with another priority moves v when it
// opens. [OwnFirst], [NewestFirst] and strategies that hold a conversation back are ways not to keep to this order.)
//
// An [Estimate] of the wait is a guess from the recent past: the place in the queue over the rate at which conversations have
// left the team of late; as long as there is no rate, how long the last one waited; before that, nothing. It promises
// nothing, and begins anew after a restart.
//
// # What is promised
//
//   - A turn is a transaction: the run, its timers, the agent's claimed capacity, the place in the queue, the remembered
//     message ID and the effects are kept together or not at all. An error of Route means that the input can never be
//     accepted ([ErrInvalid]), or that the same message should be delivered again.
//   - A message ID changes a conversation once, however often it is delivered.
//   - A conversation has one owner at most, and no hand-over and no offer exceeds an agent's capacity: whoever is chosen is
//     claimed in the same step. (Work that costs less while it waits for its contact stays with its agent when it wakes;
//     then he is given nothing new until it fits.)
//   - Every change matches at once: an agent who comes free gets the conversation that waits for him in the same call.
//   - Nothing falls through. What can be found out at load is an error at load, all of it at once; what fails at run time
//     (a panic in custom code, a definition that is gone, a budget spent) goes to the desk's [Fallback], with the reason.
//   - Every decision explains itself: [Outcome] and [Router.Explain] say which case matched with which values, who was
//     considered, why each other one was not chosen, and what is missing for one that waits.
//   - Effects are delivered at least once, in order per conversation, each under a key that is the same on every try.
//
// # Files and tests
//
// Desks, workflows and their tests can be files that a support manager writes: package file reads them into the values of
// this package, and the command cmd/usher checks, plays, draws and tests them. Package recipes has some to begin with. Package
// ushertest is the test kit for hosts: chats in Go, scenario files, and conformance kits for whatever is plugged in. Package
// webhook verifies what messaging providers send.
//
// # How it is built
//
// The machine (workflow, turn, compile, run, steps, ...) moves one run by one event; [Compile] and [Program.Step] drive
// it by hand. The shard (shard, placing, matching, queue, ...) is where conversations meet agents: one ordered writer.
// Both decide only: no clock, no network, no goroutine. The shell (router, commit, host, action, wake, store) does the
// I/O: a context in a signature means so. A [Store] keeps what is committed; the default one is memory.
//
// [Router.Run] serves time-outs, retries and what was left over; New starts nothing by itself. Without Run, or calls of
// [Router.Wake], no question times out; the log says so once.
package usher
