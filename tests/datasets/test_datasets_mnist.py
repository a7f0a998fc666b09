"""MNIST: read from a folder, fetched whole or not at all, and a clear sentence for everything else.

The server is a real one, on this machine. The data are a tiny MNIST that the test writes itself.
If the environment variable MLP_COURSE_MNIST names a folder, the real MNIST is read as well.
"""

import contextlib
import gzip
import hashlib
import http.server
import os
import socket
import threading
import time
from pathlib import Path

import pytest
import torch
from torchvision.datasets import MNIST

from helpers.datasets import digits, mnist, storage
from idx import write_idx

NUM_TRAIN, NUM_TEST = 30, 12


def write_tiny(folder: Path) -> Path:
    """Write a tiny MNIST below `folder`: random pixels, digits 0, 1, 2, ..., 9, 0, ..."""
    raw = mnist.raw_folder(folder)
    raw.mkdir(parents=True)
    generator = torch.Generator().manual_seed(0)
    for part, size in (("train", NUM_TRAIN), ("t10k", NUM_TEST)):
        images = torch.randint(256, (size, 28, 28), generator=generator)
        write_idx(raw / f"{part}-images-idx3-ubyte", images)
        write_idx(raw / f"{part}-labels-idx1-ubyte", torch.arange(size) % 10)
    return folder


@pytest.fixture
def tiny(tmp_path) -> Path:
    return write_tiny(tmp_path / "tiny")


@pytest.fixture
def server(tiny, tmp_path, monkeypatch):
    """Serve the tiny MNIST, packed, from this machine; torchvision is told its sums and address."""
    packed = tmp_path / "packed"
    packed.mkdir()
    resources = []
    for file in sorted(mnist.raw_folder(tiny).iterdir()):
        data = gzip.compress(file.read_bytes())
        (packed / f"{file.name}.gz").write_bytes(data)
        resources.append((f"{file.name}.gz", hashlib.md5(data).hexdigest()))

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args):
            super().__init__(*args, directory=str(packed))

        def log_message(self, *_):
            pass

    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    monkeypatch.setattr(MNIST, "resources", resources)
    monkeypatch.setattr(MNIST, "mirrors", [f"http://127.0.0.1:{running.server_port}/"])
    yield packed
    running.shutdown()
    running.server_close()


def files_below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


# --- Reading --------------------------------------------------------------------------------------


def test_mnist_is_read(tiny):
    """The real one where a variable names it, the tiny one otherwise: never skipped."""
    real = os.environ.get(mnist.VARIABLE)
    images, labels = mnist.load("test", real or tiny)
    assert images.shape == ((10_000 if real else NUM_TEST), 28, 28)
    assert labels[:5].tolist() == ([7, 2, 1, 0, 4] if real else [0, 1, 2, 3, 4])
    assert len(mnist.load("train", real or tiny)[1]) == (60_000 if real else NUM_TRAIN)


def test_tiny_mnist_is_read(tiny, monkeypatch):
    images, labels = mnist.load("train", tiny)
    assert images.shape == (NUM_TRAIN, 28, 28)
    assert images.dtype == torch.float32
    assert images.min() >= 0
    assert 0.9 < images.max() <= 1
    assert labels.tolist() == [i % 10 for i in range(NUM_TRAIN)]
    monkeypatch.setenv(mnist.VARIABLE, str(tiny))
    assert len(mnist.load("test")[1]) == NUM_TEST
    theirs = MNIST(tiny, train=True)  # torchvision reads the same
    assert torch.equal(theirs.data.float() / 255, images)


def test_unknown_part_is_named(tiny):
    with pytest.raises(ValueError, match=r"part must be one of train, test, not 'valid'"):
        mnist.load("valid", tiny)


def test_missing_files_are_named_with_a_remedy(tmp_path):
    with pytest.raises(mnist.MNISTUnavailable, match="not found") as caught:
        mnist.load("train", tmp_path)
    assert mnist.VARIABLE in str(caught.value)
    assert "scikit-learn's digits" in str(caught.value)


@pytest.mark.parametrize("damage", ["cut", "empty", "wrong magic", "wrong digit", "fewer labels"])
def test_damaged_files_are_found(tiny, damage):
    raw = mnist.raw_folder(tiny)
    images, labels = raw / "train-images-idx3-ubyte", raw / "train-labels-idx1-ubyte"
    if damage == "cut":
        images.write_bytes(images.read_bytes()[:-100])
    elif damage == "empty":
        images.write_bytes(b"")
    elif damage == "wrong magic":
        images.write_bytes(b"<html>please log in</html>" * 100)
    elif damage == "wrong digit":
        write_idx(labels, torch.full((NUM_TRAIN,), 10))
    else:
        write_idx(labels, torch.zeros(NUM_TRAIN - 1))
    with pytest.raises(mnist.MNISTUnavailable, match="MNIST is not usable: "):
        mnist.load("test", tiny)


# --- Fetching -------------------------------------------------------------------------------------


def test_fetched_whole(server, tiny, tmp_path):
    folder = tmp_path / "new" / "folder"
    images, labels = mnist.load("train", folder, download=True)
    assert torch.equal(images, mnist.load("train", tiny)[0])
    assert len(labels) == NUM_TRAIN
    # The four files and nothing else: no archive, no temporary folder.
    assert [Path(file).name for file in files_below(folder)] == sorted(
        file.name for file in mnist.raw_folder(tiny).iterdir()
    )
    assert [path.name for path in folder.iterdir()] == ["MNIST"]


