package phonenumbers_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
	"github.com/gousher/usher/phonenumbers"
)

func TestANumberIsSavedWithItsCountry(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ region, written, want string }{
		{"ES", "600 111 222", "+34600111222"},
		{"ES", "600-11-12-22", "+34600111222"},
		{"ES", "(+34) 600 111 222", "+34600111222"},
		{"ES", "0034600111222", "+34600111222"},
		{"ES", "+1 650-253-0000", "+16502530000"},
		{"ES", "  600111222\n", "+34600111222"},
		{"es", "600111222", "+34600111222"},
		{"US", "(650) 253-0000", "+16502530000"},
		{"US", "011 34 600 111 222", "+34600111222"},
		{"GB", "020 7031 3000", "+442070313000"},
		{"GB", "+44 (0)20 7031 3000", "+442070313000"},
		{"JP", "０３－１２３４－５６７８", "+81312345678"},
		{"", "＋34 ６００１１１２２２", "+34600111222"},
		{"EG", "٠١٠٠١٢٣٤٥٦٧", "+201001234567"},
		{"IT", "06 698 12345", "+390669812345"},
		{"", "+49 30 123456", "+4930123456"},
		{"XX", "+49 30 123456", "+4930123456"},
	} {
		got, ok := phonenumbers.Numbers{Region: c.region}.Number(c.written, usher.Contact{})
		require.True(t, ok, c.written)
		require.Equal(t, c.want, got, c.written)
	}
}

func TestWhatIsNoNumberIsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ region, written string }{
		{"ES", ""}, {"ES", "   "}, {"ES", "no phone"}, {"ES", "12"}, {"ES", "123 456 789"}, {"ES", "+999 12345678"},
		{"ES", "600 111 22"}, {"ES", "600 111 2222"}, {"ES", "+34 600 111 222 ext. 5"}, {"US", "650 253 0000 x12"},
		{"ES", "112"}, {"ES", "jane@example.com"}, {"ES", "\xff\xfe600111222"}, {"ES", "+"}, {"ES", "++++"},
		{"", "600 111 222"}, {"XX", "600 111 222"}, {"US", "555-0100"},
		{"ES", strings.Repeat("6", 10000)}, {"ES", strings.Repeat("(", 240)},
	} {
		got, ok := phonenumbers.Numbers{Region: c.region}.Number(c.written, usher.Contact{})
		require.False(t, ok, "%q", c.written)
		require.Empty(t, got, "%q", c.written)
	}
}

func TestTheContactSaysInWhichCountryHeIs(t *testing.T) {
	t.Parallel()
	numbers := phonenumbers.Numbers{Region: "ES", RegionOf: func(c usher.Contact) string {
		country, _ := c.Fields["country"].(string)
		return country
	}}
	for country, want := range map[string]string{"PT": "+351912345678", "pt": "+351912345678", "PL": "+48912345678"} {
		got, ok := numbers.Number("912 345 678", usher.Contact{Fields: map[string]any{"country": country}})
		require.True(t, ok, country)
		require.Equal(t, want, got)
	}
	for _, country := range []string{"", "XX", "Portugal"} {
		got, ok := numbers.Number("912 345 678", usher.Contact{Fields: map[string]any{"country": country}})
		require.True(t, ok, country)
		require.Equal(t, "+34912345678", got, "the default counts for %q", country)
	}
}

func FuzzNumber(f *testing.F) {
	for _, seed := range []string{"600 111 222", "+34600111222", "０３－１２３４－５６７８", "tel:+1-650;ext=1", "\xff", "+800 1234 5678", "1-800-FLOWERS"} {
		f.Add(seed, "ES")
	}
	normal := regexp.MustCompile(`^\+[1-9]\d{5,16}$`)
	f.Fuzz(func(t *testing.T, written, region string) {
		got, ok := phonenumbers.Numbers{Region: region}.Number(written, usher.Contact{})
		if !ok {
			require.Empty(t, got)
			return
		}
		require.Regexp(t, normal, got)
		again, ok := phonenumbers.Numbers{}.Number(got, usher.Contact{})
		require.True(t, ok)
		require.Equal(t, got, again, "the normal form stays as it is")
	})
}

func BenchmarkNumber(b *testing.B) {
	numbers := phonenumbers.Numbers{Region: "ES"}
	b.ReportAllocs()
	for b.Loop() {
		numbers.Number("600 111 222", usher.Contact{})
	}
}
