# %% [markdown]
# # 05 Training and evaluating, and the pitfalls
#
# [Start page](00_start_here.ipynb) · previous: [04 Softmax](04_softmax.ipynb) · next:
# [06 Expressivity](06_expressivity.ipynb)
#
# A network that has learned its training data has shown nothing yet. What counts is what it does
# later, on data that nobody has seen. To measure that takes care, and whole fields have got it wrong
# with good intent. In this notebook you make each of the famous mistakes on a
# model of your own, and read the honest number next to the flattering one. After that you will see
# them in other people's work, and in time in yours.
#
# **You will be able to**
#
# - train with a validation set, watch the curves, and stop in time;
# - tell under- from overfitting, and bias from variance;
# - choose a learning rate without touching the test set;
# - say how much a score gains when it is the best of many tries;
# - split data so that the test resembles the use;
# - compare a model with the baseline that matters, and report its errors by group;
# - build an evaluation harness, and take a flawed study apart with it.
#
# **You need** notebooks [03](03_building.ipynb) and [04](04_softmax.ipynb): a network in PyTorch,
# softmax and cross-entropy. A mean and a standard deviation are all the statistics that you must bring;
# intervals and p values are explained as they come.
#
# **Time**: about 85 minutes for the core, 130 for what is marked *further*; about 20 seconds to run.

# %% tags=["setup"]
from helpers.runtime import start

device = start()

# %%
import numpy as np
import torch
from torch import nn

from helpers import statistics
from helpers.datasets import digits
from helpers.evaluation import (
    baselines,
    confounding,
    descent,
    drift,
    figures,
    lastlayer,
    polynomials,
    questions,
    reuse,
    scenes,
    screening,
    study,
    subgroups,
    thresholds,
    tremor,
    validation,
)
from helpers.evaluation.checks import check
from helpers.explorable import explore
from helpers.form import open_task
from helpers.guesses import guess, reveal
from helpers.images import add_noise
from helpers.mlp import MLP
from helpers.pictures import show
from helpers.quiz import ask
from helpers.training import accuracy, predict, train

# %% [markdown]
# ## 1 The training loop, watched
#
# Notebook 03 built the loop: take a batch, measure the loss, step downhill, repeat. `train` from
# `helpers/training.py` is that loop, in the same few lines. Here we add an onlooker. Some samples
# are held back; after every epoch they are measured, but the network never learns from them. They
# are the **validation set**.
#
# The data are 1,797 handwritten digits of 8 × 8 pixels that come with the course. We split them
# into three parts at random.

# %%
learn, valid, test = digits.load()
for name, (x, y) in (("training", learn), ("validation", valid), ("test", test)):
    print(f"{name:10} {len(y):5} digits of {x.shape[1]} x {x.shape[2]} pixels")

# %% [markdown]
# To make trouble we train on only 100 of the training digits, with a wide network, for long. The
# training loss will go to zero.

# %%
guess(questions.LAST_ACCURACY)

# %%
few = learn[0][:100], learn[1][:100]
torch.manual_seed(0)
network = MLP([64, 128, 10]).to(device)
optimizer = torch.optim.SGD(network.parameters(), lr=0.4)
history = train(network, *few, nn.CrossEntropyLoss(), optimizer, 80, 20, valid=valid)

print(f"last training loss       {history.train_loss[-1]:.3f} nats")
print(f"last validation loss     {history.valid_loss[-1]:.2f} nats")
print(f"lowest validation loss   {min(history.valid_loss):.2f} nats")
print(f"last validation accuracy {history.valid_accuracy[-1]:.2f}")
show(figures.learning_curves(history))
reveal(questions.LAST_ACCURACY, history.valid_accuracy[-1])

# %% [markdown]
# The two curves part early. For a while both still fall. Then the validation loss levels off, far
# above, and the validation accuracy stays near .88: from there on the network improves on what it has
# seen and on nothing else. (Six networks, from other digits and other weights, end between .86 and
# .91.) The distance between the two curves is called the **generalization gap**. A gap is normal. What
# matters is the height of the validation curve: this network has too few data, and more epochs will
# not help.
#
# ### 1.1 Stop in time
#
# If the validation loss no longer falls, why go on? **Early stopping** ends the training when the
# validation loss has not fallen below its lowest for a number of epochs, the *patience*, and keeps
# the weights of the best epoch.
#
# **Exercise 1.** Complete `early_stop`. It gets the validation loss after each epoch, a list, and
# the patience, 1 or more. It returns `(best_epoch, last_epoch)`, counted from 1: the epoch with the
# lowest loss so far, and the epoch after which the training stops. An equal loss is no fall. If
# nothing stops it, the last epoch is the last in the list.


# %%
def early_stop(valid_loss, patience):
    """Return (best epoch, last epoch), two whole numbers, both counted from 1."""
    ### BEGIN SOLUTION
    best_epoch = 1
    for epoch, loss in enumerate(valid_loss, start=1):
        if loss < valid_loss[best_epoch - 1]:
            best_epoch = epoch
        if epoch - best_epoch >= patience:
            return best_epoch, epoch
    return best_epoch, len(valid_loss)
    ### END SOLUTION


early_stop = check(early_stop)

# %%
losses = [0.90, 0.60, 0.65, 0.58, 0.59, 0.61, 0.63, 0.40]
for patience in (1, 3, 5):
    best, last = early_stop(losses, patience)
    print(f"patience {patience}: the best epoch is {best}, the training stops after epoch {last}")

# %% [markdown]
# A patience of 1 stops at the first bump, before the better epoch 4. A patience of 3 finds epoch 4, and
# never learns of epoch 8. More patience costs time and never finds less. `train(..., patience=3)`
# does the same, and gives the network the weights of its best epoch.

# %% [markdown]
# ## 2 Under- and overfitting
#
# To see what goes wrong between two curves we take a problem that fits into one picture. The truth
# is $\sin 2\pi x$. We see ten points of it, with noise of standard deviation 0.3, and fit a
# polynomial of degree $M$:
#
# $$\hat y(x) = w_0 + w_1 x + w_2 x^2 + \dots + w_M x^M$$
#
# The weights $w_0, \dots, w_M$ minimize the squared error on the ten points. $M$ itself is not
# fitted: it is a **hyperparameter**, chosen by you, as are width, learning rate and epochs.
#
# Which degree has the smallest error on the ten points, and which on new ones? Move *Degree* from 0 to
# 9. Then, at degree 9, move *Data set*.

# %%
guess(questions.NEW_POINTS)

# %%
explore(scenes.polynomial())

# %% [markdown]
# Degrees 0 to 2 cannot bend enough: they **underfit**, and miss old and new points alike. Degree 9
# goes through every point, and through the noise in it: it **overfits**. In between lies a degree
# that follows the sine and not the noise. Now move *Training points*: with 60 of them even degree 9
# comes close to the noise.
#
# One data set can mislead. Here is the same over 500 of them. The error is the root of the mean
# square (RMS) on 200 new points; the noise alone would give 0.30.

# %%
degrees = [0, 1, 3, 9]
rms_train, rms_test = polynomials.polynomial_rms(degrees, num_points=10, noise=0.3, num_sets=500)
print("degree   training RMS   test RMS    (medians over 500 data sets)")
medians = np.median(rms_train, axis=1), np.median(rms_test, axis=1)
for degree, old, new in zip(degrees, *medians, strict=True):
    print(f"{degree:6}   {old:12.2f}   {new:8.2f}")
reveal(questions.NEW_POINTS, medians[1])

# %% [markdown]
# Down goes the training error, all the way to zero. The test error falls, turns, and rises. The
# training error could never have told you where.
#
# ### 2.1 Bias and variance
#
# Why does the test error turn? Imagine many data sets, as above, and a fit to each. Call the mean of
# all fits $\bar y(x)$. The mean squared error on new points is a sum of three parts:
#
# $$\underbrace{\big(\bar y(x) - \sin 2\pi x\big)^2}_{\text{bias}^2} +
# \underbrace{\operatorname{mean}\big(\hat y(x) - \bar y(x)\big)^2}_{\text{variance}} +
# \underbrace{\sigma^2}_{\text{noise}}$$
#
# - The **bias** is what is wrong even on average: the model cannot bend that way.
# - The **variance** is how much the fit depends on which points you happened to get.
# - The **noise** is in the new points themselves: $\sigma$ is its standard deviation, here 0.3. No model
#   removes it.

# %%
degrees = np.arange(10)
parts = [polynomials.bias_and_variance(degree) for degree in degrees]
bias2, variance = np.array(parts).T
measured = np.mean(polynomials.polynomial_rms(degrees)[1] ** 2, axis=1)
for degree in (1, 3, 9):
    total = bias2[degree] + variance[degree] + 0.09
    print(
        f"degree {degree}: bias^2 {bias2[degree]:.3f} + variance {variance[degree]:.3f} + noise "
        f"0.090 = {total:.2f};  measured {measured[degree]:.2f}"
    )
show(figures.bias_variance(degrees, bias2, variance, measured, noise=0.3))

# %% [markdown]
# The parts add up to what was measured [1, 2]. Bias falls with the degree, variance rises, and the
# best degree is where the sum is smallest, here at 3. It is a trade, but no law of nature fixes its
# price: more points lower the variance, and hardly touch the bias.
#
# %%
ask(questions.MORE_DATA)

