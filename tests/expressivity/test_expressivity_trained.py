"""What training does to the number of cells, and to errors on new points: over sixteen seeds."""

import numpy as np
import pytest

from helpers.expressivity import bounds, contest, in_plane
from helpers.expressivity.relu_network import random_layers
from helpers.mlp import parameter_count

SEEDS = range(16)
WINDOW, PLANE = in_plane.square(1.1), in_plane.square(1e4)


def count_all(networks, square) -> np.ndarray:
    return np.array([in_plane.count_cells(networks.network(seed), square) for seed in SEEDS])


def train_and_count(task: str, num_steps: int) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return the cells of deep networks before and after training, in the window and the plane."""
    x, labels = contest.draw_samples(task, 200, SEEDS)
    networks = contest.stack_layers([random_layers([2, *[12] * 4, 1], seed) for seed in SEEDS])
    before = {"window": count_all(networks, WINDOW), "plane": count_all(networks, PLANE)}
    for _ in contest.train_stacked(networks, x, labels, 0.01, num_steps):
        pass
    return {
        "window": (before["window"], count_all(networks, WINDOW)),
        "plane": (before["plane"], count_all(networks, PLANE)),
    }


@pytest.fixture(scope="module")
def cells():
    return train_and_count("loose spiral", 200)


@pytest.mark.claims(
    "In the window each of the 16 deep networks gains cells",
    "the median goes from 1,288 to about 1,100",
    "48 lines make at most 1,177 cells",
    "In the whole plane there were no more than before",
)
def test_training_moves_cells_into_the_window_and_makes_no_more(cells):
    before, after = cells["window"]
    assert (after > before).all()
    assert np.median(after / before) == pytest.approx(2.5, abs=0.25)
    before, after = cells["plane"]
    assert np.median(before) == 1288
    assert bounds.count_regions(48, 2) == 1177
    assert np.median(after) == pytest.approx(1100, abs=50)
    assert (after < before).sum() >= 10


@pytest.mark.claims(
    "is 1,152.", "Our trained networks are near it", "- deep networks *have* exponentially more"
)
def test_trained_networks_are_near_half_the_square_and_far_below_the_bound(cells):
    half_square = 48**2 / 2
    assert half_square == 1152
    _, after = cells["plane"]
    assert 0.5 < after.min() / half_square < after.max() / half_square < 1.5
    assert after.max() < bounds.montufar_bound(2, [12] * 4) / 1000


@pytest.mark.claims("steps the count in the plane stays about where it was")
def test_a_harder_task_and_longer_training_make_no_more_cells():
    before, after = train_and_count("tight spiral", 1000)["plane"]
    assert np.median(after / before) == pytest.approx(1, abs=0.12)


@pytest.fixture(scope="module")
def fits():
    """Return {(task, network): (errors on trained points, on new ones, loss on new ones)}."""
    found = {}
    for task, draw, num_points in (("spiral", contest.spiral, 200), ("moons", contest.moons, 100)):
        trained = contest.stack_samples([draw(num_points, seed=seed) for seed in SEEDS])
        new = contest.stack_samples([draw(2000, seed=1000 + seed) for seed in SEEDS])
        for name, sizes in (("0", [2, 1]), ("2", [2, 20, 1]), ("4", [2, 20, 20, 20, 1])):
            networks = contest.stack_layers([contest.random_network(sizes, s) for s in SEEDS])
            for _ in contest.train_stacked(networks, *trained, 0.03, 150):
                pass
            errors = [contest.error_rates(networks, *part) for part in (trained, new)]
            found[task, name] = (*errors, contest.mean_losses(networks, *new))
    return found


@pytest.mark.claims("On the spiral each step up helps", "These do *not* have the same budget")
def test_each_step_up_helps_on_the_spiral(fits):
    linear, middle, deep = (fits["spiral", name][1] for name in "024")
    assert (linear > middle).all()
    assert (middle > deep).sum() >= 14
    assert np.median(deep) < 0.03 < 0.08 < np.median(middle) < 0.2 < 0.3 < np.median(linear)
    sizes = ([2, 1], [2, 20, 1], [2, 20, 20, 20, 1])
    assert [parameter_count(shape) for shape in sizes] == [3, 81, 921]


@pytest.mark.claims(
    "straight border is about as good as any on new points",
    "the fewest training points are wrong, and the most new ones",
    "In most of the 16 pairs they have more errors on new points",
    "Their loss there is larger in every pair",
    "A network that can express more can also fit more noise",
)
def test_four_layers_fit_the_noise_of_the_moons(fits):
    linear, middle, deep = (fits["moons", name] for name in "024")
    assert np.median(middle[1]) == pytest.approx(np.median(linear[1]), abs=0.01)
    trained, new = ([np.median(fit[part]) for fit in (linear, middle, deep)] for part in (0, 1))
    assert np.argmin(trained) == np.argmax(new) == 2
    assert (deep[1] > linear[1]).sum() >= 11
    assert (deep[2] > linear[2]).all()
    assert np.median(deep[2] / linear[2]) == pytest.approx(2.5, abs=0.3)
