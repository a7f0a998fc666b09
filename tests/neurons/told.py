"""Sentences of notebook 01 with a number or a comparison that need no test, and why."""

CITED = [
    "About 150 ms after the picture appeared",
    "And most neurons on the way fire at less than 100 Hz",
    "PReLU learns it, and starts at 0.25",
    "who compared most of these on one task",
]
DEFINED = [
    "Their biases are drawn widely (standard deviation 3)",
    "But give it a drive of 0.8",
    "Let each spike leave something behind",
    "the value that we use throughout",
    "So rest is 0, the threshold is 1, and a drive of 1.5",
    "We drive the neuron with 1.5 for 100 ms",
    "It has a refractory period of 5 ms",
    "(Other books leave the factor out or write 2 under the root",
    "The drive below is 0.8, under the threshold",
    "what these 500 ms counted",
    "One trap: the simulation looks at the voltage only every 0.1 ms",
    "how often a neuron sends 0, 1, 2, ... of them",
    "Suppose the voltage were reset to 1/2",
    "A neuron's input is stuck at −5",
    "A stage listens for 15 ms to 100 neurons",
]
DERIVED = [
    "mean, a loud crowd is steadier than a quiet one",
    "80 Poisson inputs of 40 Hz are one Poisson input of 3,200 Hz",
    "follows a line far out that meets zero at 1/2",
    "In the steady state a is 0.2 · 100 ms · f on average",
    "Put it into f = (μ − a − 1/2) / τ",
    "leave the first half second out",
    "The membrane remembers for about 20 ms",
    "The leak grows with the voltage, and the voltage now stays in the upper half",
    "It climbs from 1/2 to 1, nearly straight",
    "At 0.8 only upward kicks count",
    "The distance to $R I$ shrinks by the factor",
    "on its way from 0 to 1 the voltage is 1/2 on average",
    "It doubles: the leak takes twice the current",
    "Half the resistance lets V<sub>th</sub> / R, twice as much",
]
