"""What notebook 09 asks to be written: a model card, a datasheet, and answers to open questions."""

from helpers.form import Field, Form


def model_card() -> Form:
    """The card of notebook 07's model, after Mitchell et al. 2019, and three fields of a datasheet."""
    fields = [
        Field("details", "Model", "What is it? Kind, sizes, date, who trained it."),
        Field("intended", "Intended use", "What is it for, and for whom?"),
        Field("out_of_scope", "Out of scope", "What must it not be used for?"),
        Field("data", "Training data", "Where from, how many, chosen and split how?", 3),
        Field("not_in_data", "Missing in data", "What is not in the data that the world has?"),
        Field("measured", "Measured", "Accuracy, on how many, and by class. With intervals.", 3),
        Field("shift", "Under shift", "And shifted, darkened, noisy? Which test broke it?"),
        Field("limits", "Limits and risks", "How does it fail, and who would pay for it?", 3),
        Field("energy", "Energy", "What did the training cost, and the search before it?"),
    ]
    return Form("Model card: animal faces", "model_card", fields)


def datasheet() -> Form:
    """A datasheet after Gebru et al. 2021: seven groups of questions, in few words."""
    fields = [
        Field("motivation", "Motivation", "For what was it made, by whom, and who paid?"),
        Field("composition", "Composition", "What is one row? How many, of which kinds?", 3),
        Field(
            "missing", "Left out", "Who or what is not in it, and who might be harmed by that?", 3
        ),
        Field("collection", "Collection", "How did it come in, from whom, and did they agree?", 3),
        Field("labels", "Labels", "Who decided what is true, and how often do two people differ?"),
        Field("cleaning", "Processing", "What was cut, cleaned or scaled? Are the raw data kept?"),
        Field("uses", "Uses", "What is it for? Name one use that it must not be put to."),
        Field("keeping", "Keeping", "License, address, who repairs mistakes, and until when?"),
        Field("checked", "Checked", "Three numbers that a stranger can count again from the file."),
    ]
    return Form("Datasheet: my data", "datasheet", fields)


def discussion() -> Form:
    """Open questions of the whole notebook, with a place to write."""
    fields = [
        Field(
            "fair",
            "Equal what?",
            "Equal errors or equal meaning of an alarm: who should choose, and who is asked? "
            "Take a case you know, a school, a bank, a court.",
            4,
        ),
        Field(
            "label",
            "The label",
            "COMPAS was judged by new charges, not by new crimes. What else could such a label "
            "carry? What label would you want, and can it be had?",
            4,
        ),
        Field(
            "energy",
            "Worth it?",
            "When is a training run worth its energy? What would you have to know about its "
            "use to decide?",
            4,
        ),
        Field(
            "predict",
            "My prediction",
            "Make one of your own: what, measured how, by when, and how sure in percent?",
            3,
        ),
        Field(
            "refuse",
            "Not build",
            "Is there a classifier that you could build with this course, and would not?",
            4,
        ),
    ]
    return Form("Open questions", "open_questions", fields)
