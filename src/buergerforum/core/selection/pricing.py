"""Exact pricing: the panel with the largest weight, and the proven bound on the weight of every panel.

Weights are whole numbers, so that the objective of a panel is one, the bound can be rounded down to one, and a cut is
exact. The duals of the master program are rational; where they have a small common denominator they are recovered
without error, otherwise they are rounded finely, which still gives a valid, slightly weaker cut.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np

from buergerforum.core.selection.polytope import Polytope
from buergerforum.core.selection.solver import Floats, Ints, Program, solve_integer

_DENOMINATOR = 5_000
"""Largest denominator of one weight that is looked for."""
_COMMON = 1_000_000
"""Largest common denominator that counts as small."""
_FIT = 1e-8
"""How well a fraction must fit the weight it stands for."""
_FINE = 1 << 20
"""Resolution of weights that are no small fractions."""
_GAP = 0.99
"""Bound and best panel less than 1 apart are equal once the bound is rounded down to a whole number."""
_ROUND = 0.01
"""Added before rounding a bound down: the solver's numbers are not exact, and a bound must never be too small."""


@dataclass(frozen=True, slots=True, eq=False)
class Priced:
    """The answer of the integer program."""

    panel: Ints | None
    """Shape (types,): a panel of the largest weight; None: there is no panel."""
    bound: int
    """No panel weighs more."""


def whole_weights(weights: Floats) -> Ints:
    """Return whole numbers in the proportion of the weights.

    Parameters
    ----------
    weights
        Shape (types,), at least one of them not zero.
    """
    largest = float(np.abs(weights).max())
    scaled = weights / largest
    fractions = [Fraction(value).limit_denominator(_DENOMINATOR) for value in scaled.tolist()]
    common = 1
    for value, fraction in zip(scaled.tolist(), fractions, strict=True):
        common = lcm(common, fraction.denominator)
        if common > _COMMON or abs(value - fraction) > _FIT:
            return np.rint(scaled * _FINE).astype(np.int64)
    whole = np.array([int(fraction * common) for fraction in fractions], dtype=np.int64)
    return np.floor_divide(whole, np.gcd.reduce(whole), dtype=np.int64)


def price(polytope: Polytope, weights: Ints) -> Priced:
    """Find the panel with the largest weight.

    Parameters
    ----------
    polytope
        Its cuts help the search.
    weights
        Shape (types,), whole numbers.
    """
    program = Program(
        cost=weights.astype(np.float64),
        lower=np.zeros(polytope.types),
        upper=polytope.counts.astype(np.float64),
        rows=polytope.rows(),
        maximise=True,
        integer=np.ones(polytope.types, dtype=bool),
    )
    found = solve_integer(program, gap=_GAP)
    if found.x is None:
        if not found.infeasible:
            raise ArithmeticError("the search for a panel ended without an answer")
        return Priced(None, 0)
    if not polytope.holds(found.x[None])[0]:
        raise ArithmeticError("the solver's panel breaks a rule")
    return Priced(found.x, max(int(np.floor(found.bound + _ROUND)), int(weights @ found.x)))
