# %% [markdown]
# # 04 Softmax and cross-entropy
#
# [Start page](00_start_here.ipynb) · previous: [03 Building MLPs in PyTorch](03_building.ipynb) · next:
# [05 Training and evaluating, and the pitfalls](05_evaluation.ipynb)
#
# Which digit is this? Which word comes next? Is this tumor malignant? Each question has a list of
# possible answers, and a good machine does more than choose one: it says how sure it is. This
# notebook is about the last step of such a machine, from numbers to probabilities, and about the
# loss that teaches it. You build that step yourself: five functions, which then train a classifier of
# handwritten digits and the head of a network, as well as PyTorch's own. And once you know the exact
# values of a loss, you can find a bug that no error message reports.
#
# **You will be able to**
#
# - turn scores into probabilities, for scores of any size;
# - derive the cross-entropy from maximum likelihood, and its gradient;
# - train classifiers with a softmax, a loss and a gradient of your own;
# - find a bug by nothing but the loss it leaves;
# - say how low a loss can get, and why squared error learns slowly where it is most wrong (*further*);
# - choose the right output and loss for binary, multi-class and multi-label tasks (*further*);
# - measure whether a network is as sure as it is right, and repair it if it is not (*further*).
#
# **You need** derivatives, logarithms, and the networks and training steps of notebook 03.
#
# **Time**: about 90 minutes for the core, 95 for what is marked *further*; about 10 seconds to run.

# %% tags=["setup"]
from helpers.runtime import start

device = start()

# %%
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from helpers.explorable import explore
from helpers.form import open_task
from helpers.functions import numerical_gradient, sigmoid
from helpers.guesses import guess, reveal
from helpers.mlp import MLP
from helpers.pictures import show
from helpers.quiz import ask
from helpers.softmax import (
    binary,
    calibration,
    crossentropy,
    figures,
    questions,
    scenes,
    study,
    suspect,
    tasks,
)
from helpers.softmax.checks import check
from helpers.training import accuracy, epochs, evaluate, predict, probabilities, train

# %% [markdown]
# ## 1 Which one?
#
# **Classification** means: given an input, choose one of $C$ classes.
#
# | task | input | classes | $C$ |
# |:--|:--|:--|--:|
# | digits | a small picture | 0 to 9 | 10 |
# | ImageNet challenge [1] | a photograph | beagle, teapot, volcano, ... | 1000 |
# | language model | the text so far | every word piece it knows | tens of thousands |
# | diagnosis | a patient's data | ill, not ill | 2 |
#
# The class of a sample is its **label**, a number from 0 to $C - 1$. It is a name and not a
# quantity: digit 8 is no nearer to 9 than to 3, at least not in this sense. A network that had to
# answer with *one number* would have to invent an order. So we give it $C$ outputs, and write the
# label as a vector with $C$ entries, 1 at the label and 0 elsewhere. That is a **one-hot** vector.

# %%
(x, y), _ = tasks.digits(num_train=1347)
one_of_each = [int((y == digit).nonzero()[0]) for digit in range(8)]
show(figures.labels_and_vectors(x[one_of_each].reshape(-1, 8, 8).numpy(), y[one_of_each].numpy()))

# %% [markdown]
# A one-hot vector is a probability distribution in which everything is certain. So the network's
# answer should be a distribution, too: $C$ numbers, none negative, that sum to 1. In code a table of
# one-hot vectors takes one line, for `np.eye` is the table of all of them.

# %%
labels = np.array([2, 0, 1])
print(np.eye(3)[labels])

# %% [markdown]
# ## 2 From scores to probabilities
#
# The last layer of a network gives any real numbers $z_1, \dots, z_C$, one for each class. They are
# called **logits**. Two things must happen to them: become positive, and sum to 1. The exponential
# makes them positive, and keeps their order; dividing by the sum does the rest:
#
# $$p_i = \frac{e^{z_i}}{\sum_{j=1}^{C} e^{z_j}}$$
#
# This is the **softmax** function [2]. $z_i$ is the logit of class $i$, and $p_i$ its
# probability. (Sums in formulas count the classes from 1 to $C$; labels and programs count the
# same classes from 0 to $C - 1$.)
#
# Say, the logits are 2.6, 1.5, 0.2 and 0.6.

# %%
guess(questions.LEADER)

# %%
z = np.array([2.6, 1.5, 0.2, 0.6])
p = np.exp(z) / np.exp(z).sum()
print("probabilities", p.round(4), "sum", p.sum().round(4))
reveal(questions.LEADER, p[0])

# %% [markdown]
# The first class gets 0.6415. Its logit is ahead of the second by 1.1, so it gets
# $e^{1.1} \approx 3$ times the second's probability. That is how to read logits: **a difference
# between logits is the logarithm of a ratio of probabilities**,
#
# $$z_i - z_j = \ln \frac{p_i}{p_j}$$
#
# Only differences count. Add a constant $c$ to all logits, and every exponential gets the factor
# $e^c$, which cancels. With two classes there is only one difference, and softmax becomes the
# sigmoid: divide above and below by $e^{z_1}$ and you have
# $p_1 = 1 / (1 + e^{-(z_1 - z_2)}) = \sigma(z_1 - z_2)$.

# %%
shifted = np.exp(z + 100) / np.exp(z + 100).sum()
print("all logits plus 100:", shifted.round(4))
two = crossentropy.softmax(np.array([1.7, 0.4]))
print(f"two classes: {two[0]:.4f}, sigmoid of the difference: {1 / (1 + np.exp(-1.3)):.4f}")

# %% [markdown]
# ## 3 Numbers that are too large
#
# The formula is right, and the obvious program for it is broken. A computer's floating-point numbers
# end somewhere, and exponentials get there soon. The largest 32-bit number, the kind that networks use, is
# about $3.4 \cdot 10^{38}$.

# %%
guess(questions.OVERFLOW)

# %%
for name, dtype in crossentropy.FLOATS.items():
    limit = crossentropy.overflow_threshold(dtype)
    with np.errstate(over="ignore"):  # the overflow is the point here
        below, above = np.exp(np.array([limit - 0.02, limit + 0.02], dtype=dtype))
    print(f"{name}: exp overflows at {limit:6.2f}; just below {below:.2g}, just above {above}")
reveal(questions.OVERFLOW, crossentropy.overflow_threshold(np.float32))

# %% [markdown]
# Below 100, and for `float16`, one of the two 16-bit kinds that GPUs use, at 11 (the other,
# `bfloat16`, reaches as far as 32 bits do). The logits of a network have no limit. What happens when they get
# there?

# %%
z_large = np.array([1000.0, 1001.0, 1002.0])
print("by the formula:", crossentropy.naive_softmax(z_large))
print("exp(0), exp(1), exp(2) instead:", crossentropy.naive_softmax(z_large - 1000).round(4))

# %% [markdown]
# Infinity divided by infinity is *not a number*, NaN, and one NaN spoils every weight at the next
# step of training. But only differences count! Take the largest logit off all of them first. Then the
# largest exponent is 0, nothing can overflow, and the sum is at least 1, so nothing is divided by 0.
# Exponentials of very negative numbers round to 0, which is harmless. Libraries do the same, and
# how exact it is has been proved [3].
#
# What you now write is the first of five steps to a classifier of your own.
#
# **Exercise 1.** Complete `softmax` for logits of any size. `z` has shape `(num_classes,)` or
# `(num_samples, num_classes)`: the classes always run along the last axis. `z.max(axis=-1,
# keepdims=True)` keeps the shape so that it can be subtracted.


# %%
def softmax(z):
    """Return the probabilities of logits `z`, along the last axis, without overflow.

    `z` is an array (num_classes,) or (num_samples, num_classes); what you return has its shape.
    """
    ### BEGIN SOLUTION
    exps = np.exp(z - z.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)
    ### END SOLUTION


