"""Finds solutions in a folder: lines of them, as they are written or lightly packed.

What counts is a line of a solution's body, without spaces and comments: one that is long enough to
be no accident, or two short ones in a row. Names count, so a solution in other words goes unseen.
"""

import ast
import base64
import binascii
import bz2
import contextlib
import functools
import gzip
import io
import json
import lzma
import re
import tokenize
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import build
from classroom.rooms import all_exercises, file_of, rooms
from helpers.exercise import Exercise

LONG = 24  # characters without spaces: a line of that length is no accident
# Guards and conversions of arguments, which say nothing about a solution.
_PLAIN = re.compile(
    r'"""|require_\w+\(|raise|withnp\.errstate|(\w+)=np\.(asarray|array)\(\1(,dtype=float)?$'
    r"|from\w+import|import|device=|\w+=0(\.0)?$|return\w+$|else:|continue|break"
)
_PACKED = re.compile(rb"[A-Za-z0-9+/_-]{80,}={0,2}")


def leaks(folder: Path) -> list[str]:
    """Return 'file: exercise: line' for every line of a solution that stands in a folder."""
    wanted = fingerprints()
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        for text in readings(path.read_bytes()):
            found += [f"{path.relative_to(folder)}: {leak}" for leak in leaks_in(text, wanted)]
    return list(dict.fromkeys(found))


def leaks_in(text: str, wanted: dict[str, list[list[str]]]) -> Iterator[str]:
    """Yield 'exercise: line' for the fingerprints that stand in a text."""
    squeezed = _lines(text)
    lines, pairs = set(squeezed), set(pairwise(squeezed))
    for name, bodies in wanted.items():
        for body in bodies:
            alone = len(body) == 1
            yield from (
                f"{name}: {line}" for line in body if (alone or len(line) >= LONG) and line in lines
            )
            yield from (f"{name}: {' / '.join(pair)}" for pair in pairwise(body) if pair in pairs)


@functools.cache
def fingerprints() -> dict[str, list[list[str]]]:
    """Return {exercise: bodies}: the lines of its solution in the notebook, and in `helpers`.

    Lines that the reader is given anyway, as the signature or the code of a hunt, are not in it.
    """
    in_sources = {name: _bodies_in_source(name) for name in rooms()}
    given = {
        squeeze(line)
        for name in rooms()
        for cell in build.code_cells(_as_given(name))
        for line in cell.source.splitlines()
    }
    found: dict[str, list[list[str]]] = {}
    for name, exercise in all_exercises():
        bodies = [in_sources[name][exercise.name], _body_in_helpers(exercise)]
        found[exercise.name] = [
            kept for body in bodies if (kept := [line for line in body if line not in given])
        ]
    return found


def _as_given(name: str):
    return build.reader_edition(build.read_source(name))


def _bodies_in_source(name: str) -> dict[str, list[str]]:
    """Return the lines between the markers, by exercise; what a hunt gives instead is not in it."""
    found = {}
    for cell in build.code_cells(build.read_source(name)):
        if build.BEGIN in cell.source:
            checked = re.search(r"^(\w+) = check\(", cell.source, re.M)
            assert checked, cell.source
            inside = re.findall(
                rf"{build.BEGIN}\n(.*?)(?:{build.INSTEAD}|{build.END})", cell.source, re.S
            )
            found[checked[1]] = _lines("\n".join(inside))
    return found


def _body_in_helpers(exercise: Exercise) -> list[str]:
    source = file_of(exercise.solution).read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        if getattr(node, "name", None) == exercise.name:
            body = node.body[ast.get_docstring(node) is not None :]
            return _lines("\n".join(source.splitlines()[body[0].lineno - 1 : node.end_lineno]))
    raise LookupError(f"{exercise.name} is not defined in {file_of(exercise.solution)}")


def _lines(code: str) -> list[str]:
    return [line for line in map(squeeze, code.splitlines()) if line and not _PLAIN.match(line)]


def squeeze(line: str) -> str:
    """Return a line of code without its spaces and its comment; what is mere syntax becomes ''."""
    return _without_spaces(_without_comment(line)).strip("()[]{},")


def _without_comment(line: str) -> str:
    if "#" not in line:
        return line
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(line.strip()).readline))
    except (tokenize.TokenError, IndentationError, SyntaxError):  # prose, or part of a longer one
        return line.split("  #")[0]
    starts = [token.start[1] for token in tokens if token.type == tokenize.COMMENT]
    return line.strip()[: starts[0]] if starts else line


def _without_spaces(text: str) -> str:
    return re.sub(r"\s+", "", text).replace("'", '"')


def readings(data: bytes, depth: int = 2) -> Iterator[str]:
    """Yield the texts that a file holds: as it is, its JSON strings, and what was packed lightly."""
    text = data.decode("utf-8", errors="replace")
    yield text
    if text.lstrip().startswith(("{", "[")):
        with contextlib.suppress(ValueError):
            yield "\n".join(_strings(json.loads(text)))
    if depth:
        for unpacked in _unpacked(data):
            yield from readings(unpacked, depth - 1)


def _strings(value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for item in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        if isinstance(value, list) and all(isinstance(line, str) for line in value):
            yield "".join(value)  # a cell of a notebook: its lines
            return
        yield from _strings(item)


def _unpacked(data: bytes) -> Iterator[bytes]:
    for unpack in (zlib.decompress, gzip.decompress, bz2.decompress, lzma.decompress):
        try:
            yield unpack(data)
        except (zlib.error, OSError, EOFError, lzma.LZMAError, ValueError):
            continue
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from map(archive.read, archive.namelist())
    for packed in _PACKED.findall(data):
        try:
            unpacked = base64.b64decode(
                packed + b"=" * (-len(packed) % 4), altchars=b"-_" if {*b"-_"} & {*packed} else None
            )
        except binascii.Error:
            continue
        if not unpacked.startswith(b"\x89PNG"):
            yield unpacked
