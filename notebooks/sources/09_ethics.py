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
# - ask of a prediction what it would take to fail, and count how it did;
# - name four fallacies, and say what each leaves out;
# - tell a benchmark from the ability in its name;
# - compute what an alarm means from the base rate;
# - tell a better method from a lucky one, on the same cases;
# - prove that two fair-sounding criteria exclude each other, and say what remains to choose;
# - estimate the energy of a training run, and of the search before it;
# - write a model card that can be checked;
# - take a headline apart.
#
# **You need** the notebooks before this one, above all [notebook 05](05_evaluation.ipynb). The model
# card is for the network of [notebook 07](07_faces.ipynb). Mathematics: fractions.
#
# **Time**: about 100 minutes to read, move, solve and discuss; some seconds to run.

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
    figures,
    form,
    luck,
    questions,
    scenes,
    stories,
)
from helpers.ethics.checks import check
from helpers.ethics.predictions import LAST_YEAR, load_predictions
from helpers.explorable import explore
from helpers.images import rotate, shift
from helpers.mlp import MLP, count_parameters
from helpers.pictures import show
from helpers.quiz import ask
from helpers.statistics import ScoredGroup, wilson_interval
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
# **Predict first.** Put yourself at the end of 1985. Of the six predictions made by then, how many
# were overdue? Does anyone err in the other direction? The picture opens at the end of 2025: move
# *Year* back to 1985, and let the years pass.

# %%
explore(scenes.timeline())

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
# ## 2 Four fallacies
#
# Why do able people err like this? Melanie Mitchell (2021) named four assumptions behind it [3]. (She
# is not Margaret Mitchell, whose model cards we meet in section 8.) In our words, each with something
# to compute:
#
# | | fallacy | what it overlooks |
# |:--|:--|:--|
# | 1 | Narrow intelligence lies on a continuum with general intelligence. | A step up a tree is not a step toward the moon (Stuart Dreyfus's picture). |
# | 2 | Easy things are easy, and hard things are hard. | What we do without effort took evolution longest. |
# | 3 | Wishful mnemonics. | A name such as *understanding* says what was hoped for, not what was measured. |
# | 4 | Intelligence is all in the brain. | Bodies, senses, feelings and company take part. |
#
# ### 2.1 A step on which road?
#
# Our networks read digits well. Are they a step on the way to reading? A person who can read white digits
# on black reads black on white, too, and digits in a mirror with a little effort.
#
# **Predict first.** What do the networks score on the same digits with black and white exchanged?
# Guessing gives 0.1.

# %%
for name, images in (
    ("as trained", new_images),
    ("black and white exchanged", 1 - new_images),
    ("upside down", new_images.flip(1, 2)),
):
    print(f"{name:26} {accuracies(images).mean():.2f}")

# %% [markdown]
# Black on white they read next to nothing, far less than guessing would. Upside down they read two in
# five, among them nearly all zeros, which look the same. What was learned is this task, on these
# pixels. The score on the first line does not lie on a road that leads to the others.
#
# ### 2.2 Which task was the hard one?
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
# ### 2.3 What's in a name?
#
# Many programs call the largest softmax output `confidence`. So does notebook 05. What do our networks
# answer to a picture of pure noise, which is no digit at all?
#
# **Predict first.** Ten classes. How high is the largest output on noise, on average?

# %%
noise = torch.rand(500, 8, 8, generator=torch.Generator().manual_seed(0))
for name, images in (("digits", new_images), ("noise", noise)):
    largest = [probabilities(network, images).max(dim=1).values.mean() for network in networks]
    print(f"mean largest output on {name:6} {np.mean(largest):.2f}")

# %% [markdown]
# They are "confident" about noise. The number is what softmax makes of ten logits, and nobody taught it
# to mean anything for pictures that are not digits. Drew McDermott, who coined *wishful mnemonic* in
# 1976, advised to call such a thing G0034 and to see whether it still impresses [4]. Try it: *"the
# network's G0034 is .9"*.
#
# ### 2.4 Outside the brain
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
# ## 3 Four stories
#
# Four people, each at a moment when an idea met the world. Read the originals; they are good. Here is
# what we take from them, and a number for each.
#
# ### 3.1 Walter Pitts and the frog
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
# ### 3.2 Marvin Minsky's machine
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
# **Predict first.** Half of the 64 hidden units of one network are silent. What is left of its accuracy?

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

# %% [markdown]
# It degrades gently: with half of its units it still reads about two digits in three. Which units are
# silent matters, and the band shows how much. Nobody asked for this when the network was trained.
# Minsky had built such a machine, and yet became, with Seymour Papert, the sharpest critic of what one
# layer of such units can represent: you proved their point about XOR in notebook 02. Enthusiasm and
# criticism came from the same person, and both were right about something.
#
# ### 3.3 Michael Jordan and the white spots
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
# ### 3.4 Surya Ganguli and the twenty watts
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
# ## 4 A benchmark is not a capability
#
# A **benchmark** is a fixed set of questions with answers, and a score. It made progress measurable,
# and it is open to two mistakes.
#
# The first: to extend the trend. We train on more and more digits, five networks for each number.
# Suppose that so far we know the results for 25, 50 and 100 digits, and lay a line through their means.
#
# **Predict first.** Each doubling helped so far. What will the line promise for 800?

