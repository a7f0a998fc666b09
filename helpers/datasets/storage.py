"""Where data sets lie, and how their files get there whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data"  # what comes with the course
CACHE = DATA / "cache"  # what a reader has asked for


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


def in_words(error: Exception) -> str:
    """Return why, as far as the system says, in words that fit into a sentence."""
    reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
    return str(reason).strip().rstrip(".") or type(error).__name__