# %% [markdown]
# ## 2.2 Beyond: the second descent (further)
#
# The picture below has fifty data sets of ten points, and the fit to each. How far their mean lies from
# the truth is the bias; how far they spread is the variance. It opens at degree 9, where ten weights meet
# ten points: one polynomial goes through them, and there is nothing to choose. From degree 10 on, many
# polynomials do. We take the one whose weights are smallest: the sum of their squares, in Legendre's form (another
# way to write the same polynomials). Move *Degree* down to 3, then up to 30.

# %%
explore(scenes.fifty_fits())

# %% [markdown]
# Beyond degree 9 the error *falls*. Every fit still goes through all of its points, noise included. But
# with many weights to share the work the smallest ones suffice, and the curve need not swing. It is the
# variance that falls. Here the second valley stays above the first, at degree 3.
#
# Does it with networks? Take one hidden layer of ReLUs with random first weights that stay as they are, so
# that only the last layer is fitted, by least squares, and again with the smallest weights where many fit.
# It learns 100 or 200 digits. `tools/study_descent.py` in the course's repository ran sixteen
# widths with twenty seeds.

# %%
guess(questions.DESCENT)

# %%
errors = descent.load_study()
for num_digits, by_width in errors.items():
    widths, middle = descent.widths(num_digits), np.median(by_width[:, :, 1], axis=1)
    worst, last = widths[middle.argmax()], middle[-1]
    print(
        f"{num_digits} digits: mean squared test error worst at {worst} units, {middle.max():.1f}; at "
        f"{widths[-1]} units {last:.2f}; lowest below {num_digits} units {min(middle[:7]):.2f}"
    )
show(figures.descent(errors))
shown = [descent.widths(100).index(width) for width in questions.DESCENT.x]
reveal(questions.DESCENT, np.log10(np.median(errors[100][shown, :, 1], axis=1)))

# %% [markdown]
# The peak stands where theory puts it: at as many hidden units as digits, and it moves with the
# digits. There the network can just reach every label, and must bend itself to do so. Left of it the old
# picture holds. Right of it the error falls a second time, and here below the first valley. This is
# **double descent** [3]. So "too many weights" is no reason to expect a poor test score; about as many
# weights as samples is. The three parts of section 2.1 add up all along.

# %% [markdown]
# ## 3 Train, validate, test
#
# The degree was chosen by looking at new points. But then those points have helped to build the
# model, and cannot also judge it. So one needs three parts:
#
# | part | what it is for | how often it is used |
# |:--|:--|:--|
# | training set | to fit weights | at every step |
# | validation set | to choose hyperparameters, and when to stop | at every choice |
# | test set | to measure what was chosen | once, at the end |
#
# If there are few data, a single validation set is small and its verdict noisy. **K-fold
# cross-validation** uses every sample for both: cut the data into $k$ blocks, validate on each in
# turn, train on the other $k - 1$, and average the $k$ scores.
#
# **Exercise 2.** Complete `k_fold`. It returns the indices `(train, valid)` of one fold. The
# samples 0, 1, 2, ... are cut in order into `num_folds` blocks, two or more, and block `fold`
# (counted from 0) validates. If the samples do not divide evenly, the first blocks get one more
# each: 10 samples in 3 folds make blocks of 4, 3 and 3.


# %%
def k_fold(num_samples, num_folds, fold):
    """Return (train, valid), two arrays of whole numbers, the indices of one fold in rising order."""
    ### BEGIN SOLUTION
    blocks = np.array_split(np.arange(num_samples), num_folds)
    rest = [block for number, block in enumerate(blocks) if number != fold]
    return np.concatenate(rest), blocks[fold]
    ### END SOLUTION


k_fold = check(k_fold)

# %% [markdown]
# Five folds on 300 digits. `digits.load` has shuffled them, and that matters: a block of a sorted
# list would hold two of the ten classes, and the other blocks next to nothing of them.
#
# Five networks of one kind, five validation blocks of 60.

# %%
guess(questions.FOLDS)

# %%
x, y = learn[0][:300], learn[1][:300]


def cross_validate(lr):
    """Return which digits a network had right when they were held out, (5 folds, 60 digits)."""
    right = []
    for fold in range(5):
        ours, held_out = k_fold(len(x), 5, fold)
        torch.manual_seed(0)
        network = MLP([64, 64, 10]).to(device)
        optimizer = torch.optim.SGD(network.parameters(), lr=lr)
        train(network, x[ours], y[ours], nn.CrossEntropyLoss(), optimizer, 20, 60)
        right.append(predict(network, x[held_out]).argmax(dim=1).cpu() == y[held_out])
    return torch.stack(right).numpy()


fast, slow = cross_validate(0.5), cross_validate(0.2)
for lr, right in ((0.5, fast), (0.2, slow)):
    scores = right.mean(axis=1)
    print(f"rate {lr}:", ", ".join(f"{score:.2f}" for score in scores), end="; ")
    print(f"mean {scores.mean():.2f}, standard deviation {scores.std(ddof=1):.2f}")
reveal(questions.FOLDS, 100 * np.ptp(fast.mean(axis=1)))

# %% [markdown]
# The scores of one learning rate differ by several points, though nothing changed but the block. (Their
# standard deviation is what this course calls the **spread** of repeated measurements.) An
# accuracy $p$ measured on $n$ samples has a standard error of $\sqrt{p(1-p)/n}$: for .92 and 60 samples
# that is 3.5 points. So can these blocks tell the two rates apart?
#
# Yes, because both rates were judged on *the same* digits. A hard block is hard for both. Most digits
# are right with both or wrong with both, and say nothing about the difference. Only the others do.
# That is a **paired** comparison.

# %%
only_fast, only_slow = np.sum(fast & ~slow), np.sum(slow & ~fast)
print(f"right with rate 0.5 only: {only_fast} digits")
print(f"right with rate 0.2 only: {only_slow} digits")
print(f"chance of that if neither is better: {statistics.sign_test(only_fast, only_slow):.3f}")

# %% [markdown]
# If neither rate were better, each of these digits would fall to one side or the other like a fair
# coin. A result as lopsided as this, or more, is rare among coins, and the rate .5 is better here. (This is
# the sign test, for classifiers also called McNemar's [13], and that chance is its ***p* value**.) When you compare two models, use the same samples
# for both, and count the pairs that differ.

# %%
ask(questions.PAIRS)

# %% [markdown]
# ## 3.1 Better by how much? (further)
#
# Draw 300 of the 300 digits *with replacement*: some twice, some never. Measure the
# gain on them. Do so a thousand times. The middle 95 % of the gains are an interval for the gain: the
# **bootstrap**. It is paired if each draw of digits judges both models.
#
# **Exercise 3.** Complete `paired_bootstrap`. It gets which samples each model has right, two arrays of
# True and False, and the draws: each row holds the numbers of the samples that were drawn. (NumPy
# refuses to subtract True and False: make them floats.) `np.quantile(gains, q)` is the value below which
# the share `q` of the gains lies.


# %%
def paired_bootstrap(first, second, draws):
    """Return (low, high), the middle 95 % of the gain of `first` over `second`, as shares.

    `first` and `second` (num_samples,) are True where a model is right. `draws` (num_draws, num_samples)
    holds sample numbers.
    """
    ### BEGIN SOLUTION
    gains = (first.astype(float) - second.astype(float))[draws].mean(axis=1)
    return np.quantile(gains, 0.025), np.quantile(gains, 0.975)
    ### END SOLUTION


paired_bootstrap = check(paired_bootstrap)

# %%
draws, other_draws = np.random.default_rng(0).integers(300, size=(2, 1000, 300))
low, high = paired_bootstrap(fast.ravel(), slow.ravel(), draws)
gain = 100 * (fast.mean() - slow.mean())
print(
    f"gain of rate 0.5: {gain:.1f} points, 95 % interval {100 * low:.1f} to {100 * high:.1f} points"
)
apart = 100 * (fast.ravel()[draws].mean(axis=1) - slow.ravel()[other_draws].mean(axis=1))
print("the same, unpaired: {:.1f} to {:.1f} points".format(*np.quantile(apart, [0.025, 0.975])))

# %% [markdown]
# The paired interval lies above 0. The unpaired one, from other digits for each model, is wider and
# includes 0. (It is an interval for these ten trained networks on other digits. Other seeds are not in it.)

# %% [markdown]
# ## 3.2 More data, or a better model? (further)
#
# Your network is not good enough. You may label more data for a week, or look for a better model. Which?
# A **learning curve** tells: train on more and more of the samples that you have, and draw the error on
# those learned and on the validation samples, against their number.
#
# **Exercise 4.** Complete `learning_curve`. For each of `sizes` a *new* model learns the first so many
# samples. `fit(x, y)` trains one and returns it: a function that gives a class for each row of the inputs
# it gets. The training error is that of the samples which this model has learned.


# %%
def learning_curve(x, y, x_valid, y_valid, sizes, fit):
    """Return (training errors, validation errors), two arrays (num_sizes,): the shares that are wrong.

    `x` (num_samples, num_inputs) and `y` (num_samples,) are there to learn from, `x_valid` and `y_valid` not.
    """
    ### BEGIN SOLUTION
    train_errors, valid_errors = [], []
    for size in sizes:
        predict = fit(x[:size], y[:size])
        train_errors.append(np.mean(predict(x[:size]) != y[:size]))
        valid_errors.append(np.mean(predict(x_valid) != y_valid))
    return np.array(train_errors), np.array(valid_errors)
    ### END SOLUTION


learning_curve = check(learning_curve)

