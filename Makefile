# Every target does its own set-up first; what is done is remembered by stamps in var/.
# make demo (PORT=8000) · make test (PYTEST_ARGS=) · make lint · make format · make migrate · make messages · make docs
# make requirements · make stop · make clean

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
PORT ?= 8000
PYTEST_ARGS ?=
WORKERS ?= 3
COMPILE := --quiet --generate-hashes --python-version 3.11 --universal --no-emit-index-url $(UPGRADE)

# uv brings certificates of its own; behind a proxy only the system's know the proxy.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS := 1
endif

STAMPS := var/stamps
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
AS_OWNER := $(BIN)/python -m scripts.as_owner
PACKAGES = $(filter-out tests,$(patsubst %/__init__.py,%,$(wildcard */__init__.py)))
CATALOGUES = $(wildcard locale/*/LC_MESSAGES/*.po)
COMPILED = $(CATALOGUES:.po=.mo)
SCHEMA = $(wildcard */migrations/*.py) requirements.txt

.PHONY: help demo test lint format docs migrate messages requirements stop clean services setup

help:
	@sed -n 's/^# //; 2,3p' Makefile

## Set-up

$(STAMPS)/system: scripts/system_packages.sh
	@mkdir -p $(STAMPS)
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
		|| { echo "Minori needs Python 3.11, 3.12 or 3.13; '$(PYTHON)' is $$($(PYTHON) --version 2>&1). Name another: make PYTHON=python3.11 …"; exit 1; }
	@PYTHON=$(PYTHON) scripts/system_packages.sh
	@touch $@

$(BIN)/uv: | $(STAMPS)/system
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

.venv/packages: requirements-dev.txt | $(BIN)/uv
	$(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python requirements-dev.txt
	@touch $@

services: .venv/packages
	@$(PYTHON) -m scripts.services start

%.mo: %.po | $(STAMPS)/system
	msgfmt --check-format -o $@ $<

setup: services $(COMPILED)

# A database named by the environment is not ours to remember: it is asked every time.
ifdef DATABASE_URL
.PHONY: $(STAMPS)/schema $(STAMPS)/demo-data
endif

$(STAMPS)/schema: $(SCHEMA) | setup
	$(AS_OWNER) migrate --verbosity=1
	@touch $@

$(STAMPS)/demo-data: $(STAMPS)/schema | setup
	$(MANAGE) load_postal_codes
	$(MANAGE) load_demo
	@$(MANAGE) load_demo --accounts > var/demo-accounts.txt
	@touch $@

## What people call

migrate: setup
	$(AS_OWNER) migrate

demo: setup
	@$(MAKE) $(STAMPS)/demo-data # a make of its own: starting the services may have made a new database
	@exec $(BIN)/python -m scripts.demo --port $(PORT) $(DEMO_ARGS)

test: setup
	$(BIN)/python -m pytest -n $(WORKERS) $(PYTEST_ARGS)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(PACKAGES)
	$(BIN)/lint-imports --no-logo --cache-dir var/import_linter
	$(BIN)/djlint --quiet --check templates
	$(BIN)/djlint --quiet --lint templates
	$(MANAGE) makemigrations --check --dry-run
	$(BIN)/python -m scripts.check_deploy
	$(BIN)/python -m scripts.check_tree

format: .venv/packages
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format --quiet .
	$(BIN)/djlint --quiet --reformat templates || true

docs: setup
	$(BIN)/python -m scripts.states_page

messages: setup
	$(BIN)/python -m scripts.messages

requirements: | $(BIN)/uv
	$(BIN)/uv pip compile $(COMPILE) pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile $(COMPILE) pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt

stop:
	@$(PYTHON) -m scripts.services stop

clean: stop
	@$(PYTHON) -m scripts.services forget
	rm -rf var .venv .env $(COMPILED)