softmax = check(softmax)

# %%
print(softmax(z_large).round(4))
print(softmax(np.array([[2.6, 1.5, 0.2, 0.6], [1e4, 0.0, -1e4, 1e4]])).round(4))

# %% [markdown]
# ## 4 A loss from one principle
#
# The network gives each sample a distribution. Which weights are best? **Maximum likelihood** says:
# those under which the labels that were really seen are most probable. If the samples are
# independent, their probabilities multiply:
#
# $$\text{likelihood} = \prod_{n=1}^{N} p_{l_n}(x_n)$$
#
# Here $x_n$ is the input of sample $n$, $l_n$ its label, and $p_{l_n}(x_n)$ the probability that the
# network gives to just that label; $N$ is the number of samples.

# %%
guess(questions.PRODUCT)

# %%
print("product of 2000 probabilities of 0.5:", 0.5**2000)
print("sum of their logarithms:", round(2000 * np.log(0.5), 1))
reveal(questions.PRODUCT, questions.PRODUCT.options[1 if 0.5**2000 == 0 else 0])

# %% [markdown]
# The product is about $10^{-602}$, and rounds to 0. So take the logarithm, which turns the product
# into a sum and has its maximum at the same weights. Put a minus in front, because we minimize, and
# divide by $N$, so that the loss does not grow with the data:
#
# $$L = -\frac{1}{N} \sum_{n=1}^{N} \ln p_{l_n}(x_n)$$
#
# This is the **cross-entropy** loss, also called the negative log-likelihood. With the one-hot
# vector $y_n$ of the label it reads $-\frac{1}{N} \sum_n \sum_i y_{n,i} \ln p_i(x_n)$: all terms but
# one are zero. The unit of $-\ln p$ is the **nat**. What does a probability cost?

# %%
show(figures.surprise())

# %% [markdown]
# A right answer given with certainty costs nothing. A wrong answer given with certainty costs
# without bound: this loss punishes nothing as hard as misplaced certainty. The dots are worth
# remembering. A network that gives each class $1/C$ pays $\ln C$. A new network comes close to that:
# its logits are small numbers around 0, so its forecasts are nearly equal. **Before you train, check
# that the first loss is about $\ln C$**, for 10 classes 2.303.
#
# How much does it vary from seed to seed? And what if somebody forgets to divide the pixels by 255? Twenty
# new networks for digits will tell, with either kind of pixels.

# %%
guess(questions.FORGOTTEN)

# %%
(x, y), _ = tasks.digits(num_train=1347)
networks = [MLP([64, 64, 10], generator=torch.Generator().manual_seed(seed)) for seed in range(20)]
for name, inputs in (("pixels from 0 to 1  ", x), ("pixels from 0 to 255", 255 * x)):
    losses = [evaluate(network, inputs, y, nn.CrossEntropyLoss())[0] for network in networks]
    print(f"{name}: first losses from {min(losses):.3g} to {max(losses):.3g}")
reveal(questions.FORGOTTEN, questions.FORGOTTEN.options[2 if min(losses) > 10 else 1])

# %% [markdown]
# With inputs of a sensible size, no seed is far from 2.3. With pixels up to 255 the largest logit is beyond 89 in 7 of
# the 20 networks, where the formula of section 3 overflows. On average, unequal logits only add to the
# loss (section 12 proves it), and large ones add much. So a first loss well *above* $\ln C$ says: look at
# the size of your inputs, or of your first weights.
#
# For a program, do not compute $p$ and then its logarithm: $p$ may round to 0. Put the softmax in
# and the logarithm cancels the exponential:
#
# $$-\ln p_l = -\ln \frac{e^{z_l}}{\sum_j e^{z_j}} = \ln \Big(\sum_j e^{z_j}\Big) - z_l$$
#
# **Exercise 2.** Complete `cross_entropy`. `z` has shape `(num_samples, num_classes)`, `labels` holds
# one class number a sample. Return the mean over the samples. The sum in the formula still overflows:
# find a form that does not, as you did for the softmax. `z[np.arange(len(z)), labels]` picks each
# sample's own logit.


# %%
def cross_entropy(z, labels):
    """Return the mean cross-entropy of logits `z` for class numbers `labels`: one number.

    `z` (num_samples, num_classes) and `labels` (num_samples,) are arrays.
    """
    ### BEGIN SOLUTION
    m = z.max(axis=1)
    log_sum = m + np.log(np.exp(z - m[:, None]).sum(axis=1))
    return np.mean(log_sum - z[np.arange(len(z)), labels])
    ### END SOLUTION


cross_entropy = check(cross_entropy)

# %%
one_sample = np.array([[2.6, 1.5, 0.2, 0.6]])
print(f"right class 1: {cross_entropy(one_sample, np.array([1])):.4f} nats")
print(f"right class 0: {cross_entropy(one_sample, np.array([0])):.4f} nats")
print(f"ten equal logits: {cross_entropy(np.zeros((1, 10)), np.array([3])):.3f} nats")
print(
    f"logits 100 and 0, right class 1: {cross_entropy(np.array([[100.0, 0.0]]), np.array([1])):.1f} nats"
)

# %% [markdown]
# <details><summary>When you have it: the stable form</summary>
#
# With $m$ for the largest logit it is $m + \ln \big(\sum_j e^{z_j - m}\big) - z_l$: what is
# taken off in the exponents comes back as $\ln e^m = m$.
#
# </details>
#
# Class 1 had probability 0.2135, and $-\ln 0.2135 \approx 1.544$. The last line is where careless
# programs fail, once they use 32-bit numbers, as torch does: $e^{100}$ overflows, the probability
# $e^0 / (e^{100} + e^0)$ becomes 0, and the loss would be infinite instead of 100. (With 64 bits the same
# happens from 710 on.)

# %%
ask(questions.FIRST_LOSS)

# %% [markdown]
# ## 5 The gradient
#
# To train we need $\partial L / \partial z_i$: how the loss changes when one logit does. Take one sample
# with label $l$, and the form in which the logarithm has canceled the exponential:
#
# $$L = \ln \Big(\sum_j e^{z_j}\Big) - z_l$$
#
# **Exercise 3.** Take a pen. Differentiate both terms with respect to $z_i$; the second needs two cases,
# $i = l$ and $i \ne l$. You will meet an old friend. Then complete `cross_entropy_gradient`, the gradient
# of the *mean* loss over samples. It has the shape of `z`, whose logits may be of any size. The
# derivation is folded below.


# %%
def cross_entropy_gradient(z, labels):
    """Return the gradient of `cross_entropy(z, labels)` with respect to `z`, of its shape.

    `z` (num_samples, num_classes) and `labels` (num_samples,) are arrays. You may use `softmax`.
    """
    ### BEGIN SOLUTION
    num_samples, num_classes = z.shape
    y = np.eye(num_classes)[labels]
    return (softmax(z) - y) / num_samples
    ### END SOLUTION


cross_entropy_gradient = check(cross_entropy_gradient)

# %% [markdown]
# <details><summary>When you have it: the derivation</summary>
#
# The first term is the logarithm of a sum. Its derivative is 1 over that sum, times the derivative of
# the sum, in which $z_i$ stands once:
#
# $$\frac{\partial}{\partial z_i} \ln \sum_j e^{z_j} = \frac{e^{z_i}}{\sum_j e^{z_j}} = p_i$$
#
# There is the softmax. The second term, $z_l$, gives 1 if $i = l$ and 0 otherwise: just $y_i$, an entry
# of the one-hot vector. So
#
# $$\frac{\partial L}{\partial z_i} = p_i - y_i$$
#
# **Forecast minus truth.** No exponential is left, no matter how deep the network below. The mean over
# $N$ samples gives each sample's gradient the factor $1/N$.
#
# </details>
#
# Never trust a derivation alone. We compare yours with finite differences, nudging each logit a little
# up and down, and with PyTorch's automatic differentiation.

