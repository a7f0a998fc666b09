"""Show a notebook in the browser while you write it: whenever you save, it is built and shown anew.

    python tools/preview.py 06_expressivity

A new sentence is in the page in about two seconds. When code has changed, in the source, in the room
or in what it imports, the page first shows the new text around the outputs that still hold, until
both editions have run. Sliders do not move here, `make lab` is for that, and equations are typeset
only with a network.
"""

import argparse
import contextlib
import html
import threading
import webbrowser
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter
from nbconvert.filters import strip_ansi
from nbformat import NotebookNode

import build

WAIT = 0.2  # seconds between two looks at the disk, and between two questions of the browser
RUNNING = "The code is running …"
# Added to every page; a reload keeps the place in it.
FOLLOW = """
<pre role="status" style="position: fixed; right: 1em; bottom: 1em; max-height: 50vh; overflow: auto;
  padding: 0.5em; background: #fff8d6; border: 1px solid #999">{status}</pre>
<script>
setInterval(async () => {{
  const answer = await fetch("/version");
  if (await answer.text() !== "{version}") location.reload();
}}, {milliseconds});
</script>
"""


class Page:
    """What the browser shows: a notebook as HTML, and a number that grows when that changes."""

    def __init__(self) -> None:
        self.exporter = HTMLExporter()
        self.version, self.content = 0, ""
        self.notebook, self.status = nbformat.v4.new_notebook(), ""
        self.show(status=RUNNING)

    def show(self, notebook: NotebookNode | None = None, status: str = "") -> None:
        """Show a notebook, or the one before, with a line in the corner: how it stands."""
        notebook = notebook or self.notebook
        if (notebook.cells, status) == (self.notebook.cells, self.status):
            return
        self.notebook, self.status, self.version = notebook, status, self.version + 1
        script = FOLLOW.format(
            status=html.escape(status) or "up to date",
            version=self.version,
            milliseconds=round(1000 * WAIT),
        )
        self.content = self.exporter.from_notebook_node(notebook)[0] + script


def follow(name: str, page: Page, stop: threading.Event) -> None:
    """Build a notebook and show it whenever its files change, until `stop` is set."""
    seen, run, waiting = {}, None, False
    with ThreadPoolExecutor(max_workers=1) as worker:
        while not stop.wait(WAIT):
            if (now := times_of_change(name)) != seen:
                seen, waiting = now, True
                show_draft(name, page)
            if waiting and run is None:
                run, waiting = worker.submit(build.build, name), False
            elif run and run.done():
                show_draft(name, page, error=run.exception())
                run = None


def times_of_change(name: str) -> dict[Path, int]:
    """Return when each file that may matter was written, in ns."""
    files = [build.SOURCES / f"{name}.py", *(build.ROOT / "helpers").rglob("*.py")]
    files += (build.ROOT / "data").glob("*.*")
    return {path: path.stat().st_mtime_ns for path in files}


def show_draft(name: str, page: Page, error: BaseException | None = None) -> None:
    """Show the text as it stands, and the error of a run, or that code runs or cannot be read."""
    try:
        notebook = draft(name)
        running = build.changes(name, build.inputs(name))
    except (SyntaxError, ValueError) as unreadable:
        page.show(status=f"{type(unreadable).__name__}: {unreadable}")
    else:
        page.show(notebook, strip_ansi(str(error)) if error else RUNNING if running else "")


def draft(name: str) -> NotebookNode:
    """Return the reader's edition, with an output wherever that very code has been run."""
    notebook = build.reader_edition(build.read_source(name))
    path = build.NOTEBOOKS / f"{name}.ipynb"
    old = build.code_cells(nbformat.read(path, as_version=4)) if path.exists() else []
    known = {cell.source: cell for cell in old}
    for cell in build.code_cells(notebook):
        if cell.source in known:
            before = known[cell.source]
            cell.outputs, cell.execution_count = before.outputs, before.execution_count
    return notebook


def server(page: Page) -> ThreadingHTTPServer:
    """Return a server on this machine, on a free port, for the page and its version."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = str(page.version) if self.path == "/version" else page.content
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            # A browser that reloads does not wait for the answers to its last questions.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(content.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing: the browser asks five times a second."""

    return ThreadingHTTPServer(("127.0.0.1", 0), Handler)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", choices=build.source_names(), metavar="name")
    page, stop = Page(), threading.Event()
    name = parser.parse_args().name
    with server(page) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{serving.server_port}"
        print(f"{name} is at {address}; Ctrl-C ends it", flush=True)
        webbrowser.open(address)
        try:
            follow(name, page, stop)
        except KeyboardInterrupt:
            serving.shutdown()


if __name__ == "__main__":
    main()
