"""Train networks on drawn faces, from six starts each, and try them on photographs.

    python tools/study_real_faces.py FOLDER

FOLDER holds the photographs, in folders `cat`, `dog` and `wild` in one or more folders: AFHQ's own
`train` and `val`, or a part of them. About two minutes a start on one core. The result goes to
data/real_faces_study.json after every start, so an interrupted run goes on where it stopped. No
photograph and no network is stored.
"""

import json
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from helpers.faces import photographs, study


def main(folder: str) -> None:
    torch.set_num_threads(1)
    part = photographs.load(folder)
    content = {
        "script": "tools/study_real_faces.py",
        "photographs": "AFHQ (NAVER Corp., CC BY-NC 4.0), a sample of the originals",
        "counts": torch.bincount(part[1]).tolist(),
        "torch": torch.__version__,
        "runs": {},
    }
    if photographs.RESULT.exists():
        content["runs"] = json.loads(photographs.RESULT.read_text())["runs"]
    for seed in study.SEEDS:
        if str(seed) in content["runs"]:
            continue
        found: dict = {}
        for kind in photographs.RECIPES:
            found |= photographs.run(kind, seed, part)
        content["runs"][str(seed)] = {
            name: value if isinstance(value, list) else round(value, 4)
            for name, value in found.items()
        }
        photographs.RESULT.write_text(json.dumps(content, separators=(",", ":")) + "\n")
        print(seed, found["MLP, plain, photographs: right"], flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
