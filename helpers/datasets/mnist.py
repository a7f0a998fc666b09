"""MNIST: found in a folder, or fetched, checked, and put there whole or not at all.

Four files in IDX format make up the data set: the images and the digits of 60,000 training samples
and of 10,000 test samples. They lie in `MNIST/raw` below a folder of your choice, as torchvision
has them. LeCun, Bottou, Bengio & Haffner 1998, doi:10.1109/5.726791.
"""

import gzip
import hashlib
import os
from pathlib import Path

from torch import Tensor
from torchvision.datasets import MNIST
from torchvision.datasets.mnist import read_image_file, read_label_file

from helpers.datasets import storage

VARIABLE = "MLP_COURSE_MNIST"  # the environment variable that names the folder
CACHE = storage.CACHE / "mnist"
PARTS = {"train": "train", "test": "t10k"}  # the two halves, and how their files' names begin
SIDE, NUM_CLASSES = 28, 10
_KINDS = ("images-idx3-ubyte", "labels-idx1-ubyte")
_FILES = [f"{start}-{kind}" for start in PARTS.values() for kind in _KINDS]
_MAX_BYTES = 20_000_000  # of one archive; the largest has 9,912,422


class MNISTUnavailable(RuntimeError):
    """MNIST is not there or could not be fetched; the message says why and what to do."""

    def __init__(self, problem: str) -> None:
        super().__init__(
            f"{problem} Go on with scikit-learn's digits, which need no download; or put the four "
            "files into MNIST/raw in a folder of yours and name that folder in the variable "
            f"{VARIABLE}."
        )


def load(
    part: str, folder: Path | str | None = None, download: bool = False
) -> tuple[Tensor, Tensor]:
    """Return the images (num_samples, 28, 28) in [0, 1], float32, and the digits, int64.

    `part` is "train" or "test". `folder` contains `MNIST/raw`; without one the environment
    variable MLP_COURSE_MNIST is asked, then the course's own cache. With `download`, what is
    missing or damaged there is fetched first.

    Raises MNISTUnavailable if the files are missing or damaged, or could not be fetched, and
    ValueError for another part.
    """
    if part not in PARTS:
        raise ValueError(f"part must be one of {', '.join(PARTS)}, not {part!r}.")
    folder = storage.find_folder(folder, VARIABLE, CACHE)
    if download and _what_is_wrong(folder):
        fetch(folder)
    if problem := _what_is_wrong(folder):
        raise MNISTUnavailable(f"MNIST is not usable: {problem}.")
    images, digits = _read(folder, part)
    return images.float() / 255, digits


def fetch(folder: Path | str) -> None:
    """Fetch MNIST into `folder`, which then holds `MNIST/raw`.

    The addresses, and the MD5 sum that each archive is compared with, are torchvision's. Everything
    happens in a temporary folder beside the final one; the files move only when all four are there
    and can be read. So an interrupt or a full disk leaves nothing half-written where `load` looks.
    Raises MNISTUnavailable if no address gives the right files.
    """
    folder = Path(folder)
    try:
        with storage.staging(folder) as temporary:
            raw = raw_folder(temporary)
            raw.mkdir(parents=True)
            for filename, md5 in MNIST.resources:
                _fetch_one(filename, md5, raw)
            if problem := _what_is_wrong(temporary):
                raise MNISTUnavailable(f"MNIST was fetched but is not usable: {problem}.")
            raw_folder(folder).mkdir(parents=True, exist_ok=True)
            for file in _FILES:
                os.replace(raw / file, raw_folder(folder) / file)
    except OSError as error:
        raise MNISTUnavailable(f"MNIST could not be stored ({storage.in_words(error)}).") from None


def _fetch_one(filename: str, md5: str, raw: Path) -> None:
    reasons = []
    for mirror in MNIST.mirrors:
        try:
            data = storage.download(mirror + filename, _MAX_BYTES)
        except storage.DownloadError as error:
            reasons.append(str(error))
            continue
        if hashlib.md5(data).hexdigest() == md5:
            (raw / filename.removesuffix(".gz")).write_bytes(gzip.decompress(data))
            return
        reasons.append("what came is cut off or another file")
    raise MNISTUnavailable(
        f"MNIST could not be fetched: no address gave {filename} ({'; '.join(reasons)}). "
        "Are you offline?"
    )


def raw_folder(folder: Path | str) -> Path:
    """Return where torchvision keeps MNIST's four files below `folder`."""
    return Path(folder) / "MNIST" / "raw"


def _what_is_wrong(folder: Path | str) -> str:
    """Return, in words, why the files cannot be used; an empty text if they can."""
    missing = [file for file in _FILES if not (raw_folder(folder) / file).is_file()]
    if missing:
        return f"{', '.join(missing)} not found"
    for part in PARTS:
        try:
            images, digits = _read(folder, part)
        except (OSError, ValueError, RuntimeError, AssertionError) as error:
            return f"a file of the {part} half is damaged ({storage.in_words(error)})"
        if images.shape != (len(digits), SIDE, SIDE) or len(digits) == 0:
            return (
                f"the {part} half has images of shape {tuple(images.shape)}, {len(digits)} digits"
            )
        if digits.max() >= NUM_CLASSES:
            return f"the {part} half has the digit {digits.max().item()}"
    return ""


def _read(folder: Path | str, part: str) -> tuple[Tensor, Tensor]:
    """Return uint8 images (num_samples, 28, 28) and int64 digits, as torchvision reads them."""
    images, labels = (str(raw_folder(folder) / f"{PARTS[part]}-{kind}") for kind in _KINDS)
    return read_image_file(images), read_label_file(labels)
