"""A random split is a partition, the same for the same seed, and refuses sizes that do not fit."""

import pytest
import torch

from helpers.datasets.splits import random_split


def test_parts_share_no_sample_and_miss_none():
    x, y = torch.arange(20.0)[:, None], torch.arange(20)
    parts = random_split(x, y, (12, 5, 3))
    assert [len(labels) for _, labels in parts] == [12, 5, 3]
    assert all(torch.equal(points.flatten(), labels.float()) for points, labels in parts)
    mixed = torch.cat([labels for _, labels in parts])
    assert mixed.sort().values.tolist() == y.tolist() != mixed.tolist()
    assert not torch.equal(parts[0][1], random_split(x, y, (12, 5, 3), seed=1)[0][1])


def test_parts_are_those_of_torch():
    x, y = torch.randn(30, 2), torch.arange(30)
    theirs = torch.utils.data.random_split(
        torch.utils.data.TensorDataset(x, y), (21, 9), torch.Generator().manual_seed(4)
    )
    for (_, labels), subset in zip(random_split(x, y, (21, 9), seed=4), theirs, strict=True):
        assert labels.tolist() == list(subset.indices)


@pytest.mark.parametrize("sizes", [(20, 0), (12, 5), (30, -10)])
def test_sizes_that_do_not_fit_are_refused(sizes):
    with pytest.raises(ValueError, match="sizes must"):
        random_split(torch.zeros(20, 1), torch.zeros(20), sizes)
