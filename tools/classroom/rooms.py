"""The notebooks that have exercises, and the exercises that they have."""

import ast
import functools
import importlib
import inspect
import pkgutil
from collections.abc import Callable
from pathlib import Path

import build
import helpers
from helpers.exercise import Exercise


@functools.cache
def rooms() -> dict[str, str]:
    """Return {notebook: room} for every notebook that has exercises."""
    return {name: room for name in build.source_names() if (room := build.room_of(name))}


def exercises(name: str) -> list[Exercise]:
    """Return the exercises of a notebook, in its order."""
    return list(importlib.import_module(f"helpers.{rooms()[name]}.checks").check.exercises)


def all_exercises() -> list[tuple[str, Exercise]]:
    """Return (notebook, exercise) for the whole course."""
    return [(name, exercise) for name in rooms() for exercise in exercises(name)]


@functools.cache
def hunts(name: str) -> dict[str, str]:
    """Return {exercise: code} for what a notebook hands out to be repaired, without its comments."""
    cells = [cell.source for cell in build.code_cells(build.read_source(name))]
    handed_out = [build.as_given(source) for source in cells if build.INSTEAD in source]
    nodes = [node for source in handed_out for node in ast.parse(source).body]
    return {node.name: ast.unparse(node) for node in nodes if hasattr(node, "name")}


@functools.cache
def import_all() -> None:
    """Import every module of the course: in a process that is shut in there is nothing to import."""
    for found in pkgutil.walk_packages(helpers.__path__, "helpers."):
        importlib.import_module(found.name)


def file_of(function: Callable) -> Path:
    """Return the file in which a function or class was written, whatever wraps it."""
    return Path(inspect.getfile(inspect.unwrap(function)))
