package main

import (
	"bytes"
	"os"
	"path"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheCommandCarriesTheZonesOfTheWorld(t *testing.T) {
	t.Parallel()
	name, err := os.Executable() // this test, which is linked with all that the command is
	require.NoError(t, err)
	program, err := os.ReadFile(name)
	require.NoError(t, err)
	zone := path.Join("Antarctica", "DumontDUrville") // in no other words of this program
	require.True(t, bytes.Contains(program, []byte(zone)), "without a database of its own the command knows no zone in a container")
}
