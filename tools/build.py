"""Build the notebooks: from one source to the reader's edition and the solved one, both executed.

    python tools/build.py             what has changed
    python tools/build.py 01_neurons  one notebook, or several, if they have changed
    python tools/build.py --all       also what has not changed
    python tools/build.py --check     write nothing; fail if a notebook and its source disagree

The author writes notebooks/sources/NN_name.py in jupytext's percent format, solutions inline
between `### BEGIN SOLUTION` and `### END SOLUTION`; in a hunt, what the reader is given in their
place stands below `### INSTEAD`, as comments. The reader's edition, notebooks/NN_name.ipynb,
has each solution cut to a stub and shown in a folded cell below. The solved edition goes to
build/solved/, for the tests.

Code runs only if it may give something new: if the notebook's own code has changed, a module that it
imports, or a file of data/ that these read. A changed sentence is written around the old outputs.
"""

import argparse
import copy
import hashlib
import json
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from dependencies import dependencies, digest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"
SOURCES = NOTEBOOKS / "sources"
SOLVED = ROOT / "build" / "solved"
STAMPS = ROOT / "build" / "stamps"
CELL_TIMEOUT = 120  # seconds; no cell of the course comes near
STUB = "raise NotImplementedError  # your code goes here, instead of this line"
FOLDED = "<details><summary>Stuck? Open the course's solution</summary>"
BEGIN, INSTEAD, END = "### BEGIN SOLUTION", "### INSTEAD", "### END SOLUTION"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def room_of(name: str) -> str | None:
    """Return the room of a notebook that has exercises."""
    match = re.search(
        r"from helpers\.(\w+)\.checks import check", (SOURCES / f"{name}.py").read_text("utf-8")
    )
    return match and match[1]


def source_names() -> list[str]:
    """Return every notebook's name (`01_neurons`), in order."""
    return sorted(path.stem for path in SOURCES.glob("*.py"))


def read_source(name: str) -> NotebookNode:
    """Read a source as a notebook, with the cell that makes `helpers` importable before its setup."""
    notebook = jupytext.read(SOURCES / f"{name}.py")
    notebook.metadata = NotebookNode(kernelspec=KERNEL, language_info={"name": "python"})
    setup = [cell for cell in notebook.cells if is_setup(cell)]
    if len(setup) != 1:
        raise ValueError(f"{name}.py has {len(setup)} cells tagged 'setup'; it needs exactly one.")
    notebook.cells.insert(notebook.cells.index(setup[0]), bootstrap_cell())
    return number_cells(notebook)


def is_setup(cell: NotebookNode) -> bool:
    return "setup" in cell.metadata.get("tags", [])


def bootstrap_cell() -> NotebookNode:
    """Return the cell that finds or fetches `helpers`, folded away in JupyterLab and on Colab."""
    hidden = {"jupyter": {"source_hidden": True}, "cellView": "form"}
    return nbformat.v4.new_code_cell(bootstrap(), metadata=hidden)


def project() -> dict:
    """Return the [project] table of pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def bootstrap() -> str:
    """Return the code that finds or fetches `helpers`, with the published address filled in."""
    code = (ROOT / "tools" / "bootstrap.py").read_text(encoding="utf-8").strip()
    return code.replace("@PUBLISHED@", published())


def published() -> str:
    """Return the page of the repository at the release's tag, or "" while no address is configured."""
    repository = project()["urls"]["Repository"].removesuffix(".git")
    is_reserved = re.match(r"https://([\w-]+\.)*example\.(org|com|net)(/|$)", repository)
    return "" if is_reserved else f"{repository}/tree/v{project()['version']}"


def number_cells(notebook: NotebookNode) -> NotebookNode:
    """Give every cell an id that stays the same from build to build, and its place among slides."""
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number:03d}"
        cell.metadata.slideshow = {"slide_type": slide_type(cell)}
    return notebook


def slide_type(cell: NotebookNode) -> str:
    """Return where a cell stands when a notebook is turned into slides: a section, or below one."""
    if is_setup(cell) or cell.metadata.get("cellView") == "form" or cell.source.startswith(FOLDED):
        return "skip"
    is_section = cell.cell_type == "markdown" and re.match("##? ", cell.source)
    return "slide" if is_section else "subslide"


def solved_edition(source: NotebookNode) -> NotebookNode:
    """Return the notebook with every solution in place and the markers gone."""
    notebook = copy.deepcopy(source)
    for cell in notebook.cells:
        cell.source = solved(cell.source)
    return notebook