# %%
rng = np.random.default_rng(0)
z_random, labels_random = 3 * rng.standard_normal((5, 4)), rng.integers(0, 4, 5)
ours = cross_entropy_gradient(z_random, labels_random)
nudged = numerical_gradient(lambda z: cross_entropy(z, labels_random), z_random)
leaf = torch.tensor(z_random, requires_grad=True)
F.cross_entropy(leaf, torch.tensor(labels_random)).backward()
print("agrees with finite differences to 8 decimals:", np.allclose(ours, nudged, rtol=0, atol=1e-8))
print("agrees with autograd to 12 decimals:", np.allclose(ours, leaf.grad, rtol=0, atol=1e-12))

# %%
guess(questions.STEP)

# %%
p, y = softmax(z), np.eye(4)[1]
show(figures.gradient_bars(p, y, p - y))
reveal(questions.STEP, questions.STEP.options[(y - p).argmin() + 1])

# %% [markdown]
# Descent goes against the gradient: it raises the logit of class 1 and lowers the others, most of all
# class 0, the one that took most of the probability. The four numbers sum to 0: probability is only
# moved about. And when the forecast is right and certain, the gradient is 0 and learning ends.

# %% [markdown]
# ## 6 A classifier of your own
#
# Softmax, loss and gradient are all that a classifier needs. The smallest has no hidden layer. Its
# logits are $z = x\,w + b$, with weights $w_{ki}$ from input $k$ to class $i$ and a bias $b_i$ for each
# class. It is called **softmax regression**.
#
# How does the loss depend on the weights? For one sample,
#
# $$z_i = b_i + \sum_k x_k w_{ki}$$
#
# The weight $w_{ki}$ stands in $z_i$ alone, with the factor $x_k$. So the chain rule has one term:
#
# $$\frac{\partial L}{\partial w_{ki}} = x_k \, \frac{\partial L}{\partial z_i}$$
#
# And $b_i$ stands in $z_i$ alone, with the factor 1, so $\partial L / \partial b_i = \partial L / \partial z_i$.
# For many samples these add up: write $G_{ni}$ for what `cross_entropy_gradient` gives for sample $n$ and
# class $i$ (its factor $1/N$ is in it), and
#
# $$\frac{\partial L}{\partial w_{ki}} = \sum_n x_{nk} \, G_{ni}, \qquad
# \frac{\partial L}{\partial b_i} = \sum_n G_{ni}$$
#
# **Exercise 4.** Complete `softmax_regression`: start with all weights and biases at 0, and take
# `num_steps` steps of gradient descent, each with all samples. Use your `cross_entropy_gradient`. Which
# matrix product is the first sum?


# %%
def softmax_regression(x, labels, num_classes, lr, num_steps):
    """Return (w, b) after `num_steps` steps of gradient descent from zeros, with learning rate `lr`.

    `x` (num_samples, num_inputs) and `labels` (num_samples,) are arrays. `w` has the shape
    (num_inputs, num_classes), `b` (num_classes,); the logits are x @ w + b.
    """
    ### BEGIN SOLUTION
    w, b = np.zeros((x.shape[1], num_classes)), np.zeros(num_classes)
    for _ in range(num_steps):
        gradient = cross_entropy_gradient(x @ w + b, labels)
        w = w - lr * x.T @ gradient
        b = b - lr * gradient.sum(axis=0)
    return w, b
    ### END SOLUTION


softmax_regression = check(softmax_regression)

# %% [markdown]
# Zeros are no problem here. There are no hidden units that could all stay alike, and the loss has a
# single valley: whatever the start, descent ends at the same forecasts.
#
# Now the digits: 1797 of them, handwritten, come with the course [8], 8 by 8 pixels each. Yours learns
# from 1347. The other 450 it never sees: they are **held out**, to measure what it has learned.

# %%
guess(questions.WITHOUT_HIDDEN)

# %%
(x_train, y_train), (x_test, y_test) = tasks.digits(num_train=1347)
x_train, x_test = x_train.double(), x_test.double()
w, b = softmax_regression(x_train.numpy(), y_train.numpy(), num_classes=10, lr=0.5, num_steps=500)

layer = nn.Linear(64, 10).double()
nn.init.zeros_(layer.weight)
nn.init.zeros_(layer.bias)
optimizer = torch.optim.SGD(layer.parameters(), lr=0.5)
train(layer, x_train, y_train, nn.CrossEntropyLoss(), optimizer, num_epochs=500)

print("            yours  torch's")
for name, x, y in (("learned", x_train, y_train), ("held out", x_test, y_test)):
    z, labels = x.numpy() @ w + b, y.numpy()
    loss, right = evaluate(layer, x, y, nn.CrossEntropyLoss())
    print(f"{name:8} loss {cross_entropy(z, labels):5.3f}  {loss:5.3f}")
    print(f"     accuracy {(z.argmax(axis=1) == labels).mean():5.3f}  {right:5.3f}")
reveal(questions.WITHOUT_HIDDEN, 100 * (z.argmax(axis=1) == labels).mean())
gap = np.abs(w - layer.weight.detach().numpy().T).max()
print(f"all weights agree to 9 decimals: {gap < 1e-9}")

# %% [markdown]
# The same losses, the same accuracies, the same weights: what you wrote is what PyTorch does. `train` is
# the training step of notebook 03 in a loop: an *epoch* shows every sample once, here all of them in
# one batch. It stops with advice if a loss is no longer a number. Have a look at `helpers/training.py`;
# the loop itself is a few lines.
#
# More than 96 of 100 without a hidden layer, and this split is not the luckiest: over ten of them it is
# 94 to 97. What has it learned? Each class has 64 weights, one for each pixel, so they are a picture.

# %%
show(figures.templates(w))

# %% [markdown]
# Blue: ink here speaks *for* the digit. Red, with a stroke: *against* it. The one for 0 has a red middle,
# where a 0 has no ink, and blue sides. The logit of a class is the sum of these weights over the ink, so
# softmax regression lays ten templates over a picture and asks which fits best.

# %% [markdown]
# ## 7 A case for a detective
#
# Three colleagues ask for help. They train classifiers for 2, 3 and 10 classes, on clusters that lie
# far apart. Every training sample is classified *right*. But the loss does not go to 0. It gets
# stuck, in each case at another value. They have tried other seeds, more steps and other learning
# rates: it gets stuck at the same values.

# %%
curves = {num_classes: suspect.training_losses(num_classes) for num_classes in (2, 3, 10)}
for num_classes, losses in curves.items():
    print(
        f"{num_classes:2} classes: accuracy 1.00, loss after {len(losses)} steps {losses[-1]:.3f}"
    )
show(figures.loss_curves(curves))

# %% [markdown]
# No error message, no warning, and an accuracy of 1. What would you suspect?
#
# - *Wrong labels?* Then the accuracy on the training data would not be 1, or, if the network had
#   learned them by heart, the loss would go to 0.
# - *Steps too small?* Then the loss would still creep down. These curves are flat.
# - *Labels that contradict each other?* If one input came with several labels, no forecast could suit
#   them all. But then not all of them could be answered right.
#
# The values themselves are the clue. A loss is $-\ln p$. So each tells how much probability $p$ the
# right class gets, and thus by how much its logit can be ahead of the others, as the loss sees them.
#
# **Exercise 5.** Complete `logit_gap`. A sample has the given `loss`. All wrong classes have the same
# logit, and share the remaining probability equally. By how much does the logit of the right class
# lead? (Find $p$ from the loss, the probability of *one* wrong class from $p$, and remember what a
# difference between logits is.)


