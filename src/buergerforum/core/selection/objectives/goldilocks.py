"""Goldilocks: no chance much too high, none much too low.

Minimise (largest chance) / (k/n) + (k/n) / (smallest chance), where k/n is what everybody would have if all were alike:
twice the largest chance costs as much as half the smallest one. A low smallest chance is unfair; a high largest chance
invites people to state what would give them one. Among all chances within the best limits, leximin decides.

Source: Baharav, Flanigan, *Fair, manipulation-robust, and transparent sortition*, EC 2024,
doi 10.48550/arXiv.2406.15009 (there Goldilocks with γ = 1). People who can have no chance at all are left out.

With z the smallest and u the largest chance this is a problem in two numbers. The least u for a given z is convex and
piecewise linear in z; a linear program says its value and its slope. The pieces known so far bound it from below, and
the least sum of bound and (k/n)/z is at a point where two pieces meet, or where the sum has no slope. There the next
program is solved, until bound and value meet.

The proof: with z* and u* found, 1/z ≥ (2 - z/z*) / z* for every z. The linear program that minimises
u n/k - z (k/n)/z*² has an optimum at z* and u*; the duals of its floors less those of its ceilings are the weights y
of the first level. For every point of the polytope u n/k - z (k/n)/z*² ≥ -y·x, so no sum is smaller than
2 (k/n)/z* - max y·x.
"""

import numpy as np

from buergerforum.core.selection.objectives.ideal import NEVER, Ideal, Level
from buergerforum.core.selection.objectives.leximin import leximin, leximin_below
from buergerforum.core.selection.objectives.limits import CEILING, FLOOR, limits
from buergerforum.core.selection.polytope import Polytope
from buergerforum.core.selection.solver import Bools, Linear

WITHIN = 1e-9
"""Bound and value differ by at most this share of the value."""
_PROVEN = 1e-7
"""The bound of the proof is at most this share below the sum."""
_MOST = 500
"""More pieces are never needed; there are finitely many."""

Piece = tuple[float, float, float]
"""A chance z, the least largest chance u for it, and the slope of u there."""


def goldilocks(polytope: Polytope) -> Ideal:
    """Return the leximin-optimal chances within the best limits.

    Parameters
    ----------
    polytope
        Not empty.

    Raises
    ------
    InfeasibleError
        If it is empty.
    ArithmeticError
        If the solver's precision does not suffice for the proof.
    """
    start = leximin(polytope)
    able = start.chances > NEVER
    if not able.any():
        return start
    even = polytope.seats / float(polytope.counts.sum())
    floor, ceiling = _best_limits(polytope, able, float(start.chances.min(where=able, initial=1.0)), even)
    level = _proof(polytope, able, (floor, ceiling), even)
    below = leximin_below(polytope, min(1.0, ceiling))
    never = tuple(one for one in start.levels if one.value <= NEVER)
    return Ideal(below.chances, (*never, level, *below.levels), below.ceiling)


def _best_limits(polytope: Polytope, able: Bools, highest: float, even: float) -> tuple[float, float]:
    """Return the smallest and the largest chance of the least sum; no smallest chance is above `highest`."""
    program = Linear(limits(polytope, able, 0.0, 1.0))
    column = polytope.types
    pieces: list[Piece] = []
    point = highest
    for _step in range(_MOST):
        program.bound_column(column, point, point)
        optimum = program.solve()
        pieces.append((point, float(optimum.x[CEILING]), float(optimum.reduced_costs[FLOOR])))
        point, bound = _lowest(pieces, highest, even)
        best = min(pieces, key=lambda piece: _total(piece[1], piece[0], even))
        total = _total(best[1], best[0], even)
        if total - bound <= WITHIN * total or any(point == known for known, _most, _slope in pieces):
            return best[0], best[1]
    raise ArithmeticError("the limits of the chances were not found")


def _total(ceiling: float, floor: float, even: float) -> float:
    return ceiling / even + even / floor


def _lowest(pieces: list[Piece], highest: float, even: float) -> tuple[float, float]:
    """Return the chance z of the least sum that the pieces allow, and that sum."""

    def bound(floor: float) -> float:
        return _total(max(most + slope * (floor - known) for known, most, slope in pieces), floor, even)

    points = [highest, *(even / slope**0.5 for _known, _most, slope in pieces if slope > 0)]
    for place, (one, most, slope) in enumerate(pieces):
        points += [
            (other_most - most + slope * one - other_slope * other) / (slope - other_slope)
            for other, other_most, other_slope in pieces[:place]
            if slope != other_slope
        ]
    allowed = [point for point in points if 0 < point <= highest]
    best = min(allowed, key=bound)
    return best, bound(best)


def _proof(polytope: Polytope, able: Bools, found: tuple[float, float], even: float) -> Level:
    """Return the proof that no smallest and largest chance have a smaller sum than those found."""
    floor, ceiling = found
    optimum = Linear(limits(polytope, able, even / floor**2, 1 / even)).solve()
    if optimum.value + 2 * even / floor < _total(ceiling, floor, even) * (1 - _PROVEN):
        raise ArithmeticError("the limits of the chances cannot be proven to be the best")
    rows, number = len(optimum.row_duals) - 2 * polytope.types, polytope.types
    weights = optimum.row_duals[rows : rows + number] + optimum.row_duals[rows + number :]
    return Level(floor, np.flatnonzero(able), weights, -optimum.row_duals[:rows])
