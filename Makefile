# usher: everyday commands. A bare "make" lists them.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

GO      ?= go
BENCH   ?= .
FUZZTIME ?= 10s

LINT_VERSION := v2.15.0
BIN  := $(CURDIR)/.bin
LINT := $(BIN)/golangci-lint

# The root and every nested module; hidden and testdata directories hold none of ours.
MODULES := $(sort $(patsubst %/go.mod,%,$(shell find . -name go.mod -not -path '*/.*' -not -path '*/testdata/*')))

# $(call each,command) runs the command in the directory of every module, and stops at the first that fails.
define each
for module in $(MODULES); do \
	echo "== $$module: $(strip $(1))"; \
	(cd "$$module" && $(1)); \
done
endef

.PHONY: help
help: ## list the commands
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

.PHONY: test
test: ## run the tests of every module
	@$(call each,$(GO) test ./...)

.PHONY: race
race: compiler ## run the tests of every module under the race detector (needs a C compiler)
	@$(call each,CGO_ENABLED=1 $(GO) test -race ./...)

.PHONY: lint
lint: tool ## run the linters over every module (installs golangci-lint into .bin)
	@$(call each,$(LINT) run --config '$(CURDIR)/.golangci.yml' ./...)

.PHONY: fmt
fmt: tool ## format every module
	@$(call each,$(LINT) fmt --config '$(CURDIR)/.golangci.yml')

.PHONY: fuzz
fuzz: ## run every fuzz target of every module for FUZZTIME (10s)
	@targets=$$(grep -rEo --include='*_test.go' --exclude-dir='.?*' '^func Fuzz[A-Za-z0-9_]*' . | sort -u || true); \
	[ -n "$$targets" ] || echo "no fuzz targets"; \
	while IFS=: read -r file name; do \
		[ -n "$$file" ] || continue; \
		name=$${name#func }; \
		echo "== $$(dirname "$$file"): $$name"; \
		(cd "$$(dirname "$$file")" && $(GO) test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1x . < /dev/null); \
	done <<< "$$targets"

.PHONY: bench
bench: ## run the benchmarks of every module, or those that match BENCH
	@$(call each,$(GO) test -run '^$$' -bench '$(BENCH)' -benchmem ./...)

.PHONY: theory
theory: ## hold long simulations against queueing theory: a table, and a line for every law (minutes)
	@USHER_THEORY=long $(GO) test -count=1 -timeout 60m -v -run '^TestTheory' . | grep -vE '^ *(=== |--- PASS)'

# Only the packages with a transcript know the flag -update.
.PHONY: transcripts
transcripts: ## rewrite the golden transcripts; read the diff before you commit it
	@files=$$(grep -rlE --include='*_test.go' --exclude-dir='.?*' '^func Test[A-Za-z0-9_]*Transcript' . || true); \
	[ -n "$$files" ] || echo "no transcripts"; \
	while read -r dir; do \
		[ -n "$$dir" ] || continue; \
		echo "== $$dir"; \
		(cd "$$dir" && $(GO) test -count=1 -run Transcript . -update < /dev/null); \
	done <<< "$$([ -z "$$files" ] || xargs -n1 dirname <<< "$$files" | sort -u)"

.PHONY: generate
generate: ## rewrite the generated files
	@$(call each,$(GO) generate ./...)

.PHONY: cover
cover: ## run the tests with coverage: a line for each module, details in its coverage.out
	@$(call each,$(GO) test -coverpkg=./... -coverprofile=coverage.out ./... > /dev/null && $(GO) tool cover -func=coverage.out | tail -n 1)

# Each module on its own, by its own go.mod: what a user of the module gets, who has no workspace.
.PHONY: verify
verify: export GOWORK := off
verify: ## all that must hold before a change is merged
	@$(MAKE) workspace
	@$(MAKE) tidy
	@$(MAKE) format
	@$(MAKE) vet
	@$(MAKE) fresh
	@$(MAKE) lint
	@$(MAKE) race
	@echo "verify: all is well"

# The parts of verify.

.PHONY: workspace
workspace:
	@echo "== go.work names every module"
	@for module in $(MODULES); do \
		grep -qE "^[[:space:]]*(use[[:space:]]+)?$${module//./\\.}/?[[:space:]]*$$" go.work || \
			{ echo "workspace: $$module is missing in go.work: run '$(GO) work use $$module'" >&2; exit 1; }; \
	done

.PHONY: tidy
tidy:
	@$(call each,$(GO) mod tidy -diff)

.PHONY: format
format: tool
	@$(call each,$(LINT) fmt --diff --config '$(CURDIR)/.golangci.yml')

.PHONY: vet
vet:
	@$(call each,$(GO) vet ./...)

# A state is a checksum of every file, so that neither a commit nor a clean tree is needed.
.PHONY: fresh
fresh:
	@state() { find . -type f -not -path './.git/*' -not -path './.bin/*' -exec cksum {} + | sort; }; \
	before=$$(state); \
	$(MAKE) generate; \
	diff <(echo "$$before") <(state) || \
		{ echo "fresh: generated files were stale and have been rewritten: read the diff and commit it" >&2; exit 1; }

.PHONY: compiler
compiler:
	@cc=$$($(GO) env CC); \
	command -v $${cc%% *} > /dev/null || \
		{ echo "race: the race detector needs cgo and a C compiler, and '$$cc' was not found: install gcc, or set CC" >&2; exit 1; }

.PHONY: tool
tool:
	@if ! { [ -x '$(LINT)' ] && '$(LINT)' version | grep -qE 'version v?$(LINT_VERSION:v%=%) '; }; then \
		echo "installing golangci-lint $(LINT_VERSION) into .bin"; \
		GOBIN='$(BIN)' $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_VERSION); \
	fi