# What the reader of a hunt gets in the place of the solution, one comment a line.
_GIVEN = re.compile(rf"^ *{INSTEAD}\n(.*?)(?=^ *{END}$)", re.M | re.S)
_SOLUTION = re.compile(rf"^ *{BEGIN}\n(?:(?!^ *{END}$).)*?{_GIVEN.pattern} *{END}$", re.M | re.S)


def solved(cell_source: str) -> str:
    """Return a cell with its solution, without the markers and what a reader gets instead."""
    kept = _GIVEN.sub("", cell_source).splitlines()
    return "\n".join(line for line in kept if line.strip() not in (BEGIN, END))


def as_given(cell_source: str) -> str:
    """Return a hunt's cell with the code that the reader is to repair; others stay as they are."""

    def uncommented(match: re.Match) -> str:
        return re.sub(r"^( *)# ?", r"\1", match[1].rstrip("\n"), flags=re.M)

    return _SOLUTION.sub(uncommented, cell_source)


def reader_edition(source: NotebookNode) -> NotebookNode:
    """Return the notebook with each solution cut to a stub and folded into a cell below."""
    # Not at the top: nbgrader brings a server along, which takes half a second to import.
    from nbgrader.preprocessors.clearsolutions import ClearSolutions, Config

    notebook = copy.deepcopy(source)
    cutter = ClearSolutions(
        config=Config(
            {"ClearSolutions": {"code_stub": {"python": STUB}, "enforce_metadata": False}}
        )
    )
    cells = []
    for cell in notebook.cells:
        solution, cell.source = cell.source, as_given(cell.source)
        cell, _ = cutter.preprocess_cell(cell, {"language": "python"}, 0)
        cells.append(cell)
        if BEGIN in solution:
            cells.append(nbformat.v4.new_markdown_cell(folded(solution)))
    notebook.cells = cells
    return number_cells(notebook)


def folded(cell_source: str) -> str:
    """Return Markdown that shows the solution of an exercise once it is unfolded."""
    lines = solved(cell_source).splitlines()
    code = "\n".join(line for line in lines if not re.search(r"= check\(", line)).strip()
    return f"{FOLDED}\n\n```python\n{code}\n```\n\n</details>"


def run(notebook: NotebookNode, folder: Path, env: dict | None = None, **client) -> NotebookNode:
    """Run a notebook in place from `folder`; raise at its first error.

    A kernel whose reply got lost (jupyter/nbclient issue 312) is tried once more, and said so.
    `client` goes to nbclient.
    """
    # Not at the top: what only compares or changes text needs no kernel.
    from nbclient import NotebookClient
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    # Whoever runs the course's notebooks by this is no reader whose progress counts.
    env = {**os.environ, "OMP_NUM_THREADS": "1", "MLP_COURSE_PROGRESS": "off", **(env or {})}
    options = {"timeout": CELL_TIMEOUT, "resources": {"metadata": {"path": str(folder)}}, **client}
    try:
        return NotebookClient(notebook, **options).execute(env=env)
    except (CellTimeoutError, DeadKernelError) as error:
        print(f"{folder}: {type(error).__name__}, a second and last try", file=sys.stderr)
        return NotebookClient(notebook, **options).execute(env=env)


def join_streams(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Join what was printed in one go: where the kernel cuts it depends on the machine's load."""
    joined: list[NotebookNode] = []
    for output in outputs:
        if output.output_type == "stream" and joined and joined[-1].get("name") == output.name:
            joined[-1].text += output.text
        else:
            joined.append(output)
    return joined


def execute(notebook: NotebookNode, folder: Path) -> NotebookNode:
    """Run a notebook in place, and take out what must not be committed."""
    run(notebook, folder)
    notebook.metadata.pop("widgets", None)  # half a state: GitHub refuses to render it
    notebook.metadata.language_info = {"name": "python"}  # without this machine's version
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # times of day: noise in every diff
        if cell.cell_type == "code":
            cell.outputs = join_streams(cell.outputs)
        for output in cell.get("outputs", []):
            # A widget is gone with its kernel: without this key viewers show the HTML beside it,
            # and not 'model not found'.
            output.get("data", {}).pop(WIDGET_VIEW, None)
    return notebook


def editions(name: str) -> dict[Path, NotebookNode]:
    """Return what a source makes, by the path where it goes; nothing is executed yet."""
    source = read_source(name)
    return {
        NOTEBOOKS / f"{name}.ipynb": reader_edition(source),
        SOLVED / f"{name}.ipynb": solved_edition(source),
    }


def build(name: str) -> str | None:
    """Bring both editions of a notebook up to date; return why, or None if they are."""
    ingredients = inputs(name)  # before the run: what is edited meanwhile is not in it
    changed, made = changes(name, ingredients), editions(name)
    if changed:
        with ThreadPoolExecutor() as pool:
            list(pool.map(execute, made.values(), [NOTEBOOKS] * len(made)))
    elif not any([keep_outputs(notebook, path) for path, notebook in made.items()]):
        return None
    for path, notebook in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, path)
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp(name).write_text(json.dumps({**ingredients, **outputs(name)}, indent=1))
    return in_words(changed)


