# %% [markdown]
# # 06 Deep expressivity
#
# [Start page](00_start_here.ipynb) · previous: [05 Training and evaluating](05_evaluation.ipynb) · next:
# [07 Animal faces](07_faces.ipynb)
#
# One hidden layer can approximate any continuous function (notebook 02). So why does anyone stack
# more? There is a clean answer, a mathematical one: folding. It is often told as if it described the
# networks that we train. Does it? In this notebook you count exactly what depth can do, what it
# does in random networks, and what it does in trained ones. These are three different things, and to
# keep them apart is the skill that you take away.
#
# **You will be able to**
#
# - count the linear pieces of a ReLU network exactly, with a counter of your own;
# - build a network that folds its input, and say what one layer would need for the same;
# - count what random and trained ReLU networks make of their depth, and compare it with the bound;
# - derive how a curve grows in a random tanh network, and predict its length;
# - tell a fair comparison of wide and deep from a claim that rests on one seed;
# - compare layers by Montúfar's bound in the plane (*further*);
# - say which waves a network learns first, and help it to paint a photograph (*further*).
#
# **You need** notebooks 02 and 03: ReLU networks, layers, parameters, training.
#
# **Time**: about 90 minutes for the core, 75 for what is marked *further*; about 20 seconds to run.

# %% tags=["setup"]
from helpers.runtime import start

device = start()

# %%
import numpy as np

from helpers import meanfield
from helpers.explorable import explore
from helpers.expressivity import (
    bounds,
    chaos,
    contest,
    figures,
    folding,
    in_plane,
    learned_folds,
    on_line,
    painting,
    questions,
    scenes,
    spectral_bias,
    study,
)
from helpers.expressivity.checks import check
from helpers.expressivity.relu_network import forward, random_layers
from helpers.form import open_task
from helpers.guesses import guess, reveal
from helpers.mlp import parameter_count
from helpers.pictures import show
from helpers.quiz import ask

# %% [markdown]
# ## 1 Why deeper, if one layer can do anything?
#
# The universal approximation theorem says that enough hidden units in one layer come as close to
# a continuous function as you like. It does not say how many are *enough*. If a deep network reaches
# the same with far fewer, depth pays. To compare, we need something to count.
#
# A ReLU network is made of straight pieces: between two kinks it is linear. So count the pieces.
#
# ### 1.1 One hidden layer
#
# $$f(x) = \sum_{i=1}^{N} v_i \, \text{ReLU}(w_i x + b_i)$$
#
# - $x$ is the input, one number, and $N$ the number of hidden units;
# - $w_i$ and $b_i$ are the weight and the bias of unit $i$, and $v_i$ is its output weight.
#
# Unit $i$ switches where $w_i x + b_i = 0$, at $x = -b_i / w_i$. There its slope jumps between 0 and
# $w_i$, so the slope of $f$ changes by $v_i\,|w_i|$. Call that the **bend**. Each unit has one kink, so
# $N$ units give at most $N + 1$ pieces. At most: a unit with $w_i = 0$ never switches, one with
# $v_i = 0$ is not heard, and kinks at the same place add their bends, which may even cancel.

# %%
guess(questions.CANCEL)

# %% [markdown]
# ### 1.2 Build a counter for any number of layers
#
# In a deep network a unit sees a *bent* input, and may switch several times. Still we need not search.
# Walk through the layers and keep a list of places. Between two neighbors on the list nothing below
# has switched, so the next layer's units are straight there. If one has different signs at the two
# ends, a straight line tells where it crosses zero. Add that place to the list. You build this in three
# steps, and your counter then does all counting on lines in this notebook.
#
# **Exercise 1.** Step 1: one layer. Complete `crossings`. On each piece, from one place of `x` to the
# next, each unit's value runs straight from its entry in one row of `z` to that in the next row. Return
# the places *inside* the pieces where a unit crosses zero, one for each piece and unit that does, in
# any order. The pieces differ in length.


# %%
def crossings(x, z):
    """Return the places, an array, at which units cross zero inside the pieces.

    x: places in rising order, shape (num_places,); z: the units' values there, (num_places, num_units).
    """
    ### BEGIN SOLUTION
    left, right = z[:-1], z[1:]
    piece, unit = np.nonzero(left * right < 0)
    share = left[piece, unit] / (left[piece, unit] - right[piece, unit])
    return x[piece] + share * (x[piece + 1] - x[piece])
    ### END SOLUTION


crossings = check(crossings)

# %% [markdown]
# **Exercise 2.** Step 2: all hidden layers. A network is a list of layers, each a pair (weights, biases);
# the last one gives the output. `forward(layers[:k], x[:, None])` is what the units of layer $k$ have at
# the places `x` *before* their ReLU, of shape (num_places, num_units). Start with an array of the two ends. For each
# hidden layer put the crossings that you find on the list. `on_line.merged` sorts a list of places, and where
# rounding errors have made two places of one, it keeps one.


# %%
def switch_points(layers, low, high):
    """Return, as a rising array, every x from low to high at which a hidden unit switches, and both ends.

    layers: pairs of weights (num_out, num_in) and biases (num_out,); the first has one input.
    """
    ### BEGIN SOLUTION
    x = np.array([low, high])
    for k in range(1, len(layers)):
        z = forward(layers[:k], x[:, None])
        x = on_line.merged(np.append(x, crossings(x, z)))
    return x
    ### END SOLUTION


switch_points = check(switch_points)

# %% [markdown]
# **Exercise 3.** Step 3: the output. Not every switch is a kink of the output: a unit may not be heard,
# and two bends may cancel. So look at the output's slope between neighbors on your list. A piece ends
# where the slope changes by more than $10^{-6}$; a smaller change is a rounding error.
# `forward(layers, x[:, None])[:, 0]` is the output at the places `x`.


# %%
def count_pieces(layers, low, high):
    """Return how many linear pieces the output has from low to high, a whole number.

    layers: as for switch_points, with one output.
    """
    ### BEGIN SOLUTION
    x = switch_points(layers, low, high)
    slopes = np.diff(forward(layers, x[:, None])[:, 0]) / np.diff(x)
    return 1 + np.sum(np.abs(np.diff(slopes)) > 1e-6)
    ### END SOLUTION


count_pieces = check(count_pieces)

# %%
three_units = [
    (np.array([[2.0], [-4.0], [1.0]]), np.array([0.0, 0.0, -1.0])),
    (np.array([[1.0, -0.5, 3.0]]), np.zeros(1)),
]
num_pieces = count_pieces(three_units, -10.0, 10.0)
print(f"ReLU(2x) - 1/2 ReLU(-4x) + 3 ReLU(x - 1): {num_pieces} pieces")
reveal(questions.CANCEL, int(num_pieces))

# %% [markdown]
# The first two units both switch at 0. Their bends are $1 \cdot 2$ and $-\tfrac{1}{2} \cdot 4$: the sum
# is 0. On both sides the function is $2x$, and the only kink left is at 1.

# %%
ask(questions.ONE_LAYER_PIECES)

# %% [markdown]
# Now three networks with random weights and 24 hidden units each.

# %%
guess(questions.MOST_PIECES)

