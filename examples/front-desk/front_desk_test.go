package frontdesk_test

import (
	"testing"

	"github.com/gousher/usher/ushertest"
)

func TestFrontDesk(t *testing.T) {
	t.Parallel()
	ushertest.Scenarios(t, nil, ".")
}
