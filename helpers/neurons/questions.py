"""What notebook 01 asks: guesses before a cell is run, and quiz questions after.

Each wrong option is a misconception that readers really have.
"""

from helpers.form import OpenTask
from helpers.guesses import Number, Pick, Sketch
from helpers.quiz import Question, right, wrong

DECAY = Number(
    "A membrane starts at V = 1 with no current. How much of that is left after 40 ms, two time "
    "constants?"
)

EULER = Pick(
    "Euler's method runs from V = 1 down toward 0. Where does it end after one time constant, compared "
    "with the exact 0.368?",
    ("above it", "below it", "above it for small steps, below it for large ones"),
)

RATES = Sketch(
    "How often does the neuron fire at these drives, in spikes per second? Its threshold is 1, its time "
    "constant 20 ms, and there is no refractory period.",
    (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0),
    "Drive R I (threshold = 1)",
    "Firing rate (Hz)",
    0.0,
    150.0,
)

FITTED_CORNER = Number(
    "You fit a straight line to the f-I curve between a drive of 1 and 2. Where does it meet zero?",
    digits=2,
)

DOUBLED = Number(
    "All inputs of a neuron fire twice as often. The mean drive doubles. By which factor does the noise "
    "sigma grow?"
)

FITTED_WIDTH = Pick(
    "You fit a softplus to the rates of your population, whose noise grows with its input. How wide is the "
    "bend at the corner, beside that of a neuron whose noise is held at 0.4?",
    ("wider", "about as wide", "narrower"),
)

SLOW_AND_FAST = Number(
    "One neuron fires at 20 Hz, another at 100 Hz, both at random. In what share of all stages of 15 ms does "
    "the slow one send as many spikes as the fast one, or more?",
    "%",
    digits=2,
)

RHEOBASE = Question(
    "A drug opens more leak channels: the resistance R halves, the capacitance C stays. What happens "
    "to the rheobase?",
    (
        wrong(
            "It halves: the current meets less resistance.",
            "The current that the electrode injects is given. What halves is the voltage R I that it "
            "can hold.",
        ),
        wrong(
            "It stays: the threshold is the same.",
            "The threshold is. But the rheobase is the current that reaches it, V<sub>th</sub> / R.",
        ),
        right(
            "It doubles: the leak takes twice the current away.",
            "At rheobase all the current leaks out at V<sub>th</sub>. Half the resistance lets "
            "V<sub>th</sub> / R, twice as much, escape. And the membrane becomes faster: τ = R C halves.",
        ),
    ),
)

CORNER = Question(
    "Suppose the voltage were reset to 1/2 instead of 0. Where would the straight line far out meet "
    "zero?",
    (
        wrong(
            "At 1/2 still: the leak is as it was.",
            "The leak grows with the voltage, and the voltage now stays in the upper half.",
        ),
        right(
            "At 3/4: that is now the voltage on average.",
            "It climbs from 1/2 to 1, nearly straight, so 3/4 of the drive leaks away. And the climb "
            "is half as long: the line is twice as steep.",
        ),
        wrong(
            "At 1, the rheobase: that is where firing starts.",
            "The rheobase is still 1, since it does not know of the reset. The line far out does.",
        ),
    ),
)

NOISE = Question(
    "The same noise adds 16 Hz at a drive of 0.8 and only 1 Hz at a drive of 2. Why?",
    (
        wrong(
            "At 0.8 the noise is larger than the drive.",
            "The drive does not matter by its size: at a drive of 0 the ratio is infinite, and the noise "
            "adds almost nothing. What counts is where the threshold is.",
        ),
        wrong(
            "At 2 the neuron fires so often that noise has no time.",
            "It has less time, and it does make the times between spikes unequal. But while it shortens "
            "most of them, it lengthens about four in ten.",
        ),
        right(
            "At 0.8 only upward kicks count: they alone fire it.",
            "Without them there would be no spike at all. At 2 a kick up brings a spike forward, a kick "
            "down puts it off, and most of that cancels.",
        ),
    ),
)

BRAIN_CLOCK = Question(
    "A stage listens for 15 ms to 100 neurons that fire at 50 Hz, at random and each on its own. How "
    "uncertain is the rate that it reads from their sum?",
    (
        right(
            "By about 12 %: 75 spikes, give or take 9.",
            "They send 100 · 50 · 0.015 = 75 spikes on average, and such a count scatters by its square "
            "root, 8.7.",
        ),
        wrong(
            "By about 115 %, as for one: the time is the limit.",
            "One neuron sends 0.75 ± 0.87 spikes: that is 115 %. A sum over many has more spikes to "
            "count in the same time.",
        ),
        wrong(
            "By about 1 %: a hundredth of that for one neuron.",
            "Independent errors partly cancel: a hundred neurons are ten times as exact as one, not a "
            "hundred times.",
        ),
    ),
)

STUCK = Question(
    "A neuron's input is stuck at −5. Through which of these does most of a learning signal get back?",
    (
        wrong(
            "Tanh: at 0 it is four times as steep as the sigmoid.",
            "At 0. At −5 its slope is 0.0002, the least of the three.",
        ),
        right(
            "Leaky ReLU with a = 0.01: its slope stays 0.01.",
            "0.01 is little, but more than the sigmoid's 0.0066. And it does not shrink farther out.",
        ),
        wrong(
            "Sigmoid: it comes close to 0 but never reaches it.",
            "Its value does, and its slope with it: 0.0066 at −5. At −10 it is 0.00005.",
        ),
    ),
)

TIRED = OpenTask(
    "Neurons that tire",
    "Let each spike leave something behind: a current a, which grows by 0.2 at each spike, decays with a time "
    "constant of 100 ms, and is subtracted from the drive. Simulate it. How does the rate change in time, and "
    "what becomes of the fitted slope and corner?",
    shows=(
        "The rate as a function of time at one drive: the first interval, and the rate once it is steady.",
        "An f-I curve of the steady rates, with the ReLU fitted over a range of drives that you name, beside "
        "the fit without tiring.",
        "A reason for the slope. In the steady state a is 0.2 · 100 ms · f on average. Put it into "
        "f = (μ − a − 1/2) / τ and solve for f.",
    ),
    measured=(
        "At a drive of 2 the first interval is that of 72 Hz. In the end the neuron fires at 35 Hz.",
        "Fitted from a drive of 1 to 5, the slope falls from 51 to 26 Hz, the corner moves from 0.61 to 0.67. "
        "The formula says 1 / (τ + 0.2 · 100 ms) = 25 Hz.",
        "One often reads that tiring makes the curve straighter. From 1 to 3 we found the opposite by a "
        "hair: the line's R<sup>2</sup> falls from 0.9988 to 0.9975.",
    ),
    pitfalls=(
        "Counting from the start mixes the fast beginning into the steady rate: leave the first half second "
        "out.",
        "A second of simulation holds few spikes at a small drive. Take the inverse of the mean interval, not a "
        "count.",
        "Changing the range of the fit moves the corner as much as tiring does. Compare over one range.",
    ),
    minutes=20,
)
