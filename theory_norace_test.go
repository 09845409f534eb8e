//go:build !race

package usher_test

const raceDetector = false
