// Package examples is the home of programs that embed usher, one directory for each, written to be read and copied.
// The numbered ones are a ladder: each shows one thing more than the one before. README.md has the list.
//
// They are a module of their own, so that nothing an example needs becomes a dependency of usher itself.
package examples
