"""What notebook 04 says with a number or a comparison and no test of ours computes, and why not."""

CITED = ["| ImageNet challenge [1] |"]
DEFINED = [
    "Say, the logits are 2.6, 1.5, 0.2 and 0.6.",
    "Each class has 64 weights, one for each pixel",
    "The same 1347 to learn from as in section 6",
    "What is above 0.5 counts as said.",
    "your function fits $T$ on one half of the held-out samples, and we judge it on the other half",
    "| digits | a small picture | 0 to 9 | 10 |",
    "| diagnosis | a patient's data |",
    "digit 8 is no nearer to 9 than to 3",
    "The weather here is fair with probability 0.7",
    "The network has two inputs, the coordinates, two hidden layers of 32",
    "We trained ten networks of each kind for 500 steps",
    "pixels with noise, and only 600 to learn from",
    "(In 64-bit numbers, and on the CPU even if there is a GPU",
    "We fitted the temperature on one half of the held-out digits",
    "Two classes have the logits 3 and 1.",
    "You raise the temperature from 1 to 2.",
    "A new network for 1000 equally frequent classes",
    "Its loss is 0.7.",
    "A music service gives each song one genre out of 20",
]
DERIVED = [
    "The best of many settings, chosen by the ECE of the samples that it is reported on",
    "All 70 would share one probability of 1",
]
TASK = [
    "a good machine does more than choose one",
    "It must survive a logit of 1000, where $p$ rounds to 1.",
    "the $T$ from 0.05 to 20 with the lowest cross-entropy, to within 2 %",
    "(If the best is 2.50, all from 2.45 to 2.55 is right.)",
    "Measure accuracy and ECE on held-out digits for at least five seeds",
    "More than one strength of the cure",
]
