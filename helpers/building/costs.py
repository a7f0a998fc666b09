"""What a training step costs: multiply-adds and memory."""

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn

from helpers.arguments import require_at_least

GB = 1e9  # bytes: giga is 10^9; 2^30 bytes are a gibibyte, GiB


def forward_macs(sizes: Sequence[int]) -> int:
    """Return the multiply-adds of one sample's forward pass: one for each weight."""
    require_at_least(1, sizes=sizes)
    return sum(num_in * num_out for num_in, num_out in pairwise(sizes))


def backward_macs(sizes: Sequence[int]) -> int:
    """Return the multiply-adds of one sample's backward pass.

    Each layer needs its weights' gradient and its input's: once the forward cost each. Only the
    first layer's input needs none.
    """
    return 2 * forward_macs(sizes) - sizes[0] * sizes[1]


def training_memory(
    num_parameters: float,
    num_activations: float,
    num_inputs: float,
    batch_size: int,
    bytes_per_number: int,
    optimizer_copies: int,
) -> float:
    """Return the memory of one training step in GB (10^9 bytes).

    Stored are the parameters, their gradients, the optimizer's copies of the parameters' size,
    and for each sample of the batch its activations and inputs.
    """
    shared = num_parameters * (2 + optimizer_copies)
    per_sample = num_activations + num_inputs
    return (shared + batch_size * per_sample) * bytes_per_number / GB


def saved_for_backward(model: nn.Module, x: Tensor) -> int:
    """Return how many numbers autograd keeps for the backward pass, parameters not counted."""
    parameters = {weights.data_ptr() for weights in model.parameters()}
    kept = {}

    def keep(tensor):
        if tensor.data_ptr() not in parameters:
            kept[tensor.data_ptr()] = tensor.numel()
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        model(x)
    return sum(kept.values())
