"""What a fair coin does: how surprising a score is between equals."""

import math

from helpers.arguments import require_at_least


def chance_of_at_least(num_heads: int, num_tosses: int) -> float:
    """Return the chance that a fair coin shows heads `num_heads` times or more in `num_tosses`."""
    require_at_least(0, num_heads=num_heads)
    require_at_least(num_heads, num_tosses=num_tosses)
    counts = (math.comb(num_tosses, heads) for heads in range(num_heads, num_tosses + 1))
    return sum(counts) / 2**num_tosses
