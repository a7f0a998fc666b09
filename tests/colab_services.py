"""Stand-ins for what a notebook on Colab talks to: Colab's own server, its page, and GitHub.

The server plays both hosts. tests/colab_stub/ leads a kernel's https requests to it, and plays the
module google.colab.
"""

import copy
import http.server
import io
import json
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from nbformat import NotebookNode

import build
import course

STUB = Path(__file__).with_name("colab_stub")
COLAB = Path(f"{sys.prefix}-colab", "bin", "python")  # make test creates it; see the Makefile


class Services(http.server.ThreadingHTTPServer):
    """Archives by path, and sessions; what was asked for is in `asked`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.archives: dict[str, bytes] = {}  # "owner/name/archive/main.zip": its bytes
        self.sessions: object = []
        self.archive_host = "https://codeload.github.com"  # where github.com sends for an archive
        self.status = 200  # of archives
        self.pause = 0.0  # seconds before each 100 bytes of an archive
        self.asked: list[str] = []

    def open_notebook(self, path: str, kernel: str = "ours") -> None:
        """Have Colab say that a kernel's notebook lies at `path`: an address, or an id of Drive."""
        session = {"kernel": {"id": kernel}, "path": f"fileId={quote(path, safe='')}"}
        self.sessions = [*self.sessions, session]

    def env(self, provenance: list[dict] | None = None) -> dict[str, str]:
        """Return the variables that lead a kernel here; the page tells of `provenance`, or nothing."""
        host, port = self.server_address[:2]
        return {
            "COLAB_JUPYTER_IP": host,
            "KMP_TARGET_PORT": str(port),
            "STUB_GITHUB": f"{host}:{port}",
            "STUB_PROVENANCE": json.dumps(provenance),
            "PYTHONPATH": str(STUB),
        }


class _Answers(http.server.BaseHTTPRequestHandler):
    server: Services

    def do_GET(self) -> None:
        path = unquote(self.path).lstrip("/")
        self.server.asked.append(path)
        if path == "api/sessions":
            self.reply(json.dumps(self.server.sessions).encode())
        elif path not in self.server.archives:
            self.send_error(404)
        elif self.server.status != 200:
            self.send_error(self.server.status)
        elif self.headers["Host"] == "github.com":
            self.send_response(302)
            self.send_header("Location", f"{self.server.archive_host}{self.path}")
            self.end_headers()
        else:
            self.reply(self.server.archives[path], self.server.pause)

    def reply(self, body: bytes, pause: float = 0) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            for start in range(0, len(body), 100) if pause else ():
                self.wfile.write(body[start : start + 100])
                time.sleep(pause)
            if not pause:
                self.wfile.write(body)
        except OSError:
            pass  # who asked has had enough of it: that is what the tests of limits are about

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def services() -> Iterator[Services]:
    with Services() as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


def zipped(files: dict[str, str | bytes], top: str = "mlp-main/", link: str = "") -> bytes:
    """Return a zip as GitHub makes it: everything in one folder. `link` names one to /etc/passwd."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(top + name, data)
        if link:
            entry = zipfile.ZipInfo(top + link)
            entry.external_attr = 0o120777 << 16
            archive.writestr(entry, "/etc/passwd")
    return buffer.getvalue()


def working_tree() -> dict[str, bytes]:
    """Return {path: bytes} of what GitHub would hold for a notebook: committed or about to be."""
    listing = ["git", "ls-files", "-co", "--exclude-standard", "helpers", "data", "notebooks"]
    listed = subprocess.run(listing, cwd=build.ROOT, capture_output=True, text=True, check=True)
    paths = [name for name in listed.stdout.splitlines() if (build.ROOT / name).is_file()]
    return {name: (build.ROOT / name).read_bytes() for name in paths}


def run_elsewhere(
    notebook: NotebookNode, folder: Path, python: Path, env: dict[str, str]
) -> list[NotebookNode]:
    """Run a notebook from the empty folder content/ in `folder`, by another Python's kernel.

    Returns the code cells, having checked that none complains. The kernel has no network.
    """
    spec = folder / "kernels" / "elsewhere" / "kernel.json"
    spec.parent.mkdir(parents=True)
    argv = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec.write_text(json.dumps({"argv": argv, "display_name": "there", "language": "python"}))
    (folder / "content").mkdir()
    env = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(STUB), **env}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(folder))
        notebook = build.run(
            copy.deepcopy(notebook), folder / "content", env, kernel_name="elsewhere"
        )
    assert course.complaints(notebook) == []
    return course.code_cells(notebook)
