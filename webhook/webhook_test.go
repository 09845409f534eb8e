package webhook

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"
)

// at is when the requests of these tests come, unless one says otherwise.
var at = time.Date(2026, time.June, 10, 12, 30, 0, 0, time.UTC)

func TestABodyIsReadAsItCame(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "a", "{\r\n \"text\":\t\"\\u00e9 é 👩‍💻\"}\n", "\x00\xff\xfe", strings.Repeat("x", 100)} {
		body, err := Read(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(text)), 100)
		require.NoError(t, err)
		require.Equal(t, text, string(body))
	}
	body, err := Read(httptest.NewRecorder(), &http.Request{}, 0)
	require.NoError(t, err)
	require.Empty(t, body)
}

func TestABodyAboveTheLimitIsTooLarge(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name        string
		size, limit int64
	}{
		{"by a byte", 101, 100},
		{"a limit that is not set", DefaultLimit + 1, 0},
		{"a limit below zero", DefaultLimit + 1, -1},
		{"ten megabytes", 10 << 20, DefaultLimit},
	} {
		for _, length := range []int64{c.size, -1} { // -1: the sender does not say how long it is
			t.Run(fmt.Sprint(c.name, length), func(t *testing.T) {
				t.Parallel()
				source := &counted{reader: io.LimitReader(endless{}, c.size)}
				r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", source)
				r.ContentLength = length
				body, err := Read(httptest.NewRecorder(), r, c.limit)
				require.ErrorIs(t, err, ErrTooLarge)
				require.Nil(t, body)
				require.LessOrEqual(t, source.bytes, int64(2*DefaultLimit))
			})
		}
	}
	_, err := Read(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", endless{}), 0)
	require.ErrorIs(t, err, ErrTooLarge)
	body, err := Read(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", io.LimitReader(endless{}, DefaultLimit)), 0)
	require.NoError(t, err)
	require.Len(t, body, DefaultLimit)
}

func TestABodyThatBreaksOffIsAnError(t *testing.T) {
	t.Parallel()
	lost := errors.New("connection reset")
	body, err := Read(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", io.MultiReader(strings.NewReader("{"), iotest.ErrReader(lost))), 0)
	require.ErrorIs(t, err, lost)
	require.Nil(t, body)
}

func TestTheConnectionOfABodyThatIsTooLargeIsClosed(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, err := Read(w, r, 10)
		w.WriteHeader(Status(err))
	}))
	defer server.Close()
	for size, want := range map[int]int{10: http.StatusOK, 11: http.StatusRequestEntityTooLarge} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, strings.NewReader(strings.Repeat("x", size)))
		require.NoError(t, err)
		answer, err := server.Client().Do(r)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		require.Equal(t, want, answer.StatusCode)
		require.Equal(t, want != http.StatusOK, answer.Close)
	}
}

func TestEveryErrorHasItsStatus(t *testing.T) {
	t.Parallel()
	for err, want := range map[error]int{
		nil:                   200,
		ErrTooLarge:           413,
		ErrSignature:          401,
		ErrExpired:            401,
		ErrConfig:             500,
		io.ErrUnexpectedEOF:   400,
		errors.New("another"): 400,
	} {
		require.Equal(t, want, Status(err))
		if err != nil {
			require.Equal(t, want, Status(fmt.Errorf("receive: %w", err)))
		}
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

type counted struct {
	reader io.Reader
	bytes  int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.reader.Read(p)
	c.bytes += int64(n)
	return n, err
}
