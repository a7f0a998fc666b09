"""Write notebooks that carry what they need: for Kaggle, Deepnote, an e-mail, a memory stick.

    python tools/standalone.py             every notebook, to build/standalone/
    python tools/standalone.py 01_neurons  one, or several

Each is the notebook as it is committed, with its results, and another first cell: one that holds
the modules and data that this notebook uses. Beside them stands mlp-course.zip, the whole of
`helpers` and `data`, for the form that an ordinary notebook shows where it finds no course.
"""

import argparse
import base64
import io
import lzma
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

import nbformat
from nbformat import NotebookNode

import build
from dependencies import dependencies

STANDALONE = build.ROOT / "build" / "standalone"
LICENSES = ("LICENSE", "LICENSE-text", "data/README.md")  # whose words go where the files go


def standalone(name: str) -> NotebookNode:
    """Return a committed notebook whose first cell of code carries what the others need.

    Raises ValueError if the notebook is not what its source makes.
    """
    if problem := build.disagreement(name):
        raise ValueError(f"{problem}: run `make notebooks` first.")
    notebook = nbformat.read(build.NOTEBOOKS / f"{name}.ipynb", as_version=4)
    cell = next(cell for cell in notebook.cells if cell.source == build.bootstrap())
    code = (build.ROOT / "tools" / "carried.py").read_text(encoding="utf-8").strip()
    cell.source = code.replace("@COURSE@", base64.b85encode(carried(name)).decode())
    return notebook


def carried(name: str) -> bytes:
    """Return what a notebook needs: a zip of files stored as they are, pressed together by xz."""
    files = dependencies((build.SOURCES / f"{name}.py").read_text(encoding="utf-8"))
    packed = zipped(files, zipfile.ZIP_STORED)
    return lzma.compress(packed, preset=9 | lzma.PRESET_EXTREME)


def zipped(files: Iterable[Path], method: int) -> bytes:
    """Return a zip of files of the course and its licenses: the same bytes for the same files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in sorted({*files, *(build.ROOT / name for name in LICENSES)}):
            entry = zipfile.ZipInfo(build.relative(path))  # of 1980: no time of day
            archive.writestr(entry, path.read_bytes(), method)
    return buffer.getvalue()


def course_files() -> list[Path]:
    """Return the files of `helpers` and `data` that belong to the course: no caches."""
    modules = (build.ROOT / "helpers").rglob("*.py")
    data = build.ROOT / "data"
    files = [
        path for path in data.rglob("*") if path.is_file() and data / "cache" not in path.parents
    ]
    return [*modules, *files]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="notebooks such as 01_neurons; default: all")
    names = parser.parse_args().names or build.source_names()
    if unknown := set(names) - set(build.source_names()):
        parser.error(f"no such source: {', '.join(sorted(unknown))}")
    STANDALONE.mkdir(parents=True, exist_ok=True)
    for name in names:
        try:
            notebook = standalone(name)
        except ValueError as error:
            print(error, file=sys.stderr)
            return 1
        nbformat.write(notebook, STANDALONE / f"{name}.ipynb")
        print(build.relative(STANDALONE / f"{name}.ipynb"), f"carries {len(carried(name)):,} bytes")
    (STANDALONE / "mlp-course.zip").write_bytes(zipped(course_files(), zipfile.ZIP_DEFLATED))
    return 0


if __name__ == "__main__":
    sys.exit(main())
