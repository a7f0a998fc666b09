"""The science of notebook 03: parameter counts, derivatives, costs, memory, optimizers."""

import ast
import inspect
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from helpers.building import model, optimizers
from helpers.building.model import Value, backward
from helpers.functions import numerical_gradient
from helpers.mlp import MLP, count_parameters, parameter_count

SOURCE = Path(__file__).resolve().parents[2] / "notebooks" / "sources" / "03_building.py"


# --- counts and costs -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([784, 256, 10], 203_530),
        ([784, 64, 10], 50_890),
        ([3, 4, 2], 26),
        ([3072, 64, 64, 64, 3], 205_187),
    ],
)
def test_parameter_counts_as_published_and_as_built(sizes, expected):
    assert parameter_count(sizes) == expected == count_parameters(MLP(sizes))


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([784, 256, 10], 1.01),
        ([784] + [256] * 5 + [10], 1.57),
        ([100] + [1000] * 10 + [10], 1.99),
    ],
)
def test_backward_costs_one_to_two_forwards(sizes, expected):
    assert model.backward_macs(sizes) / model.forward_macs(sizes) == pytest.approx(
        expected, abs=0.005
    )


def test_costs_agree_with_what_torch_counts():
    from torch.utils.flop_counter import FlopCounterMode

    sizes = [7, 11, 5, 3]
    with FlopCounterMode(display=False) as forward:
        loss = MLP(sizes)(torch.zeros(1, 7)).sum()
    with FlopCounterMode(display=False) as back:
        loss.backward()
    assert forward.get_total_flops() == 2 * model.forward_macs(sizes)
    assert back.get_total_flops() == 2 * model.backward_macs(sizes)


@pytest.mark.parametrize("count", [parameter_count, model.forward_macs, model.backward_macs])
def test_counts_refuse_sizes_below_one(count):
    with pytest.raises(ValueError, match="sizes must be at least 1"):
        count([3, 0, 2])


@pytest.mark.parametrize(
    ("batch", "size", "expected"),
    [(1, 4, 3_601), (1, 8, 7_201), (1000, 4, 1_203_400), (1000, 8, 2_405_800)],
)
def test_the_memory_quiz(batch, size, expected):
    inputs = 1e9 / size
    assert model.training_memory(300e9, 300e9, inputs, batch, size, 0) == pytest.approx(expected)


def test_an_mlp_of_300_billion_weights_has_12_megabytes_of_activations():
    assert 30 * 100_000**2 == 300e9
    assert model.training_memory(0, 30 * 100_000, 0, 1, 4, 0) == pytest.approx(0.012)
    petabytes = 1_203_400e9 / np.array([1e15, 2.0**50])  # decimal, then binary
    np.testing.assert_allclose(petabytes, [1.203, 1.069], atol=5e-4)


def test_autograd_keeps_inputs_and_activations():
    kept = model.saved_for_backward(MLP([20, 16, 8, 3]), torch.rand(5, 20))
    assert kept == 5 * (20 + 16 + 8)


# --- losses and descent ---------------------------------------------------------------------------


def test_losses_at_some_points():
    points = np.array([-1.0, 0.5, 1.0, 2.0])
    expected = {
        "L1": [2, 0.5, 0, 1],
        "L2": [4, 0.25, 0, 1],
        "0-1": [1, 0, 0, 0],
        "hinge": [2, 0.5, 0, 0],
    }
    for name, values in expected.items():
        np.testing.assert_allclose(model.LOSSES[name](points, 1.0), values)
        np.testing.assert_allclose(model.LOSSES[name](-points, -1.0), values)


@given(seed=st.integers(0, 1000))
@settings(max_examples=20, deadline=None)
def test_delta_rule_is_descent_on_half_the_squared_error(seed):
    w, x = np.random.default_rng(seed).normal(size=(2, 3))
    weights = torch.tensor(w, requires_grad=True)
    ((weights @ torch.tensor(x) - 0.7) ** 2 / 2).backward()
    np.testing.assert_allclose(
        model.delta_rule_step(w, x, 0.7, 0.1), w - 0.1 * weights.grad.numpy()
    )


@pytest.mark.parametrize(
    ("lr", "arrives"), [(0.05, True), (0.11, True), (0.22, True), (0.23, False)]
)
def test_the_steepest_direction_sets_the_limit(lr, arrives):
    ground = next(iter(optimizers.landscapes().values()))
    path = model.descend(ground.gradient, ground.start, lr, 500)
    assert np.allclose(path[-1], ground.minima[0], atol=1e-2) == arrives


def test_a_path_that_explodes_stays_finite():
    ground = next(iter(optimizers.landscapes().values()))
    path = model.descend(ground.gradient, ground.start, 10.0, 200)
    assert np.all(np.abs(path) < 1e6)


