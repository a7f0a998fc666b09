"""What a notebook is made from: the modules that its code imports, and the data that these read.

An import counts wherever it stands, inside functions too, and so do the imports of what it imports.
A file or folder of data/ counts where its name stands as a string: DATA / "iris.csv". A name put
together at run time would go unseen; write it out.
"""

import ast
import hashlib
import importlib.util
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "helpers"


def dependencies(code: str) -> set[Path]:
    """Return the files of `helpers` and `data` that a piece of code needs, directly or not."""
    found = needs(ast.parse(code))
    waiting = list(found)
    while waiting:
        path = waiting.pop()
        if path.suffix == ".py":
            new = needs(parse(path), package_of(path)) - found
            found |= new
            waiting += new
    return found


def parse(path: Path) -> ast.Module:
    """Parse a module; a SyntaxError names it."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=os.path.relpath(path, ROOT))


def needs(tree: ast.Module, package: str = "") -> set[Path]:
    """Return the files that parsed code names itself; relative imports start from `package`."""
    data = data_files()
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in data:
            found.update(data[node.value])
        for module in imported_by(node, package):
            found |= files_of(module)
    return found


def data_files() -> dict[str, list[Path]]:
    """Return the files of each file or folder in data/, by its name, but for what was downloaded."""
    own = [path for path in (ROOT / "data").iterdir() if path.name != "cache"]
    return {
        path.name: sorted(each for each in (path, *path.rglob("*")) if each.is_file())
        for path in own
    }


def imported_by(node: ast.AST, package: str) -> list[str]:
    """Return the names that an import makes Python load; the last part may be no module."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        name = "." * node.level + (node.module or "")
        module = importlib.util.resolve_name(name, package) if node.level else name
        return [module, *(f"{module}.{alias.name}" for alias in node.names)]
    return []


def files_of(module: str) -> set[Path]:
    """Return the file of a module of `helpers` and those of the packages around it."""
    parts = module.split(".")
    if parts[0] != PACKAGE:
        return set()
    stems = [ROOT.joinpath(*parts[:length]) for length in range(1, len(parts) + 1)]
    places = [place for stem in stems for place in (stem / "__init__.py", stem.with_suffix(".py"))]
    return {place for place in places if place.is_file()}


def package_of(path: Path) -> str:
    return ".".join(path.parent.relative_to(ROOT).parts)


def digest(path: Path) -> str:
    """Return a hash of what a file does: comments, docstrings and layout of a module do nothing."""
    done = without_docstrings(parse(path)) if path.suffix == ".py" else path.read_bytes()
    return hashlib.sha256(done).hexdigest()


def without_docstrings(tree: ast.Module) -> bytes:
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(tree):
        if isinstance(node, documented) and ast.get_docstring(node, clean=False) is not None:
            del node.body[0]
    return ast.dump(tree).encode()
