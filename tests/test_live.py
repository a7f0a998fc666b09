"""Explorables that run while one watches: they start, show, stop, and say what failed."""

import asyncio
import json
import os
import sys
import time
from pathlib import Path
from queue import Empty

import pytest
from jupyter_client.manager import KernelManager

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


IN_A_KERNEL = """
import time
from helpers.explorable import Live, Scene, slider
from helpers.pictures import new_figure
figure, ax = new_figure(height=1.0)
(dot,) = ax.plot([], [], "o")

def run(x):
    for step in range(1, 1001):
        time.sleep(0.02)
        yield step / 1000, f"Step {step}."

live = Live(Scene(figure, [dot], lambda x: "Opening."), run, x=slider("Start", 1, 0, 5, 1))
display(live)
print(live._button.model_id)
"""


@pytest.mark.parametrize("environment", ["", "-colab"], ids=["locked", "colab pins"])
def test_in_a_real_kernel_events_and_cells_pass_through_a_run(environment, tmp_path, monkeypatch):
    python = Path(sys.prefix + environment) / "bin" / "python"
    assert python.exists(), "make test creates this environment; see the Makefile"
    spec = tmp_path / "kernels" / "tested"
    spec.mkdir(parents=True)
    argv = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    kernel = {"argv": argv, "display_name": "Tested", "language": "python"}
    (spec / "kernel.json").write_text(json.dumps(kernel))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    manager = KernelManager(kernel_name="tested")
    root = Path(__file__).resolve().parent.parent
    manager.start_kernel(cwd=str(root), env={**os.environ, "OMP_NUM_THREADS": "1"})
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        client.execute(IN_A_KERNEL)
        button = wait_for(client, "stream", seconds=90)["text"].strip()
        click(client, button)
        for number in (1, 2, 3):
            assert f"Step {number}." in next_sentence(client)
        asked = client.execute("print('a cell in between')")
        assert "between" in wait_for(client, "stream", parent=asked)["text"]
        next_sentence(client)
        click(client, button)
        quiet_since, deadline = time.monotonic(), time.monotonic() + 20
        while time.monotonic() - quiet_since < 1:  # nothing comes any more
            assert time.monotonic() < deadline, "it did not stop"
            if has_update(client):
                quiet_since = time.monotonic()
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def click(client, button: str) -> None:
    data = {"method": "custom", "content": {"event": "click"}}
    client.shell_channel.send(client.session.msg("comm_msg", {"comm_id": button, "data": data}))


def wait_for(client, kind: str, seconds: float = 30, parent: str | None = None) -> dict:
    """Return the content of the next message of this kind; fail at an error."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        message = client.get_iopub_msg(timeout=seconds)
        assert message["msg_type"] != "error", message["content"]
        if message["msg_type"] == kind and parent in (None, message["parent_header"]["msg_id"]):
            return message["content"]
    raise AssertionError(f"no {kind}")


def next_sentence(client) -> str:
    while True:
        data = wait_for(client, "update_display_data")["data"]
        if "text/html" in data:
            return data["text/plain"]


def has_update(client) -> bool:
    try:
        return client.get_iopub_msg(timeout=0.2)["msg_type"] == "update_display_data"
    except Empty:
        return False
