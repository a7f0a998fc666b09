"""Takes out of a notebook the code that one exercise needs: its definition, and what that uses.

A whole notebook runs for many seconds, trains networks, and stops at the first error. So the
statements are taken one by one: of those that bind a name that the exercise needs, directly or not, all
run, in the notebook's order. What only shows, prints or trains does not.
"""

import ast
import json
import re
import symtable
import types
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

MOST_BYTES = 50 * 2**20
_OURS = ("device = start()", "from helpers.runtime import")


class Unreadable(ValueError):
    """A file is no notebook."""


@dataclass(frozen=True)
class Statement:
    """One statement of a notebook: the names that it binds, binds or changes, and needs."""

    node: ast.stmt
    binds: frozenset[str]
    changes: frozenset[str]
    needs: frozenset[str]

    @property
    def is_from_course(self) -> bool:
        module = (
            getattr(self.node, "module", None) if isinstance(self.node, ast.ImportFrom) else None
        )
        return module is not None and module.split(".")[0] == "helpers"

    @cached_property
    def is_stub(self) -> bool:
        """Say whether this is a definition that has not been attempted."""
        definitions = (ast.FunctionDef, ast.ClassDef)
        return isinstance(self.node, definitions) and any(
            isinstance(inner, ast.Raise) and ast.unparse(inner) == "raise NotImplementedError"
            for inner in ast.walk(self.node)
        )


@dataclass(frozen=True)
class Notebook:
    """The code of a notebook that was handed in, statement by statement."""

    statements: tuple[Statement, ...]
    broken: tuple[tuple[str, str], ...]  # cells that Python cannot read, and why

    def code_of(self, name: str, exercises: frozenset[str]) -> list[types.CodeType]:
        """Return the code that defines an exercise, in the notebook's order; none if nothing does.

        The last definition wins, but a stub does not win over an attempt. That the exercise itself is
        imported from the course defines nothing.
        """
        own = [s for s in self.statements if not (s.is_from_course and name in s.binds)]
        needed, taken = {name}, set()
        while new := [s for s in own if s not in taken and s.changes & needed]:
            taken.update(new)
            for statement in new:
                needed |= statement.needs
        attempted = {e for e in exercises for s in own if e in s.binds and _attempts(s, e)}
        kept = [
            s for s in self.statements if s in taken and not (s.is_stub and s.binds & attempted)
        ]
        if not any(name in s.binds and not _is_check(s, name) for s in kept):
            return []
        return [_compiled(_without_check(s.node, name, exercises)) for s in kept]

    def is_untouched(self, name: str, handed_out: str) -> bool:
        """Say whether the last definition of a name is as it was handed out, comments aside."""
        own = [s for s in self.statements if name in s.binds and not _is_check(s, name)]
        return bool(own) and ast.unparse(own[-1].node) == handed_out

    def error_in(self, name: str) -> str | None:
        """Return why the cell that should define a name cannot be read, if that is so."""
        defines = re.compile(rf"^(?:def|class)\s+{name}\b|^{name}\s*=", re.M)
        return next((why for source, why in self.broken[::-1] if defines.search(source)), None)


def _attempts(statement: Statement, name: str) -> bool:
    """Say whether a statement defines an exercise and is neither a stub nor its check."""
    return not statement.is_stub and not _is_check(statement, name)


def _is_check(statement: Statement, name: str) -> bool:
    return isinstance(statement.node, ast.Assign) and any(
        isinstance(inner, ast.Call) and ast.unparse(inner) == f"check({name})"
        for inner in ast.walk(statement.node)
    )


