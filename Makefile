# make demo       run a whole procedure for a synthetic city    (ARGS="--residents 20000" for a quick one)
# make test       run the tests                                 (ARGS="tests/core -x" for some of them)
# make tampering  change every single byte of what is published; who finds it?  (ARGS="--stride 40" for a quick look)
# make check      lint, format, types, direction of the imports
# make bench      print how long the commands take and how much memory they use
# make bench-peers  time the leading peer on the same pools; it is installed outside this folder (PEERS=…)
# make catalogue  collect the texts into the German catalogue   (FROM=folder with *.json: translations to take in)
# make oldest     run the tests with the oldest supported versions of everything
# make clean      remove what the lines above have made here, except demo/
#
# Everything is installed into .venv beside this file, nothing into the system.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: demo test tampering check bench bench-peers catalogue oldest clean

demo: $(VENV)/installed
	$(BIN)/forum demo $(ARGS)

test: $(VENV)/installed-dev
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal $(ARGS)

tampering: $(VENV)/installed-dev
	$(BIN)/python tests/tampering.py $(ARGS)

check: $(VENV)/installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/installed
	$(BIN)/python tests/bench/bench.py $(ARGS)

PEERS ?= $(HOME)/.cache/buergerforum-peers

bench-peers: $(VENV)/installed $(PEERS)/installed
	$(BIN)/python tests/bench/peers.py $(PEERS)/bin/python $(ARGS)

# The peer is never a dependency: its licence is another, and nothing here imports it.
$(PEERS)/installed:
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet 'sortition-algorithms[gurobi]'
	@touch $@

catalogue: $(VENV)/installed-dev
	$(BIN)/python tests/catalogue.py $(FROM)

oldest:
	$(MAKE) test VENV=.venv/oldest CONSTRAINTS=.venv/oldest/constraints.txt

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# What is installed follows pyproject.toml; the empty files remember that it was.
$(VENV)/installed: pyproject.toml | $(BIN)/activate $(CONSTRAINTS)
	@echo "Installing buergerforum into $(VENV) (this takes about a minute, once) …"
	@$(PIP) install --quiet $(addprefix --constraint ,$(CONSTRAINTS)) --editable .
	@touch $@

$(VENV)/installed-dev: pyproject.toml | $(BIN)/activate $(CONSTRAINTS)
	@echo "Installing buergerforum and its development tools into $(VENV) (this takes about a minute, once) …"
	@$(PIP) install --quiet $(addprefix --constraint ,$(CONSTRAINTS)) --editable '.[dev]'
	@touch $@ $(VENV)/installed

$(VENV)/constraints.txt: pyproject.toml | $(BIN)/activate
	@$(PYTHON) tests/oldest.py > $@

# Debian puts a part of what makes an environment into a package of its own. Whoever may install packages gets
# it here; everybody else is told. A half-made environment is removed, so that the next call starts afresh.
$(BIN)/activate:
	@command -v $(PYTHON) > /dev/null || { echo "$(PYTHON) is missing. On Debian: sudo apt install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; another one can be named: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2> /dev/null || { \
		test "$$(id -u)" = 0 && command -v apt-get > /dev/null \
		&& echo "Installing the Debian package python3-venv …" \
		&& apt-get update -qq && apt-get install -qq -y python3-venv; } \
		|| { echo "Python cannot make an environment of its own here. On Debian: sudo apt install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }
