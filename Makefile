# Góp Ý. `make` alone lists what can be done.
# PYTHON=python3.12 chooses the interpreter; GOPY_PORT=9000 the demo's port.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ROOMS := bot handlers services nlp storage
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
LOCKED := $(PIP) install --require-hashes --no-deps -r
UV := $(BIN)/uv

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install demo test check bench lock upgrade lint fix types layers i18n docs clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: .stamps/runtime ## Make .venv from the locks; then .venv/bin/gopy works

demo: .stamps/runtime ## Run everything on this machine, without a token or a network
	@exec $(BIN)/gopy demo

test: .stamps/dev .stamps/browser .stamps/programs ## Run the whole test suite, PostgreSQL and browser included
	@$(BIN)/python -m pytest -n auto --dist loadfile -m "not alone"
	@$(BIN)/python -m pytest -m alone

check: lint types layers test ## Everything that CI runs

bench: .stamps/dev ## Measure sending, receiving and reading on this machine
	@$(BIN)/python -m tests.bench

lint: .stamps/dev ## Check style, formatting and page templates
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@if [ -d handlers/web/templates ]; then $(BIN)/djlint --profile jinja --lint --quiet handlers/web/templates; fi

types: .stamps/dev ## Check types
	@$(BIN)/mypy

layers: .stamps/dev ## Check that imports only point downwards
	@$(BIN)/lint-imports

fix: .stamps/dev ## Put right what ruff can put right
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

docs: .stamps/dev ## Draw docs/dialogue.mmd and the guides to commands and pages anew
	@$(BIN)/python -m tests.draw_dialogue
	@$(BIN)/python -m tests.draw_commands
	@$(BIN)/python -m tests.draw_pages

i18n: .stamps/dev ## Bring services/locale/en.po up to the sentences in the code
	@$(BIN)/python -m tests.refresh_catalogue

lock: .stamps/dev ## Write the hash locks anew after pyproject.toml changed, keeping the pins that still fit
	@$(UV) pip compile --quiet $(LOCK_OPTIONS) pyproject.toml -o requirements.txt
	@$(UV) pip compile --quiet $(LOCK_OPTIONS) pyproject.toml --group dev -o requirements-dev.txt
	@$(UV) pip compile --quiet $(LOCK_OPTIONS) --group build -o requirements-build.txt

upgrade: ## Write the hash locks anew with the newest releases that are a week old
	@$(MAKE) --no-print-directory lock LOCK_OPTIONS=--upgrade

clean: ## Remove what make made here, except databases
	rm -rf $(VENV) .stamps .demo .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# pyvenv.cfg, not bin/python: that is a link whose age is the interpreter's.
$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Góp Ý needs Python 3.11 or newer, $(PYTHON) is not: install one and say make PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) cannot make virtual environments: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

.stamps/runtime: requirements.txt requirements-build.txt pyproject.toml $(VENV)/pyvenv.cfg
	@echo "Installing the locked packages: about a minute, the first time only." >&2
	@$(LOCKED) requirements.txt
	@$(LOCKED) requirements-build.txt
	@$(PIP) install --no-deps --no-index --no-build-isolation --editable .
	@mkdir -p $(@D) && touch $@

.stamps/dev: requirements-dev.txt .stamps/runtime
	@echo "Installing the locked tools for tests." >&2
	@$(LOCKED) requirements-dev.txt
	@mkdir -p $(@D) && touch $@

.stamps/browser: tests/install-chromium .stamps/dev
	@tests/install-chromium
	@mkdir -p $(@D) && touch $@

.stamps/programs: tests/install-programs
	@tests/install-programs
	@mkdir -p $(@D) && touch $@
