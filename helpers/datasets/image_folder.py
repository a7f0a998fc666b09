"""Pictures as tensors: a folder whose subfolders are the classes, or one picture that a reader has.

Every picture is turned upright, laid on white, cropped to its central square and scaled down with
antialiasing: without it fine patterns turn into coarse ones that were never there.
"""

import io
import struct
import warnings
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import torch
from PIL import Image, ImageOps
from torch import Tensor
from torchvision.transforms.v2.functional import pil_to_tensor

from helpers.arguments import require_at_least

MAX_BYTES = 50_000_000  # of a file; a photograph of 50 megapixels has about 20 million
# The decoders that strangers' files may reach. Pillow has fifty more, one of which runs programs.
FORMATS = ("JPEG", "PNG", "GIF", "BMP", "WEBP")
SUFFIXES = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp")
# What Pillow's decoders raise for damaged files, found by damaging some thousands.
DAMAGE = (OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, struct.error)


class ImageError(ValueError):
    """A picture, or a folder of pictures, cannot be used; the message says which, why, and what to
    do."""


def load(
    folder: Path | str, size: int = 32, classes: Sequence[str] | None = None
) -> tuple[Tensor, Tensor, tuple[str, ...]]:
    """Return uint8 images (num_images, 3, size, size), int64 labels (num_images,), and the classes.

    `folder` contains one subfolder for each class, which contains its pictures, at any depth.
    Label k stands for `classes[k]`; without `classes` these are all subfolders, sorted by name,
    less hidden ones. Files that are not named like pictures are ignored.

    Raises ImageError if the folder, a class or a picture is missing or damaged.
    """
    folder = Path(folder)
    there = _find_classes(folder)
    classes = tuple(classes or there)
    if missing := [name for name in classes if name not in there]:
        raise ImageError(
            f"{folder} has no subfolder {', '.join(missing)} but {', '.join(there)}; "
            "make one for each class, or leave that class out."
        )
    paths = [_find_pictures(folder / name) for name in classes]
    images = torch.stack([read_image(path, size) for path in chain(*paths)])
    num_images = torch.tensor([len(of_class) for of_class in paths])
    return images, torch.arange(len(classes)).repeat_interleave(num_images), classes


def read_image(source: Path | str | bytes, size: int = 32) -> Tensor:
    """Return one picture, a file or a file's bytes, as uint8 values (3, size, size): red, green, blue.

    Raises ImageError if it is no picture, damaged, empty, animated, or too large.
    """
    require_at_least(1, size=size)
    name = "The picture" if isinstance(source, bytes) else str(source)
    data = _bytes(source, name)
    try:
        with warnings.catch_warnings():
            # A small file can unpack to gigabytes: Pillow warns of it before it unpacks anything.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                _require_one_frame(image, name)
                return pil_to_tensor(_square(_upright_on_white(image), size))
    except ImageError:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        limit = Image.MAX_IMAGE_PIXELS // 1_000_000
        raise ImageError(
            f"{name} has more than {limit} million pixels; save a smaller copy and use that."
        ) from None
    except Image.UnidentifiedImageError:
        raise ImageError(
            f"{name} is not a picture in a format that is known here; save it as a JPEG or PNG."
        ) from None
    except DAMAGE:
        raise ImageError(
            f"{name} is damaged or cut off before its end; save or download it again."
        ) from None


def _find_classes(folder: Path) -> list[str]:
    if not folder.is_dir():
        raise ImageError(f"{folder} is not a folder; check how it is spelled.")
    names = sorted(path.name for path in folder.iterdir() if path.is_dir())
    if classes := [name for name in names if not name.startswith(".")]:
        return classes
    raise ImageError(f"{folder} has no subfolders; make one for each class.")


def _find_pictures(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    pictures = sorted(path for path in found if not path.name.startswith("."))  # macOS has ._x.jpg
    if pictures:
        return pictures
    raise ImageError(
        f"{folder} has no pictures ({', '.join(SUFFIXES)}); put some in, or leave this class out."
    )


def _bytes(source: Path | str | bytes, name: str) -> bytes:
    if isinstance(source, bytes):
        num_bytes = len(source)
    elif Path(source).is_file():
        num_bytes = Path(source).stat().st_size
    else:
        raise ImageError(f"{name} is not a file; check how it is spelled.")
    if num_bytes == 0:
        raise ImageError(f"{name} is empty (0 bytes); save or download it again.")
    if num_bytes > MAX_BYTES:
        raise ImageError(
            f"{name} has {num_bytes / 1e6:.0f} MB, more than {MAX_BYTES / 1e6:.0f}; "
            "save a smaller copy and use that."
        )
    return source if isinstance(source, bytes) else Path(source).read_bytes()


def _require_one_frame(image: Image.Image, name: str) -> None:
    # A telephone's JPEG may carry a second, smaller picture ("MPO"): that is no animation.
    if image.format != "MPO" and (num_frames := getattr(image, "n_frames", 1)) > 1:
        raise ImageError(f"{name} has {num_frames} frames; save one of them and use that.")


def _upright_on_white(image: Image.Image) -> Image.Image:
    """Return the picture in RGB, turned as its camera says it was held; transparency becomes white."""
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I"):  # 16 bits of gray, which Pillow would cut off at 255
        image = image.point(lambda value: value / 256).convert("L")
    if not image.has_transparency_data:
        return image.convert("RGB")
    image = image.convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image).convert("RGB")


def _square(image: Image.Image, size: int) -> Image.Image:
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    # Cropped first: a scaling with a box would look at the pixels around it, too.
    image = image.crop((left, top, left + side, top + side))
    return image.resize((size, size), Image.Resampling.BICUBIC)