# %%
sizes = [25, 50, 100, 200, 400, 800]
trend_scores = np.array(
    [
        [accuracy(train_on(size, seed), new_images, new_labels) for seed in range(5)]
        for size in sizes
    ]
)
means = trend_scores.mean(axis=1)
line = np.polynomial.Polynomial.fit(np.log2(sizes[:3]), means[:3], deg=1)
for size, mean in zip(sizes, means, strict=True):
    print(f"{size:4} training digits: measured {mean:.1f}, the line says {line(np.log2(size)):.1f}")

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
# ## 5 What does an alarm mean?
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
# **Predict first.** Sensitivity and specificity stay at 90 %. What is the PPV if 1 in 10 is ill? 1 in
# 100? 1 in 1,000?

# %%
for prevalence in (0.1, 0.01, 0.001):
    print(f"{prevalence:5.1%} are ill: PPV {ppv(prevalence, 0.9, 0.9):.2g}")

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
# ## 6 Fairness cannot have everything
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
# **A small proof.** Per head of a group, true flags are $p\,(1-\text{FNR})$. A PPV says that for every
# true flag there are $(1-\text{PPV})/\text{PPV}$ false ones. And false flags, as a share of the $1-p$
# without a new charge, are the FPR. So
#
# $$\text{FPR} = \frac{p}{1-p}\cdot\frac{1-\text{PPV}}{\text{PPV}}\cdot(1-\text{FNR})$$
#
# This is Alexandra Chouldechova's identity (2017) [14]. Nothing was assumed but counting. Read it:
# if PPV and FNR are equal in two groups and $p$ is not, then the FPRs *must* differ, unless nobody
# is flagged wrongly. Jon Kleinberg and colleagues proved a relative of it at the same time [15].
#
# **Exercise 3.** Complete `implied_fpr`.


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
# ### 6.1 Try it yourself
#
# Two groups, with scores that are *equally informative* in both: the bells of people with and without
# the outcome stand one deviation apart. Only the base rates differ. Everyone right of a group's line
# is flagged.
#
# **Predict first.** Find thresholds that make the errors equal (FPR and FNR). Then thresholds for which
# an alarm means the same (PPV). Can you have both? Last, move *Base rate of group B* to 51.

# %%
explore(scenes.threshold_game())

# %% [markdown]
# One threshold for all makes the errors equal, and the PPV differ: with a lower base rate, more of
# the flagged are flagged wrongly. A higher threshold for B repairs the PPV and tears the errors
# apart. Both at once come only with equal base rates. (Perfect prediction would do, too.) The game is
# more generous: it calls equal what differs by at most one point. How generous? We ask the computer to
# try all pairs of thresholds on the sliders.

# %%
thresholds = np.linspace(-2, 3, 101)


def rates_of(base_rate):
    """Return FPR, FNR and PPV at every threshold, an array (num_thresholds, 3)."""
    group = ScoredGroup(base_rate)
    return np.array([group.rates(threshold) for threshold in thresholds])


rates_a = rates_of(0.51)
met = fairness.pairs_that_meet(rates_a, rates_of(0.39))
print(f"base rates 51 and 39 %, pairs of thresholds: {met[..., 0].size}")
print(f"with equal errors:                           {met[..., 0].sum()}")
print(f"in which an alarm means the same:            {met[..., 1].sum()}")
print(f"with both:                                   {met.all(axis=-1).sum()}\n")
for percent in range(43, 61):
    both = fairness.pairs_that_meet(rates_a, rates_of(percent / 100)).all(axis=-1)
    print(f"base rate of B {percent} %: both in {both.sum():3} pairs")

# %% [markdown]
# With 39 % there is none. From 44 to 59 % there is at least one, and most by far near 51 %. Those at
# the two ends are no way out: there both thresholds lie so high that hardly anyone is flagged, and
# nearly all with the outcome are missed.
#
# What follows? Not that fairness is impossible, and not that anything goes. One must *choose* which
# equality matters for this use, say so, and say who pays. Arithmetic cannot make that choice, and a
# vendor should not make it silently. Two more things are worth knowing about this case.
#
# - The outcome is a new *charge*, not a new crime. If one group is charged more often for the same
#   deeds, base rate and all that follows carry that along. No threshold repairs a label.
# - The debate is not only about rates: whether such a score should be used at all, what happens to
#   the flagged, whether one may contest it. ProPublica's analysis was itself criticized, and
#   answered. One later study finds that the way the data were cut inflates the base rates [16]. Read
#   both sides before you quote either.
#
# ### 6.2 Delete the column?
#
# A tempting cure: the model shall not see the group. We invent a past to try it. *Skill* does not
# depend on the group. *District* does: it is a **proxy**. The people who hired marked group 1 down.
# Logistic regression learns from their decisions.
#
# **Predict first.** Without the column *group*, what happens to the gap?

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

