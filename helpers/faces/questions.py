"""What notebook 07 asks: guesses before a cell is run, quiz questions after, and an open task.

Each wrong option is a misconception that readers really have.
"""

from helpers.form import OpenTask
from helpers.guesses import Number, Pick
from helpers.quiz import Question, right, wrong

MLP_RIGHT = Number(
    "The linear model is right on 74 of 100 new faces, the middle one of six starts. The MLP?",
    "of 100",
    digits=2,
)

FIRST_LAYER = Pick(
    "Drawn as pictures, what will the weights of the first layer's units show?",
    (
        "edges, each unit one direction",
        "parts: an eye, an ear, a nose",
        "whole faces in the middle of the picture",
    ),
)

SHUFFLED = Pick(
    "Which two of the four will hardly differ in their accuracy?",
    ("the two convolutional networks", "the two MLPs", "the two that see plain faces"),
)

GAP = Pick(
    "With augmentation, what happens to the accuracy after the same 15 epochs?",
    (
        "higher on training faces, higher on new ones",
        "lower on training faces, about the same on new ones",
        "about the same on training faces, lower on new ones",
    ),
)

DIGITS = Number(
    "The plain network is right on about 97 of 100 new digits. The same digits, shifted by one pixel: on how "
    "many is it right? Guessing is right on 10.",
    "of 100",
    digits=2,
)

PHOTO_RIGHT = Number(
    "The MLP is right on about 86 of 100 new drawn faces. On how many of 100 photographs? Guessing is "
    "right on 33.",
    "of 100",
    digits=2,
)

PHOTO_SURE = Pick(
    "On drawn faces its mean confidence is 0.9. And on the photographs?",
    (
        "about a third: it notes that it knows nothing of this kind",
        "about its share of right answers there",
        "about 0.9 again",
    ),
)

SURVIVE = Number(
    "Of 100 faces that the network has right, how many does it still have right after a step of 2 levels "
    "along the signs of the gradient?",
    "of 100",
    digits=2,
)

WRONG_MARK = Number(
    "With the mark of another class: on how many of 100 new faces is the colleague's network right?",
    "of 100",
    digits=2,
)

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

ANOTHER_SOURCE = Question(
    "On validation faces, answers with a probability of 0.97 were right 96 times in 100. Now the network is "
    "0.97 sure of a photograph. How likely is it right?",
    (
        right(
            "That cannot be said: it was measured on other pictures.",
            "To know it you need labeled photographs, and must count. Nothing in the number 0.97 tells where "
            "the picture comes from.",
        ),
        wrong(
            "About 96 in 100: the network is well calibrated.",
            "It was, on drawn faces. Calibration is a fact about a network <i>and</i> a kind of picture.",
        ),
        wrong(
            "Less than that, but still well above one half.",
            "That would be a guess. On our 41 photographs, of the answers above 0.9, about half were right.",
        ),
    ),
)

AUDIT = OpenTask(
    title="An audit by species",
    prompt="On which species is your augmented network worst? Draw at least 3,000 new faces, with "
    "seed=[7, 1]. Compute the share right by species, with the number of faces and an interval "
    "(helpers.statistics.wilson_interval takes the number right and the number of faces). Where it errs, "
    "which class does it name, and how sure is it? Write the line for the card: what must not be done with "
    "this network?",
    shows=(
        "All 19 rows with their counts and intervals, not the worst one alone.",
        "Not only that it errs but which way, and whether its confidence gives a warning.",
        "A line that a user understands without knowing what a network is.",
    ),
    measured=(
        "The average hides it: over four starts the network is right on 82 to 84 of 100 of these 3,000 faces, "
        "but on 50 to 63 of 100 wolves and lionesses. Siamese and tuxedo cats: 97 or more.",
        "The errors make sense: wolves are taken for dogs about twice as often as for cats, lionesses for cats "
        "rather than dogs.",
        "Its mean confidence on wolves is about 0.7. So it is less sure there, but not by enough.",
    ),
    pitfalls=(
        "About 150 faces of a species give an interval of 8 points to each side. Neighbors in the table may "
        "have another order in other faces.",
        "You looked for the worst of 19 numbers, so it is a little too low. Draw faces with another seed and "
        "measure that species again.",
        "Leave the sealed test faces out of it. Who finds a weak species there, trains again and measures "
        "again, has opened them for another network, and the card says so.",
    ),
)
