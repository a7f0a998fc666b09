"""The explorables of notebook 05 draw at both ends of every control, and the live one runs."""

import numpy as np
import pytest

from helpers.evaluation import explorables


@pytest.mark.parametrize("name", explorables.__all__)
def test_every_control_reaches_its_ends(name):
    explorable = getattr(explorables, name)()
    opening, _ = explorable.scene.render(**explorable.values)
    opening = opening.copy()
    first = next(iter(explorable.controls))
    for control in explorable.controls.values():
        kept = control.value
        for value in (control.min, control.max):
            control.value = value
            _, sentence = explorable.scene.render(**explorable.values)
            assert "nan" not in sentence
            assert len(sentence) > 60
        control.value = kept
    explorable.controls[first].value += explorable.controls[first].step  # one press of a key
    moved, _ = explorable.scene.render(**explorable.values)
    assert np.mean(np.any(moved != opening, axis=2)) > 0.0005


def test_live_run_draws_and_ends():
    explorable = explorables.learning_rates()
    before = explorable.scene.render(exponent=-1.0, epochs=8)[0].copy()
    steps = list(explorable._run(exponent=-1.0, epochs=8))
    assert [share for share, _ in steps] == [0.5, 1.0]
    assert "after 8 epochs" in steps[-1][1]
    assert np.any(explorable.scene.paint() != before)
    again = list(explorable._run(exponent=-1.0, epochs=8))
    assert again[-1][1] != steps[-1][1]  # another seed every time
