"""The form: what is written survives a rerun, and is exported into a new file when asked, only then."""

import pytest

from helpers import form
from helpers.ethics.form import discussion, model_card
from helpers.form import Field, Form, OpenTask, open_task


@pytest.fixture(autouse=True)
def forget(monkeypatch, tmp_path):
    """Let every test start without what others wrote, in an empty folder."""
    monkeypatch.setattr(form, "_WRITTEN", {})
    monkeypatch.setattr(form, "_SHOWN", {})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_nothing_is_written_before_the_button_is_pressed(forget):
    card = model_card()
    card.areas["intended"].value = "teaching"
    card._ipython_display_()
    assert list(forget.iterdir()) == []


def test_button_writes_what_was_written_and_names_the_file(forget):
    card = model_card()
    card.areas["intended"].value = "Für den *Unterricht*"
    card.button.click()
    assert [path.name for path in forget.iterdir()] == ["model_card.md"]
    text = (forget / "model_card.md").read_text(encoding="utf-8")
    assert text.startswith("# Model card: animal faces\n")
    assert "## Intended use" in text
    assert "Für den *Unterricht*" in text
    assert text.count("*(not filled in)*") == len(card.fields) - 1
    assert "model_card.md" in card.message.value


def test_no_file_is_ever_overwritten(forget):
    (forget / "model_card.md").write_text("mine")
    card = model_card()
    card.areas["data"].value = "first"
    card.button.click()
    card.areas["data"].value = "second"
    card.button.click()
    assert (forget / "model_card.md").read_text() == "mine"
    assert "first" in (forget / "model_card_2.md").read_text()
    assert "second" in (forget / "model_card_3.md").read_text()
    assert "model_card_3.md" in card.message.value


def test_empty_form_is_not_saved(forget):
    card = discussion()
    card.areas["fair"].value = "   \n"
    card.button.click()
    assert "Not saved" in card.message.value
    assert list(forget.iterdir()) == []


def test_folder_that_cannot_be_written_to_is_said(monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    card = model_card()
    card.areas["data"].value = "text"
    monkeypatch.setattr(form.Path, "open", refuse)
    card.button.click()
    assert "Not saved" in card.message.value
    assert "Permission denied" in card.message.value


def test_missing_folder_is_said(forget):
    card = model_card()
    card.areas["data"].value = "text"
    with pytest.raises(OSError, match="No such file"):
        card.export(forget / "gone")


def test_text_survives_a_rerun_of_the_cell():
    model_card().areas["limits"].value = "dogs at night"
    again = model_card()
    assert again.areas["limits"].value == "dogs at night"
    again.areas["limits"].value = ""
    assert model_card().areas["limits"].value == ""
    assert discussion().areas["fair"].value == ""


def test_a_line_stands_in_for_the_form_where_there_is_no_kernel(monkeypatch):
    displayed = []
    monkeypatch.setattr(form, "display", lambda data, **_: displayed.append(data))
    card = model_card()
    card._ipython_display_()
    living, line = displayed
    assert "application/vnd.jupyter.widget-view+json" in living
    assert living["text/html"] == ""  # a page without widgets shows the line, once
    assert "run this cell" in line["text/html"]
    (hides,) = [name for name in card._box._dom_classes if name.startswith("live-")]
    still = hides.replace("live-", "still-")
    assert f'class="{still}"' in line["text/html"]
    assert f"body:has(.{hides}) .{still}" in line["text/html"]


def test_every_field_has_a_label_and_a_prompt():
    for make in (model_card, discussion):
        made = make()
        assert len({field.key for field in made.fields}) == len(made.fields)
        for field in made.fields:
            assert made.areas[field.key].description == field.label
            assert len(field.prompt) > 20


def test_prompts_are_escaped():
    made = Form("t", "f", [Field("k", "l", "a < b & c")])
    assert "a &lt; b &amp; c" in made._box.children[0].value


TASK = OpenTask(
    "Tired neurons",
    "Add adaptation. What becomes of the f-I curve?",
    shows=("a curve that bends less",),
    measured=("the slope fell to a third",),
    pitfalls=("adaptation without decay stops the neuron",),
)


def test_an_open_task_has_a_place_to_write_and_a_folded_rubric(monkeypatch, forget):
    shown = []
    monkeypatch.setattr(form, "display", lambda data, **_: shown.append(data))
    open_task(TASK)
    (made,) = shown
    made._ipython_display_()
    (area,) = made.areas.values()
    area.value = "It becomes straighter."
    made.button.click()
    assert "It becomes straighter." in (forget / "tired-neurons.md").read_text()
    page = shown[-1]["text/html"]
    assert (
        page.index("Add adaptation")
        < page.index("needs a running kernel")
        < page.index("<details>")
    )
    for part in ("a curve that bends less", "fell to a third", "without decay"):
        assert page.index("<details>") < page.index(part) < page.index("</details>")
    assert "third" not in shown[-1]["text/plain"]  # the rubric is for afterward


def test_a_rerun_keeps_the_text_and_leaves_one_form():
    first = model_card()
    first._ipython_display_()
    first.areas["data"].value = "mine"
    second = model_card()
    second._ipython_display_()
    assert second.areas["data"].value == "mine"
    assert list(form._SHOWN.values()) == [second]
