"""Whether any panel exists, and if not, which quotas contradict each other, in words.

First the sums, which everybody can follow. Then a minimal conflict: quotas that cannot hold together although any one
of them could be left out and the others met. It is found by leaving out one requirement after the other and keeping
only those without which a panel exists (deletion filter; Chinneck, *Feasibility and infeasibility in optimization*,
2008). The order is that of the table, so the same input always yields the same conflict.
"""

from dataclasses import dataclass, replace

import numpy as np

from buergerforum.core.quotas.checks import said
from buergerforum.core.quotas.fit import check_sums, shortages
from buergerforum.core.selection.polytope import Polytope
from buergerforum.core.selection.solver import Program, solve_integer
from buergerforum.errors import QuotaError
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import QuotaTable
from buergerforum.texts import _, ngettext


@dataclass(frozen=True, slots=True)
class Requirement:
    """One side of one quota."""

    quota: int
    """Place in the table."""
    minimum: bool
    """The minimum, else the maximum."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Requirements that cannot hold together."""

    requirements: tuple[Requirement, ...]
    """In the order of the table."""
    households: bool
    """Whether the rule of one per household is part of it."""


def require_panel(pool: Pool, table: QuotaTable, seats: int, polytope: Polytope) -> None:
    """Make sure that a panel exists.

    Parameters
    ----------
    pool
        Everybody who may be seated.
    table
        The quotas.
    seats
        To fill.
    polytope
        Of these.

    Raises
    ------
    QuotaError
        If there is none, with the reasons.
    """
    reasons = [*_too_few(pool, seats), *check_sums(table, seats), *map(str, shortages(table, pool))]
    if reasons:
        raise QuotaError("\n".join([_("The quotas cannot be met."), *reasons]), hint=_hint())
    if not possible(polytope):
        raise QuotaError(describe(find_conflict(polytope), table), hint=_hint())


def _hint() -> str:
    return _("Relax one of these quotas in the published order, or wait for more applicants.")


def _too_few(pool: Pool, seats: int) -> list[str]:
    people = len(pool.applicants)
    if people >= seats:
        return []
    return [
        ngettext(
            "There is only {people} applicant for {seats} seats.",
            "There are only {people} applicants for {seats} seats.",
            people,
        ).format(people=people, seats=seats)
    ]


def possible(polytope: Polytope) -> bool:
    """Say whether there is any panel."""
    program = Program(
        cost=np.zeros(polytope.types),
        lower=np.zeros(polytope.types),
        upper=polytope.counts.astype(np.float64),
        rows=polytope.rows(),
        integer=np.ones(polytope.types, dtype=bool),
    )
    return solve_integer(program).x is not None


def find_conflict(polytope: Polytope) -> Conflict:
    """Return a minimal conflict of a polytope that has no panel.

    Parameters
    ----------
    polytope
        Without any panel, but with as many people as seats.
    """
    without_homes = replace(polytope, homes=np.full_like(polytope.homes, -1))
    households = possible(without_homes)
    if not households:
        polytope = without_homes
    places = range(len(polytope.lower) - 1)
    open_sides = [Requirement(place, minimum) for place in reversed(places) for minimum in (False, True)]
    needed = []
    for one in open_sides:
        relaxed = _without(polytope, one)
        if possible(relaxed):
            needed.append(one)
        else:
            polytope = relaxed
    return Conflict(tuple(reversed(needed)), households)


def _without(polytope: Polytope, requirement: Requirement) -> Polytope:
    row = requirement.quota + 1
    if requirement.minimum:
        lower = polytope.lower.copy()
        lower[row] = 0
        return replace(polytope, lower=lower)
    upper = polytope.upper.copy()
    upper[row] = polytope.seats
    return replace(polytope, upper=upper)


def describe(conflict: Conflict, table: QuotaTable) -> str:
    """Say a conflict in words, one requirement per line."""
    lines = [_("No panel can meet all of these at once; leaving out any one of them would make the others possible:")]
    for one in conflict.requirements:
        quota = table.quotas[one.quota]
        text = _("{cell}: at least {seats}") if one.minimum else _("{cell}: at most {seats}")
        lines.append(text.format(cell=said(quota.cell), seats=quota.minimum if one.minimum else quota.maximum))
    if conflict.households:
        lines.append(_("At most one person per household"))
    return "\n".join(lines)
