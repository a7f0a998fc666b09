"""Measure the course on this machine: data/bench.md, and its last table for the README.

    python tools/bench.py              everything
    python tools/bench.py 01_neurons   some notebooks, printed and not written

For each explorable the milliseconds that one slider event takes in the kernel, against `interact`
with a new figure for every event, both in the same kernel, one after the other. The training loop,
see bench_training.py. And for each notebook the seconds to run all of it, the kernel's start
included, beside its slowest explorable: one table for the course.
"""

import ast
import os
import platform
import sys
import time
from pathlib import Path

import nbformat

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import bench_training

import build

TABLES = build.ROOT / "data" / "bench.md"
README = build.ROOT / "README.md"
BEGIN, END = "<!-- bench: written by make bench -->", "<!-- end of bench -->"

# Runs in a kernel, where the widgets' messages cost what they cost a reader.
TIME_EXPLORABLES = '''
import statistics, sys, time
import ipywidgets
from IPython.display import display
sys.path.insert(0, "..")
from helpers.pictures import use_style
from helpers.{room} import explorables
use_style()

def first_slider(controls):
    kinds = (ipywidgets.IntSlider, ipywidgets.FloatSlider)
    return next(name for name, control in controls.items() if isinstance(control, kinds))

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
    explorable = make()
    display(explorable)
    return time_events(explorable.controls[first_slider(explorable.controls)], 21)

def time_interact(make):
    """The same controls and the same drawing, the way `interact` does it: a new figure an event."""
    controls = make().controls
    def draw(**values):
        scene = make().scene
        scene.draw(**values)
        display(scene.figure)
    box = ipywidgets.interactive(draw, **controls)
    display(box)
    return time_events(controls[first_slider(controls)], 4) - time_controls(controls)

def time_controls(controls):
    """Return the ms that `make` spends on new controls, which `interact` does not need."""
    start = time.perf_counter()
    for _ in range(10):
        for control in controls.values():
            type(control)(description=control.description)
    return 100 * (time.perf_counter() - start)

{{name: (time_ours(getattr(explorables, name)),
        time_interact(getattr(explorables, name)),
        len(getattr(explorables, name)().scene.figure.axes))
 for name in explorables.__all__}}
'''


def time_notebook(name: str) -> float:
    """Return the seconds to run the reader's edition, kernel start included."""
    notebook = build.reader_edition(build.read_source(name))
    start = time.perf_counter()
    build.execute(notebook, build.NOTEBOOKS)
    return time.perf_counter() - start


def time_explorables(room: str) -> dict[str, tuple[float, float, int]]:
    """Return {explorable: (our ms, interact's ms, number of axes)} for one room."""
    code = TIME_EXPLORABLES.format(room=room)
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(code)], metadata={"kernelspec": build.KERNEL}
    )
    build.execute(notebook, build.NOTEBOOKS)
    result = next(out for out in notebook.cells[0].outputs if out.output_type == "execute_result")
    return ast.literal_eval(result.data["text/plain"])


def room_of(name: str) -> str | None:
    """Return the room of a notebook, by its name without the number, if it has explorables."""
    room = name.partition("_")[2]
    return room if (build.ROOT / "helpers" / room / "explorables.py").exists() else None


def table(header: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table, all columns but the first to the right."""
    lines = [header, [":--", *["--:"] * (len(header) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def explorable_table(events: dict[str, dict[str, tuple[float, float, int]]]) -> str:
    """Return the table of every explorable, from {notebook: what `time_explorables` returns}."""
    rows = [
        [f"{explorable} ({name[:2]})", str(axes), f"{ours:.0f}", f"{interact:.0f}"]
        + [f"{interact / ours:.1f}"]
        for name, found in events.items()
        for explorable, (ours, interact, axes) in found.items()
    ]
    return table(["explorable", "axes", "ours (ms an event)", "interact (ms)", "ratio"], rows)


def course_table(seconds: dict[str, float], events: dict) -> str:
    """Return the table of the course: a line a notebook, and their sum."""
    rows = []
    for name, value in seconds.items():
        found = events.get(name, {}).values()
        slowest = f"{max(ours for ours, _, _ in found):.0f}" if found else ""
        ratio = f"{min(interact / ours for ours, interact, _ in found):.0f}" if found else ""
        rows.append([name, f"{value:.1f}", str(len(found)), slowest, ratio])
    num_explorables = sum(len(found) for found in events.values())
    rows.append(["all", f"{sum(seconds.values()):.1f}", str(num_explorables), "", ""])
    header = ["notebook", "seconds to run all", "explorables", "slowest (ms an event)"]
    return table([*header, "`interact` takes at least so many times as long"], rows)


def time_training() -> str:
    """Return the table of the training loops; MNIST comes from the folder in MLP_COURSE_MNIST."""
    rows = bench_training.measure(os.environ.get("MLP_COURSE_MNIST"))
    return table(list(rows[0]), [list(row.values()) for row in rows])


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
    seconds = {name: time_notebook(name) for name in names}
    events = {name: time_explorables(room) for name in names if (room := room_of(name))}
    details, course = explorable_table(events), course_table(seconds, events)
    if sys.argv[1:]:
        print(f"{where}\n\n{details}\n\n{course}")
        return
    training = time_training()
    text = f"{where}\n\n{details}\n\n{training}\n\n{course}\n"
    print(text)
    TABLES.write_text(f"# Measured\n\n{text}")
    before, _, rest = README.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    README.write_text(f"{before}{BEGIN}\n{where}\n\n{course}\n{END}{after}")


if __name__ == "__main__":
    main()
