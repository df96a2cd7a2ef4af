# `make demo` shows the main job; `make test` runs all tests. `make` lists the rest.

CARGO ?= cargo
TARGET := $(or $(CARGO_TARGET_DIR),target)
KHABAR := $(TARGET)/release/khabar

.DEFAULT_GOAL := help
.PHONY: help build demo test crash lint eval peers bench fuzz readme

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' Makefile

build: ## the release command, target/release/khabar
	$(CARGO) build --release --locked -p khabar-cli

demo: build ## read a few sample pages and show what comes out
	@sh crates/khabar-cli/demo.sh $(KHABAR)

test: ## all tests of the workspace
	@if $(CARGO) nextest --version >/dev/null 2>&1; then \
	  $(CARGO) nextest run --workspace --locked --no-fail-fast && $(CARGO) test --workspace --locked --doc --quiet; \
	else \
	  $(CARGO) test --workspace --locked --no-fail-fast; \
	fi

crash: ## kill `khabar ingest` 200 times at random and look what is left
	KHABAR_CRASHES=200 $(CARGO) test --release --locked -p khabar-cli --test crash -- --nocapture

lint: ## formatting and clippy, warnings are errors
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings

eval: ## scores, and the floors they must hold; more layers where ../shared is there
	@python3 eval/run.py

peers: ## extraction of articles beside other extractors, which it installs under eval/out
	@python3 eval/peers/pages.py

bench: ## benchmarks
	$(CARGO) bench --workspace --locked

FUZZ_SECONDS ?= 5
fuzz: ## look for bytes that break a part of the engine, FUZZ_SECONDS each
	@sh fuzz/run.sh $(FUZZ_SECONDS)

EXAMPLE := samples/casualty-2.html
readme: build ## the example in README.md anew, from what the command prints now
	@$(KHABAR) read --bidi mark --width 88 $(EXAMPLE) | awk ' \
	  NR == FNR { shown = shown $$0 "\n"; next } \
	  /<!-- example -->/ { print; printf "```text\n%s```\n", shown; skip = 1 } \
	  /<!-- \/example -->/ { skip = 0 } \
	  !skip { print }' - README.md > README.md.new && mv README.md.new README.md