def test_descend_refuses_bad_arguments():
    with pytest.raises(ValueError, match="lr must be"):
        model.descend(lambda w: w, (0.0, 0.0), -0.1, 5)
    with pytest.raises(ValueError, match="num_steps"):
        model.descend(lambda w: w, (0.0, 0.0), 0.1, 0)
    with pytest.raises(ValueError, match="start"):
        model.descend(lambda w: w, (np.nan, 0.0), 0.1, 5)


def test_numpy_and_torch_train_the_same_logistic_regression():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(60, 3))
    y = (x @ [1.0, -2.0, 0.5] + rng.normal(size=60) > 0).astype(float)
    w, b = np.zeros(3), 0.0
    for _ in range(100):
        z = x @ w + b
        error = 1 / (1 + np.exp(-z)) - y
        w, b, loss = w - 0.5 * x.T @ error / 60, b - 0.5 * error.mean(), np.logaddexp(0, z) - y * z
    layer = nn.Linear(3, 1, dtype=torch.float64)
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.5)
    batch = (torch.tensor(x), torch.tensor(y)[:, None])
    losses = model.train_steps(layer, [batch] * 100, nn.BCEWithLogitsLoss(), optimizer)
    np.testing.assert_allclose(layer.weight.detach().numpy()[0], w, atol=1e-12)
    assert layer.bias.item() == pytest.approx(b, abs=1e-12)
    assert losses[-1] == pytest.approx(loss.mean(), abs=1e-12)


def test_two_features_are_exactly_as_promised():
    x, y = optimizers.two_features(num_samples=16, noise=1.0)
    np.testing.assert_allclose(x.T @ x / 16, np.diag([1.0, 9.0]), atol=1e-12)
    np.testing.assert_allclose(np.linalg.lstsq(x, y, rcond=None)[0], [1.0, 0.5])


# --- autodiff -------------------------------------------------------------------------------------


def _tensors(numbers):
    return [torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in numbers]


@given(seed=st.integers(0, 100_000), num_leaves=st.integers(1, 6), num_nodes=st.integers(1, 60))
@settings(max_examples=100, deadline=None)
def test_autodiff_agrees_with_torch_on_random_graphs(seed, num_leaves, num_nodes):
    numbers = np.random.default_rng(seed).normal(size=num_leaves)
    ours, theirs = [Value(float(v)) for v in numbers], _tensors(numbers)
    root = model.random_graph(ours, np.random.default_rng(seed), num_nodes)
    other = model.random_graph(theirs, np.random.default_rng(seed), num_nodes)
    backward(root)
    other.backward()
    assert root.data == pytest.approx(other.item(), rel=1e-12)
    for value, tensor in zip(ours, theirs):
        assert abs(value.grad - tensor.grad.item()) <= 1e-10 * max(1, abs(value.grad))


@pytest.mark.parametrize(
    "formula",
    [
        lambda v: 2 + v,
        lambda v: 2 * v,
        lambda v: v - 3,
        lambda v: v / 4,
        lambda v: 1.5 / (v**2) if isinstance(v, torch.Tensor) else model.as_value(1.5) / (v**2),
        lambda v: v.exp(),
        lambda v: v.tanh(),
        lambda v: v.sigmoid(),
        lambda v: v.relu(),
        lambda v: (v * v + v) * v - v,
    ],
)
@pytest.mark.parametrize("number", [-1.3, 0.4, 2.0])
def test_every_operation(formula, number):
    value, (tensor,) = Value(number), _tensors([number])
    result, other = formula(value), formula(tensor)
    backward(result)
    other.backward()
    assert result.data == pytest.approx(other.item(), rel=1e-12)
    assert value.grad == pytest.approx(tensor.grad.item(), rel=1e-12, abs=1e-12)


def test_backward_twice_gives_the_same():
    v = Value(2.0)
    root = v * v
    backward(root)
    backward(root)
    assert v.grad == 4.0


def test_a_long_chain_needs_no_deep_recursion():
    v = root = Value(1.0)
    for _ in range(5000):
        root = root + 0.001
    backward(root)
    assert v.grad == 1.0


def test_the_neuron_of_the_stepper():
    node = model.regularized_neuron(2.0, 1.5, -1.0, 0.0, 0.1)
    backward(node["J"])
    w, b = _tensors([2.0, -1.0])
    loss = (torch.sigmoid(w * 1.5 + b) - 0.0) ** 2 / 2 + 0.1 * w**2 / 2
    loss.backward()
    assert node["w"].grad == pytest.approx(w.grad.item())
    assert node["b"].grad == pytest.approx(b.grad.item())


# --- whole layers ---------------------------------------------------------------------------------


@given(
    sizes=st.tuples(*[st.integers(1, 6)] * 3),
    num_samples=st.integers(1, 8),
    seed=st.integers(0, 99),
)
@settings(max_examples=30, deadline=None)
def test_two_layer_backward_agrees_with_torch(sizes, num_samples, seed):
    problem = model.random_network(sizes, num_samples, seed)
    tensors = {name: torch.tensor(array, requires_grad=True) for name, array in problem.items()}
    model.two_layer_loss(**tensors).backward()
    for name, ours in zip(("w1", "b1", "w2", "b2"), model.two_layer_backward(**problem)):
        np.testing.assert_allclose(ours, tensors[name].grad.numpy(), atol=1e-12)


