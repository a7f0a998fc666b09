# %% [markdown]
# # 01 From biological to artificial neurons
#
# [Start page](00_start_here.ipynb) · next: [02 The computational benefits of
# nonlinearity](02_nonlinearity.ipynb)
#
# A neuron in a network of today is one line of arithmetic: multiply, add, clip at zero. Where does
# that line come from, and what does it leave out? In this notebook you build a neuron from its
# membrane up, let it spike, measure how its firing rate answers a current, and watch that answer
# turn into the ReLU. When you later stack a million of these units, you will know what each one
# stands for, and what it does not.
#
# **You will be able to**
#
# - derive the membrane equation from a circuit, and solve it exactly and step by step;
# - tell a stable simulation from an accurate one;
# - simulate a neuron that spikes, and predict its firing rate with a formula;
# - say why noise turns a sharp threshold into a smooth curve;
# - derive why synapses make a weighted sum, and noise with it;
# - simulate a population of neurons that hear spikes, and fit a curve to it;
# - explain which features of a real neuron a ReLU keeps, and which it drops.
#
# **You need** derivatives, the exponential function and basic Python. No deep learning.
#
# **Time**: about 90 minutes for the core, 55 for what is marked *further*; about 10 seconds to run.
#
# **How it works.** Run the cells from top to bottom. Move every slider. At an exercise, replace the
# line that raises `NotImplementedError`, and run the cell: it answers at once. If you skip an
# exercise, the course's version stands in for yours, so everything below still works.

# %% tags=["setup"]
from helpers.runtime import start

device = start()

# %%
import numpy as np

from helpers.explorable import explore
from helpers.form import open_task
from helpers.functions import softplus
from helpers.guesses import guess, reveal
from helpers.neurons import figures, fits, lif, questions, scenes
from helpers.neurons.checks import check
from helpers.pictures import show
from helpers.quiz import ask
from helpers.statistics import r_squared

# %% [markdown]
# ## 1 The membrane is a leaky capacitor
#
# A cell's membrane is a thin film of fat with salt water on both sides. The film does not conduct,
# so charge piles up on it: it is a **capacitor**. Protein channels pierce the film and let some
# charge through: they are a **resistor**. An electrode, or another neuron, pushes in a current.

# %%
show(figures.circuit())

# %% [markdown]
# Charge is not lost, so the two currents add up to the one that comes in:
#
# $$I_R + I_C = I$$
#
# Ohm's law gives the first, $I_R = V / R$. The second follows from what a capacitor is: its charge
# is $C V$, and a current is a change of charge, so $I_C = C \, dV/dt$. Put both in, and multiply by
# $R$:
#
# $$\tau \frac{dV}{dt} = -V + R I, \qquad \tau = R C$$
#
# - $V$ is the voltage, counted from rest, so that $V = 0$ when nothing happens;
# - $R$ is the resistance of the leak, $C$ the capacitance of the membrane;
# - $I$ is the injected current;
# - $\tau$ is the **time constant**. A membrane with $R$ = 100 MΩ and $C$ = 200 pF has
#   $\tau$ = 20 ms, the value that we use throughout.
#
# Read the equation as a sentence: *the voltage moves toward $R I$, and the farther away it is, the
# faster it moves.* We call $R I$ the **drive**. It is the voltage at which the neuron would settle.
#
# **Units.** From here on, voltages and drives are measured in units of the distance from rest to
# the threshold for a spike. So rest is 0, the threshold is 1, and a drive of 1.5 lies 50 % above the
# threshold.

# %% [markdown]
# ### 1.1 The exact answer
#
# For a constant drive the equation has an exact solution:
#
# $$V(t) = R I + \big(V(0) - R I\big)\, e^{-t/\tau}$$
#
# Here $V(0)$ is the voltage at the start. Check it: at $t = 0$ it gives $V(0)$, and its derivative
# satisfies $\tau \, dV/dt = -\big(V(0) - R I\big)\, e^{-t/\tau} = -V + R I$. The distance to $R I$ shrinks by the factor $e^{-1}$,
# about 0.37, in every time constant. Without a current it is a plain decay, $V(0)\, e^{-t/\tau}$.

# %%
guess(questions.DECAY)

# %%
for t in (0, 20, 40, 60):
    print(f"after {t:2} ms: V = {lif.passive_voltage(t, v0=1.0, drive=0.0):.5f}")
reveal(questions.DECAY, lif.passive_voltage(40, v0=1.0, drive=0.0))

# %% [markdown]
# After one time constant 0.368 is left, after two 0.368² = 0.135, after three 0.050. The decay
# never ends, but after three time constants only a twentieth is left.

# %% [markdown]
# ### 1.2 The same, step by step
#
# Most equations have no exact solution, and when the drive fluctuates, no formula gives this voltage
# at each moment either. So we need a method that only asks for the slope. **Euler's method** is
# the plainest. Pretend that the slope stays the same for a short step $\Delta t$:
#
# $$V(t + \Delta t) \approx V(t) + \Delta t \, \frac{dV}{dt}$$
#
# Take $dV/dt$ from the membrane equation and you have a program.
#
# **Exercise 1.** Complete `euler_step`. It gets the present voltage `v`, the `drive` $R I$, the
# step `dt` and the time constant `tau`, both in ms. It returns the voltage one step later.


# %%
def euler_step(v, drive, dt, tau):
    """Return the voltage `dt` ms later, by one Euler step. `v` is a number, or an array of them."""
    ### BEGIN SOLUTION
    slope = (drive - v) / tau
    return v + dt * slope
    ### END SOLUTION


euler_step = check(euler_step)

# %% [markdown]
# Now let it run from $V = 1$ for one time constant, with three sizes of step.

# %%
guess(questions.EULER)

# %%
tau, exact = 20.0, np.exp(-1)
for dt in (0.1, 1.0, 10.0):
    v = 1.0
    for _ in range(round(tau / dt)):
        v = euler_step(v, 0.0, dt, tau)
    print(f"dt = {dt:4} ms: V = {v:.5f}, error {exact - v:.5f}")
reveal(questions.EULER, "below it")

