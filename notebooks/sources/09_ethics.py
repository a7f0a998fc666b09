# %% [markdown]
# # 09 Ethics: beware of hype
#
# [Start page](00_start_here.ipynb) · previous: [08 Initialization](08_initialization.ipynb)
#
# You can build networks now, and measure them. That puts you between two groups of people: those who
# make claims about such machines, and those who must live with them. A claim can be checked, often
# with a pencil. In this last notebook you check predictions, scores, alarms, verdicts of fairness and
# carbon bills. The aim is neither to praise nor to blame. It is to say what is known, how well, and
# about what.
#
# **You will be able to**
#
# - ask of a prediction what it would take to fail, and count how it did, your own included;
# - compute what an alarm means from the base rate;
# - prove that two fair-sounding rules exclude each other, and say what remains to choose;
# - build an audit that finds the cheapest policy under a rule, choose one and sign the reason;
# - take a headline apart, and say what its study shows;
# - *further*: have your own probabilities graded, find and repair a loop that feeds itself, name four
#   fallacies, tell a benchmark from an ability and a better method from a lucky one, estimate the energy
#   of a training and of its use, write a model card and a datasheet.
#
# **You need** the notebooks before this one, above all [notebook 05](05_evaluation.ipynb). The model
# card is for the network of [notebook 07](07_faces.ipynb). Mathematics: fractions.
#
# **Time**: about 90 minutes for the core, 95 for what is marked *further*; about 10 seconds to run.

# %% tags=["setup"]
from helpers.runtime import start

device = start()

# %%
import numpy as np
import torch
from torch import nn

from helpers.datasets import digits
from helpers.ethics import (
    energy,
    fairness,
    fallacies,
    feedback,
    figures,
    form,
    headlines,
    luck,
    questions,
    scenes,
    stories,
)
from helpers.ethics.audit import RATES, THRESHOLDS, TOLERANCE, cost, make_people, pairs_that_meet
from helpers.ethics.ballot import vote
from helpers.ethics.checks import check
from helpers.ethics.predictions import LAST_YEAR, load_predictions
from helpers.ethics.tournament import brier, load_claims
from helpers.explorable import explore
from helpers.form import open_task
from helpers.guesses import guess, reveal
from helpers.images import rotate, shift
from helpers.mlp import MLP, count_parameters
from helpers.pictures import show
from helpers.quiz import ask
from helpers.statistics import ScoredGroup, sign_test, wilson_interval
from helpers.training import accuracy, probabilities, train

# %% [markdown]
# Five networks will serve several sections: 64 pixels, 64 hidden units, ten digits, as in notebook 05.
# They differ in their initial weights only. What we say of them holds for all five.

# %%
learn, valid, test = digits.load()
new_images, new_labels = torch.cat([valid[0], test[0]]), torch.cat([valid[1], test[1]])


def train_on(num_digits, seed):
    """Return a network trained on the first `num_digits` training digits, all of them at once."""
    torch.manual_seed(seed)
    network = MLP([64, 64, 10]).to(device)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.02)
    x, y = learn[0][:num_digits], learn[1][:num_digits]
    train(network, x, y, nn.CrossEntropyLoss(), optimizer, num_epochs=60)
    return network


def accuracies(images):
    """Return the accuracy of each network on the new digits, as they are or changed."""
    return np.array([accuracy(network, images, new_labels) for network in networks])


networks = [train_on(len(learn[1]), seed) for seed in range(5)]
print(f"right on {accuracies(new_images).mean():.2f} of {len(new_labels)} new digits")

# %% [markdown]
# ## 1 Predictions, and what came of them
#
# Eight predictions, in our words. Each stands with its year and its source in `data/predictions.csv`.

# %%
predictions = load_predictions()
for item in predictions:
    print(f"{item.year}  {item.who}: {item.claim}")

# %% [markdown]
# To judge a prediction you need three things: *what* shall happen, how one would *notice*, and *by
# when*. One of the eight lacks the third. A claim without a date can never be late.
#
# Does anyone err in the other direction?

# %%
guess(questions.OVERDUE)

# %% [markdown]
# The picture opens at the end of 2025: move *Year* back to 1985, and let the years pass.

# %%
explore(scenes.timeline())
reveal(questions.OVERDUE, sum(item.judge(1985)[0] == "overdue" for item in predictions))

# %% [markdown]
# Thick bars are the time that was promised, dotted tails the years beyond it; a star marks what came
# true. By 1985 three were overdue. Later two came true, both late. Chess took 39 years instead of ten.
# Turing's conversation game took 75 instead of 50. In a preregistered study of 2025, judges talked with
# a person and a machine at once, as in his game. They took GPT-4.5, told to play a certain character,
# for the person in 73 % of the games [1]. A year before, the same authors had let judges talk with one
# partner only. GPT-4 passed as human in 54 % of the games, humans in 67 % [2]. What this shows about
# thinking, people dispute. (An event of 2014 claimed success, too; few were convinced.) One erred the
# other way. A scientist who loved the game of Go thought that it might take a century or more. It took
# 19 years.

# %%
for item in predictions:
    state, years = item.judge(LAST_YEAR)
    print(f"{item.who} {item.year}: {item.verdict}")
horizons = [item.due - item.year for item in predictions if item.kind == "by"]
print(f"\nhorizon of those with a date to meet: median {np.median(horizons):.1f} years")

# %% [markdown]
# Three things are worth seeing here.
#
# - **Dates slip, and the goal gets vague.** The median promise reaches 17.5 years ahead: near
#   enough to excite, and far enough not to be asked about soon.
# - **Definitions decide.** The report of 2016 counted cars that accelerate, brake and steer with
#   limited or no action of a driver. In its headline all became self-driving cars.
# - **A specific claim deserves respect.** Chess was missed by 29 years, yet one could tell to the day
#   when it came true. Turing's claim had a number in it, a time limit and a year. Even so one must say
#   which study counts: with one partner or with two?
#
# And a fourth, about ourselves:

# %%
ask(questions.PREDICTIONS)

# %% [markdown]
# ## 2 A tournament: fifteen claims, and your probabilities (further)
#
# Now you. A forecaster who says *70 %* cannot be wrong on one day. Over many days she can: of the things
# that she calls 70 % likely, seven in ten should happen. Who is **calibrated** in this sense has earned
# belief.
#
# To grade you we need claims that nobody chose because of how they came out. So we fixed a rule and let
# it draw. The pool: what ForecastBench took from three places where people forecast in public [23], from
# 26 October 2025 to 2 August 2026, whose text has one of twenty words in it such as *AI* or *driverless*,
# that was answered with yes or no, and of which the crowd was not yet sure when it was asked (5 to 95 %).
# The draw: the fifteen whose identifiers have the smallest SHA-256, a sum that looks random.
# `tools/draw_claims.py` is that rule. Nobody left a claim out, not even those that are badly put.
#
# Each stands with the day on which it was asked. Think yourself back to that day, do not look it up, and
# say how likely *yes* is. Some you may know: then say what you would have said.

# %%
claims = load_claims()
drawn = [claim for claim in claims if claim.drawn]
others = [claim.happened for claim in claims if not claim.drawn]
base_rate = np.mean(others)
forecasters = {
    "the crowd": [claim.crowd for claim in drawn],
    "base rate": [base_rate] * len(drawn),
    "always 50 %": [0.5] * len(drawn),
}
vote(questions.TOURNAMENT, drawn, forecasters)

# %% [markdown]
# How good is a probability $p$, when afterward $y$ is 1 for yes or 0 for no? Take the squared distance,
# and average over the claims. This is the **Brier score**, of 1950 [24]:
#
# $$\text{Brier} = \frac{1}{n}\sum_i (p_i - y_i)^2.$$
#
# It is 0 for one who knows. Always 50 % costs $0.5^2 = 0.25$ whatever happens. And honesty pays: if you
# believe that *yes* has a chance $q$, you expect to pay $q(1-p)^2 + (1-q)p^2$. The slope in $p$,
# $2(p - q)$, is zero at $p = q$. So your best number is the one that you believe.
#
# With you in the ballot stand three others. The *crowd* is what the people on those sites said ten days
# before, so you may know a little more. The *base rate* knows nothing of the claims: it says, for each, the share of *yes* among the fifteen
# of the pool that were not drawn.

# %%
happened = [claim.happened for claim in drawn]
print(
    f"yes among those not drawn: {base_rate:.2f}; among the fifteen drawn: {np.mean(happened):.2f}\n"
)
rng = np.random.default_rng(0)
again = rng.integers(0, len(drawn), (10_000, len(drawn)))  # fifteen of the fifteen, with repeats
for name, said in forecasters.items():
    each = (np.array(said) - happened) ** 2
    low, high = np.percentile(each[again].mean(axis=1), (2.5, 97.5))
    print(f"{name:12} Brier {brier(said, happened):.3f}, interval {low:.2f} to {high:.2f}")

# %% [markdown]
# The crowd did best. The base rate did *worse* than always 50 %: among the claims not drawn 3 in 15 came
# true, among yours 7 in 15. That is the luck of a small draw, and a warning about every base rate from
# fifteen cases. Look at the intervals before you praise anyone, yourself included: the crowd's reaches from
# .07 to .24. Fifteen claims hardly tell one good forecaster from another. And two of the fifteen ask about
# the same test, FrontierMath: they do not count as two.
#
# The claims show once more what section 1 did. Most have a date and a test. One hides its test behind
# *read description*.

