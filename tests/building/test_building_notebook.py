"""The code that notebook 03 shows is the code that is tested here."""

import ast
import functools
import inspect

import numpy as np
import pytest
import torch

import build
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


@functools.cache
def _cell(text: str) -> str:
    """Return the notebook's code cell that contains `text`."""
    (found,) = [c.source for c in course.code_cells(build.read_source(NAME)) if text in c.source]
    return found


def _run(text: str, seed: int, **names) -> dict:
    """Run a cell of the notebook with other random numbers; return its names."""
    source = _cell(text)
    assert "default_rng(0)" in source or "manual_seed(0)" in source
    source = source.replace("default_rng(0)", f"default_rng({seed})")
    names = _names() | names
    exec(source.replace("manual_seed(0)", f"manual_seed({seed})"), names)
    return names


@functools.cache
def _names() -> dict:
    return course.namespace(NAME)


def test_read_activation_takes_arguments_by_place_and_by_name():
    names = _names().copy()
    exec(_cell("def read_activation"), names)
    read = names["read_activation"]
    assert read("LeakyReLU(0.1)").negative_slope == 0.1
    assert read("LeakyReLU(negative_slope=0.3)").negative_slope == 0.3
    for text in (
        "LeakyReLU(slope=0.3)",
        "print(1)",
        "LeakyReLU(print(1))",
        "LeakyReLU(a=print(1))",
    ):
        with pytest.raises((KeyError, TypeError, ValueError)):
            read(text)


@pytest.mark.claims("from each of 19 others that we tried")
def test_xor_is_learned_from_twenty_starts():
    for seed in range(20):
        names = _run("def tiny_network", seed, Value=Value, backward=backward)
        for x1, x2, target in names["samples"]:
            assert np.sign(names["tiny_network"](x1, x2).data) == target
        assert names["loss"].data < 0.05


@pytest.mark.claims("the spread falls with the square root", "So a hundred times the work")
@pytest.mark.parametrize("seed", range(3))
def test_the_noise_of_a_batch_falls_with_the_root_of_its_size(monkeypatch, seed):
    monkeypatch.setattr("helpers.building.figures.batches", lambda *_: None)
    spreads = _run("def batch_gradient", seed, show=lambda _: None)["spreads"]
    ratios = np.divide(spreads[:-1], spreads[1:])
    np.testing.assert_allclose(ratios, 2, rtol=0.15)
    assert spreads[0] / spreads[-1] == pytest.approx(64**0.5, rel=0.1)
    assert 100**0.5 == 10


@pytest.mark.claims("That is why small batches pay")
def test_paths_of_all_batch_sizes_get_near_the_minimum(monkeypatch):
    monkeypatch.setattr("helpers.building.figures.batches", lambda *_: None)
    short = _cell("def batch_gradient").replace("range(4000)", "range(2)")
    for seed in range(20):
        names = _names() | {"show": lambda _: None}
        exec(short.replace("default_rng(0)", f"default_rng({seed})"), names)
        for size, path in names["paths"].items():
            assert len(path) == 129
            distances = np.linalg.norm(path - [1, 0.5], axis=1)
            assert distances[-1] < distances[0] / 5, size
        assert 128 * 64 == 8192


@pytest.mark.claims("Over five of them 96 to 98 %")
def test_both_heads_work():
    for seed in range(5):
        names = _run("def two_head_loss", seed)
        assert 0.955 < names["right"] < 0.985
        assert 0.5 < names["miss"] / names["spread"] < 0.7


@pytest.mark.claims(
    "With it, the loss falls at each step", "it swings up and down and never settles"
)
def test_without_zero_grad_it_never_settles(capsys):
    names = _names().copy()
    exec(_cell("a zero_grad that does nothing").replace("* 40", "* 400"), names)
    without = np.array(names["losses"])
    assert without[-50:].max() > 0.9 * without[0]
    exec(_cell("a zero_grad that does nothing").replace("(True, False)", "(True,)"), names)
    assert np.all(np.diff(names["losses"]) < 0)