# %%
def logit_gap(loss, num_classes):
    """Return the lead of the right class's logit over each of the others, which are equal.

    `loss` is a number above 0, in nats, and `num_classes` a whole number from 2 on. Return a number.
    """
    ### BEGIN SOLUTION
    p_right = np.exp(-loss)
    p_wrong = (1 - p_right) / (num_classes - 1)
    return np.log(p_right / p_wrong)
    ### END SOLUTION


logit_gap = check(logit_gap)

# %%
guess(questions.GAPS)

# %%
gaps = [logit_gap(losses[-1], num_classes) for num_classes, losses in curves.items()]
for (num_classes, losses), gap in zip(curves.items(), gaps):
    print(f"{num_classes:2} classes: loss {losses[-1]:.3f}, the right class leads by {gap:.2f}")
reveal(questions.GAPS, questions.GAPS.options[2 if np.ptp(gaps) < 0.01 else 1])

# %% [markdown]
# In all three the right class leads by 1, and it cannot get beyond. What kind of numbers can never
# differ by more than 1?
#
# **Exercise 6: a hunt.** Here is the network of all three, as they wrote it. It runs, and what it
# returns goes into `nn.CrossEntropyLoss`. Repair it. The arguments are torch's tensors, and training goes
# back through the output to the weights.


# %%
def forward(x, w1, b1, w2, b2):
    """Return what nn.CrossEntropyLoss is to get of a network with one hidden layer.

    `x` (num_samples, num_in), `w1` (num_in, num_hidden), `b1` (num_hidden,), `w2` (num_hidden,
    num_classes), `b2` (num_classes,). Return a tensor (num_samples, num_classes).
    """
    ### BEGIN SOLUTION
    hidden = torch.relu(x @ w1 + b1)
    return hidden @ w2 + b2
    ### INSTEAD
    # hidden = torch.relu(x @ w1 + b1)
    # scores = hidden @ w2 + b2
    # return torch.softmax(scores, dim=1)
    ### END SOLUTION


forward = check(forward)

# %% [markdown]
# <details><summary>What is the bug?</summary>
#
# Numbers between 0 and 1: <b>probabilities</b>. The network ends with a softmax, and its outputs,
# already probabilities, go into <code>nn.CrossEntropyLoss</code>, which takes them for logits and
# applies a second softmax. The best that such a network can put out is 1 for the right class and 0
# for the others. The loss then sees a lead of 1, gives the right class
# <i>e</i> / (<i>e</i> + <i>C</i> − 1), and charges ln(1 + (<i>C</i> − 1)/<i>e</i>).
#
# </details>
#
# The same three tasks, the same first weights, and the repaired `forward`:

# %%
for num_classes in (2, 3, 10):
    losses = suspect.training_losses(num_classes, forward)
    floor = suspect.loss_floor(num_classes)
    print(
        f"{num_classes:2} classes: ln(1 + (C - 1)/e) = {floor:.3f}; repaired, after 100 steps {losses[-1]:.3f}"
    )

# %% [markdown]
# The floors were 0.313, 0.551 and 1.461, and they are gone. Remember the pattern, and you will recognize
# this bug in anybody's training curve. It also spoiled the $p - y$ that makes learning easy: the gradient
# had to pass through a second softmax, and vanishes when the first one saturates.
#
# Two rules follow. **The network returns logits; the loss does the rest.** When you want probabilities,
# to look at them, call `softmax` on the logits, outside of training. For the most probable class you need
# not even that: the largest logit is the largest probability.

# %% [markdown]
# ## 8 PyTorch's conventions
#
# PyTorch has four such losses. Each wants its own kind of input, and none can know what you gave it.
#
# | loss | wants from the network | wants as target |
# |:--|:--|:--|
# | `nn.CrossEntropyLoss` | **logits** $(N, C)$ | class numbers $(N)$, or probabilities $(N, C)$ |
# | `nn.NLLLoss` | log-probabilities $(N, C)$ | class numbers $(N)$ |
# | `nn.BCEWithLogitsLoss` | **logits**, any shape | numbers from 0 to 1, same shape |
# | `nn.BCELoss` | probabilities, any shape | numbers from 0 to 1, same shape |
#
# The first two are for one class of $C$; the last two for yes-no questions, each with a sigmoid $\sigma$
# of its own (section 14). Unless told otherwise, the first two take the mean over samples, the last two
# over samples and labels. Use the two with logits: they contain softmax or sigmoid, in the stable form
# that you wrote. No one-hot vectors are needed. Does your function agree with them?

# %%
logits, label = torch.tensor([[2.6, 1.5, 0.2, 0.6]]), torch.tensor([1])
yours = cross_entropy(logits.numpy(), label.numpy())
print(f"yours                                     {yours:.4f}")
print(f"CrossEntropyLoss, logits and class number {nn.CrossEntropyLoss()(logits, label):.4f}")
target = F.one_hot(label, 4).float()
print(f"CrossEntropyLoss, logits and one-hot      {nn.CrossEntropyLoss()(logits, target):.4f}")
print(f"NLLLoss, log-probabilities                {nn.NLLLoss()(logits.log_softmax(1), label):.4f}")

# %% [markdown]
# ## 9 The head of a network
#
# Now a task that a straight line cannot solve: points on three arms of a spiral, one class each. The
# network has two inputs, the coordinates, two hidden layers of 32, and three logits. The last layer with
# its loss is called the **head** of a network, and the head shall be yours.
#
# Backpropagation starts at the end. The gradient of the loss with respect to the logits is what you
# wrote; from there `z.backward(gradient)` carries it back through all layers, as `loss.backward()` does
# from a loss. So torch need not know your loss at all.
#
# **Exercise 7.** Complete `head_step`: one training step, with your `cross_entropy` and
# `cross_entropy_gradient`. They are written in NumPy: `z.detach().numpy()` leads there (`detach` leaves
# the way back of the original untouched), and `torch.tensor(gradient, dtype=z.dtype)` leads back. The
# order of a training step is that of notebook 03.


# %%
def head_step(network, x, labels, optimizer):
    """Train `network` by one step with your own loss and gradient; return the loss before the step.

    `x` (num_samples, num_inputs) and `labels` (num_samples,) are torch's tensors, and `network(x)`
    gives the logits (num_samples, num_classes). Return a number.
    """
    ### BEGIN SOLUTION
    optimizer.zero_grad()
    z = network(x)
    logits, numbers = z.detach().numpy(), labels.numpy()
    gradient = cross_entropy_gradient(logits, numbers)
    z.backward(torch.tensor(gradient, dtype=z.dtype))
    optimizer.step()
    return cross_entropy(logits, numbers)
    ### END SOLUTION


head_step = check(head_step)

# %% [markdown]
# Two networks with the same first weights: one learns with your head, the other with torch's loss and
# gradient.
#
# **Predict first.** What should the first loss be? (Section 4.) And after training: where in the plane
# will the network be unsure?

# %%
x, y = tasks.spiral(num_classes=3)
networks, losses = {}, {}
for head in ("yours", "torch's"):
    torch.manual_seed(0)
    networks[head] = network = MLP([2, 32, 32, 3])
    optimizer = torch.optim.Adam(network.parameters(), lr=0.02)
    if head == "yours":
        losses[head] = [head_step(network, x, y, optimizer) for _ in range(200)]
    else:
        history = train(network, x, y, nn.CrossEntropyLoss(), optimizer, num_epochs=200)
        losses[head] = history.train_loss
    right = accuracy(network, *tasks.spiral(num_classes=3, seed=1))
    print(
        f"{head:7} first loss {losses[head][0]:.2f}, after 200 steps {losses[head][-1]:.3f};",
        end="",
    )
    print(f" accuracy on new points {right:.2f}")
