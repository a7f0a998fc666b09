"""Measure the test error of random networks on digits, from too narrow to very wide.

    python tools/study_descent.py

For section 2.2 of notebook 05: double descent. Some minutes on one core; the result goes to
data/descent_study.json, and a test makes a part of it again.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from helpers.evaluation import descent

RESULT = Path(__file__).resolve().parent.parent / "data" / "descent_study.json"


def main() -> None:
    errors = {
        num_digits: [
            [
                [float(f"{error:.4g}") for error in descent.fit_and_test(num_digits, width, seed)]
                for seed in range(descent.NUM_SEEDS)
            ]
            for width in descent.widths(num_digits)
        ]
        for num_digits in descent.NUM_DIGITS
    }
    content = {"script": "tools/study_descent.py", "shares": descent.SHARES, "errors": errors}
    RESULT.write_text(json.dumps(content, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
