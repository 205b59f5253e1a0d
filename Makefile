# The two commands: `make demo` and `make test`. Needs Debian 12 with Python 3.11 and make.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo test check form unit screens bench lists properties courses soak boot pins install clean
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
JOBS ?= $(shell n=$$(nproc); echo $$((n > 8 ? 8 : n)))
WORKERS := --dist worksteal -n
# Where tests wait for servers and leases, one more than there are processors keeps these busy.
WAITING := $(shell echo $$(($(JOBS) + 1)))
export PYTHON PREFIX DESTDIR
# The tests start hundreds of processes: what one of them has compiled serves the next.
unexport PYTHONDONTWRITEBYTECODE

help: ## this list
	@grep -hE '^[a-z]+:.*## ' Makefile | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

demo: ## eight mails on an embedded mail server, each on its way (ARGS=--once ends by itself)
	@.ci/venv demo
	@$(BIN)/python -m mailbot demo $(ARGS)

# Mypy has one processor and half a minute or more: the tests begin meanwhile, and what it found
# stands at the end, where it is read.
test: ## everything CI checks: installs what is missing, then `form`, mypy and `unit`
	@.ci/debian
	@.ci/venv test
	@$(MAKE) form
	@$(BIN)/mypy & types=$$!; $(MAKE) unit; wait $$types || $(BIN)/mypy

check: form ## form, types, directions of import
	$(BIN)/mypy

form: ## what needs no types: form, directions of import
	@.ci/venv test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports

unit: ## pytest; the pure libraries with mailbot out of reach
	@.ci/venv test
	.ci/alone parsers $(WORKERS) $(JOBS)
	.ci/alone signing $(WORKERS) $(JOBS)
	$(BIN)/python -m pytest $(WORKERS) $(WAITING) --ignore tests/parsers --ignore tests/signing tests $(ARGS)

screens: ## pictures of every screen of the demo, in build/screens (ARGS=03 only those)
	@.ci/venv test
	@$(BIN)/python -m tests.console.screens $(ARGS)

bench: ## the figures of benchmarks/
	@.ci/venv test
	@for file in benchmarks/*/__main__.py; do \
		$(BIN)/python -m "$$(dirname "$$file" | tr / .)" $(ARGS); \
	done

lists: ## how exactly lists are read, beside other programs (SEED=7 GROUP=traps)
	@.ci/debian
	@.ci/venv test
	@.ci/peers
	@$(BIN)/python -m tests.parsers.score $(if $(SEED),--seed $(SEED)) \
		$(if $(GROUP),--group $(GROUP)) $(ARGS)

properties: ## lists by chance through every producer, changed in what must not matter (ARGS=--help)
	@.ci/debian
	@.ci/venv test
	@$(BIN)/python -m tests.parsers.round_trip $(ARGS)

courses: ## events drawn by chance, in any order: nothing lost, nothing twice (ARGS=--help)
	@.ci/venv test
	@$(BIN)/python -m tests.journeys.any_course $(ARGS)

soak: ## every crash point, then 500 mails under random kills (ARGS=--help)
	@.ci/venv test
	@$(BIN)/python -m tests.soak $(ARGS)

boot: ## installed on a bare Debian with systemd as PID 1, killed, hung, backed up (as root)
	@.ci/debian debootstrap systemd-container
	@.ci/venv test
	@$(BIN)/python -m tests.boot

pins: ## write config/pins anew from pyproject.toml (UPGRADE=1: the newest of everything)
	@.ci/pins

install: ## put mailbot on this machine, as root (PREFIX, DESTDIR)
	@systemd/install

clean: ## what was made here, .venv too
	rm -rf .venv .venv-peers .demo build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
