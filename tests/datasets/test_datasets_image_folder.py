"""Pictures read from folders and from bytes: upright, on white, square; and clear words if not.

The faces are real ones if the environment variable MLP_COURSE_FACES names a folder that has train/
and val/ with cat, dog and wild in each; otherwise drawn faces are stored in that layout.
"""

import io
import os
import random
import struct
import warnings
import zlib
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torchvision.transforms.v2.functional import pil_to_tensor, resize, to_pil_image

from helpers.datasets import faces, image_folder
from helpers.datasets.image_folder import ImageError, read_image

ORIENTATION, UPSIDE_DOWN, TURNED = 0x0112, 3, 6  # of EXIF
RED, BLUE = (220, 30, 20), (10, 40, 200)


@pytest.fixture(scope="module")
def face_folder(tmp_path_factory) -> Path:
    """Return a folder of faces: real ones, or drawn ones saved as JPEG files of 64 x 64 pixels."""
    if real := os.environ.get("MLP_COURSE_FACES"):
        return Path(real)
    folder = tmp_path_factory.mktemp("faces")
    for seed, part in enumerate(("train", "val")):
        for index, (image, label) in enumerate(zip(*faces.draw(30, seed, size=64), strict=True)):
            path = folder / part / faces.CLASSES[label] / f"{index:02}.jpg"
            path.parent.mkdir(parents=True, exist_ok=True)
            to_pil_image(image).save(path, quality=95)
    return folder


@pytest.fixture
def face(face_folder) -> Image.Image:
    with Image.open(min(face_folder.glob("train/cat/*.jpg"))) as image:
        return image.convert("RGB")


def data_of(image: Image.Image, kind: str = "PNG", **options) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def flag(mode: str = "RGB") -> Image.Image:
    """Return 60 x 40 pixels, red on the left and blue on the right."""
    image = Image.new("RGB", (60, 40), BLUE)
    image.paste(RED, (0, 0, 30, 40))
    return image.convert(mode)


def write_classes(folder: Path, *classes: str) -> Path:
    for name in classes:
        (folder / name).mkdir(parents=True)
        flag().save(folder / name / "flag.png")
    return folder


def assert_one_sentence(message: str, *parts: str) -> None:
    """A sentence that has all parts, says after a semicolon what to do, and ends."""
    for part in parts:
        assert part in message
    assert "; " in message
    assert message.endswith(".")
    assert "\n" not in message


# --- Faces ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [32, 48])
@pytest.mark.parametrize("part", ["train", "val"])
def test_faces_are_read_from_a_folder(face_folder, part, size):
    images, labels, classes = image_folder.load(face_folder / part, size)
    num_files = [len(list((face_folder / part / name).glob("*.jpg"))) for name in faces.CLASSES]
    assert classes == faces.CLASSES
    assert labels.bincount().tolist() == num_files
    assert images.shape == (sum(num_files), 3, size, size)
    assert images.dtype == torch.uint8
    assert labels.dtype == torch.int64
    # Pictures, no two alike: neither black nor white nor gray.
    assert 40 < images.float().mean() < 215
    assert (images.float().flatten(1).std(1) > 10).all()
    assert len(images.flatten(1).unique(dim=0)) == len(images)


def test_a_face_is_scaled_as_torchvision_does(face):
    theirs = resize(pil_to_tensor(face), [32, 32], antialias=True).float()
    assert (read_image(data_of(face)).float() - theirs).abs().mean() < 4  # bicubic, bilinear


def test_a_face_is_the_same_in_every_format(face, tmp_path):
    expected = read_image(data_of(face)).float()
    for kind in image_folder.FORMATS:
        difference = (read_image(data_of(face, kind)).float() - expected).abs().mean()
        assert difference < (12 if kind == "GIF" else 6), kind  # a GIF has 256 colors
    face.save(tmp_path / "face.png")
    assert torch.equal(read_image(tmp_path / "face.png").float(), expected)
    assert torch.equal(read_image(str(tmp_path / "face.png")).float(), expected)


def test_a_face_held_sideways_is_turned_upright(face):
    expected = read_image(data_of(face))
    exif = Image.Exif()
    exif[ORIENTATION] = TURNED
    turned = data_of(face.transpose(Image.Transpose.ROTATE_90), exif=exif)
    assert torch.equal(read_image(turned), expected)
    exif[ORIENTATION] = UPSIDE_DOWN
    turned = data_of(face.rotate(180), exif=exif)
    assert torch.equal(read_image(turned), expected)


