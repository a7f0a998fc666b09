"""Write the table of notebook 05's flawed study to data/tremor.csv.

    python tools/make_tremor.py

600 made-up recordings of 120 made-up people; a test makes them again. It takes a second.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from helpers.evaluation import tremor

RESULT = Path(__file__).resolve().parent.parent / "data" / "tremor.csv"
SEED = 0


def main() -> None:
    table = tremor.make_table(seed=SEED)
    names = [f"f{number:02}" for number in range(1, table.x.shape[1] + 1)]
    lines = [",".join(["person", "ill", *names])]
    for person, ill, row in zip(table.person, table.y, table.x, strict=True):
        lines.append(",".join([str(person), str(ill), *(f"{value:g}" for value in row)]))
    RESULT.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
