"""A test set that stays shut until it is asked for, and counts how often it was."""

import hashlib
from collections import Counter

from torch import Tensor

_OPENED: Counter[str] = (
    Counter()
)  # by content: a cell that seals the same pictures again resets nothing


class SealedTest:
    """Test pictures and their labels. `open()` is the only way to them, and counts."""

    def __init__(self, x: Tensor, y: Tensor) -> None:
        self._x, self._y = x, y
        content = x.cpu().numpy().tobytes() + y.cpu().numpy().tobytes()
        self._name = hashlib.sha256(content).hexdigest()

    def __len__(self) -> int:
        return len(self._y)

    def open(self) -> tuple[Tensor, Tensor]:
        """Return the pictures and their labels, and count this opening."""
        _OPENED[self._name] += 1
        return self._x, self._y

    @property
    def num_openings(self) -> int:
        """How often these pictures were opened since the kernel started."""
        return _OPENED[self._name]

    @property
    def record(self) -> str:
        """What a card must say about it."""
        if self.num_openings == 0:
            return "the test pictures are still sealed."
        if self.num_openings == 1:
            return "the test pictures were opened once."
        return (
            f"the test pictures were opened {self.num_openings} times. From the second time on, somebody "
            "had seen an earlier result: if anything was changed after it, these numbers are too high."
        )
