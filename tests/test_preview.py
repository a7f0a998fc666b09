"""The preview: what is saved is on its page, text at once, code after it has run."""

import threading
import time
import urllib.request

import pytest

import build
import preview

SOURCE = """# %% [markdown]
# The first sentence.

# %% tags=["setup"]
import helpers

# %%
print("It is", 6 * 7)
"""


@pytest.fixture
def source(tmp_path, monkeypatch):
    """Yield the source of a notebook that has been built, in a folder of its own."""
    folders = {"NOTEBOOKS": "", "SOURCES": "sources", "SOLVED": "solved", "STAMPS": "stamps"}
    for name, folder in folders.items():
        monkeypatch.setattr(build, name, tmp_path / folder)
        (tmp_path / folder).mkdir(exist_ok=True)
    monkeypatch.setenv("PYTHONPATH", str(build.ROOT))  # so that its first cell fetches nothing
    path = tmp_path / "sources" / "01_test.py"
    path.write_text(SOURCE)
    build.build("01_test")
    return path


@pytest.fixture
def page(source):
    """Yield the page that follows the source."""
    page, stop = preview.Page(), threading.Event()
    thread = threading.Thread(target=preview.follow, args=(source.stem, page, stop))
    thread.start()
    yield page
    stop.set()
    thread.join()


def wait_for(page: preview.Page, text: str, status: str = "up to date", seconds: float = 60):
    """Wait until the page holds a text and a status; return the seconds that it took."""
    start = time.monotonic()
    while text not in page.content or f"{status}</pre>" not in page.content:
        assert time.monotonic() < start + seconds, page.content[-2000:]
        time.sleep(0.02)
    return time.monotonic() - start


def save(source, old: str, new: str) -> None:
    assert old in source.read_text()
    source.write_text(source.read_text().replace(old, new))


def test_a_sentence_is_on_the_page_in_time_and_in_the_notebooks(source, page):
    wait_for(page, "The first sentence.")
    version = page.version
    save(source, "The first sentence.", "A better sentence.")
    assert wait_for(page, "A better sentence.") < 3
    deadline = time.monotonic() + 10
    for path in (build.NOTEBOOKS / "01_test.ipynb", build.SOLVED / "01_test.ipynb"):
        while "A better sentence." not in path.read_text():
            assert time.monotonic() < deadline
            time.sleep(0.02)
        assert "It is 42" in path.read_text()
    time.sleep(5 * preview.WAIT)  # until the build's end has been seen
    assert page.version == version + 1  # one reload, not two


def test_changed_code_is_shown_and_then_run(source, page):
    wait_for(page, "It is 42")
    save(source, "6 * 7", "6 * 7 * 10")
    wait_for(page, "</html>", preview.RUNNING)
    assert "It is 420" not in page.content
    wait_for(page, "It is 420")


def test_what_cannot_be_read_or_run_is_said_and_healed(source, page):
    wait_for(page, "It is 42")
    save(source, "6 * 7", "6 *")
    wait_for(page, "SyntaxError: invalid syntax", "")
    save(source, "6 *", "6 / 0")
    wait_for(page, "ZeroDivisionError: division by zero", "\n")
    save(source, "6 / 0", "6 * 8")
    wait_for(page, "It is 48")


def test_the_server_answers_on_this_machine_only(source):
    page = preview.Page()
    with preview.server(page) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        host, port = serving.server_address
        assert host == "127.0.0.1"
        for path, content in (("version", "1"), ("", page.content)):
            with urllib.request.urlopen(f"http://{host}:{port}/{path}") as answer:
                assert answer.read().decode() == content
        serving.shutdown()
