package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// try runs the program on a file of its own with the given content; the file's name in what is printed is FILE.
func try(t *testing.T, content string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "messages.csv")
	require.NoError(t, os.WriteFile(file, []byte(content), 0o600))
	status, stdout, stderr = start(t, append([]string{file}, args...)...)
	return status, strings.ReplaceAll(stdout, file, "FILE"), strings.ReplaceAll(stderr, file, "FILE")
}

func start(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs strings.Builder
	status = run(t.Context(), args, &out, &errs)
	return status, out.String(), errs.String()
}

// lasting is what is printed but for the timings and the bars.
func lasting(out string) string {
	var b strings.Builder
	for line := range strings.Lines(out) {
		if !strings.HasPrefix(line, "time per message") {
			b.WriteString(strings.TrimRight(line, " █\n") + "\n")
		}
	}
	return b.String()
}

func TestTheInventedMessagesGoToTheirTeams(t *testing.T) {
	t.Parallel()
	status, out, errs := start(t, "messages.csv", "--text", "text", "--label", "team", "--misses", "5")
	require.Equal(t, statusOK, status)
	require.Empty(t, errs, "the tables are without warnings")
	require.Equal(t, `messages.csv, column text
desk: bank (of the file's 10 labels bank knows 10, assistant knows 1)

40 rows read: 40 routed, 0 refused, 0 empty and skipped

team       messages   share
cards             6   15.0%
payments          6   15.0%
refunds           4   10.0%
transfers         5   12.5%
top_ups           4   10.0%
cash              3    7.5%
exchange          3    7.5%
identity          2    5.0%
account           4   10.0%
general           3    7.5%
else (no row matches): 3, 7.5%; fallback: 0, 0.0%

agreement with team: 38 of 40, 95.0%; F1 over teams 0.944
team       labelled  routed  agree  precision  recall
cards             7       6      6      1.000   0.857
payments          6       6      6      1.000   1.000
refunds           4       4      4      1.000   1.000
transfers         5       5      5      1.000   1.000
top_ups           4       4      4      1.000   1.000
cash              4       3      3      1.000   0.750
exchange          3       3      3      1.000   1.000
identity          2       2      2      1.000   1.000
account           3       4      3      0.750   1.000
general           2       3      2      0.667   1.000

line 3: account, not cards (cards)
  My daughter bent my card in half and the chip fell out
  keyword table front: row 15 (who may have one) matches "daughter"
line 32: general, not cash (cash)
  Quanto costa prelevare all'estero?
  keyword table front: no row matches

0 of 40 conversations had to wait for an agent; the longest queue was 0
40 handed to an agent, 0 left waiting
`, lasting(out))
	require.Contains(t, out, "time per message: mean ")
}

func TestTheLabelsChooseTheDesk(t *testing.T) {
	t.Parallel()
	status, out, errs := try(t, "text,domain\nset a timer for tea,utility\nis it far to the next planet,oos\n", "--label", "domain")
	require.Equal(t, statusOK, status)
	require.Empty(t, errs)
	require.Contains(t, out, "desk: assistant (of the file's 2 labels bank knows 1, assistant knows 2)")
	require.Contains(t, out, "agreement with domain: 2 of 2, 100.0%")

	_, out, _ = try(t, "text\nset a timer for tea\n")
	require.Contains(t, out, "desk: bank (the file's labels are not known; --desk chooses)")
	require.NotContains(t, out, "agreement")

	_, out, _ = try(t, "text\nset a timer for tea\n", "--desk", "assistant")
	require.Contains(t, out, "desk: assistant (as the command line says)")
	require.Contains(t, out, "utility                    1  100.0%")
}

func TestALabelMeansATeamByItsNameOrItsBeginning(t *testing.T) {
	t.Parallel()
	for label, want := range map[string]string{
		"cards": "cards", "activate_my_card": "cards", "getting_spare_card": "cards", "transfer_timing": "transfers",
		"top_up_by_card_charge": "top_ups", "top_up_by_bank_transfer_charge": "transfers", "Refund_not_showing_up": "refunds",
		"card_payment_fee_charged": "payments", "card_payment_wrong_exchange_rate": "exchange", "other": "general", "weather": "",
	} {
		require.Equal(t, want, bank.meant(label), label)
	}
}

func TestLabelsThatMeanNoTeamAreListed(t *testing.T) {
	t.Parallel()
	_, out, _ := try(t, "text,label\nmy PIN,cards\nmy PIN,\nmy PIN,pets\nmy PIN,pets\nmy PIN,gardens\n", "--label", "label")
	require.Contains(t, out, "agreement with label: 1 of 1, 100.0%")
	require.Contains(t, out, `not compared: 1 message without a label
not compared: 2 messages with the label "pets", which means no team of this desk
not compared: 1 message with the label "gardens", which means no team of this desk
`)
}

