"""What is left to chance when some people are fixed in or out beforehand.

Whoever is fixed out takes no part. Whoever is fixed in fills a seat of every panel and counts for quotas; the others
are selected for the seats and quotas that remain, and, where households count, nobody of the household of somebody
fixed in is among them. So fixing people needs no rule of its own anywhere else: it makes a smaller selection.
"""

from collections import Counter
from dataclasses import dataclass, replace

from buergerforum.core.quotas.checks import said
from buergerforum.core.selection.panel_check import memberships
from buergerforum.errors import QuotaError
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import Quota, QuotaTable
from buergerforum.texts import _, listed


@dataclass(frozen=True, slots=True)
class Free:
    """The selection that is left to chance."""

    pool: Pool
    """Everybody about whom nothing is decided yet; nobody in it is fixed."""
    table: QuotaTable
    """The same quotas in the same order, lowered by those fixed in."""
    seats: int
    """Seats that are left, at least 1."""
    seated: tuple[str, ...]
    """Ids of those fixed in, sorted: they are added to every panel."""


def settle(pool: Pool, table: QuotaTable, seats: int) -> Free:
    """Take the people who are fixed out of a selection.

    Parameters
    ----------
    pool
        Everybody, and who is fixed.
    table
        The quotas.
    seats
        To fill.

    Returns
    -------
    Free
        Without anybody fixed, what was given.

    Raises
    ------
    QuotaError
        If no panel can hold all who are fixed in, or they fill all seats.
    """
    if not pool.fixed:
        return Free(pool, table, seats, ())
    seated = pool.always()
    counted = memberships(pool, table)
    taken = Counter(place for one in seated for place in counted[one])
    household = {one.id: one.household for one in pool.applicants}
    homes = Counter(household[one] for one in seated if household[one])
    if reasons := [*_too_many(seated, seats), *_exceeded(table, taken), *_together(seated, household, homes)]:
        raise QuotaError(
            "\n".join([_("The people who are fixed in cannot all be on one panel."), *reasons]),
            hint=_("Fix fewer people, or relax the quotas they exceed."),
        )
    decided = {one.id for one in pool.fixed}
    return Free(
        pool=replace(
            pool,
            applicants=tuple(one for one in pool.applicants if one.id not in decided and one.household not in homes),
            fixed=(),
        ),
        table=replace(table, quotas=tuple(_lowered(quota, taken[place]) for place, quota in enumerate(table.quotas))),
        seats=seats - len(seated),
        seated=seated,
    )


def _lowered(quota: Quota, taken: int) -> Quota:
    return Quota(
        quota.cell,
        max(0, quota.minimum - taken),
        quota.maximum - taken,
        None if quota.min_flex is None else max(0, quota.min_flex - taken),
        None if quota.max_flex is None else quota.max_flex - taken,
    )


def _too_many(seated: tuple[str, ...], seats: int) -> list[str]:
    if len(seated) < seats:
        return []
    told = _("There are {seats} seats, and {people} people are fixed in: nothing is left to chance.")
    return [told.format(seats=seats, people=len(seated))]


def _exceeded(table: QuotaTable, taken: Counter[int]) -> list[str]:
    return [
        _("{cell}: {count} are fixed in, but at most {maximum} may be seated.").format(
            cell=said(quota.cell), count=taken[place], maximum=quota.maximum
        )
        for place, quota in enumerate(table.quotas)
        if taken[place] > quota.maximum
    ]


def _together(seated: tuple[str, ...], household: dict[str, str], homes: Counter[str]) -> list[str]:
    return [
        _("Of one household: {ids}.").format(ids=listed(tuple(one for one in seated if household[one] == home)))
        for home, people in sorted(homes.items())
        if people > 1
    ]
