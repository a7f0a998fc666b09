"""The code that notebook 03 shows is the code that is tested here."""

import ast
import inspect

import pytest
import torch

import course
from helpers.building.autodiff import Value, as_value, backward, history
from helpers.building.optimizers import RULES
from helpers.mlp import MLP

NAME = "03_building"


def _definition(source: str, name: str) -> ast.stmt:
    for node in ast.parse(source).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name == name:
            return node
    raise AssertionError(f"{name} is not defined in the notebook")


@pytest.mark.parametrize(
    "item", [Value, as_value, history, backward, *RULES.values()], ids=lambda item: item.__name__
)
def test_notebook_and_room_hold_the_same_code(item):
    shown = _definition(course.source_text(NAME), item.__name__)
    tested = _definition(inspect.getsource(item), item.__name__)
    assert ast.dump(shown) == ast.dump(tested)


def test_notebook_mlp_agrees_with_the_shared_one():
    names = course.namespace(NAME)
    course.define(ast.Module([_definition(course.source_text(NAME), "MLP")], []), names)
    x = torch.rand(4, 2, 3)
    torch.manual_seed(0)
    ours = names["MLP"]([6, 5, 4, 2], "PReLU")
    torch.manual_seed(0)
    theirs = MLP([6, 5, 4, 2], "PReLU")
    assert torch.equal(ours(x), theirs(x))
