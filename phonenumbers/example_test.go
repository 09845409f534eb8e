package phonenumbers_test

import (
	"fmt"

	"github.com/gousher/usher"
	"github.com/gousher/usher/phonenumbers"
)

// A shop in Spain sells to Portugal too: who reads Portuguese writes numbers as they are written there.
func Example() {
	var phones usher.PhoneNumbers = phonenumbers.Numbers{ // for the router's configuration
		Region: "ES",
		RegionOf: func(c usher.Contact) string {
			if c.Language == "pt" {
				return "PT"
			}
			return ""
		},
	}

	fmt.Println(phones.Number("600 111 222", usher.Contact{Language: "es"}))
	fmt.Println(phones.Number("912 345 678", usher.Contact{Language: "pt"}))
	fmt.Println(phones.Number("+1 650 253 0000", usher.Contact{}))
	fmt.Println(phones.Number("123 456 789", usher.Contact{Language: "es"}))
	// Output:
	// +34600111222 true
	// +351912345678 true
	// +16502530000 true
	//  false
}
