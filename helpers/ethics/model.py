"""The science of notebook 09: base rates, fairness, energy, and what a score does not say.

Nothing here draws. Random numbers come from generators that are seeded here or by the caller.
"""

import csv
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from scipy import ndimage
from scipy.special import expit
from torch import Tensor

from helpers.arguments import require_at_least, require_positive, require_share
from helpers.datasets.storage import DATA
from helpers.images import shift as shift  # for the notebook
from helpers.mlp import MLP
from helpers.statistics import ScoredGroup as ScoredGroup  # these two for the notebook
from helpers.statistics import wilson_interval as wilson_interval
from helpers.training import probabilities

LAST_YEAR = 2026  # up to which the predictions were judged


# --- Predictions ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Prediction:
    """Who said what in which year, until when it was to come true, and in which year it did.

    `kind` is "by" (it happens by the year `due`), "not before" (it does not happen before) or
    "no date". `due` and `happened` are None where there is no such year.
    """

    who: str
    year: int
    topic: str
    claim: str
    kind: str
    due: int | None
    happened: int | None
    verdict: str
    source: str

    def judge(self, year: int) -> tuple[str, int]:
        """Return (state, years) as one knew them at the end of `year`.

        The states: "not made" yet; "no date"; "open", with the years left; "overdue", with the
        years it is late so far; "met", with the years it was late (0: in time); "refuted", with the
        years by which what was not to come came too early.
        """
        if year < self.year:
            return "not made", self.year - year
        if self.due is None:
            return "no date", 0
        happened = self.happened if self.happened and self.happened <= year else None
        if self.kind == "not before":
            return ("refuted", self.due - happened) if happened else ("open", self.due - year)
        if happened:
            return "met", max(0, happened - self.due)
        return ("open", self.due - year) if year <= self.due else ("overdue", year - self.due)


