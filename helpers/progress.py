"""What a reader has reached, over all notebooks: in a small file that never leaves the machine.

`check` and `guess` write, the start page reads. The file is an SQLite database, since two kernels
may write at once. It lies in the reader's own folder for application data, where a new copy of the
course finds it again. Where no file can be kept, this kernel's memory takes its place, and whatever
is wrong with the file, nothing here raises.

The environment variable MLP_COURSE_PROGRESS names another file, or is `off`: then nothing is
written and nothing read, which is how the course's own tests and builds run.
"""

import os
import re
import sqlite3
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import platformdirs

from helpers.runtime import on_colab

VARIABLE, OFF = "MLP_COURSE_PROGRESS", "off"
RIGHT = "right"  # an exercise that has once been right stays so, and keeps its time
ON_COLAB = (
    "On Colab every notebook has a machine of its own, which forgets. Each keeps your progress until "
    "it stops, and this page cannot gather it."
)

_OURS = 0x4D4C5031  # an SQLite file says whose it is; this is 'MLP1'
_MAKE = """CREATE TABLE IF NOT EXISTS progress
    (room TEXT, kind TEXT, item TEXT, state TEXT, since TEXT, PRIMARY KEY (room, kind, item))"""
_PUT = f"""INSERT INTO progress VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET state = excluded.state, since = excluded.since WHERE state <> '{RIGHT}'"""
_PATIENCE = 2.0  # seconds, while another kernel writes

_memory: dict[str, sqlite3.Connection] = {}  # this kernel's, once it is needed


@dataclass(frozen=True)
class Entry:
    """How an item of a room stands, and since when (2026-11-26T14:05:59, this machine's time).

    `kind` is 'exercise', 'guess', or 'visit': the time at which something of the room was last run.
    """

    room: str
    kind: str
    item: str
    state: str
    since: str


def room_of(thing: Any) -> str | None:
    """Return the room whose checker or question `thing` is, or None."""
    for name, module in list(sys.modules.items()):
        match = re.fullmatch(r"helpers\.(\w+)\.(?:checks|questions)", name)
        if match and any(value is thing for value in vars(module).values()):
            return match[1]
    return None


def record(room: str | None, kind: str, item: str, state: str) -> None:
    """Write down how something stands from now on. What belongs to no room is not written."""
    if room is not None and not _is_off():
        now = _now()
        _keep([(room, kind, item, state, now), (room, "visit", "", "", now)])


def load(room: str) -> tuple[list[Entry], list[str]]:
    """Return all that is written, and what is to be said about the file; note a visit to `room`."""
    if _is_off():
        return [], []
    rows, problem = _keep([(room, "visit", "", "", _now())])
    notes = [problem] if problem else []
    for aside in _put_aside():
        notes.append(f"A file that could not be read was put aside, as {aside.name}.")
    return [Entry(*row) for row in rows], notes


def forget() -> None:
    """Delete the file, and what this kernel remembers; say what was done."""
    if database := _memory.pop("", None):
        database.close()
    path = _path()
    files = [path, *_put_aside()] if path else []
    found = [file for file in files if file.is_file()]
    try:
        for file in found:
            file.unlink()
    except OSError as error:
        print(f"{error.filename} could not be deleted: {error.strerror}.")
    else:
        print("Your progress is forgotten." if found else "There was nothing to forget.")


def _now() -> str:
    return datetime.now().isoformat(timespec="seconds")


def _is_off() -> bool:
    return os.environ.get(VARIABLE) == OFF


def _path() -> Path | None:
    """Return where the file is or will be, or None where a file would be of no use."""
    if named := os.environ.get(VARIABLE):
        return None if named == OFF else Path(named)
    if on_colab():
        return None
    return Path(platformdirs.user_data_path("mlp-course", appauthor=False)) / "progress.sqlite"


def _keep(rows: Iterable[tuple]) -> tuple[list[tuple], str]:
    """Write rows; return all that are there now, and what is wrong with the file, if anything is."""
    path, problem = _path(), ON_COLAB

    def write(database: sqlite3.Connection) -> list[tuple]:
        return _write(database, rows)

    if path is not None:
        try:
            return _in_file(path, write), ""
        except (sqlite3.Error, OSError) as error:
            reason = getattr(error, "strerror", None) or error
            problem = (
                f"Your progress cannot be written to a file here ({reason}). Each notebook keeps it "
                "until its kernel stops."
            )
    if "" not in _memory:
        _memory[""] = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    return write(_memory[""]), problem


def _in_file(path: Path, write: Callable, is_second_try: bool = False) -> list[tuple]:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with closing(sqlite3.connect(path, _PATIENCE, isolation_level=None)) as database:
            return write(database)
    except sqlite3.DatabaseError as error:
        # An OperationalError says that the file cannot be used now, any other that it is not ours.
        if isinstance(error, sqlite3.OperationalError) or is_second_try:
            raise
    path.rename(_aside(path, len(_put_aside()) + 1))
    return _in_file(path, write, is_second_try=True)


def _write(database: sqlite3.Connection, rows: Iterable[tuple]) -> list[tuple]:
    with database:  # all or nothing
        database.execute("BEGIN IMMEDIATE")
        (owner,) = database.execute("PRAGMA application_id").fetchone()
        (num_tables,) = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if num_tables and owner != _OURS:
            raise sqlite3.DatabaseError("This is the file of another program.")
        database.execute(f"PRAGMA application_id = {_OURS}")
        database.execute(_MAKE)
        database.executemany(_PUT, rows)
        return database.execute("SELECT * FROM progress").fetchall()


def _aside(path: Path, number: int) -> Path:
    return path.with_name(f"{path.stem}-unreadable-{number}{path.suffix}")


def _put_aside() -> list[Path]:
    path = _path()
    return sorted(path.parent.glob(f"{path.stem}-unreadable-*{path.suffix}")) if path else []
