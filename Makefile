.DEFAULT_GOAL := help
.PHONY: help demo test check lock environment

BIN := .venv/bin

help: ## List what there is to make
	@sed -nE 's/^([a-z]+):.*## /make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

demo: environment ## Reconcile an example tenant against a stand-in platform on this machine
	@$(BIN)/reconciler demo

test: environment ## Run every test, in parallel and in random order
	$(BIN)/python -m pytest -n 2

check: environment ## Judge the code without running it: lint, form, types, import contracts
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

lock: environment ## Lock the packages that pyproject.toml asks for, keeping versions that still fit
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate --group dev \
	  pyproject.toml -o requirements.lock

environment: ## Make .venv or bring it up to date, as all of the above do first
	@.ci/bootstrap
