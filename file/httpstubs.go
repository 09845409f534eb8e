package file

import (
	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/source"
)

// HTTPStubs reads the outside world of a scenario: a file that is a list, written as what stands under `http:`, or a
// scenario, of which no more is taken. The error is [usher.Diagnostics], or says what is wrong with the kinds registered.
func (f Format) HTTPStubs(name string) ([]HTTPStub, error) {
	r, err := f.reader()
	if err != nil {
		return nil, err
	}
	data, err := r.read(clean(name))
	if err != nil {
		r.open(name, nil) // says what is wrong with it
		return nil, r.found()
	}
	read := source.Read(clean(name), data)
	root := read.Root()
	if root.IsMap() {
		s, err := f.Scenario(name)
		if err != nil {
			return nil, err
		}
		return s.HTTP, nil
	}
	if !root.Given() && len(read.Found) == 0 {
		read.Wrong(usher.Diagnostic{
			Code: source.Unreadable, Line: 1, Column: 1, Message: "the file is empty", Hint: "give a list of stubs, or a scenario",
		})
	}
	stubs := []HTTPStub{}
	for _, item := range root.Items() {
		stubs = append(stubs, stub(item))
	}
	if mistakes := read.Mistakes(); len(mistakes.Errors()) > 0 {
		return nil, mistakes
	}
	return stubs, nil
}