def load_predictions() -> list[Prediction]:
    """Return the predictions of data/predictions.csv in the order of their years."""
    with (DATA / "predictions.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["year"] = int(row["year"])
        row["due"], row["happened"] = (
            int(row[key]) if row[key] else None for key in ("due", "happened")
        )
    return sorted((Prediction(**row) for row in rows), key=lambda item: item.year)


# --- Four fallacies -------------------------------------------------------------------------------

FALLACIES = {
    1: "narrow intelligence lies on a continuum with general intelligence",
    2: "easy things are easy and hard things are hard",
    3: "wishful mnemonics",
    4: "intelligence is all in the brain",
}

# Invented for the exercise: the text, the number of the fallacy, and a hint.
CLAIMS = {
    "a": (
        "Our program wins at poker. General intelligence is the next step on the same road.",
        1,
        "What does a step on one road say about where the road leads?",
    ),
    "b": (
        "It plays chess like a grandmaster, so tidying a nursery will be no trouble.",
        2,
        "Which of the two tasks costs a person more effort, and which a machine?",
    ),
    "c": (
        "The network has learned to understand: it scored 91 on the Understanding Benchmark.",
        3,
        "Rename the benchmark 'test 37'. What is left of the claim?",
    ),
    "d": (
        "Once a chip has as many switches as the brain has synapses, a mind will run on it.",
        4,
        "What else than a brain did every mind so far have?",
    ),
    "e": (
        "The robot wants to reach the door, and gets frustrated when it cannot.",
        3,
        "Which quantity in the program was given the name 'frustration', and by whom?",
    ),
    "f": (
        "First we solve mathematics. What a two-year-old can do will then be a weekend's work.",
        2,
        "Is what we do without thinking therefore little work?",
    ),
    "g": (
        "It translates, it draws, it codes. Add a few more skills and it will be as general as we are.",
        1,
        "Is generality a sum of narrow skills?",
    ),
    "h": (
        "Feeling and having a body are decoration. Pure reasoning can be had without them.",
        4,
        "Does reasoning, as far as we know it, work apart from body, feeling and culture?",
    ),
}


def fallacy(claim: str) -> int:
    """Return the number, 1 to 4, of the fallacy in one of the invented claims "a" to "h"."""
    return CLAIMS[claim][1]


def rotate(images: Tensor, degrees: float) -> Tensor:
    """Return images (num_samples, height, width) turned about their center.

    As SciPy does it: what would come from beyond the middles of the outermost pixels is black.
    """
    turned = ndimage.rotate(images.numpy(), degrees, axes=(1, 2), reshape=False, order=1)
    return torch.from_numpy(turned)


def top_output(network: torch.nn.Module, images: Tensor) -> Tensor:
    """Return the largest softmax output for each image: what is often named its confidence."""
    return probabilities(network, images).max(dim=1).values


def catch_ball(
    forward_speed: float, upward_speed: float, start: float, top_speed: float = 8.0
) -> tuple[float, float]:
    """Return where the ball lands and where the runner then is, in meters.

    The runner knows neither speeds nor gravity. It watches the tangent of the angle at which it
    sees the ball, and runs so that this rises at a constant rate: backward when it rises faster,
    forward when it rises slower. S. Chapman, American Journal of Physics 36:868, 1968, showed that
    one who manages to do so is where the ball comes down. No air drag; steps of 1 ms.
    """
    require_positive(forward_speed=forward_speed, upward_speed=upward_speed, start=start)
    gravity, step, gain = 9.81, 0.001, 60.0
    flight = 2 * upward_speed / gravity
    where, rate = start, None
    for time in np.arange(step, flight - 0.05, step):  # in the last 50 ms it reaches out
        ball = forward_speed * time
        height = upward_speed * time - gravity * time**2 / 2
        tangent = height / max(where - ball, 0.1)
        if time < 0.3:  # it stands, and watches how fast the ball rises
            rate = tangent / time
        else:
            where += step * float(np.clip(gain * (tangent - rate * time), -top_speed, top_speed))
    return forward_speed * flight, where


# --- The stories ----------------------------------------------------------------------------------


def threshold_unit(inputs: Sequence[int], weights: Sequence[int], threshold: int) -> int:
    """Return 1 if the weighted sum reaches the threshold, else 0: a unit as in McCulloch & Pitts.

    Their inhibition was absolute; here it is a weight below zero, large enough to have that effect.
    """
    return int(sum(w * x for w, x in zip(weights, inputs, strict=True)) >= threshold)


def center_minus_surround(image: np.ndarray) -> np.ndarray:
    """Return, at every pixel, the mean of its 3 x 3 square minus the mean of the 9 x 9 around it."""
    difference = ndimage.uniform_filter(image, 3) - ndimage.uniform_filter(image, 9)
    return difference.round(9) + 0.0  # a running mean leaves traces of rounding, and minus zeros


def accuracy_when_damaged(
    network: MLP, images: Tensor, labels: Tensor, share: float, num_trials: int = 50
) -> float:
    """Return the mean accuracy when a random `share` of the hidden units is silent.

    For a network with one hidden layer; the units are drawn anew in every trial.
    """
    require_share(share=share)
    generator = torch.Generator().manual_seed(0)
    device = next(network.parameters()).device
    with torch.no_grad():
        hidden = network.hidden(images.to(device))[0]
        scores = []
        for _ in range(num_trials):
            width = hidden.shape[1]
            silent = torch.randperm(width, generator=generator)[: round(share * width)]
            alive = torch.ones(width)
            alive[silent] = 0.0
            output = network.linears[-1](hidden * alive.to(device)).argmax(dim=1).cpu()
            scores.append((output == labels).float().mean())
    return float(torch.stack(scores).mean())


def match_by_luck(points: int, lost: int) -> float:
    """Return the chance to win `points` to at most `lost` when every point is a fair coin's flip.

    The last point is the winner's; before it `j` of `points - 1 + j` are the other's.
    """
    require_at_least(1, points=points)
    require_at_least(0, lost=lost)
    return sum(math.comb(points - 1 + j, j) * 0.5 ** (points + j) for j in range(lost + 1))


# --- Benchmarks -----------------------------------------------------------------------------------


def line_through(x: Sequence[float], y: Sequence[float]) -> Callable[[float], float]:
    """Return the straight line that fits the points best, as a function."""
    slope, offset = np.polyfit(x, y, 1)
    return lambda value: float(slope * value + offset)


# --- Base rates -----------------------------------------------------------------------------------


def ppv(prevalence, sensitivity, specificity):
    """Return the positive predictive value: of those with an alarm, the share that is ill (Bayes).

    Numbers or arrays. Target: 90 % sensitivity and specificity; prevalence 10 %: .50; 1 %: .083; .1 %: .0089.
    NaN where there is no alarm at all.
    """
    require_share(prevalence=prevalence, sensitivity=sensitivity, specificity=specificity)
    true_alarms = prevalence * sensitivity
    false_alarms = (1 - prevalence) * (1 - specificity)
    with np.errstate(invalid="ignore"):
        return np.divide(true_alarms, true_alarms + false_alarms)


def count_people(
    num_ill: int, num_people: int, sensitivity: float, specificity: float
) -> tuple[int, int, int, int]:
    """Return whole people: (ill with alarm, ill without, healthy with alarm, healthy without).

    The expected numbers, rounded to whole people within the ill and within the healthy.
    """
    require_share(sensitivity=sensitivity, specificity=specificity)
    if not 0 <= num_ill <= num_people:
        raise ValueError(f"num_ill must lie between 0 and num_people, {num_people}, not {num_ill}.")
    num_healthy = num_people - num_ill
    found, cleared = round(num_ill * sensitivity), round(num_healthy * specificity)
    return found, num_ill - found, num_healthy - cleared, cleared


# --- Fairness -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Confusion:
    """How often a yes-or-no prediction was right and wrong."""

    true_positives: int
    false_positives: int
    true_negatives: int
    false_negatives: int

    @property
    def total(self) -> int:
        return (
            self.true_positives + self.false_positives + self.true_negatives + self.false_negatives
        )

    @property
    def base_rate(self) -> float:
        return (self.true_positives + self.false_negatives) / self.total

    @property
    def fpr(self) -> float:
        """False positive rate: of those without the outcome, the share that was flagged."""
        return self.false_positives / (self.false_positives + self.true_negatives)

    @property
    def fnr(self) -> float:
        """False negative rate: of those with the outcome, the share that was not flagged."""
        return self.false_negatives / (self.false_negatives + self.true_positives)

    @property
    def ppv(self) -> float:
        """Positive predictive value: of those flagged, the share with the outcome."""
        return self.true_positives / (self.true_positives + self.false_positives)


def load_compas() -> dict[str, Confusion]:
    """Return the published counts of ProPublica's analysis of COMPAS, by group.

    J. Larson, S. Mattu, L. Kirchner & J. Angwin, ProPublica, 23 May 2016: 7,214 people of Broward
    County in all, flagged at a score of 5 to 10, followed for two years.
    """
    with (DATA / "compas_counts.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {row.pop("group"): Confusion(**{k: int(v) for k, v in row.items()}) for row in rows}


def implied_fpr(base_rate: float, ppv: float, fnr: float) -> float:
    """Return the false positive rate that base rate, PPV and FNR leave: it is not free.

    FPR = p / (1 - p) * (1 - PPV) / PPV * (1 - FNR). A. Chouldechova, Big Data 5(2):153-163, 2017.
    """
    require_share(base_rate=base_rate, ppv=ppv, fnr=fnr)
    if base_rate == 1 or ppv == 0:
        raise ValueError("base_rate must be below 1 and ppv above 0: the identity divides by them.")
    return base_rate / (1 - base_rate) * (1 - ppv) / ppv * (1 - fnr)


TOLERANCE = 0.01  # two rates that differ by no more count as equal in the game


def criteria_met(
    rates_a: tuple[float, float, float], rates_b: tuple[float, float, float]
) -> tuple[bool, bool]:
    """Return whether errors are equal (FPR and FNR), and whether an alarm means the same (PPV)."""
    gaps = np.abs(np.subtract(rates_a, rates_b))
    return bool(np.all(gaps[:2] <= TOLERANCE)), bool(gaps[2] <= TOLERANCE)


def biased_past(num_people: int = 20_000, seed: int = 0) -> tuple[np.ndarray, ...]:
    """Return (skill, district, group, hired), each (num_people,), of an invented, unfair past.

    Skill does not depend on the group. The district does: a proxy. The people who hired in the past
    marked group 1 down.
    """
    rng = np.random.default_rng(seed)
    group = rng.integers(0, 2, num_people)
    skill = rng.standard_normal(num_people)
    district = group + 0.5 * rng.standard_normal(num_people)
    hired = (skill - 1.0 * group + 0.5 * rng.standard_normal(num_people) > 0).astype(int)
    return skill, district, group, hired


def fit_logistic(x: np.ndarray, y: np.ndarray, num_steps: int = 12) -> np.ndarray:
    """Return the weights (num_features + 1,) of logistic regression, the bias last.

    `x` is (num_samples, num_features) and `y` holds 0 and 1. Newton's method: each step solves for
    the weights at which the gradient would be 0 if the loss were a parabola.
    """
    x = np.column_stack([x, np.ones(len(x))])
    weights = np.zeros(x.shape[1])
    for _ in range(num_steps):
        chance = expit(x @ weights)
        curvature = (x.T * (chance * (1 - chance))) @ x
        weights += np.linalg.solve(curvature, x.T @ (y - chance))
    return weights


def acceptance_by_group(
    features: Sequence[np.ndarray], hired: np.ndarray, group: np.ndarray
) -> tuple[float, float]:
    """Fit a logistic regression to the first half of the past; return whom it hires in the second.

    The two shares are those of group 0 and of group 1.
    """
    x, half = np.column_stack(features), len(hired) // 2
    *weights, bias = fit_logistic(x[:half], hired[:half])
    predicted = x[half:] @ weights + bias > 0
    return tuple(float(predicted[group[half:] == name].mean()) for name in (0, 1))


# --- Energy ---------------------------------------------------------------------------------------

SECONDS_PER_HOUR = 3600.0
KG_PER_POUND = 0.45359237

# Strubell, Ganesh & McCallum 2019, arXiv:1906.02243, in pounds of CO2 equivalent.
STRUBELL_LB = {
    "one training run of a big Transformer": 192,
    "one passenger, New York to San Francisco and back": 1_984,
    "a car over its lifetime, fuel included": 126_000,
    "an architecture search: thousands of runs": 626_155,
}

# D. Patterson et al. 2021, arXiv:2104.10350: GPT-3 on V100 chips.
GPT3 = dict(
    num_parameters=175e9,
    num_tokens=300e9,
    flops_per_second=24.6e12,
    watts=330.0,
    pue=1.10,
    kg_per_kwh=0.429,
)


def training_flops(num_parameters: float, num_tokens: float) -> float:
    """Return about how many floating-point operations a training takes: 6 N D.

    Two for every weight and token in the forward pass, four in the backward pass.
    """
    require_positive(num_parameters=num_parameters, num_tokens=num_tokens)
    return 6 * num_parameters * num_tokens


def training_footprint(
    num_parameters: float,
    num_tokens: float,
    flops_per_second: float,
    watts: float,
    pue: float,
    kg_per_kwh: float,
) -> tuple[float, float]:
    """Return (kWh, kg of CO2 equivalent) of one training run.

    `flops_per_second` is what a chip really achieves, `watts` its power in use, `pue` the power of
    the whole data center over that of the computers in it.
    """
    require_positive(flops_per_second=flops_per_second, watts=watts)
    require_at_least(1, pue=pue)
    require_at_least(0, kg_per_kwh=kg_per_kwh)
    hours = training_flops(num_parameters, num_tokens) / flops_per_second / SECONDS_PER_HOUR
    kwh = hours * watts / 1000 * pue
    return kwh, kwh * kg_per_kwh


# --- Model cards ----------------------------------------------------------------------------------

CARD_TEXTS = ("intended_use", "out_of_scope", "limits", "claim")
CARD_KEYS = ("num_images", "accuracy", "recall", "worst_class", *CARD_TEXTS)


def complete_card(confusion: np.ndarray, classes: Sequence[str]) -> dict:
    """Return a model card's numbers and sentences from a confusion matrix, as a dictionary.

    `confusion[i, j]` counts the images of class i that the model calls class j.
    """
    confusion = np.asarray(confusion)
    num_images, num_right = int(confusion.sum()), int(np.trace(confusion))
    recall = np.diag(confusion) / confusion.sum(axis=1)
    worst = classes[int(np.argmin(recall))]
    return {
        "num_images": num_images,
        "accuracy": num_right / num_images,
        "recall": dict(zip(classes, recall.tolist())),
        "worst_class": worst,
        "intended_use": "Teaching: to sort drawn faces, one to a picture.",
        "out_of_scope": "Photographs, and any use in which a mistake costs something.",
        "limits": f"It is weakest on {worst}, and it has no answer for other animals.",
        "claim": f"Right on {num_right / num_images:.0%} of {num_images} drawn test images.",
    }


def card_faults(card: object, truth: dict) -> list[str]:
    """Return what is wrong with a card, in words; `truth` is a card with the right numbers."""
    if not isinstance(card, dict):
        return [f"A card is a dictionary; yours is a {type(card).__name__}."]
    missing = [key for key in CARD_KEYS if key not in card]
    if missing:
        return [f"The card lacks {', '.join(missing)}."]
    return [*_number_faults(card, truth), *_text_faults(card, truth)]


def _number_faults(card: dict, truth: dict) -> list[str]:
    faults = []
    if not _close(card["num_images"], truth["num_images"]):
        faults.append(f"num_images: the matrix holds {truth['num_images']} images.")
    if not _close(card["accuracy"], truth["accuracy"]):
        faults.append(
            f"accuracy: the share on the diagonal is {truth['accuracy']:.4g}; "
            f"yours says {card['accuracy']}."
        )
    recall = card["recall"]
    if not isinstance(recall, dict) or set(recall) != set(truth["recall"]):
        faults.append(f"recall: a dictionary with the keys {', '.join(truth['recall'])} is due.")
    else:
        faults += [
            f"recall: of the class {name} the share found is {share:.4g}; yours says {recall[name]}."
            for name, share in truth["recall"].items()
            if not _close(recall[name], share)
        ]
    if card["worst_class"] != truth["worst_class"]:
        faults.append(f"worst_class: the lowest recall is that of {truth['worst_class']}.")
    return faults


def _text_faults(card: dict, truth: dict) -> list[str]:
    faults = [
        f"{key}: a sentence is due here."
        for key in CARD_TEXTS
        if not isinstance(card[key], str) or len(card[key].split()) < 3
    ]
    if faults:
        return faults
    uses = [" ".join(card[key].lower().split()) for key in ("intended_use", "out_of_scope")]
    if uses[0] == uses[1]:
        faults.append("out_of_scope: it says the same as intended_use.")
    if truth["worst_class"].lower() not in card["limits"].lower():
        faults.append("limits: name the class on which the model is worst.")
    numbers = numbers_in(card["claim"])
    percent = 100 * truth["accuracy"]
    if not any(abs(number - percent) <= 0.51 for number in numbers):
        faults.append(f"claim: it lacks its number, {percent:.0f} %.")
    if truth["num_images"] not in numbers:
        faults.append("claim: it does not say on how many images that was measured.")
    return faults


def numbers_in(text: str) -> list[float]:
    """Return the numbers in a text; 1,500 and 85.2% are numbers."""
    return [float(found.replace(",", "")) for found in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]


def _close(value: object, wanted: float) -> bool:
    try:
        return bool(np.isclose(float(value), wanted, rtol=0, atol=0.0051 if wanted <= 1 else 0.01))
    except (TypeError, ValueError):
        return False
