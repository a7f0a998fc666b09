# %% [markdown]
# # 03 Building MLPs in PyTorch
#
# [Start page](00_start_here.ipynb) · previous: [02 The computational benefits of
# nonlinearity](02_nonlinearity.ipynb) · next: [04 Softmax and cross-entropy](04_softmax.ipynb)
#
# In notebook 02 you chose weights by hand. Nobody chooses 203,530 of them by hand. Here you build
# the machine that finds them: a loss that says how wrong the network is, a gradient that says which
# way to go, and an optimizer that takes the steps. The heart of it, automatic differentiation, you write
# yourself, in five steps, and train a network with it. PyTorch's does the same with whole tensors.
#
# **You will be able to**
#
# - say which learning rates are too large, and why;
# - write the same model in NumPy and in PyTorch, a multilayer perceptron (MLP) of any size among them;
# - write an autodiff, which runs the chain rule backward through a graph;
# - tell from a loss curve what is wrong with a training loop, and repair it;
# - write momentum and Adam, and say what each adds to plain descent;
# - *further*: derive the backward pass of whole layers and check it, count parameters, tell what a
#   training step costs in arithmetic and in memory, and compare optimizers fairly.
#
# **You need** derivatives, matrices and basic Python; notebooks 01 and 02 help.
#
# **Time**: about 90 minutes for the core, 90 for what is marked *further*; about 15 seconds to run.

# %% tags=["setup"]
from helpers.runtime import start

device = start()

# %%
import math
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import torch
from torch import nn

import helpers.mlp
from helpers.building import (
    autodiff,
    backprop,
    costs,
    faults,
    figures,
    optimizers,
    questions,
    scenes,
)
from helpers.building.checks import check
from helpers.building.losses import LANDSCAPES, Landscape, two_features
from helpers.explorable import explore
from helpers.form import open_task
from helpers.guesses import guess, reveal
from helpers.pictures import show
from helpers.quiz import ask

# %% [markdown]
# ## 1 The world's smallest perceptron
#
# One input $x$, one weight $w$, no bias, no activation:
#
# $$\hat{y} = w\, x$$
#
# $\hat{y}$, read "y hat", is the **prediction**. We have samples $(x_i, y_i)$ of inputs with their
# **targets**, and want the $w$ whose predictions are close to the targets.
#
# ### 1.1 What does close mean?
#
# That is for us to say. A **loss** $\ell(\hat{y}, y)$ is a number that is larger the worse the
# prediction. Four common ones:
#
# | name | loss | remark |
# |:--|:--|:--|
# | L1 | $\lvert \hat{y} - y \rvert$ | the size of the error |
# | L2, squared | $(\hat{y} - y)^2$ | large errors count extra |
# | 0-1 | $1$ if the sign of $\hat{y}$ is not $y$, else $0$ | right or wrong, for labels $y = \pm 1$ |
# | hinge | $\max(0,\; 1 - y\, \hat{y})$ | right is not enough, a margin is wanted; $y = \pm 1$ |

# %%
guess(questions.PULLED)

# %%
x = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
y = np.array([0.5, 1.0, 4.0, 2.0, 2.5])  # the third should be 1.5
show(figures.losses(x, y, weights=np.linspace(0, 1.2, 481)))
reveal(questions.PULLED, "L2")

# %% [markdown]
# L1 finds 0.50 and passes the odd sample by, as a median does. L2 finds 0.64: it misses all five
# samples, to miss the odd one by a little less. Neither is right in itself. The loss states what you
# want.
#
# Look at the curve of the 0-1 loss once more. You will be asked about it.

# %% [markdown]
# ### 1.2 The slope tells the way
#
# How do we find the best $w$ without trying them all? Take one sample and half the squared error:
#
# $$L(w) = \tfrac{1}{2}\,(w x - y)^2, \qquad \frac{dL}{dw} = (w x - y)\, x$$
#
# The derivative is the product of two numbers: the **error** $w x - y$, and the input $x$, by which
# the weight acts on it. The factor $\tfrac{1}{2}$ is there to cancel the 2 of the square.
#
# Where the slope is positive, the loss grows to the right, so we go left. So we *subtract*:
#
# $$w \leftarrow w - \eta\, \frac{dL}{dw} = w - \eta\, (w x - y)\, x$$
#
# The **learning rate** $\eta$, in code `lr`, sets the length of the step. This is **gradient
# descent**, and for this model it has names of its own: the **delta rule**, or LMS for *least mean
# squares* [1].
#
# One slip to look out for is an update with a plus, $w \leftarrow w + \eta\, dL/dw$: it climbs.
#
# **Exercise 1.** Complete `delta_rule_step` for one sample with several inputs: `w` and `x` are arrays
# of the same length, and the prediction is $\sum_i w_i x_i$, in NumPy `np.dot(w, x)`. Return the new
# weights as a new array; leave `w` as it is.


# %%
def delta_rule_step(w, x, y, lr):
    """Return new weights after one step on one sample; the loss is (w x - y)^2 / 2.

    `w` and `x` are arrays of the same shape (num_inputs,), `y` and `lr` are numbers.
    """
    ### BEGIN SOLUTION
    error = np.dot(w, x) - y
    return w - lr * error * x
    ### END SOLUTION


delta_rule_step = check(delta_rule_step)

# %%
for lr in (0.01, 0.05, 0.5):
    w = np.array([0.0])
    for _ in range(3):  # three times through three samples of y = x / 2
        for xi in (1.0, 2.0, 3.0):
            w = delta_rule_step(w, np.array([xi]), xi / 2, lr)
    print(f"lr = {lr}: w = {w[0]:.4f} after 9 steps")

# %% [markdown]
# With 0.01 it is on its way to 0.5, with 0.05 nearly there, and with 0.5 it has been thrown far out.

# %%
ask(questions.ZERO_ONE)

# %% [markdown]
# ## 2 The learning rate
#
# ### 2.1 One weight
#
# So far each step looked at one sample. With $N$ samples we take the mean of their losses. For one
# weight it is a parabola, whose slope and **curvature** $\kappa$ (the derivative of the slope) are
#
# $$L(w) = \frac{1}{2N} \sum_{n=1}^{N} (w x_n - y_n)^2, \qquad
# \frac{dL}{dw} = \frac{1}{N} \sum_{n=1}^{N} (w x_n - y_n)\, x_n, \qquad
# \kappa = \frac{1}{N} \sum_{n=1}^{N} x_n^2$$
#
# A parabola's slope is $\kappa$ times the distance to its minimum $w^*$. So each step multiplies that
# distance by the same factor:
#
# $$w - \eta\, \kappa\, (w - w^*) - w^* = (1 - \eta\, \kappa)\,(w - w^*)$$
#
# You know this factor from notebook 01: it is Euler's, with $\eta \kappa$ in place of $\Delta t / \tau$.
# Gradient descent *is* Euler's method, for the equation $dw/dt = -dL/dw$. So the table is the same:
# smooth below $1/\kappa$, swinging between $1/\kappa$ and $2/\kappa$, exploding beyond.

# %%
guess(questions.TOO_LARGE)

# %%
x = np.array([1.0, 2.0, 3.0])
y = x / 2
walks = {
    lr: optimizers.descend(lambda w: np.array([np.mean((w * x - y) * x)]), [-0.5], lr, 12)[:, 0]
    for lr in (0.05, 0.35, 0.45)
}
show(figures.one_weight(lambda w: np.mean((w[:, None] * x - y) ** 2, axis=1) / 2, walks))
reveal(questions.TOO_LARGE, "0.45 alone")

# %% [markdown]
# $2/\kappa$ is 0.43. So 0.45 is too large, by a little, and already every step ends higher than the one
# before. A rate of 0.35 jumps across the minimum each time and arrives all the same.

# %% [markdown]
# ### 2.2 Two weights
#
# The world's second smallest perceptron has two inputs: $\hat{y} = w_1 x_1 + w_2 x_2$. Its loss has a
# partial derivative for each weight. The vector of both is the **gradient** $\nabla L$, and descent moves
# both weights at once: $w \leftarrow w - \eta \nabla L$.
#
# In the data below the second input is three times as large as the first. That makes the loss a
# *ravine*, with curvature 1 along $w_1$ and 9 along $w_2$. Each direction has its own factor
# $1 - \eta \kappa$, but there is only one $\eta$.
#
# **Predict first.** From which learning rate on does the path swing? From which does it explode?
# Move *Learning rate* to find out, or press *Descend* and watch.

# %%
explore(scenes.descent())

# %% [markdown]
# It swings from $1/9 \approx 0.11$ on and explodes beyond $2/9 \approx 0.22$: the *steep* direction
# sets the limit. And the flat one sets the time: at 0.03 almost nothing is left of the distance along
# $w_2$, but 40 % along $w_1$. Steep and flat at the same time is what makes descent slow. Here, two
# inputs scaled to the same size would make both curvatures 1.
#
# Choose *steep ravine*. It is turned by 45 degrees, and its curvatures are 1 and 100. The limit is now
# 2/100: at 0.01 the path comes down, at 0.03 it is thrown out.
#
# Now choose *two valleys*. That is the loss of the smallest MLP, $\hat{y} = w_2 \tanh(w_1 x)$. It has
# two minima: turn the signs of both weights, and the network computes the same. Set the learning rate
# to 0.3 and move the start. Which valley it ends in is decided by where it begins. At (0, 0) the gradient is
# zero, and nothing ever moves: an MLP whose weights are all zero never learns (notebook 08).

