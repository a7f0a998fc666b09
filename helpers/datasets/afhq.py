"""AFHQ at 32 x 32: photos of the faces of cats, dogs and wild animals, fetched if a reader asks.

Animal Faces-HQ: Choi, Uh, Yoo & Ha, *StarGAN v2*, CVPR 2020, arXiv:1912.01865. The small copy is one
zip, which stays a zip: it is compared with its hash whenever it is read, its pictures are decoded
in memory, and nothing of what is inside is ever written to the disk.
"""

import hashlib
import io
import os
import stat
import warnings
import zipfile
import zlib
from pathlib import Path, PurePosixPath

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from helpers.datasets import storage
from helpers.datasets.image_folder import DAMAGE

VARIABLE = "MLP_COURSE_AFHQ"  # the environment variable that names the folder
CACHE = storage.CACHE / "afhq"
REPOSITORY = "github.com/arashash/AnimalFaces32x32"
FILE = "afhq_32x32.zip"
ADDRESS = f"https://raw.githubusercontent.com/arashash/AnimalFaces32x32/main/{FILE}"
BLOB_ID = "cf240ae4ee37670914eeb339731968eced2da105"  # what git calls the file's contents
CLASSES = ("cat", "dog", "wild")
SIZE = 32  # pixels a side
PARTS = {"train": ("train",), "test": ("val", "test")}  # how their folders may be called
NUM_IMAGES = {"train": 14_630, "test": 1_500}
ATTRIBUTION = (
    "Animal Faces-HQ (AFHQ), (c) NAVER Corp., Choi et al., CVPR 2020, arXiv:1912.01865; scaled to "
    f"32 x 32 at {REPOSITORY}. License CC BY-NC 4.0: for non-commercial use only."
)

_MAX_ZIP_BYTES = 100_000_000  # GitHub stores no larger file
_MAX_IMAGES = 50_000
_MAX_IMAGE_BYTES = 100_000  # unpacked; 32 x 32 pixels make 3,072
_MAX_RATIO = 100  # unpacked to packed; pictures are packed already


class AFHQUnavailable(RuntimeError):
    """AFHQ is not there or could not be fetched; the message says why and what to do."""

    def __init__(self, problem: str) -> None:
        super().__init__(
            f"{problem}; go on with the drawn faces, which need no download, or put {FILE} from "
            f"{REPOSITORY} into a folder of yours and name that folder in the variable {VARIABLE}."
        )


def load(
    part: str, folder: Path | str | None = None, download: bool = False
) -> tuple[Tensor, Tensor]:
    """Return images (num_images, 3, 32, 32), uint8, and labels (num_images,), int64.

    `part` is "train" or "test": 14,630 and 1,500 images, ordered by class; label k stands for
    `CLASSES[k]`. `folder` contains the zip; without one the environment variable MLP_COURSE_AFHQ is
    asked, then the course's own cache. With `download`, a zip that is missing or damaged is
    fetched first. Whoever uses the images has to show `ATTRIBUTION`.

    Raises AFHQUnavailable if the zip is missing, is another one, or could not be fetched, and
    ValueError for another part.
    """
    if part not in PARTS:
        raise ValueError(f"part must be one of {', '.join(PARTS)}, not {part!r}.")
    path = storage.find_folder(folder, VARIABLE, CACHE) / FILE
    if download and not (path.is_file() and _is_genuine(path.read_bytes())):
        fetch(path.parent)
    if not path.is_file():
        raise AFHQUnavailable(f"There is no {FILE} in {path.parent}")
    data = path.read_bytes()
    if not _is_genuine(data):
        raise AFHQUnavailable(f"{path} is cut off or not the file that was published")
    images, labels = _unpack(data, part)
    if len(images) != NUM_IMAGES[part]:
        warnings.warn(
            f"AFHQ's {part} part has {len(images):,} images, not {NUM_IMAGES[part]:,}.",
            stacklevel=2,
        )
    return images, labels


