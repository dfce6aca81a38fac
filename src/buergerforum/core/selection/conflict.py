"""The smallest conflict: as few quotas as possible that cannot hold together, whatever the others say.

A conflict is a set of requirements (one side of a quota each, and the rule of one per household) that no panel meets.
Whatever panel is made, it misses at least one requirement of every conflict. So a smallest conflict is a smallest set
that meets every set of requirements which some panel misses (minimal hitting sets; Reiter, *A theory of diagnosis from
first principles*, Artificial Intelligence 32, 1987, doi 10.1016/0004-3702(87)90062-2). The sets are collected one by
one: guess the smallest set that meets all sets known, make a panel that meets the guess and misses few seats of
everything else, and add what it misses; when there is no such panel, the guess is the answer.

Of several smallest conflicts it is one with the smallest sum of places in the table. Should the guesses go on for
too long, requirements are left out one after the other instead while no panel exists; then none of those that remain
can be left out (Chinneck, *Feasibility and infeasibility in optimization*, 2008), though a smaller conflict may exist.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from buergerforum.core.selection.elastic import Elastic, Missed
from buergerforum.core.selection.polytope import Polytope
from buergerforum.core.selection.solver import INFINITY, Ints, Program, Rows, solve_integer

_FEW = 12
"""A panel may miss so many seats more than the best one: to find the best one takes ten times as long."""
GUESSES = 150
"""After so many guesses requirements are left out one after the other."""


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

    @property
    def size(self) -> int:
        """How many rules it consists of."""
        return len(self.requirements) + self.households


@dataclass(frozen=True, slots=True, eq=False)
class Seated:
    """How many of each type must and may be seated, besides what the quotas say."""

    least: Ints
    """Shape (types,)."""
    most: Ints
    """Shape (types,)."""

    @classmethod
    def anyhow(cls, polytope: Polytope) -> "Seated":
        """Return that nothing is wanted besides the quotas."""
        return cls(np.zeros_like(polytope.counts), polytope.counts)


def find_panel(polytope: Polytope, seated: Seated | None = None) -> Ints | None:
    """Return any panel, shape (types,); None: there is none.

    Parameters
    ----------
    polytope
        What it must meet.
    seated
        What else is wanted of it.
    """
    seated = seated or Seated.anyhow(polytope)
    program = Program(
        cost=np.zeros(polytope.types),
        lower=seated.least.astype(np.float64),
        upper=seated.most.astype(np.float64),
        rows=polytope.rows(),
        integer=np.ones(polytope.types, dtype=bool),
    )
    return solve_integer(program).x


def find_conflict(polytope: Polytope, seated: Seated | None = None) -> Conflict:
    """Return the smallest conflict of a polytope that has no panel.

    Parameters
    ----------
    polytope
        Without any panel, but with enough people for the seats.
    seated
        What else is wanted of a panel; it can be met as long as there are no quotas.
    """
    seated = seated or Seated.anyhow(polytope)
    found = []
    without_homes = replace(polytope, homes=np.full_like(polytope.homes, -1), cuts=())
    if find_panel(without_homes, seated) is None:
        found.append(Conflict(_smallest(without_homes, seated), households=False))
    if polytope.households:
        found.append(Conflict(_smallest(replace(polytope, cuts=()), seated), households=True))
    return min(found, key=lambda one: one.size)


def _smallest(polytope: Polytope, seated: Seated) -> tuple[Requirement, ...]:
    """Return the smallest set of sides that cannot hold together, households being as the polytope has them."""
    quotas = len(polytope.lower) - 1
    missed: list[Ints] = []
    for _guess in range(GUESSES):
        guess = _hitting(missed, 2 * quotas)
        panel = _meeting(polytope, seated, guess)
        if panel is None:
            return _requirements(guess)
        missed.append((panel.sides > 0).astype(np.int64))
    return _requirements(_filtered(polytope, seated))


def _hitting(missed: Sequence[Ints], sides: int) -> Ints:
    """Return the sides, as 0 and 1, of the smallest set that meets all sets; of several the one furthest up."""
    if not missed:
        return np.zeros(sides, dtype=np.int64)
    size = len(missed)
    program = Program(
        cost=sides * sides + np.arange(sides, dtype=np.float64),
        lower=np.zeros(sides),
        upper=np.ones(sides),
        rows=Rows.dense(np.array(missed), np.ones(size), np.full(size, INFINITY)),
        integer=np.ones(sides, dtype=bool),
    )
    found = solve_integer(program, gap=0.99).x
    if found is None:
        raise ArithmeticError("a panel misses nothing, and yet there is none")
    return found


def _meeting(polytope: Polytope, seated: Seated, guess: Ints) -> Missed | None:
    """Return a panel that meets these sides and misses few seats of all others; None: there is none.

    Which one does not matter for the size of the conflict, only for how soon it is found: every conflict shares a side
    with what any panel misses, and the smallest set that does so is a smallest conflict as soon as it is one.
    """
    every = np.stack([polytope.lower[1:], np.full_like(polytope.upper[1:], polytope.seats)], axis=1).reshape(-1)
    room = np.where(guess > 0, 0, every)
    elastic = Elastic(polytope, room, least=seated.least, most=seated.most)
    return elastic.cheapest(np.ones(len(room), dtype=np.int64), within=_FEW)


def _filtered(polytope: Polytope, seated: Seated) -> Ints:
    """Return sides of which none can be left out, as 0 and 1; those further up are kept."""
    kept = np.ones(2 * (len(polytope.lower) - 1), dtype=np.int64)
    for side in reversed(range(len(kept))):
        kept[side] = 0
        if _meeting(polytope, seated, kept) is not None:
            kept[side] = 1
    return kept


def _requirements(sides: Ints) -> tuple[Requirement, ...]:
    return tuple(Requirement(side // 2, minimum=side % 2 == 0) for side in np.flatnonzero(sides).tolist())
