# make lab: install what is missing and open the course.  make test: install, and run everything.
PYTHON ?= python3
# CI sets VENV to a folder outside the clone that is named after the lock's hash.
VENV ?= .venv
BIN = $(VENV)/bin
READY = $(VENV)/.ready-$(shell cksum < requirements.lock | cut -d ' ' -f 1)
# A second environment with Colab's own pins, which sees torch and the rest in the first.
COLAB = $(VENV)-colab
COLAB_READY = $(COLAB)/.ready-$(shell cat requirements.lock tests/colab_pins.txt | cksum | cut -d ' ' -f 1)
START = notebooks/00_start_here.ipynb

.PHONY: lab test notebooks bench lint lock browser clean

lab: $(READY)
	$(BIN)/jupyter lab $(START)

$(READY): requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "Python 3.10 or newer is needed; this is " + sys.version)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	rm -f $(VENV)/.ready-*
	touch $@

$(COLAB_READY): $(READY) tests/colab_pins.txt
	$(PYTHON) -m venv --clear $(COLAB)
	$(COLAB)/bin/python -m pip install --quiet -r tests/colab_pins.txt
	$(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' \
		> $$($(COLAB)/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/course.pth
	touch $@

notebooks: $(READY)
	$(BIN)/python tools/build.py

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python tools/build.py --check

browser: $(READY)
	$(BIN)/python tools/browser.py

test: lint browser $(COLAB_READY)
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist loadgroup

bench: $(READY)
	$(BIN)/python tools/bench.py

lock:
	uv pip compile --universal --python-version 3.10 --all-extras --generate-hashes \
		--no-emit-index-url --no-header --quiet -o requirements.lock pyproject.toml

clean:
	rm -rf build .pytest_cache .hypothesis .ruff_cache