def fetch(folder: Path | str) -> None:
    """Fetch the zip into `folder`, where it appears checked and whole, or not at all.

    Raises AFHQUnavailable if it cannot be fetched, is not the right one, or cannot be stored.
    """
    try:
        data = storage.download(ADDRESS, _MAX_ZIP_BYTES)
    except storage.DownloadError as error:
        raise AFHQUnavailable(f"AFHQ could not be fetched: {error}") from None
    if not _is_genuine(data):
        raise AFHQUnavailable(
            f"What {ADDRESS} gave ({len(data):,} bytes) is cut off or not the file that was published"
        )
    for part in PARTS:
        _unpack(data, part)  # kept only if it can be read
    try:
        with storage.staging(Path(folder)) as temporary:
            (temporary / FILE).write_bytes(data)
            os.replace(temporary / FILE, Path(folder) / FILE)
    except OSError as error:
        raise AFHQUnavailable(f"AFHQ could not be stored ({storage.in_words(error)})") from None


def _is_genuine(data: bytes) -> bool:
    """Compare with the id that git gives to a file's contents: a hash of their length and them."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest() == BLOB_ID


def _unpack(data: bytes, part: str) -> tuple[Tensor, Tensor]:
    """Return the images and labels of one part of the zip whose bytes are `data`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = _find_images(archive.infolist(), part)
            images = np.stack([_decode(archive.read(one), one.filename) for _, one in found])
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise AFHQUnavailable(f"{FILE} is damaged ({storage.in_words(error)})") from None
    labels = torch.tensor([label for label, _ in found])
    return torch.from_numpy(images).permute(0, 3, 1, 2).contiguous(), labels


def _find_images(entries: list[zipfile.ZipInfo], part: str) -> list[tuple[int, zipfile.ZipInfo]]:
    """Return (label, entry) for every .../<part>/<class>/<name>.jpg, sorted; check all that is there.

    What lies elsewhere in the zip is never unpacked.
    """
    found = []
    for entry in entries:
        path = PurePosixPath(entry.filename)
        is_link = stat.S_ISLNK(entry.external_attr >> 16)
        if path.is_absolute() or ".." in path.parts or "\\" in entry.filename or is_link:
            raise AFHQUnavailable(f"{FILE} points out of itself ({entry.filename!r})")
        *_, part_folder, kind = ("", "", *path.parent.parts)
        is_image = path.suffix.lower() in (".jpg", ".jpeg", ".png") and path.name[0] != "."
        if is_image and part_folder in PARTS[part] and kind in CLASSES:
            found.append((CLASSES.index(kind), entry))
    _require_modest([entry for _, entry in found])
    if missing := [name for label, name in enumerate(CLASSES) if label not in dict(found)]:
        raise AFHQUnavailable(f"{FILE} has no {part} images of {', '.join(missing)}")
    return sorted(found, key=lambda pair: (pair[0], pair[1].filename))


def _require_modest(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse a zip that would unpack to more than pictures need."""
    if len(entries) > _MAX_IMAGES:
        raise AFHQUnavailable(f"{FILE} has {len(entries):,} images, more than {_MAX_IMAGES:,}")
    for entry in entries:
        limit = min(_MAX_IMAGE_BYTES, _MAX_RATIO * entry.compress_size)
        if entry.file_size > limit:
            raise AFHQUnavailable(
                f"{entry.filename} in {FILE} unpacks to {entry.file_size:,} bytes, more than {limit:,}"
            )


def _decode(data: bytes, name: str) -> np.ndarray:
    """Return one picture, (32, 32, 3); it has its size already, so half of `read_image`'s work goes."""
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
            if image.size != (SIZE, SIZE):
                raise AFHQUnavailable(f"{name} in {FILE} has {image.width} x {image.height} pixels")
            return np.asarray(image.convert("RGB"))
    except DAMAGE:
        raise AFHQUnavailable(f"{name} in {FILE} is damaged") from None
