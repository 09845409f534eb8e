package usher

import "github.com/gousher/usher/internal/answer"

// PhoneNumbers tells whether a text is a phone number, for questions of type [PhoneAnswer]. The default, with
// [Config.Phones] nil, takes 7 to 15 digits with the usual separators, makes "00" a "+", and leaves a number without a
// country code as it is. The nested module phonenumbers knows the rules of every country.
type PhoneNumbers interface {
	// Number returns the number in its normal form, "+34600111222" where the country is known, or false if the text is
	// none. The contact is who wrote it: his language and fields may say in which country he is.
	Number(written string, c Contact) (string, bool)
}

// PhoneNumbersFunc makes a [PhoneNumbers] of a function.
type PhoneNumbersFunc func(written string, c Contact) (string, bool)

// Number calls the function.
func (f PhoneNumbersFunc) Number(written string, c Contact) (string, bool) { return f(written, c) }

// anyPhone is the default: the form alone, and no country's rules.
func anyPhone(written string, _ Contact) (string, bool) { return answer.Phone(written) }
