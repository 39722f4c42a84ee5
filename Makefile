# What this project can do with nothing but Python 3.11 or newer, git and make. Installs once; afterwards no network is needed.
# Files in .venv stand for what is installed there, so that an install that was broken off is made again from the start.

PY := .venv/bin/python
PIP := $(PY) -m pip --disable-pip-version-check -qq install
ARGS ?=
export PYTHON
export HERE := $(CURDIR)

.DEFAULT_GOAL := help
.PHONY: help demo test coverage browser lint types check bench wheel clean elsewhere

help:
	@echo 'make demo       asks our server about an example company, as an assistant would'
	@echo 'make test       runs the whole test suite (ARGS="-k pages" picks)'
	@echo 'make coverage   the same, and every branch of the pure core must have been taken'
	@echo 'make browser    checks the JavaScript and runs the tests of pages in Chromium, which .ci/browser finds or installs'
	@echo 'make lint       ruff: rules and format'
	@echo 'make types      mypy, strict'
	@echo 'make check      test, lint and types'
	@echo 'make bench      prints the figures of speed and size'
	@echo 'make wheel      builds dist/*.whl'
	@echo 'make clean      removes everything that make has made'

demo: .venv/has-base
	@.venv/bin/harvest-mcp demo $(ARGS)

test: .venv/has-test
	@$(PY) -m pytest $(ARGS)

coverage: override ARGS += --cov
coverage: test

browser: .venv/has-browser
	@.ci/browser
	@.ci/javascript
	@$(PY) -m pytest -m browser -n0 tests/browser $(ARGS)

lint: .venv/has-test
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

types: .venv/has-test
	@$(PY) -m mypy

check: test lint types

bench: .venv/has-bench
	@$(PY) -m benchmarks $(ARGS)

wheel: .venv/has-base
	@rm -rf dist
	@$(PY) -m pip --disable-pip-version-check -qq wheel --no-deps --wheel-dir dist .
	@ls dist/*.whl

clean:
	rm -rf .venv dist .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# An environment that lies elsewhere than it was made (a copied folder) would run the other folder's code.
ifneq ($(shell cat .venv/has-base 2>/dev/null),$(CURDIR))
.venv/has-base: elsewhere
endif

.venv/has-base: pyproject.toml
	@test "$$(cat $@ 2>/dev/null)" = "$$HERE" || { echo 'making .venv' && python=$$(.ci/find-python) && "$$python" -m venv --clear .venv; }
	@rm -f $@
	@echo 'installing harvest-access-mcp (once; half a minute or so)'
	@$(PIP) --editable .
	@echo "$$HERE" > $@

.venv/has-test: .venv/has-base
	@rm -f $<
	@echo 'installing what the tests need (once)'
	@$(PIP) --editable '.[test,lint]'
	@echo "$$HERE" > $<
	@echo "$$HERE" > $@

.venv/has-bench: .venv/has-test
	@echo 'installing what the figures need (once)'
	@$(PIP) --editable '.[bench]'
	@echo "$$HERE" > $@

.venv/has-browser: .venv/has-test
	@echo 'installing what the tests of pages need (once)'
	@$(PIP) --editable '.[browser,pandas,polars]'
	@echo "$$HERE" > $@
