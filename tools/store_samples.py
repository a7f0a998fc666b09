"""Store in data/ the samples that scikit-learn brings and the course uses: digits, iris, a photo.

    python tools/store_samples.py

Reading them from scikit-learn itself means importing it, which takes longer than most of our cells:
1.5 s a notebook, for scipy.stats and more that no cell needs. A test compares each file with the
original.
"""

import gzip
from pathlib import Path

import numpy as np
from PIL import Image
from sklearn.datasets import load_digits, load_iris, load_sample_image

DATA = Path(__file__).resolve().parent.parent / "data"
PHOTO_SIZES = {"photo.png": (96, 64), "photo_large.png": (288, 192)}  # pixels: width, height


def store_table(path: Path, names: list[str], columns: np.ndarray, number_format: str) -> None:
    """Write `columns` (num_rows, num_columns) as CSV; a name that ends in .gz is packed."""
    lines = [",".join(names)]
    lines += [",".join(number_format % number for number in row) for row in columns]
    text = ("\n".join(lines) + "\n").encode()
    # No time in the packed file: the same numbers make the same bytes.
    path.write_bytes(gzip.compress(text, mtime=0) if path.suffix == ".gz" else text)


def main() -> None:
    digits, iris = load_digits(), load_iris()
    pixels = [f"row {i} column {j}" for i in range(8) for j in range(8)]
    store_table(
        DATA / "digits.csv.gz",
        [*pixels, "digit"],
        np.column_stack([digits.data, digits.target]),
        "%d",
    )
    store_table(
        DATA / "iris.csv",
        [*iris.feature_names, "species"],
        np.column_stack([iris.data, iris.target]),
        "%g",
    )
    photo = Image.fromarray(load_sample_image("china.jpg"))  # 640 x 427
    for name, size in PHOTO_SIZES.items():
        small = photo.resize(size, Image.Resampling.BOX)  # each pixel the mean of many
        small.save(DATA / name, optimize=True)


if __name__ == "__main__":
    main()
