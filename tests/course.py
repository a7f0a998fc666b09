"""What the tests over every notebook share: finding notebooks and rooms, comparing."""

import ast
import importlib
import importlib.util
import inspect
import re
from collections.abc import Callable

import nbformat
from nbformat import NotebookNode

import build
from helpers.scene import Scene

ROOT = build.ROOT
NAMES = build.source_names()


def shipped(name: str) -> NotebookNode:
    """Read a notebook as it is committed."""
    return nbformat.read(build.NOTEBOOKS / f"{name}.ipynb", as_version=4)


def source_text(name: str) -> str:
    return (build.SOURCES / f"{name}.py").read_text()


def rooms() -> dict[str, str]:
    """Return {notebook: room} for every notebook that has exercises."""
    return {name: room for name in NAMES if (room := build.room_of(name))}


def checker(room: str):
    return importlib.import_module(f"helpers.{room}.checks").check


def scenes() -> dict[str, Callable[[], Scene]]:
    """Return every function of the course that makes a moving picture, by room and name.

    A room with many has several files of them, scenes.py and scenes_<topic>.py.
    """
    found = {}
    for path in sorted((ROOT / "helpers").glob("*/scenes*.py")):
        room = importlib.import_module(f"helpers.{path.parent.name}.{path.stem}")
        for name, make in inspect.getmembers(room, inspect.isfunction):
            if make.__module__ == room.__name__ and not name.startswith("_"):
                found[f"{path.parent.name}.{name}"] = make
    return found


def right_answers(room: str) -> dict[str, list[Callable]]:
    """Return the other right solutions in tests/<room>/answers.py, by exercise."""
    return _by_exercise(room, "answers")


def mistakes(room: str) -> dict[str, list[Callable]]:
    """Return what learners might write instead, from tests/<room>/mistakes.py, by exercise."""
    return _by_exercise(room, "mistakes")


def _by_exercise(room: str, file: str) -> dict[str, list[Callable]]:
    """Return the functions of a test file by exercise: each is named after its own.

    As `euler_step_in_torch`; helpers start with an underscore.
    """
    spec = importlib.util.spec_from_file_location(
        f"{file}_{room}", ROOT / "tests" / room / f"{file}.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: dict[str, list[Callable]] = {exercise.name: [] for exercise in checker(room).exercises}
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if function.__module__ == module.__name__ and not name.startswith("_"):
            named = [exercise for exercise in found if name.startswith(f"{exercise}_")]
            found[max(named, key=len)].append(function)
    return found


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def texts(cell: NotebookNode) -> list[tuple[str, str]]:
    """Return a cell's output as (kind, text), streams joined, the device's name replaced."""
    found: list[tuple[str, str]] = []
    for output in cell.outputs:
        if output.output_type == "stream":
            kind, text = output.name, re.sub(r"Device: .*", "Device: any", output.text)
            if found and found[-1][0] == kind:
                found[-1] = (kind, found[-1][1] + text)
            else:
                found.append((kind, text))
        elif output.output_type == "error":
            found.append(("error", f"{output.ename}: {output.evalue}"))
        else:
            found += [(kind, output.data[kind]) for kind in sorted(output.data) if "text" in kind]
    return found


def complaints(notebook: NotebookNode) -> list[str]:
    """Return every error and everything on stderr: a run without fault has neither."""
    return [
        f"cell {number}: {text}"
        for number, cell in enumerate(notebook.cells)
        if cell.cell_type == "code"
        for kind, text in texts(cell)
        if kind in ("error", "stderr")
    ]


def exercise_cells(name: str) -> dict[str, ast.FunctionDef | ast.ClassDef]:
    """Return the solution of every exercise in a source, by name, parsed."""
    functions = {}
    for cell in code_cells(build.read_source(name)):
        if build.BEGIN in cell.source:
            for node in ast.parse(cell.source).body:
                if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                    functions[node.name] = node
    return functions


def namespace(name: str) -> dict:
    """Return the names that a notebook's exercises see: its imports, and its solved exercises."""
    names: dict = {}
    for cell in code_cells(build.read_source(name)):
        if "setup" in cell.metadata.get("tags", []):
            continue
        wanted = (ast.Import, ast.ImportFrom)
        imports = [node for node in ast.parse(cell.source).body if isinstance(node, wanted)]
        define(ast.Module(imports, []), names)
    for function in exercise_cells(name).values():
        define(ast.Module([function], []), names)
    return names


def define(module: ast.Module, names: dict) -> None:
    """Execute a parsed piece of the course's own source in `names`."""
    exec(compile(ast.fix_missing_locations(module), "<exercise>", "exec"), names)
