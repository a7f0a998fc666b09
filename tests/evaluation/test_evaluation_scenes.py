"""The moving pictures of notebook 05 draw what their sentences say, and the live one trains."""

import re

import numpy as np
import pytest

from helpers.datasets import digits
from helpers.evaluation import confounding, polynomials, scenes, scenes_fits, study, thresholds


def test_polynomial_of_degree_nine_goes_through_its_ten_points():
    scene = scenes.polynomial()
    _, sentence = scene.render(**{**scene.opening, "degree": 9})
    *_, fit, points = scene.artists
    x, y = points.get_data()
    assert np.interp(x, *fit.get_data()) == pytest.approx(y, abs=0.05)
    assert "misses its own points by 0.00" in sentence


@pytest.mark.parametrize(("degree", "num_points"), [(3, 10), (9, 60)])
def test_polynomial_marks_this_fit_and_favors_the_lowest_median(degree, num_points):
    scene = scenes.polynomial()
    _, sentence = scene.render(degree=degree, num_points=num_points, noise=0.3, data_set=7)
    _, _, test, own_dot, new_dot, fit, points = scene.artists
    x, y = points.get_data()
    rms = np.sqrt(np.mean((np.interp(x, *fit.get_data()) - y) ** 2))
    own, new = own_dot.get_ydata()[0], new_dot.get_ydata()[0]
    assert rms == pytest.approx(own, abs=0.005)
    assert f"by {own:.2f} and new points by {new:.2f}" in sentence
    assert sentence.endswith(f"favor degree {np.argmin(test.get_ydata())}.")


def test_best_guesser_is_marked_where_the_sentence_has_it():
    scene = scenes.validation_reuse()
    _, sentence = scene.render(num_tries=100, num_samples=100)
    *_, top, fresh, _, _, dot = scene.artists
    best, again = (int(share) / 100 for share in re.findall(r"(\d+)%", sentence))
    assert [top.get_xdata()[0], fresh.get_xdata()[0]] == pytest.approx([best, again])
    assert [*dot.get_xdata(), *dot.get_ydata()] == pytest.approx([100, best])


def test_bars_are_the_errors_of_the_sentence():
    scene = scenes.decision_threshold()
    _, sentence = scene.render(threshold_a=1.0, threshold_b=0.5, share_b=0)
    *lines, healthy_a, ill_a, healthy_b, ill_b = scene.artists
    widths = [bar.get_width() for bar in (healthy_a, ill_a, healthy_b, ill_b)]
    shares = [int(share) / 100 for share in re.findall(r"(\d+)% (?:false|misses)", sentence)]
    assert widths == pytest.approx(shares, abs=0.005)
    assert [line.get_xdata()[0] for line in lines] == [1.0, 0.5]
    assert f"the overall error is {(widths[0] + widths[1]) / 2:.1%}" in sentence


def test_live_run_takes_the_steps_of_the_recipe_and_leaves_no_trace():
    scene = scenes.learning_rates()
    opened = scene.render(**scene.opening)[0].copy()
    for seed in (1, 2):  # another network at every press
        shares, sentences = zip(*scene.run.steps(exponent=-0.5, num_epochs=8), strict=True)
        assert shares == (0.5, 1.0)
        assert f"from seed {seed}, learning rate 0.316: after 8 epochs" in sentences[-1]
        learn, valid, _ = digits.load()
        _, history = study.run_recipe(learn, valid, 10**-0.5, seed, num_epochs=8)
        live = scene.artists[3]
        assert list(live.get_ydata()) == history.valid_loss
    assert np.array_equal(scene.render(**scene.opening)[0], opened)


def test_stars_join_a_mean_and_ten_records_of_each_person():
    scene = scenes.identity_confounding()
    _, sentence = scene.render(**{**scene.opening, "offset": 2.0})
    x, y, subject = confounding.make_records(20, 2.0, seed=0)
    for line, diagnosis in zip(scene.artists[:2], (0, 1), strict=True):
        path = np.column_stack(line.get_data())
        assert len(path) == 10 * 21
        person = subject[y == diagnosis][0]
        records = x[subject == person][:10, :2]
        assert path[1:20:2] == pytest.approx(records)
        assert path[0:20:2] == pytest.approx(np.tile(records.mean(axis=0), (10, 1)))
        assert np.isnan(path[20]).all()
    assert "94% of a record's neighbors are the same person's" in sentence


def test_shares_of_the_tries_add_up():
    scene = scenes.validation_reuse()
    scene.render(num_tries=500, num_samples=20)
    heights = [bar.get_height() for bar in scene.artists[:21]]
    assert sum(heights) == pytest.approx(1.0)


def test_fifty_fits_and_their_mean_are_drawn():
    scene = scenes_fits.fifty_fits()
    _, sentence = scene.render(degree=3, num_points=10)
    fits, mean, *_, dot = scene.artists
    curves = np.array([path.vertices[:, 1] for path in fits.get_paths()])
    assert curves.shape == (50, 120)
    assert mean.get_ydata() == pytest.approx(curves.mean(axis=0))
    bias2, variance = polynomials.bias_and_variance(3, 10, 0.3, 50)
    assert dot.get_ydata()[0] == pytest.approx(bias2 + variance + 0.09)
    assert "4 weights, fewer than the 10 points" in sentence


def test_every_person_is_drawn_once_and_counted_as_drawn():
    scene = scenes_fits.people()
    for values in (scene.opening, dict(threshold=2.2, prevalence=30, separation=1.0)):
        _, sentence = scene.render(**values)
        drawn = [len(dots.get_xdata()) for dots in scene.artists[:4]]
        shown = [int(text.get_text()) for text in scene.artists[5:9]]
        counts = thresholds.count_people(
            values["threshold"], 2 * values["prevalence"], values["separation"]
        )
        assert drawn == shown == list(counts)
        assert sentence.startswith(f"{counts[3]} of {counts[2] + counts[3]} ill people are found")
        for dots, is_alarm in zip(scene.artists[:4], (False, True, False, True), strict=True):
            assert ((np.array(dots.get_xdata()) > values["threshold"]) == is_alarm).all()
