"""Checks of arguments: a bad value gets an error that names it and says what would do."""

from typing import Any

import numpy as np


def require_finite(**values: Any) -> None:
    """Raise ValueError, naming the argument, unless every value is finite (no NaN, no infinity)."""
    for name, value in values.items():
        if not np.all(np.isfinite(value)):
            raise ValueError(f"{name} must be finite, not {value}.")


def require_positive(**values: Any) -> None:
    """Raise ValueError, naming the argument, unless every value is finite and above zero."""
    require_finite(**values)
    for name, value in values.items():
        if not np.all(np.asarray(value) > 0):
            raise ValueError(f"{name} must be above 0, not {value}.")


def require_at_least(low: float, **values: Any) -> None:
    """Raise ValueError, naming the argument, unless every value is finite and at least `low`."""
    require_finite(**values)
    for name, value in values.items():
        if not np.all(np.asarray(value) >= low):
            raise ValueError(f"{name} must be at least {low}, not {value}.")


def require_share(**values: Any) -> None:
    """Raise ValueError, naming the argument, unless every value lies in [0, 1]."""
    require_finite(**values)
    for name, value in values.items():
        if np.any(np.asarray(value) < 0) or np.any(np.asarray(value) > 1):
            raise ValueError(f"{name} is a share and must lie in [0, 1], not {value}.")
