# @title Find the course, or fetch it where this notebook travels alone (Colab)
import importlib.util
import subprocess
import sys
from pathlib import Path

if importlib.util.find_spec("helpers") is None:
    folders = [*Path.cwd().resolve().parents, Path.cwd() / "mlp-course"]
    course = next((p for p in folders if (p / "helpers" / "runtime.py").is_file()), folders[-1])
    if not course.exists():
        clone = ["git", "clone", "--quiet", "--depth", "1", "--branch", "@TAG@"]
        address = "@REPOSITORY@"
        done = subprocess.run([*clone, address, course], capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"Could not fetch {address}; is there a network? {done.stderr}")
    sys.path.insert(0, str(course))
