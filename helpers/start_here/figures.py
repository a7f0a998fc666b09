"""The map of the start page: which notebook builds on which."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from helpers.pictures import BLUE, GREY, Still, new_figure
from helpers.start_here.journey import LESSONS, Lesson

# Where each notebook stands: column and row. The arrows between them run to the right.
_PLACES = {
    **{1: (0, 1), 2: (1, 1), 3: (2, 1), 4: (3, 1), 5: (4, 1), 7: (5, 1), 9: (6, 1)},
    **{6: (3, 0), 8: (4, 0)},
}
_WORDS = {
    **{1: "neurons", 2: "nonlinearity", 3: "building", 4: "softmax", 5: "evaluating"},
    **{6: "depth", 7: "faces", 8: "initialization", 9: "ethics"},
}


def course_map(lessons: Sequence[Lesson] = LESSONS) -> Still:
    """Draw which notebook builds on which; what only helps is a dashed arrow."""
    figure, ax = new_figure(height=2.0)
    ax.set(xlim=(-0.5, 6.5), ylim=(-0.4, 1.75))
    ax.axis("off")
    boxes = {lesson.number: _draw_notebook(ax, lesson.number) for lesson in lessons}
    for lesson in lessons:
        for number in directly_needed(lesson, lessons) + lesson.helps:
            _draw_arrow(ax, boxes, number, lesson.number, is_needed=number in lesson.needs)
    told = [_in_words(lesson, directly_needed(lesson, lessons)) for lesson in lessons]
    return Still(figure, " ".join([*told, "A dashed arrow: it helps."]))


def directly_needed(lesson: Lesson, lessons: Sequence[Lesson] = LESSONS) -> tuple[int, ...]:
    """Return the notebooks that a lesson builds on, without those that these build on themselves."""
    needs = {other.number: other.needs for other in lessons}

    def all_needed(number: int) -> set[int]:
        return {number}.union(*map(all_needed, needs[number]))

    behind = {far for near in lesson.needs for far in all_needed(near) - {near}}
    return tuple(number for number in lesson.needs if number not in behind)


def _draw_notebook(ax: Axes, number: int) -> FancyBboxPatch:
    x, y = _PLACES[number]
    box = FancyBboxPatch(
        *((x - 0.38, y - 0.24), 0.76, 0.48),
        **{"boxstyle": "round,pad=0.02", "facecolor": "white", "edgecolor": BLUE, "linewidth": 1.6},
    )
    ax.add_patch(box)
    ax.text(x, y, f"{number:02d}\n{_WORDS[number]}", ha="center", va="center", fontsize=8.5)
    return box


def _draw_arrow(
    ax: Axes, boxes: dict[int, FancyBboxPatch], start: int, end: int, is_needed: bool
) -> None:
    (x0, y0), (x1, y1) = _PLACES[start], _PLACES[end]
    # Between neighbors straight; over the head of another notebook in a bow.
    bow = -0.4 if y0 == y1 and x1 - x0 > 1 else 0.0
    style = {
        **{"arrowstyle": "-|>", "connectionstyle": f"arc3,rad={bow}", "color": GREY},
        **{"linestyle": "-" if is_needed else "--", "linewidth": 1.3, "shrinkA": 0, "shrinkB": 1},
    }
    ax.annotate(
        *("", (x1, y1), (x0, y0)),
        arrowprops={**style, "patchA": boxes[start], "patchB": boxes[end]},
    )


def _in_words(lesson: Lesson, needed: Sequence[int]) -> str:
    if not lesson.needs + lesson.helps:
        return f"Notebook {lesson.name[:2]} needs none of the others."
    parts = []
    for numbers, verb in ((needed, "builds on"), (lesson.helps, "is helped by")):
        if numbers:
            parts.append(f"{verb} {' and '.join(f'{number:02d}' for number in numbers)}")
    return f"{lesson.name[:2]} {', and '.join(parts)}."
