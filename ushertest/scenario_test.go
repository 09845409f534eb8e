package ushertest_test

import (
	"testing"

	"github.com/gousher/usher/ushertest"
)

func TestScenarios(t *testing.T) {
	t.Parallel()
	ushertest.Scenarios(t, nil, "../testdata/scenarios")
}
