# Two commands do all the set-up on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
NODE := $(shell command -v node 2>/dev/null)

.PHONY: all demo test check lint types unit clean golden peers

all: .venv/.done

# The environment: everything pinned by constraints.txt, the project itself editable.
.venv/.done: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "steploom needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --quiet --disable-pip-version-check -c constraints.txt -e '.[local,data,cdk,lambda,dev]'
	touch $@

# The CDK command line and the ASL validator, at exact versions; only where Node is there.
node_modules/.done: package.json package-lock.json
ifdef NODE
	npm ci --silent --no-audit --no-fund
	touch $@
else
	@echo "node is not installed: the tests that need the CDK command line skip"
	mkdir -p node_modules
endif

demo: .venv/.done
	@$(BIN)/steploom run lambdas/orders/workflow.py:fulfil --input lambdas/orders/sample_order.json --report out
	@echo "out/fulfil.asl.json  out/fulfil.svg  out/report.html"

test: lint types unit

check: test

lint: .venv/.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

# A step of its own: aws_cdk takes mypy a minute and 3 GB.
types: .venv/.done
	$(BIN)/mypy

unit: .venv/.done node_modules/.done
	$(BIN)/python -m pytest -q -n 2

# Rewrite the golden cases; read the diff.
golden: .venv/.done
	$(BIN)/python -m pytest -q tests/cases --update

# Whom the benchmarks compare with: npm's aws-local-stepfunctions on a Node of its own, MiniStack in a venv of its own.
peers: benchmarks/peers/node_modules/.done benchmarks/peers/.venv/.done

benchmarks/peers/node_modules/.done: benchmarks/peers/package.json benchmarks/peers/package-lock.json
	cd benchmarks/peers && npm ci --silent --no-audit --no-fund
	touch $@

benchmarks/peers/.venv/.done: benchmarks/peers/requirements.txt
	$(PYTHON) -m venv benchmarks/peers/.venv
	benchmarks/peers/.venv/bin/pip install --quiet --quiet --disable-pip-version-check -r benchmarks/peers/requirements.txt
	touch $@

clean:
	rm -rf .venv node_modules out cdk.out benchmarks/peers/node_modules benchmarks/peers/.venv
