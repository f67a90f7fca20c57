# Two commands for a new machine with Python 3.11 and make:
#   make audit   set up, install, audit the demo company of fixtures/ and print its scorecard
#   make test    set up, build the wheel, check the code and run all tests against that wheel
# And one for each night: make nightly, ten thousand broken files, two thousand broken results, two hundred kills.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PERIOD ?= 2026-03
PATHS ?= fixtures/company
SEED ?= $(shell date +%Y%m%d)
RUNS ?= 10000
MUTATIONS ?= 2000
KILLS ?= 200
SOURCES := $(shell find src checks -type f -not -name '*.pyc') pyproject.toml README.md

.PHONY: audit test lint unit nightly bench clean fixtures catalogue

audit: $(VENV)/installed
	@$(BIN)/commsaudit audit $(PATHS) -p $(PERIOD)

test: lint unit

$(VENV)/created:
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/installed: $(VENV)/created $(SOURCES) requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check -c requirements.lock .
	@touch $@

# The tests see the product as its users do: as a wheel, not as sources.
$(VENV)/tested: $(VENV)/created $(SOURCES) requirements.lock
	rm -rf dist
	$(BIN)/pip install --quiet --disable-pip-version-check -c requirements.lock '.[dev]'
	$(BIN)/python -m build --wheel --outdir dist . > /dev/null
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --force-reinstall dist/*.whl
	@touch $@ $(VENV)/installed

lint: $(VENV)/tested
	$(BIN)/ruff check src tests benchmarks docs
	$(BIN)/ruff format --check --quiet src tests benchmarks docs
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint --processes 2 checks

unit: $(VENV)/tested
	$(BIN)/pytest -n 2 --dist worksteal

nightly: $(VENV)/tested
	$(BIN)/python tests/fuzz/run.py --runs $(RUNS) --seed $(SEED)
	COMMSAUDIT_MUTATIONS=$(MUTATIONS) COMMSAUDIT_SEED=$(SEED) COMMSAUDIT_KILLS=$(KILLS) $(BIN)/pytest -n 2 tests/hard

fixtures: $(VENV)/installed
	$(BIN)/python -c "from pathlib import Path; from commsaudit.demo import write_demo, write_planted; write_planted(Path('fixtures/planted.csv'), write_demo(Path('fixtures/company')))"

catalogue: $(VENV)/installed
	$(BIN)/python docs/build_catalogue.py

bench: $(VENV)/installed
	$(BIN)/python benchmarks/run.py

clean:
	rm -rf $(VENV) build dist