func TestEveryRowIsAccountedFor(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("refund ", 10_000)
	content := "\ufeff\ntext,label\nmy card,cards\n\n\n\"two\nlines\n\",cards\n  ,cards\n,\n " + "\n" + long + ",refunds\r\nmy PIN,cards\n\n"
	status, out, errs := try(t, content, "--label", "label")
	require.Equal(t, statusOK, status, errs)
	require.Contains(t, out, "11 rows read: 3 routed, 1 refused, 7 empty and skipped\n"+
		"  line 12 refused: the message has 70000 bytes of text, over the limit of 65536\n")
	require.Contains(t, out, "3 handed to an agent, 0 left waiting")
}

func TestWhoeverWaitsIsServedInTheEnd(t *testing.T) {
	t.Parallel()
	content := "text\n" + strings.Repeat("my card\n", 100)
	_, out, _ := try(t, content, "--close-after", "1000")
	require.Contains(t, out, "80 of 100 conversations had to wait for an agent; the longest queue was 80\n")
	require.Contains(t, out, "100 handed to an agent, 0 left waiting\n")

	_, out, _ = try(t, content, "--close-after", "20")
	require.Contains(t, out, "0 of 100 conversations had to wait for an agent; the longest queue was 0\n")
}

func TestARunIsRepeatable(t *testing.T) {
	t.Parallel()
	var content strings.Builder
	content.WriteString("text\n")
	for i := range 500 {
		fmt.Fprintf(&content, "%s number %d\n", []string{"my card", "a transfer", "the exchange rate", "hello", "the refund"}[i*i%7%5], i)
	}
	_, once, _ := try(t, content.String())
	_, again, _ := try(t, content.String())
	require.Equal(t, lasting(once), lasting(again))
}

func TestAMalformedFileIsRefusedWithTheLine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ content, want string }{
		{"", "triage: FILE is empty: its first row has to name the columns\n"},
		{"\n\n", "triage: FILE is empty: its first row has to name the columns\n"},
		{"text,label\nhi,cards\nmy card, please,cards\n", "triage: FILE:3: the row has 3 columns, the header 2: " +
			"a text with a comma in it has to stand in quotes\n"},
		{"text,label\nhi,cards\n\nhi\n", "triage: FILE:4: the row has 1 column, the header 2: " +
			"a text with a comma in it has to stand in quotes\n"},
		{"text\nhi\na \"b\" c\n", "triage: FILE:3:3: bare \" in non-quoted-field\n"},
		{"text\n\"hi\nthere\n", "triage: FILE:3:7: extraneous or missing \" in quoted-field, in the row that begins on line 2\n"},
		{"text,text\nhi,ho\n", "triage: FILE has two columns \"text\"\n"},
	} {
		status, out, errs := try(t, c.content)
		require.Equal(t, statusWrong, status, c.content)
		require.Empty(t, out, "nothing is routed")
		require.Equal(t, c.want, errs)
	}
}

func TestAFileWithoutMessagesIsNoMistake(t *testing.T) {
	t.Parallel()
	status, out, _ := try(t, "text,label\n", "--label", "label")
	require.Equal(t, statusOK, status)
	require.Contains(t, out, "0 rows read: 0 routed, 0 refused, 0 empty and skipped")
	require.Contains(t, out, "agreement with label: 0 of 0, -")
	require.NotContains(t, out, "time per message")
}

func TestAMistakeInTheCommandLineIsExplained(t *testing.T) {
	t.Parallel()
	const content = "message,category\nhi,cards\n"
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--text", "mesage"}, "--text: FILE has no column \"mesage\", did you mean message?: its columns are message, category"},
		{nil, "--text: FILE has no column \"text\": its columns are message, category"},
		{[]string{"--text", "message", "--label", "Category"}, "--label: FILE has no column \"Category\", did you mean category?"},
		{[]string{"--text", "message", "--desk", "bnk"}, "there is no desk \"bnk\", did you mean bank?: bank, assistant"},
		{[]string{"--text", "message", "--close-after", "0"}, "--close-after 0: give at least 1"},
		{[]string{"--text", "message", "--misses", "3"}, "--misses needs --label"},
		{[]string{"--txt", "message"}, "flag provided but not defined: -txt"},
		{[]string{"another.csv"}, "one file at a time: FILE, another.csv"},
	} {
		status, out, errs := try(t, content, c.args...)
		require.Equal(t, statusUsage, status, c.want)
		require.Empty(t, out)
		require.Contains(t, errs, "triage: "+c.want)
		require.Contains(t, errs, "usage: triage FILE.csv")
	}
	for want, args := range map[string][]string{
		"name the CSV file":             nil,
		"missing.csv: no such file":     {"missing.csv"},
		"flag needs an argument: -text": {"messages.csv", "--text"},
	} {
		status, _, errs := start(t, args...)
		require.Equal(t, statusUsage, status, want)
		require.Contains(t, errs, want)
		require.Contains(t, errs, "usage: triage FILE.csv")
	}
	status, out, errs := start(t, "--help")
	require.Equal(t, statusOK, status)
	require.Contains(t, out, "usage: triage FILE.csv")
	require.Empty(t, errs)
}
