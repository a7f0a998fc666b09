"""What notebook 07 says of photographs, and of the convolutional network: from six stored starts."""

import os
import re

import numpy as np
import pytest
import torch
from PIL import Image

from helpers.faces import photographs, study
from helpers.faces.convnet import ConvNet
from helpers.mlp import count_parameters
from helpers.statistics import wilson_interval
from helpers.training import accuracy

FOLDER = os.environ.get("MLP_COURSE_PHOTOGRAPHS")
KINDS, WAYS = list(photographs.RECIPES), list(photographs.VARIANTS)


@pytest.fixture(scope="module")
def six() -> dict[str, np.ndarray]:
    return photographs.load_results()


# --- The six that the course brings ---------------------------------------------------------------


@pytest.mark.claims(
    "The course brings six photographs of its own", "Two show cats, two dogs, and two wild"
)
def test_the_course_brings_two_photographs_of_each_class_and_their_licenses():
    large, (small, labels) = photographs.shipped()
    assert large.shape == (6, 3, 96, 96) and small.shape == (6, 3, 32, 32)
    assert labels.tolist() == [0, 0, 1, 1, 2, 2]
    told = (photographs.SHIPPED.parent / "README.md").read_text(encoding="utf-8")
    for path in photographs.SHIPPED.glob("*/*.*"):
        (row,) = (
            line
            for line in told.splitlines()
            if f"`photographs/{path.parent.name}/{path.name}`" in line
        )
        assert re.search(r"\| CC(0 1\.0| BY \d\.\d) \|$", row), row


# --- The stored study is what the code gives ------------------------------------------------------


def test_the_stored_networks_are_those_that_are_trained(six):
    _, valid = study.load_faces()
    found = photographs.answers(photographs.train("MLP", "color too", 1), *valid)
    assert found["right"] == pytest.approx(six["MLP, color too, drawn: right"][1], abs=0.03)
    assert found["confidence"] == pytest.approx(
        six["MLP, color too, drawn: confidence"][1], abs=0.03
    )
    for kind in KINDS:
        for name, value in photographs.marks(kind, 2).items():
            assert value == pytest.approx(six[f"{kind}: {name}"][2], abs=0.06), name


def test_the_plain_mlp_is_the_one_of_the_other_study(six):
    other = study.load_results()
    for trial in ("new faces", "shifted by 2 pixels", "FGSM 2"):
        name = trial if trial.startswith("FGSM") else f"plain: {trial}"
        np.testing.assert_allclose(six[f"MLP, plain: {trial}"], other[name], atol=0.002)


@pytest.mark.needs("MLP_COURSE_PHOTOGRAPHS")
def test_the_stored_answers_to_photographs_are_those_that_are_given(six):
    x, y = photographs.load(FOLDER)
    assert y.bincount().tolist() == [15, 11, 15]
    found = photographs.answers(photographs.train("MLP", "plain", 3), x, y)
    assert found["right"] == pytest.approx(six["MLP, plain, photographs: right"][3], abs=0.03)
    assert found["confidence"] == pytest.approx(
        six["MLP, plain, photographs: confidence"][3], abs=0.02
    )


@pytest.mark.claims("15 cats, 11 dogs and 15 wild animals")
def test_the_photographs_are_41(six):
    counts = [values.sum(axis=1) for name, values in six.items() if "photographs: counts" in name]
    assert len(counts) == 6 and all((values == 41).all() for values in counts)
    by_class = six["MLP, plain, photographs: counts"].reshape(6, 3, 3).sum(axis=2)
    assert by_class.tolist() == [[15, 11, 15]] * 6


def test_photographs_are_read_from_every_part(tmp_path):
    for part, count in (("train", 2), ("val", 1)):
        for label, name in enumerate(("cat", "dog", "wild")):
            (tmp_path / part / name).mkdir(parents=True)
            for number in range(count):
                picture = Image.new("RGB", (64, 64), (100 * label, 0, 0))
                picture.save(tmp_path / part / name / f"{number}.png")
    x, y = photographs.load(tmp_path)
    assert y.bincount().tolist() == [3, 3, 3]
    assert torch.equal(x[:, 0, 0, 0], 100 * y / 127.5 - 1)


def test_answers_count_what_is_right_and_what_is_sure():
    class Fixed(torch.nn.Module):
        def forward(self, x):
            return x

    logits = torch.tensor([[9.0, 0, 0], [9.0, 0, 0], [0, 0.1, 0], [0, 0, 0.1]])
    found = photographs.answers(Fixed(), logits, torch.tensor([0, 1, 1, 2]))
    assert found["right"] == 0.75 and found["sure"] == 0.5 and found["sure and right"] == 0.25
    assert found["counts"] == [1, 0, 0, 1, 1, 0, 0, 0, 1]
    assert found["confidence"] == pytest.approx((2 * 0.9998 + 2 * 0.3559) / 4, abs=1e-3)


# --- Section 10 -----------------------------------------------------------------------------------


