"""AFHQ: read from one zip, fetched whole or not at all, and a clear sentence for everything else.

The server is a real one, on this machine. The zip is one that the tests make, of drawn faces.
If the environment variable MLP_COURSE_AFHQ names a folder, the real AFHQ is read as well.
"""

import errno
import hashlib
import http.server
import io
import os
import socket
import stat
import subprocess
import threading
import time
import zipfile
from pathlib import Path

import pytest
import torch
from torchvision.transforms.v2.functional import to_pil_image

from helpers.datasets import afhq, faces, storage

FACES = {"train": faces.draw(12, seed=0), "test": faces.draw(6, seed=1)}


def picture(part: str, index: int, kind: str = "JPEG", size: int | None = None) -> bytes:
    file = io.BytesIO()
    options = {"quality": 95} if kind == "JPEG" else {}
    image = to_pil_image(FACES[part][0][index])
    (image.resize((size, size)) if size else image).save(file, kind, **options)
    return file.getvalue()


def whole_contents(top: str = "afhq/", test_folder: str = "val") -> dict[str, bytes]:
    """Return what the zip contains: file names and contents."""
    return {
        f"{top}{test_folder if part == 'test' else part}/{faces.CLASSES[label]}/{i:02}.jpg": picture(
            part, i
        )
        for part, (_, labels) in FACES.items()
        for i, label in enumerate(labels)
    }


def make_zip(contents: dict[str | zipfile.ZipInfo, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            archive.writestr(name, data)
    return file.getvalue()


@pytest.fixture
def publish(monkeypatch):
    """Return a function that makes `data` the zip that counts as the published one."""

    def published(data: bytes) -> bytes:
        blob_id = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
        monkeypatch.setattr(afhq, "BLOB_ID", blob_id)
        return data

    monkeypatch.setattr(afhq, "NUM_IMAGES", {part: len(y) for part, (_, y) in FACES.items()})
    return published


@pytest.fixture
def genuine(publish) -> bytes:
    return publish(make_zip(whole_contents()))


@pytest.fixture
def stored(genuine, tmp_path) -> Path:
    folder = tmp_path / "stored"
    folder.mkdir()
    (folder / afhq.FILE).write_bytes(genuine)
    return folder


class Server(http.server.ThreadingHTTPServer):
    """Answers every request with `data`, as far as it is told to go."""

    data: bytes = b""
    status: int = 200
    num_sent: int | None = None  # bytes sent before the server stops
    hangs: bool = False  # whether it then stays silent instead of hanging up
    num_requests: int = 0

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.released = threading.Event()
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        self.released.set()
        self.shutdown()
        self.server_close()


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.num_requests += 1
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(self.server.data)))
        self.end_headers()
        self.wfile.write(self.server.data[: self.server.num_sent])
        self.wfile.flush()
        if self.server.hangs:
            self.server.released.wait(10)

    def log_message(self, *_):
        pass


@pytest.fixture
def server(monkeypatch):
    running = Server()
    monkeypatch.setattr(afhq, "ADDRESS", f"http://127.0.0.1:{running.server_port}/afhq.zip")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield running
    running.stop()


def everything_below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def assert_one_sentence(error: afhq.AFHQUnavailable, *parts: str) -> None:
    message = str(error)
    for part in (*parts, "; go on with the drawn faces", afhq.VARIABLE, afhq.REPOSITORY):
        assert part in message
    assert message.endswith(".")
    assert ". " not in message
    assert "\n" not in message
    assert error.__suppress_context__ or error.__context__ is None


# --- Reading --------------------------------------------------------------------------------------


def test_afhq_is_read(stored, monkeypatch):
    """The real one where a variable names it, the tests' own otherwise: never skipped."""
    if os.environ.get(afhq.VARIABLE):
        monkeypatch.undo()
    images, labels = afhq.load("test", os.environ.get(afhq.VARIABLE) or stored)
    assert images.shape == (afhq.NUM_IMAGES["test"], 3, 32, 32)
    assert labels.unique().tolist() == [0, 1, 2]


def test_images_and_labels_are_those_that_were_packed(stored, monkeypatch):
    for part, (images, labels) in FACES.items():
        read_images, read_labels = afhq.load(part, stored)
        order = labels.argsort(stable=True)
        assert torch.equal(read_labels, labels[order])
        assert read_images.dtype == torch.uint8
        difference = (read_images.float() - images[order].float()).abs().mean((1, 2, 3))
        assert difference.max() < 12  # of 255: JPEG
    monkeypatch.setenv(afhq.VARIABLE, str(stored))
    assert len(afhq.load("test")[0]) == 6


