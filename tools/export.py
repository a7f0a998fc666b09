"""Export every moving picture, so that it moves on a page without a kernel: build/scenes.

    python tools/export.py                      what has changed
    python tools/export.py 01_neurons           one notebook, or several
    python tools/export.py --to FOLDER          elsewhere

Each notebook runs once, as its readers have it, in a kernel of its own. In the place of showing a
moving picture there, `explore` draws the states that a page can show, and writes them to
FOLDER/<notebook>/<picture>/: states.js, which site/player.js loads, the background that does not
move, and a still picture. A notebook whose code, modules and data are the same is not run again.
"""

import argparse
import hashlib
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat

import build
from dependencies import digest

TARGET = build.ROOT / "build" / "scenes"
LIST = "scenes.json"  # of each notebook: its pictures, and what they were made from
PROCESSES = min(4, os.cpu_count() or 1)  # each is a kernel of up to 1 GB
SECONDS = 600  # for one cell: a picture has a thousand states
EXPORTER = [Path(__file__), *sorted((Path(__file__).parent / "exporting").glob("*.py"))]

# Runs in the kernel before the notebook's own code, and after it.
BEFORE = """
import sys
sys.path[:0] = {places!r}
from exporting.states import record_into
_exported = record_into({folder!r}, {name!r})
"""
AFTER = """
import json
print(json.dumps(_exported))
"""


def export_all(folder: Path = TARGET, names: Sequence[str] | None = None) -> None:
    """Export the moving pictures of some notebooks, or of all, into `folder`.

    Raises nbclient's CellExecutionError where a notebook fails, or a picture cannot be exported.
    """
    with ThreadPoolExecutor(PROCESSES) as pool:
        for told in pool.map(
            lambda name: export(name, Path(folder)), names or build.source_names()
        ):
            if told:
                print(told, flush=True)


def export(name: str, folder: Path) -> str | None:
    """Export the pictures of a notebook if anything in it has changed; return what was done."""
    made_from, listed = ingredients(name), folder / name / LIST
    if listed.exists() and json.loads(listed.read_text())["made_from"] == made_from:
        return None
    start = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as made:  # half of it is never seen
        scenes = record(name, Path(made).resolve())
        (Path(made) / name).mkdir(exist_ok=True)  # of a notebook without pictures
        (Path(made) / name / LIST).write_text(
            json.dumps({"made_from": made_from, "scenes": scenes}, indent=1)
        )
        for source, target in (("kernel", kernel_folder(folder)), (name, folder)):
            target.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(target / name, ignore_errors=True)
            if (Path(made) / source).exists():
                shutil.move(Path(made) / source, target / name)
    size = sum(scene["bytes"] for scene in scenes) / 1e6
    return f"{name}: {len(scenes)} pictures, {size:.2f} MB, {time.monotonic() - start:.0f} s"


def kernel_folder(folder: Path) -> Path:
    """Return where some states lie as the kernel shows them: beside what is published."""
    return folder.with_name(f"{folder.name}-kernel")


def record(name: str, folder: Path) -> list[dict]:
    """Run a notebook as its readers have it; return the list of the pictures that it showed."""
    notebook = nbformat.read(build.NOTEBOOKS / f"{name}.ipynb", as_version=4)
    places = [str(build.ROOT), str(build.ROOT / "tools")]
    before = BEFORE.format(places=places, folder=str(folder), name=name)
    cells = [nbformat.v4.new_code_cell(code) for code in (before, AFTER)]
    notebook.cells = [cells[0], *notebook.cells, cells[1]]
    build.run(notebook, build.NOTEBOOKS, timeout=SECONDS)
    (output,) = notebook.cells[-1].outputs
    return json.loads(output.text)


def ingredients(name: str) -> str:
    """Return a hash of all that decides about the pictures of a notebook."""
    own = {build.relative(path): digest(path) for path in EXPORTER}
    text = json.dumps([build.inputs(name), own], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "names", nargs="*", help="notebooks such as 01_neurons, or 01; default: all"
    )
    parser.add_argument("--to", type=Path, default=TARGET, help="default: build/scenes")
    options = parser.parse_args()
    known = build.source_names()
    names = [
        next((name for name in known if name == wanted or name[:2] == wanted), None)
        for wanted in options.names
    ]
    if None in names:
        wrong = options.names[names.index(None)]
        parser.error(f"There is no notebook {wrong!r}; there are {', '.join(known)}.")
    export_all(options.to, names)
    return 0


if __name__ == "__main__":
    sys.exit(main())
