"""The model card: rows that are measured, and the way to show it."""

import numpy as np
from IPython.display import display
from torch import Tensor

from helpers.intervals import wilson_interval


def share_with_interval(hits: Tensor) -> str:
    """Return the share of true entries (num,) and its 95 % interval: '0.81 (0.79 to 0.83)'."""
    share, count = hits.float().mean().item(), len(hits)
    low, high = wilson_interval(np.array(share), np.array(count))
    return f"{share:.2f} ({low:.2f} to {high:.2f})"


def accuracy_rows(actual: Tensor, predicted: Tensor, classes) -> str:
    """Return the rows of a Markdown table: class, number of pictures, accuracy with its interval."""
    hits = (actual == predicted).cpu()
    actual = actual.cpu()
    groups = {name: hits[actual == label] for label, name in enumerate(classes)}
    groups = {name: part for name, part in groups.items() if len(part)} | {"**all**": hits}
    return "\n".join(
        f"| {name} | {len(part)} | {share_with_interval(part)} |" for name, part in groups.items()
    )


def show(text: str) -> None:
    """Show a text in Markdown, and as it stands where Markdown is not shown."""
    display({"text/markdown": text, "text/plain": text}, raw=True)