# %%
networks = {
    "One layer of 24": random_layers([1, 24, 1], seed=1),
    "Two of 12": random_layers([1, 12, 12, 1], seed=1),
    "Four of 6": random_layers([1, 6, 6, 6, 6, 1], seed=1),
}
print("pieces from -3 to 3      exact     by a grid of   20   100  1000  10000 points")
for name, layers in networks.items():
    exact = count_pieces(layers, -3.0, 3.0)
    found = [on_line.count_on_grid(layers, -3, 3, n) for n in (20, 100, 1000, 10_000)]
    print(f"{name:24} {exact:5}  {found[0]:19} {found[1]:5} {found[2]:5} {found[3]:6}")
show(figures.functions_and_kinks(networks, -3, 3))
reveal(questions.MOST_PIECES, "about as many each")

# %% [markdown]
# About twenty each: depth has brought nothing here, and over 16 seeds the mean stays between 17 and 22
# for all three. The table also shows why we count exactly. Pieces can be
# very short, and a grid of 100 points finds only about half of them.

# %% [markdown]
# ## 2 Folding
#
# Random weights gain nothing by depth. Chosen weights do. Look at what two units can do:
#
# $$m(x) = 2\,\text{ReLU}(x) - 4\,\text{ReLU}(x - \tfrac{1}{2})$$
#
# For $x$ from 0 to 1 it rises with slope 2 up to $x = 1/2$ and falls with slope $-2$ after. Two inputs,
# $x$ and $1 - x$, give the same output: $m$ **folds** the interval in the middle, and stretches
# what is left to the old length. And what a network has folded it can fold again.
#
# **Exercise 4.** Build a network that folds `depth` times. It has `depth` hidden layers of 2 units. Write down
# what the two units of the first layer compute, and what the output makes of them when `depth` is 1. Then
# the design question: with what weights do the two units of the *next* layer hear these two, so that
# they see $m(x)$ as their input? (A layer's ReLU comes after its weights and biases; the output has none.)


# %%
def fold_network(depth):
    """Return a network that folds [0, 1] `depth` times, at least once: depth + 1 pairs (weights, biases).

    One input, `depth` hidden layers of 2 units, one output. Weights have shape (num_out, num_in).
    """
    ### BEGIN SOLUTION
    first = (np.array([[1.0], [1.0]]), np.array([0.0, -0.5]))
    between = (np.array([[2.0, -4.0], [2.0, -4.0]]), np.array([0.0, -0.5]))
    output = (np.array([[2.0, -4.0]]), np.zeros(1))
    return [first] + [between] * (depth - 1) + [output]
    ### END SOLUTION


fold_network = check(fold_network)

# %% [markdown]
# Fold a strip of paper yourself. *Next fold* turns its right half over; when it is done, go to the
# next depth, where the strip is stretched again. A pin through the folded strip makes a hole in
# every layer.

# %%
guess(questions.HOLES)

# %%
explore(scenes.fold_explorer())

# %%
reveal(questions.HOLES, int(count_pieces(fold_network(5), 0.0, 1.0)))

# %% [markdown]
# Left, the color says where a place of the strip was before any fold. Right, the same as a function:
# the pin's height is one output, the dots are the inputs that lead to it. Each fold doubles them. So
# after $k$ folds there are $2^k$ layers of paper, and the function has $2^k$ pieces. Whatever the
# network does *after* the folds, one kink for instance, it does on every layer of paper at once.
#
# What does it cost? A fold needs 2 units. One hidden layer gets one kink per unit, and $2^k$ pieces have
# $2^k - 1$ kinks between them. Your counter counts both: your network, and one of a single layer with the
# same output.

# %%
print("folds   deep: units, pieces   one layer: pieces, kinks")
for depth in (1, 2, 3, 5, 8, 10):
    deep, shallow = fold_network(depth), folding.one_layer_sawtooth(depth)
    units = sum(len(bias) for _, bias in deep[:-1])
    pieces = [count_pieces(layers, 0.0, 1.0) for layers in (deep, shallow)]
    print(f"{depth:5} {units:13} {pieces[0]:7,} {pieces[1]:19,} {pieces[1] - 1:6,}")

# %% [markdown]
# 20 units in ten layers against at least 1,023 in one. That is Telgarsky's sawtooth. He proved more than
# we have shown here: there are networks with about $k^3$ layers of a fixed width that a network with about $k$
# layers cannot even *approximate*, unless it has on the order of $2^k$ units [1].
#
# But these weights were *chosen*. Nobody has trained anything yet.

# %% [markdown]
# ## 2.1 Is it good for anything? (further)
#
# Who needs a sawtooth? Everyone who multiplies. For $x$ from 0 to 1,
#
# $$x^2 = x - \sum_{k=1}^{\infty} \frac{m_k(x)}{4^k},$$
#
# where $m_k$ is the sawtooth of $k$ folds (Yarotsky [2]). Stop after $K$ terms, and the error is at
# most $4^{-(K+1)}$.

# %%
x = np.linspace(0, 1, 4097)
square = x.copy()
print("folds   largest error   4^-(K+1)   pieces")
for depth in range(1, 7):
    square -= folding.sawtooth(x, depth) / 4**depth
    error = np.abs(square - x**2).max()
    print(f"{depth:5} {error:15.6f} {4.0 ** -(depth + 1):10.6f} {2**depth:8}")

# %% [markdown]
# Each fold divides the error by 4. (The network must also carry the sum along, which costs a few units
# more per layer.) One hidden layer has to pay with pieces: for the same error it needs on the
# order of $2^K$ of them.
#
# From a square comes a product, $xy = \tfrac{1}{2}\big((x+y)^2 - x^2 - y^2\big)$, and from products
# every polynomial. For smooth functions and high accuracy, depth has a real price advantage.

# %% [markdown]
# ## 3 Regions in the plane (further)
#
# With two inputs a unit switches along a line, and the lines cut the plane into **regions**. On a
# region every unit stays on or off, so the network is linear there.
#
# ### 3.1 One layer
#
# Draw one line after the other. A new line crosses each old one at most once. So the $k$-th line is
# cut into at most $k$ parts, and each part divides one region in two. Add up, and $N$ lines make at
# most $1 + N + N(N-1)/2$ regions.
#
# With $n$ inputs the cuts are not lines but spaces of $n - 1$ dimensions. The old cuts divide the new one
# into at most $R(N-1, n-1)$ parts, and again each part divides one region in two:
#
# $$R(N, n) = R(N-1, n) + R(N-1, n-1), \qquad \text{which gives} \qquad
# R(N, n) = \sum_{i=0}^{n} \binom{N}{i}.$$
#
# $\binom{N}{i}$ is the number of ways to choose $i$ of $N$. It follows the same rule, Pascal's, and so does the
# sum (Zaslavsky [3]).

# %%
for num_units, num_inputs in ((3, 2), (20, 2), (10, 10), (20, 1)):
    regions = bounds.count_regions(num_units, num_inputs)
    print(f"{num_units:2} units, {num_inputs:2} inputs: {regions:,}")

# %% [markdown]
# Three lines make 7 regions, not $2^3 = 8$: one of the eight patterns of on and off never occurs. With
# as many inputs as units, all patterns occur: $2^{10} = 1024$. With one input we are back at $N + 1$.

