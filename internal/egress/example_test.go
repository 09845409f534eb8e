package egress_test

import (
	"fmt"

	"github.com/gousher/usher/internal/egress"
)

// The addresses that the http step never asks, unless they are opened.
func ExampleClasses() {
	for _, class := range egress.Classes() {
		fmt.Printf("%-20s %s\n", class.Prefix, class.Name)
	}
	// Output:
	// x
}
