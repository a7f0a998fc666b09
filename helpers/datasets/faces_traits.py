"""What is random about drawn faces: species, build, coat, pose, background, light, what is in the way.

Every trait is an array (num_faces, ...), float32 where it is a number. `roll` draws them all.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy import ndarray

from helpers.datasets.faces_species import CLASSES, COATS, IRISES, SPECIES

NOISE_POOL = 2**16  # how many random numbers there are for the noise of all pictures

INK = np.array([[26, 20, 20]], np.float32) / 255
WHITE = np.array([[250, 250, 248]], np.float32) / 255

_GREENERY = ((96, 128, 60), (60, 92, 48), (140, 150, 84), (150, 116, 70), (196, 164, 110))
_BARK = ((110, 84, 62), (72, 54, 42), (150, 128, 104))
_BACKGROUNDS = (
    *((150, 190, 224), (208, 222, 232), (120, 150, 180), (70, 80, 100)),  # sky, water, night
    *((110, 146, 70), (66, 98, 52), (160, 164, 100), (52, 66, 46)),  # grass, leaves
    *((196, 170, 130), (150, 112, 78), (222, 206, 180), (92, 68, 52)),  # sand, wood, earth
    *((190, 188, 186), (112, 110, 112), (234, 232, 230), (40, 40, 44)),  # snow, stone, a room
    *((178, 84, 70), (196, 150, 170), (96, 120, 150)),  # blankets
)


@lru_cache(maxsize=1)  # the same faces at a second size: half of a slider's event
def roll(num_faces: int, seed: tuple[int, ...], pose: float) -> tuple[ndarray, dict[str, ndarray]]:
    """Return species numbers (num_faces,) and all traits by name; `pose` scales those of the pose."""
    dice = _Dice(seed, num_faces)
    species = _draw_species(dice)
    traits = _draw_build(dice, species) | _draw_coat(dice, species)
    traits |= _draw_pose(dice, pose) | _draw_scene(dice)
    for name, values in traits.items():
        if values.dtype == np.float64:
            traits[name] = values.astype(np.float32)
    return species, traits


class _Dice:
    """Random numbers for `num_faces` faces. Every roll is a stream of its own: face number 7 gets
    the same values however many faces are drawn with it."""

    def __init__(self, seed: Sequence[int], num_faces: int) -> None:
        self.seed = seed
        self.num_faces = num_faces
        self.num_rolls = 0

    def roll(self, num_columns: int = 1) -> ndarray:
        """Return (num_faces, num_columns) numbers, uniform in [0, 1)."""
        self.num_rolls += 1
        rng = np.random.default_rng([*self.seed, self.num_rolls])
        return rng.random((self.num_faces, num_columns), np.float32)

    def between(self, low, high, num_columns: int = 1) -> ndarray:
        """Return (num_faces, num_columns) numbers, uniform from `low` to `high`."""
        return (low + self.roll(num_columns) * (high - low)).astype(np.float32)

    def choose(self, options: ndarray) -> ndarray:
        """Return for each face one of `options` (num_options, ...)."""
        return options[(self.roll()[:, 0] * len(options)).astype(int)]

    def happens(self, probability) -> ndarray:
        """Return for each face whether it happens (num_faces, 1)."""
        return self.roll() < probability


def _draw_species(dice: _Dice) -> ndarray:
    """Return species numbers (num_faces,): each three faces in a row hold each class once."""
    num_blocks = -(-dice.num_faces // len(CLASSES))
    blocks = _Dice([*dice.seed, 0], num_blocks).roll(len(CLASSES))
    labels = blocks.argsort(axis=1).ravel()[: dice.num_faces]
    groups = [[i for i, one in enumerate(SPECIES) if one.label == k] for k in range(len(CLASSES))]
    rank = dice.roll()[:, 0]
    return np.array([groups[k][int(r * len(groups[k]))] for k, r in zip(labels, rank, strict=True)])


RANGES = (
    *("width", "height", "jaw", "ear_size", "ear_width", "ear_u", "ear_v", "ear_tilt"),
    *("eye_u", "eye_v", "eye_size", "slant", "slit", "muzzle_width", "muzzle_height"),
    *("nose_size", "nose_v", "fluff", "mane"),
)


def _draw_build(dice: _Dice, species: ndarray) -> dict[str, ndarray]:
    """Return the shape of the heads: for each range of a species one value from it."""
    traits = {}
    for name in RANGES:
        low, high = np.array([getattr(one, name) for one in SPECIES], np.float32)[species].T
        traits[name] = dice.between(low[:, None], high[:, None])
    tilt = traits.pop("ear_tilt")
    traits |= {"ear_cos": np.cos(tilt), "ear_sin": np.sin(tilt)}
    for name in ("pink_nose", "whiskers", "tongue"):
        traits[name] = dice.happens(np.array([[getattr(one, name)] for one in SPECIES])[species])
    traits["squint"] = np.where(dice.happens(0.06), 0.45, dice.between(0.85, 1.1))
    traits["whisker"] = np.where(dice.happens(0.6), WHITE, INK)
    traits["phase"] = dice.between(0.0, 1.0)
    traits["stripes"] = dice.between(2.0, 2.6)
    return traits


def _draw_coat(dice: _Dice, species: ndarray) -> dict[str, ndarray]:
    """Return the colors of fur and eyes (num_faces, 3), 0 to 1."""

    def pick(name: str, colors: dict) -> ndarray:
        """Return for each face the colors of one of its species' coats or irises, 0 to 1."""
        options = [getattr(one, name) for one in SPECIES]
        rolls = zip(species, dice.roll()[:, 0], strict=True)
        picked = [colors[options[s][int(r * len(options[s]))]] for s, r in rolls]
        return np.array(picked, np.float32) / 255

    palette, irises = pick("coats", COATS), pick("irises", IRISES)
    palette *= dice.between(0.82, 1.15)[:, :, None]
    palette *= dice.between(0.95, 1.05, 3)[:, None, :]
    fur, light, dark = palette.transpose(1, 0, 2)
    return {
        **{"fur": fur, "light": light, "dark": dark, "iris": irises},
        "ear": _mix(fur, dice.between(0.5, 1.0), dark, light, dice),
        "body": _mix(fur, dice.between(0.5, 1.0), dark, light, dice),
        "mane_color": _mix(fur, dice.between(0.1, 0.5), dark, light, dice),
        "muzzle": _mix(fur, dice.between(0.1, 0.7), dark, light, dice),
    }


