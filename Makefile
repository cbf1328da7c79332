# Everything here is a line or two over cargo; `cargo xtask` and `verbale` do the work.

VERBALE = $${CARGO_TARGET_DIR:-target}/release/verbale
SAMPLE = $${CARGO_TARGET_DIR:-target}/sample.vb
DEMO = --published 2024-03-06 fixtures/demo/visit.txt

.PHONY: demo demo-stop test readers build e2e pages fuzz

demo: build demo-stop
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
	@echo
	@echo "The same for a web page, an archive of pages and a feed, of which the articles alone are coded:"
	@$(VERBALE) code --quiet fixtures/inputs/page.html fixtures/inputs/crawl.warc.gz fixtures/inputs/feed.xml \
		> $${CARGO_TARGET_DIR:-target}/inputs.jsonl
	@sed 's/.*"id":"\([^"]*\)","article".*/  coded: \1/' $${CARGO_TARGET_DIR:-target}/inputs.jsonl
	@echo
	@echo "What of the page is the article, and what was left out:"
	@$(VERBALE) explain --quiet fixtures/inputs/page.html | head -32
	@echo
	@echo "A store of 70 invented articles about a diplomatic process, and how far apart the two sides stand:"
	@rm -f $(SAMPLE) $(SAMPLE)-wal $(SAMPLE)-shm
	@$(VERBALE) add --quiet $(SAMPLE) fixtures/sample/yemen-2024.jsonl
	@$(VERBALE) gap $(SAMPLE) --between SAU --and IRN --issue yemen/ceasefire | head -9
	@echo
	@nohup $(VERBALE) serve $(SAMPLE) --port 0 > $(SAMPLE).log 2>&1 < /dev/null & echo $$! > $(SAMPLE).pid
	@for wait in 1 2 3 4 5 6 7 8 9 10; do grep -q http $(SAMPLE).log && break; sleep 0.3; done
	@echo "Your own article: $(VERBALE) explain FILE.txt"
	@echo "Many articles:    $(VERBALE) code FILE.jsonl > records.jsonl"
	@echo "More:             $(VERBALE) --help"
	@echo
	@echo "The store in the browser, until \`make demo-stop\`: $$(grep -o 'http://[^ ]*' $(SAMPLE).log)"

# Ends the server that `make demo` left running.
demo-stop:
	@if [ -f $(SAMPLE).pid ]; then kill $$(cat $(SAMPLE).pid) 2> /dev/null || true; rm -f $(SAMPLE).pid; fi

build:
	cargo build --release --locked --package verbale-cli

# Each target for a minute, on the stable toolchain.
fuzz:
	cargo run --quiet --locked --package xtask -- fuzz

# In the same profile as the tests, so that nothing is built twice.
test:
	cargo run --quiet --locked --package xtask -- test

# What others read: Parquet in DuckDB and pandas. `make test` leaves this out where Python has them not.
READERS = $(CURDIR)/target/readers

readers:
	python3 -m venv $(READERS) && $(READERS)/bin/pip install --quiet duckdb pandas pyarrow
	VERBALE_PYTHON=$(READERS)/bin/python cargo test --quiet --locked --package verbale-store --features parquet --test exports

# The pages in a browser. Needs node, npm and Chromium; `make test` tests them without any of these.
E2E = VERBALE_RECORDS_SERVER=$${CARGO_TARGET_DIR:-$(CURDIR)/target}/debug/examples/serve_records \
	VERBALE_RECORDS=$${CARGO_TARGET_DIR:-$(CURDIR)/target}/e2e.jsonl

e2e: build
	cargo build --quiet --locked --package verbale-serve --example serve_records
	@$(VERBALE) model fetch
	$(VERBALE) code --near fixtures/sample > $${CARGO_TARGET_DIR:-target}/e2e.jsonl
	cd web && npm ci --ignore-scripts --no-audit --no-fund && $(E2E) node --test e2e/

# Style, script and outlines anew, from `web/` into crates/verbale-serve/assets.
pages:
	cd web && npm ci --ignore-scripts --no-audit --no-fund && npm run build