show(figures.same_training(losses["yours"], losses["torch's"]))

# %% [markdown]
# The first loss is chance, $\ln 3$, and the two curves lie on one another. Here is what the network with
# your head has learned.

# %%
show(figures.decision_map(networks["yours"], x, y))

# %% [markdown]
# Each arm has its own winding region. The network is unsure only in narrow valleys along the borders, and
# the color does not fade far from the data: in the corners, where it has never seen a point, it is as
# sure as on the arms. *Sure* is not *right*.

# %% [markdown]
# ## 10 How small a network, and digits once more (further)
#
# How few units suffice for the spiral? The picture opens with the end of a run. Press *Train* and see how
# the map got there. Then try: fewer units; `Identity`, a network without any nonlinearity; Sigmoid in the
# place of ReLU. A moved control stops the training and starts anew.

# %%
explore(scenes.spiral_trainer())

# %% [markdown]
# The picture always starts from seed 0, so what you saw is one example. We trained ten networks of
# each kind for 500 steps, from ten seeds. With 16 units a layer, each of them gets all three arms
# right. With 4 units few of the ten do; the others compromise. With 2 units none does, and some learn
# nothing, the one that you can watch among them: every ReLU of its second layer is stuck at zero
# for all points, so no gradient gets below it, and the loss settles at chance.
#
# Without a nonlinearity the borders are straight lines, whatever the width, for a reason that notebook
# 02 gave. Sigmoid gets there in each of ten runs with 16 units, but needs 300 to 370 steps until 99 % of
# the points are right, where ReLU needs 100 to 260. Its slope is at most 1/4, and on the way back
# through two layers two such slopes multiply. Tanh, whose slope reaches 1, needs no more than 140.

# %% [markdown]
# ### 10.1 Digits once more
#
# Does a hidden layer help with the digits? The same 1347 to learn from as in section 6, the same 450 held
# out, and your head, in batches of 64 samples.

# %%
(x_train, y_train), (x_test, y_test) = tasks.digits(num_train=1347)
torch.manual_seed(0)
network = MLP([64, 64, 10])
optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
rng = np.random.default_rng(0)
for _ in range(15):
    for batch in torch.from_numpy(rng.permutation(len(x_train))).split(64):
        head_step(network, x_train[batch], y_train[batch], optimizer)
print(f"held-out accuracy: about {round(50 * accuracy(network, x_test, y_test)) / 50:.2f}")
show(
    figures.worst_digits(
        x_test.reshape(-1, 8, 8).numpy(), y_test.numpy(), probabilities(network, x_test).numpy()
    )
)

# %% [markdown]
# It helps. Over ten splits and first weights, this one among them, 96 to 98 of 100 are right, in each of
# the ten more than without a hidden layer. The eight worst are shown with the probability that the right
# class got, and with the answer that the network gave instead. All eight are answered wrongly, and
# several one can forgive. Always look at the worst: it is where wrong labels and strange samples turn up.

# %% [markdown]
# ## 11 Temperature (further)
#
# Before the softmax one can divide all logits by a number $T > 0$, the **temperature**:
#
# $$p_i = \frac{e^{z_i / T}}{\sum_j e^{z_j / T}}$$
#
# The name comes from physics, where the same formula tells how often a system at temperature $T$ is
# found in a state of energy $-z_i$. Three probabilities that sum to 1 are one point in a triangle:
# each corner is certainty for one class, the center is 1/3 for each.
#
# **Predict first.** Where does the point go as $T$ grows? As $T$ goes to 0? Can the temperature
# change which class leads? Move *Logit of class A* first, then the temperature.

# %%
explore(scenes.simplex())

# %% [markdown]
# A high temperature moves the point to the center: every class alike. A low one moves it to the
# corner of the largest logit: then softmax becomes the arg max, of which it is a soft form, hence
# its name [2].
# On its way the point never crosses a dotted line, because dividing by $T$ keeps the order. Try all
# three logits at 5 and then at −5: nothing changes. The path from corner to center is the set of
# all forecasts with these *proportions* between the differences.

# %%
ask(questions.RATIO)

# %% [markdown]
# ## 12 Entropy, cross-entropy, and the difference (further)
#
# Where does the name come from? Forget networks for a moment. The weather here is fair with
# probability 0.7, cloudy with 0.2, rainy with 0.1: call this truth $y$. Every day you pay
# $-\ln$ of the probability that *your forecast* $q$ gave to what came. On average you pay the
# **cross-entropy** of $y$ and $q$:
#
# $$H(y, q) = -\sum_i y_i \ln q_i$$
#
# Someone who knows the truth and forecasts $q = y$ pays the **entropy** $H(y) = -\sum_i y_i \ln y_i$
# [4]. It is the price of chance itself, which no knowledge can lower. What you pay beyond
# that is the price of your ignorance, the **KL divergence** [5]:
#
# $$\underbrace{-\sum_i y_i \ln q_i}_{\text{cross-entropy } H(y, q)}
# = \underbrace{-\sum_i y_i \ln y_i}_{\text{entropy } H(y)}
# + \underbrace{\sum_i y_i \ln \frac{y_i}{q_i}}_{D_{KL}(y \,\|\, q)}$$
#
# The identity is the logarithm of a quotient and nothing else.
#
# **The divergence is never negative.** Nobody pays less, on average, than the one who knows the truth.
# The proof needs one inequality: $\ln t \le t - 1$ for every $t > 0$. Look at the difference
# $f(t) = t - 1 - \ln t$. Its slope $1 - 1/t$ is negative before $t = 1$ and positive after it. So $f$ is
# least at $t = 1$, where it is 0, and above 0 everywhere else. Now put $t = q_i / y_i$, and sum over the
# classes that can happen, those with $y_i > 0$. (If a $q_i$ is 0 there, the divergence is infinite, and
# there is nothing to prove.)
#
# $$-D_{KL}(y \,\|\, q) = \sum_{y_i > 0} y_i \ln \frac{q_i}{y_i}
# \;\le\; \sum_{y_i > 0} y_i \Big(\frac{q_i}{y_i} - 1\Big)
# = \sum_{y_i > 0} q_i - \sum_{y_i > 0} y_i \;\le\; 1 - 1 = 0$$
#
# Both sides are equal only if every $t$ is 1. So the divergence is 0 for $q = y$, and for no other
# forecast.

# %% [markdown]
# This also settles the first loss. Let all $C$ classes be equally frequent, and let a forecast $q$ know
# nothing about the label. Averaged over the labels it pays $H(u, q)$, where $u$ gives $1/C$ to each
# class. And $H(u, q) \ge H(u) = \ln C$: who knows nothing pays, on average, no less than chance.
#
# **Predict first.** Is the divergence the same in both directions?

# %%
truth, forecast = np.array([0.7, 0.2, 0.1]), np.array([0.5, 0.3, 0.2])
entropy, kl, cross = crossentropy.decompose(truth, forecast)
print(f"H(y) + KL(y||q) = {entropy:.5f} + {kl:.5f} = {entropy + kl:.5f}, H(y, q) = {cross:.5f}")
print(f"the other way round: KL(q||y) = {crossentropy.decompose(forecast, truth)[1]:.5f}")

# %%
explore(scenes.two_distributions())

# %% [markdown]
# Make the forecast equal to the truth: the dotted part vanishes, and the entropy remains. Give the
# truth all its weight on A (B and C at 0): its entropy is 0, as for a one-hot label, and only then
# are cross-entropy and divergence the same number. The lower bar becomes infinite at that moment:
# a forecast of 0 for something that does happen costs without bound.
#
# What does this say about training? The network can lower the divergence, never the entropy. **If
# the same input sometimes has one label and sometimes another, the loss has a floor above 0**, and
# reaching it does not mean that anything is wrong.

