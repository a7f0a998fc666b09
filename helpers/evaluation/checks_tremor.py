"""The capstone's exercise: which of the five faults a study still has, told from what it computes."""

from collections.abc import Callable
from functools import partial

import numpy as np

from helpers.evaluation import tremor
from helpers.exercise import Exercise

# What one sees of each fault from outside, without a look at the code.
SEEN = {
    "scaling": "multiply the test recordings by a thousand, and the training data change (scaling)",
    "selection": "relabel the test people, and other features are kept (selection)",
    "identity": "whoever is tested has recordings in the training part, too (identity)",
    "reuse": "relabel the test people, and other settings win (test reuse)",
    "metric": "on this table a study that always says healthy would score about .75 (metric)",
}


def _hint(faults: tuple[str, ...]) -> str:
    repaired = [name for name in tremor.FAULTS if name not in faults]
    done = f"Repaired: {', '.join(repaired).replace('reuse', 'test reuse')}. "
    count = f"Still in, {len(faults)} of 5: "
    return done + count + "; ".join(SEEN[name] for name in faults) + "."


def _half_repaired(person: np.ndarray, seed: int) -> dict[str, np.ndarray]:
    """Return {what is still wrong: the test part to which that leads} of split and order that disagree."""
    row, people = np.arange(len(person)), np.unique(person)

    def test_part(unit: np.ndarray, shuffled: np.ndarray) -> np.ndarray:
        return tremor.split_units(unit, np.random.default_rng(seed).permutation(shuffled))[2]

    return {
        "`order` holds people now, and split_units still gets row numbers as units. Give it `person`.": test_part(
            row, people
        ),
        "split_units gets people now, and `order` still holds row numbers. Shuffle the people, each once: "
        "np.unique(person).": test_part(person, row),
        "`order` holds each person once for every recording, so that a person falls into several parts. "
        "Shuffle each person once: np.unique(person).": test_part(person, person),
    }


def _explain(case: dict, answer: tuple, expected: tuple) -> str:
    """Say what can be seen of an answer alone, where it is none of the known variants."""
    score, test, predicted = float(answer[0]), np.asarray(answer[1]), np.asarray(answer[2])
    y, person = case["y"], case["person"]
    lines = [
        f"On this table of {len(y)} recordings the honest score is {expected[0]:.3f}; yours is {score:.3f}."
    ]
    halves = _half_repaired(person, case["seed"])
    half = [words for words, part in halves.items() if np.array_equal(np.sort(test), part)]
    if half:
        lines.append(f"Hint: the identity fault is half repaired. {half[0]}")
    elif np.isin(np.delete(person, test), person[test]).any():
        lines.append("Some people have recordings inside and outside of your test part.")
    elif np.array_equal(test, expected[1]):
        lines.append("Your test part holds the right people.")
    else:
        mine, ours = (len(np.unique(person[part])) for part in (test, expected[1]))
        begin = f"Your test part holds {mine} people, "
        lines.append(
            f"{begin}as it should, but other ones: `order` is default_rng(seed).permutation("
            "np.unique(person)), and the third part tests."
            if mine == ours
            else f"{begin}and it should hold {ours}. Does `order` hold each person once?"
        )
    if abs(score - np.mean(predicted == y[test])) < 1e-9:
        lines.append("Your score is the plain accuracy of your predictions.")
    elif abs(score - tremor.balanced_accuracy(y[test], predicted)) < 1e-9:
        lines.append("Your score is the balanced accuracy of your predictions.")
    else:
        lines.append(
            "Your score is neither accuracy nor balanced accuracy of what you predict for `test`."
        )
    return "\n".join(lines)


def _case(seed: int, num_people: int = 40, num_features: int = 40) -> dict:
    table = tremor.make_table(num_people, num_recordings=4, num_features=num_features, seed=seed)
    return dict(x=table.x, y=table.y, person=table.person, seed=seed)


def _changed(change: Callable) -> Callable:
    """Return the study with `change(x, y, learn, valid, test)` for its end."""

    def study(x, y, person, seed):
        order = np.random.default_rng(seed).permutation(np.unique(person))
        parts = tremor.split_units(person, order)
        scaled = tremor.scale_by(x, parts[0])
        ranked = tremor.strongest(scaled[parts[0]], y[parts[0]])
        return change(scaled[:, ranked], y, *parts)

    return study


def _seen_by_both(scaling: bool = False, selection: bool = False) -> Callable:
    """Return the study whose validation people help to set the scale, or to select the features."""

    def study(x, y, person, seed):
        order = np.random.default_rng(seed).permutation(np.unique(person))
        learn, valid, test = tremor.split_units(person, order)
        both = np.union1d(learn, valid)
        scaled = tremor.scale_by(x, both if scaling else learn)
        seen = both if selection else learn
        ranked = tremor.strongest(scaled[seen], y[seen])
        return _ending("valid", tremor.balanced_accuracy)(scaled[:, ranked], y, learn, valid, test)

    return study