# %% [markdown]
# ## 3 Four fallacies (further)
#
# Why do able people err like this? Melanie Mitchell (2021) named four assumptions behind it [3]. (She
# is not Margaret Mitchell, whose model cards we meet in section 11.) In our words, each with something
# to compute:
#
# | | fallacy | what it overlooks |
# |:--|:--|:--|
# | 1 | Narrow intelligence lies on a continuum with general intelligence. | A step up a tree is not a step toward the moon (Stuart Dreyfus's picture). |
# | 2 | Easy things are easy, and hard things are hard. | What we do without effort took evolution longest. |
# | 3 | Wishful mnemonics. | A name such as *understanding* says what was hoped for, not what was measured. |
# | 4 | Intelligence is all in the brain. | Bodies, senses, feelings and company take part. |
#
# ### 3.1 A step on which road?
#
# Our networks read digits well. Are they a step on the way to reading? A person who can read white digits
# on black reads black on white, too, and digits in a mirror with a little effort.
#
# We show them the same digits, changed.

# %%
guess(questions.EXCHANGED)

# %%
for name, images in (
    ("as trained", new_images),
    ("black and white exchanged", 1 - new_images),
    ("upside down", new_images.flip(1, 2)),
):
    print(f"{name:26} {accuracies(images).mean():.2f}")
reveal(questions.EXCHANGED, round(accuracies(1 - new_images).mean(), 2))

# %% [markdown]
# Black on white they read next to nothing, far less than guessing would. Upside down they read two in
# five, among them nearly all zeros, which look the same. What was learned is this task, on these
# pixels. The score on the first line does not lie on a road that leads to the others.
#
# ### 3.2 Which task was the hard one?
#
# Two tasks. One takes a person an hour and many mistakes. The other takes a glance.

# %%
a, b = 3**100, 7**60
product = a * b
print(
    f"multiply numbers of {len(str(a))} and {len(str(b))} digits: exact, {len(str(product))} digits"
)
print(f"checked by division: {product // b == a and product % b == 0}")
for pixels in (1, 2):
    score = accuracies(shift(new_images, pixels)).mean()
    print(f"read a digit that moved by {pixels} of 8 pixels: right on {score:.1f}")

# %% [markdown]
# The multiplication is no trouble at all. The glance is the problem: move the digits by an eighth of
# the picture, and the networks lose about half of them. (Notebook 07 repairs this with shifted copies.
# A convolution alone does not: its map of features moves along with the digit, and the layer that
# reads the map must know the new place.) Hans Moravec and others noticed the pattern in the 1980s: the
# effort that *we* feel is a poor guide to the effort it takes.
#
# ### 3.3 What's in a name?
#
# Many programs call the largest softmax output `confidence`. So does notebook 05. What do our networks
# answer to a picture of pure noise, which is no digit at all?
#
# %%
guess(questions.NOISE)

# %%
noise = torch.rand(500, 8, 8, generator=torch.Generator().manual_seed(0))
for name, images in (("digits", new_images), ("noise", noise)):
    largest = [probabilities(network, images).max(dim=1).values.mean() for network in networks]
    print(f"mean largest output on {name:6} {np.mean(largest):.2f}")
reveal(questions.NOISE, np.mean(largest))

# %% [markdown]
# They are "confident" about noise. The number is what softmax makes of ten logits, and nobody taught it
# to mean anything for pictures that are not digits. Drew McDermott, who coined *wishful mnemonic* in
# 1976, advised to call such a thing G0034 and to see whether it still impresses [4]. Try it: *"the
# network's G0034 is .9"*.
#
# ### 3.4 Outside the brain
#
# How does a fielder catch a ball? One could estimate its speed and angle, solve the equations of
# flight, and run to the place. There is another way, described by Seville Chapman in 1968 [5]: look at
# the ball, and run so that the tangent of your viewing angle rises at a constant rate. If it rises
# faster, back up; if slower, run forward. Whoever manages that stands where the ball comes down.
# (Whether fielders do exactly this is still studied.)
#
# `catch_ball` simulates such a runner. It knows no speed, no gravity and no parabola.
#
# **Predict first.** How far from the ball will it end up?

# %%
print("ball lands   runner starts   ends     missed by")
for forward, upward, place in ((10, 20, 35), (8, 22, 30), (15, 15, 45), (14, 20, 52)):
    lands, ends = stories.catch_ball(forward, upward, place)
    print(f"{lands:8.1f} m   {place:10} m   {ends:5.1f} m   {abs(ends - lands):5.1f} m")

# %% [markdown]
# Within a hand's breadth, from up to six meters away. Where is the knowledge? Part of it is in no
# head. It lies in the loop of eye, legs and flying ball. That proves nothing about minds in
# general. It shows that "compute inside, then act" is one design among others.
#
# **Exercise 1.** Spot the fallacy. Eight claims, all invented. Complete `fallacy` so that it returns
# the number, 1 to 4, of the one that fits best. A hint comes with each that is not right yet.

# %%
for letter, claim in fallacies.CLAIMS.items():
    print(f"{letter}  {claim.text}")


# %%
def fallacy(claim):
    """Return the number, an int from 1 to 4, of the fallacy in the claim with a letter, "a" to "h"."""
    ### BEGIN SOLUTION
    return {"a": 1, "b": 2, "c": 3, "d": 4, "e": 3, "f": 2, "g": 1, "h": 4}[claim]
    ### END SOLUTION


fallacy = check(fallacy)

# %% [markdown]
# A fair reader adds: these are fallacies of *reasoning*. A conclusion can be true although the
# argument for it is bad. And not everyone agrees with the list; some hold, for example, that scale
# may turn narrow into general after all. That, too, is a prediction. Ask it for its date and its test.

# %% [markdown]
# ## 4 Four stories (further)
#
# Four people, each at a moment when an idea met the world. Read the originals; they are good. Here is
# what we take from them, and a number for each.
#
# ### 4.1 Walter Pitts and the frog
#
# Amanda Gefter (2015) tells the life of Walter Pitts [6]. He grew up in Detroit, taught himself logic
# in the public library, ran away at fifteen, and found in Warren McCulloch a friend and a home. In
# 1943 the two showed that a net of threshold units can compute whatever a logical formula can say.
# The paper shaped the design of the first computers. Pitts hoped for more: that this *is* how a brain
# thinks.

# %%
print("p q   p and not q")
for p in (0, 1):
    for q in (0, 1):
        print(f"{p} {q}   {stories.threshold_unit([p, q], weights=[1, -1], threshold=1)}")

# %% [markdown]
# In the 1950s he worked with Jerome Lettvin, Humberto Maturana and McCulloch on the eye of the frog.
# They found that the eye does not pass on what light falls on it. It reports edges, contrast, small
# dark things that move, before any logic can begin [7]. Gefter reports that this disappointed him
# deeply, on top of a broken friendship with Norbert Wiener. He burned his unpublished work, and died
# at 46.
#
# A cartoon of one of these, contrast, takes a few lines: the mean brightness of a small center
# minus that of its surround. We show it a scene with a bright half, a dark half, and a small dark spot
# in each.

# %%
scene = np.full((60, 90), 0.9)
scene[:, 45:] = 0.3
scene[28:31, 20:23] -= 0.3
scene[28:31, 66:69] -= 0.3
response = stories.center_minus_surround(scene)
print(f"in the bright half, far from everything  {response[10, 10]:+.2f}")
print(f"in the dark half, far from everything    {response[10, 80]:+.2f}")
print(f"on the spot in the bright half           {response[29, 21]:+.2f}")
print(f"on the spot in the dark half             {response[29, 67]:+.2f}")
print(f"along the edge, on its bright side       {response[10, 44]:+.2f}")
show(figures.eye_and_logic(scene, response))

# %% [markdown]
# How bright it is, the cells do not tell. Where something *is*, they do, and equally in light and dark.
# The frog's cells do more than our cartoon, which answers to the long edge as well as to the spots. The
# cells that made the paper famous answer to small dark things with a rounded border that move. They
# keep silent at a straight edge, and when a spot moves together with all that is behind it [7].
#
# What we take from the story: a theory can found a field and still not be how the thing itself works.
# To find that out, one had to look. Both are progress.
#
# ### 4.2 Marvin Minsky's machine
#
# Jeremy Bernstein's portrait of Marvin Minsky (1981) begins with a match of backgammon [8]. In Monte
# Carlo, in July 1979, Hans Berliner's program BKG 9.8 beat Luigi Villa, who had become world champion a
# day before, by seven points to one. What does one such match prove? Backgammon has dice, and a game
# can count for more than one point. There were five games: the program won 2, 1, 2 and 2 points, and
# Villa won 1 [9].
#
# **Predict first.** Suppose that each game were a coin's flip between equals. How often does an equal
# win four or more of five?

# %%
print(f"chance of four or more games of five:           {luck.chance_of_at_least(4, 5):.3f}")
print(f"if each of the eight points had been a game:    {luck.chance_of_at_least(7, 8):.3f}")

