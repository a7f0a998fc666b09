"""What a score gains by choice: the best of many tries on one validation or test set.

First models that only guess, whose luck has a law; then networks, trained side by side.
"""

import numpy as np
import torch
from scipy import special  # scipy.stats has the same, and takes a second to load
from torch import Tensor, nn

from helpers.arguments import require_at_least, require_positive
from helpers.ensembles import Ensemble, Layer
from helpers.training import train_step


def coin_flip_scores(num_tries: int, num_samples: int, seed: int = 0) -> np.ndarray:
    """Return accuracies (num_tries,), each of a model that guesses between two classes."""
    require_at_least(1, num_tries=num_tries, num_samples=num_samples)
    flips = np.random.default_rng(seed).binomial(num_samples, 0.5, num_tries)
    return flips / num_samples


def best_of_law(num_tries: int | np.ndarray, num_samples: int) -> np.ndarray:
    """Return .5 + sqrt(ln k / 2n): what the best of k guessing models reaches at most, on average.

    The maximum of k variables whose tails fall like a Gaussian's of variance s^2 has a mean of at
    most s sqrt(2 ln k); an accuracy on n fair flips has s^2 = 1/4n. (Massart's lemma.)
    """
    require_at_least(1, num_tries=num_tries, num_samples=num_samples)
    return 0.5 + np.sqrt(np.log(num_tries) / (2 * num_samples))


def expected_best(num_tries: int | np.ndarray, num_samples: int) -> np.ndarray:
    """Return the exact mean of the best of k guessing models' accuracies on n samples.

    All k lie at or below j with probability F(j)^k, so the mean of the maximum is the sum over
    j < n of 1 - F(j)^k.
    """
    require_at_least(1, num_tries=num_tries, num_samples=num_samples)
    below = special.bdtr(np.arange(num_samples), num_samples, 0.5)
    powers = below ** np.asarray(num_tries, dtype=float)[..., None]
    return np.sum(1 - powers, axis=-1) / num_samples


def train_crowd(
    x: Tensor,
    y: Tensor,
    lrs: np.ndarray,
    widths: np.ndarray,
    num_steps: int = 300,
    batch_size: int = 64,
    subset_size: int | None = None,
    seed: int = 0,
) -> Ensemble:
    """Train one network for each of `lrs` and `widths`, both (num_networks,), all at once.

    Each draws batches of its own, from `subset_size` of the samples that are its own as well (None:
    from all). One hidden layer of ReLUs, plain gradient descent on the cross-entropy. Raises
    ValueError for fewer samples than `subset_size`, and for other numbers below 1 or rates of 0.
    """
    require_positive(lrs=lrs)
    subset_size = len(x) if subset_size is None else subset_size
    require_at_least(1, widths=widths, num_steps=num_steps, batch_size=batch_size)
    require_at_least(subset_size, num_samples=len(x))
    generator = torch.Generator().manual_seed(seed)
    x, num_networks = x.flatten(1), len(lrs)
    widths, lrs = torch.as_tensor(widths), torch.as_tensor(lrs, dtype=torch.float32)
    layers = _draw_layers(x.shape[1], widths, int(y.max()) + 1, generator)
    crowd = Ensemble(layers, widths=widths)
    optimizer = torch.optim.SGD(crowd.parameters(), lr=1.0)
    orders = [torch.randperm(len(x), generator=generator) for _ in range(num_networks)]
    subsets = torch.stack(orders)[:, :subset_size]  # (num_networks, subset_size)

    def loss_fn(logits: Tensor, labels: Tensor) -> Tensor:
        losses = nn.functional.cross_entropy(logits.transpose(1, 2), labels, reduction="none")
        return (lrs * losses.mean(dim=1)).sum()  # each network takes steps of its own learning rate

    for _ in range(num_steps):
        picks = torch.randint(subset_size, (num_networks, batch_size), generator=generator)
        batch = subsets.gather(1, picks)
        train_step(crowd, x[batch], y[batch], loss_fn, optimizer)
    return crowd


