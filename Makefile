# make demo: the simulated company and its dashboard. make test: everything that is tested. Both set up what they need.

UV_VERSION := 0.13.9
UV := $(or $(shell command -v uv 2>/dev/null),.tools/bin/uv)
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test install check bench bench-detection bench-trackers creme clean help

demo: install
	$(BIN)/vigie demo

test: install
	$(BIN)/pytest -n auto --dist loadfile

install: .venv/ready

check: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/typos

bench: install
	$(BIN)/python -m benchmarks

bench-detection: install
	$(BIN)/python -m benchmarks.detection $(ARGS)

bench-trackers: install
	$(BIN)/python -m benchmarks.trackers $(ARGS)

creme: install
	$(BIN)/python -m tests.creme_rig build

clean:
	rm -rf .venv .tools .cache data

.venv/ready: requirements.lock pyproject.toml | $(UV)
	UV_PYTHON_DOWNLOADS=never $(UV) venv --quiet --allow-existing --python $(PYTHON) .venv
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	touch $@

.tools/bin/uv:
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --target .tools uv==$(UV_VERSION)

help:
	@sed -n 's/^# //p; /^[a-z-]*:/s/:.*//p' Makefile
