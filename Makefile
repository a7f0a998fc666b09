# make lab: install what is missing and open the course.  make test: install, and run everything.
# make room NN=06, make preview NN=06: one notebook, for its author; see CONTRIBUTING.md.
PYTHON ?= python3
# CI sets VENV to a folder outside the clone that is named after the lock's hash.
VENV ?= .venv
# No script of the environment is called by its name: scripts know where they were installed, and a
# course that has been moved or renamed is elsewhere.
IN_VENV = $(VENV)/bin/python
# Stamps are named after what they stand for, so a fresh clone finds a cached environment ready.
READY = $(VENV)/.ready-$(shell cksum < requirements.lock | cut -d ' ' -f 1)
DEV_READY = $(VENV)/.ready-dev-$(shell cksum < requirements-dev.lock | cut -d ' ' -f 1)
# A second environment with Colab's own pins, which sees torch and the rest in the first.
COLAB = $(VENV)-colab
COLAB_READY = $(COLAB)/.ready-$(shell (echo $(abspath $(VENV)); cat requirements-dev.lock tests/colab_pins.txt) \
	| cksum | cut -d ' ' -f 1)
# Where the Python that an environment was made with is gone, or is another, nothing is ready.
$(shell $(IN_VENV) -E -c 'import pip' 2> /dev/null || rm -f $(VENV)/.ready-* $(COLAB)/.ready-*)
ANNOUNCEMENTS = @jupyterlab/apputils-extension:announcements
START = /lab/tree/00_start_here.ipynb

# For example: make lab LAB_FLAGS="--no-browser --port=9000"
LAB_FLAGS ?=
AS_ROOT = $(if $(filter 0,$(shell id -u)),--allow-root)
COMPILE = uv pip compile --universal --python-version 3.10 --generate-hashes --no-emit-index-url \
	--no-header --quiet