# %%
ask(questions.NOISY_LABELS)

# %% [markdown]
# **Exercise 8.** How low can a loss get? Complete `least_loss`. Some samples have the same input, and
# perhaps not the same label. Whoever forecasts sees the input alone, and may give each input a
# distribution of its own. Return the least mean cross-entropy over all samples that any forecast can
# reach. `np.unique(values, return_counts=True)` returns the different values and how often each comes.


# %%
def least_loss(inputs, labels):
    """Return the least mean cross-entropy, in nats, that any network can reach on these samples.

    `inputs` and `labels` are arrays (num_samples,) of whole numbers: the same number in `inputs` is the
    same input.
    """
    ### BEGIN SOLUTION
    total = 0.0
    for same in np.unique(inputs):
        _, counts = np.unique(labels[inputs == same], return_counts=True)
        total -= np.sum(counts * np.log(counts / counts.sum()))
    return total / len(labels)
    ### END SOLUTION


least_loss = check(least_loss)

# %% [markdown]
# Three scans, and ten doctors who label each: ill or healthy. Of the first scan seven say ill, of the
# second five, of the third nine. Your softmax regression gets the number of the scan as a one-hot vector.

# %%
scans = np.arange(3).repeat(10)
ill = np.concatenate([np.arange(10) < votes for votes in (7, 5, 9)]).astype(int)
one_hot = np.eye(3)[scans]
w, b = softmax_regression(one_hot, ill, num_classes=2, lr=2.0, num_steps=500)
print(f"least loss    {least_loss(scans, ill):.4f}")
print(f"trained until {cross_entropy(one_hot @ w + b, ill):.4f}")
print("forecasts for ill:", softmax(np.eye(3) @ w + b)[:, 1].round(2))

# %% [markdown]
# The loss ends where you said, and the forecasts are the shares of the votes. It is stuck, and nothing is
# wrong. A floor like this depends on the data; the floors of section 7 did not.

# %% [markdown]
# ## 13 Why not squared error? (further)
#
# Squared error served well for regression. Why not here [6]? Take two classes, one logit $z$, the
# sigmoid $p = \sigma(z)$, and a sample whose right answer is $y = 1$. The two losses and their slopes:
#
# | | loss | slope $dL/dz$ |
# |:--|:--|:--|
# | cross-entropy | $-\ln p$ | $p - 1$ |
# | half squared error | $\frac{1}{2}(p - 1)^2$ | $(p - 1) \cdot p\,(1 - p)$ |
#
# Squared error has a further factor $p\,(1 - p)$, the slope of the sigmoid, because nothing cancels
# it.
#
# **Predict first.** The network is badly wrong: $z = -5$, so $p$ is 0.0067 where it should be 1.
# Which loss sends the stronger signal, and by what factor?

# %%
print("   z   cross-entropy   squared error   (size of the slope)")
for logit in (-10, -5, 0, 5):
    cross_slope = -binary.binary_cross_entropy_slope(logit)
    print(f"{logit:4}   {cross_slope:13.5f}   {-binary.squared_error_slope(logit):13.2g}")
p = np.linspace(0, 1, 100001)
print(f"\nsquared error's slope is largest at p = {p[np.argmax(p * (1 - p) ** 2)]:.4f}")

# %%
show(figures.two_losses())

# %% [markdown]
# At $z = -5$ the slopes are 0.9933 against 0.0066, a factor of 150; at −10 they are 0.99995 against
# 0.000045. Below $p = 1/3$, where its slope is largest, squared error sends a weaker signal the worse
# the error is: it **vanishes** where it is needed. How much does it matter? Both start at
# $z = -10$ and take steps $z \leftarrow z - dL/dz$ until the answer is right, $p > 1/2$.

# %%
for name, slope in (
    ("cross-entropy", binary.binary_cross_entropy_slope),
    ("squared error", binary.squared_error_slope),
):
    logit, num_steps = -10.0, 0
    while logit < 0:
        logit -= slope(logit)
        num_steps += 1
    print(f"{name}: right after {num_steps} steps")

# %% [markdown]
# Eleven steps against more than twenty thousand. To be fair: squared error is not wrong. Its minimum,
# too, lies at the true probabilities, and as a *score* for forecasts (the Brier score) it is well
# respected [7]. It is the way there that is slow.

# %% [markdown]
# ## 14 Three kinds of question, three heads (further)
#
# Which head fits depends on the question.
#
# | question | example | outputs | probabilities | loss for one sample |
# |:--|:--|:--|:--|:--|
# | yes or no: *binary* | ill? | 1 logit | $\sigma(z)$ | $-y \ln p - (1 - y) \ln (1 - p)$ |
# | one of $C$: *multi-class* | which digit? | $C$ logits | softmax | $-\sum_i y_i \ln p_i$ |
# | any of $C$: *multi-label* | what is in the picture? | $C$ logits | $\sigma$ of each | mean of $C$ binary losses |
#
# Binary is multi-class with two classes, of which one logit is fixed at 0: $\sigma(z)$ is the softmax
# of $(z, 0)$. Multi-label is $C$ binary questions about one input. The difference between the last two
# rows is whether the classes *exclude* each other.
#
# **Predict first.** A day is sunny *and* cloudy, but not rainy. What is the most that a softmax can
# give to both, sunny and cloudy?

# %%
day = np.array([6.0, -6.0, 6.0])  # sunny, rainy, cloudy
print("softmax:", softmax(day).round(3), " sigmoid of each:", sigmoid(day).round(3))

# %% [markdown]
# Half each, however large the logits: for a softmax the labels compete. With a sigmoid for each
# label the three questions are independent, given the input.
#
# **Exercise 9.** Complete `multi_label_loss`: the mean, over all samples and labels, of
# $-y \ln p - (1 - y) \ln(1 - p)$ with $p = \sigma(z) = 1 / (1 + e^{-z})$. It must survive a logit of 1000,
# where $p$ rounds to 1. So bring $-\ln p$ and $-\ln(1 - p)$ into a form without $p$ first, with a pen.
# `np.logaddexp(a, b)` is $\ln(e^a + e^b)$ without overflow. Which $a$ and $b$ do you need?


# %%
def multi_label_loss(z, y):
    """Return the mean binary cross-entropy of logits `z` for targets `y` of 0 and 1: one number.

    Both are arrays (num_samples, num_labels).
    """
    ### BEGIN SOLUTION
    return np.mean(y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z))
    ### END SOLUTION


multi_label_loss = check(multi_label_loss)

# %%
targets = np.array([[1.0, 0.0, 1.0]])
torchs = nn.BCEWithLogitsLoss()(torch.tensor(day[None]), torch.tensor(targets))
print(
    f"sunny and cloudy: your loss {multi_label_loss(day[None], targets):.4f}, torch's {torchs:.4f}"
)
print(f"by softmax: at best -ln 0.5 = {np.log(2):.4f} for each label that is present")

# %% [markdown]
# <details><summary>When you have it: the form without <i>p</i></summary>
#
# It comes in two steps. From $p = 1 / (1 + e^{-z})$ follows $-\ln p = \ln (1 + e^{-z})$.
# And $1 - p = e^{-z} / (1 + e^{-z}) = 1 / (1 + e^{z})$, so $-\ln (1 - p) = \ln (1 + e^{z})$. The 1 is $e^0$,
# so the two are `np.logaddexp(0, -z)` and `np.logaddexp(0, z)`.
#
# </details>
#
# Now a network for it. The inputs are strips of three places; in each place stands one of the digits, or
# nothing. The question: *which digits are in the strip?* Two networks learn from 6000 strips, alike but
# for the head: one has a sigmoid for each digit, the other a softmax whose target shares its 1 among the
# digits that are there (an empty strip teaches it nothing). What is above 0.5 counts as said. A strip is right if all ten answers are.

