# Two commands for everybody: `make demo` and `make test`. Both need only Python >= 3.11 and a package manager.
.PHONY: help setup browser demo test lint docs bench clean
.DEFAULT_GOAL := help

PY := .venv/bin/python

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1	\2/p' $(MAKEFILE_LIST)

setup: ## the environment from the lock file, in .venv
	@bash .ci/setup

browser: setup ## a Chromium to render with, if the machine has none
	@$(PY) -m crawler.browser --install || echo "setup: going on without a browser; pages will be marked as not rendered" >&2

demo: browser ## one whole night against the lab's small internet; results in var/demo
	@$(PY) -m lab.demo

test: browser ## all tests that this machine can run; names what it left out
	@bash .ci/setup team || echo "setup: going on without PgQueuer; tests of it will be left out" >&2
	@bash .ci/setup objects || echo "setup: going on without s3fs; tests of object stores will be left out" >&2
	@bash .ci/setup cluster || echo "setup: going on without Ray; tests on a cluster will be left out" >&2
	@$(PY) -m pytest -n auto -q

lint: setup ## style, types, import contracts
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/lint-imports

docs: setup ## the pages that are made from code
	@$(PY) docs/make.py

bench: setup ## the benchmarks, quick form
	@for name in names pages crawl review; do $(PY) bench/$$name.py --quick || exit 1; done

clean: ## remove the environment and all that was produced
	rm -rf .venv .tools var .mypy_cache .ruff_cache .pytest_cache .hypothesis