# %% [markdown]
# Below, each time. The true slope flattens during the step, but Euler keeps the steep slope from its
# start, and falls too far. Two steps of 10 ms give 0.5² = 0.25, far from 0.368. Steps of 0.1 ms
# give 0.36696, which agrees to two digits.
#
# The steps of 1 ms err by a tenth of those of 10 ms, roughly, and the steps of 0.1 ms by a tenth of
# that. Half the step, half the error, twice the work: Euler's method is of *first order*. Without a drive
# each step multiplies the voltage by $1 - \Delta t/\tau$. Remember that factor: notebook 03 meets it again.

# %% [markdown]
# ## 2 Stable is not accurate (further)
#
# A simulation can be tame and still wrong. Look at one step of Euler's method. With $R I = 0$ it reads $V \leftarrow (1 - \Delta t / \tau)\, V$:
# every step multiplies the voltage by the same factor, and the truth would multiply it by
# $e^{-\Delta t/\tau}$. Everything follows from that factor.
#
# **Predict first.** With $\tau$ = 20 ms, at which step does that factor make the curve below swing? At
# which does the curve explode? Then move *Step dt* slowly to the right.

# %%
explore(scenes.passive_membrane())

# %% [markdown]
# Left, the black curve is exact and the dots are Euler's steps. Right, the dot shows the factor
# of one step. At 20 ms it crosses zero and the voltage begins to swing; at 40 ms it leaves the
# shaded band and the voltage explodes. Case by case:
#
# | step | factor $1 - \Delta t/\tau$ | Euler's voltage |
# |:--|:--|:--|
# | $\Delta t < \tau$ | between 0 and 1 | decays smoothly, too fast |
# | $\Delta t = \tau$ | 0 | arrives in one step, and stays |
# | $\tau < \Delta t < 2\tau$ | between −1 and 0 | changes sign at every step, yet decays |
# | $\Delta t = 2\tau$ | −1 | alternates forever |
# | $\Delta t > 2\tau$ | below −1 | grows without bound |
#
# In between, from 20 to 40 ms, the simulation is **stable and wrong**: it settles in the right place along a path that
# no membrane takes. So a simulation that does not explode proves little. Halve the step and look whether the answer changes.

# %% [markdown]
# **Exercise 2, a hunt.** Somebody found a cure: let the voltage decay exactly, by the factor
# $e^{-\Delta t/\tau}$, whatever the step. And indeed, `settle` explodes at no step. But give it a drive of
# 0.8. In steps of 10 ms the voltage settles at 1.02, above the threshold; in steps of 1 ms it settles at
# 0.82. It is stable and wrong. Find out what is wrong, and mend it, so that it is right at *every* step.


# %%
def settle(drive, dt, num_steps, tau):
    """Return the voltages after 0, 1, ..., `num_steps` steps of `dt` ms, from V = 0 on."""
    decay = np.exp(-dt / tau)
    volts = np.zeros(num_steps + 1)
    for n in range(num_steps):
        ### BEGIN SOLUTION
        volts[n + 1] = decay * volts[n] + (1 - decay) * drive
        ### INSTEAD
        # volts[n + 1] = decay * volts[n] + dt / tau * drive
        ### END SOLUTION
    return volts


settle = check(settle)

# %%
for dt in (0.1, 1.0, 10.0, 100.0):
    volts = settle(0.8, dt, round(400 / dt), 20.0)
    print(f"dt = {dt:5} ms: after 400 ms V = {volts[-1]:.3f}")

# %% [markdown]
# Now each step ends where the membrane does, because for a constant drive the exact solution of
# section 1.1 *is* the step. Methods of this kind are called *exponential integrators*. They keep what
# can be solved exact, and approximate the rest.

# %% [markdown]
# ## 3 Spikes
#
# So far the membrane is passive. A real one is not: when the voltage passes a **threshold**, sodium
# channels open, the voltage rises, more channels open, and within about a millisecond the neuron
# has sent a spike and is back near rest. Hodgkin and Huxley described that avalanche with four
# equations [2]. The **integrate-and-fire** neuron, whose idea goes back to Lapicque in 1907 [1],
# replaces it by a rule:
#
# - below the threshold, the membrane equation holds;
# - at the threshold, the neuron emits a spike, and its voltage is **reset** to 0;
# - after a spike it stays silent for a **refractory period** $t_{ref}$.
#
# The shape of the spike is gone, and with reason: all spikes of a neuron look alike. What they say,
# they say by when they come.
#
# In code, one step is this (LIF: leaky integrate-and-fire). It uses your `euler_step`, and it counts the
# steps that the neuron must still stay silent.


# %%
def lif_step(v, silent_steps, drive, dt, tau, refractory_steps):
    """Return (v, silent_steps, spiked) one step later; threshold 1, reset 0."""
    if silent_steps > 0:
        return 0.0, silent_steps - 1, False
    v = euler_step(v, drive, dt, tau)
    if v >= 1:
        return 0.0, refractory_steps, True
    return v, 0, False


# %% [markdown]
# **Predict first.** We drive the neuron with 1.5 for 100 ms. It has a refractory period of 5 ms, 50
# steps of 0.1 ms. Will the times between its spikes be equal?

# %%
dt, num_steps, refractory_steps = 0.1, 1000, 50
v, silent_steps, volts, spikes = 0.0, 0, [0.0], []
for n in range(1, num_steps + 1):
    v, silent_steps, spiked = lif_step(v, silent_steps, 1.5, dt, 20.0, refractory_steps)
    volts.append(v)
    if spiked:
        spikes.append(n * dt)

print("spikes at", ", ".join(f"{t:.1f}" for t in spikes), "ms")
show(figures.spike_train(dt * np.arange(num_steps + 1), np.array(volts), np.array(spikes)))

# %% [markdown]
# They are equal: 22 ms of climbing and 5 ms of silence, again and again. After each reset the
# neuron is exactly where it was before, and has forgotten everything. The climb flattens on its
# way, because the leak grows with the voltage.

# %% [markdown]
# ## 4 The f-I curve
#
# How often does the neuron fire at a given current? Neuroscientists call the answer the **f-I
# curve**: frequency against current. Sketch it before you go on: one slider for each drive.

# %%
guess(questions.RATES)

