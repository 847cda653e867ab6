# Two commands: `make app` and `make test`.  Both make the environment in .venv when it is not there, and
# redo it only when pyproject.toml has changed.
#
# Programs of the environment are called as `.venv/bin/python -m NAME`, never as `.venv/bin/NAME`: those scripts
# begin with an absolute path, and a space in it breaks them.  For the same reason every path here is relative.

PORT ?= 8501
PYTHON ?=
PY := .venv/bin/python
FITS := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
INSTALL := $(PY) -m pip install --disable-pip-version-check

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help app test clean

help: ## say what can be made
	@echo "Ceksilang: where sources disagree. Usage: make TARGET"
	@sed -n 's/^\([a-z]*\):[^#]*## /  \1|/p' Makefile | awk -F'|' '{printf "%-8s %s\n", $$1, $$2}'
	@echo "Settings: PORT=8501 (of the app), PYTHON=python3.12 (for a new .venv)"

app: .venv/ready-app ## install, analyse seeds/ and open the app on localhost
	@$(PY) -m ui.cli analyse seeds
	@$(PY) -m ui.cli app --port "$(PORT)"

test: .venv/ready-test ## install, then lint, types and every test
	@$(PY) tests/debian.py
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m pytest

clean: ## remove the environment and what tools left; the database and the model's cache stay
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# An environment that works is kept; one that does not (Ctrl-C while it was made, a Python that is gone) is made anew.
.venv/made:
	@if $(PY) -c '$(FITS)' 2>/dev/null && $(PY) -m pip --version >/dev/null 2>&1; then touch $@; exit 0; fi; \
	found=; \
	for candidate in $(if $(PYTHON),"$(PYTHON)",python3 python3.13 python3.12 python3.11); do \
		if "$$candidate" -c '$(FITS)' 2>/dev/null; then found=$$candidate; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "No usable Python: $(if $(PYTHON),$(PYTHON),python3) is $$($(if $(PYTHON),"$(PYTHON)",python3) --version 2>&1)." >&2; \
		echo "Ceksilang needs Python 3.11, 3.12 or 3.13 with the venv module" >&2; \
		echo "(Debian, Ubuntu: apt install python3-venv), or name one: make $(or $(MAKECMDGOALS),app) PYTHON=/path/to/python3.12" >&2; \
		exit 1; \
	fi; \
	echo "Making the environment in .venv with $$("$$found" --version) ..."; \
	"$$found" -m venv --clear .venv && touch $@

# torch comes first and alone: pip then keeps this build and does not weigh it against the other packages' wishes.
.venv/ready-app: .venv/made pyproject.toml
	@echo "Installing; the first time takes some minutes ..."
	$(INSTALL) "torch==2.13.0"
	$(INSTALL) -e .
	@touch $@

.venv/ready-test: .venv/made pyproject.toml
	@echo "Installing with what the tests need; the first time takes some minutes ..."
	$(INSTALL) "torch==2.13.0"
	$(INSTALL) -e ".[dev]"
	@touch .venv/ready-app $@
