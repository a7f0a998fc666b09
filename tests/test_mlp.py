"""The shared MLP: parameters, shapes, fresh activations, and text that is parsed, never run."""

import random
import string
import sys

import pytest
import torch
from torch import nn

from helpers.mlp import ACTIVATIONS, MLP, count_parameters, make_activation, parameter_count

NUM_STRINGS = 100_000


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([784, 256, 10], 203_530),
        ([784, 64, 10], 50_890),
        ([3, 4, 2], 26),
        ([3072, 64, 64, 64, 3], 205_187),
        ([2, 1], 3),
    ],
)
def test_parameter_counts(sizes, expected):
    assert count_parameters(MLP(sizes)) == expected == parameter_count(sizes)


def test_frozen_parameters_do_not_count():
    model = MLP([3, 4, 2])
    model.linears[0].requires_grad_(False)
    assert count_parameters(model) == 10


def test_forward_by_hand():
    model, x = MLP([6, 5, 4, 3], "Tanh"), torch.randn(7, 2, 3)
    h = x.reshape(7, 6)
    for linear in model.linears[:-1]:
        h = torch.tanh(h @ linear.weight.T + linear.bias)
    last = model.linears[-1]
    torch.testing.assert_close(model(x), h @ last.weight.T + last.bias)
    torch.testing.assert_close(model.hidden(x)[-1], h)
    assert [tuple(layer.shape) for layer in model.hidden(x)] == [(7, 5), (7, 4)]


def test_logits_come_out_raw():
    logits = MLP([4, 8, 3], "Sigmoid")(10 * torch.randn(50, 4, generator=_generator()))
    assert (logits < 0).any()
    assert not torch.allclose(logits.sum(dim=1), torch.ones(50))


def _generator():
    return torch.Generator().manual_seed(0)


@pytest.mark.parametrize("x", [torch.zeros(6), torch.zeros(2, 5), torch.zeros(2, 3, 3)])
def test_wrong_input_shape_says_what_is_taken(x):
    with pytest.raises(ValueError, match="6 numbers a sample"):
        MLP([6, 2])(x)


@pytest.mark.parametrize("sizes", [[], [3], [3, 0], [3, -1, 2], [3, 2.0], [3, True], ["3", 2]])
def test_bad_sizes(sizes):
    with pytest.raises(ValueError, match="sizes must be"):
        MLP(sizes)


def test_a_fresh_activation_for_every_layer():
    model = MLP([2, 3, 3, 3, 1], "PReLU")
    assert len({id(module) for module in model.activations}) == 3
    assert count_parameters(model) == 9 + 12 + 12 + 4 + 3  # one slope a hidden layer


def test_one_slope_a_unit():
    assert count_parameters(MLP([2, 3, 1], "PReLU(3)")) == 9 + 4 + 3
    with pytest.raises(ValueError, match="does not work"):
        MLP([2, 3, 4, 1], "PReLU(3)")


def test_same_weights_whatever_the_default_device():
    torch.manual_seed(0)
    wanted = MLP([3, 4, 2], "PReLU").state_dict()
    torch.manual_seed(0)
    with torch.device("meta"):
        found = MLP([3, 4, 2], "PReLU").state_dict()
    assert all(torch.equal(wanted[key], found[key]) for key in wanted)


@pytest.mark.parametrize("activation", ["ReLU", "PReLU", "RReLU"])
def test_a_generator_gives_the_weights_of_its_seed_and_leaves_torch_alone(activation):
    torch.manual_seed(7)
    wanted = MLP([3, 4, 5, 2], activation).state_dict()
    before = torch.get_rng_state()
    found = MLP([3, 4, 5, 2], activation, torch.Generator().manual_seed(7)).state_dict()
    assert torch.equal(torch.get_rng_state(), before)
    assert all(torch.equal(wanted[key], found[key]) for key in wanted)


def test_initial_weights_are_those_of_torch_layers():
    torch.manual_seed(3)
    layers = [nn.Linear(5, 4), nn.Linear(4, 2)]
    torch.manual_seed(3)
    ours = MLP([5, 4, 2]).linears
    for layer, linear in zip(layers, ours, strict=True):
        assert torch.equal(layer.weight, linear.weight)
        assert torch.equal(layer.bias, linear.bias)


def test_trying_an_activation_leaves_it_in_training_mode():
    assert make_activation("RReLU").training


def test_trying_an_activation_draws_no_random_numbers():
    torch.manual_seed(0)
    wanted = torch.rand(3)
    torch.manual_seed(0)
    make_activation("RReLU")
    assert torch.equal(torch.rand(3), wanted)


ARGUMENTS = {"Threshold": "(0.1, 20)"}  # the one activation without defaults


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_allowed_activation_is_elementwise(name):
    module = make_activation(name + ARGUMENTS.get(name, "")).eval()
    x = torch.randn(4, 6, generator=_generator())
    whole = module(x)
    assert whole.shape == x.shape
    alone = torch.stack([module(value.reshape(1, 1)).squeeze() for value in x.flatten()])
    torch.testing.assert_close(whole.flatten(), alone)


