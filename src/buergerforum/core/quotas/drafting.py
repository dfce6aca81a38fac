"""A quota file drafted from shares: minimum and maximum of every value, with what they follow from.

Numbers of people are as good as shares: what counts is their proportion, and nothing is rounded before the seats are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from buergerforum.core.quotas.derive import derive, exact_seats, shares_of
from buergerforum.model.quota_plan import Aim, DraftedAim, QuotaPlan, Tolerance
from buergerforum.model.quotas import Cell

_HUNDREDTHS = 10_000
"""Of all: shares are written with two decimals."""


def draft(plan: QuotaPlan, seats: int, tolerance: Tolerance | None = None) -> tuple[DraftedAim, ...]:
    """Turn the shares of a quota file into minimum and maximum.

    Parameters
    ----------
    plan
        Free of contradictions.
    seats
        To fill.
    tolerance
        Instead of those of the file; None: those of the file.

    Returns
    -------
    tuple of DraftedAim
        In the order of the plan's aims.
    """
    aims = tuple(replace(aim, tolerance=tolerance) if tolerance else aim for aim in plan.aims)
    plan = replace(plan, aims=aims)
    bounds = derive(plan, seats)
    exact: dict[int, Fraction] = {}
    for feature in plan.features:
        shares = shares_of(plan, feature.name)
        exact |= dict(zip(shares, exact_seats(tuple(shares.values()), seats), strict=True))
    return tuple(
        DraftedAim(_with_ends(aim, ends), exact.get(number, _joint(aim, seats)), None)
        for number, (aim, ends) in enumerate(zip(plan.aims, bounds, strict=True))
    )


def draft_counted(
    plan: QuotaPlan, people: Mapping[Cell, int], seats: int, tolerance: Tolerance
) -> tuple[DraftedAim, ...]:
    """Turn numbers of people into minimum and maximum.

    Parameters
    ----------
    plan
        One aim per value of every feature; its shares are not looked at.
    people
        By value; not all 0 within a feature.
    seats
        To fill.
    tolerance
        How far a quota is wider than the numbers say.
    """
    counted = replace(plan, aims=tuple(replace(aim, share=Decimal(people[aim.cell])) for aim in plan.aims))
    drafted = draft(counted, seats, tolerance)
    written: dict[Cell, Decimal] = {}
    for feature in plan.features:
        cells: list[Cell] = [((feature.name, value.name),) for value in feature.values]
        written |= dict(zip(cells, shares_written([people[cell] for cell in cells]), strict=True))
    return tuple(
        DraftedAim(replace(one.aim, share=written[one.aim.cell]), one.exact, people[one.aim.cell]) for one in drafted
    )


def shares_written(people: Sequence[int]) -> list[Decimal]:
    """Return shares in per cent with two decimals that add up to exactly 100, rounded by largest remainders.

    Examples
    --------
    >>> [str(share) for share in shares_written([1, 1, 1])]
    ['33.34', '33.33', '33.33']
    """
    total = sum(people)
    whole = [number * _HUNDREDTHS // total for number in people]
    order = sorted(range(len(people)), key=lambda place: (-(people[place] * _HUNDREDTHS % total), place))
    for place in order[: _HUNDREDTHS - sum(whole)]:
        whole[place] += 1
    return [Decimal(number).scaleb(-2) for number in whole]


def _with_ends(aim: Aim, ends: tuple[int, int]) -> Aim:
    return replace(aim, minimum=ends[0], maximum=ends[1])


def _joint(aim: Aim, seats: int) -> Fraction | None:
    return None if aim.share is None or len(aim.cell) == 1 else Fraction(aim.share) * seats / 100