def _not_scaled(x, y, person, seed):
    order = np.random.default_rng(seed).permutation(np.unique(person))
    learn, *others = tremor.split_units(person, order)
    x = x[:, tremor.strongest(x[learn], y[learn])]
    return _ending("valid", tremor.balanced_accuracy)(x, y, learn, *others)


def _predict(setting: tuple[int, int], x, y, learn, part) -> np.ndarray:
    """Predict from features that stand in order, the strongest first."""
    num_kept, num_neighbors = setting
    return tremor.vote(x[learn, :num_kept], y[learn], x[part, :num_kept], num_neighbors)


def _chosen_by(score: Callable, x, y, learn, chooser) -> tuple[int, int]:
    def found(setting):
        return score(y[chooser], _predict(setting, x, y, learn, chooser))

    return max(tremor.SETTINGS, key=found)


def _plain(y: np.ndarray, predicted: np.ndarray) -> float:
    return float(np.mean(y == predicted))


def _ending(choose_on: str, score: Callable, learn_on: str = "learn") -> Callable:
    def end(x, y, learn, valid, test):
        parts = dict(learn=learn, valid=valid, test=test, both=np.union1d(learn, valid))
        best = _chosen_by(score, x, y, learn, parts[choose_on])
        ours = parts[learn_on]
        predicted = _predict(best, x, y, ours, test)
        return tremor.balanced_accuracy(y[test], predicted), test, predicted

    return end


def _exchanged(x, y, learn, valid, test):
    def score(truth, predicted):
        return tremor.balanced_accuracy(predicted, truth)

    with np.errstate(invalid="ignore", divide="ignore"):  # of a kind that is never predicted
        predicted = _predict(_chosen_by(score, x, y, learn, valid), x, y, learn, test)
        return score(y[test], predicted), test, predicted


def _on_validation(x, y, learn, valid, test):
    best = _chosen_by(tremor.balanced_accuracy, x, y, learn, valid)
    predicted = _predict(best, x, y, learn, valid)
    return tremor.balanced_accuracy(y[valid], predicted), valid, predicted


TREMOR_STUDY = Exercise(
    tremor.tremor_study,
    cases=[_case(seed) for seed in (0, 1, 2, 9)],
    broken=tremor.flawed_study,
    symptom="all five of them. Where does something of the test people reach the training, or the "
    "choice? What would a study score that has learned nothing?",
    minutes=20,
    explain=_explain,
    misconceptions=[
        *(
            (partial(tremor.run_study, faults=some), _hint(some))
            for some in tremor.all_variants()
            if 0 < len(some) < len(tremor.FAULTS)
        ),
        (
            _changed(_ending("valid", _plain)),
            "The test is scored by balanced accuracy, and the settings are still chosen by "
            "plain accuracy. Let one metric do both.",
        ),
        (
            _changed(_ending("learn", tremor.balanced_accuracy)),
            "The settings are chosen on the recordings that vote. There each is its own nearest neighbor, "
            "so one neighbor always wins. Choose on the validation part.",
        ),
        (
            _changed(_ending("valid", tremor.balanced_accuracy, learn_on="both")),
            "After the choice you let the validation people vote, too. That is a good idea in practice, "
            "and another study. Keep the learning part, so that the numbers can be compared.",
        ),
        *(
            (
                _seen_by_both(**seen),
                "The validation people help to set the scale, or to select the features. They are to judge a "
                "model as strangers do: scale and select by the learning part alone.",
            )
            for seen in (
                dict(scaling=True),
                dict(selection=True),
                dict(scaling=True, selection=True),
            )
        ),
        (
            _not_scaled,
            "The features are not scaled any more, and the nearest rows are those of the widest feature. Scale "
            "them, by the learning part.",
        ),
        (
            _changed(_exchanged),
            "tremor.balanced_accuracy(y, predicted): the truth comes first. Exchanged, it averages over what "
            "was predicted.",
        ),
        (
            _changed(_on_validation),
            "You report the score of the validation part. It has made the choice. The test part is there "
            "to judge it.",
        ),
        (
            lambda *case: (lambda score, test, predicted: (100 * score, test, predicted))(
                *tremor.run_study(*case)
            ),
            "Return the score as a share, from 0 to 1.",
        ),
        (
            lambda *case: tremor.run_study(*case)[0],
            "Return test and predicted beside the score, as the study did.",
        ),
    ],
)