# %% [markdown]
# About one time in five. Seven to one *sounds* like eight results, which would be one time in 28. But
# the points of a game come together: count what was decided separately. Berliner went through the games
# afterwards and found that Villa had played better. Of 73 moves that left a choice the program had
# missed the best one eight times, Villa hardly ever; the dice made the score [9]. A program that beats
# a champion is news. Whether it is *better* takes more games to tell.
#
# The portrait also tells of the machine that the young Minsky built in 1951 with Dean Edmonds, a
# learning maze-runner of vacuum tubes, wired at random. Something in it was nearly always broken, and
# it went on working. Does ours? We silence hidden units at random.
#
# %%
guess(questions.SILENCED)

# %%
shares = [0.0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875]
scores = np.array(
    [
        stories.accuracies_when_damaged(networks[0], new_images, new_labels, share)
        for share in shares
    ]
)
for share, of_share in zip(shares[::2], scores[::2], strict=True):
    print(f"{share:4.0%} silent: mean accuracy {of_share.mean():.1f}")
show(figures.damage(shares, scores))
reveal(questions.SILENCED, scores.mean(axis=1)[::2].round(2))

# %% [markdown]
# It degrades gently: with half of its units it still reads about two digits in three. Which units are
# silent matters, and the band shows how much. Nobody asked for this when the network was trained.
# Minsky had built such a machine, and yet became, with Seymour Papert, the sharpest critic of what one
# layer of such units can represent: you proved their point about XOR in notebook 02. Enthusiasm and
# criticism came from the same person, and both were right about something.
#
# ### 4.3 Michael Jordan and the white spots
#
# Michael I. Jordan (2018, again 2019) tells of an ultrasound, years ago [10]. A geneticist saw white
# spots near the heart of the unborn child, a known sign, and said: the risk of Down syndrome is now 1
# in 20. A further test could tell, but would itself end about 1 pregnancy in 300. Jordan traced the
# 1 in 20 to a British study, made with an older machine. The new machine had more pixels. Some of the
# spots, he concluded, were noise that the old machine could not show. They declined the test, and the
# child was healthy.
#
# That is not the end of his story. He reckoned how many others must have heard the same, all over the
# world, on that same day; how many of them took the test; and that healthy children died of it. And so
# it went on, day after day, until somebody repaired it [10].
#
# Here is his thought as a computation. A posterior of 1 in 20 is odds of 1 to 19. If the new machine
# shows spots $k$ times as often in *healthy* children, the odds shrink by $k$.
#
# **Predict first.** At which $k$ does the test end about as many pregnancies as it finds cases?

# %%
for k in (1, 2, 5, 10, 16):
    odds = (1 / 19) / k
    risk = odds / (1 + odds)
    print(f"k {k:2}: risk 1 in {1 / risk:3.0f}; 1,000 tests find {1000 * risk:4.1f} cases", end="")
    print(f" and end {1000 / 300:.1f} pregnancies")

# %% [markdown]
# At 16 the risk is down to that of the test itself. In his account nobody knew $k$ until he asked where
# the number came from. Where data come from, with which device, from whom, and whether they fit the case
# at hand: that decided here. Jordan's wish is for an engineering of such systems, as chemistry became
# chemical engineering. He tells *human-imitative AI* apart from tools that augment people, and from
# infrastructure that connects them, and asks that the last two get as much thought. Colleagues agree
# and disagree in comments that are printed with the article.
#
# ### 4.4 Surya Ganguli and the twenty watts
#
# Surya Ganguli (2018) describes two quests that help each other: to understand natural
# intelligence, and to build artificial intelligence [11]. Ideas have gone both ways for decades. He
# lists what brains may still teach: how credit is assigned without backpropagation as we know it,
# synapses that hold richer states, learning with few labels, and thrift. A brain runs on about 20
# watts.

# %%
brain_kwh = 20 * 24 * 365.25 * 20 / 1000  # watts, hours, days, years; W to kW
print(f"20 W for 20 years:                {brain_kwh:9,.0f} kWh")
print(
    f"one training of GPT-3, published: {energy.GPT3_KWH:9,} kWh, {energy.GPT3_KWH / brain_kwh:.0f} times as much"
)

# %% [markdown]
# Is that a fair comparison? It favors the brain: evolution's long training is not on the bill, nor
# teachers and schools, and that one training of the machine serves millions of users does not
# count. It favors the machine, too: it was trained on text only, and the energy of its use is not
# on the bill, while the 20 watts paid for all that the brain did. Two numbers in the same unit need
# not answer the same question. Still, the gap says that very different designs exist.

# %% [markdown]
# ## 5 A benchmark is not a capability (further)
#
# A **benchmark** is a fixed set of questions with answers, and a score. It made progress measurable,
# and it is open to two mistakes.
#
# The first: to extend the trend. We train on more and more digits, five networks for each number.
# Suppose that so far we know the results for 25, 50 and 100 digits, and lay a line through their means:
# so much for each doubling.

# %%
sizes = [25, 50, 100, 200, 400, 800]
trend_scores = np.array(
    [
        [accuracy(train_on(size, seed), new_images, new_labels) for seed in range(5)]
        for size in sizes
    ]
)
means = trend_scores.mean(axis=1)
for size, mean in zip(sizes[:3], means[:3], strict=True):
    print(f"{size:4} training digits: {mean:.2f}")

# %%
guess(questions.PROMISED)

# %%
line = np.polynomial.Polynomial.fit(np.log2(sizes[:3]), means[:3], deg=1)
for size, mean in zip(sizes, means, strict=True):
    print(f"{size:4} training digits: measured {mean:.1f}, the line says {line(np.log2(size)):.1f}")
reveal(questions.PROMISED, line(np.log2(800)))

# %% [markdown]
# It promises more than everything, and the networks stay below. A score has a ceiling, and gains shrink as it comes near. The
# opposite mistake exists as well: a flat start, and people conclude that it never rises. A trend is
# a reason to look, not a law.
#
# The second mistake: to take the score for the ability. *Reads digits* is an ability. *Right on this
# share of a random part of one collection* is a score. Here are the same networks on slightly
# different digits.

# %%
generator = torch.Generator().manual_seed(0)
changed = {
    "as in the benchmark": new_images,
    "moved 1 pixel": shift(new_images, 1),
    "turned 25 degrees": rotate(new_images, 25),
    "noise added": new_images + 0.4 * torch.randn(new_images.shape, generator=generator),
    "half as bright": new_images / 2,
}
by_change = {name: accuracies(x) for name, x in changed.items()}
for name, scores in by_change.items():
    print(f"{name:20} {scores.mean():.2f}")
show(figures.trend_and_shift(sizes, trend_scores, 3, line, by_change))

# %% [markdown]
# Same networks, and the same digits, to a human eye. So read *91 % on the X Understanding Test* as: 91 % of
# these questions. What else would someone need who understands X, and was that tested? (Language
# models raise one more question: have they read the test? What stood in the training text is no test
# any more.)

# %%
ask(questions.BENCHMARK)

# %% [markdown]
# ## 6 What does an alarm mean?
#
# A test finds 90 % of those who are ill, its **sensitivity**, and gives no alarm to 90 % of those who
# are healthy, its **specificity**. Your alarm goes off. How likely are you ill?
#
# Count people. Let $p$ be the **prevalence**, or base rate: the share who are ill. Of everyone,
#
# - a share $p \cdot \text{sensitivity}$ is ill and has an alarm,
# - a share $(1-p)(1-\text{specificity})$ is healthy and has one, too.
#
# The **positive predictive value**, PPV, is the first as a share of both. This is Bayes' rule.
#
# **Exercise 2.** Complete `ppv`. All shares lie between 0 and 1.


# %%
def ppv(prevalence, sensitivity, specificity):
    """Return the share of those with an alarm who are ill: a number, not rounded."""
    ### BEGIN SOLUTION
    true_alarms = prevalence * sensitivity
    false_alarms = (1 - prevalence) * (1 - specificity)
    return true_alarms / (true_alarms + false_alarms)
    ### END SOLUTION


ppv = check(ppv)

# %% [markdown]
# Now let the illness become rare, and keep the test.

# %%
guess(questions.ALARM_MEANS)

# %%
for prevalence in (0.1, 0.01, 0.001):
    print(f"{prevalence:5.1%} are ill: PPV {ppv(prevalence, 0.9, 0.9):.2g}")
reveal(questions.ALARM_MEANS, [ppv(share, 0.9, 0.9) for share in questions.ALARM_MEANS.x])

# %% [markdown]
# One half, one in twelve, fewer than one in a hundred. The test did not change. See it person by
# person: move *Ill, of 1,000 people* down to 1, then raise the *Specificity*.

# %%
explore(scenes.base_rate())

# %% [markdown]
# When few are ill, the healthy are many, and a small share of many is a lot. Raising the
# sensitivity hardly helps. Raising the specificity does. This does not make a test useless: after
# an alarm, your risk is higher than before, from 1 % up to 8 %, and a second, independent test
# multiplies it again. It makes "90 % accurate" an incomplete sentence, in medicine as in the search
# for fraud, plagiarism or terror.

# %%
ask(questions.ALARMS)

