"""Whose fate the quotas decide alone: applicants who are on no panel at all, and those who are on every panel.

A panel looked for in the likely company of each shows at once that nearly everybody can be seated, and left out. About
the others linear programs decide, and where these leave it open, integer programs: one panel after the other that
seats somebody who has been on none yet, until there is no such panel; and the same from the other side.
"""

from dataclasses import dataclass, replace

import numpy as np

from buergerforum.core.selection.conflict import Conflict, Requirement, Seated, find_conflict, find_panel
from buergerforum.core.selection.noise import Noise
from buergerforum.core.selection.polytope import Polytope, expected
from buergerforum.core.selection.single_panels import panels_with
from buergerforum.core.selection.solver import Bools, Floats, Ints, Linear, Program, solve_integer

_TOGETHER = 256
"""So many panels are looked for side by side."""
_WHOLE = 1e-6
"""How far a linear program may miss a whole number."""


@dataclass(frozen=True, slots=True)
class Decided:
    """Types whom the same quotas decide about."""

    types: tuple[int, ...]
    """Their places among the types, ascending."""
    seated: bool
    """Whether they are on every panel, else on none."""
    conflict: Conflict
    """With these rules it cannot be otherwise; none of them could be left out."""


def decided(polytope: Polytope, chances: Floats, noise: Noise) -> tuple[Decided, ...]:
    """Return whom the quotas keep out, then whom they seat, with the reasons.

    Parameters
    ----------
    polytope
        With at least one panel.
    chances
        Shape (types,): the best chances over the polytope; what they are does not matter, only how much is left to do.
    noise
        For the panels that are tried first.
    """
    target = expected(polytope, chances)
    few = np.flatnonzero((target < 1) & (polytope.counts > 0))
    panels = np.concatenate(
        [
            panels_with(polytope, target, _only_about(polytope, some, np.ones_like(some)), noise, f"some {number}")
            for number, some in enumerate(np.split(few, range(_TOGETHER, len(few), _TOGETHER)))
        ]
    )
    all_seated = np.flatnonzero((panels == polytope.counts).all(axis=0) & (polytope.counts > 0))
    fewer = _only_about(polytope, all_seated, polytope.counts[all_seated] - 1)
    panels = np.concatenate([panels, panels_with(polytope, target, fewer, noise, "not all")])
    found: list[Decided] = []
    for places, seated in ((_never_seated(polytope, panels), False), (_always_seated(polytope, panels), True)):
        by_reason: dict[Conflict, list[int]] = {}
        for place in np.flatnonzero(places).tolist():
            by_reason.setdefault(_reason(polytope, place, by_reason, seated=seated), []).append(place)
        found += [Decided(tuple(types), seated, conflict) for conflict, types in by_reason.items()]
    return tuple(found)


def _only_about(polytope: Polytope, types: Ints, numbers: Ints) -> Ints:
    """Return, for every one of these types, that there must be so many of it, and nothing about the others."""
    fixed = np.full((len(types), polytope.types), -1)
    fixed[np.arange(len(types)), types] = numbers
    return fixed


def _never_seated(polytope: Polytope, panels: Ints) -> Bools:
    """Say which types are on no panel."""
    open_types: Bools = (panels == 0).all(axis=0)
    while (open_types & (polytope.counts > 0)).any():
        panel = _reaching(polytope, open_types.astype(np.float64), 1)
        if panel is None:
            break
        open_types &= panel == 0
    return open_types


def _always_seated(polytope: Polytope, panels: Ints) -> Bools:
    """Say of which types every panel seats everybody."""
    open_types: Bools = (panels == polytope.counts).all(axis=0)
    while open_types.any():
        panel = _reaching(polytope, -open_types.astype(np.float64), 1 - int(polytope.counts[open_types].sum()))
        if panel is None:
            break
        open_types &= panel == polytope.counts
    return open_types


def _reaching(polytope: Polytope, weights: Floats, target: int) -> Ints | None:
    """Return a panel that weighs at least so much; None: there is none."""
    program = Program(
        cost=weights,
        lower=np.zeros(polytope.types),
        upper=polytope.counts.astype(np.float64),
        rows=polytope.rows(),
        maximise=True,
        integer=np.ones(polytope.types, dtype=bool),
    )
    if Linear(program).solve().value < target - _WHOLE:
        return None
    found = solve_integer(program, gap=0.99, target=float(target)).x
    return found if found is not None and float(weights @ found) >= target else None


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
