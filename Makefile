# Needs python3 (3.11 or later) with pip, and make. Nothing else.
PYTHON ?= python3
BIN := .venv/bin
# The environment may have no pip of its own (Debian ships venv without it).
PIP := $(PYTHON) -m pip --python $(BIN)/python --disable-pip-version-check -qq
INSTALL := $(PIP) install --root-user-action=ignore

RUNTIME := .venv/.runtime-ready
TESTING := .venv/.testing-ready

PYTEST := $(BIN)/python -m pytest -q -n auto --maxprocesses 4 --dist loadfile

.PHONY: demo test safeguards engines faults attack fuzz lint format bench vendor clean help

help:
	@echo "make demo        a demo agency with a year of rides, served on this machine"
	@echo "make test        every test but for safeguards and engines, the browser ones too"
	@echo "make safeguards  each safeguard against loss turned off, one at a time: a fault test has to notice"
	@echo "make engines     more rows of the fault table in Firefox and WebKit; make test has their core"
	@echo "make fuzz        both runtimes of the finder on 20,000 notes, span by span"
	@echo "make faults      200 random schedules of faults, 200 more in a browser, 200 kills of the server"
	@echo "make attack      10,000 random histories of publications against an attacker with a solver"
	@echo "make lint        ruff, mypy and the import contracts"
	@echo "make bench       the benchmarks, each beside its reference"
	@echo "make vendor      bring the pinned front-end files anew (needs the network)"
	@echo "make clean       remove what was made here, except the data in var/"

demo: $(RUNTIME)
	@$(BIN)/fieldlog demo

test: $(TESTING)
	@$(PYTEST) -m "not safeguards and not engines" $(ARGS)

safeguards: $(TESTING)
	@$(PYTEST) -m safeguards $(ARGS)

engines: $(TESTING)
	@$(PYTEST) -m engines $(ARGS)

fuzz: $(TESTING)
	@FIELDLOG_FUZZ=20000 $(BIN)/python -m pytest -q -n0 tests/privacy/test_parity.py

faults: $(TESTING)
	@$(BIN)/python -m benchmarks.faults $(ARGS)
	@$(BIN)/python -m benchmarks.faults_in_browser $(ARGS)

attack: $(TESTING)
	@OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.attack $(ARGS)

lint: $(TESTING)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo

format: $(TESTING)
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .

bench: $(TESTING)
	@$(BIN)/python -m benchmarks.field_page
	@$(BIN)/python -m benchmarks.sync
	@$(BIN)/python -m benchmarks.many_phones
	@$(BIN)/python -m benchmarks.privacy
	@$(BIN)/python -m benchmarks.finder_figures

vendor: $(TESTING)
	@$(BIN)/python -m scripts.vendor

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUNTIME): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv --without-pip .venv
	@$(INSTALL) --require-hashes --only-binary :all: -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(TESTING): requirements-test.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv --without-pip .venv
	@$(INSTALL) --require-hashes --only-binary :all: -r requirements-test.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@ $(RUNTIME)