# %% [markdown]
# ## 3 NumPy and PyTorch side by side
#
# **Logistic regression** is one neuron with a sigmoid $\sigma(z) = 1/(1 + e^{-z})$, which turns the
# drive $z = w \cdot x + b$ into a probability $p$ of class 1. Its loss is the cross-entropy
# $-y \ln p - (1 - y) \ln(1 - p)$, whose derivative by $z$ is as short as can be: $p - y$. (Take both
# on trust here: notebook 04 derives them.)
#
# The data: petal length and width of two kinds of iris, 50 flowers each [6], standardized to mean 0
# and standard deviation 1. Class 1 is *virginica*.

# %%
from helpers.datasets import iris

measurements, species = iris.load()
two_kinds = species > 0
x = measurements[two_kinds][:, 2:]
x = (x - x.mean(axis=0)) / x.std(axis=0)
y = (species[two_kinds] == 2).astype(float)
print("x", x.shape, "  y", y.shape)

# %% [markdown]
# First NumPy. We compute the gradient by hand.

# %%
w, b = np.zeros(2), 0.0
for _ in range(200):
    z = x @ w + b
    p = 1 / (1 + np.exp(-z))
    w = w - 1.0 * x.T @ (p - y) / len(y)  # the learning rate is 1
    b = b - 1.0 * np.mean(p - y)
print(f"NumPy:   w = {w[0]:.6f}, {w[1]:.6f}   b = {b:.6f}")

# %% [markdown]
# Now PyTorch, line by line the same, with one difference: nobody writes a gradient. We say
# `requires_grad=True`, compute the *loss*, and `loss.backward()` fills in `w_torch.grad` and
# `b_torch.grad`.

# %%
x_torch, y_torch = torch.tensor(x), torch.tensor(y)
w_torch = torch.zeros(2, dtype=torch.float64, requires_grad=True)
b_torch = torch.zeros((), dtype=torch.float64, requires_grad=True)
for _ in range(200):
    z = x_torch @ w_torch + b_torch
    loss = nn.functional.binary_cross_entropy_with_logits(z, y_torch)
    loss.backward()
    with torch.no_grad():  # a step is no part of the model: it must not be recorded
        w_torch -= 1.0 * w_torch.grad
        b_torch -= 1.0 * b_torch.grad
    w_torch.grad = b_torch.grad = None  # otherwise the next gradient is added to this one
w1, w2 = w_torch.tolist()
print(f"PyTorch: w = {w1:.6f}, {w2:.6f}   b = {b_torch.item():.6f}")

# %% [markdown]
# And PyTorch as it is mostly written: a layer that owns its weights, and an optimizer that takes the
# step.

# %%
layer = nn.Linear(2, 1, dtype=torch.float64)
nn.init.zeros_(layer.weight)
nn.init.zeros_(layer.bias)
optimizer = torch.optim.SGD(layer.parameters(), lr=1.0)
for _ in range(200):
    optimizer.zero_grad()
    loss = nn.functional.binary_cross_entropy_with_logits(layer(x_torch)[:, 0], y_torch)
    loss.backward()
    optimizer.step()
w1, w2 = layer.weight[0].tolist()
print(f"nn:      w = {w1:.6f}, {w2:.6f}   b = {layer.bias.item():.6f}")

gap = max(abs(w - w_torch.detach().numpy()).max(), abs(w - layer.weight[0].detach().numpy()).max())
print(f"largest difference between the three below 1e-10: {gap < 1e-10}")
print(f"right on {np.mean((x @ w + b > 0) == y):.0%} of the flowers")
show(figures.boundary(x, y, w, b))

# %% [markdown]
# The same weights three times. PyTorch spared us the derivation. How? Sections 6 and 7 answer that.
#
# One detail. The loss gets $z$ and not $p$ (`_with_logits`): code that computes $p$ first and then
# $\ln p$ fails where $p$ rounds to 0. Numbers before the sigmoid are called **logits**.

# %% [markdown]
# ## 4 The words
#
# Neurons side by side form a layer; layers one after the other form a network.

# %%
show(figures.network())

# %% [markdown]
# - **neuron** or **unit**: a weighted sum plus a bias, then an activation function;
# - **layer**: units that share their inputs. Layer $k$ computes $h_k = g(W_k h_{k-1} + b_k)$, where
#   $h_{k-1}$ is the output of the layer before, $W_k$ a matrix of **weights** with one row for each
#   unit, $b_k$ a vector of **biases**, and $g$ the **activation function**;
# - **hidden layer**: any layer but the last. The **input layer** computes nothing and has no
#   parameters: it is only a name for the inputs;
# - **width**: the number of units of a layer. **Depth**: the number of layers with weights;
# - **parameters**: all weights and biases, what training changes. **Hyperparameters**: what you
#   choose, such as width, depth and learning rate;
# - **activations**: the *values* that the units put out for an input.
#
# Without $g$ the second layer could be multiplied into the first,
# $W_2 (W_1 x + b_1) + b_2 = (W_2 W_1)\, x + (W_2 b_1 + b_2)$, and depth would be for nothing (notebook 02).

# %% [markdown]
# ## 5 An MLP of any size
#
# In PyTorch a layer's weighted sums are an `nn.Linear(num_in, num_out)`, and an activation is a module
# too, such as `nn.ReLU()`. Both take a **batch** of samples at once: a tensor of shape
# `(num_samples, num_in)`. An `nn.Module` collects parameters, its own and those of the modules in it; an
# `nn.ModuleList` is a list of modules.


# %%
class MLP(nn.Module):
    """A multilayer perceptron of any size; after the last layer comes no activation."""

    def __init__(self, sizes, activation=nn.ReLU):
        super().__init__()
        self.linears = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(sizes))
        self.activations = nn.ModuleList(activation() for _ in sizes[1:-1])

    def forward(self, x):
        x = x.flatten(start_dim=1)  # (num_samples, 28, 28) becomes (num_samples, 784)
        for linear, activation in zip(self.linears, self.activations):
            x = activation(linear(x))
        return self.linears[-1](x)


def count_parameters(network):
    return sum(weights.numel() for weights in network.parameters())


network = MLP([784, 256, 10])
print(f"{count_parameters(network):,} parameters")
print("logits of 5 pictures:", tuple(network(torch.zeros(5, 28, 28)).shape))

# %% [markdown]
# There is one activation fewer than there are layers, so `zip` leaves the last layer for the end. Its
# outputs are logits, of any size and sign. The course's own `MLP`, which the next notebooks import, has
# the same weights from the same seed; it only checks its arguments more.

# %% [markdown]
# ## 6 The chain rule on a graph
#
# Now to the heart: how does `backward()` know the gradient? Take one sigmoid neuron with input $x$,
# target $t$, and a penalty on large weights:
#
# $$z = w x + b, \quad y = \sigma(z), \quad L = \tfrac{1}{2}(y - t)^2, \quad
# R = \tfrac{\lambda}{2} w^2, \quad J = L + R$$
#
# In a calculus class you would put everything into one formula and differentiate:
#
# $$\frac{\partial J}{\partial w} = \big(\sigma(wx + b) - t\big)\, \sigma'(wx + b)\, x + \lambda w$$
#
# That is right, and no way to treat a large network. The formula for $b$ repeats nearly all of it, and
# both grow with each layer. A program computes every intermediate number *once*, and its derivative
# once. Write $\bar{v}$ ("v bar") for $\partial J / \partial v$. Then, from the end to the start,
#
# $$\bar{J} = 1, \quad \bar{L} = \bar{R} = \bar{J}, \quad \bar{y} = \bar{L}\,(y - t), \quad
# \bar{z} = \bar{y}\, \sigma'(z), \quad \bar{b} = \bar{z}, \quad
# \bar{w} = \bar{z}\, x + \bar{R}\, \lambda w$$
#
# Each uses those before it. This is **backpropagation** [2, 3]. In the last one the weight acts on
# $J$ along *two* paths, through $z$ and through $R$, and the parts add up. That is the chain rule for
# several variables: **multiply along a path, add over paths.**

# %% [markdown]
# Here is the graph of this neuron, with λ = 0.1. (Here $y$ is the output and $t$ the target, and $\sigma' =
# \sigma\,(1 - \sigma)$.) It opens where every value is known and no derivative yet. Move *Step* to the right,
# and the derivatives flow back. On its way back along an arrow a derivative is multiplied by the slope that stands
# beside the arrow.
#
# **Predict first.** At which step does $w$ receive its first part, and from whom? Is it already the
# whole derivative?

# %%
explore(scenes.graph_stepper())

# %% [markdown]
# The first part comes at step 13, from $q = w^2$, when the long path through the sigmoid has not yet
# arrived. Only the last step, 19, from $u = w x$, completes it. Now set *Weight w* to 3 and *Input x* to
# 3 and look at the way back from $y$ to $z$: the sigmoid is flat out there, with a slope of 0.0003, and
# almost nothing of the error gets through to $w$.