def test_an_opaque_face_keeps_its_colors(face):
    expected = read_image(data_of(face))
    assert torch.equal(read_image(data_of(face.convert("RGBA"))), expected)


# --- What pictures can be like --------------------------------------------------------------------


def test_the_central_square_is_kept():
    image = Image.new("RGB", (300, 100), BLUE)
    image.paste(RED, (100, 0, 200, 100))
    assert (read_image(data_of(image)) == torch.tensor(RED)[:, None, None]).all()
    assert (
        read_image(data_of(image.rotate(90, expand=True))) == torch.tensor(RED)[:, None, None]
    ).all()


def test_colors_and_sides_are_in_order():
    pixels = read_image(data_of(flag()), size=20)
    assert pixels.shape == (3, 20, 20)
    assert pixels[:, 10, 2].tolist() == list(RED)
    assert pixels[:, 10, -2].tolist() == list(BLUE)


def test_fine_stripes_turn_gray_and_not_into_coarse_stripes():
    stripes = np.zeros((320, 320), np.uint8)
    stripes[:, ::2] = 255
    pixels = read_image(data_of(Image.fromarray(stripes))).float()
    assert (pixels - 127.5).abs().max() < 5


@pytest.mark.parametrize("mode", ["L", "1", "P", "LA", "PA", "CMYK", "I;16"])
def test_every_kind_of_pixel_becomes_rgb(mode):
    gray = Image.linear_gradient("L")
    if mode == "I;16":
        image = Image.fromarray(np.asarray(gray).astype(np.uint16) * 257)
    else:
        image = (gray.convert("RGB") if mode in ("P", "CMYK") else gray).convert(mode)
    kind = {"CMYK": "TIFF", "PA": "TIFF"}.get(mode, "PNG")
    pixels = image_folder._upright_on_white(Image.open(io.BytesIO(data_of(image, kind))))
    difference = np.asarray(pixels.resize((8, 8), Image.Resampling.BOX)).astype(float)
    expected = np.asarray(gray.resize((8, 8), Image.Resampling.BOX)).astype(float)[..., None]
    assert np.abs(difference - expected).max() < 8


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_is_white(mode):
    if mode == "P":
        image = flag().quantize()
        data = data_of(image, transparency=image.getpixel((0, 0)))
    else:
        image = flag("RGBA").convert(mode)
        image.paste((0,) * len(mode), (0, 0, 30, 40))
        data = data_of(image)
    pixels = read_image(data, size=20)
    assert (pixels[:, :, :8] == 255).all()
    assert (pixels[:, :, -8:] < 210).all()


def test_half_transparent_black_is_gray():
    pixels = read_image(data_of(Image.new("RGBA", (9, 9), (0, 0, 0, 128))))
    assert (pixels.float() - 127).abs().max() <= 1


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (500, 1), (33, 31)])
def test_tiny_and_thin_pictures_are_read(shape):
    assert (read_image(data_of(Image.new("RGB", shape, RED)))[0] == RED[0]).all()


def test_a_telephone_s_jpeg_with_a_second_picture_is_read(face):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        data = data_of(face, "MPO", save_all=True, append_images=[face.resize((20, 20))])
        assert (read_image(data).float() - read_image(data_of(face)).float()).abs().mean() < 6


# --- Bad pictures ---------------------------------------------------------------------------------


def test_what_is_no_picture_is_said():
    for data in (
        b"Dear reader, this is a text.",
        b"<html>please log in</html>",
        b"\0" * 999,
        b"%!PS",
    ):
        with pytest.raises(ImageError) as caught:
            read_image(data)
        assert_one_sentence(str(caught.value), "The picture is not a picture in a format")


def test_formats_beyond_the_usual_are_not_decoded():
    with pytest.raises(ImageError, match="not a picture in a format that is known here"):
        read_image(data_of(flag(), "EPS"))


def test_an_empty_file_is_said(tmp_path):
    (tmp_path / "empty.jpg").touch()
    for source, name in ((b"", "The picture"), (tmp_path / "empty.jpg", "empty.jpg")):
        with pytest.raises(ImageError) as caught:
            read_image(source)
        assert_one_sentence(str(caught.value), name, "is empty")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP"])
