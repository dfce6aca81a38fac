"""From shares to seats.

The rule, for a group with `share` per cent of the people counted and `seats` to fill:

* exact = share / (sum of the shares of the feature) · seats. The sum is 100 but for rounding; dividing by it makes the
  exact seats of a feature add up to `seats` exactly.
* slack = the larger of `tolerance.seats` and `tolerance.percent` per cent of exact.
* minimum = ⌊exact − slack⌋, not below 0; maximum = ⌈exact + slack⌉, not above `seats`.

Everything is computed with fractions, so no rounding decides about a seat. Hence the minimums of a feature never add up
to more than `seats` and the maximums never to less, and a larger share never gets a lower minimum or maximum.

A joint cell such as women of 16 to 29 is one of many, and the others need not be named: its exact seats are
share / 100 · seats.

Examples
--------
>>> seat_range(Fraction("10.535"), 50)
(10, 11)
>>> seat_range(Fraction("3.22"), 50, Tolerance(seats=Decimal(1)))
(2, 5)
>>> seat_range(Fraction(19), 50, Tolerance(seats=Decimal(1), percent=Decimal(40)))
(11, 27)
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from buergerforum.model.quota_plan import Aim, QuotaPlan, Tolerance

EXACT = Tolerance()
"""Nothing is added to floor and ceiling."""
_PERCENT = 100


def exact_seats(shares: Sequence[Decimal], seats: int) -> tuple[Fraction, ...]:
    """Divide seats by the shares of a feature, exactly.

    Parameters
    ----------
    shares
        Per cent, 0 or more; at least one above 0.
    seats
        To fill.

    Returns
    -------
    tuple of Fraction
        One per share; they add up to `seats`.
    """
    fractions = [Fraction(share) for share in shares]
    whole = sum(fractions)
    return tuple(share * seats / whole for share in fractions)


def seat_range(exact: Fraction, seats: int, tolerance: Tolerance = EXACT) -> tuple[int, int]:
    """Turn exact seats into minimum and maximum.

    Parameters
    ----------
    exact
        Seats by share, 0 … `seats`.
    seats
        To fill.
    tolerance
        Widens the range.
    """
    slack = max(Fraction(tolerance.seats), Fraction(tolerance.percent) * exact / _PERCENT)
    return max(0, floor(exact - slack)), min(seats, ceil(exact + slack))


def derive(plan: QuotaPlan, seats: int) -> tuple[tuple[int, int], ...]:
    """Return minimum and maximum of every aim of a plan; ends set by hand stay as they are.

    Parameters
    ----------
    plan
        Its shares are not negative, and those of a feature not all 0.
    seats
        To fill.
    """
    exact: dict[int, Fraction] = {}
    for feature in plan.features:
        shares = shares_of(plan, feature.name)
        exact |= dict(zip(shares, exact_seats(tuple(shares.values()), seats), strict=True))
    return tuple(_range(aim, exact.get(number), seats) for number, aim in enumerate(plan.aims))


def shares_of(plan: QuotaPlan, feature: str) -> dict[int, Decimal]:
    """Return the shares of the values of a feature by their number among the aims, joint cells left out."""
    return {
        number: aim.share
        for number, aim in enumerate(plan.aims)
        if aim.share is not None and len(aim.cell) == 1 and aim.cell[0][0] == feature
    }


def _range(aim: Aim, exact: Fraction | None, seats: int) -> tuple[int, int]:
    low, high = 0, seats
    if aim.share is not None:
        if exact is None:
            exact = Fraction(aim.share) * seats / _PERCENT
        low, high = seat_range(exact, seats, aim.tolerance)
    return low if aim.minimum is None else aim.minimum, high if aim.maximum is None else aim.maximum