# %% [markdown]
# ## 7 Fairness cannot have everything
#
# COMPAS is a score used by courts in the United States to estimate whether someone will be charged
# with a new crime. In 2016 journalists of ProPublica published data on 7,214 people who had been
# scored in one county, each with the public record of about two years after [12]. A score of 5 or
# more counts as *flagged*. Their counts for the two largest groups (in their data African-American
# and Caucasian, in our file Black and White):

# %%
compas = fairness.load_compas()
for group, counts in compas.items():
    print(
        f"{group}: flagged {counts.true_positives} with and {counts.false_positives} without a new "
        f"charge; not flagged {counts.false_negatives} with and {counts.true_negatives} without"
    )
print()
print("        base rate     FPR     FNR     PPV")
for group, counts in compas.items():
    print(
        f"{group:6} {counts.base_rate:10.4f} {counts.fpr:7.4f} {counts.fnr:7.4f} {counts.ppv:7.4f}"
    )

# %% [markdown]
# Four rates a group, from the same four counts:
#
# - **base rate** $p$: of all, the share with a new charge;
# - **FPR**, false positive rate: of those *without* one, the share that was flagged;
# - **FNR**, false negative rate: of those *with* one, the share that was not flagged;
# - **PPV**: of those *flagged*, the share with one.
#
# ProPublica read the columns FPR and FNR: among people without a new charge, Black defendants were
# flagged almost twice as often. The company that sells the score answered with the column PPV: a
# flag means about the same in both groups [13]. Both read their numbers correctly. Could a
# better score have satisfied both?
#
# **Exercise 3.** The four rates are not free. Know three, and the fourth follows. Find how, with 1,000
# people and a pencil. How many of them have the outcome? How many of these are flagged? If a share PPV of
# all flags is right, how many flags are wrong? Among how many people are those? Then complete
# `implied_fpr`.


# %%
def implied_fpr(base_rate, ppv, fnr):
    """Return the false positive rate that the three others leave: a number, not rounded."""
    ### BEGIN SOLUTION
    true_flags = base_rate * (1 - fnr)
    false_flags = true_flags * (1 - ppv) / ppv
    return false_flags / (1 - base_rate)
    ### END SOLUTION


implied_fpr = check(implied_fpr)

# %% [markdown]
# **Your count as a formula.** Per head of a group, true flags are $p\,(1-\text{FNR})$. For every true
# flag there are $(1-\text{PPV})/\text{PPV}$ false ones. And false flags, as a share of the $1-p$ without
# the outcome, are the FPR. So
#
# $$\text{FPR} = \frac{p}{1-p}\cdot\frac{1-\text{PPV}}{\text{PPV}}\cdot(1-\text{FNR})$$
#
# This is Alexandra Chouldechova's identity (2017) [14]. Nothing was assumed but counting. Read it:
# if PPV and FNR are equal in two groups and $p$ is not, then the FPRs *must* differ, unless nobody
# is flagged wrongly. Jon Kleinberg and colleagues proved a relative of it at the same time [15].
#
# **Predict first.** Suppose that both groups had the PPV and the FNR of the white defendants, and kept
# their base rates. Which FPR would the Black defendants have?

# %%
for group, counts in compas.items():
    implied = implied_fpr(counts.base_rate, counts.ppv, counts.fnr)
    print(f"{group}: by the identity {implied:.4f}, counted {counts.fpr:.4f}")
white = compas["White"]
what_if = implied_fpr(compas["Black"].base_rate, white.ppv, white.fnr)
print(f"\nBlack base rate with the white PPV and FNR: FPR {what_if:.4f}")

# %% [markdown]
# The identity gives both counted rates, to the last digit. And with PPV and FNR made equal, the gap in
# FPR remains: .38 against .23.
#
# ### 7.1 One town, two groups, one rule at a time
#
# Leave the court for a town. It helps families before they lose their home. A score says who is likely
# to be in need. Two groups live there: half of A is in need (51 %), a quarter of B. Among
# those in need the score follows a bell curve (a normal distribution), among the others the same curve
# one standard deviation lower. A and B have the same two curves: the score is *equally informative* in
# both. In the picture each square or dot is a person. Everyone right of a group's line is helped.
#
# Three rules have been proposed for such decisions (the second by Moritz Hardt and colleagues [26]):
#
# - **demographic parity**: of all, the same share is helped in both groups;
# - **equal opportunity**: of those in need, the same share is helped (so equal FNR: it is the rest);
# - **predictive parity**: of those helped, the same share is in need.
#
# A person in need who is not helped is a *miss*; one helped without need is a *needless help*. Both cost.
#
# Meet the rules one by one: choose one, and move the lines until it is met (rates within two points).
# Then look at the other rates, and at the cost.

# %%
guess(questions.WHO_IS_HELPED)

# %%
explore(scenes.threshold_game())

# %% [markdown]
# Every rule can be met, and in many ways. With the same threshold for both, equal opportunity is met: the
# bells are the same. Then A's helped are in need far more often than B's. For predictive parity B's line
# must go far to the right of A's. For demographic parity it must go a little to the left.
#
# ### 7.2 You build the audit
#
# By hand you find *a* policy that meets a rule. Which one is the cheapest? You build that search, in three
# steps. The check looks at each step by itself.
#
# **Exercise 4, step 1.** `audit` counts a group. It gets two arrays of True and False, one value a person:
# who is flagged (here: helped), and who has the outcome (here: is in need). It returns a dictionary of four shares: `"flagged"` (of all),
# `"tpr"` (of those with the outcome, the share that is flagged), `"fpr"` (the same of those without), and
# `"ppv"` (of the flagged, the share with the outcome). A share of nobody is `nan`, not a number.


# %%
def audit(flagged, outcome):
    """Return {"flagged": ..., "tpr": ..., "fpr": ..., "ppv": ...}, four shares of one group.

    `flagged` and `outcome` are boolean arrays (num_people,). np.nan where there is nobody to count.
    """
    ### BEGIN SOLUTION
    hits = (flagged & outcome).sum()
    counts = {
        "flagged": (flagged.sum(), len(flagged)),
        "tpr": (hits, outcome.sum()),
        "fpr": (flagged.sum() - hits, (~outcome).sum()),
        "ppv": (hits, flagged.sum()),
    }
    return {name: part / whole if whole else np.nan for name, (part, whole) in counts.items()}
    ### END SOLUTION


audit = check(audit)

# %% [markdown]
# **Step 2.** `gap` says how unequal a policy is in one rate. `people` is a list of groups, each a pair
# `(scores, outcome)` of arrays; there may be more than two groups. A person is flagged whose score lies
# *above* the threshold of the group. Use your `audit`.


# %%
def gap(people, thresholds, rate):
    """Return the largest minus the smallest `rate` of all groups: a number.

    `people` has a pair (scores, outcome) for each group, `thresholds` a number for each, and `rate` is
    "flagged", "tpr", "fpr" or "ppv". Infinity, np.inf, if a group has no such rate.
    """
    ### BEGIN SOLUTION
    rates = [
        audit(scores > threshold, outcome)[rate]
        for (scores, outcome), threshold in zip(people, thresholds, strict=True)
    ]
    return np.inf if np.isnan(rates).any() else max(rates) - min(rates)
    ### END SOLUTION


gap = check(gap)

# %% [markdown]
# **Step 3.** `cheapest_policy` tries every pair of thresholds from `candidates`, keeps those whose gap is
# at most `tolerance`, and returns the cheapest. `cost(people, pair, miss, false_alarm)` is given: it
# counts misses and needless helps, each at its price.


# %%
def cheapest_policy(people, candidates, rate, tolerance, miss, false_alarm):
    """Return the cheapest pair of thresholds (for A, for B) that meets the rule, or None.

    A rule is met if the gap in `rate` is at most `tolerance`; if `rate` is None every pair meets it.
    """
    ### BEGIN SOLUTION
    best, lowest = None, np.inf
    for first in candidates:
        for second in candidates:
            pair = (first, second)
            price = cost(people, pair, miss, false_alarm)
            if price < lowest and (rate is None or gap(people, pair, rate) <= tolerance):
                best, lowest = pair, price
    return best
    ### END SOLUTION


cheapest_policy = check(cheapest_policy)

# %% [markdown]
# Your audit now answers what the town will ask: what does each rule cost, and who pays? A miss costs as
# much as three needless helps.

# %%
town = [make_people(0.51), make_people(0.25)]
candidates = np.round(np.linspace(-2, 3, 51), 1)
helped = {}
print("rule                  A     B   cost   helped of those in need: A     B")
for rate in (None, *RATES):
    policy = cheapest_policy(town, candidates, rate, TOLERANCE, miss=3, false_alarm=1)
    in_need = [
        audit(scores > threshold, outcome)["tpr"]
        for (scores, outcome), threshold in zip(town, policy, strict=True)
    ]
    helped[rate] = in_need
    print(
        f"{RATES.get(rate, 'no rule'):18} {policy[0]:5.1f} {policy[1]:5.1f} "
        f"{cost(town, policy, 3, 1):5.0f} {in_need[0]:26.2f} {in_need[1]:5.2f}"
    )
most = np.argmax(helped["ppv"])
reveal(questions.WHO_IS_HELPED, questions.WHO_IS_HELPED.options[most])

