# make lab: install what is missing and open the course.  make test: install, and run everything.
PYTHON ?= python3
# CI sets VENV to a folder outside the clone that is named after the lock's hash.
VENV ?= .venv
BIN = $(VENV)/bin
# Stamps are named after what they stand for, so a fresh clone finds a cached environment ready.
READY = $(VENV)/.ready-$(shell cksum < requirements.lock | cut -d ' ' -f 1)
DEV_READY = $(VENV)/.ready-dev-$(shell cksum < requirements-dev.lock | cut -d ' ' -f 1)
# A second environment with Colab's own pins, which sees torch and the rest in the first.
COLAB = $(VENV)-colab
COLAB_READY = $(COLAB)/.ready-$(shell cat requirements-dev.lock tests/colab_pins.txt | cksum | cut -d ' ' -f 1)
ANNOUNCEMENTS = @jupyterlab/apputils-extension:announcements
START = /lab/tree/00_start_here.ipynb

# For example: make lab LAB_FLAGS="--no-browser --port=9000"
LAB_FLAGS ?=
AS_ROOT = $(if $(filter 0,$(shell id -u)),--allow-root)
COMPILE = uv pip compile --universal --python-version 3.10 --generate-hashes --no-emit-index-url \
	--no-header --quiet

.PHONY: lab test notebooks bench lint lock browser clean

lab: $(READY)
	$(BIN)/jupyter lab --ServerApp.root_dir=notebooks --LabApp.default_url=$(START) \
		$(AS_ROOT) $(LAB_FLAGS)

$(READY):
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "Python 3.10 or newer is needed; this is " + sys.version)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	# JupyterLab's question about news would be the first thing that a reader sees.
	$(BIN)/jupyter labextension disable --level=sys_prefix $(ANNOUNCEMENTS)
	rm -f $(VENV)/.ready-*
	touch $@

$(DEV_READY): | $(READY)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	touch $@

$(COLAB_READY): | $(DEV_READY)
	$(PYTHON) -m venv --clear $(COLAB)
	$(COLAB)/bin/python -m pip install --quiet -r tests/colab_pins.txt
	$(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' \
		> $$($(COLAB)/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/course.pth
	touch $@

notebooks: $(DEV_READY)
	$(BIN)/python tools/build.py

lint: $(DEV_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python tools/build.py --check

browser: $(DEV_READY)
	$(BIN)/python tools/browser.py

test: lint browser $(COLAB_READY)
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist loadgroup

bench: $(DEV_READY)
	$(BIN)/python tools/bench.py

lock:
	$(COMPILE) --extra lab -o requirements.lock pyproject.toml
	$(COMPILE) --all-extras -c requirements.lock -o requirements-dev.lock pyproject.toml

clean:
	rm -rf build .pytest_cache .hypothesis .ruff_cache
