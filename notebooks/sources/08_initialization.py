# %% [markdown]
# # 08 Initialization: the edge of chaos
#
# [Start page](00_start_here.ipynb) · previous: [07 Animal faces](07_faces.ipynb) · next:
# [09 Ethics](09_ethics.ipynb)
#
# Before a network learns anything, somebody has chosen its first weights. With two layers nearly any
# choice will do. With forty, most choices give a network that never learns: the signal fades on its
# way forward, or the error on its way back. Which starts work can be computed from two
# numbers. You do it here, and hold it against real networks.
#
# **You will be able to**
#
# - say by how much a layer multiplies a signal and an error, and choose weights that keep both;
# - explain why weights must differ, and what the recipes of Glorot and He and PyTorch's default do;
# - compute where a signal's size settles, and whether two inputs stay apart: order, chaos, and the
#   line between them;
# - predict how deep a network can be trained, and tell a bad start from a bad learning rate;
# - say what orthogonal weights, normalization layers and residual connections change, and what not.
#
# **You need** notebook 03 (layers, gradients, training), and section 5 of notebook 06 (a circle in a
# random network) helps.
#
# **Time**: about 90 minutes for the core, 40 for what is marked *further*; about 20 seconds to run.

# %% tags=["setup"]
from helpers.runtime import start

device = start()

# %%
import math
from itertools import pairwise

import numpy as np
import torch
from torch import nn

from helpers import meanfield
from helpers.explorable import explore
from helpers.form import open_task
from helpers.guesses import guess, reveal
from helpers.initialization import (
    architectures,
    derivatives,
    expectations,
    figures,
    questions,
    scenes,
    signals,
    study,
)
from helpers.initialization.checks import check
from helpers.meanfield import gaussian_mean
from helpers.mlp import MLP
from helpers.pictures import show
from helpers.quiz import ask
from helpers.training import accuracy, train

# %% [markdown]
# ## 1 Signals forward, errors backward
#
# A deep network is a long chain. In each hidden layer
#
# $$h_i = \sum_{j=1}^{n} w_{ij}\, x_j + b_i, \qquad x'_i = \phi(h_i)$$
#
# - $x_j$ are the $n$ activations of the layer below, $w_{ij}$ the weights and $b_i$ the biases;
# - $h_i$ is what enters unit $i$, $\phi$ the activation function, and $x'_i$ what comes out.
#
# On the way back, training sends an error $\partial L / \partial h_i$ through the same weights, from
# the last layer to the first. ($L$ is the loss.) If each layer multiplies a signal by 0.8, then 30
# layers multiply it by $0.8^{30} \approx 0.001$.
#
# The weights are drawn at random, with mean 0. We write their variance as
#
# $$\text{Var}(w) = \frac{\sigma_w^2}{n}, \qquad \text{Var}(b) = \sigma_b^2,$$
#
# where $n$ is the number of inputs of the layer. (To divide by $n$ is an old advice [1].)
# $\sigma_w^2$ and $\sigma_b^2$ are the two numbers of this notebook. Set them so:


# %%
@torch.no_grad()
def initialize(network, weight_variance, bias_variance, seed=0):
    generator = torch.Generator().manual_seed(seed)
    for linear in network.linears:
        linear.weight.normal_(generator=generator)
        linear.weight *= math.sqrt(weight_variance / linear.in_features)
        linear.bias.normal_(generator=generator)
        linear.bias *= math.sqrt(bias_variance)


# %% [markdown]
# And this looks at the chain: the root mean square (RMS) of the activations in every layer, and of the
# loss's gradient with respect to them.


# %%
def rms(values):
    return values.detach().double().square().mean().sqrt().item()


def sizes_by_layer(network, x, y):
    hidden = network.hidden(x)
    for activations in hidden:
        activations.retain_grad()
    nn.functional.cross_entropy(network.linears[-1](hidden[-1]), y).backward()
    return [rms(a) for a in hidden], [rms(a.grad) for a in hidden]


# %% [markdown]
# A network of 30 tanh layers, 100 units each, sees 1,077 handwritten digits. No biases, three
# choices of $\sigma_w^2$: 0.25, 1 and 4.

# %%
guess(questions.REACH)

# %%
x, y = study.load_parts()["train"]
found = {}
for weight_variance in (0.25, 1.0, 4.0):
    network = MLP([64, *[100] * 30, 10], "Tanh")
    initialize(network, weight_variance, bias_variance=0.0)
    found[weight_variance] = signal, error = sizes_by_layer(network, x, y)
    print(
        f"sigma_w^2 = {weight_variance:4}: activations, layers 1 and 30: {signal[0]:.2f}, "
        f"{signal[-1]:.1e}   gradient, last / first: {error[-1] / error[0]:.0e}"
    )
show(figures.sizes_by_layer(found))
reveal(questions.REACH, "0.25 alone", "From 1 they shrink too, but four- to sixfold only.")

# %% [markdown]
# What to see, in this example (other random weights give the same picture):
#
# - **Too small** ($\sigma_w^2 = 0.25$): every layer halves the signal. A straight line on a
#   logarithmic axis means a constant factor. The last layers receive next to nothing, and the first
#   layers hear next to nothing of the error: the gradient **vanishes**.
# - **Too large** ($\sigma_w^2 = 4$): forward all seems well, for tanh cannot exceed 1. Backward the
#   error grows layer by layer: it **explodes**. The gradient in the first layer is about 80 times
#   as large as in the last.
# - **In between** ($\sigma_w^2 = 1$) neither is lost: from end to end of the 30 layers both shrink
#   four- to sixfold only.
#
# ### 1.1 The factor of one layer
#
# Take a linear layer first. $h_i$ is a sum of $n$ terms $w_{ij} x_j$. The weights are independent and
# have mean 0, so the cross terms average out, and
#
# $$\mathbb{E}\big[h_i^2\big] = n \, \text{Var}(w) \; \mathbb{E}\big[x_j^2\big].$$
#
# $\mathbb{E}$ is the mean over random weights. Note that it is the mean *square* of $x$ that counts,
# and not its variance: nobody said that the activations have mean 0. Backward, the error at input
# $j$ is a sum over the *outputs*, $\sum_i w_{ij}\, \partial L/\partial h_i$.
#
# **Exercise 1.** Complete `variance_factors`: by how much does a linear layer multiply the mean
# square of a signal, forward, and of an error, backward?


# %%
def variance_factors(num_inputs, num_outputs, weight_variance):
    """Return the factors of the mean square (forward, backward); `weight_variance` is Var(w)."""
    ### BEGIN SOLUTION
    return num_inputs * weight_variance, num_outputs * weight_variance
    ### END SOLUTION


variance_factors = check(variance_factors)

