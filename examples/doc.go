// Package examples is the home of programs that embed usher, one directory for each, written to be read and copied.
//
// They are a module of their own, so that nothing an example needs becomes a dependency of usher itself.
package examples
