"""What the drawn animals look like: the species, in numbers, and the coats that they share.

Lengths are in half-widths of a head: (0, 0) is the middle of a face, v = -1 about its top, v = 1
about its chin. A pair of numbers is a range, from which each animal gets its own value. The numbers
come from looking at pictures of animals, not from measuring any.
"""

from dataclasses import dataclass
from typing import Any

Range = tuple[float, float]
Color = tuple[int, int, int]  # red, green, blue, 0 to 255

# Each coat: the fur, its light parts (muzzle, chest), its dark parts (stripes, spots, mane).
# Classes share most of them, so that color alone does not tell a class.
COATS: dict[str, tuple[Color, Color, Color]] = {
    "orange": ((214, 132, 58), (246, 228, 200), (112, 54, 22)),
    "rust": ((188, 92, 38), (248, 238, 222), (52, 34, 28)),
    "gold": ((216, 172, 104), (242, 222, 182), (134, 88, 44)),
    "sand": ((206, 176, 132), (240, 226, 202), (88, 62, 42)),
    "cream": ((232, 216, 188), (248, 240, 226), (104, 76, 60)),
    "white": ((236, 234, 228), (252, 250, 246), (120, 112, 108)),
    "silver": ((176, 174, 172), (232, 230, 226), (64, 62, 64)),
    "gray": ((124, 126, 132), (206, 206, 206), (48, 48, 54)),
    "brown": ((124, 86, 56), (204, 176, 142), (48, 32, 24)),
    "chocolate": ((96, 62, 44), (168, 126, 94), (42, 26, 20)),
    "black": ((58, 56, 60), (130, 122, 118), (22, 20, 22)),
    "pied": ((46, 44, 46), (242, 240, 236), (22, 20, 22)),
    "tricolor": ((176, 106, 54), (246, 242, 234), (44, 34, 30)),
}

IRISES: dict[str, Color] = {
    "brown": (132, 82, 38),
    "hazel": (150, 106, 44),
    "amber": (222, 164, 52),
    "green": (142, 178, 72),
    "blue": (110, 168, 218),
}


@dataclass(frozen=True)
class Species:
    """One kind of animal: what its faces have in common, and how far they vary.

    `pattern` names what is painted on the fur, in this order; `ears` is "pointed", "round" or
    "hanging"; `slit` is how narrow the pupils may be (1 is round); probabilities are from 0 to 1.
    """

    name: str
    label: int
    coats: tuple[str, ...]
    irises: tuple[str, ...]
    pattern: tuple[str, ...] = ()
    width: Range = (0.92, 1.04)  # of the upper head
    height: Range = (0.84, 0.96)
    jaw: Range = (0.62, 0.78)  # half-width of the lower face
    ears: str = "pointed"
    ear_size: Range = (0.6, 0.8)
    ear_width: Range = (0.34, 0.44)
    ear_u: Range = (0.54, 0.66)
    ear_v: Range = (-0.6, -0.48)
    ear_tilt: Range = (0.1, 0.4)  # radians, outward
    eye_u: Range = (0.38, 0.46)
    eye_v: Range = (-0.14, -0.02)
    eye_size: Range = (0.17, 0.22)
    slant: Range = (0.0, 0.14)  # of the eyes: above 0, outer corners are higher
    slit: Range = (0.3, 0.9)
    muzzle_width: Range = (0.34, 0.42)
    muzzle_height: Range = (0.24, 0.3)
    nose_size: Range = (0.09, 0.13)
    nose_v: Range = (0.26, 0.34)
    pink_nose: float = 0.0
    whiskers: float = 0.0
    tongue: float = 0.0
    fluff: Range = (0.0, 0.04)  # how ragged the outline is
    mane: Range = (0.0, 0.0)


CLASSES = ("cat", "dog", "wild")


def _species(name: str, kind: dict, coats: str, pattern: str = "", **own: Any) -> Species:
    """Return a species that is like its kind but for what is its `own`; words stand for tuples."""
    traits = kind | own
    words = dict(coats=coats, pattern=pattern, irises=traits.pop("irises"))
    return Species(name, **traits, **{key: tuple(text.split()) for key, text in words.items()})


# fmt: off
# Kinds of animals, and how a kind differs from a `Species` as it is by default: a cat.
_CAT = dict(
    label=0, irises="amber green blue hazel brown", pink_nose=0.5, whiskers=0.8, tongue=0.08)