# %%
train_part, test_part = tasks.digits(num_train=1347)
x, y = tasks.strips(train_part, 6000)
x_new, y_new = tasks.strips(test_part, 2000, seed=1)
shares = y / y.sum(dim=1, keepdim=True).clamp(min=1)
heads = {
    "sigmoids": (nn.BCEWithLogitsLoss(), y, torch.sigmoid),
    "softmax": (nn.CrossEntropyLoss(), shares, lambda z: z.softmax(dim=1)),
}
said = {}
for name, (loss_fn, target, squash) in heads.items():
    torch.manual_seed(0)
    network = MLP([192, 128, 10]).to(device)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.003)
    train(network, x, target, loss_fn, optimizer, num_epochs=10, batch_size=64)
    said[name] = squash(predict(network, x_new)).cpu()
    right = ((said[name] > 0.5) == (y_new > 0.5)).all(dim=1).float()
    by_number = [right[y_new.sum(dim=1) == number].mean() for number in (1, 2, 3)]
    print(f"{name:8}: {right.mean():.1f} of all strips right; with 1, 2, 3 digits", end=" ")
    print(", ".join(f"{share:.1f}" for share in by_number))

# %%
few = [int((y_new.sum(dim=1) == number).nonzero()[0]) for number in (1, 2, 3)]
show(
    figures.strips(x_new[few].numpy(), y_new[few].numpy(), *(p[few].numpy() for p in said.values()))
)

# %% [markdown]
# Blue bars reach high at several digits; the orange ones share a single 1, and mostly one digit takes it.
# With sigmoids about six of ten strips are right, and 94 of 100 single answers. With a softmax fewer than
# two of ten are: it cannot say two digits at once, for two numbers that sum to 1 are not both above 0.5.
# Is the threshold to blame? We tried others, in steps of 0.02, and took the best one for the very strips
# that count: still less than half of them were right. To a softmax one digit seen badly and two digits seen
# well look the same.

# %%
ask(questions.HEAD)

# %% [markdown]
# ## 15 As sure as it is right? (further)
#
# A softmax gives numbers between 0 and 1 that sum to 1. Does that make them probabilities? A forecaster
# who says *70 % rain* on a hundred days should see rain on about seventy of them. Then the forecasts
# are **calibrated** [9]. Nothing in the softmax guarantees that. So measure it.
#
# Call the largest probability of a sample its **confidence**. Sort held-out samples into ten bins by
# confidence, and compare in each bin the mean confidence with the accuracy. The mean gap, weighted
# with the number of samples in a bin, is the **expected calibration error** [10]:
#
# $$\text{ECE} = \sum_{b} \frac{n_b}{N} \, \big| \text{accuracy}_b - \text{confidence}_b \big|$$
#
# Bin $b$ holds $n_b$ of the $N$ samples. To have something to be unsure about, we make the digits harder:
# pixels with noise, and only 600 to learn from. And we train for long, far beyond the moment when all
# training samples are right. (In 64-bit numbers, and on the CPU even if there is a GPU: so your samples
# fall into the same bins as ours.)
#
# **Predict first.** After 5 steps, is the network too sure or too modest? And while the training goes
# on and on, what happens to the held-out accuracy? Sketch the calibration error: one slider for each step.

# %%
guess(questions.ERRORS)

# %%
(x_train, y_train), (x_test, y_test) = tasks.digits(num_train=600, noise=0.25)
x_train, x_test = x_train.double(), x_test.double()
torch.manual_seed(0)
network = MLP([64, 64, 10]).double()
optimizer = torch.optim.Adam(network.parameters(), lr=0.02)
print("      training   held out")
print("step  accuracy   accuracy  confidence   ECE  loss")
errors = []
# `epochs` is the loop inside `train`: it hands over the history after every epoch.
for history in epochs(network, x_train, y_train, nn.CrossEntropyLoss(), optimizer, num_epochs=200):
    if history.num_epochs in questions.ERRORS.x:
        _, train_right = evaluate(network, x_train, y_train, nn.CrossEntropyLoss())
        loss, right = evaluate(network, x_test, y_test, nn.CrossEntropyLoss())
        p = probabilities(network, x_test)
        confidence = p.max(dim=1).values.mean()
        error = calibration.calibration_error(p, y_test)
        print(
            f"{history.num_epochs:4} {train_right:9.2f} {right:10.2f} {confidence:11.2f}"
            f" {error:5.2f} {loss:5.2f}"
        )
        errors.append(error)
reveal(questions.ERRORS, errors)

# %% [markdown]
# One split, one draw of noise, one start: an example. So we trained twenty networks, each with another
# split, other noise and other first weights, and stored what was measured (`helpers/softmax/study.py`
# has the code). The lines are medians; the bands reach from the least to the largest of the twenty.

# %%
runs = study.load_results()
show(figures.overtraining(runs))

# %% [markdown]
# A play in three acts, in all twenty networks.
#
# - **Too modest.** After 5 steps the median network has 73 % of the held-out digits right, and is 26 %
#   sure. To be *right*, the largest logit need only be the largest. To be *sure*, it must lead by
#   much, and all logits begin small.
# - **As sure as right.** At about step 20 the two lines cross. The ECE is down to 0.02, and the
#   held-out loss is near its lowest.
# - **Too sure.** From there to step 200 the confidence rises by 0.08 more, and the accuracy does not
#   follow: it *falls*, by 0.02 in the median. The ECE grows to 0.11, in each network to more than three
#   times what it was at step 20.
#
# Why the third act? A tempting answer: once all training samples are right, larger logits are the only
# way to a lower *training* loss. That is true, and it comes too late. At step 30 none of the twenty
# networks has all training samples right, and a third of the growth is over (in the median). So let us
# measure the size of the logits themselves. At each step, for which temperature (section 11) would the
# loss be least? Above 1, the logits are too large; below 1, too small.

# %%
guess(questions.BEST_TEMPERATURE)

# %%
show(figures.best_temperatures(runs))
at_20 = np.median(runs["train_temperature"][:, study.STEPS.index(20)])
reveal(questions.BEST_TEMPERATURE, questions.BEST_TEMPERATURE.options[0 if at_20 < 0.9 else 1])

# %% [markdown]
# Left, dash-dotted: for the *training* digits the best temperature is below 1 at every step, in all
# twenty networks. There the network is right more often than it is sure, and so the training loss asks
# for larger logits from the first step to the last. The weights that make them larger serve all digits.
# Held-out logits grow, too. At first that is what they need. But between step 15 and step 25 their best
# temperature passes 1, in each of the twenty. From then on the training pushes for a certainty that only
# the training digits deserve.
#
# Right: the test of this explanation. If only the *size* of the logits is wrong, one division must
# repair it. We fitted the temperature on one half of the held-out digits, and measured the ECE on the
# other. From step 10 on it stays near 0.03 (solid; below 0.07 in each network), whatever it was before
# (dashed). So the order of the logits is learned early and suffers little; their size is never right
# for long.
#
# Guo et al. found such overconfidence in large networks for images and texts, and that it grows with
# the size of the network [11].

# %% [markdown]
# ### 15.1 One number repairs it
#
# If the logits are too large, divide them by a temperature $T > 1$. It is fitted on held-out samples:
# take the $T$ with the lowest cross-entropy. This is **temperature scaling** [11].
#
# **Exercise 10.** Complete `fit_temperature`: the $T$ from 0.05 to 20 with the lowest cross-entropy, to
# within 2 %. (If the best is 2.50, all from 2.45 to 2.55 is right.) How you look for it is up to you. Think of a network that is too modest, too.