def test_not_fetched_again(server, tiny):
    for file in server.iterdir():
        file.unlink()
    assert len(mnist.load("train", tiny, download=True)[1]) == NUM_TRAIN


def test_damaged_files_are_replaced(server, tiny):
    (mnist.raw_folder(tiny) / "t10k-images-idx3-ubyte").write_bytes(b"half")
    assert len(mnist.load("test", tiny, download=True)[0]) == NUM_TEST


@pytest.mark.parametrize("number", [0, 3])
def test_wrong_checksum_leaves_nothing(server, tmp_path, number):
    victim = sorted(server.iterdir())[number]
    victim.write_bytes(gzip.compress(b"not what you think"))
    folder = tmp_path / "new"
    with pytest.raises(mnist.MNISTUnavailable, match=f"no address gave {victim.name}") as caught:
        mnist.load("train", folder, download=True)
    assert "what came is cut off or another file" in str(caught.value)
    assert files_below(folder) == []
    assert list(folder.iterdir()) == []


def test_missing_on_the_server_leaves_the_old_files(server, tiny):
    broken = mnist.raw_folder(tiny) / "t10k-images-idx3-ubyte"
    broken.write_bytes(b"half")
    before = files_below(tiny)
    sorted(server.iterdir())[0].unlink()
    with pytest.raises(mnist.MNISTUnavailable, match="server answered 404"):
        mnist.load("test", tiny, download=True)
    assert files_below(tiny) == before
    assert broken.read_bytes() == b"half"


def test_second_address_is_tried(server, tmp_path, monkeypatch):
    monkeypatch.setattr(MNIST, "mirrors", ["http://127.0.0.1:9/", *MNIST.mirrors])
    assert len(mnist.load("train", tmp_path / "new", download=True)[1]) == NUM_TRAIN


def test_offline_is_said_in_a_sentence(tmp_path, monkeypatch):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        monkeypatch.setattr(MNIST, "mirrors", [f"http://127.0.0.1:{unused.getsockname()[1]}/"])
        with pytest.raises(mnist.MNISTUnavailable, match="Are you offline") as caught:
            mnist.load("train", tmp_path / "new", download=True)
    message = str(caught.value)
    assert "there is no connection" in message
    assert "Go on with scikit-learn's digits" in message
    assert "\n" not in message
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    assert files_below(tmp_path) == []


def test_silent_server_is_not_waited_for(tmp_path, monkeypatch):
    monkeypatch.setattr(storage, "SILENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:  # accepts, and never answers
        monkeypatch.setattr(MNIST, "mirrors", [f"http://127.0.0.1:{silent.getsockname()[1]}/"])
        with pytest.raises(mnist.MNISTUnavailable, match=r"silent for 0\.2 seconds"):
            mnist.load("train", tmp_path / "new", download=True)
    assert files_below(tmp_path) == []


def test_too_much_is_refused(server, tmp_path, monkeypatch):
    monkeypatch.setattr(mnist, "_MAX_BYTES", 100)
    with pytest.raises(mnist.MNISTUnavailable, match="sends more than 100 bytes"):
        mnist.load("train", tmp_path / "new", download=True)
    assert files_below(tmp_path / "new") == []


def test_server_that_sends_ever_so_slowly_is_given_up(tmp_path, monkeypatch):
    """It is never silent: a limit on silence alone would let it go on for a day."""
    monkeypatch.setattr(storage, "DEADLINE", 0.5)

    class Slow(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Length", str(10**7))
            self.end_headers()
            with contextlib.suppress(OSError):  # it hangs up, as it should
                for _ in range(600):
                    self.wfile.write(bytes(2**14))
                    time.sleep(0.05)

        def log_message(self, *_):
            pass

    slow = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    threading.Thread(target=slow.serve_forever, daemon=True).start()
    monkeypatch.setattr(MNIST, "mirrors", [f"http://127.0.0.1:{slow.server_port}/"])
    begin = time.monotonic()
    with pytest.raises(mnist.MNISTUnavailable, match="was not there after"):
        mnist.load("train", tmp_path / "new", download=True)
    assert time.monotonic() - begin < 10
    slow.shutdown()
    slow.server_close()


def test_interrupt_leaves_nothing(server, tmp_path, monkeypatch):
    """The stop button, while the third file is fetched."""
    fetch, calls = storage.download, []

    def interrupted(*args):
        calls.append(args)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return fetch(*args)

    monkeypatch.setattr(storage, "download", interrupted)
    folder = tmp_path / "new"
    with pytest.raises(KeyboardInterrupt):
        mnist.load("train", folder, download=True)
    assert list(folder.iterdir()) == []


def test_unwritable_folder_is_said(server, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(mnist.MNISTUnavailable, match="could not be stored"):
        mnist.fetch(tmp_path / "file")


# --- Digits ---------------------------------------------------------------------------------------


def test_digits_are_split_without_overlap():
    parts = digits.load()
    assert [len(y) for _, y in parts] == [1077, 360, 360]
    images = torch.cat([x for x, _ in parts]).flatten(1)
    assert images.shape == (1797, 64)
    assert images.min() == 0
    assert images.max() == 1
    everything = digits.load_all()[0].flatten(1)
    assert torch.equal(images.unique(dim=0), everything.unique(dim=0))
    assert torch.equal(digits.load()[0][0], parts[0][0])
    assert not torch.equal(digits.load(seed=1)[0][0], parts[0][0])
