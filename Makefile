# One command each; CI runs the same. Everything lives in .venv of this folder.
PYTHON ?= python3
BIN := .venv/bin
SHARED ?= ../shared
EVAL_OUT ?= eval-out

.PHONY: help demo test test-all lint eval bench coverage system clean

help:
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/  ##/'

# The stamp holds the environment to the lock; pip reads the index that the user has configured.
.venv/.stamp: requirements/lock.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/lock.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q src/tallymark
	touch $@

demo: .venv/.stamp ## check the bundled article: verdict table and HTML report
	$(BIN)/tallymark check --demo
	$(BIN)/tallymark check --demo --format html --out demo-out/report.html
	@echo "HTML report: demo-out/report.html"

test: .venv/.stamp lint ## lint, types, all fast tests
	$(BIN)/python -m pytest -n auto -m "not slow"

test-all: .venv/.stamp lint ## the slow tests too
	$(BIN)/python -m pytest -n auto

lint: .venv/.stamp
	$(BIN)/ruff format --check src tests evaluation
	$(BIN)/ruff check src tests evaluation
	$(BIN)/mypy
	$(BIN)/mypy tests evaluation

eval: .venv/.stamp ## every measured figure against its target
	$(BIN)/python -m evaluation --shared $(SHARED) --out $(EVAL_OUT)

bench: .venv/.stamp ## speed and memory, as ratios within one run
	$(BIN)/python -m evaluation bench --shared $(SHARED) --out $(EVAL_OUT)

coverage: .venv/.stamp ## labelled checkable claims that have a confirmed compatible figure, by measure
	$(BIN)/python -m evaluation coverage --shared $(SHARED) --out $(EVAL_OUT)

system: ## what pip cannot install (Debian, root)
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core wrk

clean:
	rm -rf .venv demo-out eval-out