_DOG = dict(
    label=1, irises="brown brown brown hazel amber blue",
    pink_nose=0.25, whiskers=0.15, tongue=0.35,
    width=(0.78, 0.94), height=(0.88, 1.0), jaw=(0.56, 0.76),
    eye_u=(0.32, 0.42), eye_v=(-0.22, -0.08), eye_size=(0.12, 0.16), slit=(0.95, 1.0),
    slant=(-0.16, 0.04),
    muzzle_width=(0.36, 0.48), muzzle_height=(0.34, 0.44),
    nose_size=(0.15, 0.22), nose_v=(0.2, 0.32),
)
_DROP_EARED = _DOG | dict(
    ears="hanging", ear_size=(0.46, 0.7), ear_width=(0.22, 0.32),
    ear_u=(0.72, 0.86), ear_v=(-0.6, -0.4), ear_tilt=(-0.35, 0.1),
)
_WILD = dict(label=2)
_BIG_CAT = _WILD | dict(
    irises="amber amber hazel green blue brown", pink_nose=0.45, whiskers=0.6, tongue=0.15,
    ears="round", ear_size=(0.26, 0.34), ear_width=(0.26, 0.34),
    ear_u=(0.66, 0.78), ear_v=(-0.66, -0.54),
    eye_v=(-0.18, -0.08), eye_size=(0.12, 0.16), slit=(0.9, 1.0), slant=(-0.02, 0.12),
    muzzle_width=(0.42, 0.5), muzzle_height=(0.3, 0.38), nose_size=(0.15, 0.2), nose_v=(0.22, 0.32),
)

SPECIES = (
    _species("tabby", _CAT, "orange gray brown silver sand gold", "stripes"),
    _species("shorthair", _CAT, "gray black white cream chocolate orange rust"),
    _species("tuxedo cat", _CAT, "pied pied tricolor gray", "blaze patch"),
    _species("siamese", _CAT, "cream sand white", "points",
             irises="blue", jaw=(0.5, 0.64), ear_size=(0.72, 0.9), pink_nose=0.1),
    _species("persian", _CAT, "white gray orange cream silver",
             width=(1.0, 1.1), jaw=(0.82, 0.94), nose_v=(0.12, 0.2), fluff=(0.06, 0.12),
             ear_size=(0.56, 0.68), ear_u=(0.6, 0.7), ear_v=(-0.78, -0.68), ear_tilt=(0.3, 0.5)),
    _species("retriever", _DROP_EARED, "gold cream black chocolate rust white"),
    _species("beagle", _DROP_EARED, "tricolor tricolor orange pied", "blaze", ear_size=(0.6, 0.85)),
    _species("dalmatian", _DROP_EARED, "white cream silver", "spots"),
    _species("pug", _DROP_EARED, "sand gold silver brown", "points",
             width=(0.96, 1.06), jaw=(0.78, 0.9), eye_size=(0.16, 0.2),
             ear_size=(0.3, 0.38), ear_u=(0.68, 0.78), ear_v=(-0.8, -0.66), ear_tilt=(-0.5, -0.2)),
    _species("shepherd", _DOG, "brown gold black sand rust", "mask",
             ear_size=(0.6, 0.84), ear_u=(0.48, 0.58), ear_v=(-0.72, -0.6)),
    _species("husky", _DOG, "gray black silver rust", "mask",
             irises="blue blue brown", ear_size=(0.56, 0.7), ear_v=(-0.76, -0.64)),
    _species("poodle", _DROP_EARED, "white cream orange brown gray black", fluff=(0.08, 0.14)),
    _species("lion", _BIG_CAT, "gold sand orange brown cream", mane=(0.35, 0.6)),
    _species("lioness", _BIG_CAT, "gold sand cream brown black gray"),
    _species("tiger", _BIG_CAT, "orange orange white gold", "mask stripes"),
    _species("leopard", _BIG_CAT, "gold silver sand white", "rosettes"),
    _species("cheetah", _BIG_CAT, "gold sand cream", "spots tears",
             width=(0.8, 0.92), jaw=(0.56, 0.66)),
    _species("fox", _WILD, "rust orange white silver gray", "mask ear-tips",
             irises="amber hazel brown", whiskers=0.3, fluff=(0.02, 0.07),
             width=(0.98, 1.1), height=(0.76, 0.86), jaw=(0.36, 0.46),
             ear_size=(0.8, 1.0), ear_width=(0.34, 0.42), ear_tilt=(0.1, 0.3),
             eye_size=(0.12, 0.16), muzzle_width=(0.24, 0.3), muzzle_height=(0.34, 0.42),
             nose_size=(0.11, 0.15), nose_v=(0.42, 0.52)),
    _species("wolf", _DOG | _WILD, "gray silver brown white black sand", "mask",
             irises="amber amber hazel", pink_nose=0.05, tongue=0.15, fluff=(0.05, 0.1),
             width=(0.94, 1.04), jaw=(0.5, 0.6), slant=(0.0, 0.14),
             ear_size=(0.66, 0.8), ear_v=(-0.76, -0.64)),
)
# fmt: on