# %% [markdown]
# ## 7 Build an autodiff
#
# Each operation knows only its own slopes. If $c = a\, b$, then $c$ changes by $b$ for each unit of
# $a$, and by $a$ for each unit of $b$. You need two things: numbers that *remember* what they were computed
# from, and a walk back. You write them in five steps. Where you skip one, the course's version stands in.
#
# ### 7.1 Numbers that remember
#
# A `Value` holds its number `data`, its `parents` (the Values that it was computed from), its `slopes`
# (its derivative by each parent, in the same order), and, later, its `grad`: the derivative of the final
# result by *it*. Python lets us say what `+` means for such objects: `a + b` calls `a.__add__(b)`. So you
# write an ordinary formula, and the graph grows behind it.
#
# **Exercise 2, the first step.** Complete `__add__`: return a *new* Value that knows its number, both operands and
# both slopes. The line that is there turns a plain number into a Value without parents.


# %%
class Value:
    """A number that remembers what it was computed from, and its slope along each of these."""

    def __init__(self, data, parents=(), slopes=()):
        self.data, self.parents, self.slopes = data, parents, slopes
        self.grad = 0.0

    def __add__(self, other):
        """Return a new Value, self plus other; `other` is a Value or a plain number."""
        other = other if isinstance(other, Value) else Value(other)
        ### BEGIN SOLUTION
        return Value(self.data + other.data, (self, other), (1.0, 1.0))
        ### END SOLUTION


Value = check(Value)

# %% [markdown]
# **The second step.** The product, likewise. Below, it becomes what `*` means. (`__rmul__` is asked where the
# plain number stands on the left, as in `2 * v`.) If you run the first step again, run those below it again,
# too.


# %%
def multiply(self, other):
    """Return a new Value, self times other; `other` is a Value or a plain number."""
    other = other if isinstance(other, Value) else Value(other)
    ### BEGIN SOLUTION
    return Value(self.data * other.data, (self, other), (other.data, self.data))
    ### END SOLUTION


multiply = check(multiply)
Value.__radd__ = Value.__add__
Value.__mul__ = Value.__rmul__ = multiply

# %% [markdown]
# **The third step.** One operation must bend. The derivative of $\tanh(x)$ is $1 - \tanh(x)^2$, and `math.tanh`
# computes it for a number. There is one parent only: a tuple of one is written with a comma, `(self,)`.


# %%
def tanh(self):
    """Return a new Value, the tanh of self."""
    ### BEGIN SOLUTION
    result = math.tanh(self.data)
    return Value(result, (self,), (1 - result**2,))
    ### END SOLUTION


tanh = check(tanh)
Value.tanh = tanh

# %% [markdown]
# ### 7.2 The walk back
#
# A node may pass its derivative on only when it has received all of it: after every node that was
# computed from it. So you need an order first, in which each Value comes *after its parents*. Turned
# around, every Value comes before them. (Such an order is called *topological*.)
#
# **The fourth step.** Complete `history`. One way is a function `visit(node)` inside it that calls itself: a node
# that has been seen is passed by; else visit all its parents, and then append the node to the list. Test
# yourself on $w \cdot w$: the node $w$ is a parent twice, and must be in the list once.


# %%
def history(root):
    """Return a list of every Value that `root` was computed from, and `root` itself.

    Each stands there once, and after all of its parents.
    """
    ### BEGIN SOLUTION
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

    visit(root)
    return order
    ### END SOLUTION


history = check(history)

# %% [markdown]
# **The fifth step.** Complete `backward`. It returns nothing; it sets the `grad` of every Value in the history.
# The derivative of the root by itself is 1, and all others start from 0, also where an earlier walk has
# left something. Then go from the root to the leaves. **The derivative that has arrived at a node, times
# the slope along a parent, is that parent's part.** Remember section 6: parts add up.


# %%
def backward(root):
    """Set `grad` of every Value in the history of `root` to the derivative of `root` by it."""
    ### BEGIN SOLUTION
    nodes = history(root)
    for node in nodes:
        node.grad = 0.0
    root.grad = 1.0
    for node in reversed(nodes):
        for parent, slope in zip(node.parents, node.slopes):
            parent.grad += node.grad * slope
    ### END SOLUTION


backward = check(backward)

# %% [markdown]
# That is all of it. We try it on the neuron of section 6, with $\lambda = 0.1$, beside the formula from
# the calculus class. Your Values know $+$, $\cdot$ and tanh, and that is enough for a sigmoid, too:
# $\sigma(z) = \tfrac{1}{2} + \tfrac{1}{2} \tanh(z / 2)$.

# %%
w, x, b, t = Value(2.0), Value(1.5), Value(-1.0), 0.0
y = (0.5 * (w * x + b)).tanh() * 0.5 + 0.5
J = (y + -t) * (y + -t) * 0.5 + w * w * 0.05
backward(J)

sigma = 1 / (1 + math.exp(-(2.0 * 1.5 - 1.0)))
by_hand = (sigma - 0.0) * sigma * (1 - sigma) * 1.5 + 0.1 * 2.0
print(f"J = {J.data:.6f}")
print(f"dJ/dw = {w.grad:.6f}, by the formula {by_hand:.6f};  dJ/db = {b.grad:.6f}")

# %% [markdown]
# One example proves little. So we let both, yours and PyTorch's, compute the same *random* graphs: thirty
# nodes, random operations, four inputs.

# %%
gaps = []
for seed in range(100):
    start_values = np.random.default_rng(seed).normal(size=4)
    ours = [Value(float(number)) for number in start_values]
    backward(autodiff.random_graph(ours, np.random.default_rng(seed + 1)))
    theirs = [torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in start_values]
    autodiff.random_graph(theirs, np.random.default_rng(seed + 1)).backward()
    gaps += [abs(a.grad - b.grad.item()) for a, b in zip(ours, theirs)]
print(f"{len(gaps)} derivatives on 100 graphs; all agree to 1e-10: {max(gaps) < 1e-10}")

# %% [markdown]
# ### 7.3 It learns
#
# An autodiff is all that training needs. Three tanh units and a sum shall learn XOR, the function that no
# single neuron can compute (notebook 02), with nothing but your Values.

# %%
weights = [Value(float(number)) for number in np.random.default_rng(0).normal(size=13)]


def tiny_network(x1, x2):
    output = weights[12]
    for k in range(0, 12, 4):
        w1, w2, bias, out = weights[k : k + 4]
        output = output + out * (w1 * x1 + w2 * x2 + bias).tanh()
    return output


samples = [(-1, -1, -1), (-1, 1, 1), (1, -1, 1), (1, 1, -1)]  # x1, x2, target
for step in range(41):
    loss = 0.0
    for x1, x2, target in samples:
        error = tiny_network(x1, x2) + -target
        loss = loss + error * error * 0.25
    backward(loss)
    for weight in weights:
        weight.data -= 0.2 * weight.grad
    if step % 10 == 0:
        print(f"step {step:2}: loss {loss.data:.5f}")
print("outputs:", ", ".join(f"{tiny_network(x1, x2).data:+.2f}" for x1, x2, _ in samples))

# %% [markdown]
# Thirteen weights, no line of calculus, and XOR is learned. Watch it: the same network, with your class and
# your walk back. Press *Train*, or move *Training step*. The marks are the four samples.

# %%
explore(scenes.xor_training(Value, backward))

# %% [markdown]
# It opens after 15 steps, when the border separates the samples already. Is it always that easy?

# %%
guess(questions.XOR_STARTS)

# %%
num_learned = 0
for seed in range(50):
    *_, (learned, loss) = autodiff.train_xor(Value, backward, lr=0.2, seed=seed, num_steps=100)
    outputs = autodiff.tiny_outputs(learned, *np.transpose(autodiff.XOR)[:2])
    num_learned += np.array_equal(np.sign(outputs), np.transpose(autodiff.XOR)[2])
print(f"all four corners right: from {num_learned} of 50 starts")
reveal(questions.XOR_STARTS, num_learned)

# %% [markdown]
# From one of the fifty it fails. In the picture that is *Start* 31: the loss comes down to about one half
# and stays there. A training that fails may have had bad luck with its start; section 2.2 showed that
# the start decides where descent ends. And fifty are few: other blocks of 50 starts give 42 to 50, and of 1000
# starts 93 % succeed. (The 82 % of three tanh units in notebook 02 had other inputs, starts and another rule.)
#
# PyTorch's autograd is your idea with *tensors* in place of numbers [4, 5]. It differs in one habit: it
# does not set the old gradients to zero, but adds to them. So `zero_grad()` is up to you.

# %% [markdown]
# ## 8 The training loop, and how it breaks
#
# The loss is a mean over all samples, and so is its gradient. A mean can be estimated from a few: a
# **mini-batch**, drawn at random, say 64 at a time. **Stochastic** gradient descent (SGD) once meant one
# sample a step; today it mostly means mini-batches. One pass through all samples is an **epoch**.
#
# Every training loop in PyTorch repeats the same four lines for each batch: clear the old gradients,
# since `backward()` adds to them; predict and measure; compute the gradients; move the weights.


# %%
def train_steps(model, batches, loss_fn, optimizer):
    """Take one training step for each batch (x, y); return the list of their losses, as numbers."""
    losses = []
    for x, y in batches:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())  # a number: the tensor would keep its whole graph
    return losses


