"""The format of MNIST's files, written: with it tests make a tiny MNIST of their own."""

from pathlib import Path

import torch
from torch import Tensor


def write_idx(path: Path, values: Tensor) -> None:
    """Write uint8 `values` in IDX format: a magic number, the sizes, then the bytes."""
    sizes = [8 * 256 + values.ndim, *values.shape]  # 8: unsigned bytes
    header = b"".join(int(size).to_bytes(4, "big") for size in sizes)
    path.write_bytes(header + bytes(values.to(torch.uint8).flatten().tolist()))