# %% [markdown]
# ### 3.2 Many layers: an upper hand, if used well
#
# A layer of 4 units can fold both coordinates of the unit square, as a handkerchief is folded: four
# quarters come to lie on one another. All that follows happens on four layers of cloth. Montúfar and
# colleagues turned this into a number [4]. A network with layers of $n_1, \dots, n_L$ units and $n_0$
# inputs can have at least
#
# $$\prod_{l=1}^{L-1} \Big\lfloor \frac{n_l}{n_0} \Big\rfloor^{n_0} \cdot \; \sum_{j=0}^{n_0}
# \binom{n_L}{j}$$
#
# regions. $\lfloor\;\rfloor$ rounds down. Each layer but the last multiplies by its folds, and the last
# one cuts. Note the words: it *can* have *at least* so many. The bound is about the best network of its
# shape.
#
# We count instead of believing. In the plane the trick of section 1.2 works with polygons: inside a cell,
# the next layer is linear, so its values at the corners tell where it cuts.


# %%
def cut(corners, z):
    """Cut a convex cell along the line where z, given at its corners, is zero."""
    parts = []
    for sign in (1, -1):
        part = []
        for i in range(len(corners)):
            j = (i + 1) % len(corners)
            if sign * z[i] >= 0:
                part.append(corners[i])
            if z[i] * z[j] < 0:  # the line crosses this edge
                part.append(corners[i] + z[i] / (z[i] - z[j]) * (corners[j] - corners[i]))
        parts.append(np.array(part))
    return parts


(weights, bias), _ = random_layers([2, 20, 1], seed=0)
cells = [in_plane.square(1e4)]
for w, b in zip(weights, bias):
    halves = []
    for cell in cells:
        z = cell @ w + b
        halves += cut(cell, z) if z.min() < 0 < z.max() else [cell]
    cells = halves
print(f"20 random lines: {len(cells)} cells, at most {bounds.count_regions(20, 2)}")

# %% [markdown]
# 211 of 211: random lines cross each other all, if only the square is large enough.
# `in_plane.cells` does the same layer after layer. Now 20 units in four arrangements. For each we take
# Montúfar's bound, a network built to fold, and five random ones.

# %%
guess(questions.HIGHEST_BOUND)

# %%
print("20 units as    bound   built to fold   random (five of them)")
for widths in ([20], [10, 10], [4] * 5, [2] * 10):
    bound = bounds.montufar_bound(2, widths)
    built = in_plane.count_cells(folding.folding_layers(widths), in_plane.UNIT_SQUARE)
    random_counts = [
        in_plane.count_cells(random_layers([2, *widths, 1], seed), in_plane.square(1e3))
        for seed in range(5)
    ]
    name = f"{len(widths)} x {widths[0]}"
    print(f"{name:11} {bound:8,} {built:15,}   {', '.join(map(str, random_counts))}")

print("\nwidth 8, bound by the number of layers:")
print(", ".join(f"{bounds.montufar_bound(2, [8] * depth):,}" for depth in (1, 2, 3, 4)))
reveal(questions.HIGHEST_BOUND, "five layers of 4")

# %%
folded = folding.folding_layers([10, 10])
one_fifth = in_plane.UNIT_SQUARE / 5
show(
    figures.folded_cells(
        {
            "One layer of 20": in_plane.cells(folding.folding_layers([20]), in_plane.UNIT_SQUARE),
            "10 + 10, built to fold": in_plane.cells(folded, in_plane.UNIT_SQUARE),
            "The lower left of its 25 squares": in_plane.cells(folded, one_fifth),
            "10 + 10, random, a part": in_plane.cells(
                random_layers([2, 10, 10, 1], seed=1), in_plane.square(3)
            ),
        }
    )
)

# %% [markdown]
# What to see:
#
# 1. **The bound is reached.** The networks built to fold have exactly 211, 1,400, 2,816 and 4 cells. In
#    the picture one star of ten lines appears 25 times: drawn once, on a cloth folded 5 by 5. Each copy
#    has 56 cells.
# 2. **Depth can lose.** Ten layers of 2 units have a bound of 4. With two inputs, a layer of two units
#    cannot fold. The bound is a *lower* one, and here a poor one: of these random networks one has 32.
#    Yet all stay far below the 211 of a single layer. Depth needs width to work with.
# 3. **Random networks do nothing of the kind.** Two layers of ten have about 200 cells, not 1,400. Five
#    layers of four have some 40 to 230, not 2,816. In the last panel (a part of the plane) lines bend
#    where they meet a line of the first layer, but nothing is copied.
#
# A bound on the possible says nothing about the usual.

# %%
ask(questions.WIDTH_TWO)

# %% [markdown]
# ## 4 What random and trained ReLU networks really do
#
# ### 4.1 Random: pieces along a half-line
#
# Start at the origin and walk straight on, in any direction. How many pieces does the network have
# along this half-line? We count for networks with 64, 128 and 192 hidden units, in 1, 2, 4 or 8 equal
# layers, 16 networks each. In all of section 4 the weights are normal with variance 2 / number of
# inputs, as He and colleagues chose them [5], and the biases are normal with variance 1.

# %%
guess(questions.HALF_LINE)

