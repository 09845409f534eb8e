// Package frontdesk holds a workflow without Go: a desk, a workflow and its scenarios as files. The README of usher checks,
// plays and tests them.
package frontdesk
