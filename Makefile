# What a person types. Each target says what it does; `make` alone lists them.
PYTHON ?= python3
BIN := .venv/bin
export FRONTDESK_EVAL_DATA ?= $(if $(wildcard ../shared/data),$(abspath ../shared/data),)

.PHONY: help setup run test check fix bench evals soak docs train prices

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: .venv/ready ## make .venv with everything tests and runs need (with CI=true also browser, Node, Prometheus)
ifeq ($(CI),true)
	@scripts/install_browser
	@scripts/install_node_tools
	@scripts/install_monitoring
endif

.venv/ready: pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

run: .venv/ready ## start everything with the demo tenant and print the addresses (reads .env)
	@set -a; [ ! -f .env ] || . ./.env; exec $(BIN)/frontdesk serve

test: setup ## the whole gate: house rules, types, every test, coverage of src
	@scripts/test

check: .venv/ready ## lint, types, import contracts and the tests about the house (seconds)
	@scripts/check

fix: .venv/ready ## format and repair what can be repaired by itself
	@$(BIN)/ruff format src tests testing
	@$(BIN)/ruff check --fix src tests testing

bench: .venv/ready ## measure speed beside a floor in one run and write docs/benchmarks.md
	@$(BIN)/python -m tests.load.bench
	@$(BIN)/python -m tests.load.bench_reading
	@$(BIN)/python -m tests.load.bench_gateway
	@$(BIN)/python -m tests.load.bench_watch

evals: .venv/ready ## score the reading and the bots on the measuring data; fail below a floor
	@$(BIN)/frontdesk eval reading --confusion
	@$(BIN)/python -m tests.evals.dialogues

soak: .venv/ready ## 200 and more kills under load, counted
	@$(BIN)/python -m tests.load.crash --kills 200 --write

docs: .venv/ready ## write the generated reference pages again
	@$(BIN)/python -m frontdesk.app.reference

train: .venv/ready ## learn the bots' intents from their examples again (seconds)
	@$(BIN)/frontdesk train

prices: .venv/ready ## write the shipped price list again, from the installed genai-prices
	@$(BIN)/python -m tests.write_prices
