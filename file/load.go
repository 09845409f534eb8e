package file

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/format"
	"github.com/gousher/usher/internal/source"
)

// Format reads and writes files. The zero value reads from the file system and knows the kinds of usher alone. It is safe
// for concurrent use.
type Format struct {
	// Kinds are steps, actions and strategies of your own.
	Kinds Kinds
	// FS is where files are read from, an embed.FS for instance, with paths as io/fs has them; nil: the file system.
	FS fs.FS
	// Channels are names of [usher.ChannelNames]: Check warns of what they will not show as it is written, see
	// [usher.CheckChannel]. Load and scenarios take no note of them.
	Channels []string
}

// Load reads a desk and workflows with the kinds of usher alone: see [Format.Load].
func Load(paths ...string) (usher.Definition, error) { return Format{}.Load(paths...) }

// Load reads the files of one definition: at most one desk, and any number of workflows, in their order. The error is
// [usher.Diagnostics] with every mistake of every file, or says what is wrong with the kinds registered. The workflows
// are checked against the desk, if there is one, and together: they may run each other. With a desk they are all that there
// are; without one, what a single workflow runs may be elsewhere.
func (f Format) Load(paths ...string) (usher.Definition, error) {
	r, err := f.reader()
	if err != nil {
		return usher.Definition{}, err
	}
	loaded := r.load(paths)
	for _, s := range loaded.scenarios {
		s.root.Wrong(source.Unreadable, "", "this is a scenario: a desk or a workflow is wanted here")
	}
	for i, d := range loaded.desks {
		if i > 0 {
			d.root.Wrong(source.Duplicate, "load one of them", "this is a second desk; the first is %s", loaded.desks[0].root.File().Name)
		}
	}
	r.checkAll(loaded)
	if errs := r.found().Errors(); len(errs) > 0 {
		return usher.Definition{}, errs
	}
	var definition usher.Definition
	if len(loaded.desks) > 0 {
		definition.Desk = &loaded.desks[0].desk
	}
	for _, w := range loaded.workflows {
		definition.Workflows = append(definition.Workflows, w.flow)
	}
	return definition, nil
}

// Check reads desks, workflows and scenarios and returns everything that is wrong with them, warnings included, in the
// order of the files. Workflows are checked against the desk, if there is exactly one, and else against the one in their
// own directory; scenarios with the definitions that they name. The error says what is wrong with the kinds registered.
func (f Format) Check(paths ...string) (usher.Diagnostics, error) {
	r, err := f.reader()
	if err != nil {
		return nil, err
	}
	loaded := r.load(paths)
	r.checkAll(loaded)
	r.checkChannels(loaded)
	return r.found(), nil
}

// reader reads files, each once, and keeps what is wrong with them.
type reader struct {
	format Format
	files  []*source.File
	byName map[string]*document
}

// document is a file that has been read.
type document struct {
	file *source.File
	kind string // the header without its version; empty if it is none of ours
	root source.Node
}

func (f Format) reader() (*reader, error) {
	if err := f.Kinds.check(); err != nil {
		return nil, err
	}
	return &reader{format: f, byName: map[string]*document{}}, nil
}

// found is everything that is wrong, by file and place.
func (r *reader) found() usher.Diagnostics {
	var all usher.Diagnostics
	for _, f := range r.files {
		all = append(all, f.Mistakes()...)
	}
	return all
}

// loaded are the definitions that were read.
type loaded struct {
	desks     []*readDesk
	workflows []*readWorkflow
	scenarios []*readScenario
}

func (r *reader) load(paths []string) *loaded {
	all := &loaded{}
	for _, name := range paths {
		if r.byName[clean(name)] != nil {
			continue // given twice
		}
		doc := r.open(name, nil)
		switch doc.kind {
		case "desk":
			all.desks = append(all.desks, r.desk(doc.root, true))
		case "workflow":
			all.workflows = append(all.workflows, r.workflow(doc.root, true, r.format.Kinds))
		case "scenario":
			all.scenarios = append(all.scenarios, r.scenario(doc.root, name))
		}
	}
	return all
}