@pytest.mark.parametrize("kept", [0.5, 0.9])
def test_a_file_that_is_cut_off_is_said(face, kind, kept):
    data = data_of(face.resize((64, 64)), kind)
    with pytest.raises(ImageError) as caught:
        read_image(data[: int(kept * len(data))])
    assert_one_sentence(str(caught.value), "The picture is damaged or cut off before its end")
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("kind", image_folder.FORMATS)
def test_damaged_files_are_read_or_said_and_nothing_else(face, kind):
    """The only error that may come out is ours, whatever happened to the bytes."""
    exif = Image.Exif()
    exif[ORIENTATION] = TURNED
    whole = data_of(face.resize((24, 24)), kind, exif=exif)
    dice = random.Random(0)
    num_said = 0
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(dice.randrange(1, 6)):
            data[dice.randrange(min(len(data), 300))] = dice.randrange(256)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # Pillow's: a damaged remark about the camera
                assert read_image(bytes(data)).shape == (3, 32, 32)
        except ImageError as error:
            num_said += 1
            assert_one_sentence(str(error))
    assert num_said > 0


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_an_animation_is_said(kind):
    data = data_of(flag(), kind, save_all=True, append_images=[flag().rotate(180)])
    with pytest.raises(ImageError) as caught:
        read_image(data)
    assert_one_sentence(str(caught.value), "The picture has 2 frames", "save one of them")


def png_that_claims(width: int, height: int) -> bytes:
    """Return a PNG of a hundred bytes that unpacks to width x height pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        sum_ = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + sum_

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize("side", [10_000, 100_000])  # Pillow warns of the one and refuses the other
def test_a_bomb_is_said_and_not_unpacked(side):
    with pytest.raises(ImageError) as caught:
        read_image(png_that_claims(side, side))
    assert_one_sentence(str(caught.value), "more than 89 million pixels", "save a smaller copy")


def test_a_large_file_is_said_and_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(image_folder, "MAX_BYTES", 3_000_000)
    path = tmp_path / "large.png"
    path.write_bytes(bytes(4_000_000))
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
    for source, name in ((bytes(4_000_000), "The picture"), (path, "large.png")):
        with pytest.raises(ImageError) as caught:
            read_image(source)
        assert_one_sentence(str(caught.value), name, "has 4 MB, more than 3;")


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(ImageError) as caught:
        read_image(tmp_path / "no.jpg")
    assert_one_sentence(str(caught.value), "no.jpg is not a file")


def test_a_size_of_nothing_is_said():
    with pytest.raises(ValueError, match="size must be at least 1, not 0"):
        read_image(data_of(flag()), size=0)


# --- Folders --------------------------------------------------------------------------------------


def test_labels_follow_the_classes_asked_for(tmp_path):
    folder = write_classes(tmp_path, "a", "b", "c")
    flag().save(folder / "c" / "another.png")
    assert image_folder.load(folder)[1].tolist() == [0, 1, 2, 2]
    images, labels, classes = image_folder.load(folder, classes=["c", "a"])
    assert classes == ("c", "a")
    assert labels.tolist() == [0, 0, 1]
    assert len(images) == 3


def test_hidden_folders_and_other_files_are_passed_over(tmp_path):
    folder = write_classes(tmp_path, "a", "b", ".ipynb_checkpoints")
    (folder / "a" / "notes.txt").write_text("not a picture")
    (folder / "README").write_text("not a class")
    _, labels, classes = image_folder.load(folder)
    assert classes == ("a", "b")
    assert labels.tolist() == [0, 1]


def test_a_broken_picture_in_a_folder_is_named(tmp_path):
    folder = write_classes(tmp_path, "a", "b")
    (folder / "b" / "half.jpg").write_bytes(data_of(flag(), "JPEG")[:400])
    with pytest.raises(ImageError) as caught:
        image_folder.load(folder)
    assert_one_sentence(str(caught.value), os.path.join("b", "half.jpg"), "cut off")


def test_missing_and_empty_classes_are_named(tmp_path):
    folder = write_classes(tmp_path, "a", "b")
    (folder / "hollow").mkdir()
    with pytest.raises(ImageError) as caught:
        image_folder.load(folder, classes=["a", "zebra"])
    assert_one_sentence(str(caught.value), "no subfolder zebra but a, b, hollow")
    with pytest.raises(ImageError) as caught:
        image_folder.load(folder)
    assert_one_sentence(str(caught.value), "hollow", "no pictures")


def test_folders_that_are_none_are_said(tmp_path):
    (tmp_path / "file").touch()
    for name in ("file", "nowhere"):
        with pytest.raises(ImageError) as caught:
            image_folder.load(tmp_path / name)
        assert_one_sentence(str(caught.value), f"{name} is not a folder")
    with pytest.raises(ImageError) as caught:
        image_folder.load(tmp_path)
    assert_one_sentence(str(caught.value), "has no subfolders")
