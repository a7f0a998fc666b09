"""The quiz questions of notebook 01. Each wrong option is a misconception that readers really have."""

from helpers.quiz import Question, right, wrong

STABLE_STEP = Question(
    "You take Euler steps of 1.5 time constants. What does the voltage do?",
    (
        wrong(
            "It grows without bound.",
            "That needs steps beyond 2 time constants. Here each step multiplies the distance by -0.5.",
        ),
        right(
            "It settles, but it overshoots at every step and is wrong all the way.",
            "The factor is 1 - 1.5 = -0.5: smaller than 1 in size, so stable; negative, so it "
            "alternates. Stable does not mean accurate.",
        ),
        wrong(
            "It follows the exact curve closely, because the method is stable there.",
            "Stability only says that errors do not grow. The exact factor is e<sup>-1.5</sup> = 0.22, "
            "Euler's is -0.5.",
        ),
    ),
)

RHEOBASE = Question(
    "A membrane gets twice the capacitance C. What happens to the rheobase, the smallest constant "
    "current that makes it fire?",
    (
        wrong(
            "It doubles, because there is twice the charge to move.",
            "More charge takes more time, not more current: a constant current has all the time "
            "it needs.",
        ),
        right(
            "Nothing: it is V<sub>th</sub>/R.",
            "The voltage settles at R I. C sets how fast it gets there, and so the rate above the "
            "rheobase, but not the rheobase.",
        ),
        wrong(
            "It halves, because the time constant doubles.",
            "A larger time constant makes the neuron slower. It does not change where the voltage ends.",
        ),
    ),
)

NOISE = Question(
    "A neuron without noise, at a drive of 0.8, is silent. You add noise of mean zero. What happens?",
    (
        wrong(
            "Its spikes become irregular, at the same rate.",
            "The rate was zero. There are no spikes to make irregular.",
        ),
        wrong(
            "Nothing: on average the noise cancels.",
            "The mean voltage stays at 0.8, but a spike needs only one excursion above 1.",
        ),
        right(
            "It fires now and then.",
            "Now and then the noise carries the voltage across the threshold. Noise turns the "
            "sharp corner of the f-I curve into a smooth one.",
        ),
    ),
)

CORNER = Question(
    "You fit a ReLU to the f-I curve at large drives, without a refractory period. Where is its "
    "corner?",
    (
        wrong(
            "At the rheobase, a drive of 1, where firing starts.",
            "There the curve starts, with a vertical slope. The straight line that it approaches "
            "started earlier.",
        ),
        right(
            "At a drive of 1/2, halfway from reset to threshold.",
            "At a large drive the current of the leak is that of the mean voltage, 1/2: the drive "
            "that counts is the drive less 1/2.",
        ),
        wrong(
            "At a drive of 0, at rest.",
            "Then there would be no leak to pay for. On average the leak costs 1/2.",
        ),
    ),
)

BRAIN_CLOCK = Question(
    "People recognize an animal in about 150 ms, through about ten stages of neurons. What follows?",
    (
        wrong(
            "A neuron's rate is read by counting its spikes over, say, 100 ms.",
            "There is no time for that: a stage has 10 to 15 ms, one spike or fewer a neuron.",
        ),
        right(
            "A stage must decide on about one spike a neuron, from many neurons at once.",
            "Ten stages in 150 ms leave 10 to 15 ms each. A rate can still exist, as an average "
            "over many neurons.",
        ),
        wrong(
            "Neurons must fire at more than 1000 Hz.",
            "They do not, and need not: many neurons side by side carry what one cannot.",
        ),
    ),
)

LINEAR = Question(
    "Which of these activation functions makes a deep network no more powerful than one layer?",
    (
        right(
            "none: y = x", "A linear function of a linear function is linear. Notebook 02 shows it."
        ),
        wrong(
            "ReLU, because it is made of straight lines",
            "Its two pieces have different slopes. That one kink is enough.",
        ),
        wrong(
            "leaky ReLU, because it is never flat",
            "Its slope still changes at zero, so it is not linear.",
        ),
    ),
)
