"""Who takes the seats of members who drop out: everything that is decided before chance is asked.

The members who remain are fixed in. Fixed out are

1. those who are fixed out since the selection or an earlier replacement,
2. those who drop out (``left``),
3. where households count, everybody who lives with somebody who has dropped out, so that no seat is handed on at home
   (``household``),
4. people of the pool who are no longer available (``unavailable``),
5. where only the waiting list is asked, everybody else (``not waiting``).

The free seats are filled from the others by the lottery of every selection. The waiting list keeps its order without
those who are now members or fixed out.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from buergerforum.model.pool import Fixed, Pool

MEMBER, LEFT, HOUSEHOLD, UNAVAILABLE, NOT_WAITING = "member", "left", "household", "unavailable", "not waiting"
"""Reasons as receipts have them."""


@dataclass(frozen=True, slots=True)
class Before:
    """What there was before a replacement."""

    members: tuple[str, ...]
    """Ids of the panel."""
    waiting: tuple[str, ...]
    """Ids of the waiting list, in its order."""
    fixed_out: tuple[Fixed, ...] = ()
    """Who was fixed out, in the selection or an earlier replacement."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """What is known of a replacement before chance is asked."""

    out: tuple[str, ...]
    """Ids of the members who drop out."""
    unavailable: tuple[str, ...] = ()
    """Ids of others who are no longer available."""
    waiting_only: bool = False
    """Whether only people of the waiting list are asked."""


def fixed_for(pool: Pool, before: Before, leaving: Leaving) -> tuple[Fixed, ...]:
    """Return who is fixed in and out, sorted by id.

    Parameters
    ----------
    pool
        All who could ever be seated, with households only where they count.
    before
        Panel, waiting list and who was fixed out.
    leaving
        Who drops out.
    """
    found = {one: Fixed(one, seated=True, reason=MEMBER) for one in before.members if one not in leaving.out}
    gone = [one.id for one in before.fixed_out if one.reason == LEFT]
    reasons = [
        *((one.id, one.reason) for one in before.fixed_out if one.reason != NOT_WAITING),
        *((one, LEFT) for one in leaving.out),
        *((one, HOUSEHOLD) for one in _living_with(pool, [*gone, *leaving.out])),
        *((one, UNAVAILABLE) for one in leaving.unavailable),
    ]
    if leaving.waiting_only:
        reasons += [(one.id, NOT_WAITING) for one in pool.applicants if one.id not in before.waiting]
    known = {one.id for one in pool.applicants}
    for one, reason in reasons:
        if one in known:
            found.setdefault(one, Fixed(one, seated=False, reason=reason))
    return tuple(found[one] for one in sorted(found))


def still_waiting(waiting: Sequence[str], members: Collection[str], fixed: Iterable[Fixed]) -> tuple[str, ...]:
    """Return the waiting list after a replacement.

    Parameters
    ----------
    waiting
        As it was.
    members
        Of the new panel.
    fixed
        As :func:`fixed_for` gives them.
    """
    out = {one.id for one in fixed if not one.seated}
    return tuple(one for one in waiting if one not in members and one not in out)


def _living_with(pool: Pool, people: Sequence[str]) -> list[str]:
    household = {one.id: one.household for one in pool.applicants}
    homes = {household[one] for one in people if household.get(one)}
    return [one.id for one in pool.applicants if one.household in homes]