def in_words(changed: list[str]) -> str:
    """Return what has changed as a sentence's end, long lists cut."""
    more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
    return f"executed: {', '.join(changed[:3])}{more}" if changed else "text only"


def keep_outputs(notebook: NotebookNode, path: Path) -> bool:
    """Give a notebook the outputs of the one at `path`, whose code is the same; say if it differs."""
    old = nbformat.read(path, as_version=4)
    for cell, before in zip(code_cells(notebook), code_cells(old), strict=True):
        cell.outputs, cell.execution_count = before.outputs, before.execution_count
    return notebook.cells != old.cells


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def changes(name: str, ingredients: dict[str, str]) -> list[str]:
    """Return which of `ingredients` and editions are not as they were when the code was run."""
    if not stamp(name).exists():
        return ["no record of an earlier run"]
    before = json.loads(stamp(name).read_text())
    now = {**ingredients, **outputs(name)}
    return [key for key in sorted(now.keys() | before.keys()) if now.get(key) != before.get(key)]


def stamp(name: str) -> Path:
    """Return the file that remembers what a notebook was made from."""
    return STAMPS / f"{name}.json"


def inputs(name: str) -> dict[str, str]:
    """Return a hash of everything that decides about a notebook's outputs, by name.

    The first cell is not among it: an address or a version may change without a run.
    """
    own = [cell.source for cell in code_cells(read_source(name)) if cell.source != bootstrap()]
    files = dependencies((SOURCES / f"{name}.py").read_text(encoding="utf-8"))
    code = hashlib.sha256(json.dumps(own).encode()).hexdigest()
    return {"its code": code} | {relative(path): digest(path) for path in {*files, Path(__file__)}}


def outputs(name: str) -> dict[str, str]:
    """Return a hash of both editions as they lie on the disk: one run by hand is built again."""
    paths = (NOTEBOOKS / f"{name}.ipynb", SOLVED / f"{name}.ipynb")
    return {relative(path): digest(path) if path.exists() else "missing" for path in paths}


def relative(path: Path) -> str:
    return Path(os.path.relpath(path, ROOT)).as_posix()


def disagreement(name: str) -> str | None:
    """Return the first cell in which a committed notebook differs from its source, or None."""
    path = NOTEBOOKS / f"{name}.ipynb"
    if not path.exists():
        return f"{path.name} is missing"
    wanted = reader_edition(read_source(name)).cells
    found = nbformat.read(path, as_version=4).cells
    if len(wanted) != len(found):
        return f"{path.name} has {len(found)} cells, its source makes {len(wanted)}"
    for number, (ours, theirs) in enumerate(zip(wanted, found, strict=True)):
        if (ours.cell_type, ours.source) != (theirs.cell_type, theirs.source):
            return f"{path.name} differs from its source in cell {number}"
    return None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="notebooks such as 01_neurons; default: all")
    parser.add_argument("--all", action="store_true", help="also what has not changed")
    parser.add_argument("--check", action="store_true", help="only compare with the sources")
    options = parser.parse_args()
    names = options.names or source_names()
    if unknown := set(names) - set(source_names()):
        parser.error(f"no such source: {', '.join(sorted(unknown))}")
    if options.check:
        problems = [problem for name in names if (problem := disagreement(name))]
        print("\n".join(problems) or f"{len(names)} notebooks agree with their sources")
        return bool(problems)
    for name in names if options.all else ():
        stamp(name).unlink(missing_ok=True)
    # Both editions of a notebook run at once, so half as many notebooks as there are cores.
    with ThreadPoolExecutor(max_workers=max(1, (os.cpu_count() or 1) // 2)) as pool:
        for name, done in zip(names, pool.map(build, names), strict=True):
            if done:
                print(f"{name} {done}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
