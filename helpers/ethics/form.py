"""What notebook 09 asks to be written: a model card, and answers to open questions."""

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