# %% [markdown]
# Now derive it. Three steps, with pencil and paper:
#
# 1. The neuron climbs from 0 toward the drive $\mu = R I$. The exact solution of section 1.1 says
#    where it is at each time. Set $V(T) = 1$ and solve for $T$.
# 2. After the climb comes the silence $t_{ref}$. Together they are the time between two spikes.
# 3. The rate $f(\mu)$ is its inverse. And for which $\mu$ does the voltage never reach 1?
#
# **Exercise 3.** Complete `firing_rate` with what you found. Times are in ms, but the rate must come in
# Hz, which is spikes per *second*. `np.log` is the natural logarithm.


# %%
def firing_rate(drive, tau, refractory):
    """Return the rate in Hz at a constant `drive` (a number); times in ms."""
    ### BEGIN SOLUTION
    if drive <= 1:
        return 0.0
    climb = tau * np.log(drive / (drive - 1))
    return 1000 / (refractory + climb)
    ### END SOLUTION


firing_rate = check(firing_rate)

# %% [markdown]
# <details><summary>When you have it: the derivation</summary>
#
# The climb from $V(0) = 0$ is $V(T) = \mu - \mu\, e^{-T/\tau}$. Set it to 1: $e^{-T/\tau} = (\mu - 1)/\mu$,
# so $T = \tau \ln \frac{\mu}{\mu - 1}$, and
#
# $$f(\mu) = \frac{1}{t_{ref} + \tau \ln \dfrac{\mu}{\mu - 1}} \quad \text{for } \mu > 1,
# \qquad f(\mu) = 0 \quad \text{for } \mu \leq 1$$
#
# </details>
#
# The smallest current that makes a neuron fire is its **rheobase**: $I = V_{th} / R$, with $V_{th}$ the
# threshold voltage, here a drive of 1. Does the simulated neuron agree? We count its spikes for four
# seconds.

# %%
drives = np.array([1.1, 1.5, 2.0, 5.0])
simulated = lif.population_rate(drives, duration=4000.0)
print("drive   formula   simulated")
for drive, counted in zip(drives, simulated):
    print(f"{drive:5}  {firing_rate(drive, 20.0, 0.0):8.3f}  {counted:8.1f}   Hz")
print(f"\nwith 2 ms of silence, drive 1.1: {firing_rate(1.1, 20.0, 2.0):.3f} Hz")
print(f"with 2 ms of silence, drive 2.0: {firing_rate(2.0, 20.0, 2.0):.3f} Hz")

# %% [markdown]
# They agree closely. At a drive of 5 the simulation is a little slow: a spike waits for the end
# of its step, up to 0.1 ms, and there the whole interval lasts only 4.5 ms.

# %%
reveal(questions.RATES, [firing_rate(drive, 20.0, 0.0) for drive in questions.RATES.x])

# %% [markdown]
# At many more drives, formula and simulation:

# %%
grid = lif.drives_around_rheobase(0.0, 5.0, 41)
show(
    figures.rate_curve(
        grid,
        np.array([firing_rate(drive, 20.0, 0.0) for drive in grid]),
        lif.population_rate(grid, duration=1000.0),
    )
)

# %% [markdown]
# Three things to see:
#
# 1. **A threshold.** No spikes up to the rheobase. There is no $C$ in it: a larger capacitance makes
#    $\tau$ larger and the neuron slower, but does not change where the voltage ends.
# 2. **A vertical start.** Just above the rheobase the voltage creeps for a long time below the
#    threshold, so $T$ depends on the drive logarithmically, and the slope at 1 is infinite.
# 3. **A straight line far out.** For large $\mu$ the logarithm is close to $1 / (\mu - 1/2)$, so
#    $f \approx (\mu - \tfrac{1}{2}) / \tau$: a slope of $1/\tau$, 50 Hz for each unit of drive.
#    Follow that line down: it meets zero at 1/2 and *not* at the rheobase. The reason is the leak.
#    At a large drive the climb is nearly straight, so on its way from 0 to 1 the voltage is 1/2 on
#    average, and that much of the drive leaks away.

# %%
ask(questions.RHEOBASE)

# %% [markdown]
# ## 5 Noise
#
# A neuron in the brain hears thousands of others. Their sum is a mean drive and a jitter around it;
# section 6 derives both. We add the jitter as white noise $\eta(t)$, independent from moment to moment:
#
# $$\tau \frac{dV}{dt} = -V + \mu + \sigma \sqrt{\tau}\, \eta(t)$$
#
# Here $\sigma$ is the strength of the noise, in units of the threshold. The factor $\sqrt{\tau}$ is a
# convention: with it, the voltage without a threshold has variance $\sigma^2/2$. (Other books
# leave the factor out or write 2 under the root: compare their numbers with care.) In the
# simulation every step adds a random kick of size $\sigma \sqrt{\Delta t/\tau}$. Why the root? The variances
# of independent kicks add up. So the variance of a step is proportional to $\Delta t$, and its size to the root.
#
# **Predict first.** The drive below is 0.8, under the threshold. Without noise this neuron would be
# silent forever. What does noise of mean zero change? Then move the noise to 0, and back.

# %%
explore(scenes.spiking_neuron())

# %% [markdown]
# The noise makes it fire: now and then the jitter carries the voltage across. Below the threshold
# *all* spikes are the noise's work, and they come irregularly. Raise the drive to 2: now the drive
# alone would make it fire, and the spikes come more evenly. The noise adds little to that rate, about
# 1 Hz to 72. At a drive of 0.8 it makes all of the rate, out of none: about 16 Hz. So noise does more
# than blur: it moves the rate itself, most of all near the threshold.
#
# On the right, the dot is what these 500 ms counted. It scatters around the curve, because a handful
# of spikes is a small sample.

# %%
ask(questions.NOISE)

# %% [markdown]
# ### 5.1 The curve of a noisy neuron
#
# The black curve on the right has a formula too. Siegert found in 1951 [3] how long such a random
# walk takes, on average, from the reset to the threshold:
#
# $$\frac{1}{f} = t_{ref} + \tau \sqrt{\pi} \int_{-\mu/\sigma}^{(1-\mu)/\sigma}
# e^{u^2} \left(1 + \operatorname{erf} u\right) du$$
#
# The limits are the distances of the reset (0) and of the threshold (1) from the drive, in units of
# the noise; $u$ is the variable of integration, and $\operatorname{erf}$ the error function, the
# integral of a bell curve. You need not
# remember the formula. Remember that the rate of a noisy neuron is a smooth, known function of its
# drive.
#
# Here it is for four strengths of noise.

