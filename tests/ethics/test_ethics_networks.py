"""What the text says of the five digit networks, by the notebook's own cells, for each of the five."""

import numpy as np
import pytest
import torch
from torch import nn

import build
from helpers.ethics import stories
from helpers.images import rotate, shift
from helpers.training import accuracy, probabilities


@pytest.fixture(scope="module")
def cells():
    """Run the notebook's cells that import, and that train the five networks; return their names."""
    sources = [
        cell.source for cell in build.read_source("09_ethics").cells if cell.cell_type == "code"
    ]
    names = {"device": torch.device("cpu")}
    for start in ("import numpy as np\n", "learn, valid, test = digits.load()"):
        (source,) = [source for source in sources if source.startswith(start)]
        exec(source, names)
    return names


def of_each(cells, images):
    return cells["accuracies"](images)


@pytest.mark.claims(
    "Black on white they read next to nothing, far less than guessing would.",
    "Upside down they read two in five, among them nearly all zeros",
)
def test_exchanged_or_turned_digits_are_not_read(cells):
    images, labels = cells["new_images"], cells["new_labels"]
    assert of_each(cells, images).min() > 0.95
    assert of_each(cells, 1 - images).max() < 0.02
    upside_down = images.flip(1, 2)
    assert np.all(abs(of_each(cells, upside_down) - 0.4) < 0.03)
    zeros = labels == 0
    assert all(accuracy(net, upside_down[zeros], labels[zeros]) > 0.97 for net in cells["networks"])


@pytest.mark.claims("move the digits by an eighth of the picture, and the networks lose about half")
def test_a_pixel_costs_half_of_the_digits(cells):
    by_one = of_each(cells, shift(cells["new_images"], 1))
    assert np.all(abs(by_one - 0.5) < 0.07)
    assert of_each(cells, shift(cells["new_images"], 2)).max() < 0.3


@pytest.mark.claims("its map of features moves along with the digit")
def test_what_a_convolution_makes_moves_along(cells):
    torch.manual_seed(0)
    convolve = nn.Conv2d(1, 8, kernel_size=3, padding=1)
    images = nn.functional.pad(cells["new_images"][:50], (3, 3, 3, 3))  # nothing leaves the picture
    with torch.no_grad():
        here, there = (convolve(x[:, None]) for x in (images, shift(images, 1)))
    # Away from the rim, where padding differs from paper.
    assert torch.allclose(here[..., 2:-2, 1:-3], there[..., 2:-2, 2:-2], atol=1e-6)


@pytest.mark.claims('They are "confident" about noise.')
def test_noise_is_answered_with_confidence(cells):
    for seed, network in enumerate(cells["networks"]):
        noise = torch.rand(500, 8, 8, generator=torch.Generator().manual_seed(seed))
        assert probabilities(network, noise).max(dim=1).values.mean() > 0.85


@pytest.mark.claims("with half of its units it still reads about two digits in three")
def test_half_of_the_units_read_two_digits_in_three(cells):
    for network in cells["networks"]:
        left = stories.accuracies_when_damaged(
            network, cells["new_images"], cells["new_labels"], 0.5, num_trials=20
        )
        assert left.mean() == pytest.approx(2 / 3, abs=0.06)


@pytest.mark.claims("It promises more than everything, and the networks stay below.")
def test_a_line_through_the_first_results_leaves_the_scale(cells):
    sizes = np.array([25, 50, 100, 200, 400, 800])
    for seed in range(5):
        networks = [cells["train_on"](size, seed) for size in sizes]
        scores = [accuracy(net, cells["new_images"], cells["new_labels"]) for net in networks]
        line = np.polynomial.Polynomial.fit(np.log2(sizes[:3]), scores[:3], deg=1)
        assert line(np.log2(800)) > 1.05
        assert np.all(np.diff(scores[:3]) > 0)
        assert np.all(scores[3:] < line(np.log2(sizes[3:])))


def test_moved_and_turned_digits_are_read_worse_and_paler_ones_as_well(cells):
    """The picture of section 4 says so in its alternative text."""
    images = cells["new_images"]
    plain = of_each(cells, images)
    assert np.all(of_each(cells, images / 2) > plain - 0.02)
    for changed in (shift(images, 1), rotate(images, 25)):
        assert np.all(of_each(cells, changed) < 0.65)
