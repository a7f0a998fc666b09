"""Mechanical mutants of a solution: one small change each, as a slip of the keyboard makes it."""

import ast
import copy
from collections.abc import Iterator

_SWAPPED = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.MatMult: ast.Mult,
    ast.Pow: ast.Mult,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.And: ast.Or,
    ast.Or: ast.And,
}


def mutants(
    function: ast.FunctionDef | ast.ClassDef,
) -> Iterator[tuple[str, ast.FunctionDef | ast.ClassDef]]:
    """Yield (description, mutant) for every small change to the body of a function or class."""
    num_nodes = len(list(ast.walk(function)))
    for index in range(num_nodes):
        for variant in range(2):
            mutant = copy.deepcopy(function)
            mutant.decorator_list = []
            parent, field, position, node = _locate(mutant, index)
            changed = _change(node, variant)
            if changed is None or _in_signature(mutant, node):
                continue
            before = ast.unparse(node)
            _put(parent, field, position, changed)
            yield f"{before}  ->  {ast.unparse(changed)}", mutant


def _locate(root: ast.AST, index: int):
    """Return (parent, field, position, node) of the node that a walk reaches at `index`."""
    places = {id(root): (None, None, None)}
    for parent in ast.walk(root):
        for field, value in ast.iter_fields(parent):
            for position, child in enumerate(value if isinstance(value, list) else [value]):
                if isinstance(child, ast.AST):
                    places[id(child)] = (parent, field, position)
    node = list(ast.walk(root))[index]
    return *places[id(node)], node


def _put(parent: ast.AST, field: str, position: int, node: ast.AST) -> None:
    value = getattr(parent, field)
    if isinstance(value, list):
        value[position] = node
    else:
        setattr(parent, field, node)


def _in_signature(function: ast.FunctionDef | ast.ClassDef, node: ast.AST) -> bool:
    methods = function.body if isinstance(function, ast.ClassDef) else [function]
    definitions = [item for item in methods if isinstance(item, ast.FunctionDef)]
    places = [place for item in definitions for place in (item.args, item.returns) if place]
    return any(node is inner for place in places for inner in ast.walk(place))


def _change(node: ast.AST, variant: int) -> ast.AST | None:
    """Return a changed copy: the first variant swaps, the second drops a term; None: no such."""
    if isinstance(node, ast.BinOp):
        if variant == 1:
            return node.left if isinstance(node.op, (ast.Add, ast.Sub, ast.Mult, ast.Div)) else None
        if type(node.op) in _SWAPPED:
            return ast.BinOp(node.left, _SWAPPED[type(node.op)](), node.right)
    if isinstance(node, ast.Compare) and variant == 0 and type(node.ops[0]) in _SWAPPED:
        return ast.Compare(node.left, [_SWAPPED[type(node.ops[0])]()], node.comparators)
    if isinstance(node, ast.BoolOp) and variant == 0:
        return ast.BoolOp(_SWAPPED[type(node.op)](), node.values)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and variant == 0:
        return node.operand
    if isinstance(node, ast.AugAssign) and variant == 0 and type(node.op) in _SWAPPED:
        return ast.AugAssign(node.target, _SWAPPED[type(node.op)](), node.value)
    if isinstance(node, ast.Constant):
        if isinstance(node.value, bool):
            return ast.Constant(not node.value) if variant == 0 else None
        if isinstance(node.value, (int, float)):
            return ast.Constant(node.value + (1 if variant == 0 else -1))
    return None
