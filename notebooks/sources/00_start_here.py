# %% [markdown]
# # Multilayer perceptrons: start here
#
# A single artificial neuron can only cut: along a straight line, between yes and no. Put some of them
# in front of it and the sheet is folded before the cut. That is a deep network, and nine notebooks take
# you from one neuron to there, and to what may and may not be claimed of it.
#
# They run on a laptop, without a network, each in seconds. You need calculus and basic Python. No deep
# learning.

# %% [markdown] tags=["kernel"]
# Press *Shift+Enter* until you have passed the cells below. The first is folded and prints nothing.
# If the second prints *Ready*, your machine is.

# %% tags=["setup", "kernel"]
from helpers.runtime import start

device = start()

# %%
from helpers.explorable import explore
from helpers.start_here import figures, journey, scenes

explore(scenes.paper_snowflake())

# %% [markdown]
# The star on the right is what a network says of each point of the sheet: blue where its last neuron
# fires. Before you move *Folds*: how many points will the star have with one fold more? And what is left
# with none?
#
# ## The notebooks
#
# | | notebook | you will | core (min) | further (min) |
# |:--|:--|:--|--:|--:|
# | 01 | [From biological to artificial neurons](01_neurons.ipynb) | build a spiking neuron and watch its firing rate become the ReLU | 90 | 55 |
# | 02 | [The computational benefits of nonlinearity](02_nonlinearity.ipynb) | prove what one neuron cannot do, and choose the weights of networks that can | 90 | 105 |
# | 03 | [Building MLPs in PyTorch](03_building.ipynb) | build a network, its gradients and its optimizer, by hand and in PyTorch | 90 | 90 |
# | 04 | [Softmax and cross-entropy](04_softmax.ipynb) | turn scores into probabilities, and find a bug from its loss alone | 90 | 95 |
# | 05 | [Training and evaluating, and the pitfalls](05_evaluation.ipynb) | make every classic mistake once, next to the honest number | 85 | 130 |
# | 06 | [Deep expressivity](06_expressivity.ipynb) | fold the line, count the regions, and see what depth does and does not buy | 90 | 75 |
# | 07 | [Case study: animal faces](07_faces.ipynb) | train on drawn faces, see what the network looks at, and fool it | 90 | 65 |
# | 08 | [Initialization: the edge of chaos](08_initialization.ipynb) | send signals through deep random networks, and find the line where they can be trained | 90 | 40 |
# | 09 | [Ethics: beware of hype](09_ethics.ipynb) | put numbers to predictions, base rates, fairness and energy, and write a model card | 90 | 95 |
#
# A notebook's core is what the others build on. What is marked *further* can be left out. The minutes
# are those of a second-year student who reads to understand and does the exercises.

# %%
from helpers.pictures import show

show(figures.course_map())

# %% [markdown]
# ## Where you are
#
# The next cell shows which exercises you have solved. Run it again whenever you come back.

# %%
journey.show_progress()

# %% [markdown]
# An exercise that was right once stays right here, with the day on which it was. All this stands in one
# small file on your machine, `progress.sqlite`, in your own folder for application data: on Linux
# `~/.local/share/mlp-course`, on a Mac `~/Library/Application Support/mlp-course`, on Windows
# `AppData\Local\mlp-course`. No cell of the course sends it anywhere, and without it everything works.
# To start anew, delete it there, or write `True` in the next cell and run it.

# %%
from helpers.progress import forget

delete_my_progress = False
if delete_my_progress:
    forget()

# %% [markdown]
# ## How they work
#
# **Cells.** Select the first cell and press *Shift+Enter*, again and again. Or run all cells at
# once: the notebooks run to the end even when no exercise is solved.
#
# **Predictions.** Where it says *Predict first*, stop and guess before you run the cell. In studies, a
# wrong guess that was corrected at once was remembered better than an answer that was only read
# ([Kornell, Hays & Bjork 2009](https://doi.org/10.1037/a0015729)). Some questions take your guess:
# *Commit my guess*, and later it stands beside the answer. A notebook comes with its results in it. So
# that your guess is a guess, choose *Edit > Clear Outputs of All Cells* first.
#
# **Sliders.** Drag them, or press *Tab* until one has the focus and move it with the arrow keys.
# *Reset* brings back the state that the text talks about. Below every picture a sentence says what
# is to be seen. Without a running kernel you still see the opening picture.
#
# **Exercises.** Replace the line that raises `NotImplementedError`, and run the cell. The answer
# comes at once: *right*; *not yet*, with the first case that fails, and often a hint; or *open*.
# Until yours is right the course's version stands in, so nothing below breaks. A loop that never ends
# is stopped, and you are told where. Stuck? Unfold the solution under the exercise.
#
# **Questions.** Choose an answer and it unfolds to tell you why it is right or wrong. Try the wrong
# ones too. Here is one to try:

# %%
from helpers.quiz import Question, ask, right, wrong

ask(
    Question(
        "When do you learn most from a slider?",
        (
            wrong("When you move it to its end at once.", "Ends are worth a visit, on the way."),
            right("When you first say what will happen.", "Then every surprise teaches something."),
            wrong("When you read the text below it first.", "That text gives the answer away."),
        ),
    )
)

# %% [markdown]
# Begin with [notebook 01](01_neurons.ipynb).
