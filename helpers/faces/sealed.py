"""A test set that stays shut until it is asked for, and counts for how many networks it was opened."""

import hashlib
from collections.abc import Iterable

from torch import Tensor, nn

# By what the pictures are, for which networks: to seal the same ones again resets nothing.
_OPENED: dict[str, set[str]] = {}


class SealedTest:
    """Test pictures and their labels. `open(network)` is the only way to them, and counts."""

    def __init__(self, x: Tensor, y: Tensor) -> None:
        self._x, self._y = x, y
        self._networks = _OPENED.setdefault(_digest([x, y]), set())

    def __len__(self) -> int:
        return len(self._y)

    def open(self, network: nn.Module) -> tuple[Tensor, Tensor]:
        """Return the pictures and their labels, to measure `network` on them, and count this opening.

        The same network once more tells nothing new, and counts once.
        """
        self._networks.add(_digest(network.state_dict().values()))
        return self._x, self._y

    @property
    def num_openings(self) -> int:
        """For how many networks these pictures were opened since the kernel started."""
        return len(self._networks)

    @property
    def record(self) -> str:
        """What a card must say about it."""
        if self.num_openings == 0:
            return "the test pictures are still sealed."
        if self.num_openings == 1:
            return "the test pictures were opened once."
        return (
            f"the test pictures were opened {self.num_openings} times, for as many networks. From the "
            "second time on, somebody had seen an earlier result: if anything was changed after it, "
            "these numbers are too high."
        )


def _digest(tensors: Iterable[Tensor]) -> str:
    content = b"".join(tensor.detach().cpu().numpy().tobytes() for tensor in tensors)
    return hashlib.sha256(content).hexdigest()
