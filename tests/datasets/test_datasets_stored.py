"""The samples in data/ are those of scikit-learn, value by value, and their script makes them."""

import numpy as np
import pytest
import store_samples
import torch
from sklearn.datasets import load_digits, load_iris

from helpers.datasets import digits, iris, storage


def test_digits_are_those_of_scikit_learn():
    images, labels = digits.load_all()
    theirs = load_digits()
    assert torch.equal(images * digits.MAX_VALUE, torch.tensor(theirs.images).float())
    assert torch.equal(labels, torch.tensor(theirs.target))


def test_digits_are_a_new_tensor_each_time():
    digits.load_all()[0].zero_()
    assert digits.load_all()[0].max() == 1


def test_iris_is_that_of_scikit_learn():
    measurements, species = iris.load()
    theirs = load_iris()
    assert np.array_equal(measurements, theirs.data)
    assert np.array_equal(species, theirs.target)
    assert tuple(theirs.target_names) == iris.SPECIES


@pytest.mark.parametrize("name", ["digits.csv.gz", "iris.csv", "photo.png", "photo_large.png"])
def test_the_script_makes_the_files(tmp_path, monkeypatch, name):
    monkeypatch.setattr(store_samples, "DATA", tmp_path)
    store_samples.main()
    made, stored = (contents(folder / name) for folder in (tmp_path, storage.DATA))
    assert np.array_equal(made, stored)


def contents(path):
    """Return what a file holds; packing may differ between versions of zlib, contents may not."""
    if path.suffix == ".png":
        return np.asarray(store_samples.Image.open(path))
    return np.loadtxt(path, delimiter=",", skiprows=1)