# %%
rng = np.random.default_rng(0)
num_inputs, num_outputs, weight_variance = 1000, 400, 1 / 500
weights = rng.normal(size=(num_outputs, num_inputs)) * math.sqrt(weight_variance)
signal, error = rng.normal(size=(num_inputs, 200)), rng.normal(size=(num_outputs, 200))
measured = (weights @ signal).var() / signal.var(), (weights.T @ error).var() / error.var()
expected = variance_factors(num_inputs, num_outputs, weight_variance)
print(f"forward  {measured[0]:.2f}, expected {expected[0]:.2f}")
print(f"backward {measured[1]:.2f}, expected {expected[1]:.2f}")

# %% [markdown]
# A layer that is not square cannot keep both: 1,000 inputs and 400 outputs want two different
# variances. Glorot and Bengio chose the one in the middle [2]:
#
# $$\text{Var}(w) = \frac{2}{n_\text{in} + n_\text{out}}.$$
#
# Now try it. Below, a random network of 100 units a layer. Left, histograms of what comes out of the
# units in five of its layers; right, its RMS in all of them.
#
# **Predict first.** The picture opens at $\sigma_w^2 = 1$. What will the last layer's histogram look
# like at 5? And for ReLU at 1?

# %%
explore(scenes.layer_histograms())

# %% [markdown]
# With tanh at $\sigma_w^2 = 5$ the activations pile up at $-1$ and 1: the units are **saturated**,
# and the slope of tanh is near 0 there. With ReLU at 1 the signal fades by a factor near 0.7 a
# layer; at 2 it holds. A sigmoid never lets its signal die, because its outputs are around 1/2; yet a
# deep layer of sigmoids gives nearly the same outputs for every input. Size is not everything. The
# dashed line is theory: you build it soon.

# %%
ask(questions.SMALL_WEIGHTS)

# %% [markdown]
# ## 2 Why random?
#
# Zero is the middle of all numbers, and a constant favors no unit. Why not start there? We train a
# network with two hidden layers of 30 tanh units from three starts: all weights 0, all 0.05, and random
# ones. Think of two units with the same weights: what comes out of each, and what error comes back?

# %%
guess(questions.DIFFERENT_UNITS)


# %%
def train_from(fill, seed=0):
    network = MLP([64, 30, 30, 10], "Tanh")
    initialize(network, 1.0, 0.0, seed)
    if fill is not None:
        with torch.no_grad():
            for linear in network.linears:
                linear.weight.fill_(fill)
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1)
    history = train(network, x, y, nn.CrossEntropyLoss(), optimizer, num_epochs=15, batch_size=64)
    rounded = network.linears[0].weight.detach().numpy().round(3) + 0.0  # no -0
    return history.train_loss, len(np.unique(rounded, axis=0))


runs = {"All 0": train_from(0.0), "All 0.05": train_from(0.05), "Random": train_from(None)}
show(figures.symmetric_training(runs))
reveal(questions.DIFFERENT_UNITS, runs["All 0.05"][1])

# %% [markdown]
# Two units of a layer that have the same weights in and out compute the same and get the same gradient.
# After the step they are still the same. For ever.
#
# From 0 nothing moves but the last layer's biases: the loss stays at that of guessing, $\ln 10
# \approx 2.3$. From 0.05 the network learns something, but its 30 units are one unit, 30 times over.
# Random weights give 30 different units. That is **symmetry breaking**, and it is the first reason for
# randomness. Biases may start at 0: the weights have broken the symmetry already.
#
# **Exercise 2.** Break it. Complete `initial_weights`: an array (num_outputs, num_inputs) of mean 0
# that keeps the mean square of a signal through a linear layer, to 15 %. No row may be another one
# times a number. There are many right answers. `np.random.default_rng(seed)` makes a generator.


# %%
def initial_weights(num_outputs, num_inputs, seed):
    """Return weights (num_outputs, num_inputs) for a linear layer: an array, a tensor or a list.

    From at least 50 outputs and 60 inputs on, mean 0 and size must be right to a few percent.
    """
    ### BEGIN SOLUTION
    rng = np.random.default_rng(seed)
    return rng.normal(size=(num_outputs, num_inputs)) / math.sqrt(num_inputs)
    ### END SOLUTION


initial_weights = check(initial_weights)

# %%
ask(questions.BIASES)

# %% [markdown]
# ## 3 The recipes
#
# With a nonlinearity, the next layer sees $\phi(h)$ and not $h$. For many inputs $h$ is normally
# distributed around 0. A ReLU passes the positive half and cuts the other, so $\mathbb{E}[\phi(h)^2] =
# \tfrac{1}{2} \mathbb{E}[h^2]$. So the weights need twice the variance of those of a linear layer:
#
# $$\text{Var}(w) = \frac{2}{n_\text{in}}$$
#
# That is the recipe of He and colleagues [3]. A **leaky** ReLU lets the negative half through,
# multiplied by a small slope $a$: $f(h) = h$ for $h > 0$, else $a h$. `gaussian_mean(f, q)` is the
# mean of $f(h)$ over normally distributed $h$ with mean square $q$.

# %%
for a in (0.0, 0.1, 0.5):
    mean = gaussian_mean(lambda h, a=a: np.where(h > 0, h, a * h), 1.0)
    square = gaussian_mean(lambda h, a=a: np.where(h > 0, h, a * h) ** 2, 1.0)
    print(
        f"slope {a}: mean of f {mean:.3f}, mean of f^2 {square:.3f}, variance {square - mean**2:.3f}"
    )

# %% [markdown]
# The mean of $f$ is *not* 0, for no slope but 1. So variance and mean square differ, and the mean
# square is what the next layer multiplies.
#
# **Exercise 3.** Complete `he_std`: the standard deviation of weights that keep the mean square from
# one layer to the next, if the layer's inputs come from a leaky ReLU of slope $a$. First write the
# mean square of $f(h)$ with $a$; the table above helps.


# %%
def he_std(num_inputs, slope):
    """Return the weights' standard deviation, a number; the inputs come from a leaky ReLU."""
    ### BEGIN SOLUTION
    return math.sqrt(2 / ((1 + slope**2) * num_inputs))
    ### END SOLUTION


he_std = check(he_std)

# %% [markdown]
# A **gain** is the factor by which the standard deviation exceeds $1/\sqrt{n}$. Is the gain for a
# leaky ReLU the one that PyTorch has? And what does PyTorch do if you do nothing?

# %%
for slope in (0.0, 0.1, 0.5):
    gain = nn.init.calculate_gain("leaky_relu", slope)
    print(f"slope {slope}: ours {he_std(1, slope):.4f}, PyTorch's gain {gain:.4f}")

with torch.random.fork_rng():
    torch.manual_seed(0)
    default = nn.Linear(500, 500).weight
    glorot, he = torch.empty(500, 500), torch.empty(500, 500)
    nn.init.xavier_normal_(glorot)
    nn.init.kaiming_normal_(he)
    by_recipe = {"PyTorch's default": default.detach(), "Glorot": glorot, "He": he}
tanh_gain = nn.init.calculate_gain("tanh")
print("\nn Var(w): " + ", ".join(f"{name} {500 * w.var():.2f}" for name, w in by_recipe.items()))
print(f"PyTorch's gain for tanh: {tanh_gain:.3f}, so sigma_w^2 = {tanh_gain**2:.2f}")

