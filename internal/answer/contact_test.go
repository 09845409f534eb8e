package answer

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// check runs a table of a function: "" is a refusal.
func check(t *testing.T, read func(string) (string, bool), table map[string]string) {
	t.Helper()
	for written, want := range table {
		got, ok := read(written)
		require.Equal(t, want, got, "%q", written)
		require.Equal(t, want != "", ok, "%q", written)
	}
}

func TestEmailAddresses(t *testing.T) {
	t.Parallel()
	label, local := strings.Repeat("a", 63), strings.Repeat("b", 64)
	check(t, Email, map[string]string{
		"ana@example.com": "ana@example.com", " Ana.Maria+x@Example.COM ": "Ana.Maria+x@example.com", "mailto:ana@example.com": "ana@example.com",
		"mailto:ana@example.com?subject=Hi": "ana@example.com", "<ana@example.com>": "ana@example.com", "Ana Lin <ana@example.com>": "ana@example.com",
		"my address is ana@example.com.": "ana@example.com", "ana@example.com!": "ana@example.com", "(ana@example.com)": "ana@example.com",
		"e-mail:ana@example.com": "ana@example.com", "ana@example.com, yes, ana@EXAMPLE.com": "ana@example.com", `"ana@example.com"`: "ana@example.com",
		"o'brien@example.co.uk": "o'brien@example.co.uk", "ana@BÜCHER.example": "ana@bücher.example", "ana@例え.テスト": "ana@例え.テスト", "*ana@example.com*": "ana@example.com",
		"ａｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ": "ana@example.com", "ana@exa\u200bmple.com": "ana@example.com", "\u202eana@example.com\u202c": "ana@example.com", "ana@xn--bcher-kva.example": "ana@xn--bcher-kva.example",
		"żółć@example.com": "żółć@example.com", "@handle is mine, ana@example.com too": "ana@example.com", local + "@example.com": local + "@example.com", "a@" + label + ".com": "a@" + label + ".com",
		"": "", "ana": "", "@": "", "ana@": "", "@example.com": "", "ana@example": "", "ana@@example.com": "", "ana@example..com": "", "an..a@example.com": "", ".ana@example.com": "",
		"ana.@example.com": "", "ana@.example.com": "", "ana@-example.com": "", "ana@example-.com": "", "ana@exa_mple.com": "", "ana@127.0.0.1": "", "ana@[127.0.0.1]": "", "ana@example.c": "",
		`"ana lin"@example.com`: "", `"ana"@example.com`: "", "ana @ example.com": "", "ana@example.com bob@example.com": "", "ana@example.com,bob@example.com": "", "b" + local + "@example.com": "",
		"a@a" + label + ".com": "", "a@" + strings.Repeat(label+".", 4) + "com": "", "https://ana@example.com": "", "medium.com/@ana.lin": "", "ana\xff@example.com": "", "ana@exam\xffple.com": "",
		"ana@example.com@example.com": "",
	})
	long, ok := Email(local + "@" + strings.Repeat("c", 61) + "." + strings.Repeat("d", 61) + "." + strings.Repeat("e", 61) + ".com")
	require.True(t, ok)
	require.Len(t, long, 254)
	_, ok = Email(local + "@" + strings.Repeat("c", 62) + "." + strings.Repeat("d", 61) + "." + strings.Repeat("e", 61) + ".com")
	require.False(t, ok)
}

func TestWebAddresses(t *testing.T) {
	t.Parallel()
	check(t, URL, map[string]string{
		"https://example.com": "https://example.com", "HTTP://Example.COM/Path?Q=1#F": "http://example.com/Path?Q=1#F", "example.com/x": "https://example.com/x", "example.com": "https://example.com",
		"www.example.com": "https://www.example.com", "see https://example.com/a.": "https://example.com/a", "(see example.com/a_(b))": "https://example.com/a_(b)", "<https://example.com>": "https://example.com",
		"example.com:8080/x": "https://example.com:8080/x", "https://bücher.example/ü": "https://bücher.example/ü", "https://example.com/a and https://example.com/a": "https://example.com/a",
		"https://example.com/@ana": "https://example.com/@ana", "https://example.com/?u=http://b.com": "https://example.com/?u=http://b.com", "ｈｔｔｐｓ：／／example.com": "https://example.com",
		"https://example.com/x\u200b": "https://example.com/x", "write to ana@example.com or see example.com": "https://example.com",
		"": "", "http://": "", "https://localhost": "", "localhost:80": "", "http://127.0.0.1/": "", "http://[::1]/": "", "http://0x7f.1": "", "http://2130706433": "", "http://user@example.com": "",
		"http://user:pass@example.com": "", "ftp://example.com": "", "javascript:alert(1)": "", "file:///etc/passwd": "", "http://example.com\\@evil.example": "", "http://example.com:0": "",
		"http://example.com:99999": "", "http://example.com:x": "", "http://exa mple": "", "https://a.example https://b.example": "", "http://example..com": "", "http://-a.com": "", "http://a%2eb.com": "",
		"https://example.com/\x00": "", "https://example.com/\xff": "", "mailto:ana@example.com": "", "ana@example.com": "", "hello": "", "1.5": "", "https://example.com/" + strings.Repeat("a", 2048): "",
	})
}

