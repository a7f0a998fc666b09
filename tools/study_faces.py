"""Train what notebook 07 trains, from six starts each, on drawn faces and on digits.

    python tools/study_faces.py

About half a minute a start on one core. The result goes to data/faces_study.json after every start, so
an interrupted run goes on where it stopped; with a number, only so many starts are added. A test
trains a part of it again.
"""

import json
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from helpers.faces import study


def main(most: int) -> None:
    torch.set_num_threads(1)
    content = {"script": "tools/study_faces.py", "torch": torch.__version__, "runs": {}}
    if study.RESULT.exists():
        content["runs"] = json.loads(study.RESULT.read_text())["runs"]
    missing = [seed for seed in study.SEEDS if str(seed) not in content["runs"]]
    for seed in missing[:most]:
        found = study.run_faces(seed) | study.run_digits(seed)
        content["runs"][str(seed)] = {
            name: [round(one, 4) for one in value] if isinstance(value, list) else round(value, 4)
            for name, value in found.items()
        }
        study.RESULT.write_text(json.dumps(content, separators=(",", ":")) + "\n")
        print(seed, found["plain: new faces"], flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else len(study.SEEDS))