# %% [markdown]
# `nn.Linear` draws its weights from $-1/\sqrt{n}$ to $1/\sqrt{n}$, evenly. The variance of that is
# $1/(3n)$: by default $\sigma_w^2 = 1/3$. Send a signal through 30 layers of each kind.
#
# **Predict first.** Which recipe keeps which activation function's signal?

# %%
print("RMS after 30 layers, 1 at the start    linear      tanh      ReLU")
for name, variance in (("PyTorch's default", 1 / 3), ("Glorot, 1", 1.0), ("He, 2", 2.0)):
    layers = signals.draw_layers(30, 300)
    start_h = signals.draw_inputs(20, 300, q=1.0)
    cells = []
    for phi in (meanfield.LINEAR, meanfield.TANH, meanfield.RELU):
        last = signals.forward(start_h, layers, variance, 0.0, phi)[-1]
        cells.append(f"{np.sqrt((last.astype(float) ** 2).mean()):9.1g}")
    print(f"{name:36}" + " ".join(cells))

# %% [markdown]
# Glorot's suits linear layers, He's the ReLU. One gain does not fit all: He's makes a linear signal
# explode, Glorot's lets a ReLU's fade. And the default keeps none of the three: from 30 layers next to nothing comes out. Two
# or three layers, as in most of this course, learn all the same. Thirty do not.

# %%
ask(questions.FIRST_LAYER)

# %% [markdown]
# ## 4 Mean field: two maps
#
# For tanh there is no simple factor: it depends on the size of the signal. So we follow the size
# through the layers. Let $q$ be the mean of $h^2$ over the units of a layer. If there are many units,
# each $h$ of the next layer is a sum of many small independent terms, and so normally distributed. Then
#
# $$q' = \sigma_w^2 \, \mathbb{E}\big[\phi(\sqrt{q}\, z)^2\big] + \sigma_b^2$$
#
# where $q'$ is the next layer's $q$, $z$ a standard normal number and $\mathbb{E}$ the mean over it.
# This is the **q map**. The theory is called *mean field*, for each unit sees only a mean of all
# others. It is by Poole and colleagues [5], and by Schoenholz and colleagues [6].
#
# In three steps you will now find the edge of chaos yourself.
#
# **Exercise 4**, step 1. Where does the size settle? Complete `settle_q` for tanh: start with $q = 1$ and
# apply the q map once for every layer. `gaussian_mean(f, q)` is $\mathbb{E}[f(\sqrt{q}\, z)]$, for a
# function `f` of an array, as in section 3.


# %%
def settle_q(weight_variance, bias_variance, num_layers):
    """Return q, a number, after `num_layers` layers of tanh, from q = 1.

    The variances are sigma_w^2 and sigma_b^2.
    """
    ### BEGIN SOLUTION
    q = 1.0
    for _ in range(num_layers):
        q = weight_variance * gaussian_mean(lambda h: np.tanh(h) ** 2, q) + bias_variance
    return q
    ### END SOLUTION


settle_q = check(settle_q)

# %%
for num_layers in (1, 2, 5, 20, 500):
    print(f"q after {num_layers:3} layers: {settle_q(1.76, 0.05, num_layers):.3f}")

# %% [markdown]
# The size settles within some twenty layers, at a **fixed point** $q^*$: one that the q map gives
# back. From here on $q^*$ is `settle_q(..., 500)`.
#
# The size of *one* signal is not all. Take two inputs, $a$ and $b$, both of size $q^*$.
# Their **correlation** is $c = \overline{h_a h_b} / q^*$, where the bar is the mean over the units.
# If $c = 1$ the two are the same; if $c = 0$ they have nothing in common. It has a map of its own,
# the **c map**:
#
# $$c' = \frac{1}{q^*} \Big( \sigma_w^2 \,
# \mathbb{E}\big[\phi(\sqrt{q^*}\, z_a)\, \phi(\sqrt{q^*}\, z_b)\big] + \sigma_b^2 \Big)$$
#
# where $c'$ is the next layer's $c$, and $z_a$ and $z_b$ are standard normal numbers whose
# correlation is $c$. It comes about as the q map does: in the mean of $h'_a h'_b$ only products of a weight
# with itself remain. `meanfield.next_c` computes it.
#
# The picture shows both maps. Follow a thin line: up to the curve, across to the diagonal, up or
# down to the curve again. Each such step is one layer. Where a curve crosses the diagonal is a fixed
# point.
#
# **Predict first.** Two inputs have $c = 0.1$. Where will they end for $\sigma_w^2 = 1$? And for 4?

# %%
show(figures.cobwebs([1.0, 1.76, 4.0], bias_variance=0.05))

# %% [markdown]
# Left: any start leads to the same $q^*$. Right, the three cases differ in kind:
#
# - $\sigma_w^2 = 1$: all pairs end at $c = 1$. After some layers the network gives the same answer to
#   every input. This is **order**.
# - $\sigma_w^2 = 4$: $c = 1$ is still a fixed point (equal stays equal), but two inputs that differ
#   by a hair move *away* from it. They end near $c \approx 0.17$, nearly strangers. This is
#   **chaos**.
# - $\sigma_w^2 = 1.76$: the curve just touches the diagonal at $c = 1$. Differences die out, but
#   slowly.
#
# What decides is the slope of the c map at $c = 1$. It has a name and a formula:
#
# $$\chi_1 = \sigma_w^2 \, \mathbb{E}\big[\phi'(\sqrt{q^*}\, z)^2\big]$$
#
# where $\phi'$ is the derivative of $\phi$. Follow a small difference $\delta_j$ of two inputs at unit $j$:
#
# 1. $\phi(h_j)$ changes by $\phi'(h_j)\, \delta_j$, and so the next layer's $h_i$ by $\sum_j w_{ij}\,
#    \phi'(h_j)\, \delta_j$.
# 2. Square it. As in section 1.1 the cross terms average out, and $w_{ij}^2$ has the mean $\sigma_w^2 / n$:
#    the mean square is $\frac{\sigma_w^2}{n} \sum_j \phi'(h_j)^2\, \delta_j^2$.
# 3. How steep $\phi$ is at a unit has nothing to do with $\delta_j$. So take the mean of each: $\sigma_w^2\,
#    \mathbb{E}[\phi'^2] = \chi_1$ times the mean of $\delta_j^2$.
# 4. That mean is $\overline{(h_a - h_b)^2} = 2 q^* (1 - c)$: multiply out. $q^*$ stays, so a layer
#    multiplies $1 - c$ by $\chi_1$. This is the slope at $c = 1$.
#
# On the way back, the *gradient* passes the same weights and slopes: $\chi_1$ multiplies its square, too.
#
# **Exercise 4**, step 2. Complete `chi_1` for tanh, whose slope is $1 - \tanh^2$.


# %%
def chi_1(q, weight_variance):
    """Return chi_1, a number, for tanh and signals of mean square q.

    `weight_variance` is sigma_w^2.
    """
    ### BEGIN SOLUTION
    return weight_variance * gaussian_mean(lambda h: (1 - np.tanh(h) ** 2) ** 2, q)
    ### END SOLUTION