# %%
grid = lif.drives_around_rheobase(-0.5, 3.0, 141)
curves = {0: lif.firing_rate(grid)} | {s: lif.siegert_rate(grid, s) for s in (0.1, 0.2, 0.4)}
show(figures.noisy_rates(grid, curves))

# %% [markdown]
# Noise has removed the vertical start: the curve now lifts off gently, well below the rheobase. Far
# above the threshold the four curves run together, because there the drive decides and not the noise.
# Does a simulation agree with the formula? In section 7 you will build one and see.

# %% [markdown]
# ## 6 Synapses
#
# So far the drive came from nowhere. In a brain it comes from other neurons. Where the axon of one meets
# our neuron, at a **synapse**, each of its spikes lets in a short current. It is over so soon, compared
# with $\tau$, that we take it as a kick: the voltage jumps by $w$, the **weight** of that synapse. An
# excitatory synapse has $w > 0$, an inhibitory one $w < 0$.
#
# Input $i$ sends $r_i$ spikes per ms, at random moments, each on its own. That is a *Poisson process*.
# We need one fact of it: the number of spikes in a time $\Delta t$ has mean $r_i \Delta t$, and its
# variance is just as large.
#
# ### 6.1 The mean is a weighted sum
#
# Look at one short step $\Delta t$.
#
# 1. Input $i$ sends $r_i \Delta t$ spikes on average.
# 2. Each moves the voltage by $w_i$. So this input moves it by $w_i r_i \Delta t$.
# 3. The kicks of all inputs add up: $\Delta t \sum_i w_i r_i$.
#
# The leak is the same, whatever the input. Beside it, a constant drive $\mu$ moves the voltage by
# $\mu\, \Delta t/\tau$ in that step: so says the membrane equation. Which drive does as much as the
# synapses? Set the two equal:
#
# $$\mu = \tau \sum_i w_i r_i$$
#
# There is the weighted sum that every artificial neuron computes. Nobody put it in. It is there because
# kicks add up.
#
# ### 6.2 And so is the noise
#
# The kicks of a step are not always the same. How much do they vary?
#
# 1. The number of spikes from input $i$ has variance $r_i \Delta t$.
# 2. A number times $w_i$ has $w_i^2$ times the variance. So the kicks of this input have the variance
#    $w_i^2 r_i \Delta t$.
# 3. The inputs are independent, so their variances add up: $\Delta t \sum_i w_i^2 r_i$.
#
# In section 5 the noise kicked the voltage by $\sigma \sqrt{\Delta t/\tau}$ in each step: a variance of
# $\sigma^2 \Delta t/\tau$. Which $\sigma$ does as much as the synapses? That last line is yours.
#
# **Build, the first of four steps.** From here to section 7 you build a population of neurons. First complete
# `synaptic_drive`. It gets the `weights` and the `rates` of all inputs, as arrays of one length, and
# returns `(mean, sigma)`. Mind the units: the rates come in Hz, `tau` in ms.


# %%
def synaptic_drive(weights, rates, tau):
    """Return (mean, sigma), two numbers: the mean drive and the noise; `rates` in Hz, `tau` in ms."""
    ### BEGIN SOLUTION
    per_ms = rates / 1000
    mean = tau * np.sum(weights * per_ms)
    sigma = np.sqrt(tau * np.sum(weights**2 * per_ms))
    return mean, sigma
    ### END SOLUTION


synaptic_drive = check(synaptic_drive)

# %%
guess(questions.DOUBLED)

# %%
weights = np.repeat([0.04, -0.08], [80, 20])
sigmas = {}
for rate in (20, 40, 80):
    mean, sigmas[rate] = synaptic_drive(weights, np.full(100, rate), 20.0)
    print(f"80 excite, 20 inhibit, at {rate} Hz: mean drive {mean:.2f}, noise {sigmas[rate]:.2f}")
reveal(questions.DOUBLED, sigmas[80] / sigmas[40])

# %% [markdown]
# By the root of 2, because $\sigma^2 = \tau \sum_i w_i^2 r_i$ is what doubles. So relative to its
# mean, a loud crowd is steadier than a quiet one. And see the square: in the mean, inhibition takes away what
# excitation brings. In the noise both add up.
#
# **Predict first.** Below, 80 inputs excite and 20 inhibit, each in its row. Set the inhibition to −0.16,
# and the mean drive is zero. Is the neuron silent?

# %%
explore(scenes.hundred_inputs())

# %% [markdown]
# No: with a mean of 0 and noise of 0.72 it still fires a few times a second. Such *balanced* inputs
# make irregular spikes, and much of the cortex looks like that. Now compare the dot and the curve.
# Siegert's formula knows only the mean and the noise, and yet it predicts what a hundred neurons do
# within about 3 %, as long as each kick is small and the drive above the threshold. With weights of 0.2
# it says too much: the theory wants many small kicks, not a few large ones.

# %% [markdown]
# ## 7 Build a population
#
# Does theory hold for a neuron that you build from its synapses up? And which curve comes out? Three
# more steps.
#
# **Build, second step.** Draw the kicks. For each input, `rng.poisson(mean, shape)` draws an array of spike
# counts. Multiply them by the weight of the synapse, and add up all inputs. To save time, lump the
# inputs that have equal weights: 80 Poisson inputs of 40 Hz are one Poisson input of 3,200 Hz.


# %%
def draw_kicks(weights, rates, dt, shape, rng):
    """Return what each step adds to each neuron's voltage: an array of `shape`, (steps, neurons).

    `weights` and `rates` (in Hz) have one entry for each group of inputs. `dt` is the step in ms. `rng` is
    a NumPy generator. All neurons have inputs of the same kind, but each hears spikes of its own.
    """
    ### BEGIN SOLUTION
    kicks = np.zeros(shape)
    for weight, rate in zip(weights, rates):
        kicks += weight * rng.poisson(rate * dt / 1000, shape)
    return kicks
    ### END SOLUTION


draw_kicks = check(draw_kicks)

# %% [markdown]
# **Build, third step.** Now let them spike. All voltages stand in one array `v`, which starts at 0. In each
# step `n`:
#
# 1. the voltages leak: your `euler_step` with a drive of 0, which takes a whole array;
# 2. they take their kicks, `kicks[n]`;
# 3. those at 1 or above spike: note that in row `n` of the result, and reset these neurons to 0.
#
# There is no silence after a spike here. A comparison such as `v >= 1` gives an array of True and
# False, and `v[mask] = 0` sets the entries where `mask` is True.


