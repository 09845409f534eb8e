package egress

import (
	"slices"
	"strings"
)

// reservedNames are the names, with all below them, that mean something inside: a machine, a home, a company, a cloud.
// "example" and "test" are no such names: they lead nowhere, and examples and tests use them.
var reservedNames = []string{ //nolint:gochecknoglobals // a table that is only read
	"localhost", "localdomain", "localdomain4", "localdomain6", "local",
	"internal", "intranet", "private", "corp", "home", "lan", "home.arpa", "onion",
}

// metadataNames are the names under which clouds serve what a machine may know of itself, credentials included.
var metadataNames = []string{ //nolint:gochecknoglobals // a table that is only read
	"metadata.goog", "metadata.google.com", "metadata.tencentyun.com", "metadata.packet.net", "metadata.platformequinix.com",
	"instance-data.amazonaws.com", "metadata.aliyun.com", "metadata.azure.com",
}

// reserved says why a name in canonical form is not asked, or nothing if it may be.
func reserved(name string) string {
	within := func(parent string) bool {
		rest, ok := strings.CutSuffix(name, parent)
		return ok && (rest == "" || strings.HasSuffix(rest, "."))
	}
	if slices.ContainsFunc(metadataNames, within) {
		return "a name of " + metadata
	}
	if i := slices.IndexFunc(reservedNames, within); i >= 0 {
		return "a name under " + reservedNames[i] + " belongs to the network inside"
	}
	return ""
}