chi_1 = check(chi_1)

# %%
bias_variance = 0.05
print("sigma_w^2      q*    chi_1")
for weight_variance in (1.0, 1.76, 4.0):
    q = settle_q(weight_variance, bias_variance, 500)
    print(f"{weight_variance:9} {q:7.3f} {chi_1(q, weight_variance):8.3f}")

# %%
ask(questions.GEOMETRY)

# %% [markdown]
# ## 5 The phase diagram
#
# Every choice of $(\sigma_w^2, \sigma_b^2)$ is a point in a plane, and at each point $\chi_1$ is
# above or below 1. The border is the **critical line**, the *edge of chaos*. For a given $\sigma_b^2$ it
# is one number: the $\sigma_w^2$ at which $\chi_1 = 1$.
#
# **Exercise 4**, step 3. Find it. Complete `critical_variance` with your `settle_q` and `chi_1`. At
# $\sigma_w^2 = 1$ it is order, at 10 it is chaos. Look in the middle: if that is order, the edge lies
# above, else below. So each look halves the interval. Stop when it is shorter than 0.0001. The size
# settles anew for every $\sigma_w^2$.


# %%
def critical_variance(bias_variance, low=1.0, high=10.0, num_layers=100):
    """Return the sigma_w^2, a number, at which tanh is on the edge of chaos, to 0.001.

    `bias_variance` is sigma_b^2, a number from 0.01 to 1. At `low` it is order, at `high` chaos; the
    size has settled after `num_layers`.
    """
    ### BEGIN SOLUTION
    while high - low > 1e-4:
        middle = (low + high) / 2
        q = settle_q(middle, bias_variance, num_layers)
        if chi_1(q, middle) < 1:
            low = middle
        else:
            high = middle
    return (low + high) / 2
    ### END SOLUTION


critical_variance = check(critical_variance)

# %% [markdown]
# There is a shortcut, without any search. Choose a size $q$. Then $\chi_1 = 1$ gives $\sigma_w^2$, and
# the fixed point of the q map gives $\sigma_b^2$:
#
# $$\sigma_w^2 = \frac{1}{\mathbb{E}[\phi'(\sqrt{q}\,z)^2]}, \qquad
# \sigma_b^2 = q - \sigma_w^2 \, \mathbb{E}[\phi(\sqrt{q}\,z)^2].$$
#
# Do both ways meet?

# %%
print("    q     sigma_b^2   critical sigma_w^2: by the formulas   by your search")
for q in (0.2, 0.57, 2.0):
    variance, bias_variance = meanfield.critical_point(q)
    print(f"{q:5} {bias_variance:13.3f} {variance:34.3f} {critical_variance(bias_variance):16.3f}")

print("\nsigma_b^2   critical sigma_w^2")
for bias_variance in (0.01, 0.05, 0.1, 0.5, 1):
    print(f"{bias_variance:9} {critical_variance(bias_variance):12.3f}")

# %% [markdown]
# They do. Without biases the line starts at $\sigma_w^2 = 1$. PyTorch's gain for tanh, 5/3, gives 2.78: that is
# beyond the line for $\sigma_b^2 = 0$, mildly chaotic.
#
# Now move a point yourself. Top left is the phase diagram. Along each line $\chi_1$ has the value
# that stands on it, and the thick line is the edge. The other three panels show a *real* network of
# 100 units a layer with the point's variances: its activations, the squared gradient on its way back
# (the last layer's is 1), and the singular values of the derivative of layer $l$ with respect to the input. A
# **singular value** says by how much a small step at the input is stretched, in one of 100
# directions. It opens in order.
#
# **Predict first.** Move $\sigma_w^2$ from 1 to 5. Which panel changes most, and where is it flat?
# Then choose ReLU: what becomes of the border?

# %%
explore(scenes.phase_diagram())

# %% [markdown]
# What to see:
#
# - **The activations tell nearly nothing.** With tanh and biases they settle within a few layers at
#   every point. (Without biases they fade up to $\sigma_w^2 = 1$; ReLU's grow without limit above 2.)
# - **The gradients tell all.** In order they fade toward the input, in chaos they grow, and near
#   $\sigma_w^2 = 1.75$ (for $\sigma_b^2 = 0.05$) they are flat. Squares are shown, over twelve powers
#   of ten; what is beyond leaves the picture, and the sentence below it has the number. For tanh, a
#   network of only 100 units mostly stays within a factor of ten of theory, over 50 layers.
# - **On the edge the singular values still spread.** Even where the gradient is flat on average, the
#   largest singular value stays around 10, and a quarter of the way down they have shrunk by four
#   orders of magnitude after 50 layers. Section 12 repairs this. (What is below $10^{-13}$ of the
#   largest is lost in rounding, and not drawn.)
# - **ReLU's border is upright**, at 2 (section 9): its $\chi_1 = \sigma_w^2/2$ knows nothing of the biases. (Beyond
#   it sizes and gradients explode, but two inputs do *not* become strangers: it is chaos for tanh
#   only.) For a linear layer it stands at 1. For the sigmoid all of the diagram is order: its slope is
#   at most 1/4.

# %% [markdown]
# ## 6 How deep can one train?
#
# ### 6.1 Depth scales
#
# In order, a difference between two inputs dies out. Near $c = 1$ each layer multiplies $1 - c$ by
# $\chi_1$, so after $l$ layers by $\chi_1^l = e^{-l / \xi_c}$ with
#
# $$\xi_c = -\frac{1}{\ln \chi_1}.$$
#
# $\xi_c$ is the **depth scale**: after so many layers $1 - c$ has shrunk to $1/e$. On the critical line
# it is infinite. Measure it: ten pairs of inputs with $c = 0.5$, in each of five
# random networks of 30 layers, 500 units each.

# %%
guess(questions.FADED)

# %%
q_of = {variance: settle_q(variance, 0.05, 500) for variance in (1.0, 1.3, 1.76, 4.0)}
measured, expected = dict.fromkeys(q_of, 0), {}
for seed in range(5):
    network = signals.draw_layers(30, 500, seed)
    for variance, q in q_of.items():
        measured[variance] += signals.distances(network, variance, 0.05, q, c=0.5) / 5
for variance, q in q_of.items():
    expected[variance] = expectations.distances(30, variance, 0.05, c=0.5)
    chi = chi_1(q, variance)
    scale = meanfield.depth_scale(chi)
    words = f"depth scale {scale:.1f} layers" if chi < 0.99 else "no order: see the picture"
    print(f"sigma_w^2 = {variance:4}: chi_1 = {chi:.3f}, {words}")
show(figures.distances_by_layer(measured, expected))
reveal(
    questions.FADED, int(np.argmax(measured[1.0] < 0.001)), "Counted in the mean of the networks."
)

