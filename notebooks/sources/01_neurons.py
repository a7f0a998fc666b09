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
# - explain which features of a real neuron a ReLU keeps, and which it drops;
# - read the value and the slope of the activation functions in use.
#
# **You need** derivatives, the exponential function and basic Python. No deep learning.
#
# **Time**: about 75 minutes to read, move and solve; a few seconds to run.
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
    """Return the voltage `dt` ms later, by one Euler step."""
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
# How does the error depend on the step? We try more sizes.

# %%
dts = np.array([0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0])
errors = np.array([exact - lif.euler_trace(1.0, 0.0, dt, tau)[1][-1] for dt in dts])
show(figures.euler_errors(dts, errors))

# %% [markdown]
# For small steps the points follow the line: the error is proportional to $\Delta t$. Half the step,
# half the error, twice the work. (At 5 and 10 ms it is even larger than that.) Methods whose error is
# proportional to a small step are called *first order*.

# %% [markdown]
# ### 1.3 Stable is not accurate
#
# Look at one step more closely. With $R I = 0$ it reads $V \leftarrow (1 - \Delta t / \tau)\, V$:
# every step multiplies the voltage by the same factor, and the truth would multiply it by
# $e^{-\Delta t/\tau}$. Everything follows from that factor:
#
# | step | factor $1 - \Delta t/\tau$ | Euler's voltage |
# |:--|:--|:--|
# | $\Delta t < \tau$ | between 0 and 1 | decays smoothly, too fast |
# | $\Delta t = \tau$ | 0 | arrives in one step, and stays |
# | $\tau < \Delta t < 2\tau$ | between −1 and 0 | changes sign at every step, yet decays |
# | $\Delta t = 2\tau$ | −1 | alternates forever |
# | $\Delta t > 2\tau$ | below −1 | grows without bound |
#
# **Predict first.** With $\tau$ = 20 ms, at which step does the curve below start to swing? At
# which does it explode? Then move *Step dt* slowly to the right.

# %%
explore(scenes.passive_membrane())

# %% [markdown]
# Left, the black curve is exact and the red dots are Euler's steps. Right, the dot shows the factor
# of one step. At 20 ms it crosses zero and the voltage begins to swing; at 40 ms it leaves the
# shaded band and the voltage explodes. In between, from 20 to 40 ms, the simulation is **stable and
# wrong**: it settles in the right place along a path that no membrane takes. So a simulation that
# does not explode proves little. Halve the step and look whether the answer changes.

# %%
ask(questions.STABLE_STEP)

# %% [markdown]
# ## 2 Spikes
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
# **Exercise 2.** Complete `lif_step` (LIF: leaky integrate-and-fire). Besides the voltage it keeps
# `silent_steps`, the number of steps that the neuron must still stay silent. It returns three
# values: the new voltage, the new `silent_steps`, and whether the neuron spiked.
#
# - If `silent_steps` is above 0: the voltage stays at 0, and `silent_steps` goes down by one. No
#   spike.
# - Otherwise take an Euler step. If the new voltage is 1 or more: spike, reset to 0, and set
#   `silent_steps` to `refractory_steps`.


# %%
def lif_step(v, silent_steps, drive, dt, tau, refractory_steps):
    """Return (v, silent_steps, spiked) one step later; threshold 1, reset 0."""
    ### BEGIN SOLUTION
    if silent_steps > 0:
        return 0.0, silent_steps - 1, False
    v = euler_step(v, drive, dt, tau)
    if v >= 1:
        return 0.0, refractory_steps, True
    return v, 0, False
    ### END SOLUTION


lif_step = check(lif_step)

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
# ## 3 The f-I curve
#
# How often does the neuron fire at a given current? Neuroscientists call the answer the **f-I
# curve**: frequency against current. Sketch it before you go on: one slider for each drive.

# %%
guess(questions.RATES)

# %% [markdown]
# Now derive it.
#
# The neuron climbs from 0 toward the drive $\mu = R I$, and the exact solution says when it meets
# the threshold 1. Set $V(T) = 1$ in $V(T) = \mu - \mu\, e^{-T/\tau}$ and solve for the time $T$:
#
# $$T = \tau \ln \frac{\mu}{\mu - 1}$$
#
# The time between two spikes is $T$ plus the refractory period. The rate is its inverse:
#
# $$f(\mu) = \frac{1}{t_{ref} + \tau \ln \dfrac{\mu}{\mu - 1}} \quad \text{for } \mu > 1,
# \qquad f(\mu) = 0 \quad \text{for } \mu \leq 1$$
#
# For $\mu \leq 1$ the voltage settles at or below the threshold and never crosses it. The smallest
# current that makes a neuron fire is its **rheobase**: $I = V_{th} / R$, with $V_{th}$ the threshold
# voltage, here a drive of 1.
#
# **Exercise 3.** Complete `firing_rate`. Times are in ms, but the rate must come in Hz, which is
# spikes per *second*. `np.log` is the natural logarithm.


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
# Does the simulated neuron agree with the formula? We count its spikes for four seconds.

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