# The notebook that NN names, for example 06_expressivity, and its room.
NAME = $(basename $(notdir $(wildcard notebooks/sources/$(NN)_*.py)))
ROOM = $(patsubst $(NN)_%,%,$(NAME))
ROOM_FILES = $(wildcard notebooks/sources/$(NAME).py helpers/*.py helpers/datasets helpers/$(ROOM) tests/$(ROOM))
ifneq ($(filter room preview,$(MAKECMDGOALS)),)
ifneq ($(words $(NAME)),1)
$(error Which notebook? For example: make $(firstword $(MAKECMDGOALS)) NN=06)
endif
endif

.PHONY: lab room preview notebooks site standalone class grade teacher badges pushbadges claims minutes \
	lint browser scenes test classtest elsewhere hub bench lock oldest newest clean

lab: $(READY)
	$(IN_VENV) -m jupyterlab --ServerApp.root_dir=notebooks --LabApp.default_url=$(START) \
		$(AS_ROOT) $(LAB_FLAGS)

$(READY):
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "Python 3.10 or newer is needed; this is " + sys.version)'
	$(IN_VENV) -E -c 'import pip' 2> /dev/null || \
		$(PYTHON) -m venv $(if $(wildcard $(VENV)/pyvenv.cfg),--clear) $(VENV)
	$(IN_VENV) -m pip install --quiet --require-hashes -r requirements.lock
	# JupyterLab's question about news would be the first thing that a reader sees.
	$(IN_VENV) -m jupyterlab.labextensions disable --level=sys_prefix $(ANNOUNCEMENTS)
	rm -f $(VENV)/.ready-*
	touch $@

$(DEV_READY): | $(READY)
	$(IN_VENV) -m pip install --quiet --require-hashes -r requirements-dev.lock
	touch $@

$(COLAB_READY): | $(DEV_READY)
	$(PYTHON) -m venv --clear $(COLAB)
	$(COLAB)/bin/python -m pip install --quiet -r tests/colab_pins.txt
	$(IN_VENV) -c 'import sysconfig; print(sysconfig.get_path("purelib"))' \
		> $$($(COLAB)/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/course.pth
	touch $@

room: browser $(COLAB_READY)
	$(IN_VENV) -m ruff check $(ROOM_FILES)
	$(IN_VENV) -m ruff format --check $(ROOM_FILES)
	$(IN_VENV) tools/build.py $(NAME)
	OMP_NUM_THREADS=1 $(IN_VENV) -m pytest -n 2 --dist loadgroup tests/test_*.py \
		$(wildcard tests/$(ROOM)) -k $(ROOM)

preview: $(DEV_READY)
	$(IN_VENV) tools/preview.py $(NAME)

claims: $(DEV_READY)
	PYTHONPATH=.:tools $(IN_VENV) tests/ledger.py $(NN)

minutes: $(DEV_READY)
	PYTHONPATH=. $(IN_VENV) tools/minutes.py $(NN)

notebooks: $(DEV_READY)
	$(IN_VENV) tools/build.py

# The course as a static site, in build/site: nothing but what GitHub Pages, or any server, can give.
site: $(DEV_READY)
	$(IN_VENV) tools/make_site.py

lint: $(DEV_READY)
	$(IN_VENV) -m ruff check .
	$(IN_VENV) -m ruff format --check .
	$(IN_VENV) -m mypy
	$(IN_VENV) tools/build.py --check

browser: $(DEV_READY)
	$(IN_VENV) tools/browser.py

# What a class needs, as docs/teaching.md says:
#   make class [ADDRESS=https://github.com/you/mlp TAG=main]
#   make grade FROM=folder [TO=build/grades] [SEED=7] [WITHOUT_NAMES=1]
class: $(DEV_READY)
	PYTHONPATH=. $(IN_VENV) tools/class_edition.py $(if $(ADDRESS),--address "$(ADDRESS)") \
		$(if $(TAG),--tag "$(TAG)")

grade: $(DEV_READY)
	$(if $(FROM),,$(error Which folder? For example: make grade FROM=submitted TO=build/grades))
	PYTHONPATH=. $(IN_VENV) tools/grade.py "$(FROM)" --to "$(or $(TO),build/grades)" \
		$(if $(SEED),--seed $(SEED)) $(if $(WITHOUT_NAMES),--without-names)

teacher: $(DEV_READY)
	PYTHONPATH=. $(IN_VENV) -W ignore tools/teacher.py

# A class of thirty and nine notebooks each: slow, for the weekly workflow.
classtest: $(COLAB_READY)
	OMP_NUM_THREADS=1 CLASS_SIZE=30 CLASS_NOTEBOOKS=all $(IN_VENV) -m pytest -s tests/test_class.py \
		tests/test_grade.py

# The states of every moving picture, for the site and its tests: minutes, once.
scenes: $(DEV_READY)
	OMP_NUM_THREADS=1 $(IN_VENV) tools/export.py

test: lint browser scenes $(COLAB_READY)
	OMP_NUM_THREADS=1 $(IN_VENV) -m pytest -n 2 --dist loadgroup --durations 25

bench: $(DEV_READY)
	$(IN_VENV) tools/bench.py

# Ten learners at once on a JupyterHub here, whose proxy comes from npm.
hub: $(DEV_READY)
	$(IN_VENV) tools/hub.py measure

lock:
	$(COMPILE) --extra lab -o requirements.lock pyproject.toml
	$(COMPILE) --all-extras -c requirements.lock -o requirements-dev.lock pyproject.toml

# The notebooks with the oldest or the newest libraries that pyproject.toml admits, and no lock.
oldest: RESOLUTION = lowest-direct
newest: RESOLUTION = highest
oldest newest:
	$(PYTHON) -m venv --clear $(VENV)-$@
	$(VENV)-$@/bin/python -m pip install --quiet uv
	mkdir -p build
	$(VENV)-$@/bin/python -m uv pip compile --quiet --resolution $(RESOLUTION) --extra lab \
		-o build/$@.txt pyproject.toml
	$(VENV)-$@/bin/python -m uv pip install --python $(VENV)-$@/bin/python \
		-r build/$@.txt -r pyproject.toml --extra dev
	OMP_NUM_THREADS=1 $(VENV)-$@/bin/python -m pytest -n 2 tests/test_runs.py -k nbval

# Notebooks that carry what they need, in build/standalone/.
standalone: $(DEV_READY)
	$(IN_VENV) tools/standalone.py

# All of these, on Colab's versions and on Kaggle's, whose Python is 3.12: PYTHON=python3.12.
elsewhere: $(COLAB_READY)
	$(PYTHON) -m venv --clear $(VENV)-kaggle
	$(VENV)-kaggle/bin/python -m pip install --quiet -r tests/kaggle_pins.txt
	MLP_COURSE_COLAB=$(COLAB) MLP_COURSE_KAGGLE=$(VENV)-kaggle OMP_NUM_THREADS=1 \
		$(IN_VENV) -m pytest -n 2 tests/test_standalone.py

# Links in the README that open the notebooks elsewhere, for the repository at hand.
badges:
	$(PYTHON) tools/badges.py

# The same on GitHub: commit them if they have changed.
pushbadges: badges
	git diff --quiet README.md || git -c user.name="github-actions[bot]" \
		-c user.email="41898282+github-actions[bot]@users.noreply.github.com" \
		commit --quiet --message "Badges for this repository" README.md
	git push --quiet

clean:
	rm -rf build .pytest_cache .hypothesis .mypy_cache .ruff_cache
