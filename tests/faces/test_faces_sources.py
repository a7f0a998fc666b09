"""Where the faces come from: drawn, fetched, or from a folder of the reader's."""

import io

import pytest
import torch
from PIL import Image

from helpers.faces import sources


def png(color) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), color).save(file, "PNG")
    return file.getvalue()


def test_a_folder_of_the_reader(tmp_path):
    for label, name in enumerate(("bird", "fish")):
        (tmp_path / name).mkdir()
        for number in range(10):
            (tmp_path / name / f"{number}.png").write_bytes(png((100 * label, number, 0)))
    *parts, classes = sources.load(folder=tmp_path)
    assert classes == ("bird", "fish")
    assert [len(x) for x, _ in parts] == [14, 2, 4]
    for x, y in parts:
        assert torch.equal(x[:, 0, 0, 0], 100 * y)  # labels went with their pictures
    green = torch.cat([x[:, 1, 0, 0] + 100 * y for x, y in parts])
    assert len(set(green.tolist())) == 20  # no picture is in two parts


def test_without_the_real_faces_a_sentence_says_what_to_do(monkeypatch, capsys):
    def unavailable(*_args, **_kwargs):
        raise sources.afhq.AFHQUnavailable("AFHQ could not be fetched: no network")

    monkeypatch.setattr(sources.afhq, "load", unavailable)
    monkeypatch.setattr(sources, "NUM_TRAIN", 30)
    (x, _), *_, classes = sources.load(use_real_faces=True)
    assert len(x) == 30 and classes == ("cat", "dog", "wild")
    said = capsys.readouterr().out
    assert "no network" in said and "drawn faces" in said


def test_a_folder_with_too_few_pictures_is_refused():
    with pytest.raises(ValueError, match="at least 10"):
        sources.split(torch.zeros(5, 3, 32, 32), torch.zeros(5))


def test_a_folder_needs_two_classes_and_hidden_files_do_not_count(tmp_path):
    (tmp_path / "fish").mkdir()
    for number in range(12):
        (tmp_path / "fish" / f"{number}.png").write_bytes(png((number, 0, 0)))
    (tmp_path / "fish" / "._0.png").write_bytes(b"what macOS keeps beside a picture")
    with pytest.raises(ValueError, match="fish; this notebook takes two"):
        sources.load(folder=tmp_path)