# %% [markdown]
# Two networks for the digits, one of 10 hidden units and one of 400. Their first layers keep the random
# weights that they start with, and only the last layer is fitted: a fit takes milliseconds, so all is done
# ten times, with other digits and other weights. The curves are known up to 100 digits:

# %%
sizes = [25, 50, 100, 200, 400, 800]
curves = {10: [], 400: []}
for seed in range(10):
    x, y = lastlayer.shuffled_digits(seed)
    for width, found in curves.items():
        fit = lastlayer.network(width, seed)
        found.append(learning_curve(x[:800], y[:800], x[800:], y[800:], sizes, fit))
curves = {width: np.array(found) for width, found in curves.items()}  # each (10, 2, 6)


def print_curves(columns):
    """Print the error on learned and on new digits, at these places in `sizes`."""
    for width, found in curves.items():
        for name, errors in zip(("learned", "new"), found.swapaxes(0, 1), strict=True):
            values = ", ".join(f"{errors[:, column].mean():.0%}" for column in columns)
            print(f"{width:3} units, {name:7} digits wrong: {values}")


print_curves(range(3))

# %%
guess(questions.BRACKET)

# %%
print_curves(range(3, 6))
spread = 100 * curves[10][:, 1, -1].std(ddof=1)
print(f"spread of the 10 units' last error over the ten: {spread:.0f} points")
show(figures.more_data(sizes, curves))
reveal(questions.BRACKET, 100 * curves[10][:, 1, -1].mean())

# %% [markdown]
# Left, the two curves close like a bracket. The more digits 10 units learn, the *fewer* of these they have
# right, for ten weights per class bend only so far. What they cannot do for digits that they have seen they
# will not do for new ones. At 800 digits the two errors are within 4 points: more data would gain no more
# than that. **Two curves close together, both too high: look for a better model.**
#
# Right, the network has more than 99 of 100 digits right that it has learned, at each size. Its error is the
# gap, and with each doubling the error on new digits falls by a quarter or more. No floor is in sight. **Training
# error low, validation error high and falling: get more data.** (Or lower the variance in another way.)
#
# Read the *slope at the end*, not the height. And read it on validation samples: the curve has
# helped to decide, so the test set stays closed.

# %% [markdown]
# ## 4 Choose a learning rate, test once
#
# Now a whole study, from the choice to the single test. You build what runs it: a **harness** that does
# not let you cheat. It has four parts: choose, and test once, here; split, and scale, in section 6.
#
# **Exercise 5, steps 1 and 2.** `choose` gets a list of settings and a function,
# `train_and_validate(setting)`, which returns a model and its validation loss. It trains each setting
# once, and returns the setting with the lowest loss, and its model. Of equal losses the first wins. A
# training may diverge; then its loss is `nan`, which must never win.


# %%
def choose(settings, train_and_validate):
    """Return (setting, model), those with the lowest validation loss."""
    ### BEGIN SOLUTION
    best, model, lowest = None, None, float("inf")
    for setting in settings:
        candidate, loss = train_and_validate(setting)
        if loss < lowest:
            best, model, lowest = setting, candidate, loss
    return best, model
    ### END SOLUTION


choose = check(choose)

# %% [markdown]
# `seal` gets a function that measures a model on the test set. It returns a function that does the same
# *once*. From the second call on it raises `RuntimeError`, before anything is measured. A call counts even
# if the measurement fails: the data have been seen. (In a function inside a function, `nonlocal opened`
# lets you change the outer `opened`.)


# %%
def seal(measure):
    """Return a function of a model: `measure(model)` at the first call, RuntimeError at any later."""
    ### BEGIN SOLUTION
    opened = False

    def open_once(model):
        nonlocal opened
        if opened:
            raise RuntimeError("The test set has been opened already.")
        opened = True
        return measure(model)

    return open_once
    ### END SOLUTION


seal = check(seal)

# %% [markdown]
# Both now run a study. We call it *the recipe*: one hidden layer of 64 ReLUs, plain SGD, batches of 256,
# 100 epochs, and learning rates .01, .1 and 1. Choose the learning rate and the number of epochs by the
# validation loss. Then test.
#
# It runs on the small digits, which need no download. To run it on MNIST [4], with 60,000 digits of
# 28 × 28 pixels, set the flag and allow some minutes: MNIST is fetched once, compared with its
# checksums, and kept. Without a network you are told so in a sentence, and nothing is left behind.

# %%
guess(questions.BEST_RATE)

# %%
USE_MNIST = False  # True: fetch MNIST and train on it, about a minute for each learning rate

if USE_MNIST:
    from helpers.datasets import mnist  # here, since it loads torchvision, which takes seconds
    from helpers.datasets.splits import random_split

    everything = mnist.load("train", download=True)
    data_valid, data_learn = random_split(*everything, sizes=(10_000, 50_000))
    data_test = mnist.load("test")
else:
    data_learn, data_valid, data_test = learn, valid, test

# %%
loss_fn = nn.CrossEntropyLoss()
histories = {}


def train_and_validate(lr):
    """Return the recipe's network as of its best epoch, and its validation loss there."""
    torch.manual_seed(0)
    network = MLP([data_learn[0][0].numel(), 64, 10]).to(device)
    optimizer = torch.optim.SGD(network.parameters(), lr=lr)
    histories[lr] = train(
        network, *data_learn, loss_fn, optimizer, 100, 256, valid=data_valid, patience=100
    )
    error = 1 - histories[lr].valid_accuracy[histories[lr].best_epoch - 1]
    print(
        f"rate {lr:4}: validation loss {min(histories[lr].valid_loss):.2f} nats, error {error:.0%}"
    )
    return network, min(histories[lr].valid_loss)


chosen, network = choose([0.01, 0.1, 1.0], train_and_validate)
reveal(questions.BEST_RATE, f"{chosen:g}")

# %%
show(figures.recipe_curves(histories))

# %% [markdown]
# At .01 the network is still on its way, and neither curve has parted from the other: that is
# underfitting by impatience. At 1 it zigzags, yet gets lowest, as it does from four other sets of
# initial weights. The validation loss decides, and only now do we open the test set, for one network.

# %%
open_test = seal(lambda model: 1 - accuracy(model, *data_test))
error = open_test(network)
standard_error = (error * (1 - error) / len(data_test[1])) ** 0.5
print(f"chosen on validation: learning rate {chosen:g}")
print(f"tested once:          error {error:.0%} on {len(data_test[1])} digits")
print(f"its standard error:   {100 * standard_error:.1f} points")
try:
    open_test(network)
except RuntimeError:
    print("tested again:         refused")

# %%
ask(questions.TEST_SET)

# %% [markdown]
# ## 4.1 Seventeen rates, and MNIST (further)
#
# Seventeen learning rates between .001 and 10, stored by `tools/study_digits.py` in the course's repository,
# are in the next figure: the curves of one seed, and at the right the lowest validation error of five. Move
# *Learning rate*. Then press *Train anew*: a network with other initial weights learns while
# you watch, the dotted line.
#
# **Predict first.** By how much may you miss the best learning rate before it hurts, upward and
# downward?

# %%
explore(scenes.learning_rates())

# %% [markdown]
# The valley is lopsided, for every seed. A rate ten times too small costs patience: shorten *Epochs*,
# and the small rates suffer more. A rate three times too large costs everything: at 3.16 the error is
# above 60 %. At 10 the loss never gets below that of guessing, $\ln 10 = 2.30$ nats. The best rate lies
# close below the cliff.

# %% [markdown]
# ### The same on MNIST
#
# `tools/study_mnist.py` in the course's repository runs the recipe on MNIST: 50,000 digits to learn from, 10,000 to validate, and
# 10,000 to test. What came out is stored with the project, and here it is. Then it searches for a
# better network, with Adam and a learning rate that falls along a cosine: candidates are compared by
# their validation error, and the winner gets two more seeds. Two goals were set beforehand, a test
# error below 2.5 % for the recipe and below 1.8 % for the better network: the dotted lines. Each bar
# is the 95 % interval that 10,000 test digits allow (Wilson's [12]).

# %%
stored = study.load_mnist_study()
recipe, better = stored["recipe"], stored["better"]
print(f"recipe, learning rate {recipe['chosen']['lr']:g}, by validation loss")
for name, run in better["runs"].items():
    if name.endswith("seed 0"):
        print(
            f"candidate {name.removesuffix(', seed 0')}: {run['valid_error'][-1]:.2%} on validation"
        )
print(f"chosen: {better['chosen']['name']}\n")
for name, part in (("recipe", recipe), ("better", better)):
    errors = ", ".join(f"{result['error']:.2%}" for result in part["test"].values())
    mean, sd = part["test_error"]["mean"], part["test_error"]["sd"]
    print(f"{name}: test errors {errors}; mean {mean:.2%}, standard deviation {sd:.2%}")
    print(f"        standard error from 10,000 digits: {(mean * (1 - mean) / 10_000) ** 0.5:.2%}")
show(figures.mnist_study(stored, num_test=10_000, goals=(0.025, 0.018)))