# %% [markdown]
# About half of the gap survives without the column: the district stands in for it. Deleting the district as
# well closes it *here*, because we built this world and know that skill is all that counts. In real
# data every feature is a bit of a proxy, and many are a bit useful. And the cure has a price: who
# deletes the group from the data can no longer measure the gap.

# %%
ask(questions.DROPPED)

# %% [markdown]
# ## 7 Energy and carbon
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
# **Exercise 4.** Complete `training_footprint`. It returns `(kwh, kg)`. A kilowatt-hour is 1,000 watts
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
# ### 7.1 A mix-up to avoid
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
# The next explorable opens close to GPT-3. **Predict first.** By which factor does the energy fall if
# $N$ shrinks to a tenth? And the carbon, on a grid of 50 g instead of 430 g?

# %%
explore(scenes.footprint())

# %% [markdown]
# Each factor enters once. A tenth of $N$, with the same $D$, takes a tenth of the energy. On a grid
# of 50 g instead of 430 g the energy stays and the carbon falls by a factor of 8.6. Where you
# compute can change the carbon about tenfold.
#
# And this course? Suppose that notebook 07's network, with its 3,072 inputs, sees all of the 14,630
# photographs for training 30 times.
#
# **Predict first.** More or less than boiling a liter of water, 0.1 kWh?

# %%
num_parameters = count_parameters(MLP([3072, 64, 64, 64, 3]))
kwh, kg = training_footprint(num_parameters, 14_630 * 30, 1e10, watts=30, pue=1, kg_per_kwh=0.4)
print(f"{num_parameters:,} parameters, {14_630 * 30:,} samples")
print(f"about {1000 * kwh:.1f} Wh: {kwh / 0.1:.2%} of boiling a liter of water")

# %% [markdown]
# (Assumed: a laptop that achieves ten billion operations a second at 30 watts. Measure yours.) Half a
# watt-hour. Small models are small, and worry about them would be misplaced. For large ones, training
# is only the first part of the bill. Most companies spend more energy on serving a model than on
# training it [17], and chips must be made, and cooled with water. None of that is in $6ND$.

# %%
ask(questions.CARBON)

# %% [markdown]
# ## 8 Model cards and datasheets
#
# A screw comes with a data sheet. Margaret Mitchell and colleagues (2019) proposed the same for
# models [20]: what it is for, and what *not*; on whom it was measured, and how well for each group;
# where it fails. Timnit Gebru and colleagues (2021) proposed it for data [21]: who collected them,
# how, from whom, with what left out. A card is a promise that others can check. So its sentences
# need numbers, and its numbers must agree with each other.
#
# **Exercise 5.** Complete `complete_card`. It gets a confusion matrix, in which `confusion[i, j]`
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

# %% [markdown]
# ## 9 Reading a headline
#
# Sayash Kapoor and Arvind Narayanan (2022) read more than fifty news articles on artificial
# intelligence and listed eighteen pitfalls [22]. Among them: a tool gets the part of an actor ("AI
# decides"); what the makers say is repeated without a check; limits come late or not at all;
# pictures of robots illustrate a formula. Here is a headline with an article, both invented:
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
    p = luck.sign_test(doctors_alone, program_alone)
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
# ## 10 Open questions
#
# These have no solution to unfold. Discuss them with somebody who disagrees with you, and write down
# what you both can sign. The button works as above.

# %%
form.discussion()

# %% [markdown]
# ## 11 What you can do now
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
#   Section 2.3 showed the need.
#
# What you learned holds there, too: gradients, losses, validation, initialization, and the habit to
# predict before you run.

# %% [markdown]
# ## 12 Your exercises

# %%
check.summary()

# %% [markdown]
# ## What to remember
#
# - A prediction needs a what, a test and a date. Famous failures are a biased sample.
# - A narrow success is no step toward general ability unless someone shows the road. Names are not
#   measurements.
# - A score is of a benchmark. Trends bend, and shifts break.
# - Count what was decided separately: games, not points; pictures on which two methods differ.
# - What an alarm means depends on the base rate: 90 % and 90 % make a PPV of .50, .083 or .0089.
# - $\text{FPR} = \frac{p}{1-p}\frac{1-\text{PPV}}{\text{PPV}}(1-\text{FNR})$: with unequal base rates,
#   equal errors and equal meaning exclude each other. Choose, and say so.
# - Deleting an attribute hides a gap. It does not close it.
# - Energy is $6ND$, divided by speed, times power and overhead. A run is not a search.
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
#
# [Start page](00_start_here.ipynb) · previous: [08 Initialization](08_initialization.ipynb)
