"""What notebook 04 says with a number or a comparison and no test of ours computes, and why not."""

CITED = ["| ImageNet challenge [1] |"]
DEFINED = [
    "| digits | a small picture | 0 to 9 | 10 |",
    "| diagnosis | a patient's data |",
    "digit 8 is no nearer to 9 than to 3",
    "The logits are 2.6, 1.5, 0.2 and 0.6.",
    "A network gives each right answer probability 0.5.",
    "The weather here is fair with probability 0.7",
    "The network has two inputs, the coordinates, two hidden layers of 32",
    "We trained ten networks of each kind for 500 steps",
    "64 inputs, one hidden layer of 64, ten logits",
    "pixels with noise, and only 600 to learn from",
    "(In 64-bit numbers, and on the CPU even if there is a GPU",
    "We fitted the temperature on one half of the held-out digits",
    "we fit $T$ on one half of the held-out samples and judge it on the other",
    "Two classes have the logits 3 and 1.",
    "You raise the temperature from 1 to 2.",
    "A new network for 1000 equally frequent classes",
    "Its loss is 0.7.",
    "A music service gives each song one genre out of 20",
]
DERIVED = ["All 70 would share one probability of 1"]
TASK = ["a good machine does more than choose one", "It must survive a logit of 1000."]
