"""How sure one may be of a share that was seen in a sample."""

import numpy as np

from helpers.arguments import require_positive


def wilson_interval(error: np.ndarray, count: np.ndarray, z: float = 1.96):
    """Return (low, high), a 95 % interval for a share `error` that was seen in `count` samples.

    Wilson 1927, doi:10.1080/01621459.1927.10502953. It stays inside [0, 1], also where no error
    was seen.
    """
    require_positive(count=count)
    middle = (error + z**2 / (2 * count)) / (1 + z**2 / count)
    half = z * np.sqrt(error * (1 - error) / count + (z / (2 * count)) ** 2) / (1 + z**2 / count)
    return middle - half, middle + half
