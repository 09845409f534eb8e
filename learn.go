package usher

import (
	"fmt"
	"slices"

	"golang.org/x/text/language"

	"github.com/gousher/usher/internal/rule"
)

// learnLanguage finds out in which language a contact writes, as long as nobody knows: the channel may tell, else the
// detector. It is saved as the contact's own, so that it is found out once.
func (t *Turn) learnLanguage() {
	received, ok := t.event.(Received)
	if !ok || t.scene.Contact.Language != "" {
		return
	}
	found, how := received.Message.Language, "the channel says so"
	if _, err := language.Parse(found); err != nil {
		found = ""
	}
	if found == "" && !isNil(t.program.around.language) && received.Message.Text != "" {
		found, how = t.detect(received.Message.Text), "the text sounds like it"
	}
	if found == "" {
		return
	}
	if _, err := language.Parse(found); err != nil {
		return
	}
	if t.saveField("language", rule.String(found)) == nil {
		if t.program.private["language"] {
			found = "known"
		}
		t.note(EntrySaved, fmt.Sprintf("the contact's language is %s: %s", found, how))
	}
}

// detect asks the detector; one that panics does not know.
func (t *Turn) detect(text string) (found string) {
	defer func() {
		if r := recover(); r != nil {
			t.note(EntryFailed, fmt.Sprintf("the language detector panicked: %v", r))
			found = ""
		}
	}()
	return t.program.around.language.Detect(cut(text))
}

// begins notes that a workflow runs that is to run once for each contact.
func (t *Turn) begins(p *Program) {
	if p.once && !t.scene.hasRun(p.id) {
		t.scene.Ran = append(slices.Clip(t.scene.Ran), p.id)
	}
}

func (s *Scene) hasRun(id WorkflowID) bool { return slices.Contains(s.Ran, id) }
