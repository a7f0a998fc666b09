"""What a fair coin does: how surprising a score is between equals, alone or paired."""

import math

from helpers.arguments import require_at_least


def chance_of_at_least(num_heads: int, num_tosses: int) -> float:
    """Return the chance that a fair coin shows heads `num_heads` times or more in `num_tosses`."""
    require_at_least(0, num_heads=num_heads)
    require_at_least(num_heads, num_tosses=num_tosses)
    counts = (math.comb(num_tosses, heads) for heads in range(num_heads, num_tosses + 1))
    return sum(counts) / 2**num_tosses


def sign_test(num_wins: int, num_losses: int) -> float:
    """Return how often a fair coin is at least as lopsided as this, to either side.

    For two methods tried on the same cases: count only those on which one is right and the other
    is wrong. Also called the exact McNemar test. With no such case the answer is 1.
    """
    require_at_least(0, num_wins=num_wins, num_losses=num_losses)
    more = max(num_wins, num_losses)
    return min(1.0, 2 * chance_of_at_least(more, num_wins + num_losses))