@pytest.mark.claims(
    "On photographs it is right on about half",
    "20 of 41 has one from 34 to 64 %",
    "on drawn faces, 95 times of 100",
    "Where it is more than 0.9 sure, it is right about every other time",
    "On our 41 photographs, of the answers above 0.9, about half were right",
    "Its confidence stays what it was, about 0.9",
)
def test_the_plain_mlp_is_sure_of_photographs_and_wrong(six):
    right = six["MLP, plain, photographs: right"]
    assert 0.43 < right.min() <= right.max() < 0.57
    assert [round(100 * end) for end in wilson_interval(20, 41)] == [34, 64]
    for where in ("drawn", "photographs"):
        assert np.median(six[f"MLP, plain, {where}: confidence"]) == pytest.approx(0.9, abs=0.03)
    sure = photographs.right_when_sure("MLP, plain", "photographs")
    assert 0.4 < sure.min() <= np.median(sure) < 0.6
    assert np.median(photographs.right_when_sure("MLP, plain", "drawn")) == pytest.approx(
        0.95, abs=0.015
    )


@pytest.mark.claims(
    "The convolutional network is right on 94 % of new drawn faces", "That lead is gone here"
)
def test_the_convolutional_network_loses_its_lead_on_photographs(six):
    drawn, seen = (
        six[f"convolutional, plain, {where}: right"] for where in ("drawn", "photographs")
    )
    assert round(100 * np.median(drawn)) == 94
    assert 0.43 < np.median(seen) < 0.57
    sure = {
        (kind, way): six[f"{kind}, {way}, photographs: confidence"]
        for kind in KINDS
        for way in WAYS
    }
    medians = {name: np.median(values) for name, values in sure.items()}
    assert max(medians, key=medians.get) == ("convolutional", "plain")


@pytest.mark.claims(
    "every further step makes both kinds less sure of photographs",
    "The share that is right rises by a few points",
    "with color, too, the MLP is right on only two drawn faces in",
    "Not even the last convolutional network gets beyond two thirds",
)
def test_augmentation_narrows_the_gap(six):
    for kind in KINDS:
        right, sure = (
            [np.median(six[f"{kind}, {way}, photographs: {name}"]) for way in WAYS]
            for name in ("right", "confidence")
        )
        assert sure[0] > sure[1] > sure[2]
        assert 0.02 < right[2] - right[0] < 0.09
    assert np.median(six["MLP, color too, drawn: right"]) == pytest.approx(2 / 3, abs=0.03)
    assert np.median(six["convolutional, color too, photographs: right"]) < 2 / 3


def test_the_cards_line_on_photographs_holds(six):
    assert np.median(six["MLP, augmented, photographs: right"]) == pytest.approx(0.5, abs=0.06)
    assert np.median(six["MLP, augmented, photographs: confidence"]) == pytest.approx(0.8, abs=0.04)


# --- Section 14 -----------------------------------------------------------------------------------


def pair(six, name: str) -> list[np.ndarray]:
    """Return the numbers of the MLP and of the convolutional network, plain."""
    return [values[0] for values in photographs.under_stress({name: name}).values()]


@pytest.mark.claims(
    "at four pixels the MLP is near guessing, the convolutional network right on about three faces in four",
    "both lose about half of their faces at two levels",
    "without the mark it is right less often than the MLP",
)
def test_where_convolution_helps_and_where_not(six):
    for name in ("new faces", "few faces", "shifted by 2 pixels", "shifted by 4 pixels"):
        mlp, conv = pair(six, name)
        assert conv.min() > mlp.max(), name
    mlp, conv = pair(six, "shifted by 4 pixels")
    assert mlp.max() < 0.4 and np.median(conv) == pytest.approx(0.75, abs=0.03)
    mlp, conv = pair(six, "noise of 0.3")
    assert mlp.min() < conv.max() and conv.min() < mlp.max()
    for values, plain in zip(pair(six, "FGSM 2"), pair(six, "new faces"), strict=True):
        assert (1 - values / plain > 0.38).all() and (1 - values / plain < 0.55).all()
    assert max(values.max() for values in pair(six, "FGSM 8")) < 0.05
    for name, most in (("mark none", 0.45), ("mark wrong", 0.05)):
        mlp, conv = pair(six, name)
        assert conv.max() < min(most, mlp.min())


def test_the_convolutional_network_has_fewer_weights():
    assert count_parameters(ConvNet(3)) == 26_659
    x = torch.zeros(2, 3, 32, 32)
    assert ConvNet(3)(x).shape == (2, 3)
    assert accuracy(ConvNet(3), x, torch.tensor([0, 1])) <= 1


def test_the_mlp_with_color_is_never_sure_of_a_photograph():
    sure = {way: photographs.load_results()[f"MLP, {way}, photographs: sure"] for way in WAYS}
    assert not sure["color too"].any()
    assert all(sure[way].all() for way in WAYS if way != "color too")
