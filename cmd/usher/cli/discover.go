package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// definitionsIn replaces directories by the files of ours below them, and leaves out what is named twice.
func definitionsIn(paths []string) ([]string, error) {
	var files []string
	seen := map[string]bool{}
	for _, path := range paths {
		below := []string{path}
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			if below, err = definitionsBelow(path); err != nil {
				return nil, err
			}
			if len(below) == 0 {
				return nil, usagef("%s holds no .yaml, .yml or .json file that begins with \"usher:\"", path)
			}
		}
		for _, file := range below {
			if file = filepath.Clean(file); !seen[file] {
				seen[file] = true
				files = append(files, file)
			}
		}
	}
	return files, nil
}

// definitionsBelow are the files of ours in a directory and below it, in alphabetical order. Hidden directories are
// left out.
func definitionsBelow(root string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != root && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		case entry.IsDir() || !slices.Contains([]string{".yaml", ".yml", ".json"}, strings.ToLower(filepath.Ext(path))):
			return nil
		}
		ours, err := isDefinition(path)
		if ours {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("the directory %s cannot be read: %w", root, err)
	}
	return files, nil
}

// isDefinition reports whether a file has the header of ours. Whatever is no file, a pipe for instance, is not read.
func isDefinition(path string) (bool, error) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return false, nil //nolint:nilerr // a link that leads nowhere
	}
	data, err := os.ReadFile(path) //nolint:gosec // the files to read are what the command line names
	if err != nil {
		return false, fmt.Errorf("a file below it cannot be read: %w", err)
	}
	return isOurs(data), nil
}

var (
	headerLine = regexp.MustCompile(`(?m)^(["']?)usher(["']?)[ \t]*:[ \t]+["']?\w`)
	headerFlow = regexp.MustCompile(`^(?:\s|#.*\n|---)*\{\s*["']?usher["']?\s*:`)
)

// isOurs reports whether a file has the header of a desk, a workflow or a scenario; its place among the keys of the file
// does not matter.
func isOurs(data []byte) bool {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if headerLine.Match(data) || headerFlow.Match(data) {
		return true
	}
	var object struct {
		Usher *string `json:"usher"`
	}
	return json.Unmarshal(data, &object) == nil && object.Usher != nil
}