# %% [markdown]
# Did the recipe reach its goal? Its three seeds average 2.46 %, below 2.5 %. But one of them lies
# above, and 10,000 test digits know an error of that size only to .15 points, one standard error. On
# 10,000 *other* digits the same networks might as well have 2.3 or 2.6 %. So the honest answer is: at
# the goal, and we cannot say on which side. More seeds do not help against this, since all are tested
# on the same digits. The better network's answer is clear. It lies below 1.8 % by many standard
# errors, and below the recipe on the same test digits in every seed.
#
# What made the better network better? Not its width alone. Shifting every digit by up to two pixels
# in either direction, at random and anew in every epoch, shows the network data that it has never
# seen. That is **data augmentation**. It lowers the variance where more data cannot be had.
#
# At 1 the training loss on MNIST drops to almost nothing, and the validation loss turns and *rises*:
# overfitting, in the open. So .1 wins on MNIST, and 1 won on the small digits. Does each data set have
# a learning rate of its own? Careful: two things changed. In 100 epochs the small digits give the
# network 500 updates, and MNIST, with 196 batches an epoch, 19,600. `tools/study_updates.py` in the
# course's repository ran the rates .1 and 1 on both data sets for equally many updates, with five seeds.
#
# **Predict first.** After as many updates, does the same rate lead on both?

# %%
updates = study.load_updates_study()
for name, place, number in (
    ("digits", 2, 588),
    ("digits", -1, 19_600),
    ("mnist", 2, 588),
    ("mnist", -1, 19_600),
):
    runs = updates["lowest_valid_loss"][name]
    slow, fast = (
        np.array([runs[f"lr {lr}, seed {seed}"][place] for seed in range(5)]) for lr in ("0.1", "1")
    )
    print(
        f"{name:6} after {number:6} updates: lowest loss {slow.mean():.2f} at .1, {fast.mean():.2f} at "
        f"1; at 1 it is lower for {np.sum(fast < slow)} of 5 seeds"
    )
show(figures.updates_study(updates))

# %% [markdown]
# After 588 updates the rate 1 leads on both, in every seed. On the small digits it keeps its lead. On
# MNIST the lines cross, and after 19,600 updates .1 is ahead in every seed. So both matter, the data
# and how long one trains. A learning rate is the best one for a data set *and* a number of updates.
# Whoever changes either must choose again, on validation data.
# %% [markdown]
# ## 5 Tuning too much
#
# The validation set is used again and again. Each time, the choice fits it a little better, by skill
# or by luck. How much is luck?
#
# Take models without any skill. Each of them guesses between two classes, so its accuracy on $n$
# samples is that of $n$ coin flips: .5, give or take $1 / (2\sqrt n)$. You try $k$ of them and keep
# the best.

# %%
guess(questions.GUESSERS)

# %% [markdown]
# On average the best one scores close to, and at most,
#
# $$\frac12 + \sqrt{\frac{\ln k}{2 n}}$$
#
# Read it as a price list. More tries $k$ make it worse, but slowly, through a logarithm. More samples
# $n$ make it better, through a root. Move *Tries* and *Validation samples*.

# %%
explore(scenes.validation_reuse())

# %%
print("tries   samples   exact mean   the law")
for k, n in ((1, 100), (10, 100), (100, 100), (100, 1000), (100, 10_000)):
    print(f"{k:5}   {n:7}   {reuse.expected_best(k, n):10.3f}   {reuse.best_of_law(k, n):7.3f}")
reveal(questions.GUESSERS, reuse.expected_best(100, 100))

# %% [markdown]
# With 100 tries on 100 samples, guessing looks like 62 %. The law is a ceiling for the mean and lies
# a little higher, .65. With 10,000 samples the luck of 100 tries is worth 1.3 points.

# %% [markdown]
# ## 5.1 With your own networks (further)
#
# Now networks that do learn. Each of a hundred gets 30 labeled digits of its own, and they are
# compared on a validation set of 40. `train_crowd` trains all of them side by side. One validation set
# could mislead, so we draw 200 different ones. Each crowns its own best network, and all digits that
# it does not hold judge that network.
#
# **Predict first.** The best one scores .88 on validation, on average. What will it score on new
# digits?

# %%
x, y = torch.cat([learn[0], valid[0], test[0]]), torch.cat([learn[1], valid[1], test[1]])
crowd = reuse.train_crowd(
    x[:1000], y[:1000], np.full(100, 0.5), np.full(100, 16), 80, batch_size=16, subset_size=30
)
right = reuse.right_answers(crowd, x[1000:], y[1000:])  # (100 networks, 797 digits)
scores = reuse.choose_often(right, num_valid=40, num_draws=200)
for name, text in (
    ("flattering", "the best of 100 on its 40 validation digits"),
    ("honest", "the same network on 757 new digits"),
    ("blind", "a network picked blindly, on the new digits"),
):
    print(f"{name:10}: {text:45} {scores[name].mean():.2f}, spread {scores[name].std():.2f}")
order = np.random.default_rng(0).permutation(right.shape[1])  # the first of the draws
show(figures.own_tries(*(right[:, part].mean(axis=1) for part in (order[:40], order[40:]))))

# %% [markdown]
# (The picture shows the first of the draws.) Choosing helped: on new digits the winner is better than a
# network picked blindly, by five to nine points in six such crowds. Its *score* is what is wrong, by
# ten to thirteen. A validation score that made a choice is no measurement of what was chosen. That is
# what the test set is for, and why it is used once.

# %% [markdown]
# ## 5.2 Screening: the same trap in a regression (further)
#
# In 1983 David Freedman did the following [5]. Take 100 samples, 50 features and an outcome, all of them
# noise. Regress the outcome on all features. Each feature gets a weight and a $p$: the chance of a weight as far
# from 0, or farther, if the feature had no effect. Keep those with $p < .25$: noise gets that far one time in
# four. Regress again on these alone, as if you had never seen the others.
# $R^2$ is the share of the outcome's variance that the fit explains: 1 is all, 0 nothing.
#
# **Predict first.** All is noise. What will $R^2$ be, and will it be significant?

# %%
pairs = [screening.screen(num_samples=100, num_features=50, level=0.25, seed=s) for s in range(500)]
first = np.array([one.r2 for one, _ in pairs])
second = np.array([two.r2 for _, two in pairs])
p_values = np.array([two.p_overall for _, two in pairs])
kept = np.mean([len(two.p_values) for _, two in pairs])
chance = np.mean([np.sum(two.p_values < 0.05) for _, two in pairs])
print(f"R^2 of all 50 features:        {np.median(first):.2f}   (medians over 500 data sets)")
print(f"R^2 of the {kept:.1f} kept features:  {np.median(second):.2f}")
print(
    f"overall p of the kept ones:    {np.median(p_values):.4f}, below .05 in {np.mean(p_values < 0.05):.0%}"
)
print(f"features with p < .05 each:    {chance:.1f} on average")
show(figures.screening(first, second, p_values))

# %% [markdown]
# Half of the variance "explained" by noise: 50 weights for 100 points. After screening $R^2$ is
# lower and looks more modest, and its $p$ value is tiny, because the test does not know that 50
# features were tried. The cure is the rule of section 3: whatever chooses, features too, sees the
# training data only. Choose the features inside each fold, not before the split.

# %% [markdown]
# ## 5.3 Nested cross-validation (further)
#
# With 100 labeled digits nobody wants to give up a validation set *and* a test set. Cross-validation gives
# each setting a score. But if you choose the setting by that score, and then report it, you report the best
# of many tries.
#
# So nest two loops. The outer one measures: it holds out each block in turn. In each outer fold the rest,
# `learn`, is cut into folds once more, and these choose: the setting with the highest mean score over the
# inner folds wins. The winner is trained on all of `learn`, and scored on the outer block, which has had no
# part in the choice.
#
# **Exercise 6.** Complete `nested_scores`. Use your `k_fold` twice, with `num_folds` outside and inside.
# `score(setting, learn, held_out)` trains with a setting on the rows `learn`, and returns the accuracy on
# the rows `held_out`; both are arrays of row numbers.


# %%
def nested_scores(num_samples, num_folds, settings, score):
    """Return the scores (num_folds,), one for each outer fold, of the settings that the inner folds chose."""
    ### BEGIN SOLUTION
    scores = []
    for fold in range(num_folds):
        learn, held_out = k_fold(num_samples, num_folds, fold)
        inner = [k_fold(len(learn), num_folds, number) for number in range(num_folds)]
        means = []
        for setting in settings:
            tries = [score(setting, learn[ours], learn[theirs]) for ours, theirs in inner]
            means.append(np.mean(tries))
        scores.append(score(settings[np.argmax(means)], learn, held_out))
    return np.array(scores)
    ### END SOLUTION


nested_scores = check(nested_scores)

# %% [markdown]
# Forty networks of 15 hidden units, and 100 digits to compare them. They differ in nothing but the *seed* of
# their first weights, which stay as they are. Five folds choose the best seed, as people do who *try a few
# seeds*. The other 1,697 digits tell the truth, here where we have them. All is done thirty times, with other
# digits and other seeds. (`validation.plain_choice` returns the chosen setting and the score that chose it.)

# %%
guess(questions.BEST_SEED)

# %%
rows = []
for seed in range(30):
    contest = lastlayer.contest(seed)
    settings = list(range(40))
    chosen_seed, plain = validation.plain_choice(np.arange(100), 5, settings, contest.score)
    nested = nested_scores(100, 5, settings, contest.score).mean()
    blind = np.mean([contest.score_on_new(setting) for setting in settings])
    rows.append((plain, nested, contest.score_on_new(chosen_seed), blind))
plain, nested, truth, blind = np.array(rows).T  # each (30 draws,)
for name, scores in (
    ("flattering: the score that chose the seed", plain),
    ("honest:     nested cross-validation", nested),
    ("truth:      the chosen network on new digits", truth),
    ("            a network picked blindly", blind),
):
    print(f"{name:46} {scores.mean():.2f}, spread {scores.std(ddof=1):.2f}")
