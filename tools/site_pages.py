"""Turn a committed notebook into a page that lives without a kernel.

What a notebook shows by a widget gets the page's own means: a moving picture becomes a figure that
`site/player.js` moves; guesses, forms, a ballot and a duel get HTML controls, and `site/page.js` keeps
what a reader answers in the browser; an exercise says where it can be run. Sphinx renders what comes out.
"""

import ast
import base64
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from bs4 import BeautifulSoup, Tag
from nbformat import NotebookNode

START = "00_start_here"
NEEDS_KERNEL = "kernel"  # the tag of a cell that is nothing without one
# A cell that does no more than call one of these says nothing to who cannot run it.
SHOWS_ONLY = {"ask", "explore", "guess", "open_task", "show"}
LOCALLY = "in a copy of the course with <code>make lab</code>"


@dataclass
class Page:
    """A notebook on its way to a page: its name, where it can be run, and what it has shown so far.

    `colab` is the address that opens it there, or "" where the repository's is not known. `scenes` is
    the folder with what was exported of the moving pictures: one that is not there stands still.
    `pictures` collects the files that the page refers to, by name.
    """

    name: str
    scenes: Path
    colab: str = ""
    pictures: dict[str, bytes] = field(default_factory=dict)
    exercises: list[str] = field(default_factory=list)

    @property
    def document(self) -> str:
        """The page's name: the start page is the site's index."""
        return "index" if self.name == START else self.name

    @property
    def run_it(self) -> str:
        """HTML that says where the notebook can be run."""
        return f'<a href="{self.colab}">on Colab</a>, or {LOCALLY}' if self.colab else LOCALLY

    def keep(self, mime: str, data: bytes) -> str:
        """Keep a picture's file; return its address, as seen from the page."""
        path = f"pictures/{self.name}/{len(self.pictures):02d}.{mime.split('/')[-1]}"
        self.pictures[path] = data
        return path


def convert(notebook: NotebookNode, page: Page) -> NotebookNode:
    """Return the notebook that Sphinx renders; `page` collects what belongs beside it."""
    cells = []
    for cell in notebook.cells:
        if NEEDS_KERNEL in cell.metadata.get("tags", []):
            continue
        if cell.cell_type == "markdown":
            cells.append(nbformat.v4.new_markdown_cell(linked(cell.source)))
        elif not is_bootstrap(cell):
            cells.append(convert_code(cell, page))
    if page.name == START:  # on which a picture comes first
        first = next(number for number, cell in enumerate(cells) if cell.cell_type == "code")
        cells[first].metadata.tags.append("remove-input")
        cells.insert(
            first + 1, nbformat.v4.new_markdown_cell(run_box(page) + WHAT_LIVES.format(page.run_it))
        )
    else:
        title, _, rest = cells[0].source.partition("\n")
        cells[0].source = "\n\n".join([title, run_box(page), rest])
    return nbformat.v4.new_notebook(cells=cells, metadata=notebook.metadata)


def linked(text: str) -> str:
    """Return Markdown whose links to notebooks, from wherever it lay, lead to their pages."""
    beside = re.sub(r"\]\((?:\.\./notebooks/)?(\w+\.ipynb)\)", r"](\1)", text)
    return beside.replace(f"]({START}.ipynb)", "](index.ipynb)")


def is_bootstrap(cell: NotebookNode) -> bool:
    return cell.metadata.get("cellView") == "form"


def tagged(cell: NotebookNode, *tags: str) -> NotebookNode:
    """Return a cell that Sphinx shows as `tags` say, and without the notebook's own settings."""
    outputs = cell.get("outputs", [])
    return nbformat.v4.new_code_cell(cell.source, metadata={"tags": list(tags)}, outputs=outputs)


