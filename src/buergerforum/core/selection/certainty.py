"""Whose fate the quotas decide alone: applicants who are on no panel at all, and those who are on every panel.

One panel after the other is made that seats as many as possible of those who have been on none yet; when it seats none
of them, nobody of them is on any. The same from the other side finds those whom every panel seats. So it takes only
some more integer programs than there are such panels, and no lottery.
"""

from dataclasses import dataclass, replace

import numpy as np

from buergerforum.core.selection.conflict import Conflict, Requirement, Seated, find_conflict, find_panel
from buergerforum.core.selection.polytope import Polytope
from buergerforum.core.selection.pricing import price
from buergerforum.core.selection.solver import Bools, Ints


@dataclass(frozen=True, slots=True)
class Decided:
    """Types whom the same quotas decide about."""

    types: tuple[int, ...]
    """Their places among the types, ascending."""
    seated: bool
    """Whether they are on every panel, else on none."""
    conflict: Conflict
    """With these rules it cannot be otherwise; none of them could be left out."""


def decided(polytope: Polytope) -> tuple[Decided, ...]:
    """Return whom the quotas keep out, then whom they seat, with the reasons.

    Parameters
    ----------
    polytope
        With at least one panel.
    """
    out, full = _never_seated(polytope), _always_seated(polytope)
    found: list[Decided] = []
    for places, seated in ((out, False), (full, True)):
        by_reason: dict[Conflict, list[int]] = {}
        for place in np.flatnonzero(places).tolist():
            by_reason.setdefault(_reason(polytope, place, by_reason, seated=seated), []).append(place)
        found += [Decided(tuple(types), seated, conflict) for conflict, types in by_reason.items()]
    return tuple(found)


def _never_seated(polytope: Polytope) -> Bools:
    """Say which types are on no panel."""
    open_types = np.ones(polytope.types, dtype=bool)
    while open_types.any():
        panel = _best(polytope, open_types.astype(np.int64))
        if not panel[open_types].any():
            break
        open_types &= panel == 0
    return open_types


def _always_seated(polytope: Polytope) -> Bools:
    """Say of which types every panel seats everybody."""
    open_types = polytope.counts <= polytope.seats
    while open_types.any():
        panel = _best(polytope, -open_types.astype(np.int64))
        if (panel == polytope.counts)[open_types].all():
            break
        open_types &= panel == polytope.counts
    return open_types


def _best(polytope: Polytope, weights: Ints) -> Ints:
    panel = price(polytope, weights).panel
    if panel is None:
        raise ArithmeticError("there is no panel")
    return panel


def _reason(polytope: Polytope, place: int, known: dict[Conflict, list[int]], *, seated: bool) -> Conflict:
    """Return why a type is on no panel, or on every one; a reason that holds for others comes first."""
    wanted = _otherwise(polytope, place, seated=seated)
    for conflict in known:
        if _explains(polytope, conflict, wanted):
            return conflict
    return find_conflict(polytope, wanted)


def _otherwise(polytope: Polytope, place: int, *, seated: bool) -> Seated:
    """Return what would have to be possible if it were not decided."""
    anyhow = Seated.anyhow(polytope)
    if seated:
        most = anyhow.most.copy()
        most[place] -= 1
        return Seated(anyhow.least, most)
    least = anyhow.least.copy()
    least[place] = 1
    return Seated(least, anyhow.most)


def _explains(polytope: Polytope, conflict: Conflict, wanted: Seated) -> bool:
    """Whether these rules, but no smaller part of them, keep what is wanted from being."""
    parts = [replace(conflict, requirements=_without(conflict, one)) for one in conflict.requirements]
    parts += [replace(conflict, households=False)] if conflict.households else []
    return find_panel(_only(polytope, conflict), wanted) is None and all(
        find_panel(_only(polytope, part), wanted) is not None for part in parts
    )


def _without(conflict: Conflict, left_out: Requirement) -> tuple[Requirement, ...]:
    return tuple(one for one in conflict.requirements if one != left_out)


def _only(polytope: Polytope, conflict: Conflict) -> Polytope:
    """Return the polytope with no other rules than those of a conflict."""
    lower, upper = np.zeros_like(polytope.lower), np.full_like(polytope.upper, polytope.seats)
    lower[0] = polytope.seats
    for one in conflict.requirements:
        row = one.quota + 1
        if one.minimum:
            lower[row] = polytope.lower[row]
        else:
            upper[row] = polytope.upper[row]
    homes = polytope.homes if conflict.households else np.full_like(polytope.homes, -1)
    return replace(polytope, lower=lower, upper=upper, homes=homes, cuts=())