print(f"too high in {np.sum(plain > truth)} of 30 draws, nested in {np.sum(nested > truth)}")
show(figures.nested(plain, nested, truth))
reveal(questions.BEST_SEED, 100 * truth.mean())

# %% [markdown]
# Choosing the seed helped: on new digits the winner is better than a network picked blindly. But the score
# that chose it promises six points more than it keeps. The nested score errs to the other side, by two
# points: its networks learn 80 of the 100 digits. It asks of a choice what section 5 asks of a model: to be
# judged by samples that it has not seen.
#
# Two warnings. A single nested score is noisy: its gap to the truth has a spread of six points. And the
# five outer folds may choose five different seeds. What nested cross-validation measures is the *procedure*,
# choice included, and no single network.

# %% [markdown]
# ## 6 The split must match the use
#
# A study records 20 people, 30 times each, to learn a diagnosis. Half of them have it. Should the
# test hold back *records*, or *people*? Does it matter?
#
# The data below hold no signal at all. Every person has a place of their own in a space of ten
# features, at a distance set by *Offset*; their diagnosis is drawn at random. So the truth is 50 %.
# Each star joins ten records of a person, as two of the features see them.

# %%
guess(questions.NO_SIGNAL)

# %% [markdown]
# Move *Offset*: at 0 all people are alike.

# %%
explore(scenes.identity_confounding())

# %% [markdown]
# Split by record, the score climbs to nearly 100 % with no signal whatsoever, because the neighbors of
# a record are the same person's: the model recognizes the person, whom it has seen with their diagnosis.
# That is **identity confounding**. Split by subject, it stays around one half. If a model is to diagnose
# new people, hold back people.
# Move *Data set* to see how widely it scatters: for the diagnosis there are 20 samples, not 600.
#
# This is no invention. Saeb and colleagues looked at studies that predict diagnoses from phones and
# wearables: almost half of them split by record [6]. Little and colleagues answered that splitting by
# subject can err on the other side, with errors larger than those of a model that is meant for people
# it knows [7]. So ask what the use is: new people, or new days of known people? Then split like that.
#
# And our own study, in section 4? The 1,797 digits were written by 13 people, and whose is whose was
# not recorded. We split them at random, by record: for a stranger's handwriting the error may be
# larger than the one we reported. MNIST's makers took care that nobody wrote for both its training
# and its test part [4].
#
# **Exercise 5, steps 3 and 4.** The harness needs a split that keeps together what belongs together.
# `split_units` gets the unit of every row: the person, if people must not be cut, or the row's own number
# if rows may. It also gets `order`, the distinct units, shuffled. The first half of them learns, the next
# quarter validates (both rounded down), the rest tests. Return the numbers of the *rows* of each part, in
# rising order. `np.isin(unit, group)` is True where a row's unit is in `group`; `np.flatnonzero` turns
# True into row numbers.


# %%
def split_units(unit, order):
    """Return (learn, valid, test), three arrays of row numbers.

    `unit` (num_rows,) holds each row's unit, `order` (num_units,) the distinct units, shuffled.
    """
    ### BEGIN SOLUTION
    half, quarter = len(order) // 2, len(order) // 4
    groups = order[:half], order[half : half + quarter], order[half + quarter :]
    return tuple(np.flatnonzero(np.isin(unit, group)) for group in groups)
    ### END SOLUTION


split_units = check(split_units)

# %% [markdown]
# Many models want features of mean 0 and spread 1. The mean and the spread are numbers learned from data,
# like weights. So they come from the learning rows, and then scale *all* rows: in use, the next person comes
# alone, and has no mean. `scale_by` scales each column so. A column that is constant in the learning rows
# has spread 0: shift it, and do not divide.


# %%
def scale_by(x, learn):
    """Return the table x (num_rows, num_columns), scaled so that its rows `learn` have mean 0, spread 1."""
    ### BEGIN SOLUTION
    spread = x[learn].std(axis=0)
    return (x - x[learn].mean(axis=0)) / np.where(spread == 0, 1, spread)
    ### END SOLUTION


scale_by = check(scale_by)

# %% [markdown]
# Now a network makes the mistake, on people far apart (offset 2). `subject_folds` deals people out into
# five folds, so that each validates once.

# %%
records, diagnosis, subject = confounding.make_records(num_subjects=20, offset=2.0, seed=0)
x_records = torch.tensor(records, dtype=torch.float32)
y_records = torch.tensor(diagnosis)


def fit_and_score(ours, held_out):
    """Train a network on the records `ours`; return its accuracy on `held_out`."""
    torch.manual_seed(0)
    network = MLP([10, 32, 2]).to(device)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.05)
    train(network, x_records[ours], y_records[ours], loss_fn, optimizer, 5, 60)
    return accuracy(network, x_records[held_out], y_records[held_out])


flattering = validation.crossvalidate(validation.record_folds(len(subject)), fit_and_score)
honest = validation.crossvalidate(validation.subject_folds(subject, 5), fit_and_score)
print(f"flattering: five folds by record   {flattering.mean():.2f}")
reveal(questions.NO_SIGNAL, 100 * flattering.mean())
print(
    f"honest:     five folds by subject  {honest.mean():.2f}, folds from {honest.min():.1f} to {honest.max():.1f}"
)

# %%
ask(questions.CROSS_VALIDATION)

# %% [markdown]
# ## 6.1 Luck, or the split? (further)
#
# Look at the honest score again. It is .38, and it should be .50. Two suspects: luck, because 20 people
# are few; or the split itself, because it dealt people out without a look at their diagnosis.
#
# One score cannot tell. `tools/study_confounding.py` in the course's repository repeated everything on 60 data sets, ours among
# them, and split
# each in a third way, too: subjects *balanced*, so that every fold has as many ill people as healthy
# ones.
#
# **Predict first.** Is .38 rare among the 60? And do the balanced folds bring the mean to .50?

# %%
sixty = confounding.load_study()  # (60 data sets, 3 ways to split)
ways = ("by record", "by subject, dealt out", "by subject, balanced")
for name, scores in zip(ways, sixty.T, strict=True):
    error = scores.std(ddof=1) / len(scores) ** 0.5
    print(
        f"{name:22} mean {scores.mean():.2f}, standard error {error:.3f}, spread {scores.std(ddof=1):.2f}"
    )
print(
    f"dealt out: {np.mean(sixty[:, 1] <= sixty[0, 1]):.0%} score {sixty[0, 1]:.2f}, as ours, or less"
)
gap = sixty[:, 1] - sixty[:, 2]  # on the same data set
print(f"dealt out less balanced: {gap.mean():.3f}, standard error {gap.std(ddof=1) / 60**0.5:.3f}")
show(figures.three_splits(sixty))

# %% [markdown]
# Our .38 is mostly luck. From one data set to the next the score by subject scatters by .12, and a
# quarter of the data sets score as low as ours. Both means are .50, as far as 60 data sets can tell.
#
# But the split does leave a mark, and pairing shows it: on the *same* data set, the dealt folds score
# .04 lower than the balanced ones, four standard errors. Why? If a fold happens to hold three ill
# people and one healthy, the other folds hold fewer ill people than healthy ones. The classifier leans
# toward the healthy, and is tested on the ill. The data are balanced as a whole, so what training has
# too much of, the test has too little of. The nearest neighbors of the figure above show the same, at
# every offset:

# %%
print("offset   by record   dealt out   balanced   dealt out less balanced (30 data sets)")
for offset in (0.0, 0.5, 1.0, 2.0):
    scores = confounding.neighbor_scores(offset)
    record, dealt, balanced = scores.mean(axis=0)
    gap = scores[:, 1] - scores[:, 2]
    error = gap.std(ddof=1) / len(gap) ** 0.5
    print(
        f"{offset:6}   {record:9.2f}   {dealt:9.2f}   {balanced:8.2f}   {gap.mean():.2f}, standard error {error:.2f}"
    )

# %% [markdown]
# So balance the folds: scikit-learn's `GroupKFold` deals out, its `StratifiedGroupKFold` balances. And
# do not read much into one score from 20 people, whether it is .38 or .62.

# %% [markdown]
# ## 7 The metric must mean something
#
# A test gives each person a score, and an alarm goes off above a threshold. Four counts tell all that
# happened, the **confusion matrix**: ill people found and missed, healthy people alarmed and left in
# peace. From them come the metrics:
#
# - **accuracy**: the share of all people who are judged right;
# - **recall**: the share of the ill who are found;
# - **precision**: the share of the alarms that are right;
# - **balanced accuracy**: the mean of two accuracies, that among the ill and that among the healthy.
#
# The picture opens with 10 % of 200 people ill. Most of the ill are found, and few of the healthy are
# alarmed.

# %%
guess(questions.PRECISION)

# %%
explore(scenes.people())

# %%
counted = thresholds.count_people(threshold=1.0, num_ill=20, separation=2.0)
quiet, false, missed, found = counted
print(f"ill: {found} found, {missed} missed; healthy: {false} alarmed, {quiet} not")
print(f"accuracy {(found + quiet) / 200:.2f}, of always saying healthy {180 / 200:.2f}")
print(f"recall {found / 20:.2f}, precision {found / (found + false):.2f}")
print(f"balanced accuracy {(found / 20 + quiet / 180) / 2:.2f}, of always saying healthy 0.50")
reveal(questions.PRECISION, 100 * found / (found + false))