def test_gradient_check_curve():
    hs = np.logspace(-9, -1, 25)
    double, single = model.gradient_check(hs, np.float64), model.gradient_check(hs, np.float32)
    at = dict(zip(np.round(np.log10(hs), 6), double))
    assert at[-2] == pytest.approx(1.6e-4, rel=0.1)
    assert at[-4] == pytest.approx(1.6e-8, rel=0.1)
    assert at[-8] > 30 * double.min()
    assert 3e-11 < double.min() < 4e-10
    assert 3e-7 < hs[double.argmin()] < 2e-5
    assert 1e-5 < single.min() < 4e-4
    assert 3e-4 < hs[single.argmin()] < 2e-2


# --- optimizers -----------------------------------------------------------------------------------

TORCH = {
    "SGD": lambda w, lr: torch.optim.SGD(w, lr=lr),
    "momentum": lambda w, lr: torch.optim.SGD(w, lr=lr, momentum=0.9),
    "AdaGrad": lambda w, lr: torch.optim.Adagrad(w, lr=lr),
    "RMSProp": lambda w, lr: torch.optim.RMSprop(w, lr=lr),
    "Adam": lambda w, lr: torch.optim.Adam(w, lr=lr),
    "Adamax": lambda w, lr: torch.optim.Adamax(w, lr=lr),
}


@pytest.mark.parametrize("name", optimizers.RULES)
@pytest.mark.parametrize("landscape", optimizers.landscapes())
def test_rules_are_those_of_torch(name, landscape):
    ground = optimizers.landscapes()[landscape]
    path = optimizers.run(optimizers.RULES[name], ground.gradient, ground.start, 0.03, 80)
    w = torch.tensor(ground.start, dtype=torch.float64, requires_grad=True)
    optimizer = TORCH[name]([w], 0.03)
    for ours in path[1:]:
        w.grad = torch.tensor(ground.gradient(w.detach().numpy()))
        optimizer.step()
        np.testing.assert_allclose(ours, w.detach().numpy(), rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("landscape", optimizers.landscapes())
def test_landscapes_have_these_gradients_and_minima(landscape):
    ground = optimizers.landscapes()[landscape]
    for minimum in ground.minima:
        assert ground.loss(*minimum) == pytest.approx(0, abs=1e-12)
    for w in np.random.default_rng(0).uniform(-2, 2, size=(5, 2)):
        numerical = numerical_gradient(lambda w: ground.loss(w[0], w[1]), w, 1e-6)
        np.testing.assert_allclose(ground.gradient(w), numerical, atol=1e-6)


@pytest.mark.parametrize("rule", optimizers.RULES.values(), ids=optimizers.RULES)
def test_a_rule_that_diverges_stays_finite(rule):
    path = optimizers.run(rule, lambda w: 1e3 * w, (1.0, 1.0), 1.0, 50)
    assert np.all(np.isfinite(path))


def test_run_refuses_bad_arguments():
    with pytest.raises(ValueError, match="lr must be above 0"):
        optimizers.run(optimizers.sgd, lambda w: w, (0.0, 0.0), 0.0, 5)


# --- the notebook shows the code that is tested here ----------------------------------------------


def _definition(source: str, name: str) -> str:
    for node in ast.parse(source).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name == name:
            return ast.dump(node)
    raise AssertionError(f"{name} is not defined in the notebook")


@pytest.mark.parametrize(
    "item",
    [model.Value, model.as_value, model.history, model.backward, *optimizers.RULES.values()],
    ids=lambda item: item.__name__,
)
def test_notebook_and_room_hold_the_same_code(item):
    shown = _definition(SOURCE.read_text(), item.__name__)
    assert shown == _definition(inspect.getsource(item), item.__name__)


def test_notebook_mlp_agrees_with_the_shared_one():
    names: dict = {"nn": nn, "SimpleNamespace": SimpleNamespace}
    exec("from itertools import pairwise\nfrom helpers.mlp import make_activation", names)
    names["mlp_forward"] = model.mlp_forward
    cls = next(
        node
        for node in ast.parse(SOURCE.read_text()).body
        if isinstance(node, ast.ClassDef) and node.name == "MLP"
    )
    exec(compile(ast.Module([cls], []), "notebook", "exec"), names)
    x = torch.rand(4, 2, 3)
    torch.manual_seed(0)
    ours = names["MLP"]([6, 5, 4, 2], "PReLU")
    torch.manual_seed(0)
    theirs = MLP([6, 5, 4, 2], "PReLU")
    assert torch.equal(ours(x), theirs(x))
