"""A JupyterLab server and a browser for the tests, and the steps of a reader in them."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, sync_playwright

import build
from browser import find_browser

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SECONDS = 1000  # playwright counts in ms


@contextlib.contextmanager
def jupyterlab(root: Path, private: Path) -> Iterator[str]:
    """Serve `root` with a JupyterLab whose settings all live in `private`; yield its address."""
    port, env = free_port(), private_settings(private)
    # Every cell stays in the page: the default takes those out of sight away.
    settings = private / "settings" / "@jupyterlab" / "notebook-extension"
    settings.mkdir(parents=True)
    (settings / "tracker.jupyterlab-settings").write_text('{"windowingMode": "none"}')
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", "--allow-root"]
    command += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    command += [f"--ServerApp.root_dir={root}", "--IdentityProvider.token="]
    command += ["--LabApp.expose_app_in_browser=True"]
    address = f"http://127.0.0.1:{port}"
    with (private / "log").open("w") as log:
        server = subprocess.Popen(command, env=env, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_for(f"{address}/api", server, private / "log")
            yield address
        finally:
            server.terminate()
            server.wait(30)


def _wait_for(address: str, server: subprocess.Popen, log: Path, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=2).close()
            return
        time.sleep(0.3)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()[-3000:]}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def private_settings(private: Path) -> dict[str, str]:
    """Return an environment in which JupyterLab keeps all it knows in `private`."""
    folders = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    env = {**os.environ, **{f"JUPYTER_{name}": str(private / name) for name in folders}}
    env |= {"JUPYTERLAB_SETTINGS_DIR": str(private / "settings"), "OMP_NUM_THREADS": "1"}
    return env | {"JUPYTERLAB_WORKSPACES_DIR": str(private / "workspaces")}


@contextlib.contextmanager
def make_lab(private: Path) -> Iterator[str]:
    """Run `make lab` without its browser; yield the address that the browser would open."""
    flags = f"--no-browser --ip=127.0.0.1 --port={free_port()} --ServerApp.port_retries=0"
    command = ["make", "lab", f"VENV={sys.prefix}", f"LAB_FLAGS={flags}"]
    log = private / "log"
    with log.open("w") as file:
        server = subprocess.Popen(
            command,
            cwd=build.ROOT,
            env=private_settings(private),
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that make and its JupyterLab end together
        )
        try:
            deadline = time.monotonic() + 90
            while not (found := re.search(r"http://127\.0\.0\.1\S+", log.read_text())):
                if server.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"make lab did not start:\n{log.read_text()[-3000:]}")
                time.sleep(0.3)
            yield found[0]
        finally:
            # A polite end waits for kernels, and make for all of them: nothing here is worth that.
            os.killpg(server.pid, signal.SIGKILL)
            server.wait(30)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


def copy_course(source: Path, target: Path) -> None:
    """Copy what a reader needs: the notebooks and the helpers."""
    leave = shutil.ignore_patterns("__pycache__", "sources", ".ipynb_checkpoints")
    for folder in ("notebooks", "helpers", "data"):
        shutil.copytree(source / folder, target / folder, ignore=leave)


STATUS = "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status"


def open_notebook(page: Page, address: str, path: str, workspace: str = "") -> None:
    """Open a notebook and wait until its kernel is idle."""
    where = f"workspaces/{workspace}/tree/{path}" if workspace else f"tree/{path}?reset"
    page.goto(f"{address}/lab/{where}")
    wait_until_idle(page)


def place(page: Page) -> tuple[str, str]:
    """Return the address of the page's JupyterLab and the path of its notebook."""
    path = page.evaluate("() => window.jupyterapp.shell.currentWidget.context.path")
    return page.url.partition("/lab/")[0], path


def wait_until_idle(page: Page) -> None:
    page.wait_for_function(f"() => {STATUS} === 'idle'", timeout=90 * SECONDS)


def save(page: Page) -> None:
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty")


def reload(page: Page, shown: str = ".jp-OutputArea-output img") -> None:
    """Load the page anew, with the kernel as it is, and wait until its outputs are `shown` again."""
    page.reload()
    wait_until_idle(page)
    page.locator(shown).first.wait_for(state="attached")
    page.wait_for_timeout(3 * SECONDS)  # what has no model is given up after two