def test_attribution_says_whose_and_what_for():
    for part in ("NAVER Corp.", "Choi et al.", "arXiv:1912.01865", afhq.REPOSITORY):
        assert part in afhq.ATTRIBUTION
    assert "CC BY-NC 4.0: for non-commercial use only" in afhq.ATTRIBUTION


def test_classes_are_those_of_the_drawn_faces():
    assert afhq.CLASSES == faces.CLASSES


@pytest.mark.parametrize("top", ["", "afhq/", "data/animals/afhq/"])
@pytest.mark.parametrize("test_folder", ["val", "test"])
def test_folders_are_found_by_name(publish, stored, top, test_folder):
    clutter = {
        f"{top}README.txt": b"hello",
        f"{top}.DS_Store": b"junk",
        f"__MACOSX/{top}train/cat/._00.jpg": b"junk",
        f"{top}train/cat/notes.txt": b"junk",
        f"{top}train/fish/00.jpg": b"junk",
        "cat/00.jpg": b"junk",
        "00.jpg": b"junk",
    }
    data = publish(make_zip({**clutter, **whole_contents(top, test_folder)}))
    (stored / afhq.FILE).write_bytes(data)
    assert len(afhq.load("train", stored)[0]) == 12
    assert len(afhq.load("test", stored)[0]) == 6


def test_png_is_read_too(publish, stored):
    contents = {
        name.replace(".jpg", ".PNG"): picture("train", 3, "PNG") for name in whole_contents()
    }
    (stored / afhq.FILE).write_bytes(publish(make_zip(contents)))
    assert (afhq.load("test", stored)[0] == FACES["train"][0][3]).all()


def test_unknown_part_is_named(stored):
    with pytest.raises(ValueError, match=r"part must be one of train, test, not 'valid'"):
        afhq.load("valid", stored)


def test_another_number_of_images_is_said(stored, monkeypatch):
    monkeypatch.setitem(afhq.NUM_IMAGES, "train", 14_630)
    with pytest.warns(UserWarning, match="train part has 12 images, not 14,630"):
        assert len(afhq.load("train", stored)[0]) == 12


def test_a_missing_zip_is_said(tmp_path):
    with pytest.raises(afhq.AFHQUnavailable) as caught:
        afhq.load("train", tmp_path)
    assert_one_sentence(caught.value, f"There is no {afhq.FILE} in {tmp_path}")


