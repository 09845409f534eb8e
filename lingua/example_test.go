package lingua_test

import (
	"fmt"

	"github.com/gousher/usher"
	"github.com/gousher/usher/lingua"
)

// A desk that writes English and Spanish names both, and a third in which many contacts write to it.
func Example() {
	detector, err := lingua.New("en", "es", "de")
	if err != nil {
		fmt.Println(err)
		return
	}
	var languages usher.LanguageDetector = detector // for the router's configuration

	fmt.Println(languages.Detect("my parcel has not arrived"))
	fmt.Println(languages.Detect("mi paquete no ha llegado"))
	fmt.Printf("%q\n", languages.Detect("12345"))

	_, err = lingua.New()
	fmt.Println(err)
	// Output:
	// en
	// es
	// ""
	// lingua: name the languages that your contacts write: all of them take over a gigabyte of memory
}