# %%
def population_spikes(kicks, dt, tau):
    """Return an array of True and False, of the shape of `kicks` (steps, neurons): who spikes when."""
    ### BEGIN SOLUTION
    spikes = np.zeros(kicks.shape, dtype=bool)
    v = np.zeros(kicks.shape[1])
    for n in range(len(kicks)):
        v = euler_step(v, 0.0, dt, tau) + kicks[n]
        spikes[n] = v >= 1
        v[spikes[n]] = 0
    return spikes
    ### END SOLUTION


population_spikes = check(population_spikes)

# %%
rng, dt, tau = np.random.default_rng(0), 0.1, 20.0
group_weights, group_sizes = np.array([0.04, -0.08]), np.array([80, 20])
spikes = population_spikes(
    draw_kicks(group_weights, 40 * group_sizes, dt, (4000, 60), rng), dt, tau
)
show(figures.raster(spikes, dt))

# %% [markdown]
# Sixty neurons with inputs of the same kind, and each goes its own way. What they share is the rate.
# Let us count it, while the inputs go from 10 to 100 Hz, and put theory beside it: your mean and your
# noise in Siegert's formula.
#
# One trap: the simulation looks at the voltage only every 0.1 ms and misses crossings in between. That
# acts like a threshold raised by $0.58\, \sigma \sqrt{\Delta t / \tau}$ [4]. The last column is for the
# raised threshold.

# %%
rng = np.random.default_rng(0)
input_rates = np.array([10, 15, 20, 25, 30, 40, 60, 100])
drives, rates, noises = (np.zeros(len(input_rates)) for _ in range(3))
table = ["inputs   mean drive   noise   population   Siegert   Siegert, raised"]
for n, rate in enumerate(input_rates):
    drives[n], noises[n] = synaptic_drive(group_weights, rate * group_sizes, tau)
    kicks = draw_kicks(group_weights, rate * group_sizes, dt, (10_000, 200), rng)
    rates[n] = 1000 / dt * population_spikes(kicks, dt, tau)[2000:].mean()
    theory = lif.siegert_rate(drives[n], noises[n])
    raised = lif.stepped_rate(drives[n], dt, noises[n])
    table.append(
        f"{rate:3} Hz   {drives[n]:10.2f}   {noises[n]:5.2f}   {rates[n]:7.1f} Hz"
        f"   {theory:7.1f}   {raised:15.1f}"
    )
print("\n".join(table))

# %% [markdown]
# From 30 Hz on, theory and population agree within 3 %, with the threshold raised. Below that the
# neuron fires rarely, and each error in the theory weighs more. A sum of a hundred synapses and a
# formula from 1951 predict what a crowd of spiking neurons does.
#
# ### 7.1 Which curve is it?
#
# Two simple functions come close to an f-I curve:
#
# - the **rectified linear unit**, ReLU: $\max(0, x)$, a corner and a straight line;
# - the **softplus**: $\ln(1 + e^x)$, the same with a round corner.
#
# To fit a softplus, give it a slope $s$ (in Hz), a corner $c$ and a width $d$ of the bend:
#
# $$f(\mu) = s \, g(\mu), \qquad g(\mu) = d \, \ln\!\big(1 + e^{(\mu - c)/d}\big)$$
#
# A small $d$ makes it a ReLU, a large one makes it round. Let $r_k$ be the rate that was measured at the
# drive $\mu_k$, and $g_k = g(\mu_k)$. *Least squares* wants the $s$, $c$ and $d$ with the smallest sum of
# squared errors, $\sum_k (r_k - s\, g_k)^2$. For a given $c$ and $d$ that is a parabola in $s$. Its derivative by $s$ is zero at the best $s$: find it. For $c$ and $d$
# there is no formula, so try them all.
#
# **Build, last step.** Complete `fit_curve`. It tries each of `corners` with each of `widths`, at the best
# slope for them, and returns the `(slope, corner, width)` with the smallest error. `softplus(x)` is
# there for you to use; it takes arrays.


# %%
def fit_curve(drive, rate, corners, widths):
    """Return (slope, corner, width) of the best softplus; all four arguments are arrays."""
    ### BEGIN SOLUTION
    best, lowest = None, np.inf
    for corner in corners:
        for width in widths:
            g = width * softplus((drive - corner) / width)
            slope = np.sum(g * rate) / np.sum(g * g)
            error = np.sum((rate - slope * g) ** 2)
            if error < lowest:
                best, lowest = (slope, corner, width), error
    return best
    ### END SOLUTION


fit_curve = check(fit_curve)

# %%
guess(questions.FITTED_WIDTH)

# %%
corners, widths = np.linspace(0, 1.5, 76), np.linspace(0.02, 1.0, 50)
slope, corner, width = fit_curve(drives, rates, corners, widths)
print(f"the population:     slope {slope:.1f} Hz, corner {corner:.2f}, width {width:.2f}")
held = fit_curve(drives, lif.siegert_rate(drives, 0.4), corners, widths)
print("noise held at 0.4:  slope {:.1f} Hz, corner {:.2f}, width {:.2f}".format(*held))

grid = np.linspace(0.1, 3.3, 161)
noise = noises[-1] * np.sqrt(grid / drives[-1])  # it grows with the root of the drive
curves = {
    "Siegert": [lif.stepped_rate(mean, dt, sigma) for mean, sigma in zip(grid, noise)],
    "softplus, fitted": slope * width * softplus((grid - corner) / width),
    "Siegert, noise held at 0.4": lif.siegert_rate(grid, 0.4),
}
show(figures.population_curve(drives, rates, grid, curves))
reveal(questions.FITTED_WIDTH, "narrower" if width < held[2] else "wider")

# %% [markdown]
# Look at the width. With noise held at 0.4 the bend is 0.16 wide. In your population it is a quarter of
# that, and a ReLU of the same slope and corner is never more than 1.6 Hz away from theory. The reason is
# the first step: the noise comes with the spikes. Few spikes make little noise, so the foot of the curve is
# short. And far out, the noise lifts the curve to the line with the corner at 1/2, which you met in
# section 4.
#
# So a population of spiking neurons, driven by spikes, answers a weighted sum of its inputs with a ReLU.
# That is the line of arithmetic from the top of this notebook.