# %%
counts = {}
for depth in (1, 2, 4, 8):
    counts[depth] = {}
    for num_units in (64, 128, 192):
        sizes = [2, *[num_units // depth] * depth, 1]
        pieces = [
            count_pieces(
                on_line.restrict(random_layers(sizes, seed), start=[0, 0], direction=[1, 0]),
                0.0,
                1e4,
            )
            for seed in range(16)
        ]
        counts[depth][num_units] = np.array(pieces)
    shares = ", ".join(f"{pieces.mean() / n:.2f}" for n, pieces in counts[depth].items())
    print(f"{depth} hidden layers: pieces / units = {shares}")

show(figures.pieces_on_a_half_line(counts))
reveal(questions.HALF_LINE, counts[8][128].mean())

# %% [markdown]
# As many as in one layer. The count is about half the number of units, at every depth. The points are means,
# the bars two standard errors. In one layer the reason is plain: each unit switches once along a whole
# line, on this half or on the other. In deeper layers a unit may switch several times or never, and on
# average the two balance. Hanin and Rolnick proved that for random weights the mean number of pieces
# along a line is at most a constant times the number of units, and *not* exponential in depth [6].
#
# ### 4.2 Random: length
#
# Another measure of complexity is length. Send a circle through the layers. How long is its image? For
# weights of variance $\sigma_w^2 / n$, where $n$ is the number of a layer's inputs, half of the units
# are off at any place. So a layer multiplies squared lengths by $\sigma_w^2 / 2$ on average, and
# lengths by $\sigma_w / \sqrt{2}$.

# %%
print("sigma_w   length after 1, 3, 6 ReLU layers     (sigma_w / sqrt 2) to the power 1, 3, 6")
for sigma_w in (1.0, np.sqrt(2), 2.0):
    lengths = np.mean([chaos.relu_lengths(sigma_w**2, 6, 300, seed=s) for s in range(4)], axis=0)
    theory = [(sigma_w / np.sqrt(2)) ** layer for layer in (1, 3, 6)]
    measured = "".join(f"{lengths[layer]:9.2f}" for layer in (1, 3, 6))
    print(f"{sigma_w:7.3f} {measured}          " + "".join(f"{value:9.2f}" for value in theory))

# %% [markdown]
# With He's weights, $\sigma_w = \sqrt{2}$, the circle keeps its length: expected length does not grow
# with depth (Hanin, Jeong and Rolnick [7]). With larger weights it grows, but so does its size, by the
# same factor. Is that chaos?

# %%
ask(questions.RELU_CHAOS)

# %% [markdown]
# ### 4.3 Trained
#
# Perhaps training finds the folds? We train networks of 48 hidden units on a spiral, wide ones and deep
# ones, 16 of each, from the same kind of start as above. We count the cells before and after, in two
# places: in a window around the spiral, and in the whole plane. A **cell** is a region, a part of the plane
# on which no unit switches; `in_plane.count_cells` counts them exactly, as you did on the line, with polygons in
# the place of stretches. How many could there be? By a formula of Montúfar and colleagues [4] the best
# network with four layers of 12 has at least `bounds.montufar_bound(2, [12] * 4)` cells. (`contest`
# holds the tasks and the training for this and section 6.)

# %%
guess(questions.TRAINED_CELLS)

# %%
seeds = range(16)
places = {"window": in_plane.square(1.1), "plane": in_plane.square(1e4)}


def count_all(networks, square):
    """Return how many cells each of the networks has in a square."""
    return np.array([in_plane.count_cells(networks.network(seed), square) for seed in seeds])


x, labels = contest.draw_samples("loose spiral", 200, seeds)
examples = {}
print(f"the bound for 4 layers of 12: {bounds.montufar_bound(2, [12] * 4):,}\n")
print("medians of 16 networks   random   trained: share of that   which networks gain cells")
for name, widths in (("1 x 48", [48]), ("4 x 12", [12] * 4)):
    networks = contest.stack_layers([random_layers([2, *widths, 1], seed) for seed in seeds])
    before = {place: count_all(networks, square) for place, square in places.items()}
    examples[f"{name}, random"] = in_plane.cells(networks.network(0), places["window"])
    for _ in contest.train_stacked(networks, x, labels, lr=0.01, num_steps=200):
        pass
    examples[f"{name}, trained"] = in_plane.cells(networks.network(0), places["window"])
    for place, square in places.items():
        after = count_all(networks, square)
        gain = (after > before[place]).mean()
        who = {0: "none", 1: "all"}.get(gain, "under half" if gain < 0.5 else "over half")
        share = f"about {np.median(after / before[place]):.0%}"
        print(f"{name} in the {place:12} {np.median(before[place]):9,.0f}   {share:22}   {who}")
reveal(questions.TRAINED_CELLS, round(np.median(after), -2))

# %%
show(figures.trained_cells(examples))

# %% [markdown]
# The picture shows the networks of seed 0, in the window, as an example.
#
# In the window each of the 16 deep networks gains cells: the median network ends with about two and a half times
# as many. In the whole plane they do not gain: the median goes from 1,288 to about 1,100, and most networks
# end with fewer. (A share is the median of the networks' own; 48 lines make at most 1,177 cells.) So training moves cells to where the data are, and does not make many new ones. With the tight
# spiral of section 6 and 1,000 steps the count in the plane stays about where it was.
#
# And the bound? Hanin and Rolnick prove that for random weights the mean number of cells grows at most as
# $N^2/2$, times a constant, for $N$ units and two inputs, at any depth. While networks train, they count
# about as many, even where the labels are noise [8]. Here $N^2/2$ is 1,152. Our trained networks are near
# it, and more than a thousand times below the bound. Gradient descent has no reason to line up all layers
# as folding needs it. So keep the three sentences apart:
#
# - deep networks *can* have exponentially more pieces than shallow ones: true, section 2;
# - deep networks *have* exponentially more pieces: false, at random and after training;
# - more pieces *generalize* better: does not follow at all.

# %%
ask(questions.EXPONENTIAL)

# %% [markdown]
# ## 5 Chaos
#
# There is a kind of random network in which depth does make things wild. It needs a nonlinearity that
# saturates, such as tanh, and weights that are large enough. The theory is by Poole and colleagues
# [9], and we check it number by number.
#
# A layer takes what enters the units, $h$, and gives
#
# $$h' = W \tanh(h) + b$$
#
# - $h$ and $h'$ are vectors of $N$ numbers, one per unit, in this layer and in the next;
# - $W$ is random: its entries are normal with variance $\sigma_w^2 / N$;
# - $b$ is random too, with variance $\sigma_b^2$.
#
# ### 5.1 How large?
#
# Let $q$ be the mean of $h^2$ over the units. For many units the sum in each new $h'$ is normally
# distributed, so the next layer's $q$ is
#
# $$q' = \sigma_w^2 \, \mathbb{E}\big[\tanh^2(\sqrt{q}\, z)\big] + \sigma_b^2$$
#
# where $z$ is a standard normal number and $\mathbb{E}$ the mean over it. Iterate it with $\sigma_w = 2.5$ and
# $\sigma_b = 0.3$.

# %%
guess(questions.SIZES)

# %%
for q in (0.1, 30.0):
    sizes = [q]
    for _ in range(6):
        sizes.append(meanfield.next_q(sizes[-1], weight_variance=2.5**2, bias_variance=0.3**2))
    print("q by layer:", ", ".join(f"{size:.3f}" for size in sizes))
reveal(questions.SIZES, "at the same size, between the two")

# %% [markdown]
# A large signal and a small one end at the same size: a **fixed point** $q^*$, here near 4.08. This is
# what saturation does. It is unlike the ReLU, which passes every size on.
#
# ### 5.2 How long?
#
# Two points that lie close together, $h$ and $h + d$: do they come closer, or part? Follow their difference
# $d$ through one layer.
#
# 1. On a short way tanh is nearly straight: $\tanh(h_j + d_j) \approx \tanh(h_j) + \tanh'(h_j)\, d_j$, where
#    $\tanh'$ is the derivative. Subtract what becomes of $h$. The biases and $\tanh(h_j)$ cancel, and the new
#    difference is
#    $$d'_i = \sum_j W_{ij} \tanh'(h_j)\, d_j.$$
# 2. Square it, and take the mean over the random weights. Different weights are independent and have mean 0,
#    so every mixed product $W_{ij} W_{ik}$ has mean 0. Only squares remain, and $W_{ij}^2$ has the mean
#    $\sigma_w^2 / N$:
#    $$\mathbb{E}\big[d_i'^2\big] = \frac{\sigma_w^2}{N} \sum_j \tanh'(h_j)^2\, d_j^2.$$
# 3. The right side is the same for each of the $N$ units $i$. Add them up. With many units the sum is close to
#    its mean, and it is the new squared distance:
#    $$|d'|^2 = \sigma_w^2 \sum_j \tanh'(h_j)^2\, d_j^2.$$
# 4. How steep tanh is at unit $j$ has nothing to do with how large $d_j$ is. So replace $\tanh'(h_j)^2$ by its mean
#    over the units, where $h_j$ is normal with mean square $q^*$:
#
# $$|d'|^2 = \chi_1\, |d|^2, \qquad
# \chi_1 = \sigma_w^2 \, \mathbb{E}\big[\tanh'(\sqrt{q^*}\, z)^2\big]$$
#
# A layer multiplies squared distances by $\chi_1$. If $\chi_1 < 1$, neighbors come together: **order**. If
# $\chi_1 > 1$, they part: **chaos**.
#
# Now a whole curve. It is a chain of short steps $d$. A layer multiplies each step by $\sqrt{\chi_1}$, and so it
# multiplies their sum, the length. The next layer does it again. After $L$ layers the length has grown
# by $\chi_1^{L/2}$.

# %%
sigma_b = 0.3
print("sigma_w       q*    chi_1   length grows by")
for sigma_w in (1.3, 2.5, 4.0):
    q = meanfield.fixed_q(sigma_w**2, sigma_b**2)
    chi = meanfield.chi_1(q, sigma_w**2)
    print(f"{sigma_w:7} {q:8.3f} {chi:8.3f} {np.sqrt(chi):10.3f} per layer")

# %% [markdown]
# Theory is for infinitely many units. Now watch a circle in a network of 100.
#
# **Predict first.** The picture opens at layer 6. Will the unit go up and down as often in layer 3? And
# for $\sigma_w$ = 1.0?

# %%
explore(scenes.random_circle())

# %% [markdown]
# Left, the curve seen from its broad side (the two directions in which it extends most). In the middle,
# one of its units. Right, the length by layer. (The left and middle panels are scaled to the curve's
# size; the right one shows it shrink or grow.) This circle starts with $q = 1$. With $\sigma_w = 2.5$ the
# curve's size settles within a few layers, at $q^* \approx 4$, but its length grows on, so it has to
# fold. The units of a *single* hidden layer see the circle itself, layer 0 here: each goes up once and
# down once, whatever its weights: two turns. In layer 3 it turns about nine times, in layer 6 about 21
# times, in layer 8 more than 30. With $\sigma_w$ = 1.0 the number of turns stays near four. With small
# $\sigma_w$ the whole curve shrinks to a point: the network forgets where on the circle it was.
#
# You may read that random deep networks are chaotic. That holds for tanh with large weights. It does not
# hold for ReLU, and not for small weights. And what chaos computes is a random function. Notebook 08 comes
# back to the border between order and chaos, and asks where deep networks train.

# %% [markdown]
# ## 5.3 Measured, and how bent (further)
#
# **Exercise 5.** Measure how a length grows. Complete `curve_lengths`. `curve` holds the points of a closed curve,
# (num_points, width). `weights` and `biases` are lists with one entry per layer. Return the length of the
# curve and then its length after each layer: one number more than there are layers. The length is
# the sum of the distances from each point to the next, and from the last back to the first:
# `np.diff(curve, axis=0, append=curve[:1])` gives all these steps, row by row.


# %%
def curve_lengths(curve, weights, biases):
    """Return num_layers + 1 lengths of a closed curve, (num_points, width): at first, and after each layer.

    A layer turns the curve into tanh(curve) @ weight.T + bias.
    """

    ### BEGIN SOLUTION
    def length(points):
        steps = np.diff(points, axis=0, append=points[:1])
        return np.sqrt((steps**2).sum(axis=1)).sum()

    lengths = [length(curve)]
    for weight, bias in zip(weights, biases):
        curve = np.tanh(curve) @ weight.T + bias
        lengths.append(length(curve))
    return np.array(lengths)
    ### END SOLUTION


curve_lengths = check(curve_lengths)

# %% [markdown]
# We start with a circle of size $q^*$ in a random plane, in a network of 500 units per layer.
#
# **Predict first.** For $\sigma_w = 2.5$, how long is the curve after 6 layers, if it starts with
# length 1? Take 1.259 to the power 6.

# %%
width, num_layers, num_points = 500, 6, 1000
print("sigma_w   length after 6 layers: measured   theory")
for sigma_w in (1.3, 2.5, 4.0):
    rng = np.random.default_rng(0)
    q = meanfield.fixed_q(sigma_w**2, sigma_b**2)
    curve, _, _ = chaos.circle(width, num_points, q, rng)
    weights = [
        rng.normal(size=(width, width)) * sigma_w / np.sqrt(width) for _ in range(num_layers)
    ]
    biases = [rng.normal(size=width) * sigma_b for _ in range(num_layers)]
    lengths = curve_lengths(curve, weights, biases)
    theory = meanfield.chi_1(q, sigma_w**2) ** (num_layers / 2)
    print(f"{sigma_w:7} {lengths[-1] / lengths[0]:32.2f} {theory:8.2f}")

# %% [markdown]
# Theory is for infinitely many units. 500 come within 7 % of it, for eight seeds.
#
# ### How bent?
#
# A long curve could be a large smooth one. Is it? The **curvature** $\kappa$ of a circle is one over its
# radius. Theory says how it changes from layer to layer:
#
# $$\kappa'^2 = 3\,\frac{\chi_2}{\chi_1^2} + \frac{\kappa^2}{\chi_1}, \qquad
# \chi_2 = \sigma_w^2 \, \mathbb{E}\big[\tanh''(\sqrt{q^*}\, z)^2\big]$$
#
# ($\kappa$ is here multiplied by $\sqrt{N}$, and $\tanh''$ is the second derivative.) The first term is
# the bend that a layer adds. The second is what stretching leaves of the old bend.

# %%
measured, predicted = {}, {}
for sigma_w in (1.3, 2.5, 4.0):
    q = meanfield.fixed_q(sigma_w**2, sigma_b**2)
    states = chaos.propagate(sigma_w**2, sigma_b**2, num_layers=8, q=q, width=500, num_points=100)
    measured[sigma_w] = [shape for _, shape in states]
    predicted[sigma_w] = chaos.predict_shapes(sigma_w**2, sigma_b**2, num_layers=8, q=q)
show(figures.shapes_by_layer(measured, predicted))
for sigma_w in predicted:
    start, end = predicted[sigma_w][0], predicted[sigma_w][-1]
    print(
        f"sigma_w = {sigma_w}: length x curvature from {start.length * start.curvature:.1f} to "
        f"{end.length * end.curvature:.1f} in 8 layers"
    )

# %% [markdown]
# The lines are the theory, the points one network of 500 units: they lie on one another. In chaos the
# curvature levels off while the length grows on: the curve is as bent as ever, everywhere, and ever longer.
# The total, length times curvature, starts at $2\pi \approx 6.3$ for a circle and grows exponentially
# with depth. In order ($\sigma_w$ = 1.3) the curve shrinks and bends more tightly for it, as a small
# circle does. There the total still grows, but ever more slowly.

# %% [markdown]
# ## 6 Wide against deep, at one budget
#
# Enough theory: which one learns better? Here is a contest, and first its rules, because such contests
# are easily unfair.
#
# - **The same budget.** Each network may spend so many *parameters*, not units: layers between two
#   hidden layers are expensive. `contest.sizes_for` finds the widths; the table gives the
#   first layer's, and later layers may be one unit narrower.
# - **The same steps** of the same optimizer (1,000 of Adam), on the same points.
# - **Two starts for each.** PyTorch's own: weights and biases even between $\pm 1/\sqrt{n}$, for $n$
#   inputs of a layer. And He's: normal weights of variance $2/n$, biases 0 [5].
# - **Each its own learning rate**, the best on *validation* points. What suits one depth may break
#   another. Rates lie a factor of about 3 apart, and more are tried until the best has a worse or equal
#   one on either side.
# - **Twelve seeds**: new weights and new points each time. We look at the spread, not only at the middle.
# - **New points** for the final error.

# %%
for budget in (253, 782, 2701):
    shapes = {depth: contest.sizes_for(budget, depth) for depth in (1, 2, 3, 5)}
    words = [
        f"{depth}: {sizes[1]} wide ({parameter_count(sizes)})" for depth, sizes in shapes.items()
    ]
    print(f"budget {budget:4}, layers: width (spent)   " + ", ".join(words))

# %% [markdown]
# The two tasks are spirals of two arms: a loose one (one and a half turns) and a tight one (two and a
# half). The training takes some twenty minutes, so it was done before, by `tools/make_contest.py` in the
# course's repository, and all errors are stored in `data/contest.json`. A test trains some of the networks again.
#
# **Predict first.** Will the deepest network win, the widest, or neither? At the smallest budget? At the
# largest?

# %%
runs = study.choose_by_validation(study.load_results())
show(figures.contest_results(runs))

# %% [markdown]
# ### 6.1 What one seed proves
#
# Suppose that twelve groups work on the question, and each has the means for one seed. Each trains a network of
# one layer and one of three, on the tight spiral, with 782 parameters, from PyTorch's start. Each counts the
# errors of its two networks on 1,000 new points, and publishes the difference with a 95 % interval. Where
# the interval leaves out 0, the title says so: *Deeper is better*, or *Wider is better*.

# %%
guess(questions.GROUPS)

# %%
chosen = {study.condition(run): 100 * np.array(run["test_error"]) for run in runs}
deep, wide = (chosen["tight spiral", 782, "PyTorch", depth] for depth in (3, 1))
titles = {"Deeper is better": 0, "Wider is better": 0, "no title": 0}
for seed in range(12):
    _, low, high = study.published_claim(deep[seed:], wide[seed:])
    title = "Deeper is better" if high < 0 else "Wider is better" if low > 0 else "no title"
    titles[title] += 1
print(", ".join(f"{title}: {count}" for title, count in titles.items()))
reveal(questions.GROUPS, titles["Deeper is better"])

# %% [markdown]
# Five groups prove that depth helps, six that it hurts.
#
# **Exercise 6, a hunt.** Here is the code of these groups, given the errors of all twelve seeds. It runs. But
# bring the same networks in another order, and it is sure of the opposite. Find out why, and repair it: it
# should say what depth changes *on average over seeds*, and how sure that is.
# `study.student(num_seeds)` says how many standard errors of a mean a 95 % interval reaches to either side
# (Student's; 2.2 for twelve seeds).


# %%
def compare_depths(deep, wide):
    """Return by how many points the deep networks' error is larger: mean, low and high end of 95 %.

    deep, wide: test errors in %, arrays (num_seeds,). Entry s of both learned the points of seed s.
    """
    ### BEGIN SOLUTION
    differences = deep - wide
    half = study.student(len(deep)) * differences.std(ddof=1) / np.sqrt(len(deep))
    return differences.mean(), differences.mean() - half, differences.mean() + half
    ### INSTEAD
    # p, q = deep[0] / 100, wide[0] / 100
    # difference = 100 * (p - q)
    # half = 100 * study.student(1000) * np.sqrt((p * (1 - p) + q * (1 - q)) / 1000)
    # return difference, difference - half, difference + half
    ### END SOLUTION


compare_depths = check(compare_depths)

# %%
mean, low, high = compare_depths(deep, wide)
print(f"three layers against one, twelve seeds: {mean:+.1f} points, from {low:+.1f} to {high:+.1f}")

# %% [markdown]
# Twelve seeds leave it open: 0 lies inside. A group's interval says what would happen if the *same two networks*
# were tested on other points. It knows nothing of other networks. Note also what is paired: both networks
# of a seed learn the same points. Hard points are hard for both, and cancel in the difference.
#
# ### 6.2 All of them
#
# Your comparison now reads the whole contest. For each depth the table gives the mean of the twelve
# differences to one layer, and in brackets its 95 % interval.

# %%
for start in contest.STARTS:
    print(f"\n{start} start: median error in % of one layer; then points more than one layer has")
    for task in contest.TASKS:
        for budget in (253, 782, 2701):
            one = chosen[task, budget, start, 1]
            cells = []
            for depth in (2, 3, 5):
                mean, low, high = compare_depths(chosen[task, budget, start, depth], one)
                cells.append(f"{depth}: {mean:+5.1f} [{low:+5.1f}, {high:+5.1f}]")
            print(f"{task}, {budget:4}   1: {np.median(one):4.1f}   " + "   ".join(cells))

# %% [markdown]
# It depends, and on more than depth.
#
# 1. **Too narrow loses.** 253 parameters make 63 units side by side, or five layers of only 7. The five
#    layers have the larger error on both tasks and from both starts.
# 2. **The start decides whether depth wins.** Take the tight spiral with 782 or 2,701 parameters. From He's
#    start two and three layers have fewer errors than one, by 2 to 3 points. From PyTorch's start only one
#    of these four pairs shows a gain, by about 1 point: two layers with 2,701 parameters.
# 3. **On an easy task little is left to win.** With 2,701 parameters every depth learns the loose spiral,
#    from both starts, with a median error below 1 %.
# 4. **The spread between seeds is often larger than the difference between depths.** With 782 parameters
#    from PyTorch's start, five layers get from 2 to 50 % of the tight spiral wrong, by the seed alone.
#
# There are 36 intervals here. If depth never mattered, one or two of them would still leave out 0. So
# trust a pattern, such as four of four, before a single one.
#
# Depth asks for enough width, for a task that is hard enough, and for a good start (notebook 08). And
# keep to what was measured: two spirals, ReLU, Adam, 1,000 steps.

# %%
ask(questions.CONTEST)

# %% [markdown]
# ## 6.3 Train one yourself (further)
#
# Everything can be chosen: what the budget is spent on, the task, the initial weights, the learning rate,
# the seed. The picture opens with a finished training of one layer.
#
# **Predict first.** Train 5 layers at the same budget, with PyTorch's weights, from several seeds. How far
# apart will they end? And with He's?

# %%
explore(scenes.budget())

# %% [markdown]
# Left, the network's answer over the plane: the paler, the less sure. Right, its errors. At a small
# budget five layers are narrow. With PyTorch's weights one seed finds the arms while the next gets stuck:
# all ten lose to the wide network, and some only guess. With He's weights eight or nine of the ten
# come below 3 %.
# The button also stops a training.

# %% [markdown]
# ## 7 Two harder tasks (further)
#
# Now the other side. One task has a clear rule, the spiral. The other is noisy: two half moons that
# overlap widely, and only 100 points. Each is learned by a linear network (logistic regression), by one
# with 2 layers (20 hidden units and the output) and by one with 4 layers (20, 20, 20 and the output), for
# 150 steps of Adam. There are 16 seeds, each with new weights and new points.

# %%
guess(questions.MOONS)

# %%
tasks = {"Spiral": (contest.spiral, 200), "Noisy moons": (contest.moons, 100)}
shapes = {"Linear": [2, 1], "2 layers": [2, 20, 1], "4 layers": [2, 20, 20, 20, 1]}
errors, losses, maps = {}, {}, {}
print("loss on new points, median of 16 seeds")
for task, (draw, num_points) in tasks.items():
    x, labels = contest.stack_samples([draw(num_points, seed=seed) for seed in seeds])
    new = contest.stack_samples([draw(2000, seed=1000 + seed) for seed in seeds])
    for name, sizes in shapes.items():
        networks = contest.stack_layers([contest.random_network(sizes, seed) for seed in seeds])
        for _ in contest.train_stacked(networks, x, labels, lr=0.03, num_steps=150):
            pass
        errors[task, name] = [contest.error_rates(networks, *part) for part in ((x, labels), new)]
        losses[task, name] = contest.mean_losses(networks, *new)
        maps[task, name] = (contest.probability(networks, 0), x[0], labels[0])
        print(f"{task:12} {name:10} {np.median(losses[task, name]):.1f}")

show(figures.errors_by_network(errors))

# %%
show(figures.decision_maps(maps))  # of the first seed, as an example
worse = errors["Noisy moons", "4 layers"][1] > errors["Noisy moons", "Linear"][1]
share = "most" if worse.mean() > 0.6 else "not most"
print(f"moons, new points: 4 layers have more errors than the linear network in {share} pairs")
reveal(questions.MOONS, "the linear one does as well as any")

# %% [markdown]
# On the spiral each step up helps, on new points too: the linear network fails, 2 layers get the rough
# shape, 4 layers get it nearly right. These do *not* have the same budget: 3, 81 and 921 parameters.
#
# On the moons the picture turns. The noise is so large that a straight border is about as good as any on
# new points: 2 layers do no better. With 4 layers the fewest training points are wrong, and the most new
# ones. In most of the 16 pairs they have more errors on new points than the linear network. Their loss
# there is larger in every pair, and about 2.5 times as large in the median: they are wrong and sure of it. The
# network spends its freedom on the noise, and its border winds around single points. This is
# **overfitting**, of notebook 05. What a model *can* express says what it could learn, and how carefully
# you must validate.

# %% [markdown]
# ## 8 Spectral bias: what is learned first (further)
#
# A last gap between *can express* and *does learn*. We train a network with one input on a sum of three
# sines of the same amplitude, with 1, 4 and 12 periods, and watch how much of each it has learned. Eight
# seeds: the line is their median, the band reaches from the lowest to the highest.

# %%
guess(questions.SINES)

# %%
frequencies = [1, 4, 12]
run = spectral_bias.learn_sines(frequencies, num_steps=200, stride=10)
show(figures.sine_snapshots(run, at=[10, 50, 200]))
reveal(questions.SINES, "the slow one first, the fast one last")

# %% [markdown]
# First a slanted line, then the slow wave, then the middle one too, if too flat. Of the fast one next to
# nothing is to be seen. How much of each sine is in the outputs can be computed at every step:

# %%
show(figures.sine_amplitudes(run, frequencies))

# %% [markdown]
# Slow waves first, fast ones very late, from every seed. This **spectral bias** (Rahaman and colleagues
# [10]) is no lack of pieces: 12 periods need 24 kinks at their tops and bottoms for a first sketch, and
# one layer of 100 units has 100. It is a matter of how fast gradient descent gets there. It can be a
# blessing, where noise is fast. For a photograph it is a curse.
#
# ### 8.1 Give it waves
#
# The remedy is to hand the network the fast waves as inputs. Replace each coordinate $x$ by
#
# $$\gamma(x) = \big(\sin(2^0 \pi x), \cos(2^0 \pi x), \; \sin(2^1 \pi x), \cos(2^1 \pi x), \;\dots,\;
# \sin(2^{K-1} \pi x), \cos(2^{K-1} \pi x)\big)$$
#
# $K$ is the number of frequencies. This is a **positional encoding**, one kind of *Fourier features*
# [11, 12].
#
# **Exercise 7.** Complete `positional_encoding`. `x` has shape (num_samples, dim). The result has
# shape (num_samples, 2 · dim · num_frequencies): the block $\sin(2^0 \pi x)$ with one column for each
# column of `x`, then the block $\cos(2^0 \pi x)$, then those of $2^1$, and so on.
# `np.concatenate(blocks, axis=1)` puts blocks side by side.


# %%
def positional_encoding(x, num_frequencies):
    """Return sin(2^k pi x) and cos(2^k pi x) for k = 0, 1, ..., num_frequencies - 1, at least one.

    x has shape (num_samples, dim), the result (num_samples, 2 * dim * num_frequencies).
    """
    ### BEGIN SOLUTION
    blocks = []
    for k in range(num_frequencies):
        angles = 2**k * np.pi * x
        blocks += [np.sin(angles), np.cos(angles)]
    return np.concatenate(blocks, axis=1)
    ### END SOLUTION


positional_encoding = check(positional_encoding)

# %% [markdown]
# ### 8.2 A photograph from (x, y)
#
# The task: position in, color out. The training set is a single photograph (by danielbuechele, CC BY
# 2.0), 96 pixels wide. The network learns every other pixel, as on a chessboard, and must guess the
# ones between. It is judged by the **PSNR**, the peak signal-to-noise ratio: $-10 \log_{10}$ of the
# mean squared error, in decibels. 10 dB more means an error ten times smaller. One network gets x and y, the
# other what your encoding makes of them. Both have three layers of 64, and learn for 240 steps.
#
# All paintings from here on use your `positional_encoding`, if it is right, and else the course's.

# %%
guess(questions.ENCODING)

# %%
original = spectral_bias.photograph()
x = spectral_bias.pixel_positions(*original.shape[:2])
print(f"the network gets {x.shape[1]} inputs, or {positional_encoding(x, 6).shape[1]} encoded")
fits = {}
for name, num_frequencies in (("From x and y", 0), ("From 6 frequencies", 6)):
    *_, fits[name] = spectral_bias.fit_photograph(
        original, num_frequencies, num_steps=240, stride=20, encoding=positional_encoding
    )
    fit = fits[name]
    print(f"{name}: {fit.learned[-1]:.0f} dB on learned pixels, {fit.held_out[-1]:.0f} dB between")
show(figures.photograph_fits(original, fits))
reveal(questions.ENCODING, "a squared error some 4 times smaller")

# %% [markdown]
# From five seeds the encoding brings 5 to 6 dB on the learned pixels, a squared error about four times
# smaller, and 4 to 5 dB, about three times smaller, on those between. The hidden layers are the same, the
# inputs are others.
#
# How many frequencies are best? Watch *both* curves. The picture opens with a finished painting, from 4
# frequencies.
#
# **Predict first.** With 8 frequencies the finest wave is shorter than two pixels. What will happen to
# the pixels between? Set the number, and press *Paint*.

# %%
explore(scenes.fourier_frequencies(positional_encoding))

# %% [markdown]
# With 0 to 2 frequencies you get a blur. With 5 or 6 the picture appears, and the curves begin to part.
# With 8 the pixels between are *worse* than with 6, from each of five seeds, and the painting turns
# grainy. Its waves are now so fast that they can pass through the learned pixels and swing in between.
# Overfitting once more: the number of frequencies is a choice to make on held-out pixels.

# %% [markdown]
# ### 8.3 Longer, and larger
#
# Would x and y alone do, if only the training were longer? Two larger networks, three layers of 128, have
# learned the same photograph at 288 x 192 pixels for 4,000 steps: one from x and y, the other from 7
# frequencies. That takes some minutes, so it was done before, by `tools/study_painting.py` in the course's
# repository. Their weights lie in `data/painting_study.npz`, and the curves of three seeds each.
#
# The stored network does not know the picture's pixels: it wants 28 numbers for each position. *Your*
# encoding makes them, now.

# %%
guess(questions.LONGER)

# %%
names = {0: "From x and y", 7: "From 7 frequencies"}
images = {name: painting.paint(k, positional_encoding) for k, name in names.items()}
curves = {name: painting.curves(k) for k, name in names.items()}
for name, (steps, values) in curves.items():
    for place in (0, -1):
        learned, between = values[..., place].mean(axis=0)
        print(
            f"{name:18} {steps[place]:4} steps: {learned:.1f} dB learned, {between:.1f} dB between"
        )
show(figures.long_paintings(painting.photograph(), images, curves))
reveal(questions.LONGER, "not within 4,000 steps")

# %% [markdown]
# It is one architecture and one budget, and the inputs decide. From x and y the curves of all three seeds
# stay below where those from frequencies are after 200 steps: what is slow is not made up for by a few
# thousand steps. From frequencies the learned pixels go on improving to the end. Those between stop after
# about a third of the way: what the network still learns there is the learned pixels' own detail.

# %%
ask(questions.SPECTRAL)

# %% [markdown]
# ## 9 Can training find the folds? (further)
#
# Six units in three layers can fold three times, exactly. You built that network. No one has tried
# whether gradient descent finds it. The cell below is a beginning: it trains 16 networks of one layer of 8
# units, from random weights, on the sawtooth of three folds. `learned_folds.near_folds(3, share, seed)` is your network
# with every weight off by a random share of itself.

# %%
constant = folding.sawtooth(np.linspace(0, 1, 129), 3).std()
starts = [random_layers([1, 8, 1], seed) for seed in range(16)]
fitted = learned_folds.learn_sawtooth(starts, depth=3, lr=0.01, num_steps=1000)
print(
    f"root of the mean squared error: {constant:.2f} for the best constant, "
    f"{np.median(fitted):.2f} for one layer of 8 (median of 16)"
)

# %%
open_task(questions.FIND_THE_FOLDS)

# %% [markdown]
# ## 10 Your exercises

# %%
check.summary()

# %% [markdown]
# ## What to remember
#
# - One hidden layer with one input has at most $N + 1$ pieces. In a network of any depth they can be
#   counted exactly, from the weights.
# - Folding makes depth powerful: $2k$ units give $2^k$ pieces, one layer needs $2^k - 1$ kinks.
# - One layer cuts $n$ inputs into at most $\sum_{i \leq n} \binom{N}{i}$ regions. Montúfar's bound for
#   many layers is far higher, and networks built to fold reach it. Layers as narrow as the input cannot
#   fold.
# - Random ReLU networks have about $N/2$ pieces along a half-line at any depth, and keep lengths.
#   Training moves cells to the data and stays far below the bound too. A bound is not a description.
# - Chaos needs saturation and large weights: then $q$ settles at $q^*$, and lengths grow by
#   $\sqrt{\chi_1}$ per layer.
# - Wide or deep? At one budget it depends on task, budget, initial weights and luck. Compare with the same
#   parameters, a tuned learning rate each, and several seeds, in pairs.
# - An interval over test points knows nothing of other seeds. Take the differences seed by seed, and give the
#   interval of their mean.
# - A network that can express more can also fit more noise: validate.
# - Gradient descent learns slow waves first. Other inputs can help where the same network does not.
#
# ## References
#
# 1. M. Telgarsky, *Representation benefits of deep feedforward networks*, 2015,
#    [arXiv:1509.08101](https://arxiv.org/abs/1509.08101); *Benefits of depth in neural networks*, COLT
#    2016, [arXiv:1602.04485](https://arxiv.org/abs/1602.04485).
# 2. D. Yarotsky, *Error bounds for approximations with deep ReLU networks*, Neural Networks 94:103-114,
#    2017, [arXiv:1610.01145](https://arxiv.org/abs/1610.01145).
# 3. T. Zaslavsky, *Facing up to arrangements: face-count formulas for partitions of space by
#    hyperplanes*, Memoirs of the American Mathematical Society 154, 1975,
#    [doi:10.1090/memo/0154](https://doi.org/10.1090/memo/0154).
# 4. G. Montúfar, R. Pascanu, K. Cho & Y. Bengio, *On the number of linear regions of deep neural
#    networks*, NIPS 2014, [arXiv:1402.1869](https://arxiv.org/abs/1402.1869).
# 5. K. He, X. Zhang, S. Ren & J. Sun, *Delving deep into rectifiers*, ICCV 2015,
#    [arXiv:1502.01852](https://arxiv.org/abs/1502.01852).
# 6. B. Hanin & D. Rolnick, *Complexity of linear regions in deep networks*, ICML 2019,
#    [arXiv:1901.09021](https://arxiv.org/abs/1901.09021).
# 7. B. Hanin, R. Jeong & D. Rolnick, *Deep ReLU networks preserve expected length*, ICLR 2022,
#    [arXiv:2102.10492](https://arxiv.org/abs/2102.10492).
# 8. B. Hanin & D. Rolnick, *Deep ReLU networks have surprisingly few activation patterns*, NeurIPS 2019,
#    [arXiv:1906.00904](https://arxiv.org/abs/1906.00904).
# 9. B. Poole, S. Lahiri, M. Raghu, J. Sohl-Dickstein & S. Ganguli, *Exponential expressivity in deep
#    neural networks through transient chaos*, NIPS 2016,
#    [arXiv:1606.05340](https://arxiv.org/abs/1606.05340).
# 10. N. Rahaman et al., *On the spectral bias of neural networks*, ICML 2019,
#     [arXiv:1806.08734](https://arxiv.org/abs/1806.08734).
# 11. M. Tancik et al., *Fourier features let networks learn high frequency functions in low dimensional
#     domains*, NeurIPS 2020, [arXiv:2006.10739](https://arxiv.org/abs/2006.10739).
# 12. B. Mildenhall et al., *NeRF: representing scenes as neural radiance fields for view synthesis*, ECCV
#     2020, [arXiv:2003.08934](https://arxiv.org/abs/2003.08934).
#
# [Start page](00_start_here.ipynb) · previous: [05 Training and evaluating](05_evaluation.ipynb) · next:
# [07 Animal faces](07_faces.ipynb)