func TestPhoneNumbers(t *testing.T) {
	t.Parallel()
	check(t, Phone, map[string]string{
		"+48 123 456 789": "+48123456789", "0048 123-456-789": "+48123456789", "123 456 789": "123456789", "(020) 7946 0958": "02079460958", "+44 (0)20 7946 0958": "+442079460958", "(+48) 123456789": "+48123456789",
		"030/1234567": "0301234567", "tel:+48-123-456-789": "+48123456789", "TEL: 123 4567": "1234567", "＋４８１２３４５６７８９": "+48123456789", "+٤٨ ١٢٣ ٤٥٦ ٧٨٩": "+48123456789", "+48\u00a0123\u2011456\u2013789": "+48123456789",
		"\u202a+48 123 456 789\u202c": "+48123456789", "123.456.789": "123456789", "1234567": "1234567", "123456789012345": "123456789012345", " +1 (415) 555-0100 ": "+14155550100", "1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣": "1234567",
		"": "", "123456": "", "1234567890123456": "", "+": "", "+123": "", "00123456": "", "+0123456789": "", "000123456789": "", "++48123456789": "", "48+123456789": "", "+48 123 456 789 ext 5": "",
		"123456789x5": "", "1-800-FLOWERS": "", "call 123456789": "", "123456789, 987654321": "", "123456789 / 987654321": "", "123456789;987654321": "", "1234567\n7654321": "", "(123456789": "", "123)456(789": "",
		"-123456789": "", "12345678%": "", "#123456789": "", "\xff1234567": "", "½1234567": "", strings.Repeat("1", 400): "",
	})
}

func TestCoordinates(t *testing.T) {
	t.Parallel()
	for _, written := range []string{
		"52.2, 21.0", "52.2 21.0", "52.2,21.0", "52.2,21", "52,2; 21,0", "52,2 21,0", "52,2, 21,0", "52,2;21", "(52.2, 21.0)", "52.2 , 21.0", "52.2 ,21.0", " +52.2, +21.0 ", "５２．２， ２１．０",
		"geo:52.2,21.0", "geo:52.2,21.0;u=5", "geo:52.2,21.0,100", "GEO:52.2,21.0?z=5", "geo:0,0?q=52.2,21.0", "52.2° N, 21.0° E", "52.2N 21.0E", "N 52.2 E 21.0", "N52.2, E21.0", "21.0E, 52.2N", "52.2°N21.0°E",
		"52.2°, 21.0°", `52°12'0"N 21°0'0"E`, "52°12′00″N, 21°00′00″E", "52°12’ N 21° E", "52º12'N 21º0'E", "٥٢.٢, ٢١", "52° 12' 0\" N, 21° 0' 0\" E", `52°12', 21°`,
		"https://www.google.com/maps/@52.2,21.0,17z", "https://maps.google.com/?q=52.2,21.0", "https://maps.apple.com/?ll=52.2,21.0&z=5", "https://www.google.com/maps/search/?api=1&query=52.2%2C21.0",
		"https://maps.google.com/maps?hl=en&q=loc:52.2,+21.0", "\u202a52.2, 21.0\u202c",
	} {
		latitude, longitude, ok := Coordinates(written)
		require.True(t, ok, "%q", written)
		require.InDelta(t, 52.2, latitude, 1e-9, "%q", written)
		require.InDelta(t, 21.0, longitude, 1e-9, "%q", written)
	}
	latitude, longitude, ok := Coordinates(`33°51'24.5"S 151°12'55"W`)
	require.True(t, ok)
	require.InDelta(t, -33.856805, latitude, 1e-6)
	require.InDelta(t, -151.215277, longitude, 1e-6)
	latitude, longitude, ok = Coordinates("-90, −180")
	require.True(t, ok)
	require.InDelta(t, -90, latitude, 0)
	require.InDelta(t, -180, longitude, 0)
}

func TestWhatIsNoPlace(t *testing.T) {
	t.Parallel()
	for _, written := range []string{
		"", "x", "52.2", "52.2,", ",21", "52.2, 21.0, 5", "1 2 3", "91, 0", "-90.1, 0", "0, 181", "0, -180.5", "52.2N 21.0", "52.2N 21.0S", "21E 21E", "-52.2N 21E", "52°60'N 21°E", `52°12'60"N 21°E`, "52.5°12'N 21°E",
		"52,2,21,0", "1e1, 2", "0x1, 2", "NaN, 1", "inf, 1", "N, E", "NE", "52..2, 1", ". , .", "geo:", "geo:x", "https://example.com", "https://example.com/@ana", "https://example.com/?q=1", "https://example.com/@1,",
		"5 €, 6 €", "Warsaw, Poland", strings.Repeat("9", 400) + "," + strings.Repeat("9", 400), "\xff,\xff", "--1, 2", "1, 2)3",
	} {
		_, _, ok := Coordinates(written)
		require.False(t, ok, "%q", written)
	}
}
