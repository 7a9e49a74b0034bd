"""What the numbers of a solver, which are not exact, say about days."""

from collections.abc import Iterable
from math import ceil, gcd, isfinite

_SMALL = 1e-6


def grain(costs: Iterable[float]) -> float:
    """Return the largest number of days of which all *costs* are multiples; 0: none is known."""
    whole = 0
    for cost in costs:
        thousandths = round(cost * 1000)
        if abs(cost * 1000 - thousandths) > 1e-9:
            return 0.0
        whole = gcd(whole, thousandths)
    return whole / 1000


def round_up(bound: float, step: float) -> float:
    """Return the least multiple of *step* that is not below *bound*."""
    if not isfinite(bound):
        return 0.0
    return ceil(bound / step - _SMALL) * step if step else max(bound, 0.0)