# %% [markdown]
# ## 8 The artificial neuron
#
# A network of thousands of spiking neurons would be slow to simulate and hard to train. So keep only
# what section 7 found: the weighted sum and the corner. Here are both, part above part.

# %%
show(figures.neuron_and_unit())

# %% [markdown]
# Follow a signal from left to right. The rates of other neurons arrive on their axons: the inputs. Each
# passes a synapse, which makes it stronger or weaker, or turns its sign: the weight. Dendrites and cell
# body add all of it up: the sum. Where the axon begins, in the trigger zone, spikes start once the sum
# is large enough: the activation function. The axon carries them on: the output. We measure rates in
# units in which the slope of the ReLU is 1, and let the weights carry the rest:
#
# $$y = \max\!\Big(0, \; \sum_i w_i x_i + b\Big)$$
#
# - $x_i$ is the rate of input $i$;
# - $w_i$ is its **weight**, the strength of the synapse: positive if it excites, negative if it
#   inhibits;
# - $b$ is the **bias**. It moves the corner: the neuron responds where the weighted sum exceeds
#   $-b$, so the bias is minus the threshold;
# - $y$ is the neuron's own rate.

# %%
for x in ([0, 0], [1, 0], [0, 1], [1, 1]):
    y = fits.artificial_neuron(np.array(x), np.array([1.0, 1.0]), -1.5)
    print(f"inputs {x}: output {y:.1f}")

# %% [markdown]
# With two weights of 1 and a bias of −1.5 the neuron responds only when both inputs are active. One
# neuron has computed a logical AND. What else one neuron can compute, and what it cannot, is the
# subject of [notebook 02](02_nonlinearity.ipynb).

# %% [markdown]
# ### 8.1 Where the likeness ends
#
# The ReLU keeps a threshold, a rate that cannot be negative, and a roughly linear response above the
# threshold. It drops a good deal:
#
# - **Time.** A ReLU answers at once and has no memory. The membrane remembers for about 20 ms.
# - **Spikes.** When a spike comes can carry information. A rate has lost it.
# - **Saturation.** A refractory period caps the rate at $1/t_{ref}$. A ReLU has no ceiling.
# - **Noise.** The same input gives a real neuron's spikes at other times at each repetition.
# - **Adaptation.** Many real neurons tire under a constant current. This model does not.
# - **Dendrites.** Real inputs interact before they reach the cell body. Here they only add.
# - **Signs.** A real neuron, as a rule, excites all its targets or inhibits all (*Dale's principle*).
#   A unit may have weights of both signs.
#
# So an artificial neuron is a cartoon: right in its main lines, silent on the rest. Networks of
# cartoons work well. That alone tells nothing about how the brain works.

# %% [markdown]
# ## 9 How good is the likeness? (further)
#
# The exact curve of section 4, without noise, follows a line far out that meets zero at 1/2. What if you
# fit the line closer to the rheobase? `fits.fit_relu` puts the best straight line through the points that
# fire, and says where it meets zero: there is the corner.

# %%
guess(questions.FITTED_CORNER)

# %%
corners = {}
for low, high in ((1, 2), (1, 5), (5, 20)):
    grid = np.linspace(low, high, 200)
    slope, corners[high] = fits.fit_relu(grid, lif.firing_rate(grid))
    print(f"drives from {low} to {high:2}: slope {slope:.1f} Hz, corner at {corners[high]:.2f}")
reveal(questions.FITTED_CORNER, corners[2])

# %% [markdown]
# Close to the rheobase the curve is bent, and a line through the bend meets zero late: at 0.73 if it is
# fitted from 1 to 2. Fitted from 5 to 20, slope and corner come close to 50 Hz
# and 1/2. In none of these is the corner at the rheobase.
#
# Now all three together. With noise every rate is above 0, so here the ReLU is fitted to the drives
# above 1. **Predict first:** in which of these cases will it fit badly: strong noise, no noise, or a
# long refractory period? Move the sliders to find out.

# %%
explore(scenes.rate_explorer())

# %% [markdown]
# In each of them. The right panel shows fit minus neuron. With noise of 0.4 the softplus and the
# neuron can hardly be told apart, and the ReLU is about 6 Hz too low at its corner. With noise of 1 it
# misses by 16 Hz: a corner cannot follow so round a curve, and the softplus can. Without noise the
# curve has its vertical start, and both rise too early. With a refractory period the curve bends down
# at a large drive, on its way to at most $1/t_{ref}$ spikes a second: now no straight line fits at
# all. The ReLU is a good picture of a neuron with moderate noise, far from its maximal rate.

# %%
grid = np.linspace(-1.0, 3.0, 81)
rates = lif.siegert_rate(grid, 0.4)
fitted = fits.fit_softplus(grid, rates)
print(f"softplus on the noisy neuron: R^2 = {r_squared(rates, fitted(grid)):.5f}")

# %%
ask(questions.CORNER)

# %% [markdown]
# ### 9.1 Neurons that tire
#
# Many neurons fire fast when a current begins, and slower soon after. What does that do to the ReLU?
# Change `lif_step` or `population_spikes`, or write your own, and find out.

# %%
open_task(questions.TIRED)

# %% [markdown]
# ## 10 The clock of the brain (further)
#
# Is a rate even what the brain uses? Here is a reason to doubt. Thorpe, Fize and Marlot showed
# people photographs for 20 ms and asked: is there an animal? About 150 ms after the picture
# appeared, brain recordings differed between yes and no [5]. In that time the signal passes about ten
# stages, from the retina on [6]. So one stage has 15 ms, or less: signals also travel between stages.
# And most neurons on the way fire at less than 100 Hz.

# %%
time_available, num_stages = 150, 10
stage = time_available / num_stages
for rate in (20, 50, 100):
    print(f"a neuron at {rate:3} Hz sends {rate * stage / 1000:.2f} spikes in {stage:.0f} ms")

# %% [markdown]
# These are averages. Spikes come irregularly, and such a small average hides a lot.

# %%
guess(questions.SLOW_AND_FAST)