def run_box(page: Page) -> str:
    """Return HTML that tells where the notebook can be run, and offers it for download."""
    colab = f'<a class="button" href="{page.colab}">Open on Colab</a>' if page.colab else ""
    file = f'href="notebooks/{page.name}.ipynb" download'
    download = f'<a class="button" {file}>Download this notebook</a>'
    return f'<p class="run-it">{colab} {download} or run it {LOCALLY}</p>'


WHAT_LIVES = """
<div class="what-lives">
<p><b>What lives on these pages.</b> Sliders move their pictures, questions answer, and your guesses
and texts are kept. They stay in this browser: nothing leaves your machine.
<button type="button" class="forget">Forget them all</button> <span role="status"></span></p>
<p><b>What needs a kernel.</b> To change code, or to have an exercise checked, run the notebook:
{}.</p>
</div>"""


def convert_code(cell: NotebookNode, page: Page) -> NotebookNode:
    """Return a code cell with outputs that need no kernel."""
    outputs = list(convert_outputs(cell.outputs, page))
    hidden = ["remove-input"] if is_call(cell.source, SHOWS_ONLY | {"summary"}) else []
    new = tagged(cell, *hidden)
    new.outputs = outputs
    return new


def is_call(code: str, names: set[str]) -> bool:
    """Say whether a cell's code is no more than one call of a function, or method, of these names."""
    body = ast.parse(code).body
    if (
        len(body) != 1
        or not isinstance(body[0], ast.Expr)
        or not isinstance(body[0].value, ast.Call)
    ):
        return False
    called = body[0].value.func
    return (
        called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    ) in names


def convert_outputs(outputs: list[NotebookNode], page: Page) -> Iterator[NotebookNode]:
    """Yield outputs that need no kernel, in their order.

    A picture and the caption below it become one figure; the empty output of a widget goes.
    """
    picture, widget = "", ""
    for output in outputs:
        data = output.get("data", {})
        mime = next(filter({"image/png", "image/jpeg"}.__contains__, data), "")
        if mime:
            size = output.metadata[mime]
            source = page.keep(mime, base64.b64decode(data[mime]))
            picture = f'src="{source}" width="{size["width"]}" height="{size["height"]}"'
        elif data.get("text/html") == "":
            widget = data["text/plain"]
        elif "text/html" in data:
            yield html_output(convert_html(data["text/html"], picture, widget, page))
            picture = widget = ""
        else:
            yield output


def html_output(text: str) -> NotebookNode:
    return nbformat.v4.new_output("display_data", {"text/html": text})


def convert_html(text: str, picture: str, widget: str, page: Page) -> str:
    """Return one HTML output as the page shows it.

    `picture` is what the <img> of a picture above it needs, and `widget` the text of the widget for
    which it stands in; both may be "".
    """
    soup = BeautifulSoup(text, "html.parser")
    for part in soup(["script", "style"]):
        part.decompose()
    for link in soup("a", href=re.compile(r"^\w+\.ipynb")):
        count_guesses(link)
        link["href"] = Page(link["href"].removesuffix(".ipynb"), page.scenes).document + ".html"
    box = soup.find(True)
    name = next((c[6:] for c in box.get("class", []) if c.startswith("still-")), "")
    if picture:
        return figure(box, picture, f"{page.name}/{name}" if name else "", page)
    if "quiz" in box.get("class", []):
        for option in box("details"):
            option["class"] = "right" if option.p.b.get_text() == "Right." else "wrong"
    if "verdict" in box.get("class", []):
        return exercise(box, page)
    if widget.startswith("[guess]"):
        return guess_form(name, box, page)
    if widget.startswith("[answer]"):
        return answer(name.removeprefix("answer-"), widget, box, page)
    if widget.startswith("[form: "):
        labels = widget.removeprefix("[form: ").removesuffix("]").split(", ")
        return form(name, labels, soup, page)
    if widget.startswith("[ballot]"):
        return ballot(name, box, page)
    if faces := FACES.fullmatch(widget):
        return duel(name, faces["classes"], box, page)
    if name:
        note = box.find("em", string=re.compile("kernel"))
        note.parent.replace_with(parsed(f'<p class="note">To play, run it {page.run_it}.</p>'))
        box["class"] = ["still"]
    return str(soup)


