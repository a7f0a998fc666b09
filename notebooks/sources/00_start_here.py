# %% [markdown]
# # Multilayer perceptrons: start here
#
# Nine notebooks take you from a single neuron to networks that see, and to what may and may not be
# claimed of them. They run on a laptop, without a network, each in seconds. You need calculus and
# basic Python. No deep learning.
#
# Run the cell below once. If it prints *Ready*, your machine is.

# %% tags=["setup"]
from helpers.runtime import start

device = start()

# %% [markdown]
# ## The notebooks
#
# | | notebook | you will |
# |:--|:--|:--|
# | 01 | [From biological to artificial neurons](01_neurons.ipynb) | build a spiking neuron and watch its firing rate become the ReLU |
#
# Take them in order: each uses what the one before has taught.
#
# ## How they work
#
# **Cells.** Select the first cell and press *Shift+Enter*, again and again. Or run all cells at
# once: the notebooks run to the end even when no exercise is solved.
#
# **Predictions.** Where it says *Predict first*, stop and guess before you run the cell. Guessing
# wrong, and then seeing why, is the fastest way to learn that we know of.
#
# **Sliders.** Drag them, or press *Tab* until one has the focus and move it with the arrow keys.
# *Reset* brings back the state that the text talks about. Below every picture a sentence says what
# is to be seen. Without a running kernel you still see the opening picture.
#
# **Exercises.** Replace the line that raises `NotImplementedError`, and run the cell. The answer
# comes at once: *right*; *not yet*, with the first case that fails, and often a hint; or *open*.
# Until yours is right the course's version stands in, so nothing below breaks. Stuck? Unfold the
# solution under the exercise.
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