# %%
def fit_temperature(z, labels):
    """Return the temperature, a number from 0.05 to 20, at which z / T has the least cross-entropy.

    `z` (num_samples, num_classes) and `labels` (num_samples,) are arrays.
    """
    ### BEGIN SOLUTION
    temperatures = np.geomspace(0.05, 20, 1000)
    losses = [cross_entropy(z / temperature, labels) for temperature in temperatures]
    return temperatures[np.argmin(losses)]
    ### END SOLUTION


fit_temperature = check(fit_temperature)

# %% [markdown]
# Back to our own network, after 200 steps: your function fits $T$ on one half of the held-out samples, and
# we judge it on the other half, which neither the weights nor $T$ have seen.
#
# **Predict first.** What does $T$ change: the accuracy, the confidence, or both?

# %%
z_test = predict(network, x_test).numpy()
half = len(z_test) // 2
z_fit, labels_fit = z_test[:half], y_test[:half].numpy()
z_judge, labels_judge = z_test[half:], y_test[half:].numpy()
temperature = fit_temperature(z_fit, labels_fit)
for name, scaled in (("before", z_judge), ("after ", z_judge / temperature)):
    right = (scaled.argmax(axis=1) == labels_judge).mean()
    error = calibration.calibration_error(softmax(scaled), labels_judge)
    print(f"{name}: accuracy {right:.2f}, ECE {error:.2f}")
print(f"fitted temperature: {temperature:.1f}")

# %%
show(figures.before_and_after(z_judge, labels_judge, temperature))

# %% [markdown]
# Left, the large dot and most others lie below the dashed line: the network is right less often than it
# says. Most samples sit in the last bin, near certainty. Right, after division by one number, the dots
# are near the line, and samples have moved to lower confidence. In each of the twenty networks of the
# study the ECE falls, from 0.10 to 0.03 in the median.
#
# Should the error not be 0 then? Ask what a *perfect* forecaster would get: keep the probabilities,
# and draw the labels from just these probabilities, many times.

# %%
rng = np.random.default_rng(0)
p = softmax(z_judge / temperature)
perfect = [calibration.calibration_error(p, calibration.draw_labels(p, rng)) for _ in range(200)]
print(f"a perfect forecaster on {len(p)} samples: ECE about {np.median(perfect):.2f},")
print(f"and below {np.quantile(perfect, 0.95):.2f} in 95 of 100 cases")

# %% [markdown]
# So what is left is no more than chance leaves in bins of a few dozen samples. An ECE is never quite 0,
# and small differences between two of them say little.
#
# The accuracy is the same as before, to the last digit. $T$ keeps the order of the logits: it changes
# how sure the network is, and never what it answers. Move it.

# %%
explore(scenes.reliability_diagram(z_judge, labels_judge))

# %% [markdown]
# Below the best temperature the dots sag below the line, above it they rise: too modest is as wrong as
# too sure. Here the lowest cross-entropy and the lowest ECE lie at nearly the same $T$, although the fit
# looked only at the first, and on other samples.
#
# One warning. Calibration on one kind of data says nothing about another. In section 9 the network was
# as sure in the empty corners as on the spiral, and no temperature tells the two apart.

# %%
ask(questions.MODEST)

# %%
ask(questions.USELESS)

# %%
open_task(questions.PREVENT)

# %% [markdown]
# ## 16 Your exercises

# %%
check.summary()

# %% [markdown]
# ## What to remember
#
# - Softmax turns logits into probabilities. Only differences count: $z_i - z_j = \ln(p_i / p_j)$.
# - Take the largest logit off before `exp`. It overflows at 88.7 (32 bits) and 709.8 (64 bits).
# - Cross-entropy is the negative log-likelihood, $-\ln p$ of the right class. Chance costs $\ln C$:
#   check the first loss.
# - $H(y, q) = H(y) + D_{KL}(y \,\|\, q)$. Training lowers the divergence; the entropy is a floor.
# - The gradient is $p - y$. Given to the logits, it trains any network below them. Squared error
#   has a further factor $p(1 - p)$ and learns slowly where it is most wrong.
# - One of $C$: softmax. Any of $C$: a sigmoid each.
# - `nn.CrossEntropyLoss` wants logits. A second softmax leaves a loss of $\ln(1 + (C - 1)/e)$: 0.313,
#   0.551, 1.461 for 2, 3, 10 classes.
# - The divergence is never negative, because $\ln t \le t - 1$.
# - A softmax is not a promise. Training begins with logits that are too small and goes on until they
#   are too large. Measure calibration on held-out data; one temperature puts the size right, and leaves
#   every answer as it is.
#
# ## References
#
# 1. O. Russakovsky et al., *ImageNet large scale visual recognition challenge*, International Journal of
#    Computer Vision 115:211-252, 2015, [arXiv:1409.0575](https://arxiv.org/abs/1409.0575).
# 2. J. Bridle, *Training stochastic model recognition algorithms as networks can lead to maximum mutual
#    information estimation of parameters*, NIPS 2, 1989,
#    [proceedings](https://proceedings.neurips.cc/paper/1989/hash/0336dcbab05b9d5ad24f4333c7658a0e-Abstract.html):
#    the name softmax.
# 3. P. Blanchard, D. Higham & N. Higham, *Accurately computing the log-sum-exp and softmax functions*,
#    IMA Journal of Numerical Analysis 41:2311-2330, 2021,
#    [doi:10.1093/imanum/draa038](https://doi.org/10.1093/imanum/draa038).
# 4. C. Shannon, *A mathematical theory of communication*, Bell System Technical Journal 27:379-423, 1948,
#    [doi:10.1002/j.1538-7305.1948.tb01338.x](https://doi.org/10.1002/j.1538-7305.1948.tb01338.x).
# 5. S. Kullback & R. Leibler, *On information and sufficiency*, Annals of Mathematical Statistics
#    22:79-86, 1951, [doi:10.1214/aoms/1177729694](https://doi.org/10.1214/aoms/1177729694).
# 6. S. Solla, E. Levin & M. Fleisher, *Accelerated learning in layered neural networks*, Complex Systems
#    2:625-640, 1988, [publisher's copy](https://wpmedia.wolfram.com/uploads/sites/13/2018/02/02-6-1.pdf):
#    cross-entropy against squared error.
# 7. T. Gneiting & A. Raftery, *Strictly proper scoring rules, prediction, and estimation*, Journal of the
#    American Statistical Association 102:359-378, 2007,
#    [doi:10.1198/016214506000001437](https://doi.org/10.1198/016214506000001437).
# 8. E. Alpaydin & C. Kaynak, *Optical recognition of handwritten digits*, UCI Machine Learning
#    Repository, 1998, [doi:10.24432/C50P49](https://doi.org/10.24432/C50P49).
# 9. M. DeGroot & S. Fienberg, *The comparison and evaluation of forecasters*, The Statistician 32:12-22,
#    1983, [doi:10.2307/2987588](https://doi.org/10.2307/2987588).
# 10. M. Pakdaman Naeini, G. Cooper & M. Hauskrecht, *Obtaining well calibrated probabilities using
#     Bayesian binning*, AAAI 2015, [doi:10.1609/aaai.v29i1.9602](https://doi.org/10.1609/aaai.v29i1.9602):
#     the expected calibration error.
# 11. C. Guo, G. Pleiss, Y. Sun & K. Weinberger, *On calibration of modern neural networks*, ICML 2017,
#     [arXiv:1706.04599](https://arxiv.org/abs/1706.04599).
#
# [Start page](00_start_here.ipynb) · previous: [03 Building MLPs in PyTorch](03_building.ipynb) · next:
# [05 Training and evaluating, and the pitfalls](05_evaluation.ipynb)
