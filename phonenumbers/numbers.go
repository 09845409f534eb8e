package phonenumbers

import (
	"strings"
	"unicode/utf8"

	library "github.com/nyaruka/phonenumbers"

	"github.com/gousher/usher"
)

// longest is how many bytes are looked at: nobody writes a number with more.
const longest = 250

// Numbers takes every number that its country has given out or could give out, and writes it as E.164 does:
// "+34600111222". A number with a "+" may be of any country; one without needs to be known to be somewhere. The zero
// value takes only numbers with a "+".
type Numbers struct {
	// Region is the country of a number without a country code (ISO 3166, "ES"), where RegionOf says none. Without either,
	// such a number is refused.
	Region string
	// RegionOf says in which country a contact is, by whatever the host knows of him: a field, an identity, his language.
	// With nil, or where it returns "" or a country that there is not, Region counts. Many goroutines call it at once.
	RegionOf func(c usher.Contact) string
}

var _ usher.PhoneNumbers = Numbers{}

// Number returns the number as E.164 writes it, or false if the text is none, is one that its country does not give out, or
// has an extension, which E.164 cannot say.
func (n Numbers) Number(written string, c usher.Contact) (string, bool) {
	if len(written) > longest || !utf8.ValidString(written) {
		return "", false
	}
	return number(strings.TrimSpace(written), n.region(c))
}

func (n Numbers) region(c usher.Contact) string {
	if n.RegionOf != nil {
		if region := strings.ToUpper(n.RegionOf(c)); library.GetCountryCodeForRegion(region) != 0 {
			return region
		}
	}
	return strings.ToUpper(n.Region)
}

// number asks the library. Texts come from strangers, and a library of patterns that fails on one of them must not take the
// router with it: such a text is no number.
func number(written, region string) (normal string, ok bool) {
	defer func() {
		if recover() != nil {
			normal, ok = "", false
		}
	}()
	parsed, err := library.Parse(written, region)
	if err != nil || parsed.GetExtension() != "" || !library.IsValidNumber(parsed) {
		return "", false
	}
	return library.Format(parsed, library.E164), true
}
