"""The quiz questions of notebook 07. Each wrong option is a misconception that readers really have."""

from helpers.quiz import Question, right, wrong

TEMPLATES = Question(
    "Why does the first layer of this MLP hold whole, blurred faces, and not edges?",
    (
        wrong(
            "It was trained for too short a time: edges come later.",
            "Longer training sharpens the templates. Nothing in the network asks for anything local.",
        ),
        right(
            "Each unit sees all pixels at once, and nothing tells it that neighbors belong together.",
            "Edges are what <i>convolutional</i> networks find, because each of their units sees a "
            "small patch. The hierarchy is built into them; an MLP has none.",
        ),
        wrong(
            "The pictures are too small to have edges.",
            "Every outline of these faces is an edge. A convolutional network finds them at this "
            "size.",
        ),
    ),
)

PERMUTED = Question(
    "You shuffle the pixels of all faces in the same way and train anew. Why is the MLP as good as "
    "before?",
    (
        wrong(
            "It learns to put the pixels back into their order.",
            "There is no order to find. Nothing in the data says which pixels were neighbors, "
            "and the MLP never knew.",
        ),
        right(
            "Its first layer has a weight for each pixel, wherever the pixel is: shuffle the "
            "weights alike, and it is the same function.",
            "Every start of the training on plain pixels has a twin on shuffled ones, as likely as "
            "itself.",
        ),
        wrong(
            "The faces can still be recognized.",
            "By you? Look at the picture again. For the eye only color is left. The MLP has lost "
            "nothing, because it never looked as you do.",
        ),
    ),
)

AUGMENT_TEST = Question(
    "You have trained with augmentation. Should you augment the test pictures, too, to measure the accuracy?",
    (
        wrong(
            "Yes: training and test must be treated alike.",
            "Fixed steps must be the same, such as normalizing. Random changes are part of the "
            "teaching. The test asks how the network does on pictures as they will come.",
        ),
        right(
            "No: leave them as they will come in use.",
            "Changed test pictures answer another question, a good one at times: how robust is it? "
            "Then say so, and report both.",
        ),
        wrong(
            "Yes: it makes the test set larger, and the accuracy more certain.",
            "Ten variants of one face are not ten faces. The interval would shrink, and be wrong.",
        ),
    ),
)

HELPS = Question(
    "Which change is a good augmentation?",
    (
        wrong(
            "Any change that makes more data.",
            "A mirrored 2 is no 2. More pictures with labels that no longer hold teach what is "
            "wrong.",
        ),
        right(
            "One that leaves the label true, and that the pictures in use will show.",
            "Both halves count. A face on its head is still a cat, but who will ask?",
        ),
        wrong(
            "One that the network gets wrong at present.",
            "A hard change may be one that destroys the label. First ask whether you could still "
            "tell.",
        ),
    ),
)

SALIENCY = Question(
    "A saliency map is bright at the eyes. What does that show?",
    (
        wrong(
            "The network recognizes eyes.",
            "It may respond to a color or a bright dot that happens to be there. A map of places "
            "says nothing of what was seen in them.",
        ),
        wrong(
            "The eyes are the cause of the answer.",
            "The map is a derivative: what a <i>tiny</i> change would do to one logit. The cause is "
            "tested by changing something, for instance by hiding the eyes.",
        ),
        right(
            "A tiny change of these pixels would change the logit more than elsewhere. No more.",
            "Whether the pixels matter as a whole is another question; hide them and look. Whether "
            "the map depends on training at all is one more.",
        ),
    ),
)

ADVERSARIAL = Question(
    "Random noise of the same size does little. Why does FGSM do so much?",
    (
        wrong(
            "Its noise is larger.",
            "Each value moves by the same amount in both. Only the directions differ.",
        ),
        right(
            "Thousands of tiny pushes all go the same way, while random ones cancel.",
            "In a linear model with n inputs the aligned pushes add up to about n times one of them, "
            "the random ones to about the square root of n.",
        ),
        wrong(
            "It changes what the picture shows.",
            "Look at the face after the step: for you the animal stays what it is.",
        ),
    ),
)

SHORTCUT = Question(
    "On the colleague's own test set the network was nearly perfect. Why did that not expose the "
    "shortcut?",
    (
        wrong(
            "The test set was too small.",
            "A million test pictures from the same camera would carry the same mark.",
        ),
        wrong(
            "The network had seen the test pictures.",
            "It had not: they were split off cleanly, as one should.",
        ),
        right(
            "The mark was in the test set as well: both came from the same source.",
            "A random split can only test for what varies inside the source. Test on pictures from "
            "elsewhere, or remove the suspect and look.",
        ),
    ),
)