# %% [markdown]
# To have no rule is cheapest, as it must be: a rule can only take pairs away. Each rule costs 6 to 13 % more.
# And each has another who pays. Under predictive parity nearly everyone in need in A is helped, and fewer
# than half of those in B. That is not a fault of your search. It is what the words *a help means the same
# in both groups* ask for here.
#
# Can one have equal errors, as ProPublica asked, *and* predictive parity, as the company did? We try all
# pairs of thresholds on the sliders.

# %%
met = pairs_that_meet(town, THRESHOLDS, ("tpr", "fpr", "ppv"))
both = met.all(axis=-1)
print(f"pairs of thresholds:                        {both.size}")
print(f"equal opportunity and equal needless help:  {met[..., :2].all(axis=-1).sum()}")
print(f"predictive parity:                          {met[..., 2].sum()}")
print(f"all of it:                                  {both.sum()}")
shares = [
    np.array([audit(scores > threshold, outcome)["flagged"] for threshold in THRESHOLDS])
    for scores, outcome in town
]
firsts, seconds = np.nonzero(both)
most_helped = max(shares[0][firsts].max(), shares[1][seconds].max())
print(f"in these, helped of a group at most:        {most_helped:.0%}")

# %% [markdown]
# The few pairs that meet all of it are no way out: in each of them at most 3 in 100 are helped at all,
# and two rates of almost nobody are easily within two points. That is the identity at work. Equal base
# rates would be a way out, or a perfect score.
#
# What follows? Not that fairness is impossible, and not that anything goes. One must *choose* which
# equality matters for this use, say so, and say who pays. Arithmetic cannot make that choice, and a
# vendor should not make it silently. Two more things are worth knowing about the case of the court.
#
# - The outcome is a new *charge*, not a new crime. If one group is charged more often for the same
#   deeds, base rate and all that follows carry that along. No threshold repairs a label.
# - The debate is not only about rates: whether such a score should be used at all, what happens to
#   the flagged, whether one may contest it. ProPublica's analysis was itself criticized, and
#   answered. One later study finds that the way the data were cut inflates the base rates [16]. Read
#   both sides before you quote either.
#
# ### 7.3 Commit yourself
#
# Somebody has to choose. Today it is you.

# %%
open_task(questions.POLICY)

# %% [markdown]
# ## 8 Delete the column? (further)
#
# A tempting cure: the model shall not see the group. We invent a past to try it. *Skill* does not
# depend on the group. *District* does: it is a **proxy**. The people who hired marked group 1 down.
# Logistic regression learns from their decisions.
#
# %%
guess(questions.WITHOUT_THE_COLUMN)

# %%
skill, district, group, hired = fairness.biased_past()
print(
    f"the past hired {hired[group == 0].mean():.2f} of group 0, {hired[group == 1].mean():.2f} of group 1"
)
guessed = np.mean((district > 0.5) == group)
print(f"the group, guessed from the district: right in {guessed:.2f}\n")
gaps = {
    "skill, district,\ngroup": fairness.acceptance_by_group([skill, district, group], hired, group),
    "skill,\ndistrict": fairness.acceptance_by_group([skill, district], hired, group),
    "skill": fairness.acceptance_by_group([skill], hired, group),
}
for name, (group_0, group_1) in gaps.items():
    words = name.replace("\n", " ")
    print(f"it sees {words:22} hires {group_0:.2f} of group 0, {group_1:.2f} of group 1")
show(figures.proxy(gaps))
first, second, _ = (group_0 - group_1 for group_0, group_1 in gaps.values())
left = np.abs(second / first - np.array([0.0, 0.5, 1.0])).argmin()
reveal(questions.WITHOUT_THE_COLUMN, questions.WITHOUT_THE_COLUMN.options[left])

# %% [markdown]
# About half of the gap survives without the column: the district stands in for it. Deleting the district as
# well closes it *here*, because we built this world and know that skill is all that counts. In real
# data every feature is a bit of a proxy, and many are a bit useful. And the cure has a price: who
# deletes the group from the data can no longer measure the gap.

# %%
ask(questions.DROPPED)

# %% [markdown]
# ## 9 A loop that feeds itself (further)
#
# So far the data were there, and the model came after. Often the model decides which data come next. Who
# gets no loan never shows that he would have paid it back. Danielle Ensign and colleagues (2018) took
# apart a case that was in use [25]: patrols are sent where the records are, and a patrol records what it
# finds where it is.
#
# Two districts, one patrol a day. Each morning it goes to one of them, by chance, in the shares of the
# records so far. What it finds is added to the records.

# %%
guess(questions.TWO_DISTRICTS)

# %% [markdown]
# As a program it takes a few lines: read the records, go, look, write down. `look(here)` says whether the
# patrol finds an incident in district `here`.
#
# **Exercise 5, a hunt.** This loop runs, and something is wrong with it. Its symptom: *two districts have
# as many incidents each, and the one with more old records keeps four patrols in five for good.* Change
# the loop so that the patrols go where the incidents are, whatever the old records say. The patrol still
# goes by the records, and `look` is all that it knows of the world.


# %%
def patrol(look, records, num_days, rng):
    """Return district 0's share of the patrols after `num_days`, a number between 0 and 1.

    `records` has two numbers, above 0: incidents recorded so far in district 0 and 1. `look(here)` is
    True if a patrol that goes to district `here`, 0 or 1, finds an incident. `rng.random()` is a random
    number between 0 and 1.
    """
    records = np.array(records, dtype=float)
    for _ in range(num_days):
        share = records / records.sum()
        here = 0 if rng.random() < share[0] else 1
        if look(here):
            ### BEGIN SOLUTION
            records[here] += 1 / share[here]
            ### INSTEAD
            # records[here] += 1
            ### END SOLUTION
    return records[0] / records.sum()


patrol = check(patrol)

# %%
means = []
print("incidents per visit   old records   share of incidents   loop as given   repaired")
for rates, records in (((0.3, 0.3), (24, 6)), ((0.3, 0.3), (10, 10)), ((0.4, 0.2), (10, 10))):
    given, repaired = (
        feedback.final_shares(rule, rates, records, 500)
        for rule in (feedback.patrol_as_found, patrol)
    )
    means.append(given.mean())
    print(
        f"{rates[0]:12} {rates[1]:4} {records[0]:11} {records[1]:3} {rates[0] / sum(rates):17.2f}"
        f" {given.min():13.1f} to {given.max():.1f} {repaired.min():5.1f} to {repaired.max():.1f}"
    )
place = np.abs(means[0] - np.array([0.5, 0.8, 1.0])).argmin()
reveal(questions.TWO_DISTRICTS, questions.TWO_DISTRICTS.options[place])

# %% [markdown]
# The loop as given believes its records. With 24 and 6 to begin with, the first district keeps about four
# patrols in five, although both have as many incidents: on average each day adds records in the shares
# that are there already. With equal records and equal incidents, luck decides, and what the first days
# bring stays. And where incidents differ two to one, the busier district gets more than its two thirds, and
# more from year to year.
#
# Why does the repair work? In district $i$ one finds an incident with a chance of $s_i r_i$ a day: $s_i$ to
# be there, $r_i$ to find one. If a find counts $1/s_i$, the records grow by $s_i r_i / s_i = r_i$ a day. The
# share where one looks has canceled. It is the same cure as for a poll that reached few young people: those
# whom it did reach count for more. The repair needs what real systems seldom keep: with which chance one
# looked where one looked.
#
# Change it. Let the records differ more, let one district be twice as busy, exchange the rule.

# %%
explore(scenes.feedback_loop())

# %% [markdown]
# (A loop that never looks somewhere learns nothing there, with either rule. And what a patrol finds is not
# all that happens: a second source, such as calls by the people who live there, would tell.)

# %% [markdown]
# ## 10 Energy and carbon (further)
#
# How much does it cost to train a model? Multiply.
#
# A weight takes part in one multiplication and one addition for every sample in the forward pass, and
# in about twice as many in the backward pass (notebook 03). With $N$ weights and $D$ samples (for
# language models: tokens) a training takes about
#
# $$6\,N D \quad\text{floating-point operations.}$$
#
# Divide by the operations that a chip really achieves in a second, and you have chip-seconds. It does
# not matter how many chips share them. Times the chip's power, times the overhead of the data center
# (**PUE**, at least 1), and you have energy. Times the carbon that the grid emits for each
# kilowatt-hour, and you have the bill.
#
# **Exercise 6.** Complete `training_footprint`. It returns `(kwh, kg)`. A kilowatt-hour is 1,000 watts
# for one hour.


# %%
def training_footprint(num_parameters, num_tokens, flops_per_second, watts, pue, kg_per_kwh):
    """Return (energy in kWh, kg of CO2 equivalent) of one training run: two numbers, not rounded."""
    ### BEGIN SOLUTION
    hours = 6 * num_parameters * num_tokens / flops_per_second / 3600
    kwh = hours * watts / 1000 * pue
    return kwh, kwh * kg_per_kwh
    ### END SOLUTION


training_footprint = check(training_footprint)