# %%
rng = np.random.default_rng(0)
slow, fast = (rng.poisson(rate * stage / 1000, 1_000_000) for rate in (20, 100))
reveal(questions.SLOW_AND_FAST, 100 * np.mean(slow >= fast))

# %% [markdown]
# In about a third of the stages the slow neuron sends as many or more, though it fires at a fifth of the rate. In
# half of these stages both are silent. The picture takes spikes as independent (a *Poisson process*) and shows how often a neuron sends 0, 1, 2, ...
# of them.

# %%
show(figures.stage_counts([20, 50, 100], stage))

# %% [markdown]
# Suppose that you receive one spike. It may come from a neuron at 20, at 50 or at 100 Hz: 22, 35 and
# 33 % of them send exactly one. So nobody can read the rate of *one* neuron within one stage. Two ways
# out are discussed. Either the rate is an average over *many similar neurons* at the same moment, and
# then the ReLU's output stands for a small population. Or the precise *time* of the first spike carries
# the message. And note what a fast brain of slow parts implies: ten steps suffice to tell an animal from
# none. Few steps and many units in parallel: that is the shape of a multilayer perceptron.

# %%
ask(questions.BRAIN_CLOCK)

# %% [markdown]
# ## 11 A gallery of activation functions (further)
#
# Once freed from biology, the function that turns a neuron's drive into its output is a choice. It
# is called the **activation function**. It must not be linear (notebook 02 tells why), and its
# slope matters as much as its value, because learning multiplies by that slope (notebook 03).
#
# It took a century to get here. Above the line stands what people learned about cells, below it what
# they made of it.

# %%
show(figures.timeline())

# %% [markdown]
# McCulloch and Pitts made the neuron a unit that is on or off [20], and Rosenblatt let it learn [21].
# Then its step became smooth, so that it has a slope to learn by [8]. Fukushima had used the ReLU
# already in 1969 [9]. It became usual only after 2010, when networks were deep.
#
# The table follows Mishkin, Sergievskiy and Matas (2017), who compared most of these on one task,
# and adds two of today's. $\sigma$ is the sigmoid, $\Phi$ and $\varphi$ are the standard normal
# distribution and its density, $a$ is a parameter; $w$, $b$ and $a_s$, $b_s$ are learned, and the sum
# over $s$ runs over several hinges. Years are those of the papers.
#
# | name | function | derivative | year | source |
# |:--|:--|:--|:--|:--|
# | none | $x$ | $1$ | | a linear neuron |
# | sigmoid | $\sigma(x) = 1/(1 + e^{-x})$ | $\sigma(x)(1 - \sigma(x))$ | 1986 | Rumelhart et al. [8] |
# | tanh | $2\sigma(2x) - 1$ | $1 - \tanh^2 x$ | 1986 | as in [7] |
# | ReLU | $\max(0, x)$ | $1$ if $x > 0$, else $0$ | 2010 | Nair & Hinton [10]; Fukushima 1969 [9] |
# | softplus | $\ln(1 + e^x)$ | $\sigma(x)$ | 2000 | Dugas et al. [11] |
# | LReLU, leaky | $\max(ax, x)$, $a \approx 0.01$ | $1$ if $x > 0$, else $a$ | 2013 | Maas et al. [12] |
# | maxout | $\max(w_1 x + b_1, w_2 x + b_2)$ | $w_1$ or $w_2$, of the larger | 2013 | Goodfellow et al. [13] |
# | APL | $\max(0, x) + \sum_s a_s \max(0, b_s - x)$ | a sum of steps | 2014 | Agostinelli et al. [14] |
# | VReLU, very leaky | $\max(ax, x)$, $0.1 \leq a \leq 0.5$ | $1$ if $x > 0$, else $a$ | 2014 | as in [7] |
# | RReLU, random | $\max(ax, x)$, $a$ drawn for each input | $1$ if $x > 0$, else $a$ | 2015 | Xu et al. [15] |
# | PReLU, learned | $x$ if $x > 0$, else $ax$, $a$ learned | $1$ if $x > 0$, else $a$ | 2015 | He et al. [16] |
# | ELU | $x$ if $x > 0$, else $a(e^x - 1)$ | $1$ if $x > 0$, else $a e^x$ | 2015 | Clevert et al. [17] |
# | GELU | $x\,\Phi(x)$ | $\Phi(x) + x\,\varphi(x)$ | 2016 | Hendrycks & Gimpel [18] |
# | SiLU | $x\,\sigma(x)$ | $\sigma(x)(1 + x(1 - \sigma(x)))$ | 2016 | Hendrycks & Gimpel [18]; Elfwing et al. [19] |
#
# **Predict first.** Which of these have slope zero for a very negative input? A neuron that is
# stuck there cannot learn.

# %%
show(figures.gallery())

# %% [markdown]
# Sigmoid and tanh flatten at *both* ends, and the sigmoid's slope never exceeds 1/4. ReLU is exactly
# flat on the left. Softplus, ELU, GELU and SiLU become flat there gradually. The leaky family (LReLU,
# VReLU, RReLU, PReLU), maxout, APL and a plain line keep a slope; the leaky ones were invented for
# that. They differ in where $a$ comes from. In LReLU it is fixed and so small that the panel looks like
# ReLU's. In VReLU it is fixed and large. RReLU draws it anew for each input, anywhere in the band.
# PReLU learns it, and starts at 0.25. And three functions go down before they go up: GELU and SiLU dip
# below zero, and the left arm of APL falls.
#
# What does that cost? Call a unit **dead** if for every sample less than a thousandth of a learning signal gets
# through it. Each panel counts the dead among 1000 random units that see 100 samples. Their biases are drawn
# widely (standard deviation 3), as a training with too large a step may leave them. Of the ReLUs a fifth are dead, of
# tanh and GELU 1 to 4 %, and of sigmoid, softplus, ELU and SiLU hardly any: they flatten more slowly. Of the leaky family,
# maxout and APL none are.
#
# Compare any two. Watch both slopes while you move *Input x*.

# %%
explore(scenes.activation_gallery())

# %% [markdown]
# Try ReLU against softplus: they differ by at most $\ln 2 \approx 0.69$, at zero, and agree far
# out. Try tanh at $x = 3$: its slope is 0.010, so a hundredth of any learning signal gets through.

# %%
ask(questions.STUCK)

# %% [markdown]
# ## 12 Your exercises

