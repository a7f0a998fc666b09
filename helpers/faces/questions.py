"""The quiz questions of notebook 07. Each wrong option is a misconception that readers really have."""

from helpers.quiz import Question, right, wrong

TEMPLATES = Question(
    "The template of a unit in the first layer shows a bright face on a dark ground, in the middle. Which "
    "picture drives the unit's sum highest?",
    (
        wrong(
            "A bright face of the same kind, wherever in the picture it is.",
            "Moved aside, the face leaves the bright part of the template and covers the dark one. The "
            "sum knows places, not faces.",
        ),
        right(
            "One that is bright in the middle and dark around it.",
            "The unit multiplies each pixel by its weight and adds. A bright disk will do.",
        ),
        wrong(
            "The face itself in the middle, and nothing but a face.",
            "A sum over pixels cannot tell what they belong to: brightness in the right places is "
            "enough.",
        ),
    ),
)

PERMUTED = Question(
    "A friend shuffles the pixels too, but those of each face in another order. What is left for an MLP to "
    "learn from?",
    (
        wrong(
            "As much as before: it never knew which pixels are neighbors.",
            "That holds where all faces get one order. A weight belongs to a place, and now a place "
            "means something else in every face.",
        ),
        wrong(
            "More than before: every face now comes in an order of its own.",
            "Variety helps where the label still shows. Here the orders hide all places.",
        ),
        right(
            "Which colors there are, and how many pixels have each of them.",
            "Shuffling keeps just these. For our faces they say little: the classes share their colors.",
        ),
    ),
)

HELPS = Question(
    "From X-rays a network shall learn on which side a rib is broken: left or right. Which augmentation "
    "do you choose?",
    (
        right(
            "Small shifts: nobody ever lies quite the same.",
            "The side stays what it was, and pictures in use will be shifted, too. Both halves count.",
        ),
        wrong(
            "Mirroring: a broken rib is broken on either side.",
            "The rib stays broken, but the label is the <i>side</i>, and that is swapped.",
        ),
        wrong(
            "Heads down: the stranger the variants, the better.",
            "The label may survive it, but who will ask? Variants that nobody brings use up units.",
        ),
    ),
)

AUGMENT_TEST = Question(
    "You have trained with augmentation. Should you augment the test pictures, too, to measure the accuracy?",
    (
        wrong(
            "Yes: training and test must be treated alike, step by step.",
            "Fixed steps must be the same, such as normalizing. Random changes are part of the "
            "teaching. The test asks how the network does on pictures as they will come.",
        ),
        right(
            "No: leave them as they will come in use.",
            "Changed test pictures answer another question, a good one at times: how robust is it? "
            "Then say so, and report both.",
        ),
        wrong(
            "Yes: it makes the test set larger, and the result surer.",
            "Ten variants of one face are not ten faces. The interval would shrink, and be wrong.",
        ),
    ),
)

SALIENCY = Question(
    "The saliency map of a cat is bright at the whiskers. How do you find out whether the answer rests on "
    "whiskers?",
    (
        wrong(
            "Look at a hundred more maps: are the whiskers bright in nearly all of them?",
            "Then whiskers are where a tiny change does much, in a hundred faces. What whiskers as a "
            "whole do has still not been tried.",
        ),
        wrong(
            "Take a second kind of saliency map, and see whether both agree.",
            "Two derivatives may agree and share their flaw: some maps stay the same when the network's "
            "weights are replaced by random ones [6].",
        ),
        right(
            "Paint over the whiskers, or as much elsewhere, and compare the answers.",
            "A cause is tested by changing it, and by changing something else as much: a patch hurts as "
            "a patch, too.",
        ),
    ),
)

ADVERSARIAL = Question(
    "You photograph the faces again with twice as many rows and columns. The weights of a template and "
    "epsilon keep their sizes. What becomes of FGSM's lead over random signs?",
    (
        right(
            "It doubles: there are four times as many pushes.",
            "Aligned pushes grow four times, with their number; random ones twice, with its root.",
        ),
        wrong(
            "It stays: no value moves by more than it did.",
            "Each push is as small as before. There are more of them, and all go the same way.",
        ),
        wrong(
            "It shrinks: each single pixel now matters far less.",
            "Less for you. In the sum each weight has kept its size, and there are more of them.",
        ),
    ),
)

SHORTCUT = Question(
    "Doctors lay a ruler beside spots on the skin that worry them. You suspect that a network for skin "
    "cancer reads rulers. Which test tells?",
    (
        wrong(
            "Its accuracy on many more photographs from the same hospital.",
            "They have the same rulers beside the same kind of spot: however many, they cannot tell.",
        ),
        wrong(
            "A saliency map, if it turns out to be bright at the ruler.",
            "That makes it a suspect. The map says what a tiny change there would do, no more.",
        ),
        right(
            "The answers when the ruler is painted out, or laid beside a harmless spot.",
            "Change the suspect, leave all else, watch the answers: as you did with the mark.",
        ),
    ),
)
