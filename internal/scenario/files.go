package scenario

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Suffix is how the names of scenario files end that a directory is searched for.
const Suffix = ".scenario.yaml"

// Files are the scenario files that paths name, and those that directories and the ones below them hold, in order.
func Files(paths []string) ([]string, error) {
	var files []string
	seen := map[string]bool{}
	add := func(name string) {
		if name = filepath.Clean(name); !seen[name] {
			seen[name] = true
			files = append(files, name)
		}
	}
	for _, path := range paths {
		info, err := os.Stat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist): // running it says so
			add(path)
			continue
		case err != nil:
			return nil, fmt.Errorf("the scenarios cannot be read: %w", err)
		case !info.IsDir():
			add(path)
			continue
		}
		err = filepath.WalkDir(path, func(name string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() && strings.HasSuffix(name, Suffix) {
				add(name)
			}
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("the scenarios cannot be read: %w", err)
		}
	}
	return files, nil
}