def _mix(fur, share, dark, light, dice: _Dice) -> ndarray:
    """Return `fur` (num_faces, 3), of which all but a `share` is replaced by dark or light."""
    return share * fur + (1 - share) * np.where(dice.happens(0.5), dark, light)


def _draw_pose(dice: _Dice, pose: float) -> dict[str, ndarray]:
    """Return where the faces are in their pictures (-1 to 1), how large, and how they look."""
    angle = dice.between(-0.13, 0.13) * pose
    return {
        "x": dice.between(-0.07, 0.07) * pose,
        "y": 0.1 + dice.between(-0.07, 0.07) * pose,
        "scale": 0.64 + dice.between(-0.06, 0.06) * pose,
        "cos": np.cos(angle),
        "sin": np.sin(angle),
        "turn": dice.between(-0.2, 0.2) * pose,
        "nod": dice.between(-0.13, 0.1) * pose,
    }


def _draw_scene(dice: _Dice) -> dict[str, ndarray]:
    """Return background, light, and what is in the way."""
    backgrounds = np.array(_BACKGROUNDS) / 255
    leaf = dice.between(0.0, 2 * np.pi)
    branch = dice.between(-0.6, 0.6)
    return {
        "top": dice.choose(backgrounds) * dice.between(0.8, 1.1),
        "bottom": dice.choose(backgrounds) * dice.between(0.8, 1.1),
        "blob": dice.choose(backgrounds),
        "blobs": dice.between(-1.0, 1.0, 6),
        "blob_size": dice.between(0.25, 0.6, 3),
        "horizon": np.where(dice.happens(0.5), dice.between(-0.6, 0.6), 5.0),
        "light_x": dice.between(-0.45, 0.45),
        "light_y": dice.between(-0.4, 0.2),
        "brightness": dice.between(0.62, 1.15),
        "tint": 1 + dice.between(-0.12, 0.12) * np.array([[1, 0, -1]]),
        "haze": np.where(dice.happens(0.2), dice.between(0.0, 0.35), 0.0),
        "soft": dice.between(0.0, 0.05),
        "noise": dice.between(0.005, 0.05),
        "has_leaf": dice.happens(0.25)[:, 0],
        "leaf_x": 0.9 * np.cos(leaf),
        "leaf_y": 0.9 * np.sin(leaf),
        "leaf_cos": np.cos(3 * leaf),
        "leaf_sin": np.sin(3 * leaf),
        "leaf_size": dice.between(0.4, 0.7),
        "has_branch": dice.happens(0.15)[:, 0],
        "branch_v": dice.between(-0.8, 0.8),
        "branch_cos": np.cos(branch),
        "branch_sin": np.sin(branch),
        "has_grass": dice.happens(0.15)[:, 0],
        "grass_v": dice.between(0.4, 0.95),
        "plant": dice.choose(np.array(_GREENERY) / 255),
        "bark": dice.choose(np.array(_BARK) / 255),
        "grain": (dice.roll()[:, 0] * NOISE_POOL).astype(int),
    }
