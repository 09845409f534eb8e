// Package scenario runs scenario files: a real router on a simulated clock, with a host that records, an outside world
// made of stubs, and a time line of what happens and what is expected. Nothing in it waits for real time: the clock jumps
// from one instant at which something is due to the next.
package scenario