# %%
check.summary()

# %% [markdown]
# ## What to remember
#
# - A membrane is a leaky capacitor: $\tau\, dV/dt = -V + R I$. It moves toward $R I$, with time
#   constant $\tau$.
# - Euler's method is stable for $\Delta t < 2\tau$ and accurate only for $\Delta t \ll \tau$. Stable
#   is not accurate.
# - Integrate-and-fire: climb, spike at the threshold, reset, wait. The exact rate is
#   $1 / (t_{ref} + \tau \ln \frac{\mu}{\mu - 1})$ above the rheobase, and zero below.
# - Random spikes through synapses make a mean drive $\tau \sum_i w_i r_i$ and noise
#   $\sigma^2 = \tau \sum_i w_i^2 r_i$. The weighted sum is no invention.
# - The ReLU's corner is not the rheobase: for large drives it lies at half the threshold.
# - Noise makes silent neurons fire and rounds the corner. A population that hears spikes answers with a
#   curve that is a ReLU, nearly.
# - A ReLU is a rate without time, spikes, noise or a ceiling.
# - One stage of the visual system has time for about one spike per neuron.
# - An activation function's slope matters as much as its value.
#
# ## References
#
# 1. L. Lapicque, *Recherches quantitatives sur l'excitation électrique des nerfs traitée comme une
#    polarisation*, Journal de Physiologie et de Pathologie Générale 9:620-635, 1907; its place in
#    history: N. Brunel & M. van Rossum, Biological Cybernetics 97:337-339, 2007,
#    [doi:10.1007/s00422-007-0190-0](https://doi.org/10.1007/s00422-007-0190-0).
# 2. A. Hodgkin & A. Huxley, Journal of Physiology 117:500-544, 1952,
#    [doi:10.1113/jphysiol.1952.sp004764](https://doi.org/10.1113/jphysiol.1952.sp004764).
# 3. A. Siegert, *On the first passage time probability problem*, Physical Review 81:617-623, 1951,
#    [doi:10.1103/PhysRev.81.617](https://doi.org/10.1103/PhysRev.81.617).
# 4. M. Broadie, P. Glasserman & S. Kou, *A continuity correction for discrete barrier options*,
#    Mathematical Finance 7:325-349, 1997,
#    [doi:10.1111/1467-9965.00035](https://doi.org/10.1111/1467-9965.00035): the raised threshold.
# 5. S. Thorpe, D. Fize & C. Marlot, *Speed of processing in the human visual system*, Nature
#    381:520-522, 1996, [doi:10.1038/381520a0](https://doi.org/10.1038/381520a0).
# 6. S. Thorpe & M. Fabre-Thorpe, *Seeking categories in the brain*, Science 291:260-263, 2001,
#    [doi:10.1126/science.1058249](https://doi.org/10.1126/science.1058249).
# 7. D. Mishkin, N. Sergievskiy & J. Matas, *Systematic evaluation of convolution neural network
#    advances on the ImageNet*, Computer Vision and Image Understanding 161:11-19, 2017,
#    [arXiv:1606.02228](https://arxiv.org/abs/1606.02228).
# 8. D. Rumelhart, G. Hinton & R. Williams, *Learning representations by back-propagating errors*,
#    Nature 323:533-536, 1986, [doi:10.1038/323533a0](https://doi.org/10.1038/323533a0).
# 9. K. Fukushima, *Visual feature extraction by a multilayered network of analog threshold
#    elements*, IEEE Transactions on Systems Science and Cybernetics 5:322-333, 1969,
#    [doi:10.1109/TSSC.1969.300225](https://doi.org/10.1109/TSSC.1969.300225).
# 10. V. Nair & G. Hinton, *Rectified linear units improve restricted Boltzmann machines*, ICML 2010,
#     [paper 432](https://icml.cc/Conferences/2010/papers/432.pdf).
# 11. C. Dugas et al., *Incorporating second-order functional knowledge for better option pricing*,
#     NIPS 2000, [NIPS 13](https://papers.nips.cc/paper/2000/hash/44968aece94f667e4095002d140b5896-Abstract.html).
# 12. A. Maas, A. Hannun & A. Ng, *Rectifier nonlinearities improve neural network acoustic models*,
#     ICML workshop 2013, [at Stanford](https://ai.stanford.edu/~amaas/papers/relu_hybrid_icml2013_final.pdf).
# 13. I. Goodfellow et al., *Maxout networks*, 2013,
#     [arXiv:1302.4389](https://arxiv.org/abs/1302.4389).
# 14. F. Agostinelli et al., *Learning activation functions to improve deep neural networks*, 2014,
#     [arXiv:1412.6830](https://arxiv.org/abs/1412.6830).
# 15. B. Xu et al., *Empirical evaluation of rectified activations in convolutional network*, 2015,
#     [arXiv:1505.00853](https://arxiv.org/abs/1505.00853).
# 16. K. He et al., *Delving deep into rectifiers*, 2015,
#     [arXiv:1502.01852](https://arxiv.org/abs/1502.01852).
# 17. D. Clevert, T. Unterthiner & S. Hochreiter, *Fast and accurate deep network learning by
#     exponential linear units*, 2015, [arXiv:1511.07289](https://arxiv.org/abs/1511.07289).
# 18. D. Hendrycks & K. Gimpel, *Gaussian error linear units*, 2016,
#     [arXiv:1606.08415](https://arxiv.org/abs/1606.08415).
# 19. S. Elfwing, E. Uchibe & K. Doya, *Sigmoid-weighted linear units for neural network function
#     approximation in reinforcement learning*, 2017,
#     [arXiv:1702.03118](https://arxiv.org/abs/1702.03118).
# 20. W. McCulloch & W. Pitts, *A logical calculus of the ideas immanent in nervous activity*, Bulletin
#     of Mathematical Biophysics 5:115-133, 1943,
#     [doi:10.1007/BF02478259](https://doi.org/10.1007/BF02478259).
# 21. F. Rosenblatt, *The perceptron: a probabilistic model for information storage and organization in
#     the brain*, Psychological Review 65:386-408, 1958,
#     [doi:10.1037/h0042519](https://doi.org/10.1037/h0042519).
#
# [Start page](00_start_here.ipynb) · next: [02 The computational benefits of
# nonlinearity](02_nonlinearity.ipynb)
