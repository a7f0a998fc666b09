"""Where data sets lie, and how their files get there: within limits, and whole or not at all."""

import io
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pooch
import requests

DATA = Path(__file__).resolve().parents[2] / "data"  # what comes with the course
CACHE = DATA / "cache"  # what a reader has asked for
SILENCE = 30.0  # seconds without a byte after which a server counts as dead
DEADLINE = 1800.0  # seconds after which a server that still sends counts as too slow


class DownloadError(Exception):
    """Nothing was fetched; the message says why, in words that fit into a sentence."""


def find_folder(folder: Path | str | None, variable: str, cache: Path) -> Path:
    """Return `folder`, or the one that the environment variable names, or `cache`."""
    return Path(folder or os.environ.get(variable) or cache)


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """Make `folder` and yield a temporary one inside it, which is gone at the end.

    What is complete there moves out with `os.replace`, which is done or not done, never half: both
    are on one disk. So an interrupt, a full disk or a second run leaves nothing half-written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".fetching-") as temporary:
        yield Path(temporary)


def download(address: str, max_bytes: int) -> bytes:
    """Return what is at `address`, kept in memory until somebody has compared it with its hash.

    Raises DownloadError if it has more than `max_bytes`, or does not come in time.
    """
    arriving = _Limited(max_bytes)
    transfer = pooch.HTTPDownloader(progressbar=True, chunk_size=2**14, timeout=SILENCE)
    try:
        transfer(address, arriving, None)
    except requests.RequestException as error:
        raise DownloadError(_why(error)) from None
    return arriving.getvalue()


class _Limited(io.BytesIO):
    """Bytes in memory: no more than may be, and no later."""

    def __init__(self, max_bytes: int) -> None:
        super().__init__()
        self.max_bytes, self.end = max_bytes, time.monotonic() + DEADLINE

    def write(self, data) -> int:
        if self.tell() + len(data) > self.max_bytes:
            raise DownloadError(f"the server sends more than {self.max_bytes:,} bytes")
        if time.monotonic() > self.end:
            raise DownloadError(f"it was not there after {DEADLINE / 60:g} minutes")
        return super().write(data)


def _why(error: requests.RequestException) -> str:
    if error.response is not None:
        return f"the server answered {error.response.status_code} {error.response.reason}"
    if "timed out" in str(error):
        return f"the server was silent for {SILENCE:g} seconds"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "the connection broke off"
    return "there is no connection"


def in_words(error: Exception) -> str:
    """Return why, as far as the system says, in words that fit into a sentence."""
    reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
    return str(reason).strip().rstrip(".") or type(error).__name__