# %% [markdown]
# Each dot is a person; filled ones get an alarm. Most of the alarms are false, since healthy people are
# many. And a test that always says *healthy* would have the higher accuracy, without finding anybody.
# Its balanced accuracy is one half, as for any test that does not look.
#
# Now move *Ill people*. The **ROC** curve shows the ill found against the healthy alarmed, at every
# threshold. It stays, because each axis looks at one group only. The **precision-recall** curve moves:
# precision falls as the illness gets rarer. So a metric measured on a made-up mix of half ill and half
# healthy says nothing of the precision in use. Move *Threshold*: both diamonds wander along
# their curves. No threshold is best in itself. It depends on what a miss costs, and what a false alarm.

# %% [markdown]
# ## 7.1 A rival that knows the names (further)
#
# For numbers instead of classes one reports $R^2$, the share of the variance that a model explains:
#
# $$R^2 = 1 - \frac{\sum_i (y_i - \hat y_i)^2}{\sum_i (y_i - \bar y)^2}$$
#
# $y_i$ are the true values, $\hat y_i$ the predictions, and $\bar y$ the mean of the $y_i$. A perfect
# model has 1. Always saying $\bar y$ has 0. Worse than that is negative: in spite of its name $R^2$
# need not be a square. (It is one, of the correlation of $y$ and $\hat y$, for a least-squares fit on
# its own data, as in section 5.2.) Some write $1 - \operatorname{Var}(y - \hat y) / \operatorname{Var}(y)$ instead. It is
# not the same, because a variance forgets a constant error:

# %%
actual = np.array([1.0, 2.0, 3.0, 4.0])
predicted = actual + 10  # wrong by 10, every time
print(f"R^2 by variances: {1 - np.var(actual - predicted) / np.var(actual):.2f}")
print(f"R^2:              {statistics.r_squared(actual, predicted):.2f}")

# %% [markdown]
# The denominator of $R^2$ is a rival: the model that always says $\bar y$. Is it a rival worth
# beating? Consider an app that predicts your mood from your phone. People differ: some are mostly
# cheerful, some are not. A prediction that gives each person *their own* mean of the past, and knows
# nothing about today, is the **personal baseline**. Its user needs no app for it.
#
# Below, 80 % of the variance lies between people (an intraclass correlation, ICC, of .8), and 20 %
# from day to day. The days are noise, so nothing about them can be predicted.
#
# **Predict first.** What $R^2$ does the personal mean reach, across all people?

# %%
moods = baselines.make_moods(icc=0.8, num_people=50, num_days=60, seed=0)
personal = np.repeat(moods.past.mean(axis=1, keepdims=True), 30, axis=1)  # (50 people, 30 days)
own_mean = moods.future.mean(axis=1, keepdims=True)
within = statistics.r2_over_baseline(moods.future, personal, own_mean)
print(f"personal mean, R^2 across people: {statistics.r_squared(moods.future, personal):.2f}")
print(f"personal mean, R^2 within people: {within:.2f}")

# %% [markdown]
# About .78, with nothing but names. Within each person, against the mean of the very days to be
# predicted, it is just below zero, as it must be. DeMasi, Kording and Recht found that about
# 77 % of the literature left the personal baseline out, and that the personal mean can explain more
# than 80 % of the variance in some data [8]. They propose to report the *user lift*: what a model adds
# to its user's own baseline.
#
# **Exercise 7.** Complete `r2_over_baseline`: $R^2$ with another rival in the denominator. It is 1
# for a perfect model, 0 for one as good as `baseline`, and negative for a worse one. All three
# arguments are arrays of one shape, (num_people, num_days) below.


# %%
def r2_over_baseline(actual, predicted, baseline):
    """Return the share of the baseline's squared error that the model removes, one number."""
    ### BEGIN SOLUTION
    model_error = np.sum((actual - predicted) ** 2)
    baseline_error = np.sum((actual - baseline) ** 2)
    return 1 - model_error / baseline_error
    ### END SOLUTION


r2_over_baseline = check(r2_over_baseline)

# %% [markdown]
# Now a network of your own. It sees eight measurements a day from each phone: how much you walk, when
# you call. They differ between people and are much the same from day to day.

# %%
rng = np.random.default_rng(1)
habits = rng.standard_normal((50, 1, 8))
past_x, future_x = (habits + 0.2 * rng.standard_normal((50, 30, 8)) for _ in range(2))


def as_tensor(values, num_columns):
    """Return one row per day, as float32."""
    return torch.tensor(values.reshape(-1, num_columns), dtype=torch.float32)


torch.manual_seed(0)
network = MLP([8, 64, 1]).to(device)
optimizer = torch.optim.Adam(network.parameters(), lr=0.02)
train(network, as_tensor(past_x, 8), as_tensor(moods.past, 1), nn.MSELoss(), optimizer, 15, 150)
predicted = predict(network, as_tensor(future_x, 8)).cpu().numpy().reshape(50, 30)
across = statistics.r_squared(moods.future, predicted)
lift = r2_over_baseline(moods.future, predicted, personal)
print(f"flattering: R^2 across people             {across:.1f}")
print(f"honest:     R^2 over the personal mean   {lift:.1f}")
show(figures.moods(moods, predicted))

# %% [markdown]
# The left picture would look fine in a talk. The right one shows what a user gets. The network has
# learned to recognize people by their habits, less well than their names would. It is one example; in
# six such made-up studies the value over the personal mean was below zero each time.

# %%
ask(questions.BASELINE)

# %% [markdown]
# ## 8 Does a whole field overfit? (further)
#
# ImageNet and CIFAR-10 have been validation and test set to a whole field, for about ten years.
# Section 5 says: beware. Recht, Roelofs, Schmidt and Shankar built new test sets for both, following
# the old recipes closely [9]. Accuracies dropped, by 3 to 15 points on CIFAR-10 and by 11 to 14 on
# ImageNet, there about five years of progress. Has the field overfitted its benchmarks?
#
# Before you read on, consider what each story predicts:
#
# | | too much tuning on the old test set | the new images are slightly harder |
# |:--|:--|:--|
# | who drops? | the winners, who were chosen for their luck | everyone |
# | the order of the models | is shuffled | mostly stays |
# | progress on the old test set | was partly an illusion | carries over |
#
# Try it with sixty networks of your own, of different widths and learning rates, trained on 600 digits.
# Of the other 1,197 a random 600 are the old test set. The rest is new: as it is, of the same kind, or
# made harder by a little noise on the pixels. Which digits are old and which are new is luck, so we
# draw 200 times.
#
# **Predict first.** In which of the two does the best network lose most?

# %%
crowd = reuse.train_crowd(x[:600], y[:600], *reuse.random_settings(60), 200, batch_size=32)
harder = add_noise(x[600:], 0.2)
right = reuse.right_answers(crowd, x[600:], y[600:])  # (60 networks, 1197 digits)
right_harder = reuse.right_answers(crowd, harder, y[600:])
losses = reuse.lose_often(right, right_harder, num_old=600, num_draws=200)
print("points lost           all networks    the best on the old   rank correlation with the old")
for place, name in enumerate(("new, same kind", "new and harder")):
    mean, best = (losses[who][:, place] for who in ("mean", "best"))
    print(
        f"{name:15} {mean.mean():7.0f} +- {mean.std():.0f} {best.mean():16.0f} +- {best.std():.0f} "
        f"{losses['order'][:, place].mean():22.1f}"
    )
on_old, on_new, on_harder = (
    part.mean(axis=1) for part in (right[:, :600], right[:, 600:], right_harder[:, 600:])
)
show(figures.field(on_old, on_new, on_harder))

# %% [markdown]
# (After +- stands the spread over the draws. The picture shows one draw.) On new digits of the same
# kind the average network loses nothing, and the best about one point, its luck of section 5. On harder
# digits everyone loses four points, the best again about one more, and the order mostly stays.
#
# That second pattern is what Recht and colleagues found: the models kept their order, and a point
# gained on the old test sets went with *more* than a point on the new ones. The drops, they conclude,
# come not from adapting to the test set but from models that cannot cope with slightly harder images.
#
# Why were the new images harder? Engstrom and colleagues looked again at how ImageNet's had been
# chosen [14]. Old and new images were to be equally easy for people, as a few people's answers measured
# it. Such a measurement is noisy, and an image chosen because it *measured* easy is on average less
# easy than that: the best of many tries, once more. With this bias corrected, of a drop of 11.7 points
# 3.6 are left, with an error of 1.5. Even the study of a trap can step into it.
#
# Two lessons remain. Test sets wear out slowly, not least because the models of a field resemble each
# other and err on the same images: a thousand models are far fewer than a thousand independent tries
# [10]. And a high score holds for the benchmark, and may not for a world that differs a little.

# %%
ask(questions.FIELD)

# %% [markdown]
# ## 9 Errors have addresses (further)
#
# An average hides its parts. Buolamwini and Gebru tested three commercial programs that tell
# women from men in photographs, on 1,270 faces, and reported the error by group [11]:

# %%
from helpers.evaluation.subgroups import SHADES, SHADES_GROUPS, SHADES_SHARES

print(f"error in %    {'all':>5}  " + "  ".join(f"{group:>14}" for group in SHADES_GROUPS))
for company, (overall, by_group) in SHADES.items():
    print(f"{company:12}  {overall:5.1f}  " + "  ".join(f"{error:14.1f}" for error in by_group))