// open reads a file. What is wrong with it as a whole is reported where it was asked for, if it was in a file.
func (r *reader) open(name string, from *source.Node) *document {
	name = clean(name)
	if doc := r.byName[name]; doc != nil {
		return doc
	}
	data, err := r.read(name)
	doc := &document{}
	if err != nil {
		hint, problem := r.unread(name, err)
		if from != nil {
			from.Wrong(source.Unreadable, hint, "%s cannot be read: %s", name, problem)
			return doc
		}
		doc.file = &source.File{Name: name}
		r.files, r.byName[name] = append(r.files, doc.file), doc
		doc.file.Wrong(usher.Diagnostic{Code: source.Unreadable, Message: fmt.Sprintf("the file cannot be read: %s", problem), Hint: hint})
		return doc
	}
	doc.file = source.Read(name, data)
	r.files, r.byName[name] = append(r.files, doc.file), doc
	doc.root = doc.file.Root()
	doc.kind = kindOf(doc)
	return doc
}

// unread is why a file cannot be read, in words, with a hint.
func (r *reader) unread(name string, err error) (hint string, problem error) {
	if errors.Is(err, fs.ErrNotExist) {
		return r.nearestFile(name), errors.New("there is no such file")
	}
	if failed, ok := errors.AsType[*fs.PathError](err); ok {
		err = failed.Err
	}
	return "", err
}

func clean(name string) string { return filepath.ToSlash(filepath.Clean(name)) }

// read is a file's content, or as much of it as shows that it is too large: what a file says of its own size is not
// relied on, for some have no end.
func (r *reader) read(name string) ([]byte, error) {
	var f fs.File
	var err error
	if r.format.FS != nil {
		f, err = r.format.FS.Open(name)
	} else {
		f, err = os.Open(name) //nolint:gosec // reading the files that it is given is what it is for
	}
	if err != nil {
		return nil, err //nolint:wrapcheck // the caller says which file
	}
	defer func() { _ = f.Close() }()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, errors.New("it is a directory")
	}
	return io.ReadAll(io.LimitReader(f, source.MaxSize+1)) //nolint:wrapcheck // the caller says which file
}

func (r *reader) nearestFile(name string) string {
	dir, base := path.Split(name)
	var entries []fs.DirEntry
	if r.format.FS != nil {
		entries, _ = fs.ReadDir(r.format.FS, path.Clean(dir))
	} else {
		entries, _ = os.ReadDir(filepath.Clean(dir))
	}
	names := make([]string, 0, len(entries))
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return source.DidYouMean(base, names)
}

const begin = "begin with usher: " + format.DeskHeader + ", " + format.WorkflowHeader + " or " + format.ScenarioHeader

// kindOf tells the kind of a file by its header.
func kindOf(doc *document) string {
	if !doc.root.Given() {
		if len(doc.file.Found) == 0 {
			doc.file.Wrong(usher.Diagnostic{
				Code: source.Unreadable, Line: 1, Column: 1, Message: "the file is empty",
				Hint: begin,
			})
		}
		return ""
	}
	if !doc.root.IsMap() {
		doc.root.Wrong(source.WrongType, begin, "a file is a mapping with the key usher, and this is not one")
		return ""
	}
	kinds := map[string]string{format.DeskHeader: "desk", format.WorkflowHeader: "workflow", format.ScenarioHeader: "scenario"}
	for _, pair := range doc.root.Pairs() {
		if pair.Name != "usher" {
			continue
		}
		word, ok := pair.Value.Scalar()
		switch {
		case !ok:
			pair.Key.Wrong(source.Unreadable, begin, "the file does not say what it is")
		case kinds[word] == "":
			pair.Value.Wrong(source.Unreadable, source.DidYouMean(word, sorted(kinds)),
				"the kind of file %q is unknown: write %s, %s or %s", word, format.DeskHeader, format.WorkflowHeader, format.ScenarioHeader)
		}
		return kinds[word]
	}
	doc.root.Wrong(source.MissingKey, begin, "the file does not say what it is: the key usher is missing")
	return ""
}

func sorted[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