# %% [markdown]
# The dots, means of five networks, lie within 15 % of the lines of theory. With $\sigma_w^2 = 1$ a
# thousandth is reached after 22 or 23 layers, in each of them. What the later layers get is the same
# for all inputs, and no training of *those* layers can bring back what is lost.
#
# ### 6.2 Theory against training
#
# If the signal is gone after some multiple of $\xi_c$, then deeper networks cannot learn.
# Schoenholz and colleagues found that training ends near $6\,\xi_c$ [6]. We have tried it with 600
# networks of 100 tanh units a layer: five depths, six values of $\sigma_w^2$ (2.78 is PyTorch's gain for
# tanh) with $\sigma_b^2 = 0.05$, four learning rates, and all of that five times, each time with other
# weights and another split of the digits. Each was trained for 40 epochs of plain stochastic gradient
# descent in batches of 64. What came of it is stored in `data/depth_study.json`. (The course's repository
# has the program, `tools/study_depth.py`.)
#
# Nobody needs 80 layers for these digits: five do as well, as you will see. So where a deep network fails,
# the start or the steps are to blame, not the task.
#
# Left are the images that a network was trained on, right new ones. A cell has the mean accuracy of
# five networks, and below it the lowest and the highest. The picture opens with the learning rate that
# is best for each cell, chosen on images of a third kind. The line is theory's depth scale, times a
# number that you set. (In chaos, where differences grow, it is $1/\ln \chi_1$.)
#
# **Predict first.** On which side of the line, at 6 times, do the pale cells lie? In which phase do left
# and right differ most?

# %%
explore(scenes.trainable_depth())

# %% [markdown]
# What to see, with the best learning rate for each cell:
#
# - **In order theory is right.** Six depth scales are 22 layers at $\sigma_w^2 = 1$, and 41 at 1.25.
#   Networks twice as deep as that fail: even on the images that they were trained on they are far
#   from 100 %.
# - **On the critical line all depths learn.** At 1.76 the networks of 80 layers get 97 % or more of
#   their own images right. Of new images they get 4 to 8 points fewer than those of five layers: depth
#   brings nothing here.
# - **In chaos networks learn and generalize worse.** With 10 layers from $\sigma_w^2 = 4$ they know all
#   of their own images, and get 5 to 8 points fewer of the new ones than those from 1.76, in each of
#   the five pairs. Similar images become strangers there, and what was learned about one says less about
#   the next. Deep ones do not even learn: 80 layers from 4 stay at 15 % of their own images. That training
#   and generalizing have different limits is known [7].

# %% [markdown]
# ## 7 Fifty layers
#
# ### 7.1 Train one yourself
#
# Twenty layers, trained live. Left, the lines are this run; the bars are the five stored runs with the
# nearest $\sigma_w^2$, from the worst to the best. Right, the gradient in each layer, at the start and
# now.
#
# **Predict first.** Set $\sigma_w^2$ to 0.6 and press *Train*. Will the gradients come back during
# training? Then try 1.76, and 4 at a rate of 0.03.

# %%
explore(scenes.live_training())

# %% [markdown]
# From 1.76 the network learns from the first epoch on. From 0.6 it stays at guessing for all of the
# twenty epochs. The first layer's gradient is about a thousandth of the last one's, and stays so: what the
# last layers could learn, they must learn from signals that are alike for all images. From 4 at a rate of
# 0.03 it learns, along a rough path.
#
# ### 7.2 A network that does not learn
#
# Somebody writes a function for the weights of deep tanh networks, wants
# $\sigma_w^2 = 1.76$, and trains 50 layers. The accuracy stays at that of guessing, about 10 %, whatever
# the learning rate. No warning.
#
# **Exercise 5, a hunt.** The code runs, and it is wrong. Find out what these weights are, and repair the
# function. The cell under it trains three networks of 50 layers from your weights.


# %%
def deep_weights(sizes, weight_variance, seed):
    """Return the weights of all layers, a list of arrays (num_outputs, num_inputs).

    `sizes` are the numbers of units from the input to the output; `weight_variance` is sigma_w^2.
    """
    rng = np.random.default_rng(seed)
    weights = []
    for num_inputs, num_outputs in pairwise(sizes):
        std = math.sqrt(weight_variance / num_inputs)
        ### BEGIN SOLUTION
        weights.append(rng.normal(0, std, size=(num_outputs, num_inputs)))
        ### INSTEAD
        # weights.append(rng.uniform(-std, std, size=(num_outputs, num_inputs)))
        ### END SOLUTION
    return weights


deep_weights = check(deep_weights)


# %%
def train_fifty_layers(draw_weights, seed, num_epochs=10):
    """Return the accuracy on own and on new images, in %."""
    parts = study.load_parts(seed)
    network = MLP([64, *[100] * 50, 10], "Tanh")
    initialize(network, 1.0, 0.05, seed)
    with torch.no_grad():
        for linear, weights in zip(network.linears, draw_weights(network.sizes, 1.76, seed)):
            linear.weight.copy_(torch.as_tensor(weights))
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01)
    train(network, *parts["train"], nn.CrossEntropyLoss(), optimizer, num_epochs, batch_size=64)
    return [100 * accuracy(network, *parts[part]) for part in ("train", "test")]


own, new = np.transpose([train_fifty_layers(deep_weights, seed) for seed in range(3)])
print(f"{np.sum(own > 80)} of 3 networks get over 80 % of their own images right")
print(f"{np.sum(new > 70)} of 3 networks get over 70 % of the new ones right")

# %% [markdown]
# `rng.uniform(-std, std)` draws *evenly*, and such numbers have a variance of a third of `std**2`. So
# $\sigma_w^2$ was 0.59, deep in order, where $\xi_c$ is about 1.4 layers. The repaired networks learn:
# after ten epochs all three know more than 80 % of their own images, and get more than 70 % of the new
# ones right.

# %% [markdown]
# ## 8 Theory for infinitely many units, and networks of 500 (further)
#
# Theory is for infinitely many units. Is it any good for 500? We give the five networks of
# section 6.1 the variances of six points in turn, and measure $q$ and the factor of a squared small
# difference.
#
# **Predict first.** How far off will the mean of five networks be: 20 %, 2 %? And a single one?

# %%
points = [(1.0, 0.05), (1.76, 0.05), (4.0, 0.05), (2.5, 0.5), (1.5, 0.01), (3.0, 1.0)]
by_network = []
for seed in range(5):
    network = signals.draw_layers(30, 500, seed)
    by_network.append([signals.simulate_point(network, *point) for point in points])

print("                       mean of five networks / theory, one network off by at most")
print("sigma_w^2  sigma_b^2          q*                             chi_1")
for point, simulated in zip(points, np.swapaxes(by_network, 0, 1), strict=True):
    q = settle_q(*point, 500)
    ratios = simulated / np.array([q, chi_1(q, point[0])])
    mean, worst = ratios.mean(axis=0), 100 * np.abs(ratios - 1).max(axis=0)
    print(
        f"{point[0]:9} {point[1]:10}  {mean[0]:13.2f}, {worst[0]:.0f} % {mean[1]:26.2f}, {worst[1]:.0f} %"
    )

