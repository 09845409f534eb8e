package provider_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
	"github.com/gousher/usher/examples/internal/provider"
)

func TestWhatHasAnotherShapeIsMissing(t *testing.T) {
	t.Parallel()
	o := provider.Parse([]byte(`{"a": "x", "n": 7, "o": {"b": "y"}, "l": [{"c": "z"}], "ll": [[{"d": "w"}]], "mixed": [{}, 7]}`))

	require.Equal(t, []any{"x", int64(7), "y", "z", "w"}, []any{
		o.Text("a"), o.Number("n"), o.In("o").Text("b"), o.Each("l")[0].Text("c"), o.Lists("ll")[0][0].Text("d"),
	})
	require.Empty(t, o.Text("n")+o.Text("o")+o.Text("none")+o.In("a").Text("b")+o.In("none").In("none").Text("x"))
	require.Zero(t, o.Number("a"))
	require.Empty(t, o.Each("mixed"))
	for _, wrong := range []string{``, `null`, `7`, `[]`, `{`, `{"a": }`} {
		require.Nil(t, provider.Parse([]byte(wrong)), wrong)
	}
}

func TestARepeatSkipsWhatWentOut(t *testing.T) {
	t.Parallel()
	var sending provider.Sending
	var sent []any
	fails := errors.New("down")
	send := func(m map[string]any) error {
		if len(sent) == 1 && fails != nil {
			return fails
		}
		sent = append(sent, m["n"])
		return nil
	}
	messages := []map[string]any{{"n": 1}, {"n": 2}, {"n": 3}}

	require.ErrorIs(t, sending.Each("k", messages, send), fails)
	require.ErrorIs(t, sending.Each("k", messages, send), fails)
	fails = nil
	require.NoError(t, sending.Each("k", messages, send))
	require.Equal(t, []any{1, 2, 3}, sent)
}

func TestAnErrorOfTheRouterIsLastingOrNot(t *testing.T) {
	t.Parallel()
	for err, want := range map[error]int{
		nil: http.StatusNoContent, fmt.Errorf("%w: x", usher.ErrInvalid): http.StatusBadRequest, usher.ErrTooOld: http.StatusBadRequest,
		usher.ErrUnavailable: http.StatusServiceUnavailable,
	} {
		require.Equal(t, want, provider.Status(nil, err))
		require.Equal(t, want == http.StatusServiceUnavailable, provider.Temporary(nil, err) != nil)
	}
}

func TestAPostHasATokenAndNoErrorHasTheAddress(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusTeapot)
		fmt.Fprintf(w, `{"got": %q}`, r.Header.Get("Authorization"))
	}))
	status, said, err := provider.Post(t.Context(), server.URL+"/secret", "token", map[string]any{})
	require.NoError(t, err)
	require.Equal(t, http.StatusTeapot, status)
	require.Equal(t, "Bearer token", said.Text("got"))

	server.Close()
	_, _, err = provider.Post(t.Context(), server.URL+"/secret", "", map[string]any{})
	require.Error(t, err)
	require.NotContains(t, err.Error(), "secret")
	_, _, err = provider.Post(t.Context(), "http://secret:\x7f", "", map[string]any{})
	require.Error(t, err)
	require.NotContains(t, err.Error(), "secret")
}
