# Everything here sets up what it needs: a virtual environment in .venv, pinned by constraints.txt.
PYTHON  ?= python3
LIBRARY ?= out/library
BIN     := .venv/bin
READY   := .venv/.ready
SECONDS ?= 300
LONGEST ?= 3600
SIZES   ?= 10000 100000 1000000
WORKERS ?= auto
Q       ?= How many assessments were delayed in Darlington?

.PHONY: ask chat test test-long coverage check hooks bench bench-model bench-scale samples docs audit fuzz lock release-check clean help

help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "inspectqa needs Python 3.11 or later; name one with make PYTHON=python3.12 ..." >&2; exit 1; }
	@echo "Setting up .venv (a few minutes, about 2 GB) ..." >&2
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --upgrade pip
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable . --group dev
	@touch $(READY)

ask: $(READY) ## answer a question over the bundled samples: make ask Q="..."
	@$(BIN)/inspectqa ingest --samples --if-needed --library "$(LIBRARY)" >&2
	@$(BIN)/inspectqa ask "$${Q}" --library "$(LIBRARY)" || test $$? -eq 4  # 4: the reports do not say it

chat: $(READY) ## talk about the bundled samples
	@$(BIN)/inspectqa ingest --samples --if-needed --library "$(LIBRARY)" >&2
	@$(BIN)/inspectqa chat --library "$(LIBRARY)"

# One thread each: several processes whose threads wait for each other by spinning take many times as long.
test test-long coverage: export OMP_NUM_THREADS = 1

test: $(READY) ## the tests, in a few minutes, one process a core: make test WORKERS=1 for one
	@$(BIN)/python -m pytest -q -m "not long" -n $(WORKERS) --dist loadfile

coverage: $(READY) ## the tests with what they reach, line and branch; fails below the floor in pyproject.toml
	@$(BIN)/python -m pytest -q -m "not long" -n $(WORKERS) --dist loadfile --cov --cov-report=term

test-long: $(READY) ## the tests that take long, one process a core, each property a thousand times; an hour at most (LONGEST seconds); prints their figures at the end
	@$$(command -v timeout >/dev/null && echo "timeout --signal=INT $(LONGEST)") \
	  $(BIN)/python -m pytest -q -rP -m long --hypothesis-profile many -n $(WORKERS) --dist loadfile

fuzz: $(READY) ## fuzz the ways in, guided by coverage: make fuzz SECONDS=300 (for each of eight)
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --group fuzz || { echo "atheris, which guides the fuzzing, cannot be had for this system or this Python (it is built for Linux). Without it, make test-long tries thousands of inputs." >&2; exit 1; }
	@for target in read docx odt rtf web take_in question gate; do \
	  echo "$$target, $(SECONDS) seconds"; \
	  $(BIN)/python tests/fuzz/run.py $$target out/fuzz/$$target $(SECONDS) || exit 1; done

audit: $(READY) ## known faults of the dependencies, asked online; and that every pinned one has its hash
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --group audit
	@$(BIN)/python -m pip_audit --requirement requirements.lock --require-hashes --disable-pip

lock: $(READY) ## write requirements.lock anew from constraints.txt
	@$(BIN)/python scripts/lock_requirements.py

check: $(READY) ## linters and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

hooks: $(READY) ## check, before every commit here, what has changed
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --group hooks
	@$(BIN)/pre-commit install

docs: $(READY) ## the documentation as a site, in out/site; nothing in it is loaded from elsewhere
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --group docs
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet
	@echo "out/site/index.html"

release-check: $(READY) ## build the sdist and the wheel, try the wheel in a venv of its own and the sdist's tests
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --group release
	@$(BIN)/python scripts/release_check.py

bench: $(READY) ## speed, side by side with the stock recipe
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --group bench
	@$(BIN)/python -m benchmarks.speed

bench-scale: $(READY) ## cost against size, an hour or so for a million passages: make bench-scale SIZES="10000 100000" KEEP=FOLDER
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --group bench
	@$(BIN)/python -m benchmarks.scale --sizes $(SIZES) $(if $(KEEP),--keep "$(KEEP)") $(if $(BASE),--base "$(BASE)")

bench-model: $(READY) ## with a chat model and without: make bench-model MODEL=openai:NAME BASE_URL=http://... ARGS="--library DIR --questions FILE"
	@$(BIN)/inspectqa ingest --samples --if-needed --library "$(LIBRARY)" >&2
	@if [ -n "$(MODEL)" ]; then set --; else set -- sh benchmarks/small_model.sh out/small-model; fi; \
	  "$$@" sh -c '$(BIN)/python -m benchmarks.model --library "$(LIBRARY)" --model "$(or $(MODEL),openai:smollm2)" --base-url "$$BASE_URL" $(ARGS)'

samples: $(READY) ## build the bundled samples again from corpus/samples/source
	@$(BIN)/python -m corpus.samples.build

clean: ## remove what make made here
	rm -rf .venv out

export Q