# %% [markdown]
# The mean is within about 1 % of theory, at all six points. A single network may be off
# by 4 %, and more where it has fewer units.

# %% [markdown]
# ## 9 ReLU's critical point, and dead units (further)
#
# A ReLU layer multiplies mean squares by $\sigma_w^2 / 2$ forward, and backward too: half of the
# units are off, and pass no error. Below 2 both fade, above 2 both grow, without any limit, for a
# ReLU does not saturate. $\sigma_w^2 = 2$ with $\sigma_b = 0$ is its one **critical
# point**.
#
# And ReLU has a failure of its own. A unit that is off for every sample gets no gradient, and may
# stay so: it is **dead**. A whole network can be born dead. Take one input. Without biases, each
# unit of a layer is off with probability 1/2 for a given input. If all $n$ units of one layer are
# off, nothing comes through. That has probability $2^{-n}$ a layer, so $1 - (1 - 2^{-n})^L$ for $L$
# layers. (Fewer are dead for *all* inputs. That a deep ReLU network is dead with near certainty, if it
# is deep enough for its width, has been proved [4].)

# %%
guess(questions.DEAD)

# %%
depths = [1, 5, 10, 20, 40, 60]
measured = {n: signals.dead_share(n, depths, num_networks=1000) for n in (2, 4, 8)}
expected = {n: expectations.dead_share(n, depths) for n in measured}
show(figures.dead_networks(depths, measured, expected))
reveal(questions.DEAD, 100 * (1 - (1 - 2**-4) ** 10), "That is the formula; the dots are counted.")

# %% [markdown]
# With two units a layer nearly every deep network is dead for this input before it starts. With four
# it is about half of those with ten layers. With 100 units the chance is too small to matter. But
# single units die in training, and the more, the larger the steps: one big step can push a bias so far
# down that its unit never fires again. We count the dead in five networks for each learning rate.


# %%
def share_of_dead_units(lr, seed):
    network = MLP([64, 100, 100, 10], "ReLU")
    initialize(network, 2.0, 0.0, seed)
    optimizer = torch.optim.Adam(network.parameters(), lr=lr)
    train(network, x, y, nn.CrossEntropyLoss(), optimizer, num_epochs=5, batch_size=64)
    return (network.hidden(x)[-1] == 0).all(dim=0).double().mean().item()


for lr in (0.001, 0.01, 0.1):
    dead = np.mean([share_of_dead_units(lr, seed) for seed in range(5)])
    low, high = next(pair for pair in pairwise((0, 10, 20, 40, 60, 100)) if 100 * dead <= pair[1])
    print(f"Adam, lr {lr}: {low} to {high} % of the last layer's units are dead")

# %% [markdown]
# The share grows with the learning rate, in the mean over five networks. At 0.1 it is about half.

# %% [markdown]
# ## 10 The learning rate is a confound (further)
#
# In section 6.2 each kind of network learned at its own best rate. How much does the rate matter? We look
# at two kinds at each of the four rates.

# %%
print("accuracy in %, mean of five networks (lowest to highest)\n")
print(" " * 34 + "".join(f"{f'rate {lr:g}':>18}" for lr in study.LEARNING_RATES))
for depth, variance in ((80, 1.76), (20, 4.0)):
    place = study.DEPTHS.index(depth), study.WEIGHT_VARIANCES.index(variance)
    for part, words in (("train", "own images"), ("test", "new images")):
        cells = [study.accuracies(part, lr)[place] for lr in study.LEARNING_RATES]
        texts = [f"{cell.mean():.0f} ({cell.min():.0f} to {cell.max():.0f})" for cell in cells]
        label = f"{depth} layers, from {variance}, {words}"
        print(f"{label:34}" + "".join(f"{text:>18}" for text in texts))

# %% [markdown]
# The networks of 80 layers, from the best start there is, learn at the two smaller rates. At 0.01 it
# depends on the seed, and at 0.03 all five only guess: steps of that size are too large for a network so
# deep, however well it starts. In chaos it is the other way round. At 0.001 the networks of 20 layers
# get 94 % or more of their own images and at most 25 % of the new ones. At 0.03 they get 85 % of these,
# or more.
#
# So the learning rate is a **confound**: whoever varies the start at one rate sees the effect of both.
# The depth scale says how fast signals die. How many depth scales training survives depends on the
# steps, the number of epochs and the task. (Up to 20 layers the largest of our four rates is the best
# one. A still larger one may do better.)

# %%
ask(questions.CONFOUND)

# %% [markdown]
# ## 11 Gradient norms against depth (further)
#
# So far theory spoke of errors sent back through random weights. Does `loss.backward()` agree, on a
# real loss and real images? The gradient with respect to the activations, first hidden layer against last:

# %%
print("squared gradient, factor a layer on the way back")
print("sigma_w^2     by autograd: 10, 20, 40 layers    theory, chi_1")
networks = [MLP([64, *[100] * depth, 10], "Tanh") for depth in (10, 20, 40)]
for weight_variance in (1.0, 1.76, 4.0):
    cells = []
    for network in networks:
        factors = []
        for seed in range(5):
            initialize(network, weight_variance, 0.05, seed)
            _, error = sizes_by_layer(network, x[:200], y[:200])
            factors.append((error[0] / error[-1]) ** (2 / (len(error) - 1)))
        cells.append(f"{np.mean(factors):10.2f}")
    theory = chi_1(settle_q(weight_variance, 0.05, 500), weight_variance)
    print(f"{weight_variance:9}           {''.join(cells)} {theory:14.2f}")

# %% [markdown]
# The mean over five starts is within 5 % of theory. A factor of 0.76 or 1.34 a layer looks harmless.
# Over 80 layers it is $10^{-9.6}$ or $10^{10.2}$.
#
# The next picture shows the gradient that reaches the input, against the number of layers. You can
# change the activation function, the kind of weights (section 12) and of layers (section 13).
#
# The picture opens with tanh in order. **Predict first.** Where does the curve lie for ReLU at
# $\sigma_w^2 = 2$? And at 3: $1.5^{50} \approx 10^{?}$

# %%
explore(scenes.gradient_by_depth())

# %% [markdown]
# For ReLU the squared gradient changes by $\sigma_w^2/2$ a layer: flat at 2, $10^{8.8}$ at 3. All
# the curves are straight once $q$ has settled. Choose the residual layers: their gradient does
# not fade, for it has a way around every layer, but it grows. Choose tanh with layer norm at
# $\sigma_w^2 = 1$, and the curve that fell by six orders of magnitude stays within about one. The two
# networks stray around the line of theory, the more the deeper they are: 100 units are not
# infinitely many.

# %% [markdown]
# ## 12 Orthogonal weights (further)
#
# $\chi_1 = 1$ keeps the *mean* squared gradient. A mean can hide a lot. The derivative of a deep
# linear network is a product of its weight matrices. Take 50 random matrices, 200 x 200, Gaussian (normal), of
# variance 1/200, critical for a linear network. And take 50 **orthogonal** ones: rotations and
# reflections, which change no length.

