"""The first line of every notebook: device, seeds, and the words it prints."""

import gc
import random

import numpy as np
import pytest
import torch

from helpers import runtime


def draws() -> list[float]:
    return [random.random(), np.random.random(), torch.rand(1).item()]


def test_start_seeds_every_generator(capsys):
    runtime.start(seed=3)
    first = draws()
    runtime.start(seed=3)
    assert draws() == first
    runtime.start(seed=4)
    assert draws() != first
    assert "seed 4" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("cuda", "mps", "wanted"), [(True, True, "cuda"), (False, True, "mps"), (False, False, "cpu")]
)
def test_fastest_device_wins(monkeypatch, cuda, mps, wanted):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)
    assert runtime.find_device().type == wanted


def test_only_the_first_line_differs_between_devices(monkeypatch, capsys):
    runtime.start()
    on_cpu = capsys.readouterr().out.splitlines()
    monkeypatch.setattr(runtime, "find_device", lambda: torch.device("mps"))
    runtime.start()
    on_mps = capsys.readouterr().out.splitlines()
    assert on_cpu[0] != on_mps[0]
    assert on_cpu[1:] == on_mps[1:]


def test_colab_without_gpu_gets_one_sentence_how_to_get_one(monkeypatch):
    monkeypatch.setenv("COLAB_RELEASE_TAG", "release")
    assert "Change runtime type" in runtime.describe(torch.device("cpu"))
    monkeypatch.delenv("COLAB_RELEASE_TAG")
    assert runtime.describe(torch.device("cpu")) == "CPU"


def test_what_the_imports_made_is_no_garbage(capsys):
    gc.unfreeze()
    runtime.start()
    assert gc.get_freeze_count() > 100_000  # torch alone has more
    assert gc.get_threshold()[0] >= 50_000
    gc.unfreeze()
