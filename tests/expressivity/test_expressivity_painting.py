"""The larger painting: stored weights and curves, and the encoding that a reader brings."""

import jupytext
import numpy as np
import pytest
import torch

import build
from helpers.expressivity import painting, scenes, spectral_bias
from helpers.expressivity.checks import check


def in_torch(x, num_frequencies):
    """Another right encoding, as a reader might write it."""
    x = torch.as_tensor(x)
    blocks = [
        wave(2**k * torch.pi * x) for k in range(num_frequencies) for wave in (torch.sin, torch.cos)
    ]
    return torch.cat(blocks, dim=1)


class Recorder:
    """An encoding that counts its calls."""

    def __init__(self) -> None:
        self.num_calls = 0

    def __call__(self, x, num_frequencies):
        self.num_calls += 1
        return in_torch(x, num_frequencies)


def test_the_photograph_is_the_small_one_three_times_as_large():
    large = painting.photograph()
    assert large.shape == (192, 288, 3)
    blocks = large.reshape(64, 3, 96, 3, 3).mean(axis=(1, 3))
    assert np.abs(blocks - spectral_bias.photograph()).mean() < 0.005


@pytest.mark.parametrize("num_frequencies", painting.FREQUENCIES)
def test_stored_weights_paint_as_close_as_the_curves_say(num_frequencies):
    image, original = painting.paint(num_frequencies), painting.photograph()
    shown = np.indices(original.shape[:2]).sum(axis=0) % 2 == 0
    steps, values = painting.curves(num_frequencies)
    assert steps[-1] == painting.NUM_STEPS
    assert values.shape == (len(painting.SEEDS), 2, len(steps))
    found = [spectral_bias.psnr(image[part], original[part]) for part in (shown, ~shown)]
    assert found == pytest.approx(values[0, :, -1], abs=0.03)


def test_the_first_steps_are_trained_again():
    torch.set_num_threads(1)
    for num_frequencies in painting.FREQUENCIES:
        fit = next(painting.fit_large(num_frequencies, seed=1))
        stored = painting.curves(num_frequencies)[1][1, :, 0]
        assert [fit.learned[-1], fit.held_out[-1]] == pytest.approx(stored, abs=0.5)


def test_paintings_are_made_by_the_encoding_that_is_given():
    reader = Recorder()
    assert np.abs(painting.paint(7, reader) - painting.paint(7)).max() < 1e-3
    assert reader.num_calls == 1

    def without_the_fast_ones(x, num_frequencies):
        waves = spectral_bias.positional_encoding(x, num_frequencies)
        waves[:, 16:] = 0
        return waves

    close = spectral_bias.psnr(painting.paint(7, without_the_fast_ones), painting.photograph())
    assert close < spectral_bias.psnr(painting.paint(7), painting.photograph()) - 3

    reader = Recorder()
    scene = scenes.fourier_frequencies(reader)
    before = reader.num_calls
    next(scene.run.steps(num_frequencies=3))
    assert reader.num_calls > before > 0


def test_the_notebook_paints_with_the_readers_encoding_if_it_is_right(capsys):
    """`check` gives back the reader's own, and every painting of the notebook is handed it."""

    def positional_encoding(x, num_frequencies):
        return in_torch(x, num_frequencies)

    assert check(positional_encoding) is positional_encoding
    notebook = jupytext.read(build.SOURCES / "06_expressivity.py")
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    painters = ("fit_photograph(", "fourier_frequencies(", "painting.paint(")
    for name in painters:
        (cell,) = [cell for cell in cells if name in cell]
        assert "positional_encoding" in cell.split(name)[1]
        assert "positional_encoding = spectral_bias" not in cell
    own = next(place for place, cell in enumerate(cells) if "= check(positional_encoding)" in cell)
    assert all(place > own for place, cell in enumerate(cells) if any(p in cell for p in painters))


def test_bad_arguments_are_named():
    with pytest.raises(ValueError, match="num_frequencies"):
        painting.paint(3)


@pytest.mark.claims(
    "From x and y the curves of all three seeds stay below where those from frequencies are after 200 steps"
)
def test_from_x_and_y_no_seed_catches_up():
    plain, waves = (painting.curves(k)[1] for k in painting.FREQUENCIES)
    assert plain.max() < waves[:, :, 0].min() - 1
    first = waves[:, 0, 0]
    assert first.min() >= 21 and first.max() <= 22


@pytest.mark.claims("Those between stop after about a third of the way")
def test_pixels_between_stop_improving_early():
    steps, values = painting.curves(7)
    learned, between = values.transpose(1, 0, 2)
    third = np.argmin(np.abs(steps - painting.NUM_STEPS / 3))
    assert (between[:, -1] - between[:, third] < 0.3).all()
    assert (between[:, third] - between[:, 0] > 2).all()
    assert (learned[:, -1] - learned[:, third] > 2.5).all()
    assert (np.diff(learned.mean(axis=0)) > 0).all()