def read(path: Path) -> Notebook:
    """Read a notebook that was handed in. Raises Unreadable with one sentence."""
    if path.stat().st_size > MOST_BYTES:
        raise Unreadable(f"{path.name} is larger than {MOST_BYTES // 2**20} MB: clear its outputs.")
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        cells = [cell for cell in found["cells"] if cell["cell_type"] == "code"]
        sources = ["".join(cell["source"]) for cell in cells]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unreadable(f"{path.name} is no notebook: {type(error).__name__}, {error}.") from error
    statements, broken = [], []
    for source in sources:
        try:
            statements += _statements(_plain(source))
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            line = f" in line {error.lineno}" if isinstance(error, SyntaxError) else ""
            broken.append((source, f"{type(error).__name__}: {getattr(error, 'msg', error)}{line}"))
    return Notebook(tuple(statements), tuple(broken))


def _plain(source: str) -> str:
    """Return a cell without what only IPython understands: %magic, !command, help?."""
    if source.startswith("# @title Find the course") or source.lstrip().startswith("%%"):
        return ""
    lines = [line for line in source.splitlines() if not line.startswith(_OURS)]
    return "\n".join(re.sub(r"^(\s*)(?:[%!].*|[\w.]+\?+)$", r"\1pass", line) for line in lines)


def _statements(source: str) -> list[Statement]:
    found = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.endswith(".checks"):
            continue
        for part in _one_name_each(node):
            binds, needs = _names(part)
            if "check" not in binds:
                changes = binds | _changed(part)
                found.append(Statement(part, *map(frozenset, (binds, changes, needs))))
    return found


def _one_name_each(node: ast.stmt) -> list[ast.stmt]:
    """Return an import as one import a name, so that none fails for another's sake."""
    if isinstance(node, ast.Import):
        return [ast.Import([alias]) for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module != "__future__":
        return [ast.ImportFrom(node.module, [alias], node.level) for alias in node.names]
    return [node]


def _names(node: ast.stmt) -> tuple[set[str], set[str]]:
    """Return the names that a statement binds at the top, and those that it looks up there."""
    table = symtable.symtable(ast.unparse(ast.fix_missing_locations(node)), "<cell>", "exec")
    binds = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
    needs, waiting = set(), [table]
    while waiting:
        scope = waiting.pop()
        waiting += scope.get_children()
        used = [s for s in scope.get_symbols() if s.is_referenced()]
        needs |= {s.get_name() for s in used if scope is table or s.is_global()}
    return binds, needs


def _changed(node: ast.stmt) -> set[str]:
    """Return the names of what a statement changes in part: x in x[0] = ... and x.y = ..."""
    found = set()
    for target in ast.walk(node):
        if isinstance(target, (ast.Attribute, ast.Subscript)) and isinstance(target.ctx, ast.Store):
            base = target
            while isinstance(base, (ast.Attribute, ast.Subscript)):
                base = base.value
            if isinstance(base, ast.Name):
                found.add(base.id)
    return found


class _WithoutCheck(ast.NodeTransformer):
    def __init__(self, name: str, exercises: frozenset[str]) -> None:
        self.name, self.exercises, self.target = name, exercises, ""

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        (target, *_) = node.targets
        self.target = target.id if isinstance(target, ast.Name) else ""
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if not (
            isinstance(node.func, ast.Name) and node.func.id == "check" and len(node.args) == 1
        ):
            return node
        answer = node.args[0]
        own = [answer.id if isinstance(answer, ast.Name) else "", self.target]
        which = next((name for name in own if name in self.exercises), self.name)
        if which == self.name:
            return answer
        stand_in = ast.Name("__stand_in__", ast.Load())
        return ast.Call(stand_in, [ast.Constant(which), answer], [])


def _without_check(node: ast.stmt, name: str, exercises: frozenset[str]) -> ast.stmt:
    """Return a statement in which check(x) is x, or for another exercise what stands in for it."""
    copied = ast.parse(ast.unparse(node)).body[0]  # the notebook keeps its own
    return ast.fix_missing_locations(_WithoutCheck(name, exercises).visit(copied))


def _compiled(node: ast.stmt) -> types.CodeType:
    return compile(ast.Module([node], []), "<notebook>", "exec", dont_inherit=True)