# %% [markdown]
# GPT-3 has 175 billion parameters and saw 300 billion tokens. David Patterson and colleagues (2021)
# published the rest [17]: chips that achieved 24.6 trillion operations a second at 330 watts, a PUE of
# 1.10, and 0.429 kg for each kilowatt-hour. They report 1,287 megawatt-hours and 552 metric tons.

# %%
flops = 6 * energy.GPT3["num_parameters"] * energy.GPT3["num_tokens"]
kwh, kg = training_footprint(**energy.GPT3)
print(f"6 N D      {flops:.2e} operations")
print(f"energy     {kwh / 1000:,.0f} MWh       (published: 1,287)")
print(f"carbon     {kg / 1000:,.0f} metric tons  (published: 552)")

# %% [markdown]
# Within half a percent, from those numbers. That checks your arithmetic, and that $6ND$ is a good
# count. It is no independent measurement: the published energy, too, was computed from chips,
# hours, watts and PUE.
#
# ### 10.1 A mix-up to avoid
#
# *Training a single AI model can emit as much carbon as five cars in their lifetimes*: so stood it above
# an article of 2019 [18]. Its source is a careful paper by Emma Strubell and colleagues [19]. Here are
# some of its numbers, in pounds of CO$_2$ equivalent:

# %%
for name, pounds in energy.STRUBELL_LB.items():
    print(f"{pounds:9,} lb   {pounds * energy.KG_PER_POUND / 1000:6.2f} t   {name}")
run, _, car, search = energy.STRUBELL_LB.values()
print(f"\nthe search is {search / car:.1f} cars and {search / run:,.0f} runs")

# %% [markdown]
# The five cars belong to an *architecture search*: thousands of models were tried to find a better one.
# One run of the big Transformer in the same table is smaller by a factor of three thousand. The paper
# keeps them apart; the headline did not.
#
# And the search was cheaper than the paper could know. Patterson and colleagues, most of them at the
# company that ran it, tell why [17]. The models had been tried on a small stand-in for the task, not on
# the task itself: for that alone, the energy was estimated 18.7 times too high. On that company's chips
# and in its data centers, the emissions were 88 times lower. Three lessons. Do not report a search as a
# run. Do not report your last run as if there had been no search. And publish what you used: whoever has
# to guess guesses wrong.
#
# And once it is trained? To answer, a network runs forward alone: $2N$ operations for each token. So $3D$
# tokens of answers take as much as the training on $D$ tokens, $2N \cdot 3D = 6ND$, if the chips achieve
# the same. (Answering one question at a time, they achieve less.) The next explorable has both. It opens
# close to GPT-3: a diamond for one training, a ring for a trillion tokens answered.
#
# **Predict first.** By which factor does the energy fall if $N$ shrinks to a tenth? And the carbon, on a
# grid of 50 g instead of 430 g?

# %%
explore(scenes.footprint())

# %% [markdown]
# Each factor enters once. A tenth of $N$, with the same $D$, takes a tenth of the energy. A trillion tokens
# of answers take about as much as the training did: a service that is used much pays for its use. On a grid
# of 50 g instead of 430 g the energy stays and the carbon falls by a factor of 8.6. Where you
# compute can change the carbon about tenfold.
#
# And this course? Suppose that notebook 07's network, with its 3,072 inputs, sees all of the 14,630
# photographs for training 30 times.
#
# %%
guess(questions.KETTLE)

# %%
num_parameters = count_parameters(MLP([3072, 64, 64, 64, 3]))
kwh, kg = training_footprint(num_parameters, 14_630 * 30, 1e10, watts=30, pue=1, kg_per_kwh=0.4)
print(f"{num_parameters:,} parameters, {14_630 * 30:,} samples")
print(f"about {1000 * kwh:.1f} Wh: {kwh / 0.1:.2%} of boiling a liter of water")
reveal(questions.KETTLE, questions.KETTLE.options[2 if kwh < 0.001 else 1])

# %% [markdown]
# (Assumed: a laptop that achieves ten billion operations a second at 30 watts. Measure yours.) Half a
# watt-hour. Small models are small, and worry about them would be misplaced. For large ones, training
# is only the first part of the bill. Most companies spend more energy on serving a model than on
# training it [17], and chips must be made, and cooled with water. None of that is in $6ND$.

# %%
ask(questions.CARBON)

# %% [markdown]
# ## 11 Model cards and datasheets (further)
#
# A screw comes with a data sheet. Margaret Mitchell and colleagues (2019) proposed the same for
# models [20]: what it is for, and what *not*; on whom it was measured, and how well for each group;
# where it fails. Timnit Gebru and colleagues (2021) proposed it for data [21]: who collected them,
# how, from whom, with what left out. A card is a promise that others can check. So its sentences
# need numbers, and its numbers must agree with each other.
#
# **Exercise 7.** Complete `complete_card`. It gets a confusion matrix, in which `confusion[i, j]`
# counts the images of class `i` that the model calls class `j`, and the names of the classes. It
# returns a dictionary:
#
# | key | what |
# |:--|:--|
# | `num_images` | how many images were tested |
# | `accuracy` | the share that is right, between 0 and 1 |
# | `recall` | a dictionary: for each class name the share of its images that was recognized |
# | `worst_class` | the name of the class with the lowest recall (no two share it) |
# | `intended_use`, `out_of_scope` | a sentence each, and not the same one |
# | `limits` | a sentence that names the worst class |
# | `claim` | a sentence with the accuracy in percent, and the number of images |
#
# The words are yours, three or more to a sentence. The check reads whether the numbers are right and
# stand in the sentences. What a sentence means, and whether it is true, it cannot judge: a claim that
# says *wrong* for *right* passes.


# %%
def complete_card(confusion, classes):
    """Return the model card of an array (num_classes, num_classes) of counts, as a dictionary.

    Numbers and names as in the table; each sentence is a text of three words or more.
    """
    ### BEGIN SOLUTION
    num_images = confusion.sum()
    accuracy = np.trace(confusion) / num_images
    recall = np.diag(confusion) / confusion.sum(axis=1)
    worst = classes[np.argmin(recall)]
    return {
        "num_images": num_images,
        "accuracy": accuracy,
        "recall": dict(zip(classes, recall, strict=True)),
        "worst_class": worst,
        "intended_use": "Teaching: to sort drawn faces, one to a picture.",
        "out_of_scope": "Photographs, and any use in which a mistake costs something.",
        "limits": f"It is weakest on {worst}, and it has no answer for other animals.",
        "claim": f"Right on {accuracy:.0%} of {num_images} drawn test images.",
    }
    ### END SOLUTION


complete_card = check(complete_card)

# %% [markdown]
# Here is a card for an invented matrix. An honest card also gives intervals: how far could each
# recall be off by the luck of the test set?

# %%
confusion = np.array([[80, 15, 5], [20, 70, 10], [20, 12, 168]])
card = complete_card(confusion, ["cat", "dog", "wild"])
for key in ("claim", "limits", "intended_use", "out_of_scope"):
    print(f"{key:13} {card[key]}")
for label, (name, row) in enumerate(zip(card["recall"], confusion, strict=True)):
    low, high = wilson_interval(row[label], row.sum())
    print(f"recall of {name:5} {card['recall'][name]:.2f}, interval {low:.2f} to {high:.2f}")

# %% [markdown]
# Now the card of *your* model, the one from notebook 07. Open that notebook beside this one, and
# write. With *Tab* you get from field to field. What you write stays when you run the cell again,
# but not when the kernel stops: press *Export as Markdown*, and it is saved beside this notebook,
# as a new file. An older one is never overwritten. On Colab you find it under *Files*, at the left;
# download it before you leave.

# %%
form.model_card()

# %% [markdown]
# Then give it to someone who has not seen the model. What do they ask first? That was missing.
#
# And the data? `data/README.md` has two datasheets, for the drawn faces and for the photographs. Now
# yours, for a file that you know well: your measurements, a class list, the photographs on your phone.

# %%
form.datasheet()

# %% [markdown]
# The last field is the test. A stranger who opens the file counts your three numbers again. If they do not
# come out, the datasheet describes another file.

# %% [markdown]
# ## 12 Five headlines
#
# Sayash Kapoor and Arvind Narayanan (2022) read more than fifty news articles on artificial
# intelligence and listed eighteen pitfalls [22]. Among them: a tool gets the part of an actor ("AI
# decides"); what the makers say is repeated without a check; limits come late or not at all;
# pictures of robots illustrate a formula. Here are five headlines that were printed, and what the study
# behind each shows [27, 28, 29, 30, 31, 32]. None of the studies is worthless. The distance lies between
# the two lines.

# %%
for number, item in headlines.HEADLINES.items():
    print(f"{number}  {item.text}\n     [{item.outlet}]\n     The study: {item.shown}\n")
print("Where the two part:")
for letter, text in headlines.GAPS.items():
    print(f"{letter}  {text}")

# %% [markdown]
# **Exercise 8.** For each headline, where do they part? Each letter fits one of them best.


# %%
def find_gap(headline):
    """Return the letter, "A" to "E", that fits the headline with a number from 1 to 5 best."""
    ### BEGIN SOLUTION
    return {1: "C", 2: "D", 3: "A", 4: "E", 5: "B"}[headline]
    ### END SOLUTION


find_gap = check(find_gap)

