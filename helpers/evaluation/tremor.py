"""The capstone: a study with five faults, its table, and what each fault is worth.

The table is made up, so that what is in it is known: of 32 features of a recording four differ a little
between ill and healthy people. `tools/make_tremor.py` writes it to data/tremor.csv.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from helpers.arguments import require_at_least
from helpers.datasets.storage import DATA
from helpers.evaluation.harness import scale_by, split_units

# What the study tries: how many features it keeps, and how many neighbors vote.
SETTINGS = tuple(itertools.product((2, 4, 6, 8, 12), (1, 3, 5, 9)))
TAIL, SIGNAL, SCATTER = 1.5, 0.9, 0.35
FAULTS = ("scaling", "selection", "identity", "reuse", "metric")


@dataclass(frozen=True)
class Table:
    """Recordings x (n, num_features), of people who are ill (y 1) or healthy (0), and whose they are."""

    x: np.ndarray
    y: np.ndarray
    person: np.ndarray


def make_table(
    num_people: int = 120, num_recordings: int = 5, num_features: int = 32, seed: int = 0
) -> Table:
    """Make recordings of people, a quarter of them ill, to two decimals.

    A person has a place in the space of features, and recordings around it. In the first four features
    ill people lie higher. Every second feature has a long tail, as powers do.
    """
    require_at_least(4, num_people=num_people, num_features=num_features)
    rng = np.random.default_rng(seed)
    ill = rng.permutation(np.arange(num_people) % 4 == 0).astype(int)
    places = rng.standard_normal((num_people, num_features))
    places[:, :4] += SIGNAL * ill[:, None]
    person = np.repeat(np.arange(num_people), num_recordings)
    x = places[person] + SCATTER * rng.standard_normal((len(person), num_features))
    x[:, 1::2] = np.exp(TAIL * x[:, 1::2])
    names = 101 + rng.permutation(num_people)  # a person's number tells nothing
    order = rng.permutation(len(person))
    return Table(np.round(x[order], 2), ill[person][order], names[person][order])


def load_table() -> Table:
    """Return the table of data/tremor.csv."""
    rows = np.loadtxt(DATA / "tremor.csv", delimiter=",", skiprows=1)
    return Table(rows[:, 2:], rows[:, 1].astype(int), rows[:, 0].astype(int))


def strongest(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the numbers of the features; first those whose means differ most between y = 1 and 0."""
    ill, healthy = x[y == 1], x[y == 0]
    gap = np.abs(ill.mean(axis=0) - healthy.mean(axis=0))
    noise = np.sqrt(ill.var(axis=0) / len(ill) + healthy.var(axis=0) / len(healthy))
    return np.argsort(-gap / noise, kind="stable")


def nearest_rows(x: np.ndarray, asked: np.ndarray, num_neighbors: int) -> np.ndarray:
    """Return the numbers of the rows of x that lie nearest to each row of `asked`, nearest first."""
    gaps = np.zeros((len(asked), len(x)))
    for mine, theirs in zip(asked.T, x.T, strict=True):  # one by one: the same sums on every CPU
        gaps += (mine[:, None] - theirs) ** 2
    return np.argsort(gaps, axis=1, kind="stable")[:, :num_neighbors]


def vote(x: np.ndarray, y: np.ndarray, asked: np.ndarray, num_neighbors: int) -> np.ndarray:
    """Return 0 or 1 for each row of `asked`: what most of its nearest rows of x have in y."""
    return (y[nearest_rows(x, asked, num_neighbors)].mean(axis=1) > 0.5).astype(int)


def balanced_accuracy(y: np.ndarray, predicted: np.ndarray) -> float:
    """Return the mean of two accuracies: that among the ill, and that among the healthy."""
    return float(np.mean([np.mean(predicted[y == kind] == kind) for kind in (0, 1)]))


def run_study(
    x: np.ndarray, y: np.ndarray, person: np.ndarray, seed: int, faults: Iterable[str] = ()
) -> tuple[float, np.ndarray, np.ndarray]:
    """Return (score, test, predicted) of the study with these of the `FAULTS` still in it."""
    unit = np.arange(len(y)) if "identity" in faults else person
    order = np.random.default_rng(seed).permutation(np.unique(unit))
    learn, valid, test = split_units(unit, order)
    everything = np.arange(len(y))
    x = scale_by(x, everything if "scaling" in faults else learn)
    seen = everything if "selection" in faults else learn
    ranked = strongest(x[seen], y[seen])
    most = max(num_neighbors for _, num_neighbors in SETTINGS)
    found: dict[tuple[int, int], np.ndarray] = {}

    def predict(setting: tuple[int, int], part: np.ndarray) -> np.ndarray:
        """Do as `vote` does; the neighbors of a part are looked up once for all their numbers."""
        num_kept, num_neighbors = setting
        if (num_kept, id(part)) not in found:
            kept = x[:, ranked[:num_kept]]
            found[num_kept, id(part)] = nearest_rows(kept[learn], kept[part], most)
        votes = y[learn][found[num_kept, id(part)][:, :num_neighbors]]
        return (votes.mean(axis=1) > 0.5).astype(int)

    def score(setting: tuple[int, int], part: np.ndarray) -> float:
        predicted = predict(setting, part)
        if "metric" in faults:
            return float(np.mean(predicted == y[part]))
        return balanced_accuracy(y[part], predicted)

    chooser = test if "reuse" in faults else valid
    best = max(SETTINGS, key=lambda setting: score(setting, chooser))
    return score(best, test), test, predict(best, test)


def all_variants() -> list[tuple[str, ...]]:
    """Return every set of faults, from none to all."""
    sizes = range(len(FAULTS) + 1)
    return [some for size in sizes for some in itertools.combinations(FAULTS, size)]


def mean_score(table: Table, faults: Iterable[str], num_splits: int = 10) -> np.ndarray:
    """Return the scores (num_splits,) of the study with these faults, over other splits."""
    parts = table.x, table.y, table.person
    return np.array([run_study(*parts, seed, tuple(faults))[0] for seed in range(num_splits)])


def person_interval(
    table: Table, test: np.ndarray, predicted: np.ndarray, num_draws: int = 2000, seed: int = 0
) -> tuple[float, float]:
    """Return the middle 95 % of the balanced accuracy when test *people* are drawn again, as many.

    Recordings of one person are no independent samples, so people are drawn, each with all of theirs;
    ill and healthy people apart, so that there always are both.
    """
    y, person = table.y[test], table.person[test]
    rng = np.random.default_rng(seed)
    shares = []
    for kind in (0, 1):
        people = np.unique(person[y == kind])
        right = np.array([np.mean(predicted[person == one] == kind) for one in people])
        shares.append(right[rng.integers(len(people), size=(num_draws, len(people)))].mean(axis=1))
    low, high = np.quantile(np.mean(shares, axis=0), [0.025, 0.975])
    return float(low), float(high)


def tremor_study(
    x: np.ndarray, y: np.ndarray, person: np.ndarray, seed: int
) -> tuple[float, np.ndarray, np.ndarray]:
    """Return (score, test, predicted) of the repaired study."""
    return run_study(x, y, person, seed)


def flawed_study(
    x: np.ndarray, y: np.ndarray, person: np.ndarray, seed: int
) -> tuple[float, np.ndarray, np.ndarray]:
    """Return (score, test, predicted) of the study as it was found."""
    return run_study(x, y, person, seed, FAULTS)
