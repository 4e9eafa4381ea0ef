# The two commands a newcomer needs: `make demo` and `make test`. Everything lives in .venv and .demo.
PYTHON ?= python3
BIN := .venv/bin
# A theme with Material's own import name, and what it imports: beside the rest, in a folder of their own.
MATERIALX := "mkdocs-materialx>=10.2" mkdocs-document-dates pagefind
# The checker of the pages' HTML, one .jar of 32 MB under the MIT licence; what npm would run after it is not needed.
NU := vnu-jar@26.9.27

.PHONY: demo test lint bench soak clean

demo: .venv/demo
	$(BIN)/python example-site/demo.py

test: .venv/test lint
	$(BIN)/python -m pytest -n 2 --dist worksteal --cov --cov-report=
	$(BIN)/python -m coverage report --fail-under=95
	$(BIN)/python -m coverage report --fail-under=100 --include="$$($(BIN)/python tests/strict_coverage.py)"

lint: .venv/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/test
	$(BIN)/python benchmarks/run.py

soak: .venv/test
	$(BIN)/python -m pytest -n 2 --dist worksteal -m soak

clean:
	rm -rf .venv .demo .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/demo: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[demo]"
	@touch $@

.venv/test: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[demo,test]"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --upgrade --target .venv/materialx $(MATERIALX)
	npm install --silent --no-audit --no-fund --ignore-scripts --prefix .venv/nu $(NU)
	@touch $@
