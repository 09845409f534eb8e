package ushertest

// The sentences that the kits enforce, word for word as they stand in the comments of usher; a test holds them to that.

// Of Step, Declarer and Turn.
const (
	ruleStepPlain = "Steps are plain values: safe to share between conversations and goroutines, equal by reflect.DeepEqual, " +
		"the same in Go and in files."
	ruleStepDecides = "It only decides: no clock ([Turn.Now] has the time), no network (that is an [Action]), " +
		"no goroutine, and it keeps nothing between calls but what is in variables."
	ruleStepNext = "A panic, or the zero [Next], sends the conversation to the fallback with a note"
	ruleDeclares = "A Declarer is a step, or an assigner, that tells the checker about itself: " +
		"its inner steps, its conditions and texts, the names it uses."
	ruleEnter   = "Enter takes an inner block of the step, by the name under which [Declaration.Block] declared it"
	ruleJump    = "Jump goes to the step with this id."
	ruleBudget  = "The budget of steps per turn and of turns per run ends a loop that does not end by itself"
	ruleHolds   = "Holds evaluates a condition that the step has declared."
	ruleText    = "Text renders a text that the step has declared"
	ruleContact = "Its maps are not to be changed: use [Turn.Save]."
	ruleLeft    = "The run given is left as it was, so that the same event can be decided again."
	ruleStored  = "[Run.Encode] and [Program.Restore] are its stored form."
)

// Of Workflow, Revised and Flow.
const (
	ruleWorkflowID   = "A Workflow is a Step with an identity, so that a stored run finds the definition it was started with."
	ruleRevised      = "A Revised workflow says which revision of its definition it is; one that does not is revision 0."
	ruleWorkflowEnds = "Every path through them must end with an assignment or a close."
)

// Of Assigner and its decisions.
const (
	ruleAssignerLooks = "It looks at nothing but the request"
	ruleAssignerPanic = "A panic counts as a pass."
	ruleAssignerPicks = "One who is not free, lacks a requirement or is not of the team counts as a pass."
	ruleAssignerTeam  = "ToTeam chooses the team; the team's own strategy chooses in it."
)

// Of Store, Batch and their rows.
const (
	ruleStoreTenant  = "A tenant's rows are never seen by another tenant."
	ruleStoreAtOnce  = "All methods may be called concurrently."
	ruleStoreContext = "They obey their context, but Commit finishes what it has begun."
	ruleAcquire      = "Acquire makes the caller the owner of the tenant's shard and raises its epoch: " +
		"every commit under an earlier epoch is refused from now on"
	ruleLoad = "Load returns everything that is live in the shard: " +
		"conversations that are not closed, their contacts, agents in the order in which they were first kept, timers, " +
		"and the outbox in order."
	ruleLoadFenced     = "It fails with [ErrFenced] if the lease has been lost."
	ruleFetch          = "Fetch returns the conversation, the contact and the remembered message of the key, as far as they exist."
	ruleFetchEmpty     = "Empty fields look for nothing."
	ruleFetchContact   = "the key's, or else the conversation's"
	ruleFetchFenced    = "as far as they exist. It fails with [ErrFenced] if the lease has been lost."
	ruleAgentOrder     = "agents in the order in which they were first kept"
	ruleCommit         = "Commit keeps the whole batch or nothing of it, and returns once it is durable, as far as the store promises that."
	ruleCommitFenced   = "It fails with [ErrFenced], and keeps nothing, if the lease's epoch or the head is not the shard's."
	ruleCommitReuse    = "The batch may be used again after the return, its rows not: a store may keep them."
	ruleHead           = "Head counts the commits of the shard so far."
	ruleBatchLast      = "Every list is in order; of several rows with one key the last counts."
	ruleBatchDelivered = "rows to be deleted"
	ruleForgotten      = "Forgotten are contacts of whom nothing may remain: see [Router.Forget]."
	ruleForgottenFirst = "They are erased before the batch's rows are kept."
	ruleForgottenCount = "The store counts in them what it erases."
	ruleExpire         = "Expire, if not zero, drops the conversations that were closed before that instant, with everything of theirs."
	rulePrune          = "Prune, if not zero, drops the remembered ids from before that instant."
	ruleTimerOne       = "There is at most one of a kind for a conversation."
	ruleTimerStopped   = "zero: the timer is stopped"
	ruleOutboxBorn     = "of the conversation: a forgotten one may come again, under numbers that begin anew"
	ruleOutboxDead     = "Dead rows are kept with the reason and never tried again."
	ruleRemembered     = "A RememberedRow is a message id that was seen, with what became of it."
)
