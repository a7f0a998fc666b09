# %% [markdown]
# # Multilayer perceptrons: start here
#
# Nine notebooks take you from a single neuron to deep networks, and to what may and may not be claimed
# of them. They run on a laptop, without a network, each in seconds. You need calculus and basic
# Python. No deep learning.
#
# Press *Shift+Enter* until you have passed the two cells below. The first is folded and prints nothing.
# If the second prints *Ready*, your machine is.

# %% tags=["setup"]
from helpers.runtime import start

device = start()

# %% [markdown]
# ## The notebooks
#
# | | notebook | you will |
# |:--|:--|:--|
# | 01 | [From biological to artificial neurons](01_neurons.ipynb) | build a spiking neuron and watch its firing rate become the ReLU |
# | 02 | [The computational benefits of nonlinearity](02_nonlinearity.ipynb) | prove what one neuron cannot do, and choose the weights of networks that can |
# | 03 | [Building MLPs in PyTorch](03_building.ipynb) | build a network, its gradients and its optimizer, by hand and in PyTorch |
# | 04 | [Softmax and cross-entropy](04_softmax.ipynb) | turn scores into probabilities, and find a bug from its loss alone |
# | 05 | [Training and evaluating, and the pitfalls](05_evaluation.ipynb) | make every classic mistake once, next to the honest number |
# | 06 | [Deep expressivity](06_expressivity.ipynb) | fold the line, count the regions, and see what depth does and does not buy |
# | 07 | [Case study: animal faces](07_faces.ipynb) | train on drawn faces, see what the network looks at, and fool it |
# | 08 | [Initialization: the edge of chaos](08_initialization.ipynb) | send signals through deep random networks, and find the line where they can be trained |
# | 09 | [Ethics: beware of hype](09_ethics.ipynb) | put numbers to predictions, base rates, fairness and energy, and write a model card |
#
# Take them in order: each uses what the one before has taught.
#
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
