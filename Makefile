# Every command of the project. `make help` lists them.
PYTHON ?= python3.11
VENV := .venv
RUN := $(VENV)/bin/python
LOCK := requirements/requirements.lock
INSTALLED := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help install prepare run chat staff-account staff-token test lint format validate eval tune calibrate bench rasa-test rasa-cv lock clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

install: $(INSTALLED) ## Make the environment from the lock file

# torch has a step of its own, with its dependencies: plain pip knows the build for the machine. Rasa asks
# for setuptools 70, torch for a newer one at install time; the lock has the last word. --no-deps and
# --ignore-requires-python because Rasa's own pins end at Python 3.10.
$(INSTALLED): $(LOCK)
	@echo "Making the environment in $(VENV) (two to three minutes the first time) …"
	$(PYTHON) -m venv $(VENV)
	grep -v '^setuptools==' $(LOCK) > $(VENV)/constraints.txt
	$(VENV)/bin/pip install --disable-pip-version-check --quiet --constraint $(VENV)/constraints.txt torch==2.13.0
	$(VENV)/bin/pip install --disable-pip-version-check --quiet --no-deps --ignore-requires-python -r $(LOCK)
	@touch $@

prepare: $(INSTALLED) ## Make encoder, index, dialogue model and database, where they are missing or old
	@$(RUN) -m assistant.preparation

run: prepare ## Serve on http://127.0.0.1:8000 (settings: docs/settings.md)
	@$(RUN) -m api

chat: prepare ## Talk in the terminal, without a server
	@$(RUN) -m scripts.chat

staff-account: $(INSTALLED) ## Make an account for the desk: LOGIN=lan.nt NAME="Nguyễn Thị Lan" ROLE=administrator CENTRE=trieu-son
	@$(RUN) -m scripts.staff_account make "$(LOGIN)" "$(NAME)" --role "$(ROLE)" $(if $(CENTRE),--centre $(CENTRE))

staff-token: $(INSTALLED) ## Make a token for a program: NAME="Quầy 3" ROLE=clerk CENTRE=trieu-son (all centres without)
	@$(RUN) -m scripts.staff_token make "$(NAME)" $(if $(ROLE),--role $(ROLE)) $(if $(CENTRE),--centre $(CENTRE))

test: prepare lint validate ## Lint, types, import contracts, knowledge, tests
	$(RUN) -m pytest -n 2 --dist loadgroup

lint: $(INSTALLED) ## ruff, mypy, import-linter
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

format: $(INSTALLED) ## Put the code in the house form
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

validate: $(INSTALLED) ## Check every knowledge file
	@$(RUN) -m assistant.catalog.validation

eval: prepare ## Measure understanding on the test questions
	@$(RUN) -m scripts.evaluate

tune: $(INSTALLED) ## Fine-tune the bundled encoder on the catalog (a quarter of an hour)
	@$(RUN) -m assistant.search.tuning

calibrate: $(INSTALLED) ## Fit the decision to answer anew (half an hour)
	@$(RUN) -m assistant.search.calibration

bench: prepare ## Measure speed, start-up and memory, and the queue on both databases
	@$(RUN) -m scripts.bench
	@$(RUN) -m scripts.bench_queue

rasa-test: prepare ## Rasa's own reports on the NLU test set and the dialogue stories, into results/
	@$(RUN) -m assistant.dialogue.rasa_engine test nlu --nlu nlu_data/test/fresh_intents.yml --model var/models --out results
	@$(RUN) -m assistant.dialogue.rasa_engine test core --stories nlu_data/test/test_stories.yml --model var/models --out results

rasa-cv: prepare ## Cross-validation of intents by Rasa, three folds (minutes), into results/cv
	@$(RUN) -m assistant.dialogue.rasa_engine test nlu --nlu nlu_data/train --config config.yml --cross-validation -f 3 --out results/cv

lock: $(INSTALLED) ## Resolve requirements.in into the lock file
	$(VENV)/bin/pip install --quiet uv
	$(VENV)/bin/uv pip compile --quiet --python-version 3.11 --no-header --no-annotate \
	  --override requirements/overrides.txt requirements/requirements.in -o $(LOCK)

clean: ## Remove everything that was made, conversations included
	rm -rf $(VENV) var results .rasa
