"""The explorables of notebook 07: every control to its ends, and files of every kind."""

import datetime
import io

import numpy as np
import pytest
import torch
from PIL import Image

from helpers.faces import explorables, sources, study
from helpers.faces.uploads import newest_file
from helpers.mlp import MLP


@pytest.fixture(autouse=True, scope="module")
def quick_example():
    """An untrained network in place of the example's training, which takes seconds."""
    torch.manual_seed(0)
    x, y = 2 * torch.rand(60, 3, 32, 32) - 1, torch.arange(60) % 3
    case = study.Case(MLP([3072, 8, 3]), x, y, ("cat", "dog", "wild"))
    film = study.Film(torch.randn(4, 40, 3, 32, 32), [0.3, 0.5, 0.6, 0.6])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(study, "example", lambda: (case, film))
        yield


@pytest.mark.parametrize("name", explorables.__all__)
def test_every_control_reaches_its_ends(name):
    explorable = getattr(explorables, name)()
    opening, _ = explorable.scene.render(**explorable.values)
    opening = opening.copy()
    first = next(iter(explorable.controls))
    for control in explorable.controls.values():
        kept = control.value
        ends = (control.min, control.max) if hasattr(control, "min") else (not kept, kept)
        ends = control.options if hasattr(control, "options") else ends
        for value in ends:
            control.value = value
            _, sentence = explorable.scene.render(**explorable.values)
            assert "nan" not in sentence
            assert len(sentence) > 30
        control.value = kept
    explorable.controls[first].value += explorable.controls[first].step  # one press of a key
    moved, _ = explorable.scene.render(**explorable.values)
    assert np.mean(np.any(moved != opening, axis=2)) > 0.0005


def png(color=(200, 30, 30)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), color).save(file, "PNG")
    return file.getvalue()


def test_files_in_the_form_of_both_widget_versions():
    content = png()
    of_8 = ({"name": "a.png", "type": "image/png", "content": memoryview(content)},)
    of_7 = {"a.png": {"metadata": {"name": "a.png"}, "content": content}}
    assert newest_file(of_8) == newest_file(of_7) == ("a.png", content)
    assert newest_file(()) is None and newest_file({}) is None


class Silent:
    def __init__(self):
        self.sentences = []

    def show(self, _pixels, sentence, lossless=False):
        self.sentences.append(sentence)


def upload(explorable, content: bytes, name: str = "mine.png") -> None:
    """Hand over a file as the front end does, to either version of ipywidgets."""
    if isinstance(explorable.upload.value, dict):
        value = {name: {"metadata": {"name": name}, "content": content}}
        explorable.upload.set_trait("value", value)
    else:
        entry = {"name": name, "type": "", "size": len(content), "content": memoryview(content)}
        entry["last_modified"] = datetime.datetime.now(datetime.timezone.utc)
        explorable.upload.value = (entry,)


def test_a_picture_is_classified_and_a_control_leads_back():
    explorable = explorables.classify()
    explorable._picture = Silent()
    upload(explorable, png())
    assert "Your picture mine.png" in explorable._picture.sentences[-1]
    explorable.controls["number"].value += 1
    assert "A drawn" in explorable._picture.sentences[-1]


@pytest.mark.parametrize("content", [b"", b"no picture", png()[:40]])
def test_a_bad_file_gets_a_sentence_and_nothing_else(content):
    explorable = explorables.classify()
    explorable._picture = Silent()
    upload(explorable, content)
    assert explorable._picture.sentences == []
    assert "The picture" in explorable._error.value
    assert "Traceback" not in explorable._error.value
    upload(explorable, png(), "good.png")
    assert explorable._error.value == ""


# --- Where the faces come from ----------------------------------------------------------------------


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
