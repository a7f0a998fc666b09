"""What runs while one watches, in real kernels: the locked one, and Colab's ipykernel 6."""

import json
import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty

import pytest
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager

import course

IN_A_KERNEL = """
import time
from typing import Annotated
from helpers import explorable
from helpers.pictures import new_figure
from helpers.scene import Run, Scene, Slider
figure, ax = new_figure(height=1.0)
(dot,) = ax.plot([], [], "o")

def steps(x):
    for step in range(1, 1001):
        time.sleep(0.02)
        yield step / 1000, f"Step {step}."

def draw(x: Annotated[int, Slider("Start", 1, 0, 5, 1)]):
    return "Opening."

scene = Scene("A dot", figure, [dot], draw, Run("Train", steps))
explorable.explore(scene)
(made,) = explorable._SHOWN.values()
print(made.run_button.model_id)
"""


@contextmanager
def kernel(environment: str, folder: Path) -> Iterator[BlockingKernelClient]:
    """Start a kernel in the tests' environment, or in that of Colab's pins beside it."""
    python = Path(sys.prefix + environment) / "bin" / "python"
    assert python.exists(), "make test creates this environment; see the Makefile"
    spec = folder / "kernels" / "tested"
    spec.mkdir(parents=True)
    argv = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (spec / "kernel.json").write_text(
        json.dumps({"argv": argv, "display_name": "Tested", "language": "python"})
    )
    manager = KernelManager(kernel_name="tested")
    manager.kernel_spec_manager.kernel_dirs.insert(0, str(folder / "kernels"))
    manager.start_kernel(cwd=str(course.ROOT), env={**os.environ, "OMP_NUM_THREADS": "1"})
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.mark.parametrize("environment", ["", "-colab"], ids=["locked", "colab pins"])
def test_events_and_cells_pass_through_a_run(environment, tmp_path):
    with kernel(environment, tmp_path) as client:
        client.execute(IN_A_KERNEL)
        button = wait_for(client, "stream", seconds=90)["text"].strip()
        click(client, button)
        for number in (1, 2, 3):
            assert next_sentence(client) == f"Step {number}."
        asked = client.execute("print('a cell in between')")
        assert "between" in wait_for(client, "stream", parent=asked)["text"]
        next_sentence(client)
        click(client, button)
        quiet_since, deadline = time.monotonic(), time.monotonic() + 20
        while time.monotonic() - quiet_since < 1:  # nothing comes any more
            assert time.monotonic() < deadline, "it did not stop"
            if said(next_message(client, 0.2)):
                quiet_since = time.monotonic()


def click(client, button: str) -> None:
    data = {"method": "custom", "content": {"event": "click"}}
    client.shell_channel.send(client.session.msg("comm_msg", {"comm_id": button, "data": data}))


def next_message(client, seconds: float) -> dict | None:
    try:
        message = client.get_iopub_msg(timeout=seconds)
    except Empty:
        return None
    assert message["msg_type"] != "error", message["content"]
    return message


def wait_for(client, kind: str, seconds: float = 30, parent: str | None = None) -> dict:
    """Return the content of the next message of this kind; fail at an error."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        message = next_message(client, seconds)
        if not message or message["msg_type"] != kind:
            continue
        if parent in (None, message["parent_header"]["msg_id"]):
            return message["content"]
    raise AssertionError(f"no {kind}")


def said(message: dict | None) -> str | None:
    """Return the sentence that a widget's message carries, if it does."""
    value = (message or {}).get("content", {}).get("data", {}).get("state", {}).get("value")
    found = re.search(r"figure-caption.*<em>(.*)</em>", value) if isinstance(value, str) else None
    return found and found[1]


def next_sentence(client) -> str:
    while True:
        if sentence := said({"content": wait_for(client, "comm_msg")}):
            return sentence
