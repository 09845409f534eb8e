// Package rule compiles the conditions and texts of a workflow.
//
// A condition is expr text (github.com/expr-lang/expr). Its parser and its type checker are expr's own; the syntax tree
// is then compiled to plain Go closures over the environment E, which evaluate without allocating. What cannot be
// compiled (predicates such as any(list, ...)) runs in expr's virtual machine over the same tree. A property test holds
// the two against each other: value for value and error for error.
//
// # The fence
//
// Sources come from people who may be careless or hostile, so nothing that a source says can take long or allocate much:
// sources are at most 4 KiB, nesting, nodes and cost are bounded at load, loops in loops, ranges, let and every builtin
// that is not deterministic or not bounded are refused, strings that an expression builds end at 64 KiB, values that it
// reads are cut or refused beyond fixed sizes, and what cannot be judged at load draws on a budget at run time.
//
// # Absent values
//
// Nil equals only nil: `topic == "x"` is false and `topic != "x"` is true while topic is nil. Ordering and arithmetic on
// nil are run-time errors; contains, startsWith, endsWith and matches on nil are false. A whole condition that is nil is
// false. A missing key of a map is nil; a field of nil is an error, and ?. and ?? guard against it.
package rule