# %%
guess(questions.STRETCH)

# %%
products = {
    "Gaussian": derivatives.product_singular_values(50, 200, seed=0, orthogonal=False),
    "orthogonal": derivatives.product_singular_values(50, 200, seed=0, orthogonal=True),
}
for name, values in products.items():
    print(
        f"{name:10} largest {values[0]:.1f}, 50th {values[49]:.1g}, median {values[100]:.0e}, "
        f"mean square {np.mean(values**2):.1f}"
    )
show(figures.singular_values_of_products(products))
reveal(questions.STRETCH, products["orthogonal"][0], "All of them: no rotation changes a length.")

# %% [markdown]
# The Gaussian product has a mean square near 1, as it should. But ten of the 200 directions carry
# more than 96 % of it, and 160 have shrunk below a hundredth. (This is one product. The largest value
# differs from seed to seed, from 7 to 16 in twelve of them.)
# The orthogonal product loses nothing. Saxe and colleagues showed that deep linear networks then
# learn in a time that does not grow with depth [8], and Pennington and colleagues what is left of it
# with a nonlinearity: tanh can come close to this **dynamical isometry**, ReLU cannot [9].
# `torch.nn.init.orthogonal_` draws such weights.

# %%
print("tanh, sigma_w^2 = 1.05, sigma_b = 0, input of size 0.05, after 30 layers: singular values")
for name, orthogonal in (("Gaussian", False), ("orthogonal", True)):
    weights, biases = signals.draw_layers(30, 100, orthogonal=orthogonal)
    h = signals.draw_inputs(1, 100, q=0.05)[0]
    layers = (weights.astype(float), biases)
    logs = derivatives.singular_values(h, layers, 1.05, 0.0, meanfield.TANH, at=[30])[0]
    print(f"{name:10} largest {10 ** logs[0]:.1f}, median {10 ** logs[50]:.0e}")

# %%
ask(questions.CHAOTIC_ROTATION)

# %% [markdown]
# ## 13 What normalization and residual connections change (further)
#
# ### 13.1 At the start
#
# Today's deep networks rarely rely on the start alone. They change the layer itself:
#
# - **LayerNorm** brings each sample's signal to mean 0 and variance 1 over the units [10];
# - **BatchNorm** brings each unit to mean 0 and variance 1 over the batch [11];
# - a **residual connection** adds a layer's input to its output, $h' = h + W \phi(h) + b$ [12].
#
# We build each in 40 layers of 100 tanh units, from three values of $\sigma_w^2$, and look at the
# gradient of every layer's weights, at the start of training.


# %%
class Block(nn.Module):
    """One hidden layer: its architecture, and the linear map of tanh."""

    def __init__(self, architecture, width=100):
        super().__init__()
        norms = {"layer norm": nn.LayerNorm, "batch norm": nn.BatchNorm1d}
        self.norm = norms[architecture](width) if architecture in norms else nn.Identity()
        self.linear = nn.Linear(width, width)
        self.skips = architecture == "residual"

    def forward(self, h):
        change = self.linear(torch.tanh(self.norm(h)))
        return h + change if self.skips else change


def gradients_by_layer(architecture, weight_variance, seed, num_layers=40):
    network = nn.Sequential(
        nn.Linear(64, 100), *[Block(architecture) for _ in range(num_layers)], nn.Linear(100, 10)
    )
    network.linears = [module for module in network.modules() if isinstance(module, nn.Linear)]
    initialize(network, weight_variance, 0.05, seed)
    nn.functional.cross_entropy(network(x[:200]), y[:200]).backward()
    return np.array([rms(block.linear.weight.grad) for block in network[1:-1]])


def typical_gradients(architecture, weight_variance):
    """Return the geometric mean over five networks: sizes that differ by powers of ten."""
    logs = [np.log(gradients_by_layer(architecture, weight_variance, seed)) for seed in range(5)]
    return np.exp(np.mean(logs, axis=0))


# %% [markdown]
# **Predict first.** Which of the four has about the same gradient in all layers, from every start?

# %%
kinds = ("plain", "layer norm", "batch norm", "residual")
gradients = {
    variance: {name: typical_gradients(name, variance) for name in kinds}
    for variance in (0.25, 1.76, 4.0)
}
print("RMS gradient of the weights, layer 1 / layer 40, typical of five networks")
for variance, curves in gradients.items():
    cells = [f"{name} {values[0] / values[-1]:.0e}" for name, values in curves.items()]
    print(f"sigma_w^2 = {variance:4}: {', '.join(cells)}")
show(figures.gradients_by_architecture(gradients))

# %% [markdown]
# None of them, strictly. But read the numbers, layer 1 against layer 40. (A single network may differ
# from the typical one by a factor of three.)
#
# - **Plain** needs the right start: from 0.25 the first layer gets less than a trillionth of the last
#   one's gradient, from 4 some two hundred times as much.
# - **Layer norm** brings every signal back to size 1, so the activations can no longer fade. What is
#   left is the factor of the gradients: from 0.25 a hundredth instead of a trillionth. (With biases
#   that start at 0, as usual, the scale of the weights would cancel altogether, forward and
#   backward.)
# - **Batch norm** does not depend much on the start either, but its gradients *grow* toward the
#   first layer. That is known [13]: at the start, batch norm alone does not cure deep networks, it
#   makes them explode slowly.
# - **Residual** connections let the gradient pass by every layer: it does not fade, from any of these
#   starts. It may grow, by $1 + \chi_1$ a layer in its square where $q$ stays small. Small
#   $\sigma_w^2$, which kills a plain network, gives the evenest gradients here: each layer then
#   changes the signal only a little.
#
# So no single value of $\sigma_w^2$ is critical for all. It is for each architecture to be computed anew,
# with the same tools.
#
# ### 13.2 After training
#
# These were gradients before the first step. What do they say about training? For layer norm your theory
# gives a forecast. The norm feeds tanh with a signal of size 1. The block makes of it one of size
# $q = \sigma_w^2\, \mathbb{E}[\tanh^2(z)] + \sigma_b^2$, and the next norm divides by $\sqrt{q}$. So this
# network is a plain one whose signals stay at size 1 and whose weights have the variance $\sigma_w^2 / q$. Is it order
# or chaos?

# %%
print("layer norm, sigma_w^2    chi_1    six depth scales")
for variance, bias_variance in architectures.STARTS:
    q = variance * gaussian_mean(lambda h: np.tanh(h) ** 2, 1.0) + bias_variance
    chi = chi_1(1.0, variance / q)
    reach = f"{6 * meanfield.depth_scale(chi):.0f} layers" if chi < 1 else "chaos"
    print(f"{variance:21} {chi:8.2f}    {reach}")

# %% [markdown]
# We trained such networks, with 50 blocks: these four kinds and a fifth, plain with orthogonal weights. They start
# from the three values above with $\sigma_b^2 = 0.05$, and from a second point of the critical line,
# $\sigma_w^2 = 1.05$ and $\sigma_b^2 = 0.00002$, where signals are so small that tanh is nearly straight. For each
# kind and start one network tries seven learning rates; the rate is the smallest of those that come within 2 points
# of the best, on validation images. Then five networks of other seeds learn at that rate for 20 epochs.
# `tools/study_architectures.py` in the course's repository has done it, and a test trains some of them again.