@torch.no_grad()
def right_answers(crowd: Ensemble, x: Tensor, y: Tensor) -> np.ndarray:
    """Return which samples each network has right: True or False, (num_networks, num_samples)."""
    return (crowd(x.flatten(1)).argmax(dim=2) == y).numpy()


def choose_often(
    right: np.ndarray, num_valid: int, num_draws: int = 200, seed: int = 0
) -> dict[str, np.ndarray]:
    """Draw validation samples again and again, and let each draw choose its best network.

    `right` is what `right_answers` returns. Returns arrays (num_draws,): "flattering", the winner's
    accuracy on the `num_valid` samples of the draw; "honest", its accuracy on all others; and
    "blind", the mean of all networks there.
    """
    rng = np.random.default_rng(seed)
    rows = []
    for _ in range(num_draws):
        order = rng.permutation(right.shape[1])
        on_valid = right[:, order[:num_valid]].mean(axis=1)
        on_new = right[:, order[num_valid:]].mean(axis=1)
        winner = on_valid.argmax()
        rows.append([on_valid[winner], on_new[winner], on_new.mean()])
    return dict(zip(("flattering", "honest", "blind"), np.array(rows).T, strict=True))


def lose_often(
    right: np.ndarray, right_there: np.ndarray, num_old: int, num_draws: int = 200, seed: int = 0
) -> dict[str, np.ndarray]:
    """Draw an old and a new test set again and again: how many points do networks lose?

    `right` and `right_there` (num_networks, num_samples) tell what each network has right among the
    samples and among their harder copies. `num_old` samples make the old test set, the others the
    new one. Returns arrays (num_draws, 2), first for the new samples, then for their harder copies:
    "mean", the loss of all networks; "best", that of the best on the old set; and "order", the rank
    correlation of the accuracies on both sets.
    """
    rng = np.random.default_rng(seed)
    found: dict[str, list] = {"mean": [], "best": [], "order": []}
    for _ in range(num_draws):
        order = rng.permutation(right.shape[1])
        old, new = order[:num_old], order[num_old:]
        on_old = right[:, old].mean(axis=1)
        after = [right[:, new].mean(axis=1), right_there[:, new].mean(axis=1)]
        losses = [100 * (on_old - accuracies) for accuracies in after]
        found["mean"].append([loss.mean() for loss in losses])
        found["best"].append([loss[on_old.argmax()] for loss in losses])
        found["order"].append([rank_correlation(on_old, accuracies) for accuracies in after])
    return {name: np.array(rows) for name, rows in found.items()}


def rank_correlation(first: np.ndarray, second: np.ndarray) -> float:
    """Return the correlation of the ranks of two arrays (n,); ties are broken by place."""
    ranks = [values.argsort(kind="stable").argsort() for values in (first, second)]
    return float(np.corrcoef(*ranks)[0, 1])


def _draw_layers(
    num_in: int, widths: Tensor, num_classes: int, generator: torch.Generator
) -> list[Layer]:
    """Return both layers as `Ensemble` takes them: uniform within 1 / sqrt(num_in), biases of 0."""
    num_networks, most = len(widths), int(widths.max())
    root = widths[:, None, None].float().sqrt()
    w1 = (2 * torch.rand(num_networks, num_in, most, generator=generator) - 1) / num_in**0.5
    w2 = (2 * torch.rand(num_networks, most, num_classes, generator=generator) - 1) / root
    return [(weights, torch.zeros_like(weights[:, :1])) for weights in (w1, w2)]


def random_settings(num_networks: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return random learning rates, .1 to .5, and widths, 6 to 20: (num_networks,) each."""
    rng = np.random.default_rng(seed)
    return 10 ** rng.uniform(-1, -0.3, num_networks), rng.integers(6, 21, num_networks)