# %% [markdown]
# Take the first one further. An area under the ROC curve of 90 % says: of two tiles, one with an event and
# one without, the one with the event gets the higher score nine times in ten (notebook 05). That is no
# accuracy. What it means for those who act on it, your `ppv` tells. Suppose that in 1 of 50 tiles something
# will be reported, and that scores follow two bells.

# %%
tiles = ScoredGroup(base_rate=0.02, mean_with=1.812)  # two bells with an area of 0.90
print("never a warning:   right on 98 % of the tiles")
for found in (0.5, 0.8):
    threshold = min(THRESHOLDS, key=lambda t: abs(tiles.rates(t)[1] - (1 - found)))
    fpr, fnr, _ = tiles.rates(threshold)
    right = 0.02 * (1 - fnr) + 0.98 * (1 - fpr)
    print(
        f"{1 - fnr:.0%} of events found: right on {right:.0%} of the tiles, "
        f"and {ppv(0.02, 1 - fnr, 1 - fpr):.0%} of the warnings"
    )

# %% [markdown]
# A program that never warns is right on more tiles than either. And if half of the events are to be found,
# fewer than one warning in four is right. All of this fits under *90 %*. (The study has a second half that the
# headline leaves out: where more crime was reported, the response differed between rich districts and
# poor ones [28].)

# %% [markdown]
# ## 13 A headline, counted again (further)
#
# Here is a headline with an article, both invented:
#
# > ### AI outperforms doctors: new system halves missed cancers
# > *The artificial radiologist studies each picture and decides in a second. In a test it was 94 %
# > accurate and missed half as many cancers as experienced doctors. "This will save millions," says the
# > company's founder. Hospitals could use it for screening next year.*
#
# The study behind it, in the last paragraph: 200 pictures, 100 with cancer and 100 without, chosen from
# one hospital. The doctors missed 4 of the 100 cancers, the program 2. The program raised 10 false
# alarms.
#
# **Predict first.** Write down your questions before you run the next cells.

# %%
num_ill, num_healthy = 100, 100
missed, false_alarms = {"program": 2, "doctors": 4}, 10
right = num_ill + num_healthy - missed["program"] - false_alarms
print(f"accuracy            {right / (num_ill + num_healthy):.2f}, as said")
relative = 1 - missed["program"] / missed["doctors"]
print(f"relative reduction  {relative:.0%} of the misses")
print(f"absolute reduction  {(missed['doctors'] - missed['program']) / num_ill:.0%} of the cancers")
show(figures.headline(missed))

# %% [markdown]
# "Half as many" is two pictures. Is the program better at all? Both read the *same* pictures, so two
# intervals, one for each, would say little about the difference. Only pictures on which one is right
# and the other is wrong can tell. If the two are equals, each of these is a coin's flip, as a game of
# backgammon was. How many are there? The article does not say how many cancers *both* missed.
#
# **Predict first.** Both may have missed none, one or two. How often does a fair coin do what we see, or
# something more lopsided?

# %%
for both in range(3):
    program_alone, doctors_alone = missed["program"] - both, missed["doctors"] - both
    p = sign_test(doctors_alone, program_alone)
    print(
        f"both missed {both}: doctors alone {doctors_alone}, program alone {program_alone}", end=""
    )
    print(f"; a fair coin, in {p:.2f} of all cases")

# %% [markdown]
# Half of the time or more, whatever the article left out. This is the **sign test** of paired results;
# in medicine it is called McNemar's. With so few cases one cannot say who misses fewer. And the 94 %
# were measured where every second picture shows a cancer. In screening it is perhaps one in 200.

# %%
sensitivity = 1 - missed["program"] / num_ill
specificity = 1 - false_alarms / num_healthy
print(f"PPV in the study, 1 in 2:        {ppv(1 / 2, sensitivity, specificity):.2f}")
print(f"PPV in screening, 1 in 200:      {ppv(1 / 200, sensitivity, specificity):.2f}")
everyone = 100_000
alarms = everyone * (1 / 200 * sensitivity + 199 / 200 * (1 - specificity))
print(
    f"alarms among {everyone:,} people:   {alarms:,.0f}, of which {everyone / 200 * sensitivity:.0f} are right"
)

# %% [markdown]
# Of 100,000 people screened, ten thousand would be called back, for 490 cancers. That may still be
# worth it, or not: it depends on what a false alarm and a miss cost, which the article does not
# ask. Here is all of it in one list, to keep:
#
# | ask | here |
# |:--|:--|
# | Who acts? | A program computes a score. People chose the pictures and the threshold, and people would act on it. |
# | Relative or absolute? | half, or 2 in 100 |
# | Of how many? | of 100 cancers they differ on six or fewer; a coin could do it |
# | At which base rate? | 1 in 2, against 1 in 200 |
# | Against whom? | Doctors alone, or with their usual second reader? One hospital? |
# | Is the test the use? | chosen pictures, not a clinic's stream (notebook 05) |
# | Who says so? | the company. Who else has looked? |
# | What is missing? | false alarms; errors by group; the limits, which came last |
#
# A rewrite that keeps to the facts: *In a test on 200 chosen pictures a program missed 2 of 100
# cancers, doctors missed 4; too few to tell them apart. Screening remains to be tried.* It is less
# exciting. It is also news.

# %% [markdown]
# ## 14 Models that write and draw
#
# This course trained classifiers. Language models and image generators are made of the same parts, and of
# one more idea each. What does the course let you say of them, and what not?
#
# | you can say | because of |
# |:--|:--|
# | A language model is a classifier: its classes are the tokens that may come next, its loss is cross-entropy. | notebook 04 |
# | Its softmax says how likely a token is *to come next in such text*. It does not say how likely a statement is to be true. | notebook 04 |
# | Its training takes $6ND$ operations ($N$ weights, $D$ tokens to learn from), its use $2N$ for each token. | section 10 |
# | A score on a benchmark is a score, and you ask what stood in the training text. | section 5 |
# | How often it errs *for your use* can be counted: draw cases by a rule, grade them blind, give an interval. | notebook 05, section 2 |
# | What its output trains next year's model on is a loop. | section 9 |
#
# And what you cannot say from here: whether it understands, what it will be able to do next year, whether
# its text about itself describes it, or who is right about its dangers. On these, ask what section 1 asks:
# what would one see, and by when? Doubt costs as little as belief. Count instead.

# %% [markdown]
# ## 15 Open questions (further)
#
# These have no solution to unfold. Discuss them with somebody who disagrees with you, and write down
# what you both can sign. The button works as above.

# %%
form.discussion()

# %% [markdown]
# ## 16 What you can do now
#
# Nine notebooks. In one line each:
#
# | | notebook | you can |
# |:--|:--|:--|
# | 01 | [From biological to artificial neurons](01_neurons.ipynb) | derive a neuron's rate from its membrane, and say what a ReLU leaves out |
# | 02 | [The computational benefits of nonlinearity](02_nonlinearity.ipynb) | prove what one unit cannot do, and build by hand what two layers can |
# | 03 | [Building MLPs in PyTorch](03_building.ipynb) | write a network, its gradients and its training, and check them |
# | 04 | [Softmax and cross-entropy](04_softmax.ipynb) | derive a loss from probabilities, and find a bug from its value |
# | 05 | [Training and evaluating](05_evaluation.ipynb) | measure without fooling yourself |
# | 06 | [Deep expressivity](06_expressivity.ipynb) | say what depth buys, and when it does not |
# | 07 | [Animal faces](07_faces.ipynb) | carry a project from data to a saved, stress-tested model |
# | 08 | [Initialization](08_initialization.ipynb) | predict from theory whether a deep network will train |
# | 09 | this one | check a claim about such machines, your own included |
#
# Where to go next? You met each of these as a limit of what we did.
#
# - **Convolutional networks**: share weights across places, so that what is learned at one place is
#   known at all. Notebook 07 has a small one. Pooling over places then makes it forgive a shift.
# - **Attention and transformers**: let the input decide what is combined with what. Inside each block
#   you will find a multilayer perceptron.
# - **Probabilistic models**: outputs that mean what they say, down to *I have not seen this before*.
#   Section 3.3 showed the need.
#
# What you learned holds there, too: gradients, losses, validation, initialization, and the habit to
# predict before you run.

# %% [markdown]
# ## 17 Your exercises

# %%
check.summary()

