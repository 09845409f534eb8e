// Package phonenumbers makes a [usher.PhoneNumbers] of nyaruka/phonenumbers, which has the numbering plan of every country:
// questions of type [usher.PhoneAnswer] then take a number only if it can exist, and save it with its country code.
//
//	config.Phones = phonenumbers.Numbers{Region: "ES"}
//
// With it "600 111 222" is "+34600111222" and "123 456 789" is none. The program grows by about 6 MB.
package phonenumbers
