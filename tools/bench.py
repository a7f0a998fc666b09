"""Measure the course on this machine: data/bench.md, and its last table for the README.

    python tools/bench.py              everything
    python tools/bench.py 01_neurons   some notebooks, printed and not written

For each moving picture the milliseconds that one slider event takes in the kernel, against
`interact` with a new figure for every event, both in the same kernel, one after the other. From a
key to the painted picture in a browser, see bench_browser.py; the training loop, see
bench_training.py. And for each notebook the seconds to run all of it, the kernel's start included,
and the kernel's peak memory, beside its slowest moving picture: one table for the course.
"""

import ast
import os
import platform
import sys
import time
from pathlib import Path

import nbformat

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import bench_browser
import bench_training

import build

TABLES = build.ROOT / "data" / "bench.md"
README = build.ROOT / "README.md"
BEGIN, END = "<!-- bench: written by make bench -->", "<!-- end of bench -->"

# Runs in a kernel, where the widgets' messages cost what they cost a reader.
TIME_SCENES = '''
import statistics, sys, time
import ipywidgets
from IPython.display import display
sys.path[:0] = ["..", "../tests", "../tools"]
import course
from helpers.explorable import Explorable, make_widget
from helpers.pictures import use_style
use_style()

def time_events(control, num_events):
    """Return the median ms of an event: the value changes, the picture has been sent."""
    low = control.value if control.value < control.max else control.value - control.step
    seconds = []
    for event in range(num_events):
        start = time.perf_counter()
        control.value = low + control.step * (1 - event % 2)
        seconds.append(time.perf_counter() - start)
    return 1000 * statistics.median(seconds[1:])

def time_ours(make):
    explorable = Explorable(make())
    explorable.display("bench")
    return time_events(next(iter(explorable.controls.values())), 21)

def time_interact(make):
    """The same controls and the same drawing, the way `interact` does it: a new figure per event."""
    controls = {{name: make_widget(control) for name, control in make().controls.items()}}
    def draw(**values):
        scene = make()
        scene.draw(**values)
        display(scene.figure)
    display(ipywidgets.interactive(draw, **controls))
    return time_events(next(iter(controls.values())), 4)

{{name: (time_ours(make), time_interact(make), len(make().figure.axes))
 for name, make in course.scenes().items() if name.startswith("{room}.")}}
'''


# What the kernel has had in memory at most, in MB; Linux counts in KiB, macOS in bytes.
PEAK = """
import resource, sys
resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6
"""


def time_notebook(name: str) -> tuple[float, float]:
    """Return the seconds to run the reader's edition, kernel start included, and its peak in MB."""
    notebook = build.reader_edition(build.read_source(name))
    notebook.cells.append(nbformat.v4.new_code_cell(PEAK))
    start = time.perf_counter()
    build.execute(notebook, build.NOTEBOOKS)
    seconds = time.perf_counter() - start
    return seconds, float(notebook.cells[-1].outputs[-1].data["text/plain"])


def time_scenes(room: str) -> dict[str, tuple[float, float, int]]:
    """Return {moving picture: (our ms, interact's ms, number of axes)} for one room."""
    code = TIME_SCENES.format(room=room)
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(code)], metadata={"kernelspec": build.KERNEL}
    )
    build.execute(notebook, build.NOTEBOOKS)
    result = next(out for out in notebook.cells[0].outputs if out.output_type == "execute_result")
    return ast.literal_eval(result.data["text/plain"])


def room_of(name: str) -> str | None:
    """Return the room of a notebook, by its name without the number, if something moves in it."""
    room = name.partition("_")[2]
    return room if (build.ROOT / "helpers" / room / "scenes.py").exists() else None


def table(header: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table, all columns but the first to the right."""
    lines = [header, [":--", *["--:"] * (len(header) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def explorable_table(events: dict[str, dict[str, tuple[float, float, int]]]) -> str:
    """Return the table of every explorable, from {notebook: what `time_explorables` returns}."""
    rows = [
        [f"{scene.partition('.')[2]} ({name[:2]})", str(axes), f"{ours:.0f}", f"{interact:.0f}"]
        + [f"{interact / ours:.1f}"]
        for name, found in events.items()
        for scene, (ours, interact, axes) in found.items()
    ]
    return table(["explorable", "axes", "ours (ms per event)", "interact (ms)", "ratio"], rows)


def course_table(runs: dict[str, tuple[float, float]], events: dict) -> str:
    """Return the table of the course: one line per notebook, and their sum."""
    rows = []
    for name, (seconds, peak) in runs.items():
        found = events.get(name, {}).values()
        slowest = f"{max(ours for ours, _, _ in found):.0f}" if found else ""
        ratio = f"{min(interact / ours for ours, interact, _ in found):.0f}" if found else ""
        rows.append([name, f"{seconds:.1f}", f"{peak / 1000:.2f}", str(len(found)), slowest, ratio])
    num_explorables = sum(len(found) for found in events.values())
    total = sum(seconds for seconds, _ in runs.values())
    rows.append(["all", f"{total:.1f}", "", str(num_explorables), "", ""])
    header = ["notebook", "seconds to run all", "kernel's peak memory (GB)", "explorables"]
    header += ["slowest (ms per event)"]
    return table([*header, "`interact` takes at least x times as long"], rows)


def time_training() -> str:
    """Return the table of the training loops; MNIST comes from the folder in MLP_COURSE_MNIST."""
    rows = bench_training.measure(os.environ.get("MLP_COURSE_MNIST"))
    return table(list(rows[0]), [list(row.values()) for row in rows])


def browser_table() -> str:
    """Return the table of what a reader waits for, ours and by `interact`."""
    rows = [
        [way, f"{median:.0f}", f"{slow:.0f}", f"{lag:.0f}"]
        for way, (median, slow, lag) in bench_browser.measure().items()
    ]
    header = ["in Chromium", "key to painted picture (ms, median)", "95th percentile (ms)"]
    return table([*header, "lag after 100 keys, one every 20 ms (ms)"], rows)


def machine() -> str:
    """Return one line on what was measured on, and how busy it was."""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return (
        f"Measured on {os.cpu_count()} cores ({platform.machine()}, {platform.system()}), "
        f"Python {platform.python_version()}; load before the run: {load}."
    )


def main() -> None:
    names = sys.argv[1:] or build.source_names()
    where = machine()
    runs = {name: time_notebook(name) for name in names}
    events = {name: time_scenes(room) for name in names if (room := room_of(name))}
    details, course = explorable_table(events), course_table(runs, events)
    if sys.argv[1:]:
        print(f"{where}\n\n{details}\n\n{course}")
        return
    waits, training = browser_table(), time_training()
    text = f"{where}\n\n{waits}\n\n{details}\n\n{training}\n\n{course}\n"
    print(text)
    TABLES.write_text(f"# Measured\n\n{text}")
    before, _, rest = README.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    README.write_text(f"{before}{BEGIN}\n{where}\n\n{waits}\n\n{course}\n{END}{after}")


if __name__ == "__main__":
    main()