# %% [markdown]
# ## What to remember
#
# - A prediction needs a what, a test and a date. Famous failures are a biased sample.
# - Say probabilities, and have them graded: the Brier score is best for one who says what one believes.
# - A narrow success is no step toward general ability unless someone shows the road. Names are not
#   measurements.
# - A score is of a benchmark. Trends bend, and shifts break.
# - Count what was decided separately: games, not points; pictures on which two methods differ.
# - What an alarm means depends on the base rate: 90 % and 90 % make a PPV of .50, .083 or .0089.
# - $\text{FPR} = \frac{p}{1-p}\frac{1-\text{PPV}}{\text{PPV}}(1-\text{FNR})$: with unequal base rates,
#   equal errors and equal meaning exclude each other. Choose, say who pays, and sign it.
# - Data that a decision brought in count by how likely one was to see them.
# - Deleting an attribute hides a gap. It does not close it.
# - Energy is $6ND$, divided by speed, times power and overhead. A run is not a search, nor is it the use.
# - 90 % of what, compared with whom, done or calculated, then or now, and why?
# - Put into a model card what others can check.
#
# ## References
#
# 1. C. Jones & B. Bergen, *Large language models pass the Turing test*, 2025,
#    [arXiv:2503.23674](https://arxiv.org/abs/2503.23674).
# 2. C. Jones & B. Bergen, *People cannot distinguish GPT-4 from a human in a Turing test*, 2024,
#    [arXiv:2405.08007](https://arxiv.org/abs/2405.08007).
# 3. M. Mitchell (Melanie), *Why AI is harder than we think*, 2021,
#    [arXiv:2104.12871](https://arxiv.org/abs/2104.12871).
# 4. D. McDermott, *Artificial intelligence meets natural stupidity*, SIGART Newsletter 57:4-9, 1976,
#    [doi:10.1145/1045339.1045340](https://doi.org/10.1145/1045339.1045340).
# 5. S. Chapman, *Catching a baseball*, American Journal of Physics 36:868-870, 1968,
#    [doi:10.1119/1.1974297](https://doi.org/10.1119/1.1974297).
# 6. A. Gefter, *The man who tried to redeem the world with logic*, Nautilus, 2015. W. McCulloch &
#    W. Pitts, *A logical calculus of the ideas immanent in nervous activity*, Bulletin of Mathematical
#    Biophysics 5:115-133, 1943, [doi:10.1007/BF02478259](https://doi.org/10.1007/BF02478259).
# 7. J. Lettvin, H. Maturana, W. McCulloch & W. Pitts, *What the frog's eye tells the frog's brain*,
#    Proceedings of the IRE 47:1940-1951, 1959,
#    [doi:10.1109/JRPROC.1959.287207](https://doi.org/10.1109/JRPROC.1959.287207).
# 8. J. Bernstein, *A.I.*, [The New Yorker](https://www.newyorker.com/magazine/1981/12/14/a-i), 14
#    December 1981.
# 9. H. Berliner, *Backgammon program beats world champ*, SIGART Newsletter 69:6-9, 1980, with the
#    games, [doi:10.1145/1056433.1056434](https://doi.org/10.1145/1056433.1056434); *Computer
#    backgammon*, Scientific American 242(6):64-72, 1980.
# 10. M. I. Jordan, *Artificial intelligence: the revolution hasn't happened yet*, 2018; Harvard Data
#     Science Review 1(1), 2019, with comments,
#     [doi:10.1162/99608f92.f06c6e61](https://doi.org/10.1162/99608f92.f06c6e61).
# 11. S. Ganguli, *The intertwined quest for understanding biological intelligence and creating
#     artificial intelligence*, 2018,
#     [Stanford Institute for Human-Centered Artificial Intelligence](https://hai.stanford.edu/news/intertwined-quest-understanding-biological-intelligence-and-creating-artificial-intelligence).
# 12. J. Angwin, J. Larson, S. Mattu & L. Kirchner,
#     [*Machine bias*](https://www.propublica.org/article/machine-bias-risk-assessments-in-criminal-sentencing),
#     and J. Larson and colleagues,
#     [*How we analyzed the COMPAS recidivism algorithm*](https://www.propublica.org/article/how-we-analyzed-the-compas-recidivism-algorithm),
#     ProPublica, 23 May 2016.
# 13. W. Dieterich, C. Mendoza & T. Brennan,
#     [*COMPAS risk scales: demonstrating accuracy equity and predictive parity*](https://www.documentcloud.org/documents/2998391-ProPublica-Commentary-Final-070616.html),
#     Northpointe, 2016. A. Flores, K. Bechtel & C. Lowenkamp, *False positives, false negatives, and
#     false analyses: a rejoinder to "Machine bias: there's software used across the country to predict
#     future criminals. And it's biased against blacks."*, Federal Probation 80(2):38-46, 2016.
# 14. A. Chouldechova, *Fair prediction with disparate impact*, Big Data 5(2):153-163, 2017,
#     [doi:10.1089/big.2016.0047](https://doi.org/10.1089/big.2016.0047).
# 15. J. Kleinberg, S. Mullainathan & M. Raghavan, *Inherent trade-offs in the fair determination of
#     risk scores*, 2016, [arXiv:1609.05807](https://arxiv.org/abs/1609.05807).
# 16. M. Barenstein, *ProPublica's COMPAS data revisited*, 2019,
#     [arXiv:1906.04711](https://arxiv.org/abs/1906.04711).
# 17. D. Patterson et al., *Carbon emissions and large neural network training*, 2021,
#     [arXiv:2104.10350](https://arxiv.org/abs/2104.10350).
# 18. K. Hao, *Training a single AI model can emit as much carbon as five cars in their lifetimes*,
#     [MIT Technology Review](https://www.technologyreview.com/2019/06/06/239031/training-a-single-ai-model-can-emit-as-much-carbon-as-five-cars-in-their-lifetimes/),
#     6 June 2019.
# 19. E. Strubell, A. Ganesh & A. McCallum, *Energy and policy considerations for deep learning in NLP*,
#     ACL 2019, [arXiv:1906.02243](https://arxiv.org/abs/1906.02243).
# 20. M. Mitchell (Margaret) et al., *Model cards for model reporting*, FAT* 2019,
#     [doi:10.1145/3287560.3287596](https://doi.org/10.1145/3287560.3287596).
# 21. T. Gebru et al., *Datasheets for datasets*, Communications of the ACM 64(12):86-92, 2021,
#     [doi:10.1145/3458723](https://doi.org/10.1145/3458723).
# 22. S. Kapoor & A. Narayanan, *Eighteen pitfalls to beware of in AI journalism*,
#     [AI Snake Oil](https://www.aisnakeoil.com/p/eighteen-pitfalls-to-beware-of-in), 2022.
# 23. E. Karger et al., *ForecastBench: a dynamic benchmark of AI forecasting capabilities*, ICLR 2025,
#     [arXiv:2409.19839](https://arxiv.org/abs/2409.19839); its
#     [questions and answers](https://github.com/forecastingresearch/forecastbench-datasets), CC BY-SA 4.0.
# 24. G. W. Brier, *Verification of forecasts expressed in terms of probability*, Monthly Weather Review
#     78(1):1-3, 1950, [doi:10.1175/1520-0493(1950)078](https://doi.org/10.1175/1520-0493%281950%29078%3C0001:VOFEIT%3E2.0.CO;2).
# 25. D. Ensign, S. Friedler, S. Neville, C. Scheidegger & S. Venkatasubramanian, *Runaway feedback loops
#     in predictive policing*, FAT* 2018, [arXiv:1706.09847](https://arxiv.org/abs/1706.09847).
# 26. M. Hardt, E. Price & N. Srebro, *Equality of opportunity in supervised learning*, 2016,
#     [arXiv:1610.02413](https://arxiv.org/abs/1610.02413).
# 27. Headlines 1 to 5: [1](https://engx.theiet.org/b/articles/posts/ai-predicts-crime-with-90-per-cent-accuracy),
#     [2](https://www.gadgets360.com/internet/news/chatgpt-other-ai-models-human-lawyers-reveals-bar-exam-score-3864846/amp),
#     3 and 5 as quoted by [404 Media](https://www.404media.co/email/61cb80f0-b46f-4875-86d7-08e09d9ed884/) and
#     [Church and Culture](http://churchandculture.org/News.asp?ID=11686),
#     [4](https://cioaxis.com/cioaxis/google-ai-outperforms-doctors-at-predicting-breast-cancer/amp).
# 28. V. Rotaru et al., *Event-level prediction of urban crime reveals a signature of enforcement bias in US
#     cities*, Nat. Hum. Behav. 6:1056-1068, 2022,
#     [doi:10.1038/s41562-022-01372-0](https://doi.org/10.1038/s41562-022-01372-0).
# 29. E. Martínez, *Re-evaluating GPT-4's bar exam performance*, Artificial Intelligence and Law, 2024,
#     [doi:10.1007/s10506-024-09396-9](https://doi.org/10.1007/s10506-024-09396-9); D. Katz et al., *GPT-4
#     passes the bar exam*, 2024, [doi:10.1098/rsta.2023.0254](https://doi.org/10.1098/rsta.2023.0254).
# 30. A. Merchant et al., *Scaling deep learning for materials discovery*, Nature, 2023; A. Cheetham &
#     R. Seshadri, *Artificial intelligence driving materials discovery?*, Chemistry of Materials, 2024, as
#     quoted by [The Stack](https://thestack.technology/scant-evidence-googles-ai-chemistry-claims-were-misleading).
# 31. S. McKinney et al., *International evaluation of an AI system for breast cancer screening*, Nature,
#     2020, [doi:10.1038/s41586-019-1799-6](https://doi.org/10.1038/s41586-019-1799-6).
# 32. M. Lewis, D. Yarats, Y. Dauphin, D. Parikh & D. Batra, *Deal or no deal? End-to-end learning for
#     negotiation dialogues*, EMNLP 2017, [arXiv:1706.05125](https://arxiv.org/abs/1706.05125).
#
# [Start page](00_start_here.ipynb) · previous: [08 Initialization](08_initialization.ipynb)
