"""The smallest repair of quotas that no panel meets: which minimums to lower, which maximums to raise.

A repair changes as little as the published order of relaxation allows, by one integer program after the other:

1. Of the features that may be relaxed last (those that the order does not name, together; then the last of the order,
   and so on), as few seats as possible are changed. So the next feature is touched only as far as all features named
   before it do not suffice. A joint cell goes with the last of its features.
2. The sum of the squares of the changes is as small as possible: rather two quotas by one seat than one by two.
3. Of several such repairs the one that changes the rows further up in the table less: the vector of changes (minimum,
   maximum of the first row, of the second …) is the smallest in the order of words.

No minimum is lowered below its `min_flex`, no maximum raised above its `max_flex`, where the table has them. The result
depends on pool, table and seats alone, and whoever computes it anew with any exact solver gets the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from buergerforum.core.selection.elastic import Elastic, Missed
from buergerforum.core.selection.polytope import Polytope
from buergerforum.core.selection.solver import Ints
from buergerforum.model.quotas import Quota, QuotaChange, QuotaTable


@dataclass(frozen=True, slots=True)
class Repair:
    """The smallest repair."""

    table: QuotaTable
    """With the changes made."""
    changes: tuple[QuotaChange, ...]
    """In the order of the table."""


def find_repair(polytope: Polytope, table: QuotaTable) -> Repair | None:
    """Return the smallest repair; None: there is none, not even as far as the table allows.

    Parameters
    ----------
    polytope
        Of pool, table and seats.
    table
        The quotas, in the order of the polytope's rows.
    """
    room = _room(polytope, table)
    elastic = Elastic(polytope, room)
    known: Missed | None = None
    totals = []
    for sides in _classes(table):
        cost = elastic.counting(sides)
        if known is None or known.sides[sides].any():
            known = elastic.cheapest(cost)
        if known is None:
            return None
        totals.append((sides, int(known.sides[sides].sum())))
        elastic.hold(cost, totals[-1][1])
    if known is None:
        return None
    return repaired(table, _changed(table.quotas, _evenly(polytope, room, totals, known)))


def relaxation_classes(table: QuotaTable) -> tuple[tuple[str, ...], ...]:
    """Return the features that are relaxed together, the first to be relaxed first; what is not named comes last."""
    named = tuple((name,) for name in table.relaxation)
    others = tuple(feature.name for feature in table.features if feature.name not in table.relaxation)
    return (*named, *([others] if others else []))


def _classes(table: QuotaTable) -> list[Ints]:
    """Return the sides of the quotas that are relaxed together, those to be relaxed last first."""
    classes = relaxation_classes(table)
    rank = {name: place for place, names in enumerate(classes) for name in names}
    ranks = np.array([max(rank[name] for name, _value in quota.cell) for quota in table.quotas])
    return [np.flatnonzero(np.repeat(ranks, 2) == place) for place in reversed(range(len(classes)))]


def _room(polytope: Polytope, table: QuotaTable) -> Ints:
    """Return by how much every side may be changed; a maximum above the number of seats says no more than that."""
    seats = polytope.seats
    room = [
        (
            quota.minimum - min(quota.minimum, quota.min_flex or 0),
            max(0, (seats if quota.max_flex is None else quota.max_flex) - quota.maximum),
        )
        for quota in table.quotas
    ]
    return np.array(room, dtype=np.int64).reshape(-1)


def _evenly(polytope: Polytope, room: Ints, totals: Sequence[tuple[Ints, int]], known: Missed) -> Ints:
    """Return the changes with these totals, spread evenly, the smallest in the order of words."""
    least = room.copy()
    for sides, total in totals:
        least[sides] = np.minimum(room[sides], total)
    elastic = Elastic(polytope, least, stepwise=True)
    for sides, total in totals:
        elastic.hold(elastic.counting(sides), total)
    squares = 2 * elastic.steps() - 1
    if known.sides.max() > 1:
        known = _found(elastic.cheapest(squares))
    elastic.hold(squares, int((known.sides**2).sum()))
    for side in np.flatnonzero(least).tolist():
        cost = elastic.counting(np.array([side]))
        if known.sides[side]:
            known = _found(elastic.cheapest(cost))
        elastic.hold(cost, int(known.sides[side]))
    return known.sides


def _found(missed: Missed | None) -> Missed:
    if missed is None:
        raise ArithmeticError("a repair that was found is lost")
    return missed


def repaired(table: QuotaTable, quotas: tuple[Quota, ...]) -> Repair:
    """Return the repair that makes these quotas of those of a table, which stand in the same order."""
    pairs = zip(table.quotas, quotas, strict=True)
    return Repair(replace(table, quotas=quotas), tuple(QuotaChange(old, new) for old, new in pairs if old != new))


def _changed(quotas: tuple[Quota, ...], changes: Ints) -> tuple[Quota, ...]:
    lowered, raised = changes[0::2].tolist(), changes[1::2].tolist()
    return tuple(
        replace(quota, minimum=quota.minimum - down, maximum=quota.maximum + up)
        for quota, down, up in zip(quotas, lowered, raised, strict=True)
    )
