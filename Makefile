# Needed: python3 (3.11 or newer) with pip, make and git. Everything else is fetched into .tools/
# and .venv/, from files with pinned hashes.
PYTHON ?= python3
PORT ?= 8000
ARGS ?=

UV := .tools/bin/uv
BIN := .venv/bin
UV_INSTALL := $(UV) pip install --quiet --python $(BIN)/python
UV_LOCK := $(UV) pip compile --quiet --generate-hashes --universal --python-version 3.11 \
	--no-header --no-annotate $(LOCK_ARGS)

export UV_PYTHON_DOWNLOADS := never

.PHONY: help env run test check lock clean erase

help:
	@echo "make run    the site on http://127.0.0.1:$(PORT) with an example agency (PORT=8080 for another port)"
	@echo "make env    only the environment in .venv, for an installation"
	@echo "make test   the whole test suite (ARGS='-k objection' for a part)"
	@echo "make check  format, types, floors, migrations, deployment settings"
	@echo "make lock   compile requirements/ anew (LOCK_ARGS=--upgrade for newer versions)"
	@echo "make clean  stop the embedded database and remove .venv, .tools and caches; data stay"
	@echo "make erase SURE=yes   delete this checkout's data (.kinerja and its database)"

env: .venv/.base

run: .venv/.base
	@$(BIN)/kinerja serve --port $(PORT)

test: .venv/.dev
	@$(BIN)/python tools/test.py $(ARGS)

check: .venv/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/mypy tools
	$(BIN)/lint-imports
	find src -path '*/templates/*.html' -exec $(BIN)/djade --check --target-version 5.2 {} +
	PYTHONWARNINGS=ignore::RuntimeWarning $(BIN)/kinerja makemigrations --check --dry-run
	KINERJA_HTTPS=1 KINERJA_HOSTS=kinerja.example.go.id \
	KINERJA_SECRET=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
	$(BIN)/kinerja check --deploy --fail-level WARNING

lock: .tools/.uv
	echo uv | $(UV_LOCK) - --output-file requirements/uv.txt
	$(UV_LOCK) pyproject.toml --group dev --output-file requirements/dev.txt
	$(UV_LOCK) pyproject.toml --group build --constraint requirements/dev.txt \
		--output-file requirements/base.txt

clean:
	@if [ -x $(BIN)/python ]; then $(BIN)/python tools/database.py stop; fi
	rm -rf .venv .tools build .coverage .hypothesis .mypy_cache .ruff_cache .import_linter_cache
	find src tests tools -name __pycache__ -prune -exec rm -rf {} +

erase: .venv/.base
	@if [ "$(SURE)" != yes ]; then \
		echo "This deletes all data of this checkout. If you are sure: make erase SURE=yes"; exit 1; fi
	$(BIN)/python tools/database.py erase
	rm -rf .kinerja

# A stamp is newer than what it stands for, so a second start installs nothing.
.tools/.uv: requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Kinerja needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ...")'
	@PIP_REQUIRE_VIRTUALENV=0 PIP_ROOT_USER_ACTION=ignore $(PYTHON) -m pip install --quiet --disable-pip-version-check \
		--upgrade --target .tools --no-deps --require-hashes --requirement requirements/uv.txt
	@touch $@

.venv/.made: | .tools/.uv
	@$(UV) venv --quiet --allow-existing --no-project --python $(PYTHON) .venv
	@touch $@

.venv/.base: .venv/.made requirements/base.txt pyproject.toml
	@$(UV_INSTALL) --require-hashes --requirement requirements/base.txt
	@$(UV_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: .venv/.base requirements/dev.txt
	@$(UV_INSTALL) --require-hashes --requirement requirements/dev.txt
	@touch $@
