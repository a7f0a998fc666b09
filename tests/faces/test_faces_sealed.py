"""The sealed test set counts, and a card says what it counted."""

import torch
from torch import nn

from helpers.faces.sealed import SealedTest

NETWORKS = [nn.Linear(2, 2) for _ in range(2)]


def pictures(seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    x = torch.rand(4, 3, 2, 2, generator=torch.Generator().manual_seed(seed))
    return x, torch.arange(4)


def test_a_second_opening_is_on_record():
    sealed = SealedTest(*pictures(1))
    assert len(sealed) == 4
    assert (sealed.num_openings, sealed.record) == (0, "the test pictures are still sealed.")
    x, y = sealed.open(NETWORKS[0])
    assert torch.equal(x, pictures(1)[0]) and torch.equal(y, torch.arange(4))
    sealed.open(NETWORKS[0])  # the same look once more
    assert "opened once" in sealed.record and "too high" not in sealed.record
    sealed.open(NETWORKS[1])
    assert "opened 2 times" in sealed.record and "too high" in sealed.record


def test_to_seal_the_same_pictures_again_resets_nothing():
    SealedTest(*pictures(2)).open(NETWORKS[0])
    assert SealedTest(*pictures(2)).num_openings == 1
    assert SealedTest(*pictures(3)).num_openings == 0


def test_there_is_no_other_way_to_them():
    sealed = SealedTest(*pictures(4))
    shown = [name for name in dir(sealed) if not name.startswith("_")]
    assert shown == ["num_openings", "open", "record"]
