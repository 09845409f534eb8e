package cli

import (
	"context"
	"flag"
	"fmt"
	"runtime"
	"runtime/debug"
)

func versionCommand() command {
	return command{
		name: "version", about: "say which usher this is and how it was built",
		prepare: func(*flag.FlagSet) action { return version },
	}
}

// A release is which usher this is.
type release struct {
	Version string `json:"version"`
	// Program is the module that was built, if it is another one that has usher's command line in it.
	Program  string `json:"program,omitempty"`
	Revision string `json:"revision,omitempty"`
	Modified bool   `json:"modified,omitempty"`
	Time     string `json:"time,omitempty"`
	Go       string `json:"go"`
	System   string `json:"system"`
}

const commandModule = "github.com/gousher/usher/cmd/usher"

func version(_ context.Context, in *input) (int, error) {
	if len(in.args) > 0 {
		return 0, usagef("it takes no argument: %s", in.args[0])
	}
	r := releaseOf(in.build())
	if in.json {
		return exitOK, writeJSON(in.Out, r)
	}
	fmt.Fprintln(in.Out, r)
	return exitOK, nil
}

func releaseOf(info *debug.BuildInfo, ok bool) release {
	r := release{Version: "(unknown)", Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH}
	if !ok {
		return r
	}
	r.Go, r.Version = info.GoVersion, orDevelopment(info.Main.Version)
	if info.Main.Path != commandModule {
		r.Program = info.Main.Path + " " + r.Version
		r.Version = "(unknown)"
	}
	for _, d := range info.Deps {
		if r.Program != "" && d.Path == commandModule {
			r.Version = orDevelopment(d.Version)
		}
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			r.Revision = s.Value
		case "vcs.time":
			r.Time = s.Value
		case "vcs.modified":
			r.Modified = s.Value == "true"
		}
	}
	return r
}

func orDevelopment(version string) string {
	if version == "" {
		return "(devel)"
	}
	return version
}

// String is the release in a line or two.
func (r release) String() string {
	line := fmt.Sprintf("usher %s, %s, %s", r.Version, r.Go, r.System)
	if r.Program != "" {
		line += "\nin " + r.Program
	}
	if r.Revision != "" {
		line += "\nrevision " + r.Revision
		if r.Time != "" {
			line += " of " + r.Time
		}
		if r.Modified {
			line += ", modified"
		}
	}
	return line
}