def count_guesses(link: Tag) -> None:
    """In a table of notebooks, mark the cell that counts the guesses: the page knows its own."""
    row, table = link.find_parent("tr"), link.find_parent("table")
    labels = [head.get_text() for head in table.thead("th")] if table else []
    if row and "Guesses committed" in labels:
        cell = row(["th", "td"])[labels.index("Guesses committed")]
        cell["data-guesses"] = link["href"].removesuffix(".ipynb")


def parsed(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html.parser")


def figure(box: Tag, picture: str, scene: str, page: Page) -> str:
    """Return a figure of a picture and its sentence; one that moves bears the name of its scene."""
    sentence = box.find(class_="figure-caption").em
    alt = html.escape(" ".join(sentence.get_text().split()))
    kind = f'data-scene="{scene}"' if scene else ""
    moves = scene and (page.scenes / scene / "states.js").exists()
    kind += ' class="player"' if moves else ' class="picture"'
    image = f'<img {picture} alt="{alt}" loading="lazy">'
    return f"<figure {kind}>{image}<figcaption>{sentence.decode_contents()}</figcaption></figure>"


def exercise(box: Tag, page: Page) -> str:
    """Return what stands below an exercise, or the list of all of them in the place of a summary."""
    title = box.b.get_text()
    if not title.endswith(": open"):
        items = "".join(
            f'<li><a href="#exercise-{name}">{name}</a></li>' for name in page.exercises
        )
        return f'<div class="exercises"><ol>{items}</ol></div>'
    title = title.removesuffix(": open")
    name = title.split(", ")[-1]
    page.exercises.append(name)
    return (
        f'<p class="exercise" id="exercise-{name}"><b>{title}</b> is yours to write. Run it '
        f"{page.run_it}: it is checked at once, with hints.</p>"
    )


# How `helpers.guesses.in_words` says what a guess may be; whatever else it says is one of the options.
NUMBER = re.compile(r"A number(?: \((?P<unit>.*)\))?")
SKETCH = re.compile(
    r"(?P<ylabel>.*), from (?P<low>\S+) \(bottom\) to (?P<high>\S+) \(top\), "
    r"at these places: (?P<xlabel>.*?) (?P<x>\S+(?:, \S+)+)"
)


def guess_form(name: str, box: Tag, page: Page) -> str:
    """Return a form that takes a guess: a number, a sketch, or one of several options."""
    lines = [item.get_text() for item in box.ul("li")]
    if found := NUMBER.fullmatch(lines[0]):
        kind, shape, parts = "number", found.groupdict(), number_input(found["unit"])
    elif found := SKETCH.fullmatch(lines[0]):
        kind, shape = "sketch", {**found.groupdict(), "x": found["x"].split(", ")}
        parts = sketch_inputs(**shape)
    else:
        kind, shape, parts = "pick", {"options": lines}, pick_inputs(lines)
    settings = f'data-kind="{kind}" data-shape="{html.escape(json.dumps(shape))}"'
    button = '<p><button type="submit">Commit my guess</button> <span role="status"></span></p>'
    return f'<form class="guess" data-guess="{page.name}/{name}" {settings}>{box.p}{parts}{button}</form>'


def number_input(unit: str | None) -> str:
    label = f"My guess ({html.escape(unit)})" if unit else "My guess"
    return f'<label>{label} <input name="value" inputmode="decimal" autocomplete="off"></label>'


def pick_inputs(options: list[str]) -> str:
    # Without autocomplete="off" Firefox remembers after a reload what was chosen and not committed.
    radio = '<input type="radio" name="value" value="{}" autocomplete="off">'
    labels = [
        f"<label>{radio.format(number)} <span>{html.escape(option)}</span></label>"
        for number, option in enumerate(options)
    ]
    return f"<fieldset><legend>My guess</legend>{''.join(labels)}</fieldset>"


def sketch_inputs(ylabel: str, low: str, high: str, xlabel: str, x: list[str]) -> str:
    middle, step = (float(low) + float(high)) / 2, (float(high) - float(low)) / 20
    settings = f'min="{low}" max="{high}" step="{step}" value="{middle}" autocomplete="off"'
    labels = [f'<label><input type="range" {settings}> {place}</label>' for place in x]
    heights = f"<p>{html.escape(ylabel)}, from {low} (bottom) to {high} (top)</p>"
    legend = f"<legend>at these places: {html.escape(xlabel)}</legend>"
    return f'{heights}<fieldset class="sketch">{legend}{"".join(labels)}</fieldset>'


def answer(name: str, widget: str, box: Tag, page: Page) -> str:
    """Return the folded answer to a guess, with the truth for the script that unfolds it."""
    truth = html.escape(widget.removeprefix("[answer] "))
    settings = f'data-guess="{page.name}/{name}" data-truth="{truth}"'
    status = '<div class="beside" role="status"></div>'
    return f'<div class="answer" id="answer-{name}" {settings}>{status}{box.details}</div>'


def form(name: str, labels: list[str], soup: BeautifulSoup, page: Page) -> str:
    """Return a form to write into, and below it what stands folded there."""
    prompts = [p for p in soup.find(class_=f"still-{name}")("p") if not p.em]
    rows = []
    for number, (label, prompt) in enumerate(zip(labels, prompts, strict=True)):
        area = f"{name}-{number}"
        rows.append(
            f'<label for="{area}">{html.escape(label)}</label><p id="{area}-p">{prompt.decode_contents()}'
            f'</p><textarea id="{area}" aria-describedby="{area}-p" rows="{6 if len(labels) == 1 else 2}">'
            "</textarea>"
        )
    save = '<p><button type="submit">Save as Markdown</button> <span role="status"></span></p>'
    folded = str(soup.details) if soup.details else ""
    return f'<form class="task" data-task="{page.name}/{name}">{"".join(rows)}{save}</form>{folded}'


def ballot(name: str, box: Tag, page: Page) -> str:
    """Return a form with a slider for each claim, and folded below it the table of what came of them."""
    rows = []
    for number, claim in enumerate(box.ol("li")):
        slider = f"{name}-{number}"
        settings = 'min="0" max="100" step="5" value="50" autocomplete="off"'
        rows.append(
            f'<li><label for="{slider}">{claim.decode_contents()}</label><span>'
            f'<input type="range" id="{slider}" {settings}> <output for="{slider}" aria-live="off"></output></span></li>'
        )
    button = '<p><button type="submit">Commit my numbers</button> <span role="status"></span></p>'
    form = f'<form class="ballot" data-ballot="{page.name}/{name}"><ol>{"".join(rows)}</ol>{button}</form>'
    return f'{form}<div class="outcome">{box.details}</div>'


# The text of the widget in which a reader names faces by button.
FACES = re.compile(r"\[\d+ faces, a button each for: (?P<classes>.*)\]")


def duel(name: str, classes: str, box: Tag, page: Page) -> str:
    """Return all faces, and folded what they are; with what the script needs to show them one by one."""
    truth, answers = (
        p.get_text().partition(": ")[2].removesuffix(".") for p in box.details("p", recursive=False)
    )
    settings = "".join(
        f' data-{key}="{html.escape(text)}"'
        for key, text in {"classes": classes, "truth": truth, "answers": answers}.items()
    )
    return (
        f'<div class="duel" data-duel="{page.name}/{name}"{settings}>{box.img}{box.details}</div>'
    )


def write(page: Page, source: NotebookNode, folder: Path) -> None:
    """Write a page's notebook into `folder`, and its pictures beside it."""
    nbformat.write(source, folder / f"{page.document}.ipynb")
    for path, data in page.pictures.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