# %%
guess(questions.FROM_ORDER)

# %%
own, new = (architectures.accuracies(part) for part in ("train", "test"))
variances = [variance for variance, _ in architectures.STARTS]
print("new images in %: mean of five networks (lowest to highest), and the learning rate\n")
print(" " * 11 + "".join(f"{f'from {variance:g}':>24}" for variance in variances))
for kind, rows, rates in zip(architectures.ARCHITECTURES, new, architectures.rates()):
    cells = [
        f"{r.mean():.0f} ({r.min():.0f} to {r.max():.0f}) {lr:g}" for r, lr in zip(rows, rates)
    ]
    print(f"{kind:11}" + "".join(f"{cell:>24}" for cell in cells))
show(
    figures.trained_architectures(
        {"own images": own, "new images": new}, architectures.ARCHITECTURES, variances
    )
)
reveal(questions.FROM_ORDER, int((new[:, 0].mean(axis=1) > 50).sum()))

# %% [markdown]
# What to see:
#
# - **From order three kinds learn nothing**: plain, orthogonal and, as your theory foretold, layer norm. It
#   repairs the size of the signals, and not what they say: deep in the network all images look alike.
# - **On the critical line orthogonal weights beat Gaussian ones**, at the same rate: from either start they get
#   more of the new images right, in each of the five pairs. They are faster, too: after five epochs they know over 80 %
#   of the new images, and the mean of the Gaussian ones is near 70 %.
# - **In chaos** both stay below 60 % of the new images. The rate chosen there is the smallest that was tried,
#   so a smaller one might do more.
# - **Batch norm** hardly cares where it starts: it gets 74 to 93 % of the new images from everywhere. But its
#   gradients grow from block to block, and with 50 of them it never comes near the best.
# - **Residual** networks alone get over 85 % from all four starts, and they do best from the smallest
#   weights. That is what the gradients of section 13.1 announced.
#
# So the forecast from the start was right where it said *never*, and a good start is no promise. And keep to
# what was measured: 50 layers, 20 epochs of plain stochastic gradient descent, these digits.

# %% [markdown]
# ## 14 A start of your own (further)

# %%
open_task(questions.GELU_START)

# %% [markdown]
# ## 15 Your exercises

# %%
check.summary()

# %% [markdown]
# ## What to remember
#
# - A layer multiplies the mean square of a signal by $n_\text{in} \text{Var}(w)$, of an error by
#   $n_\text{out} \text{Var}(w)$, times what the activation function leaves of it. Over many layers
#   only a factor near 1 survives.
# - Equal units stay equal. Weights must be random; biases may be 0.
# - Glorot: $2/(n_\text{in} + n_\text{out})$. He: $2/n_\text{in}$ for ReLU, $2/((1 + a^2)\,
#   n_\text{in})$ for slope $a$. PyTorch's default is $1/(3n)$: too small for deep networks. Mean
#   square, not variance.
# - The q map says where size settles; the c map whether two inputs stay apart. A settled size says
#   nothing about geometry.
# - $\chi_1$ is the factor of squared differences and of squared gradients. Below 1 is order, above 1
#   chaos, and between them lies the critical line.
# - Differences die out over $\xi_c = -1/\ln \chi_1$ layers, and training reaches some six times as deep, if
#   the learning rate fits.
# - Before you blame the start, try another learning rate. Look at new images, too.
# - Orthogonal weights keep every direction and not only the mean. Normalization and residual
#   connections make the start matter less, and do not make it irrelevant.
#
# ## References
#
# 1. Y. LeCun, L. Bottou, G. B. Orr & K.-R. Müller, *Efficient BackProp*, in *Neural Networks: Tricks of
#    the Trade*, Springer 1998, [doi:10.1007/3-540-49430-8_2](https://doi.org/10.1007/3-540-49430-8_2).
# 2. X. Glorot & Y. Bengio, *Understanding the difficulty of training deep feedforward neural networks*,
#    AISTATS 2010, [PMLR 9:249-256](https://proceedings.mlr.press/v9/glorot10a.html).
# 3. K. He, X. Zhang, S. Ren & J. Sun, *Delving deep into rectifiers*, ICCV 2015,
#    [arXiv:1502.01852](https://arxiv.org/abs/1502.01852).
# 4. L. Lu, Y. Shin, Y. Su & G. E. Karniadakis, *Dying ReLU and initialization: theory and numerical
#    examples*, Communications in Computational Physics 28, 2020,
#    [arXiv:1903.06733](https://arxiv.org/abs/1903.06733).
# 5. B. Poole, S. Lahiri, M. Raghu, J. Sohl-Dickstein & S. Ganguli, *Exponential expressivity in deep
#    neural networks through transient chaos*, NIPS 2016,
#    [arXiv:1606.05340](https://arxiv.org/abs/1606.05340).
# 6. S. S. Schoenholz, J. Gilmer, S. Ganguli & J. Sohl-Dickstein, *Deep information propagation*,
#    ICLR 2017, [arXiv:1611.01232](https://arxiv.org/abs/1611.01232).
# 7. L. Xiao, J. Pennington & S. S. Schoenholz, *Disentangling trainability and generalization in deep
#    neural networks*, ICML 2020, [arXiv:1912.13053](https://arxiv.org/abs/1912.13053).
# 8. A. M. Saxe, J. L. McClelland & S. Ganguli, *Exact solutions to the nonlinear dynamics of
#    learning in deep linear neural networks*, ICLR 2014,
#    [arXiv:1312.6120](https://arxiv.org/abs/1312.6120).
# 9. J. Pennington, S. S. Schoenholz & S. Ganguli, *Resurrecting the sigmoid in deep learning through
#    dynamical isometry*, NIPS 2017, [arXiv:1711.04735](https://arxiv.org/abs/1711.04735).
# 10. J. L. Ba, J. R. Kiros & G. E. Hinton, *Layer normalization*, 2016,
#    [arXiv:1607.06450](https://arxiv.org/abs/1607.06450).
# 11. S. Ioffe & C. Szegedy, *Batch normalization*, ICML 2015,
#    [arXiv:1502.03167](https://arxiv.org/abs/1502.03167).
# 12. K. He, X. Zhang, S. Ren & J. Sun, *Deep residual learning for image recognition*, CVPR 2016,
#    [arXiv:1512.03385](https://arxiv.org/abs/1512.03385).
# 13. G. Yang, J. Pennington, V. Rao, J. Sohl-Dickstein & S. S. Schoenholz, *A mean field theory of
#    batch normalization*, ICLR 2019, [arXiv:1902.08129](https://arxiv.org/abs/1902.08129).
#
# [Start page](00_start_here.ipynb) · previous: [07 Animal faces](07_faces.ipynb) · next:
# [09 Ethics](09_ethics.ipynb)