def test_the_id_is_git_s(tmp_path):
    """git itself is asked what it calls a file."""
    data = bytes(range(256)) * 9
    (tmp_path / "file").write_bytes(data)
    asked = subprocess.run(
        ["git", "hash-object", "--no-filters", "file"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    before, afhq.BLOB_ID = afhq.BLOB_ID, asked.stdout.decode().strip()
    try:
        assert afhq._is_genuine(data)
        assert not afhq._is_genuine(data[:-1])
    finally:
        afhq.BLOB_ID = before


# --- A zip that is not as it should be ------------------------------------------------------------


@pytest.mark.parametrize("damage", ["cut", "empty", "a bit", "another"])
def test_a_zip_that_is_not_the_published_one_is_not_read(stored, damage):
    path = stored / afhq.FILE
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    contents = {
        "cut": path.read_bytes()[:-100],
        "empty": b"",
        "a bit": bytes(data),
        "another": make_zip({"train/cat/0.jpg": b"?"}),
    }
    path.write_bytes(contents[damage])
    with pytest.raises(afhq.AFHQUnavailable) as caught:
        afhq.load("test", stored)
    assert_one_sentence(caught.value, "is cut off or not the file that was published")


def link(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


WHOLE = whole_contents()
FIRST_CAT = next(name for name in WHOLE if "train/cat" in name)
BAD = {
    "an absolute path": ({"/etc/train/cat/0.jpg": b"x"}, "points out of itself"),
    "a way up": ({"afhq/train/../../../x.jpg": b"x"}, "points out of itself"),
    "a backslash": ({"afhq\\train\\cat\\0.jpg": b"x"}, "points out of itself"),
    "a link": ({link("afhq/train/cat/link.jpg"): b"/etc/passwd"}, "points out of itself"),
    "a link elsewhere": ({link("readme"): b"/etc/passwd"}, "points out of itself"),
    "a huge file": ({"train/cat/0.jpg": os.urandom(100_001)}, "unpacks to 100,001 bytes"),
    "a bomb": ({"train/cat/0.jpg": bytes(90_000)}, "unpacks to 90,000 bytes, more than"),
    "a broken picture": ({FIRST_CAT: b"\xff\xd8\xff\xe0 not a JPEG"}, "is damaged"),
    "half a picture": ({FIRST_CAT: picture("train", 0)[:600]}, "is damaged"),
    "an empty picture": ({FIRST_CAT: b""}, "is damaged"),
    "a large picture": ({FIRST_CAT: picture("train", 0, size=40)}, "has 40 x 40 pixels"),
}


@pytest.mark.parametrize("problem", BAD)
def test_a_bad_zip_is_refused_and_not_kept(publish, server, tmp_path, problem):
    """Even if it were the published one."""
    contents, expected = BAD[problem]
    server.data = publish(make_zip({**WHOLE, **contents}))
    folder = tmp_path / "new"
    with pytest.raises(afhq.AFHQUnavailable) as caught:
        afhq.load("train", folder, download=True)
    assert_one_sentence(caught.value, expected)
    assert everything_below(tmp_path) == []
    folder.mkdir()
    (folder / afhq.FILE).write_bytes(server.data)  # a reader's own
    with pytest.raises(afhq.AFHQUnavailable):
        afhq.load("train", folder)
    assert everything_below(tmp_path) == ["new", f"new/{afhq.FILE}"]


@pytest.mark.parametrize("part, folder", [("train", "train/dog/"), ("test", "val/wild/")])
def test_a_missing_class_is_named(publish, server, tmp_path, part, folder):
    contents = {name: data for name, data in WHOLE.items() if folder not in name}
    server.data = publish(make_zip(contents))
    with pytest.raises(afhq.AFHQUnavailable) as caught:
        afhq.load("train", tmp_path / "new", download=True)
    assert_one_sentence(caught.value, f"has no {part} images of {folder.split('/')[1]}")
    assert everything_below(tmp_path) == []


def test_too_many_images_are_refused(stored, monkeypatch):
    monkeypatch.setattr(afhq, "_MAX_IMAGES", 11)
    with pytest.raises(afhq.AFHQUnavailable, match="has 12 images, more than 11"):
        afhq.load("train", stored)


def test_what_is_no_zip_is_said(publish, stored):
    (stored / afhq.FILE).write_bytes(publish(b"PK but not a zip"))
    with pytest.raises(afhq.AFHQUnavailable) as caught:
        afhq.load("train", stored)
    assert_one_sentence(caught.value, f"{afhq.FILE} is damaged")


def test_a_wrong_checksum_inside_is_said(publish, stored):
    data = bytearray(make_zip(WHOLE))
    data[60:64] = b"\0\0\0\0"  # in the first picture
    (stored / afhq.FILE).write_bytes(publish(bytes(data)))
    with pytest.raises(afhq.AFHQUnavailable, match="is damaged"):
        afhq.load("train", stored)


# --- Fetching -------------------------------------------------------------------------------------


def test_fetched_whole(genuine, server, tmp_path):
    server.data = genuine
    folder = tmp_path / "new" / "folder"
    images, labels = afhq.load("train", folder, download=True)
    assert len(images) == len(labels) == 12
    assert everything_below(folder) == [afhq.FILE]
    assert (folder / afhq.FILE).read_bytes() == genuine


def test_not_fetched_again(stored, server):
    assert len(afhq.load("train", stored, download=True)[1]) == 12
    assert server.num_requests == 0


def test_nothing_is_fetched_unasked(server, tmp_path):
    with pytest.raises(afhq.AFHQUnavailable):
        afhq.load("train", tmp_path)
    assert server.num_requests == 0


def test_a_damaged_zip_is_replaced(genuine, stored, server):
    (stored / afhq.FILE).write_bytes(genuine[:1000])
    server.data = genuine
    assert len(afhq.load("test", stored, download=True)[0]) == 6
    assert (stored / afhq.FILE).read_bytes() == genuine


FAULTS = {
    "not found": ({"status": 404}, "the server answered 404 Not Found"),
    "server error": ({"status": 503}, "the server answered 503 Service Unavailable"),
    "broken off": ({"num_sent": 3000}, "the connection broke off", "is cut off or not the file"),
    "stalls": ({"num_sent": 3000, "hangs": True}, "the server was silent for 0.3 seconds"),
    "never starts": ({"num_sent": 0, "hangs": True}, "the server was silent for 0.3 seconds"),
    "wrong file": (
        {"data": b"<html>please log in</html>"},
        "(26 bytes) is cut off or not the file",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("before", ["nothing", "a damaged zip"])
def test_a_failed_transfer_leaves_what_was_there(
    genuine, server, tmp_path, monkeypatch, fault, before
):
    monkeypatch.setattr(storage, "SILENCE", 0.3)
    if before == "a damaged zip":
        (tmp_path / afhq.FILE).write_bytes(b"damaged")
    settings, *expected = FAULTS[fault]
    for name, value in {"data": genuine, **settings}.items():
        setattr(server, name, value)
    start = time.monotonic()
    with pytest.raises(afhq.AFHQUnavailable) as caught:
        afhq.load("train", tmp_path, download=True)
    assert time.monotonic() - start < 4  # of the 10 seconds for which the server would hang
    assert_one_sentence(caught.value)
    # Whether requests itself counts the bytes depends on its version; the hash does in any case.
    assert any(text in str(caught.value) for text in expected)
    assert everything_below(tmp_path) == ([] if before == "nothing" else [afhq.FILE])
    if before == "a damaged zip":
        assert (tmp_path / afhq.FILE).read_bytes() == b"damaged"


def test_offline_is_said_in_a_sentence(genuine, tmp_path, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        address = f"http://127.0.0.1:{unused.getsockname()[1]}/afhq.zip"
        monkeypatch.setattr(afhq, "ADDRESS", address)
        with pytest.raises(afhq.AFHQUnavailable) as caught:
            afhq.load("train", tmp_path / "new", download=True)
    assert_one_sentence(caught.value, "could not be fetched: there is no connection")
    assert everything_below(tmp_path) == []


def test_an_endless_answer_is_cut_short(genuine, server, tmp_path, monkeypatch):
    monkeypatch.setattr(afhq, "_MAX_ZIP_BYTES", 5000)
    server.data = genuine
    with pytest.raises(afhq.AFHQUnavailable) as caught:
        afhq.load("train", tmp_path / "new", download=True)
    assert_one_sentence(caught.value, "sends more than 5,000 bytes")
    assert everything_below(tmp_path) == []


@pytest.mark.parametrize("step", ["write_bytes", "replace"])
def test_a_full_disk_is_said_and_leaves_nothing(genuine, server, tmp_path, monkeypatch, step):
    def full(path, data=b"", *_):
        if step == "write_bytes":
            with open(path, "wb") as file:
                file.write(data[: len(data) // 2])  # half of it fits
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(*((Path, step) if step == "write_bytes" else (afhq.os, step)), full)
    server.data = genuine
    with pytest.raises(afhq.AFHQUnavailable) as caught:
        afhq.load("train", tmp_path / "new", download=True)
    assert_one_sentence(caught.value, "could not be stored (No space left on device)")
    assert everything_below(tmp_path) == ["new"]


def test_an_unwritable_place_is_said(genuine, server, tmp_path):
    (tmp_path / "file").write_text("in the way")
    server.data = genuine
    with pytest.raises(afhq.AFHQUnavailable) as caught:
        afhq.fetch(tmp_path / "file")
    assert_one_sentence(caught.value, "could not be stored")


@pytest.mark.parametrize("step", ["transfer", "storing"])
def test_an_interrupt_leaves_nothing(genuine, server, tmp_path, monkeypatch, step):
    """The stop button, in the middle."""

    def interrupted(*_):
        raise KeyboardInterrupt

    server.data = genuine
    victim = (storage._Limited, "write") if step == "transfer" else (afhq.os, "replace")
    with monkeypatch.context() as patch:
        patch.setattr(*victim, interrupted)
        with pytest.raises(KeyboardInterrupt):
            afhq.load("train", tmp_path / "new", download=True)
    assert [name for name in everything_below(tmp_path) if name != "new"] == []
    assert len(afhq.load("train", tmp_path / "new", download=True)[0]) == 12  # starts clean


def test_a_killed_run_does_not_disturb_the_next(genuine, server, tmp_path):
    """Killed outright, it leaves a hidden folder: nothing that load would look at."""
    (tmp_path / ".fetching-killed").mkdir()
    (tmp_path / ".fetching-killed" / afhq.FILE).write_bytes(genuine[:500])
    server.data = genuine
    assert len(afhq.load("train", tmp_path, download=True)[0]) == 12


def test_two_runs_at_once_do_not_harm_each_other(genuine, server, tmp_path):
    server.data = genuine
    sizes, start = [], threading.Barrier(4)

    def run():
        start.wait()
        sizes.append(len(afhq.load("train", tmp_path / "new", download=True)[0]))

    runs = [threading.Thread(target=run) for _ in range(4)]
    for one in runs:
        one.start()
    for one in runs:
        one.join()
    assert sizes == [12] * 4
    assert everything_below(tmp_path / "new") == [afhq.FILE]


def test_the_cache_is_git_s_to_ignore():
    assert afhq.CACHE == storage.CACHE / "afhq"
    ignored = (Path(__file__).parents[2] / ".gitignore").read_text().split()
    assert "data/cache/" in ignored
