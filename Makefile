# Everything here is a line or two over cargo; `cargo xtask` and `verbale` do the work.

VERBALE = $${CARGO_TARGET_DIR:-target}/release/verbale
DEMO = --published 2024-03-06 fixtures/demo/visit.txt

.PHONY: demo test build

demo: build
	@$(VERBALE) model fetch
	@echo
	@echo "An agency report, as verbale reads it: who said what, who did what to whom, where and when."
	@$(VERBALE) explain $(DEMO)
	@echo
	@echo "The same as data, one record a document (its first lines):"
	@$(VERBALE) code $(DEMO) > $${CARGO_TARGET_DIR:-target}/demo.jsonl
	@head -c 700 $${CARGO_TARGET_DIR:-target}/demo.jsonl; echo " …"
	@echo
	@echo "The whole record: $${CARGO_TARGET_DIR:-target}/demo.jsonl"
	@echo "Your own article: $(VERBALE) explain FILE.txt"
	@echo "Many articles:    $(VERBALE) code FILE.jsonl > records.jsonl"
	@echo "More:             $(VERBALE) --help"

build:
	cargo build --release --locked --package verbale-cli

# In the same profile as the tests, so that nothing is built twice.
test:
	cargo run --quiet --locked --package xtask -- test