print(f"{'share in %':12}         " + "  ".join(f"{share:14.1f}" for share in SHADES_SHARES))

# %% [markdown]
# Less than one error in a hundred for lighter men, from one in five to one in three for darker women,
# and an overall number that looks acceptable. Does the table hold together? The overall error must be
# the mean of the groups', weighted by their shares.

# %%
for company, (overall, by_group) in SHADES.items():
    total = np.average(by_group, weights=SHADES_SHARES)
    worst = by_group.max() / overall
    print(
        f"{company:10}: weighted mean {total:5.2f}, published {overall:5.1f}; worst group {worst:.1f} times that"
    )

# %% [markdown]
# It does, within the rounding of the published numbers. Such a check takes a minute and finds many
# a slip in a table, your own included.
#
# **Exercise 8.** Complete `subgroup_errors`. It gets the predicted and the actual classes and the
# group of every sample, three arrays of whole numbers. It returns `(errors, counts)`: for each
# distinct group, in sorted order, the share of its samples that are wrong, and how many samples it
# has.


# %%
def subgroup_errors(predicted, actual, group):
    """Return (errors, counts), two arrays (num_groups,), groups in sorted order."""
    ### BEGIN SOLUTION
    errors, counts = [], []
    for name in np.unique(group):
        members = group == name
        errors.append(np.mean(predicted[members] != actual[members]))
        counts.append(np.sum(members))
    return np.array(errors), np.array(counts)
    ### END SOLUTION


subgroup_errors = check(subgroup_errors)

# %% [markdown]
# Now a report of your own network. Some people write at a slant. We turn some digits by 40 degrees:
# 3 % of the training digits, and about a tenth of those that the network meets later. (The group is
# made for this purpose, so that we know what happened. The digits are real.)
#
# Then a second network, trained on the same digits with 30 % of them slanted. All is done five times,
# with other initial weights and other digits slanted.

# %%
guess(questions.SLANTED)


# %%
def report(share, seed):
    """Train with a share of slanted digits; return the error overall, upright and slanted."""
    generator = torch.Generator().manual_seed(seed)
    later, group = subgroups.slant_some(torch.cat([valid[0], test[0]]), 0.1, generator)
    seen, _ = subgroups.slant_some(learn[0], share, generator)
    network = MLP([64, 64, 10], generator=generator).to(device)
    optimizer = torch.optim.SGD(network.parameters(), lr=1.0)
    train(network, seen, learn[1], loss_fn, optimizer, 20, 100, seed=seed)
    predicted = predict(network, later).argmax(dim=1).cpu().numpy()
    actual = torch.cat([valid[1], test[1]]).numpy()
    errors, counts = subgroup_errors(predicted, actual, group)
    return np.average(errors, weights=counts), *errors


reports = {share: np.array([report(share, seed) for seed in range(5)]) for share in (0.03, 0.3)}
for share, errors in reports.items():
    print(f"trained on {share:3.0%} slanted digits, mean of five and spread:")
    for name, column in zip(("overall", "upright", "slanted"), errors.T, strict=True):
        print(f"    {name}: {column.mean():3.0%} +- {column.std(ddof=1):.0%}")
show(
    figures.subgroup_report(["upright", "slanted"], *(errors[:, 1:] for errors in reports.values()))
)
reveal(questions.SLANTED, 100 * reports[0.03][:, 2].mean())

# %% [markdown]
# The flattering number is the overall one. The report beside it names the group that pays. Mind the
# spread, too: a small group has few test samples, some 70 here, and its error is known less well. To
# measure a group you must first collect it.
#
# More slanted digits in training repaired most of it here, and the upright ones paid: in each of the
# five runs their error rose. The overall error changes little, and shows neither. Often the cure is
# less simple still.

# %%
ask(questions.SUBGROUPS)

# %% [markdown]
# ## 9.1 One threshold, two groups (further)
#
# Many systems give a score, and an alarm goes off above a threshold. Below is a test that serves
# group A better than group B: in B its scores lie lower and separate the ill from the healthy less.
# One tenth of the people are in B.
#
# **Predict first.** The threshold 1.5 is right in the middle for A. Who is missed in B? Then find a
# threshold for B that misses as few as in A, and look what it costs.

# %%
explore(scenes.decision_threshold())

# %% [markdown]
# With one threshold for all, half of the ill in B are missed, and the overall error hardly shows it.
# A threshold of 0.5 for B balances its errors, at 16 % each instead of 7 %. To miss as few as in A
# it must go down to 0, and then almost a third of the healthy in B get an alarm. No threshold makes
# the test as good for B as for A; it can only choose who bears the errors. Only a better test for B
# would help. Notebook 09 comes back to what fairness can and cannot have.

# %% [markdown]
# ## 10 Drift (further)
#
# The last mistake happens after the test. A model is tested in June and used in December. Will the
# world still look like the test?
#
# Suppose digits arrive every month, and the scanner turns a little: 4 degrees a month. You train on
# the first six months, and hold back a random fifth *of the same months* to test. Then you put the
# network to use for another six.
#
# All is done five times, with other digits in every month.
#
# **Predict first.** The random test says .91. What is the accuracy in month 12? Would the network's
# own confidence warn you?


# %%
years = [drift.live_through(x, y, seed) for seed in range(5)]
once, renewed, confidence = (
    np.array([getattr(year, name) for year in years]) for name in ("once", "renewed", "confidence")
)  # each (5 repetitions, 12 months)
for name, values in (
    ("flattering: random split of months 1 to 6", [year.random_test for year in years]),
    ("honest:     month 7", once[:, 6]),
    ("            month 12", once[:, 11]),
    ("its mean confidence in month 12", confidence[:, 11]),
    ("trained anew every month, month 12", renewed[:, 11]),
):
    print(f"{name:43} {np.mean(values):.2f}, spread {np.std(values, ddof=1):.2f}")
accuracies = {"trained once": once, "trained anew each month": renewed}
show(figures.drift(accuracies, confidence, last_seen=6))

# %% [markdown]
# The random split was an honest answer to a useless question: how well does the network do in the
# months it has seen? A split by time, train on the earlier months and test on the later, would have
# warned you. The confidence falls too, but only to about .7 where the accuracy is one half: the
# network does not know what it does not know. What helps is to keep measuring on fresh labels, and
# to train anew.

# %% [markdown]
# ## 11 The checklist
#
# Five questions to ask of every study, and of your own first:
#
# | question | what goes wrong | where |
# |:--|:--|:--|
# | What is the training set? | too few data, or not those of the use; samples in both parts | sections 2, 9 |
# | Does the split between train and test match the use? | people, days or places leak | sections 3, 6 |
# | Is the metric reasonable for the real world? | a weak baseline, an average that hides | sections 7, 9 |
# | Will future data drift from those of the study? | the test is of yesterday | sections 8, 10 |
# | Are there biases: in the choice of problem, the data, the algorithm, the metrics? | some groups pay | section 9 |
#
# And one that stands above them: **how many things were tried** before this number was reported?
#
# Here is an abstract, made up from real ones. Find what is wrong before you open the answers.
#
# > *We recorded 24 patients and controls, 200 times each, at one hospital. Of 3,000 features we
# > selected the 20 that differ most. A network reached 97 % in ten-fold cross-validation over all
# > recordings, after we had optimized width, depth and learning rate. It is ready for screening
# > at home.*
#
# <details><summary>Open the answers</summary>
#
# - *Training set*: 24 people, not 4,800; one hospital, with its devices and its patients.
# - *Split*: by recording. The network can recognize the people, as in section 6.
# - *Metric*: accuracy on a made-up mix of patients and controls. At home few are ill, and most alarms
#   would be false (notebook 09). No baseline is named.
# - *Drift*: recorded in a hospital, to be used at home.
# - *Biases*: nothing is said about who the people are, nor about errors by group.
# - *Tries*: features selected on all data before the split, as in section 5.2, and hyperparameters
#   optimized on the very folds that are reported.
#
# </details>

# %% [markdown]
# ## 12 A study with five faults (further)
#
# If you do one further section, do this one: it needs all of the core, and the harness that you built.
#
# A lab has sent you its script and its table. 120 people wore a sensor at the wrist, five recordings each,
# 32 features a recording. A quarter of them have the illness. The abstract says: *tremor at the wrist tells
# ill from healthy people with 95 % accuracy; a hold-out test confirms it.* (The table is made up, as is the
# lab, so that we know what is in it: a little. `data/tremor.csv`.)

# %%
table = tremor.load_table()
score, test_rows, _ = tremor.flawed_study(table.x, table.y, table.person, seed=3)
print(
    f"{len(table.y)} recordings of {len(np.unique(table.person))} people, {table.x.shape[1]} features"
)
print(f"ill: {table.y.mean():.0%} of the recordings")
print(f"the lab's score, on {len(test_rows)} held-out recordings: {score:.2f}")

# %% [markdown]
# **Exercise 9: a hunt.** Here is the script. It uses your `split_units` and `scale_by`, and these:
#
# - `tremor.strongest(x, y)`: the features, in the order of how clearly their means differ between ill and
#   healthy;
# - `tremor.vote(x, y, asked, num_neighbors)`: for each row of `asked` the majority of its nearest rows in
#   `x`, whose labels are `y`;
# - `tremor.balanced_accuracy(y, predicted)`;
# - `tremor.SETTINGS`: twenty pairs, how many features to keep and how many neighbors to ask.
#
# There are **five faults, of five kinds**: of scaling, of selection, of identity, of test reuse, of metric.
# Read first, with the checklist beside you, and write down where each one is. Then repair them. Most
# repairs are one line, or a line in another place; one changes two lines. After each, run the cell: `check` says which faults are gone and
# which are still in. It does not read your code; it compares what the study computes. Keep the
# shares of `split_units` and the seed.