def test_every_elementwise_activation_of_torch_is_allowed():
    skipped = {"GLU", "LogSoftmax", "MultiheadAttention", "Softmax", "Softmax2d", "Softmin"}
    assert set(nn.modules.activation.__all__) - skipped == set(ACTIVATIONS) - {"Identity"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LeakyReLU(0.1)", nn.LeakyReLU(0.1)),
        (" LeakyReLU(negative_slope=-.5) ", nn.LeakyReLU(-0.5)),
        ("Softplus(beta=2)", nn.Softplus(beta=2)),
        ("GELU('tanh')", nn.GELU("tanh")),
        ("GELU(approximate='tanh')", nn.GELU("tanh")),
        ("Hardtanh(-2, 2)", nn.Hardtanh(-2, 2)),
        ("ReLU()", nn.ReLU()),
        ("ReLU(inplace=True)", nn.ReLU(inplace=True)),
        ("Threshold(0.1, -1)", nn.Threshold(0.1, -1)),
    ],
)
def test_arguments_arrive(text, expected):
    x = torch.linspace(-3, 3, 13)
    module = make_activation(text)
    assert type(module) is type(expected)
    torch.testing.assert_close(module(x.clone()), expected(x.clone()))


REFUSED = [
    "", " ", "relu", "nn.ReLU", "torch.nn.ReLU()", "ReLU()()", "ReLU;ReLU", "ReLU\nReLU", "[ReLU]",
    "Softmax", "Softmax(dim=1)", "LogSoftmax", "Softmin", "Softmax2d", "GLU", "MultiheadAttention(4, 2)",
    "Linear(2, 2)", "LeakyReLU(1e999)", "LeakyReLU(1j)", "LeakyReLU(None)", "LeakyReLU('a')",
    "LeakyReLU(b'a')", "LeakyReLU([0.1])", "LeakyReLU(x)", "LeakyReLU(1+1)", "LeakyReLU(-True)",
    "LeakyReLU(~1)", "LeakyReLU(not 1)", "LeakyReLU(*[0.1])", "LeakyReLU(**{'negative_slope': 0.1})",
    "LeakyReLU(slope=0.1)", "LeakyReLU(0.1, False, 3)", "LeakyReLU(0.1, negative_slope=0.1)",
    "Sigmoid(1)", "Sigmoid(x=1)", "Identity(1)", "Softplus(beta=0)", "Hardtanh(1, -1)",
    "GELU('exact')", "PReLU(1000000000000)", "PReLU(1, 0.25, 'cuda')", "PReLU(device='cuda')",
    "PReLU(dtype='float64')", "PReLU(-1)", "Threshold", "RReLU(2, 1)", "ReLU(" * 40, "9" * 5000,
    "ReLU\0", "\ud800", "LeakyReLU(f'{1}')", "LeakyReLU((yield))", "LeakyReLU(__import__('os'))",
    "__import__('os').system('true')", "exec('1')", "ReLU if 1 else ReLU", "(lambda: ReLU)()",
    "LeakyReLU('\\d')", "ReLU.__init__", "ACTIVATIONS['ReLU']", None, 3, nn.ReLU, nn.ReLU(),
]  # fmt: skip


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_refused_text_lists_what_is_allowed(text):
    with pytest.raises(ValueError, match=r"activation .*Allowed are.*LeakyReLU.*Tanh"):
        MLP([2, 2, 1], text)


PIECES = [
    *ACTIVATIONS, "Softmax", "MultiheadAttention", "__import__('os')", ".system('true')", "exec", "eval",
    "open('x')", "lambda: ", "(", ")", ",", "=", ".", "-", "+", "*", "[", "]", "{", "}", "'", '"', "\\",
    "0", "0.1", "1e999", "1j", "0x", "1_0", "True", "None", "beta", "inplace", "device", "dim", "if",
    "for", "in", "not", "await", ":=", " ", "\n", "\t", "\0", "#", "f'{", "}'", "b'", "é", "\u202e", "\ud800",
]  # fmt: skip


def _random_texts(rng: random.Random):
    """Yield strings of four kinds: any characters, printable ones, pieces of code, near misses."""
    names = list(ACTIVATIONS)
    for number in range(NUM_STRINGS):
        if number % 4 == 0:
            yield "".join(chr(rng.randrange(0x3000)) for _ in range(rng.randrange(30)))
        elif number % 4 == 1:
            yield "".join(rng.choices(string.printable, k=rng.randrange(60)))
        elif number % 4 == 2:
            yield "".join(rng.choices(PIECES, k=rng.randrange(9)))
        else:
            yield f"{rng.choice(names)}({''.join(rng.choices(PIECES, k=rng.randrange(4)))})"


class _Watch:
    """Records what Python's audit events say was run, imported or opened while it is on."""

    watched = ("exec", "import", "open", "os.", "subprocess.", "socket.", "ctypes.", "shutil.")

    def __init__(self):
        self.on, self.seen = False, []
        sys.addaudithook(self._hear)

    def _hear(self, event, args):
        if self.on and event.startswith(self.watched):
            self.seen.append((event, args))


@pytest.mark.filterwarnings("error")
def test_a_hundred_thousand_random_strings_execute_nothing():
    rng, watch = random.Random(0), _Watch()
    num_modules = 0
    for _ in range(2):  # warm: torch imports some of its parts at their first use
        for name in ACTIVATIONS:
            make_activation(name + ARGUMENTS.get(name, ""))
    watch.on = True
    try:
        for text in _random_texts(rng):
            try:
                module = make_activation(text)
            except ValueError as error:
                assert "Allowed are" in str(error)
            else:
                assert type(module) in ACTIVATIONS.values()
                num_modules += 1
    finally:
        watch.on = False
    assert not watch.seen
    assert num_modules > 1000  # the fuzz also reaches what is allowed


def test_the_watch_would_see_an_execution():
    watch = _Watch()
    watch.on = True
    eval("1 + 1")
    watch.on = False
    assert [event for event, _ in watch.seen] == ["exec"]
