"""The multilayer perceptron of the whole course, and activation functions by name.

Notebook 03 builds `MLP` step by step; the others import it from here.
"""

import ast
import inspect
import math
import warnings
from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn.modules import activation as torch_activations

from helpers.arguments import require_at_least

# What torch files under activations, but what mixes the units of a layer instead of treating each
# by itself, or changes how many there are.
_NOT_ELEMENTWISE = {"GLU", "LogSoftmax", "MultiheadAttention", "Softmax", "Softmax2d", "Softmin"}

ACTIVATIONS: dict[str, type[nn.Module]] = {"Identity": nn.Identity} | {
    name: getattr(torch_activations, name)
    for name in sorted(torch_activations.__all__)
    if name not in _NOT_ELEMENTWISE
}

_ALLOWED = (
    "Allowed are a name, or a name with plain numbers, True, False or text as arguments, "
    "as in 'ReLU', 'LeakyReLU(0.1)', 'Softplus(beta=2)', \"GELU('tanh')\". "
    f"The names: {', '.join(ACTIVATIONS)}."
)
_MAX_LENGTH = 100  # characters: no activation needs more, and no long text reaches the parser
_MAX_NUMBER = 1e6  # so that nobody asks for a PReLU with a billion slopes


class MLP(nn.Module):
    """A multilayer perceptron: linear layers with an activation after each but the last.

    `sizes` holds the number of inputs, the width of each hidden layer and the number of outputs:
    `MLP([784, 64, 10])` has one hidden layer of 64 units. `activation` names any elementwise
    activation of `torch.nn`, with arguments if you like: `"LeakyReLU(0.1)"`. Every hidden layer
    gets an activation module of its own, so that one with parameters (PReLU) is not shared.

    Takes inputs (num_samples, ...) and flattens each sample; returns logits (num_samples,
    sizes[-1]), without an activation. The initial weights are drawn on the CPU, whatever the
    default device, so that a seed gives the same ones on every machine: build the model first, then
    move it with `.to(device)`. They come from torch's own generator, or from `generator`:
    `torch.Generator().manual_seed(0)` gives those that `torch.manual_seed(0)` would, and leaves the
    random numbers of everyone else alone, as what runs on a thread of its own must.

    Raises ValueError for sizes that are not at least two whole numbers above 0, and for an
    activation that is not allowed.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        activation: str = "ReLU",
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        self.sizes = _require_sizes(sizes)
        with torch.device("cpu"):
            self.linears = nn.ModuleList(
                Linear(num_in, num_out, generator) for num_in, num_out in pairwise(self.sizes)
            )
            self.activations = nn.ModuleList(
                make_activation(activation, num_units) for num_units in self.sizes[1:-1]
            )

    def forward(self, x: Tensor) -> Tensor:
        """Return the logits (num_samples, num_outputs) of inputs (num_samples, ...)."""
        x = self._flatten(x)
        # There is one linear layer more than there are activations: zip leaves it for the end.
        for linear, activation in zip(self.linears, self.activations, strict=False):
            x = activation(linear(x))
        return self.linears[-1](x)

    def hidden(self, x: Tensor) -> list[Tensor]:
        """Return what each hidden layer puts out, first to last: tensors (num_samples, width)."""
        x = self._flatten(x)
        outputs = []
        for linear, activation in zip(self.linears, self.activations, strict=False):
            x = activation(linear(x))
            outputs.append(x)
        return outputs

    def _flatten(self, x: Tensor) -> Tensor:
        if x.ndim < 2 or x.flatten(start_dim=1).shape[1] != self.sizes[0]:
            raise ValueError(
                f"x has shape {tuple(x.shape)}; this MLP takes (num_samples, ...) with "
                f"{self.sizes[0]} numbers a sample. For one sample, use x[None]."
            )
        return x.flatten(start_dim=1)


class Linear(nn.Linear):
    """torch's linear layer, with initial weights and biases from any generator.

    Both are uniform within 1 / sqrt(num_in), the numbers that `nn.Linear` draws.
    """

    def __init__(self, num_in: int, num_out: int, generator: torch.Generator | None = None) -> None:
        super().__init__(num_in, num_out)
        nn.init.kaiming_uniform_(self.weight, a=math.sqrt(5), generator=generator)
        limit = 1 / math.sqrt(num_in)
        nn.init.uniform_(self.bias, -limit, limit, generator=generator)

    def reset_parameters(self) -> None:
        """Draw nothing: torch calls this before the generator is known."""


def _require_sizes(sizes: Sequence[int]) -> list[int]:
    whole = [isinstance(size, int) and not isinstance(size, bool) and size > 0 for size in sizes]
    if len(whole) < 2 or not all(whole):
        raise ValueError(
            f"sizes must be at least two whole numbers above 0 (inputs, hidden layers, outputs), "
            f"such as [784, 64, 10], not {sizes}."
        )
    return list(sizes)


def count_parameters(model: nn.Module) -> int:
    """Return how many numbers training may change: all weights and biases that are not frozen."""
    return sum(weights.numel() for weights in model.parameters() if weights.requires_grad)


def parameter_count(sizes: Sequence[int]) -> int:
    """Return the number of weights and biases of an MLP with these layer sizes."""
    require_at_least(1, sizes=sizes)
    return sum((num_in + 1) * num_out for num_in, num_out in pairwise(sizes))


def make_activation(text: str, num_units: int = 1) -> nn.Module:
    """Return a new activation module from its name, such as "ReLU" or "LeakyReLU(0.1)".

    The text is parsed, never executed: a name from `ACTIVATIONS`, and literals as arguments.
    The module is tried once on a layer of `num_units` units. Raises ValueError, which lists what
    is allowed, for any other text and for arguments that the module does not take.
    """
    cls, args, kwargs = parse_activation(text)
    try:
        module = cls(*args, **kwargs).eval()  # RReLU draws in training: leave no trace
        with torch.no_grad():
            probe = torch.linspace(-2, 2, 5).repeat(num_units, 1).T  # (5, num_units)
            finite = bool(module(probe).isfinite().all())
    except (TypeError, ValueError, RuntimeError, AssertionError) as error:
        raise ValueError(f"activation {text!r} does not work: {error}. {_ALLOWED}") from error
    if not finite:
        raise ValueError(f"activation {text!r} gives infinite or undefined values. {_ALLOWED}")
    return module.train()


def parse_activation(text: str) -> tuple[type[nn.Module], list, dict]:
    """Return the class, the arguments and the keyword arguments that `text` names.

    Only Python's parser sees the text, and only a name or a call of a name with literals passes.
    Raises ValueError, which lists what is allowed, for everything else.
    """
    name, args, kwargs = _parse_call(text)
    if name not in ACTIVATIONS:
        raise _refusal(text)
    parameters = inspect.signature(ACTIVATIONS[name]).parameters.values()
    named = {p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD}
    # The caller decides about device and dtype. Sigmoid and its like take no arguments at all.
    named -= {"device", "dtype"}
    if len(args) > len(named) or not set(kwargs) <= named:
        raise _refusal(text)
    return ACTIVATIONS[name], args, kwargs


def _parse_call(text: str) -> tuple[str, list, dict]:
    if not isinstance(text, str) or len(text) > _MAX_LENGTH:
        raise _refusal(text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the parser's, about odd literals
            node = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError) as error:  # ValueError: a zero byte, a lone surrogate
        raise _refusal(text) from error
    if isinstance(node, ast.Name):
        return node.id, [], {}
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        raise _refusal(text)
    args = [_literal(arg, text) for arg in node.args]
    kwargs = {keyword.arg: _literal(keyword.value, text) for keyword in node.keywords}
    return node.func.id, args, kwargs


def _literal(node: ast.expr, text: str) -> bool | int | float | str:
    number = node.operand if isinstance(node, ast.UnaryOp) else node
    if not isinstance(number, ast.Constant):
        raise _refusal(text)
    try:
        value = ast.literal_eval(node)
    except ValueError as error:  # not True, ~1, -'a'
        raise _refusal(text) from error
    if isinstance(value, (bool, str)):
        return value
    if not isinstance(value, (int, float)) or not math.isfinite(value) or abs(value) > _MAX_NUMBER:
        raise _refusal(text)
    return value


def _refusal(text: object) -> ValueError:
    shown = repr(text) if len(repr(text)) <= _MAX_LENGTH else f"{repr(text)[:_MAX_LENGTH]}..."
    return ValueError(f"activation {shown} is not allowed. {_ALLOWED}")
