//go:build race

package usher_test

// raceDetector: it makes everything many times slower, and has nothing to find in a simulation of one goroutine.
const raceDetector = true