def restart_kernel(page: Page) -> None:
    page.evaluate(
        "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"
    )
    wait_until_idle(page)


def start_last_cell(page: Page) -> None:
    """Run the last cell without waiting for its end."""
    page.evaluate(
        """() => {
            const notebook = window.jupyterapp.shell.currentWidget.content;
            notebook.activeCellIndex = notebook.widgets.length - 1;
            window.jupyterapp.commands.execute('notebook:run-cell');
        }"""
    )
    page.wait_for_function(f"() => {STATUS} === 'busy'")


def run_cells(page: Page, num_cells: int) -> None:
    """Run the first cells, one after the other."""
    for index in range(num_cells):
        page.evaluate(
            """async index => {
                const notebook = window.jupyterapp.shell.currentWidget.content;
                notebook.activeCellIndex = index;
                await window.jupyterapp.commands.execute('notebook:run-cell');
            }""",
            index,
        )


def nameless(page: Page) -> list[str]:
    """Return every picture and control in the outputs that a screen reader could not name."""
    return page.evaluate(
        """() => {
            const named = element => (element.alt || element.getAttribute('aria-label')
                || element.labels?.[0]?.textContent || element.textContent || '').trim();
            const parts = 'img, [role=slider], input, select, button, textarea';
            return [...document.querySelectorAll('.jp-OutputArea-output')]
                .flatMap(output => [...output.querySelectorAll(parts)])
                .filter(element => element.offsetParent && !named(element))
                .map(element => element.outerHTML.slice(0, 200));
        }"""
    )


def run_all(page: Page, seconds: int = 180) -> None:
    """Run all cells and wait until every code cell has a number, or one has failed."""
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(
        """() => {
            const widget = window.jupyterapp.shell.currentWidget;
            const cells = [...widget.content.model.cells].filter(cell => cell.type === 'code');
            const done = cell => cell.executionCount !== null && cell.executionState !== 'running';
            const failed = cells.some(cell =>
                cell.outputs.toJSON().some(output => output.output_type === 'error'));
            const idle = widget.sessionContext.session.kernel.status === 'idle';
            return failed || (idle && cells.every(done));
        }""",
        timeout=seconds * SECONDS,
    )


def clear_outputs(page: Page) -> None:
    """Clear all outputs and numbers, so that what is seen later comes from this run."""
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")


def faults(page: Page) -> list[str]:
    """Return the text of every error, of stderr, and of every explorable's failure on the page."""
    outputs = page.evaluate(
        """() => [...window.jupyterapp.shell.currentWidget.content.model.cells]
            .filter(cell => cell.type === 'code')
            .flatMap(cell => cell.outputs.toJSON())
            .filter(output => output.output_type === 'error' || output.name === 'stderr')
            .map(output => output.evalue ?? String(output.text))"""
    )
    return outputs + page.locator(".explorable-error").all_inner_texts()


def wait_for_explorable(page: Page) -> None:
    """Wait until a moving picture is on the page: after a reload its widgets come last."""
    page.locator(".explorable img").first.wait_for(timeout=60 * SECONDS)


def explorables(page: Page) -> list[Locator]:
    """Return the cells that hold an explorable."""
    return page.locator(".jp-CodeCell:has(.explorable)").all()


def press_arrow(cell: Locator, seconds: int = 20) -> tuple[str, str]:
    """Move the first slider of an explorable by a step; return its read-out before and after.

    And back by one, since the first also changes the picture's encoding, whether or not the slider moves
    anything. Raises TimeoutError unless each step changes the picture.
    """
    slider = cell.get_by_role("slider").first
    readout = cell.locator(".widget-readout").first
    picture = cell.locator(".explorable img")
    slider.scroll_into_view_if_needed()
    slider.focus()
    said = [readout.inner_text()]
    for key in ("ArrowRight", "ArrowLeft"):
        source = picture.get_attribute("src")
        slider.press(key)
        deadline = time.monotonic() + seconds
        while picture.get_attribute("src") == source:
            if time.monotonic() > deadline:
                raise TimeoutError(f"the picture did not change when {said[-1]!r} moved")
            cell.page.wait_for_timeout(20)
        said.append(readout.inner_text())
    return said[0], said[1]
