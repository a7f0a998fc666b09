"""The first line of every notebook: device, seeds and figure style in one call."""

import gc
import os
import random
import sys

import numpy as np
import torch

from helpers.pictures import use_style

COLAB_ADVICE = "no GPU found; for one choose Runtime > Change runtime type > T4 GPU"


def on_colab() -> bool:
    """Say whether this kernel runs on Google Colab."""
    return "google.colab" in sys.modules or "COLAB_RELEASE_TAG" in os.environ


def find_device() -> torch.device:
    """Return the fastest device there is: CUDA, then Apple's MPS, then the CPU."""
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")


def describe(device: torch.device) -> str:
    """Return the device in words, with the way to a GPU where Colab has given none."""
    if device.type == "cuda":
        return f"CUDA ({torch.cuda.get_device_name(device)})"
    if device.type == "mps":
        return "Apple GPU (MPS)"
    return f"CPU ({COLAB_ADVICE})" if on_colab() else "CPU"


def seed_everything(seed: int) -> None:
    """Seed Python's, NumPy's and torch's generators, on every device."""
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def spare_the_garbage_collector() -> None:
    """Let Python look for garbage less often, and never among what the imports have made.

    torch brings hundreds of thousands of objects that stay. To walk through them again and again
    takes a tenth of a notebook's time.
    """
    gc.freeze()
    gc.set_threshold(50_000)


def start(seed: int = 0) -> torch.device:
    """Prepare a notebook: find the device, seed every generator, set the figure style.

    Returns the device. It prints two lines, and only the first differs between machines.
    """
    device = find_device()
    seed_everything(seed)
    # TF32 drops 13 of float32's 23 mantissa bits: a GPU would then print other digits than a CPU.
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    use_style()
    spare_the_garbage_collector()
    print(f"Device: {describe(device)}")
    print(f"Ready. All random numbers start from seed {seed}.")
    return device