# %%
def tremor_study(x, y, person, seed):
    """Return (score, test, predicted): the reported score, the test rows, 0 or 1 predicted for each.

    `x` (num_rows, num_features), `y` (num_rows,) 1 for ill people, `person` (num_rows,) whose row it is.
    """
    ### BEGIN SOLUTION
    order = np.random.default_rng(seed).permutation(np.unique(person))
    learn, valid, test = split_units(person, order)
    x = scale_by(x, learn)
    ranked = tremor.strongest(x[learn], y[learn])

    def predict(setting, part):
        num_kept, num_neighbors = setting
        kept = x[:, ranked[:num_kept]]
        return tremor.vote(kept[learn], y[learn], kept[part], num_neighbors)

    def score(setting, part):
        return tremor.balanced_accuracy(y[part], predict(setting, part))

    best = max(tremor.SETTINGS, key=lambda setting: score(setting, valid))
    return score(best, test), test, predict(best, test)
    ### INSTEAD
    # x = scale_by(x, np.arange(len(x)))
    # ranked = tremor.strongest(x, y)
    # recording = np.arange(len(x))
    # order = np.random.default_rng(seed).permutation(recording)
    # learn, valid, test = split_units(recording, order)
    #
    # def predict(setting, part):
    #     num_kept, num_neighbors = setting
    #     kept = x[:, ranked[:num_kept]]
    #     return tremor.vote(kept[learn], y[learn], kept[part], num_neighbors)
    #
    # def score(setting, part):
    #     return np.mean(predict(setting, part) == y[part])
    #
    # best = max(tremor.SETTINGS, key=lambda setting: score(setting, test))
    # return score(best, test), test, predict(best, test)
    ### END SOLUTION


tremor_study = check(tremor_study)

# %% [markdown]
# The repaired study gives one number. It needs an interval. The test recordings are no independent samples,
# five of them are one person's. So the bootstrap of section 3.1, which draws samples again and again, draws
# *people* here, each with all of their recordings.

# %%
score, test_rows, predicted = tremor_study(table.x, table.y, table.person, seed=3)
low, high = tremor.person_interval(table, test_rows, predicted)
people_tested = len(np.unique(table.person[test_rows]))
print(f"honest: balanced accuracy {score:.2f} on {people_tested} people")
print(f"        95 % interval, people drawn again: {low:.2f} to {high:.2f}")

# %%
guess(questions.WORST_FAULT)

# %%
all_in, none_in = tremor.mean_score(table, tremor.FAULTS), tremor.mean_score(table, ())
print(f"over ten splits: all five faults {all_in.mean():.2f}, none {none_in.mean():.2f}")
print("fault       repaired alone       left in alone")
gains = {}
for fault in tremor.FAULTS:
    others = [other for other in tremor.FAULTS if other != fault]
    repaired, left = tremor.mean_score(table, others), tremor.mean_score(table, [fault])
    gains[fault] = repaired.mean() - all_in.mean(), left.mean() - none_in.mean()
    print(f"{fault:9}   {gains[fault][0]:14.3f}   {gains[fault][1]:17.3f}")
show(figures.faults(all_in.mean(), none_in.mean(), gains))
worst = min(tremor.FAULTS, key=lambda fault: gains[fault][0])
reveal(questions.WORST_FAULT, questions.FAULT_NAMES[tremor.FAULTS.index(worst)])

# %% [markdown]
# With all five the study scores .95, with none .70. Chance is .50: there *is* something at the wrist,
# and no diagnosis. Look at the middle column. Any one repair alone takes off .08 at most, and the first two
# nothing to speak of. **The faults cover for each other**: where people are recognized, it hardly matters
# how the features were chosen. So a number that survives one repair is no sign that the rest is sound.
# The last column puts each fault into the honest study, alone: by people recognized it gains .21, by
# features chosen on everybody .09, by plain accuracy .08, by a choice on the test part .05. Scaling by all
# rows costs a little here. That is luck, and no excuse: nobody knew beforehand.

# %%
open_task(questions.REFEREE)

# %% [markdown]
# ## 13 Your exercises

# %%
check.summary()

# %% [markdown]
# ## What to remember
#
# - Training error says nothing about new data. The validation set chooses, the test set measures,
#   once.
# - Bias falls and variance rises with complexity, up to the point where a fit can reach every sample;
#   beyond, the variance can fall again. More data lower it.
# - A learning curve says what to do next. Both errors high and close: a better model. A low training error
#   and a validation error that still falls: more data.
# - Let code keep the rules: split by unit, scale by the learning part, choose on validation, open the test
#   once.
# - The best of $k$ tries on $n$ samples flatters by up to $\sqrt{\ln k / 2n}$ on average. Choosing features is
#   trying, too.
# - Report a score with its spread: over seeds, over data sets, and over the test samples. Compare two
#   models on the same samples, pair by pair.
# - Accuracy needs a rival, too: where few are ill, always saying *healthy* is hard to beat. Balanced
#   accuracy, recall and precision say more.
# - Faults cover for each other. A number that survives one repair may still be wrong.
# - Split as the model will be used: by person for new people, by time for the future. Balance the
#   folds.
# - $R^2$ is a comparison. Compare with the rival that the user already has: their own mean.
# - A drop on new data may be overfitting to the test set, or other data, or how the new data were
#   chosen.
# - Report errors by group, with the number of samples, and check that the totals add up.
# - Tests age. Keep measuring.
#
# ## References
#
# 1. C. Bishop, *Pattern Recognition and Machine Learning*, Springer 2006, section 1.1: the polynomial;
#     ISBN 978-0-387-31073-2.
# 2. S. Geman, E. Bienenstock & R. Doursat, *Neural networks and the bias/variance dilemma*, Neural
#    Computation 4:1-58, 1992, [doi:10.1162/neco.1992.4.1.1](https://doi.org/10.1162/neco.1992.4.1.1).
# 3. M. Belkin et al., *Reconciling modern machine learning practice and the classical bias-variance
#    trade-off*, PNAS 116:15849-15854, 2019, [arXiv:1812.11118](https://arxiv.org/abs/1812.11118).
# 4. Y. LeCun, L. Bottou, Y. Bengio & P. Haffner, *Gradient-based learning applied to document
#    recognition*, Proceedings of the IEEE 86:2278-2324, 1998,
#    [doi:10.1109/5.726791](https://doi.org/10.1109/5.726791): MNIST.
# 5. D. Freedman, *A note on screening regression equations*, The American Statistician 37:152-155,
#    1983, [doi:10.1080/00031305.1983.10482729](https://doi.org/10.1080/00031305.1983.10482729).
# 6. S. Saeb, L. Lonini, A. Jayaraman, D. Mohr & K. Kording, *The need to approximate the use-case in
#    clinical machine learning*, GigaScience 6(5) gix019, 2017,
#    [doi:10.1093/gigascience/gix019](https://doi.org/10.1093/gigascience/gix019).
# 7. M. Little et al., *Using and understanding cross-validation strategies. Perspectives on Saeb et
#    al.*, GigaScience 6(5) gix020, 2017,
#    [doi:10.1093/gigascience/gix020](https://doi.org/10.1093/gigascience/gix020).
# 8. O. DeMasi, K. Kording & B. Recht, *Meaningless comparisons lead to false optimism in medical
#    machine learning*, PLoS ONE 12(9) e0184604, 2017,
#    [doi:10.1371/journal.pone.0184604](https://doi.org/10.1371/journal.pone.0184604).
# 9. B. Recht, R. Roelofs, L. Schmidt & V. Shankar, *Do ImageNet classifiers generalize to ImageNet?*,
#    PMLR 97:5389-5400, 2019, [arXiv:1902.10811](https://arxiv.org/abs/1902.10811).
# 10. H. Mania et al., *Model similarity mitigates test set overuse*, NeurIPS 2019,
#     [arXiv:1905.12580](https://arxiv.org/abs/1905.12580).
# 11. J. Buolamwini & T. Gebru, *Gender shades: intersectional accuracy disparities in commercial
#     gender classification*, PMLR 81:77-91, 2018,
#     [proceedings.mlr.press/v81/buolamwini18a](https://proceedings.mlr.press/v81/buolamwini18a.html).
# 12. E. Wilson, *Probable inference, the law of succession, and statistical inference*, Journal of the
#     American Statistical Association 22:209-212, 1927,
#     [doi:10.1080/01621459.1927.10502953](https://doi.org/10.1080/01621459.1927.10502953).
# 13. T. Dietterich, *Approximate statistical tests for comparing supervised classification learning
#     algorithms*, Neural Computation 10:1895-1923, 1998,
#     [doi:10.1162/089976698300017197](https://doi.org/10.1162/089976698300017197): McNemar's test.
# 14. L. Engstrom et al., *Identifying statistical bias in dataset replication*, PMLR 119:2922-2932,
#     2020, [arXiv:2005.09619](https://arxiv.org/abs/2005.09619).
#
# [Start page](00_start_here.ipynb) · previous: [04 Softmax](04_softmax.ipynb) · next:
# [06 Expressivity](06_expressivity.ipynb)
