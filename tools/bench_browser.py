"""What a reader waits for: from the key to the painted picture, in JupyterLab in Chromium.

One moving picture, ours and by ipywidgets' `interact` with a new figure for every event, in one
notebook, one kernel, one browser. Times are the page's own: a key goes down on the slider's handle,
and the new picture is decoded and painted.
"""

import statistics
import sys
import tempfile
from pathlib import Path

import nbformat

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import build
import lab

SETUP = """
import ipywidgets
from IPython.display import display
from helpers.explorable import explore, make_widget
from helpers.neurons.scenes import spiking_neuron
from helpers.runtime import start
start()"""
OURS = "explore(spiking_neuron())"
INTERACT = """
def draw(**values):
    scene = spiking_neuron()
    scene.draw(**values)
    display(scene.figure)
controls = {name: make_widget(control) for name, control in spiking_neuron().controls.items()}
ipywidgets.interact(draw, **controls);"""

# In the page. `press` sends a key to the handle; `change` waits until the cell shows a new picture.
TIMING = """
async ([cell, num_keys, pause]) => {
  const output = document.querySelectorAll('.jp-CodeCell')[cell].querySelector('.jp-Cell-outputArea');
  const handle = output.querySelector('[role=slider]');
  const picture = () => [...output.querySelectorAll('img')].find(image => image.offsetParent);
  const wait = ms => new Promise(resolve => setTimeout(resolve, ms));
  const press = number => {
    const key = number % 2 ? 'ArrowLeft' : 'ArrowRight';
    handle.dispatchEvent(new KeyboardEvent('keydown', {key, code: key, bubbles: true}));
  };
  const painted = async before => {
    while (!picture() || picture().src === before) await wait(1);
    await picture().decode();
    await new Promise(requestAnimationFrame);
  };
  handle.focus();
  const times = [];
  for (let number = 0; number < num_keys; number++) {
    const before = picture().src, start = performance.now();
    press(number);
    await painted(before);
    times.push(performance.now() - start);
    await wait(100);
  }
  let last = performance.now(), before = picture().src;
  // Up to the slider's end and most of the way back: every key moves it.
  for (let number = 0; number < 100; number++) { press(number < 44 ? 0 : 1); await wait(pause); }
  const released = performance.now();
  while (performance.now() - Math.max(last, released) < 1500) {
    if (picture() && picture().src !== before) { before = picture().src; last = performance.now(); }
    await wait(2);
  }
  return [times, Math.max(0, last - released)];
}"""


def measure(num_keys: int = 41) -> dict[str, tuple[float, float, float]]:
    """Return {way: (median ms from key to paint, its 95th percentile, ms of lag after 100 keys)}."""
    cells = [nbformat.v4.new_code_cell(code) for code in (SETUP, OURS, INTERACT)]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": build.KERNEL})
    with tempfile.TemporaryDirectory() as folder:
        root, private = Path(folder) / "course", Path(folder) / "private"
        lab.copy_course(build.ROOT, root)
        private.mkdir()
        nbformat.write(notebook, root / "bench.ipynb")
        with lab.jupyterlab(root, private) as address, lab.chromium() as browser:
            page = browser.new_page(viewport={"width": 1100, "height": 2000})
            lab.open_notebook(page, address, "bench.ipynb")
            lab.run_all(page)
            page.wait_for_timeout(2 * lab.SECONDS)
            found = {}
            for cell, way in ((1, "ours"), (2, "interact")):
                times, lag = page.evaluate(TIMING, [cell, num_keys, 20])
                times = times[1:]  # the first also changes the picture's encoding
                found[way] = (statistics.median(times), statistics.quantiles(times, n=20)[-1], lag)
    return found


if __name__ == "__main__":
    for way, (median, slow, lag) in measure().items():
        print(f"{way:>8}: {median:.0f} ms median, {slow:.0f} ms p95, lag {lag:.0f} ms")
