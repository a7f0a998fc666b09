"""Explorables that run while one watches: they start, show, stop, and say what failed."""

import asyncio

import pytest

from helpers import explorable
from helpers.explorable import Live, Scene, slider
from helpers.pictures import new_figure


@pytest.fixture
def shown(monkeypatch):
    """Record the sentences that are displayed and updated."""
    sentences = []

    class Handle:
        def update(self, data, **_):
            sentences.append(data["text/plain"])

    def display(data, **_):
        sentences.append(data["text/plain"])
        return Handle()

    monkeypatch.setattr(explorable, "display", display)
    monkeypatch.setattr("helpers.pictures.display", display)
    return sentences


def make_live(num_steps: int = 4, fail_at: int | None = None) -> Live:
    figure, ax = new_figure(height=1.0)
    ax.set(xlim=(0, 10), ylim=(0, 1))
    (dot,) = ax.plot([], [], "o")

    def draw(x: int) -> str:
        dot.set_data([x], [0.5])
        return f"Opening at {x}."

    def run(x: int):
        for step in range(1, num_steps + 1):
            if step == fail_at:
                raise ZeroDivisionError("as <planned>")
            dot.set_data([x + step], [0.5])
            yield step / num_steps, f"Step {step} from {x}."

    live = Live(Scene(figure, [dot], draw), run, "Train", x=slider("Start", 1, 0, 5, 1))
    live._ipython_display_()
    return live


def steps(shown: list[str]) -> list[str]:
    return [sentence for sentence in shown if sentence.startswith(("Step", "Opening"))]


async def until(condition) -> None:
    for _ in range(500):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came to that")


def test_nothing_runs_before_the_button_is_pressed(shown):
    make_live()
    assert steps(shown) == ["Opening at 1."]


def test_a_run_shows_every_step_and_comes_to_rest(shown):
    async def scenario():
        live = make_live()
        live._button.click()
        assert live._button.description == "Stop"
        await until(lambda: live._task is None)
        assert live._button.description == "Train"
        assert live._bar.value == 1.0

    asyncio.run(scenario())
    assert steps(shown) == ["Opening at 1."] + [f"Step {n} from 1." for n in (1, 2, 3, 4)]


def test_the_button_stops_and_the_picture_stays(shown):
    async def scenario():
        live = make_live(num_steps=10_000)
        live._button.click()
        await until(lambda: live._bar.value > 0)
        live._button.click()
        stopped_at = len(shown)
        await asyncio.sleep(0.05)
        assert len(shown) == stopped_at
        assert live._button.description == "Train"
        live._button.click()  # and again, from the start
        await until(lambda: steps(shown).count("Step 1 from 1.") == 2)
        live._button.click()

    asyncio.run(scenario())


@pytest.mark.parametrize("action", ["slider", "reset"])
def test_a_control_ends_the_run_and_shows_the_opening(shown, action):
    async def scenario():
        live = make_live(num_steps=10_000)
        live._button.click()
        await until(lambda: live._bar.value > 0)
        if action == "slider":
            live.controls["x"].value = 3
        else:
            live.reset()
        await asyncio.sleep(0.05)
        assert live._bar.value == 0.0
        assert live._button.description == "Train"

    asyncio.run(scenario())
    assert steps(shown)[-1] == ("Opening at 3." if action == "slider" else "Opening at 1.")


def test_a_failing_run_is_shown_raised_and_forgotten(shown):
    async def scenario():
        live = make_live(fail_at=2)
        live._button.click()
        task = live._task
        with pytest.raises(ZeroDivisionError):
            await task
        assert "ZeroDivisionError: as &lt;planned&gt;" in live._error.value
        assert live._button.description == "Train"
        live.controls["x"].value = 2
        assert live._error.value == ""

    asyncio.run(scenario())