# %% [markdown]
# Four lines, and three famous ways to get them wrong without any error message. Below, a network of 1, 16,
# 16 and 1 units fits 32 samples of the curve $\sin(3x)$. All take their steps by
# Adam, a rule of section 9. Runs A, B and C each have *one* fault; the dashed curve is the same run
# without it.

# %%
right, runs = faults.loss_curves(seed=0)
show(figures.loss_curves(runs, right))

# %% [markdown]
# **Exercise 3, a hunt.** Here is the code of run A. It runs. But the loss stops at 0.507, which is the
# variance of the targets, and in the end the network says nearly the same number for every input. A
# wider network, more steps and another learning rate change nothing. Find the fault and repair it; keep
# all else as it is. A good first move is to print what you only believe to know.


# %%
def fit(network, x, y, num_steps):
    """Fit inputs x (num_samples, 1) to targets y (num_samples,); return the list of losses."""
    ### BEGIN SOLUTION
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
    losses = []
    for _ in range(num_steps):
        optimizer.zero_grad()
        loss = ((network(x)[:, 0] - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
    ### INSTEAD
    # optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
    # losses = []
    # for _ in range(num_steps):
    #     optimizer.zero_grad()
    #     loss = ((network(x) - y) ** 2).mean()
    #     loss.backward()
    #     optimizer.step()
    #     losses.append(loss.item())
    # return losses
    ### END SOLUTION


fit = check(fit)

# %%
x, y = faults.curve()
network = faults.Fitter(seed=0)
losses = fit(network, x, y, 300)
print(f"after 300 steps the loss is below 0.001: {float(losses[-1]) < 0.001}")
print("prediction", tuple(network(x).shape), " targets", tuple(y.shape))
print("prediction - targets", tuple((network(x) - y).shape))

# %% [markdown]
# A column of 32 minus a row of 32 is a *table* of 32 × 32: every prediction against every target. For one
# prediction $p$, with $\mu$ the mean of the targets,
#
# $$\frac{1}{N} \sum_j (p - y_j)^2 = (p - \mu)^2 + \frac{1}{N} \sum_j (y_j - \mu)^2$$
#
# The second part is the variance, and no $p$ changes it. The first is zero when *every* prediction is
# $\mu$. The loss did what it was told. Now runs B and C.

# %%
ask(questions.CURVE_B)

# %%
ask(questions.CURVE_C)

# %% [markdown]
# Three faults, three signatures: level at the variance; swinging ever wider; smooth, and stuck above the
# run without fault. Before you try other learning rates, check the shapes, `zero_grad()`, and the number
# of parameters.

# %% [markdown]
# ## 9 Steps that remember
#
# Plain descent has two troubles: in a ravine one learning rate fits no direction, and the gradient of a
# batch is noisy. Two rules help that keep a **memory** of the gradients. Let $g$ be the present gradient;
# all operations are element by element.
#
# | rule | memory | step |
# |:--|:--|:--|
# | SGD | | $w \leftarrow w - \eta\, g$ |
# | momentum [8] | $m \leftarrow 0.9\, m + g$ | $w \leftarrow w - \eta\, m$ |
# | Adam [11] | $m \leftarrow 0.9\, m + 0.1\, g$, $\;s \leftarrow 0.999\, s + 0.001\, g^2$ | $w \leftarrow w - \eta\, \hat{m} / \sqrt{\hat{s}}$ |
#
# - **Momentum** adds up: directions that stay the same grow, those that alternate cancel.
# - **Adam** divides a mean gradient $m$ by the root of a mean square $s$. So each weight's step has a length
#   of about $\eta$, whatever the size of its gradient. Both means start from 0 and are too small at
#   first: after $t$ steps with the same gradient $g$, $m$ is $(1 - 0.9^t)\, g$. So
#   $\hat{m} = m / (1 - 0.9^t)$ and, likewise, $\hat{s} = s / (1 - 0.999^t)$ put that right.
#
# **Exercise 4, the first step.** Complete `momentum`. `memory` is handed to you at every step: keep $m$ in
# `memory.m`, which is 0 before the first.


# %%
def momentum(w, g, memory, lr):
    """Return the new weights, an array like w; `memory.m` holds m, and is to be brought up to date."""
    ### BEGIN SOLUTION
    memory.m = 0.9 * memory.m + g
    return w - lr * memory.m
    ### END SOLUTION


momentum = check(momentum)

# %% [markdown]
# **The second step.** Complete `adam`. `memory.m`, `memory.s` and the number of steps so far, `memory.t`, are 0 in
# the beginning. With `correct=False` leave the correction out: take $m$ and $s$ as they are. Add 1e-8 to
# the root, which keeps a division by zero away. Keep the *uncorrected* means in the memory.


# %%
def adam(w, g, memory, lr, correct=True):
    """Return the new weights, an array like w; `memory` holds m, s and t, to be brought up to date."""
    ### BEGIN SOLUTION
    memory.t += 1
    memory.m = 0.9 * memory.m + 0.1 * g
    memory.s = 0.999 * memory.s + 0.001 * g**2
    mean, mean_square = memory.m, memory.s
    if correct:
        mean = mean / (1 - 0.9**memory.t)
        mean_square = mean_square / (1 - 0.999**memory.t)
    return w - lr * mean / (np.sqrt(mean_square) + 1e-8)
    ### END SOLUTION


adam = check(adam)

# %% [markdown]
# Now switch the correction off. The numerator is too small at first, and so is the denominator.

# %%
guess(questions.FIRST_STEP)

# %%
for correct in (True, False):
    memory, w, lengths = SimpleNamespace(t=0, m=0.0, s=0.0), np.zeros(1), []
    for _ in range(12):
        new = adam(w, np.ones(1), memory, 0.1, correct)
        lengths.append(abs(new - w)[0])
        w = new
    listed = ", ".join(f"{lengths[step - 1]:.2f}" for step in (1, 2, 6, 12))
    print(f"correct={correct!s:>5}: steps 1, 2, 6 and 12 are {listed} long, at a rate of 0.1")
reveal(questions.FIRST_STEP, "longer than with it")

# %% [markdown]
# Longer, by a factor of $0.1 / \sqrt{0.001} \approx 3.2$: the mean comes out at a tenth of $g$, the root of the
# mean square at a thirtieth. At step 12 the steps are more than six times as long as they should be. On
# an easy map that may even help, as a larger rate would. But the rate is no longer the one that you set.
# Here are your two rules, beside SGD:

# %%
explore(scenes.rules_with_memory(momentum, adam))

# %% [markdown]
# Take *Adam corrects its means* away: its first step grows from 0.14 to 0.45. Then choose *steep ravine*
# and 100 steps: at a rate of 0.1 SGD and momentum leave the map, and Adam walks on. At 0.01 all three stay
# on it, and momentum gets lowest. So one rate for all is no fair race. Section 15 gives each rule its
# best.

# %% [markdown]
# ## 10 Any activation, by its name (further)
#
# We would like to write `MLP(sizes, "LeakyReLU(0.1)")`. The short way is
# `eval("nn." + text)`. Do not take it. `eval` runs *any* code: a text that comes from a configuration
# file, a web form or a colleague could delete your files.
#
# The safe way reads the text without running it. `ast.parse` is Python's own parser. It returns a
# tree, and we take from it a name, which must be on a list, and arguments, which must be literals:
# numbers, texts, and lists and the like of them (`ast.literal_eval` refuses every name and every call).

# %%
import ast

ALLOWED = {"ReLU": nn.ReLU, "Tanh": nn.Tanh, "LeakyReLU": nn.LeakyReLU, "PReLU": nn.PReLU}


def read_activation(text):
    """Return a new activation module; nothing in `text` is executed."""
    tree = ast.parse(text, mode="eval").body
    if isinstance(tree, ast.Name):
        return ALLOWED[tree.id]()
    by_place = [ast.literal_eval(argument) for argument in tree.args]
    by_name = {item.arg: ast.literal_eval(item.value) for item in tree.keywords}
    return ALLOWED[tree.func.id](*by_place, **by_name)


for text in ("Tanh", "LeakyReLU(0.1)", "LeakyReLU(negative_slope=0.3)"):
    print(read_activation(text))

# %% [markdown]
# The course's `make_activation` is this idea made complete: every activation of `torch.nn` that treats
# each unit by itself, and a clear refusal of everything else. So `Softmax` is out, which mixes all units
# of a layer, and so is `MultiheadAttention`, which torch happens to keep in the same file.

# %%
from helpers.mlp import make_activation

for text in ("Softplus(beta=2)", "Softmax(dim=1)", "__import__('os').remove('thesis.pdf')"):
    try:
        print(make_activation(text))
    except ValueError as error:
        print(str(error).split(". ")[0])

# %% [markdown]
# Why a *new* activation for each layer? A ReLU has no parameters, and it would make no difference. A
# PReLU has one, its slope on the left, and learns it.
#
# **Predict first.** How many parameters has a network of sizes 2, 3, 3, 3, 1 with ReLU? With PReLU?

# %%
for activation in ("ReLU", "PReLU"):
    print(
        f"{activation:>5}: {count_parameters(helpers.mlp.MLP([2, 3, 3, 3, 1], activation))} parameters"
    )

# %%
ask(questions.SHARED)

# %% [markdown]
# ## 11 Whole layers at once (further)
#
# A graph of single numbers would need millions of nodes for a real network. So let each node hold a
# whole vector. For $z = W x$ with $m$ outputs and $n$ inputs the slope becomes a matrix, the
# **Jacobian** $\partial z / \partial x$, with $m$ rows and $n$ columns, and the rule of section 7
# becomes a product of vector and Jacobian, for short a **VJP**:
#
# $$\bar{x} = \Big(\frac{\partial z}{\partial x}\Big)^{\!\top} \bar{z}$$
#
# The point is that one never needs the Jacobian itself. One needs to know what it *does* to a vector:
#
# | operation | Jacobian | the VJP, as one computes it |
# |:--|:--|:--|
# | $z = W x$, by $x$ | $W$ | $\bar{x} = W^\top \bar{z}$ |
# | $z = W x$, by $W$ | three indices, nearly all zeros | $\bar{W} = \bar{z}\, x^\top$ |
# | $h = g(z)$, unit by unit | diagonal | $\bar{z} = \bar{h} \odot g'(z)$ |
#
# $\odot$ multiplies element by element. We compare one with the full Jacobian, on a small layer:

# %%
rng = np.random.default_rng(0)
W = torch.tensor(rng.normal(size=(4, 3)))
x, v = torch.tensor(rng.normal(size=3)), torch.tensor(rng.normal(size=4))
jacobian = torch.autograd.functional.jacobian(lambda x: torch.tanh(W @ x), x)
short = W.T @ (v * (1 - torch.tanh(W @ x) ** 2))  # two lines of the table, no Jacobian
print("Jacobian", tuple(jacobian.shape), "- same product:", torch.allclose(jacobian.T @ v, short))

# %%
guess(questions.JACOBIAN)

# %%
rows, columns = 256 * 256, 256 * 784
print(f"Jacobian: {rows:,} x {columns:,} numbers = {rows * columns * 4 / 1e9:.1f} GB")
print(f"weights:  {784 * 256:,} numbers = {784 * 256 * 4 / 1e9:.4f} GB")
reveal(questions.JACOBIAN, rows * columns * 4 / 1e9)

# %% [markdown]
# Over fifty gigabytes for one layer of a small network, and 99.6 % of it zeros, since no picture acts on
# another picture's units. The VJP needs a matrix product with the weights that are there anyway.
#
# ### 11.1 The backward pass of an MLP
#
# Put the lines of the table together, for $N$ samples in the rows of a matrix $X$. Forward:
#
# $$Z = X W_1 + b_1, \quad H = \tanh(Z), \quad \hat{Y} = H W_2 + b_2, \quad
# L = \frac{1}{2N} \sum_{n,k} (\hat{Y}_{nk} - Y_{nk})^2$$
#
# The sum runs over samples $n$ and outputs $k$. (Samples stand in rows here, so weights have shape
# `(num_in, num_out)` and stand on the right. `nn.Linear` stores them the other way round.) Backward,
# from the end to the start:
#
# $$\bar{Y} = \frac{\hat{Y} - Y}{N}, \quad \bar{W}_2 = H^\top \bar{Y}, \quad
# \bar{b}_2 = \sum_n \bar{Y}_n, \quad \bar{Z} = (\bar{Y}\, W_2^\top) \odot (1 - H^2), \quad
# \bar{W}_1 = X^\top \bar{Z}, \quad \bar{b}_1 = \sum_n \bar{Z}_n$$
#
# Here $\bar{Y}$ is short for the derivative by the prediction $\hat{Y}$, not by the targets, and $H^2$
# squares each element. The transposes need not be learned by heart: only one order of the factors gives a gradient of the
# right shape, which is the shape of what it belongs to. Move *Step back* and read the shapes. Then move *Samples N*:
# which of the shapes change, and which cannot?

# %%
explore(scenes.shapes_both_ways())

# %% [markdown]
# $N$ stands in the shape of whatever is computed for each sample, and in no weight's. In the products
# $H^\top \bar{Y}$ and $X^\top \bar{Z}$ the samples meet and vanish: that is the sum over the batch.
#
# **Exercise 5.** Complete `two_layer_backward`. All arguments are NumPy arrays. Return the four
# gradients `dw1, db1, dw2, db2`.


# %%
def two_layer_backward(x, y, w1, b1, w2, b2):
    """Return a tuple (dw1, db1, dw2, db2): the loss's gradients, each of the shape of its weights.

    Shapes: x (num_samples, num_in), y (num_samples, num_out), w1 (num_in, num_hidden),
    b1 (num_hidden,), w2 (num_hidden, num_out), b2 (num_out,).
    """
    ### BEGIN SOLUTION
    h = np.tanh(x @ w1 + b1)
    dy = (h @ w2 + b2 - y) / len(x)
    dz = (dy @ w2.T) * (1 - h**2)
    return x.T @ dz, dz.sum(axis=0), h.T @ dy, dy.sum(axis=0)
    ### END SOLUTION


two_layer_backward = check(two_layer_backward)

# %%
problem = backprop.random_problem((784, 64, 10), num_samples=32, seed=0)
ours = two_layer_backward(**problem)
tensors = {name: torch.tensor(array, requires_grad=True) for name, array in problem.items()}
loss = backprop.two_layer_loss(**tensors)
loss.backward()
for name, gradient in zip(("w1", "b1", "w2", "b2"), ours):
    same = np.allclose(gradient, tensors[name].grad.numpy(), rtol=1e-9, atol=1e-9)
    print(f"gradient of {name}: shape {gradient.shape}, as torch's: {same}")

# %% [markdown]
# Four lines of NumPy agree with torch's autograd on 50,890 derivatives.
#
# ### 11.2 Why backward
#
# Seen as a whole, the derivative of the loss by the inputs is a product of Jacobians, one for each
# layer. Products of matrices may be computed in any order. **Predict first:** does it matter which end
# one begins at, for layers of 784, 256, 256 and 10 units and one loss?

# %%
shapes = [(1, 10), (10, 256), (256, 256), (256, 784)]  # loss by logits, logits by h2, ...
from_loss = sum(1 * rows * columns for rows, columns in shapes[1:])
from_input = sum(784 * rows * columns for rows, columns in shapes[:-1])
print(f"from the loss's side:  {from_loss:12,} multiply-adds")
print(
    f"from the input's side: {from_input:12,} multiply-adds, {from_input / from_loss:.0f} times as many"
)

# %% [markdown]
# From the loss's side a *row* moves through the network. From the input's side a whole matrix does.
# Training has one loss and many parameters: that is why it runs from the loss's side, in **reverse
# mode** [3, 4].

# %%
ask(questions.ORDER)

# %% [markdown]
# ## 12 The gradient check (further)
#
# You derived a gradient. Is it right? Ask the loss itself. Move one weight up and down by a small $h$
# and look:
#
# $$\frac{\partial L}{\partial w} \approx \frac{L(w + h) - L(w - h)}{2h}$$
#
# This **central difference** needs no derivation, only two forward passes for each weight. That is far
# too slow for training and just right for a test. Its own error is proportional to $h^2$.

# %%
guess(questions.CHECK_STEP)

# %%
hs = np.logspace(-10, -1, 28)
double = backprop.gradient_check(hs, np.float64)
single = backprop.gradient_check(hs, np.float32)
show(figures.gradient_check(hs, double, single))
for h in (1e-2, 1e-4):
    errors = backprop.gradient_check([h], np.float64)
    print(f"h = {h:g}: median relative error {np.median(errors):.1e} in float64")
medians = [
    np.median(backprop.gradient_check([10.0**power], np.float64))
    for power in questions.CHECK_STEP.x
]
reveal(questions.CHECK_STEP, np.round(np.log10(medians)))

# %% [markdown]
# Smaller is not better. Below some $h$ the two losses agree in nearly all their digits, and their difference is made of
# rounding errors, which the division by $2h$ blows up. For these ten networks of random weights, of 3
# inputs, 5 hidden units and 2 outputs, the best $h$ lies in between: from $10^{-6}$ to $10^{-5}$ in
# float64, where the error falls to about $10^{-10}$; and from $10^{-3}$ to $10^{-2}$ in float32, where no
# more than four or five digits can be had. Why does the float32 curve stay at 1 on the left? There $h$ is
# so small that $w + h$ is rounded back to $w$. Both losses are equal, their difference is 0, and the error
# is all of the gradient.
#
# So check gradients in float64. A relative error of $10^{-8}$ or below at $h = 10^{-5}$ says that the
# derivation is right. A forgotten factor or a wrong sign gives one near 1.
#
# How large the error is at a given $h$ depends on the network; that it falls by a factor of $10^4$ from
# $h = 10^{-2}$ to $10^{-4}$, as $h^2$ does, holds for each of the ten. (A ReLU is made of straight pieces:
# the formula errs only across its kinks.)

# %% [markdown]
# ## 13 What backward costs (further)
#
# Count the multiply-adds of one sample. Forward: one for each weight. Backward: one for each weight to
# get $\bar{W} = \bar{z}\, x^\top$, and one more to get $\bar{x} = W^\top \bar{z}$. So backward costs
# twice as much as forward: that is the rule of thumb. But the first layer's $\bar{x}$, the derivative by
# the *data*, is not needed by anybody.
#
# **Predict first.** How much does that save in a network of sizes 784, 256, 10?

# %%
from torch.utils.flop_counter import FlopCounterMode

print("backward / forward    by formula    counted in torch")
for sizes in ([784, 256, 10], [784] + [256] * 5 + [10], [100] + [1000] * 10 + [10]):
    ratio = costs.backward_macs(sizes) / costs.forward_macs(sizes)
    with FlopCounterMode(display=False) as forward_count:
        loss = helpers.mlp.MLP(sizes)(torch.zeros(1, sizes[0])).sum()
    with FlopCounterMode(display=False) as backward_count:
        loss.backward()
    counted = backward_count.get_total_flops() / forward_count.get_total_flops()
    name = f"{sizes[0]}-{len(sizes) - 2} x {sizes[1]}-{sizes[-1]}"
    print(f"{name:>18} {ratio:13.2f} {counted:19.2f}")

# %% [markdown]
# Nearly half: in this network almost all weights sit in the first layer, and there backward costs hardly
# more than forward. The ratio is 2 minus the first layer's share of the weights. So the rule of thumb
# holds where that share is small, as in deep networks.
#
# Either way, all derivatives together cost about as much as one or two forward passes. Central
# differences take two forward passes *for each parameter*: 407,060 of them for 203,530 parameters.
# That is why networks are trained by backpropagation.

# %% [markdown]
# ## 14 What a sample wants, and how noisy a batch is (further)
#
# ### 14.1 What one sample wants
#
# The loss is a mean over the samples. So its gradient is the mean of their gradients, and each sample, left
# alone, would move the weights its own way. Call minus the gradient of its own loss its **wish**. By the chain
# rule
#
# $$\text{wish} = -\frac{d}{dw} (\hat{y} - y)^2 = -2\, (\hat{y} - y)\, \frac{d\hat{y}}{dw}$$
#
# Your autodiff tells us what each of XOR's samples wants of each of the weights of section 7.3.

# %%
guess(questions.TORN)

# %%
*_, (weights, loss) = autodiff.train_xor(Value, backward, lr=0.2, seed=0, num_steps=5)
wishes = []
for x1, x2, target in autodiff.XOR:
    nodes = [Value(float(number)) for number in weights]
    error = autodiff.tiny_network(nodes, x1, x2) + -target
    backward(error * error)
    wishes.append([-node.grad for node in nodes])
    length = np.linalg.norm(wishes[-1])
    print(
        f"({x1:2}, {x2:2}): says {error.data + target:+.2f}, should say {target:2}; wish {length:.2f} long"
    )
wishes = np.array(wishes)  # (4 samples, 13 weights)
mean = wishes.mean(axis=0)
print(f"mean of the four wishes: {np.linalg.norm(mean):.2f} long")

nodes = [Value(float(number)) for number in weights]
backward(autodiff.xor_loss(nodes))
print("it is minus the gradient of the batch:", np.allclose(mean, [-node.grad for node in nodes]))
torn = np.sum((wishes > 0).any(axis=0) & (wishes < 0).any(axis=0))
reveal(questions.TORN, int(torn))

# %% [markdown]
# All of them. The four wishes nearly cancel: their mean is shorter than a fifth of the shortest. So the
# step pleases nobody much, and all four a little. Look at two of them on the network. A full line
# wants to grow, a dashed one to fall; the wider, the more. A line from a 1 is a bias.

# %%
explore(scenes.what_samples_want(Value, backward))

# %% [markdown]
# The two samples share their second input, and the network says nearly the same to both: 0.19 and 0.14.
# So $d\hat{y}/dw$ is much alike, but the errors have opposite signs, and most wishes do, too.
#
# Now move *Training step* to 0. The network says $-1.4$ to $-1.9$ to all four, so only the two samples
# with target 1 are far from it. Their wishes are the long ones, the mean is long, too, and the first step
# serves them: the own losses of the other two *rise*. From step 3 on every step lowers all four.
#
# That is one start. After five steps all 13 weights are torn like this from each of 50 starts, and from 49 of them
# the mean is shorter than each of the four wishes. A step of descent is a compromise.
#
# ### 14.2 How noisy is a batch?
#
# So a sample alone points elsewhere, and so does a small batch. **Batch** gradient descent uses all
# samples for each step, mini-batch descent a few, drawn at random. How good is the estimate that a few
# give? We take the ravine of section 2.2, with 4096 noisy samples.
# Every batch below is drawn in the same way, with no sample in it twice.

# %%
guess(questions.BATCH_NOISE)

# %%
x, y = two_features(num_samples=4096, noise=1.0)


def batch_gradient(w, size, rng):
    rows = rng.choice(len(x), size=size, replace=False)
    error = x[rows] @ w - y[rows]
    return x[rows].T @ error / size


start_w = np.array([-2.0, 2.0])
rng = np.random.default_rng(0)
sizes, spreads = (1, 4, 16, 64), []
for size in sizes:
    gradients = [batch_gradient(start_w, size, rng) for _ in range(4000)]
    spreads.append(np.sqrt(np.var(gradients, axis=0).sum()))

paths = {}
for size in (1, 8, 64):
    path = [start_w]
    for _ in range(128):
        path.append(path[-1] - 0.03 * batch_gradient(path[-1], size, rng))
    paths[size] = np.array(path)

show(figures.batches(paths, sizes, spreads))
reveal(questions.BATCH_NOISE, 100 * (spreads[-1] / spreads[0]) ** (1 / 3))

# %% [markdown]
# Half: the spread falls with the square root of the batch size, as for a mean of independent samples.
# So a hundred times the work buys ten times less noise. That is why small batches pay: 128 steps of one
# sample see 128 samples, 128 steps of 64 see 8192, and yet all three paths get near the minimum. But the
# noise does not stop there. A rough path needs a smaller learning rate, or one that shrinks, to settle
# [7].

# %% [markdown]
# ## 15 Six rules, and a fair race (further)
#
# Three more rules stand between SGD and Adam, or beside it:
#
# | rule | memory | step |
# |:--|:--|:--|
# | AdaGrad [9] | $s \leftarrow s + g^2$ | $w \leftarrow w - \eta\, g / \sqrt{s}$ |
# | RMSProp [10] | $s \leftarrow 0.99\, s + 0.01\, g^2$ | $w \leftarrow w - \eta\, g / \sqrt{s}$ |
# | Adamax [11] | $m$ as Adam, $\;s \leftarrow \max(0.999\, s, \lvert g \rvert)$ | $w \leftarrow w - \eta\, \hat{m} / s$ |
#
# - **AdaGrad** divides each weight's step by the size of its own gradients so far. So a steep direction
#   takes no longer steps than a flat one. Its $s$ only grows, and so $\eta / \sqrt{s}$ only shrinks.
# - **RMSProp** forgets old gradients, so that its steps need not die out.
# - **Adamax** takes the largest recent gradient in place of the mean square.
#
# In code each is a few lines. The small numbers keep a division by zero away.


# %%
def sgd(w, g, memory, lr):
    return w - lr * g


def adagrad(w, g, memory, lr):
    memory.s = memory.s + g**2
    return w - lr * g / (np.sqrt(memory.s) + 1e-10)


def rmsprop(w, g, memory, lr):
    memory.s = 0.99 * memory.s + 0.01 * g**2
    return w - lr * g / (np.sqrt(memory.s) + 1e-8)


def adamax(w, g, memory, lr):
    memory.t += 1
    memory.m = 0.9 * memory.m + 0.1 * g
    memory.s = np.maximum(0.999 * memory.s, abs(g) + 1e-8)
    return w - lr * memory.m / (1 - 0.9**memory.t) / memory.s


# %% [markdown]
# Are these, and yours, what `torch.optim` does? We run both for 50 steps on the smallest MLP of section 2.2.


# %%
def run_both(
    rule, make_optimizer, landscape="two valleys: the smallest MLP", num_steps=50, lr=0.05
):
    """Return the weights after descent by a rule of ours, and by an optimizer of torch's."""
    ground = LANDSCAPES[landscape]
    ours, memory = np.array(ground.start), SimpleNamespace(t=0, m=0.0, s=0.0)
    theirs = torch.tensor(ours, requires_grad=True)
    optimizer = make_optimizer([theirs], lr=lr)
    for _ in range(num_steps):
        ours = rule(ours, ground.gradient(ours), memory, lr)
        theirs.grad = torch.tensor(ground.gradient(theirs.detach().numpy()))
        optimizer.step()
    return ours, theirs.detach().numpy()


for rule, make_optimizer in (
    (sgd, torch.optim.SGD),
    (momentum, lambda w, lr: torch.optim.SGD(w, lr=lr, momentum=0.9)),
    (adam, torch.optim.Adam),
    (adagrad, torch.optim.Adagrad),
    (rmsprop, torch.optim.RMSprop),
    (adamax, torch.optim.Adamax),
):
    ours, theirs = run_both(rule, make_optimizer)
    same = np.allclose(ours, theirs, rtol=0, atol=1e-10)
    print(f"{rule.__name__:>8}: w = {ours[0]:+.4f}, {ours[1]:+.4f}   as torch.optim: {same}")

# %% [markdown]
# ### 15.1 A fair race
#
# Which rule is the fastest? One learning rate means something else to each. SGD's step grows with the
# gradient. The rules that divide by the gradient's size take steps about as long as the rate, wherever
# they are. So each rule gets a rate of its own, the best of the grid 0.001, 0.002, 0.005, 0.01, up to 10.
# A run *arrives* when its loss falls below 0.01 to stay there. The best rate is the one with the
# smallest median of the steps to arrive, over 20 runs from random starts. Who gets farther than 10 from
# the middle of the map is out. All other numbers stay as in the tables.
#
# **Predict first.** At a rate of 0.1 for all six, which would look fast?

# %%
arrivals = {
    landscape: {rule: optimizers.arrival_by_rate(landscape, rule) for rule in optimizers.RULES}
    for landscape in LANDSCAPES
}
show(figures.rates(arrivals))

# %% [markdown]
# In the ravine, a rate of 0.1 lets RMSProp and SGD arrive within 25 steps; momentum, Adam and Adamax need 45
# to 70, and AdaGrad 200 or more: a race at one rate would be won by the rule that this rate suits. SGD's best rate
# moves by a factor of 50 or more from landscape to landscape, for its step grows with the gradient. The best rates of
# the four rules that divide by the gradient's size move by 10 or less. And in the ravine SGD does well at one rate of the
# grid only; Adam does about as well at any from 0.1 to 2. That is worth much where nobody can afford to try
# them all.
#
# We chose the rates on these 20 starts. So the race itself is run on 100 *new* ones, for the same reason
# for which a network is judged on images that it has not seen.

# %%
starts = optimizers.random_starts(100, seed=1)
print("best rate: steps to arrive, median (quartiles); 201 is never\n")
print(" " * 9 + "".join(f"{landscape.split(':')[0].split(',')[0]:>20}" for landscape in LANDSCAPES))
for rule in optimizers.RULES:
    cells = []
    for landscape in LANDSCAPES:
        lr = optimizers.best_rate(landscape, rule)
        steps = optimizers.arrival(optimizers.race(landscape, rule, starts, lr)[1])
        low, middle, high = np.quantile(steps, [0.25, 0.5, 0.75], method="lower")
        cells.append(f"{lr:g}: {middle} ({low}-{high})")
    print(f"{rule:>9}" + "".join(f"{cell:>20}" for cell in cells))

# %% [markdown]
# The winner changes with the landscape:
#
# - **Ravine.** AdaGrad and RMSProp need 4 or 5 steps: they divide by each weight's own gradient, and to
#   them steep and flat look alike. Plain SGD, at its best rate, comes before momentum and Adam, whose
#   memory makes them overshoot a valley that is too gentle to need it. (The 177 of RMSProp is no misprint:
#   once its memory of large gradients has faded, a few small steps become long again and throw some runs
#   out of the minimum.)
# - **Steep ravine, turned.** Now the ravine does not run along a weight, and that help is gone: AdaGrad
#   and RMSProp take over 100 steps. It is the turn that does it: along the axes, in an equally steep
#   ravine, AdaGrad takes fewer than 10. Here momentum and Adam win, and most runs of SGD never arrive.
# - **Two valleys.** SGD, AdaGrad and RMSProp need 3 to 7 steps (from other starts, up to 12); the three
#   rules that average directions need over 20.
# - **Curved valley.** Nobody wins clearly: the quartiles of all six overlap.
#
# Look at the paths. The picture opens at the end of the race from one start; *Race* repeats it, *Start*
# has 20 others. Then set *Learning rates* to 0.1 for all: in the ravine, AdaGrad falls from the first
# place to the last.

# %%
explore(scenes.optimizer_race())

# %% [markdown]
# RMSProp's first step is long: its mean square starts at 0 and nothing corrects for that, so that it
# moves each weight ten times as far as Adam does at the same rate.
#
# These are toys of two weights, without noise. But the same is found in networks: in a comparison of
# fifteen optimizers on eight tasks none came first everywhere, and newer ones did not beat Adam reliably
# [13]. Which one looks best changes with the rates that are tried [14]. So when somebody shows you that A
# beats B, ask how both were tuned.

# %% [markdown]
# ### 15.2 A landscape where Adam loses
#
# Here is a landscape to start from, and what the three rules make of it, each at its best rate of the
# grid. Change it: `loss` and `gradient` must fit each other.

# %%
mine = Landscape(
    loss=lambda w1, w2: (w1**2 + 4 * w2**2) / 2,
    gradient=lambda w: np.array([w[0], 4 * w[1]]),
    minima=((0.0, 0.0),),
    start=(-2.0, 2.0),
)
for rule in ("SGD", "momentum", "Adam"):
    steps = optimizers.arrival_by_rate(mine, rule).min()
    listed = f"{steps:.0f}" if steps <= 200 else "more than 200"
    print(
        f"{rule:>8}: best rate {optimizers.best_rate(mine, rule):g}, arrives after {listed} steps"
    )

# %%
open_task(questions.ADAM_LOSES)

# %% [markdown]
# ## 16 Several outputs (further)
#
# The output layer depends on the question. Everything before it stays the same.
#
# | question | outputs | loss in PyTorch | targets |
# |:--|:--|:--|:--|
# | one number | 1 | `nn.MSELoss` | float `(N, 1)` |
# | $K$ numbers | $K$ | `nn.MSELoss` | float `(N, K)` |
# | yes or no | 1 logit | `nn.BCEWithLogitsLoss` | float `(N, 1)`, 0 or 1 |
# | one of $K$ classes | $K$ logits | `nn.CrossEntropyLoss` | class numbers `(N,)`, whole |
# | any of $K$ labels | $K$ logits | `nn.BCEWithLogitsLoss` | float `(N, K)`, 0 or 1 |
#
# None has an activation after the last layer. Regression wants any number, and the classification
# losses apply sigmoid or softmax themselves (notebook 04).
#
# Two traps. Shapes must agree, as the hunt of section 8 showed. And `nn.MSELoss` averages over *all*
# elements, samples and outputs alike, and has no factor $\tfrac{1}{2}$.

# %% [markdown]
# One network may answer two questions at once. Here it looks at handwritten digits of 8 × 8 pixels, and
# says which digit it is (ten logits), and where the center of the ink lies (two numbers, row and
# column). The hidden layer serves both **heads**. The loss is the sum of both losses.

# %%
from helpers.datasets import digits

images, labels = digits.load_all()
x = images.flatten(1)
ink = images.sum(dim=(1, 2))
rows = images.sum(dim=2) @ torch.arange(8.0) / ink
columns = images.sum(dim=1) @ torch.arange(8.0) / ink
centers = torch.stack([rows, columns], dim=1)


def two_head_loss(output, targets):
    label, center = targets
    classification = nn.functional.cross_entropy(output[:, :10], label)
    return classification + nn.functional.mse_loss(output[:, 10:], center)


torch.manual_seed(0)
network = helpers.mlp.MLP([64, 64, 12])
optimizer = torch.optim.Adam(network.parameters(), lr=0.02)
generator = torch.Generator().manual_seed(0)
order = torch.randperm(len(x), generator=generator)
train_rows, test_rows = order[:1297], order[1297:]
for _ in range(25):
    shuffled = train_rows[torch.randperm(len(train_rows), generator=generator)]
    batches = [(x[part], (labels[part], centers[part])) for part in shuffled.split(128)]
    train_steps(network, batches, two_head_loss, optimizer)

with torch.no_grad():
    output = network(x[test_rows])
guesses, guessed_centers = output[:, :10].argmax(dim=1), output[:, 10:]
right = (guesses == labels[test_rows]).float().mean()
miss = (guessed_centers - centers[test_rows]).square().mean().sqrt()
spread = centers[test_rows].std(dim=0).square().mean().sqrt()
print(f"500 digits it never saw: {right:.0%} right")
print(f"center of the ink: off by {miss:.2f} pixels; always saying the mean, by {spread:.2f}")

# %%
some = test_rows[:8]
show(
    figures.two_heads(
        images[some],
        labels[some].tolist(),
        centers[some].numpy(),
        guesses[:8].tolist(),
        guessed_centers[:8].numpy(),
    )
)

# %% [markdown]
# Both heads work, from one set of hidden units. This is one split and one start. Over five of them 96 to 98 %
# of the digits are right, and the miss is 0.5 to 0.7 times that of always saying the mean. Note what the
# training loop had to know about two heads: nothing. Only the loss knows.

# %%
ask(questions.ONE_OUTPUT)

# %% [markdown]
# ## 17 How many parameters, and how much memory (further)
#
# ### 17.1 Parameters
#
# **Exercise 6.** Complete `parameter_count`. `sizes` holds the number of inputs, the widths and the
# number of outputs, such as `[3, 4, 2]`. `pairwise(sizes)` gives neighbors: `(3, 4)`, `(4, 2)`.


# %%
def parameter_count(sizes):
    """Return the number of weights and biases of an MLP; `sizes` is a list of two numbers or more."""
    ### BEGIN SOLUTION
    return sum((num_in + 1) * num_out for num_in, num_out in pairwise(sizes))
    ### END SOLUTION


parameter_count = check(parameter_count)

# %%
guess(questions.FIRST_LAYER)

# %%
for sizes in ([3, 4, 2], [784, 64, 10], [784, 256, 10], [3072, 64, 64, 64, 3]):
    first = (sizes[0] + 1) * sizes[1]
    share = first / parameter_count(sizes)
    print(f"{sizes!s:>24}: {parameter_count(sizes):7,} parameters, {share:.0%} in the first layer")
reveal(questions.FIRST_LAYER, 100 * 3073 * 64 / parameter_count([3072, 64, 64, 64, 3]))

# %% [markdown]
# With pictures as inputs nearly all parameters of these networks sit in the first layer. A small color
# picture of 32 × 32 pixels has 3072 inputs, and so even 64 hidden units need 196,672 parameters.

# %%
ask(questions.WIDTH)

# %% [markdown]
# ### 17.2 Memory
#
# How much memory does a training step need, for a network of 300 billion parameters? For comparison, GPT-3
# has 175 billion [15]. One has to store
#
# - the parameters, and as many gradients. One copy of the gradients is enough for the whole batch, for
#   they are added up as they come;
# - the optimizer's memory: none for SGD, one copy of the parameters' size for momentum, two for Adam;
# - for *each sample* of the batch, the activations that the backward pass will need, and the inputs.
#
# **Exercise 7.** Complete `training_memory`. The first three arguments are counts of numbers; the
# activations and inputs are those of *one* sample. Return gigabytes: 1 GB is $10^9$ bytes.


# %%
def training_memory(
    num_parameters, num_activations, num_inputs, batch_size, bytes_per_number, optimizer_copies
):
    """Return the memory of a training step in GB, a number; all arguments are numbers."""
    ### BEGIN SOLUTION
    stored_once = num_parameters * (2 + optimizer_copies)
    each_sample = num_activations + num_inputs
    return (stored_once + batch_size * each_sample) * bytes_per_number / 1e9
    ### END SOLUTION


training_memory = check(training_memory)

# %% [markdown]
# **Predict first.** 30 layers of 100,000 units, on 100,000 inputs, have $30 \cdot 10^{10}$ = 300 billion
# weights. How many activations does the backward pass need for one sample? Write a number down.

# %%
num_weights = 30 * 100_000**2
num_activations = 30 * 100_000
print(f"weights: {num_weights:,}   activations of a sample: {num_activations:,}")
for name, activations in (("one a weight", num_weights), ("one a unit", num_activations)):
    total = training_memory(num_weights, activations, 100_000, 1000, 4, 2)
    print(f"1000 samples, Adam, float32, activations {name}: {total:,.0f} GB")

copy = num_weights * 4 / 1e9  # GB for one float32 number for each weight
once = {
    name: {"parameters": copy, "gradients": copy, "optimizer": num_copies * copy}
    for name, num_copies in (("SGD", 0), ("momentum", 1), ("Adam", 2))
}
per_sample, guessed = (
    training_memory(0, count, 100_000, 1, 4, 0) for count in (num_activations, num_weights)
)
show(figures.memory(once, np.logspace(0, 7, 50), per_sample, guessed))

# %% [markdown]
# 3,000,000: each unit has **one** activation, and as many weights as it has inputs. A sample takes twelve
# *mega*bytes, where one activation a weight would take 1200 gigabytes. So in this MLP the parameters fill
# the memory until the batch has some 400,000 samples. With Adam there are four numbers for each
# parameter: itself, its gradient and two means. Large models share these out over many machines
# [12].
#
# This holds where each weight is used once a sample. A convolutional network uses each weight at every
# place of an image, and there the activations may well outnumber the parameters.
#
# Is the count of activations right? We ask PyTorch what it really keeps for the backward pass.

# %%
network, batch = helpers.mlp.MLP([784, 256, 256, 10]), torch.rand(100, 784)
counted = costs.saved_for_backward(network, batch)
print(f"kept besides the parameters: {counted:,} numbers")
print(f"100 x (784 inputs + 512 activations) = {100 * (784 + 256 + 256):,}")

# %%
ask(questions.MEMORY)

# %% [markdown]
# ## 18 Your exercises

# %%
check.summary()

# %% [markdown]
# ## What to remember
#
# - The loss says what you want. The gradient says which way it grows. Descent *subtracts* it.
# - Along curvature $\kappa$ a step multiplies the distance by $1 - \eta \kappa$: it swings from
#   $\eta = 1/\kappa$ and explodes from $2/\kappa$. The steepest direction sets the limit.
# - An MLP has $\sum (n_{in} + 1)\, n_{out}$ parameters. The input layer has none.
# - Logits come out raw: no activation after the last layer.
# - Backpropagation: multiply along a path, add over paths, from the end to the start. Each node passes on
#   once, when all of its parts have arrived. It changes no weight; the optimizer does that.
# - A layer's backward pass is two matrix products. Check it with central differences, in float64, at $h$
#   near $10^{-5}$.
# - Backward costs one to two forward passes.
# - `zero_grad()`, forward, loss, `backward()`, `step()`. In every loop, forever.
# - A loss that is level at the targets' variance: look at the shapes. One that swings ever wider:
#   `zero_grad()`. One that is stuck above what it should reach: count the parameters.
# - Compare optimizers only when each has the best rate of a grid, over many starts.
# - Adam needs four numbers for each parameter; activations grow with the batch.
#
# ## References
#
# 1. B. Widrow & M. Hoff, *Adaptive switching circuits*, Technical Report 1553-1, Stanford Electronics
#    Laboratories, and IRE WESCON Convention Record 4:96-104, 1960,
#    [doi:10.21236/AD0241531](https://doi.org/10.21236/AD0241531): the delta rule.
# 2. D. Rumelhart, G. Hinton & R. Williams, *Learning representations by back-propagating errors*,
#    Nature 323:533-536, 1986, [doi:10.1038/323533a0](https://doi.org/10.1038/323533a0).
# 3. S. Linnainmaa, *Taylor expansion of the accumulated rounding error*, BIT 16:146-160, 1976,
#    [doi:10.1007/BF01931367](https://doi.org/10.1007/BF01931367): reverse mode, from his thesis of 1970.
# 4. A. Baydin, B. Pearlmutter, A. Radul & J. Siskind, *Automatic differentiation in machine learning: a
#    survey*, Journal of Machine Learning Research 18(153):1-43, 2018,
#    [arXiv:1502.05767](https://arxiv.org/abs/1502.05767).
# 5. A. Paszke et al., *PyTorch: an imperative style, high-performance deep learning library*, NeurIPS
#    2019, [arXiv:1912.01703](https://arxiv.org/abs/1912.01703).
# 6. R. A. Fisher, *The use of multiple measurements in taxonomic problems*, Annals of Eugenics
#    7:179-188, 1936,
#    [doi:10.1111/j.1469-1809.1936.tb02137.x](https://doi.org/10.1111/j.1469-1809.1936.tb02137.x): the
#    irises.
# 7. H. Robbins & S. Monro, *A stochastic approximation method*, Annals of Mathematical Statistics
#    22:400-407, 1951, [doi:10.1214/aoms/1177729586](https://doi.org/10.1214/aoms/1177729586).
# 8. B. Polyak, *Some methods of speeding up the convergence of iteration methods*, USSR Computational
#    Mathematics and Mathematical Physics 4(5):1-17, 1964,
#    [doi:10.1016/0041-5553(64)90137-5](https://doi.org/10.1016/0041-5553(64)90137-5): momentum.
# 9. J. Duchi, E. Hazan & Y. Singer, *Adaptive subgradient methods for online learning and stochastic
#    optimization*, Journal of Machine Learning Research 12:2121-2159, 2011,
#    [jmlr.org](https://jmlr.org/papers/v12/duchi11a.html): AdaGrad.
# 10. T. Tieleman & G. Hinton, *Lecture 6.5: rmsprop*, Coursera course Neural Networks for Machine
#     Learning, 2012,
#     [cs.toronto.edu](https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf).
# 11. D. Kingma & J. Ba, *Adam: a method for stochastic optimization*, ICLR 2015,
#     [arXiv:1412.6980](https://arxiv.org/abs/1412.6980): Adam and Adamax.
# 12. S. Rajbhandari, J. Rasley, O. Ruwase & Y. He, *ZeRO: memory optimizations toward training trillion
#     parameter models*, SC 2020, [arXiv:1910.02054](https://arxiv.org/abs/1910.02054).
# 13. R. Schmidt, F. Schneider & P. Hennig, *Descending through a crowded valley: benchmarking deep
#     learning optimizers*, ICML 2021, [arXiv:2007.01547](https://arxiv.org/abs/2007.01547).
# 14. D. Choi, C. Shallue, Z. Nado, J. Lee, C. Maddison & G. Dahl, *On empirical comparisons of optimizers
#     for deep learning*, 2019, [arXiv:1910.05446](https://arxiv.org/abs/1910.05446).
# 15. T. Brown et al., *Language models are few-shot learners*, NeurIPS 2020,
#     [arXiv:2005.14165](https://arxiv.org/abs/2005.14165): GPT-3.
#
# [Start page](00_start_here.ipynb) · previous: [02 The computational benefits of
# nonlinearity](02_nonlinearity.ipynb) · next: [04 Softmax and cross-entropy](04_softmax.ipynb)
