"""Cut the photographs of data/photographs out of the originals that `SOURCES` names.

    python tools/crop_photographs.py FOLDER

FOLDER holds the originals under the names below, as downloaded from the addresses in
data/README.md. Each is cut to a square around the face and scaled to 96 x 96 pixels.
"""

import sys
from pathlib import Path

from PIL import Image

from helpers.faces.photographs import SHIPPED

SIZE = 96
# name here: (file of the original, left, top, side of the square)
SOURCES = {
    "cat/chelsea": ("chelsea.png", 60, 0, 300),
    "cat/tabby": ("cat.jpg", 100, 0, 360),
    "dog/beagle": ("dog.jpg", 385, 140, 245),
    "dog/great_dane": ("dog-human.jpg", 250, 20, 200),
    "wild/leopard": ("leopard.jpg", 950, 0, 1480),
    "wild/lion": ("lion.jpg", 330, 150, 430),
}

if __name__ == "__main__":
    for name, (original, left, top, side) in SOURCES.items():
        image = Image.open(Path(sys.argv[1]) / original).convert("RGB")
        face = image.crop((left, top, left + side, top + side))
        target = SHIPPED / f"{name}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        face.resize((SIZE, SIZE), Image.Resampling.LANCZOS).save(target, optimize=True)