# %%
ask(questions.CORNER)

# %% [markdown]
# ## 4 Noise
#
# A neuron in the brain hears thousands of others. Their sum is a mean drive and a jitter around it.
# We add the jitter as white noise $\eta(t)$, independent from moment to moment:
#
# $$\tau \frac{dV}{dt} = -V + \mu + \sigma \sqrt{\tau}\, \eta(t)$$
#
# Here $\sigma$ is the strength of the noise, in units of the threshold. The factor $\sqrt{\tau}$ is a
# convention: with it, the voltage without a threshold has variance $\sigma^2/2$. (Other books
# leave the factor out or write 2 under the root: compare their numbers with care.) In the
# simulation every step adds a random kick of size $\sigma \sqrt{\Delta t/\tau}$.
#
# **Predict first.** The drive below is 0.8, under the threshold. Without noise this neuron would be
# silent forever. What does noise of mean zero change? Then move the noise to 0, and back.

# %%
explore(scenes.spiking_neuron())

# %% [markdown]
# The noise makes it fire: now and then the jitter carries the voltage across. Below the threshold
# *all* spikes are the noise's work, and they come irregularly. Raise the drive to 2: now the drive
# alone would make it fire, and the spikes come more evenly. The noise adds little to that rate, about
# 3 Hz to 72. At a drive of 0.8 it makes all of the rate, out of none: about 17 Hz. So noise does more
# than blur: it moves the rate itself, most of all near the threshold.
#
# On the right, the dot is what these 500 ms counted. It scatters around the curve, because a handful
# of spikes is a small sample.

# %%
ask(questions.NOISE)

# %% [markdown]
# ### 4.1 The curve of a noisy neuron
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
# We compare it with a simulation of 600 neurons for one second. One trap: the simulation looks at
# the voltage only every 0.1 ms and misses crossings in between. That acts like a threshold raised by
# $0.58\, \sigma \sqrt{\Delta t / \tau}$ [4], so we compare with the formula for the raised threshold.
# (The black curve above is drawn for it too.)

# %%
sigma, dt = 0.4, 0.1
drives = np.array([0.8, 1.0, 2.0])
raised = 1 + lif.STEP_CORRECTION * sigma * np.sqrt(dt / lif.TAU)
counted = lif.population_rate(drives, duration=1000.0, dt=dt, sigma=sigma, num_neurons=600)
print("drive   Siegert   Siegert, raised   simulated")
for drive, rate in zip(drives, counted):
    exact_rate = lif.siegert_rate(drive, sigma)
    expected = lif.siegert_rate(drive, sigma, threshold=raised)
    print(f"{drive:5}  {exact_rate:8.3f}  {expected:16.1f}  {rate:10.1f}   Hz")
print(f"{0.0:5}  {lif.siegert_rate(0.0, sigma):8.3f}   Hz, without any drive at all")

# %%
grid = lif.drives_around_rheobase(-0.5, 3.0, 141)
curves = {0: lif.firing_rate(grid)} | {s: lif.siegert_rate(grid, s) for s in (0.1, 0.2, 0.4)}
show(figures.noisy_rates(grid, curves, (drives, counted)))

# %% [markdown]
# The simulated rates agree with the formula within about one percent. Noise has removed the vertical
# start: the curve now lifts off gently, well below the rheobase. Far above the threshold the four
# curves run together, because there the drive decides and not the noise.

# %% [markdown]
# ## 5 From the f-I curve to the ReLU
#
# A network of thousands of such neurons would be slow to simulate and hard to train. So keep only
# the f-I curve: drive in, rate out, no time, no spikes. Two simple functions come close to it:
#
# - the **rectified linear unit**, ReLU: $\max(0, x)$, a corner and a straight line;
# - the **softplus**: $\ln(1 + e^x)$, the same with a round corner.
#
# How close? We fit them. For the ReLU: take the points that fire, put the best straight line
# through them, and see where that line meets zero. There is the corner.
#
# **Exercise 4.** Complete `fit_relu`. It gets arrays of drives and rates. It returns `(slope,
# corner)` of the least-squares line through the points whose rate is above 0.
# `np.polyfit(x, y, 1)` returns the slope and the intercept of such a line.


# %%
def fit_relu(drive, rate):
    """Return (slope, corner) so that rate = slope * (drive - corner) fits where rate > 0."""
    ### BEGIN SOLUTION
    fires = rate > 0
    slope, intercept = np.polyfit(drive[fires], rate[fires], 1)
    return slope, -intercept / slope
    ### END SOLUTION


fit_relu = check(fit_relu)

# %% [markdown]
# Far out the curve follows a line that meets zero at 1/2. And near the rheobase?

# %%
guess(questions.FITTED_CORNER)

# %%
corners = {}
for low, high in ((1, 2), (1, 5), (5, 20)):
    grid = np.linspace(low, high, 200)
    slope, corners[high] = fit_relu(grid, lif.firing_rate(grid))
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
rates = lif.siegert_rate(grid, sigma=0.4)
softplus = fits.fit_softplus(grid, rates)
print(f"softplus on the noisy neuron: R^2 = {r_squared(rates, softplus(grid)):.5f}")

# %% [markdown]
# ### 5.1 The artificial neuron
#
# The drive of a neuron is the sum of what its inputs send, each with the strength of its synapse. We
# measure rates in units in which the slope of the ReLU is 1, and let the weights carry the rest:
#
# $$y = \max\!\Big(0, \; \sum_i w_i x_i + b\Big)$$
#
# - $x_i$ is the rate of input $i$;
# - $w_i$ is its **weight**, the strength of the synapse: positive if it excites, negative if it
#   inhibits;
# - $b$ is the **bias**. It moves the corner: the neuron responds where the weighted sum exceeds
#   $-b$, so the bias is minus the threshold;
# - $y$ is the neuron's own rate.
#
# **Exercise 5.** Complete `artificial_neuron`. `x` and `weights` are arrays of the same length.


# %%
def artificial_neuron(x, weights, bias):
    """Return the output of one ReLU neuron, a number."""
    ### BEGIN SOLUTION
    return max(0.0, np.dot(weights, x) + bias)
    ### END SOLUTION


artificial_neuron = check(artificial_neuron)

# %%
for x in ([0, 0], [1, 0], [0, 1], [1, 1]):
    print(f"inputs {x}: output {artificial_neuron(np.array(x), np.array([1.0, 1.0]), -1.5):.1f}")

# %% [markdown]
# With two weights of 1 and a bias of −1.5 the neuron responds only when both inputs are active. One
# neuron has computed a logical AND. What else one neuron can compute, and what it cannot, is the
# subject of [notebook 02](02_nonlinearity.ipynb).

# %% [markdown]
# ### 5.2 Where the likeness ends
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
# ## 6 The clock of the brain
#
# Is a rate even what the brain uses? Here is a reason to doubt. Thorpe, Fize and Marlot showed
# people photographs for 20 ms and asked: is there an animal? About 150 ms after the picture
# appeared, brain recordings differed between yes and no [5]. In that time the signal passes about ten
# stages, from the retina on [6]. So one stage has 15 ms, or less: signals also travel between stages.
# And most neurons on the way fire at less than 100 Hz.

# %%
guess(questions.SPIKES_PER_STAGE)

# %%
time_available, num_stages = 150, 10
stage = time_available / num_stages
for rate in (20, 50, 100):
    print(f"a neuron at {rate:3} Hz sends {rate * stage / 1000:.2f} spikes in {stage:.0f} ms")
reveal(questions.SPIKES_PER_STAGE, 100 * stage / 1000)

# %% [markdown]
# One and a half, on average. Spikes come irregularly, and such a small average hides a lot. The picture
# takes them as independent (a *Poisson process*) and shows how often a neuron sends 0, 1, 2, ... of them.

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
# ## 7 A gallery of activation functions
#
# Once freed from biology, the function that turns a neuron's drive into its output is a choice. It
# is called the **activation function**. It must not be linear (notebook 02 tells why), and its
# slope matters as much as its value, because learning multiplies by that slope (notebook 03).
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
# Compare any two. Watch both slopes while you move *Input x*.

# %%
explore(scenes.activation_gallery())

# %% [markdown]
# Try ReLU against softplus: they differ by at most $\ln 2 \approx 0.69$, at zero, and agree far
# out. Try tanh at $x = 3$: its slope is 0.010, so a hundredth of any learning signal gets through.

# %%
ask(questions.STUCK)

# %% [markdown]
# ## 8 Your exercises

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
# - The fitted ReLU's corner is not the rheobase: for large drives it lies at half the threshold.
# - Noise makes silent neurons fire and rounds the corner. Far below its maximal rate, a noisy f-I
#   curve is a softplus, almost exactly.
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
#
# [Start page](00_start_here.ipynb) · next: [02 The computational benefits of
# nonlinearity](02_nonlinearity.ipynb)
