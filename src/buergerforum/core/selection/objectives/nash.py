"""Nash: the geometric mean of all chances as large as possible.

Doubling one person's chance counts as much as doubling another's, however small it was. Nobody who can have a chance is
left without, but a few may get less than under leximin where many others gain by it.

Source: Nash, *The bargaining problem*, Econometrica 18 (1950), doi 10.2307/1907266; for sortition Flanigan, Gölz,
Gupta, Hennig, Procaccia, *Fair algorithms for selecting citizens' assemblies*, Nature 596 (2021),
doi 10.1038/s41586-021-03788-6 (supplement). The chances are unique.

Maximise f(x) = Σ_t m_t log(x_t / m_t) over the polytope, in linear programs only: between grid points around the
chances known so far every logarithm is replaced by straight pieces, whose slopes fall, so that the best piecewise
linear point is that of a linear program with a few bounded columns per type; then the grid is made finer (Meyer,
*Two-segment separable programming*, Management Science 25, 1979, doi 10.1287/mnsc.25.4.385).

The bound: f is concave, so for every other point x of the polytope

    f(x) - f(x*) ≤ ∇f(x*)·(x - x*) = Σ_t x_t / p_t - n    with p = x* / m and n people in all.

One more linear program maximises Σ_t x_t / p_t. No geometric mean is larger than that of p by more than the factor
exp(maximum / n - 1).
"""

import numpy as np

from buergerforum.core.selection.objectives.ideal import NEVER, Ideal, Level
from buergerforum.core.selection.objectives.leximin import leximin
from buergerforum.core.selection.polytope import Polytope
from buergerforum.core.selection.solver import Bools, Floats, Linear, Program, Rows

WITHIN = 1e-8
"""The bound on the geometric mean proves that at most this share is missing; a hundredth of what is promised."""
_GRID = np.array([-0.5, -0.25, -0.1, 0.0, 0.1, 0.25, 0.5, 1.0, 2.0])
"""Grid points around a chance when the grid is coarsest: by how much they differ from it, as shares of it."""
_FINER = 4.0
_FINEST = 1e-9
"""The grid is not made finer than this: it would be lost in the solver's precision."""


def nash(polytope: Polytope) -> Ideal:
    """Return the chances with the largest geometric mean of those who can have a chance.

    The last level of the proof has the weights 1 / p and the multipliers of the linear program of the bound; those
    before it show who can have no chance.

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
    never = tuple(one for one in start.levels if one.value <= NEVER)
    chances, scale = np.where(able, start.chances, 0.0), 1.0
    level, missing = _bound(polytope, chances, able)
    while missing > WITHIN:
        if scale < _FINEST:
            raise ArithmeticError(f"a share of {missing} of the geometric mean may be missing")
        chances, inside = _best_on_grid(polytope, chances, able, scale)
        scale /= _FINER if inside else 1.0
        level, missing = _bound(polytope, chances, able)
    return Ideal(chances, (*never, level))


def _bound(polytope: Polytope, chances: Floats, able: Bools) -> tuple[Level, float]:
    """Return the proof that no geometric mean is larger than that of these chances, but for the share returned."""
    weights = np.where(able, 1.0 / np.where(able, chances, 1.0), 0.0)
    counts = polytope.counts.astype(np.float64)
    rows = polytope.rows()
    optimum = Linear(Program(weights, np.zeros(polytope.types), counts, rows, maximise=True)).solve()
    people = float(counts.sum(where=able))
    level = Level(float(chances.min(initial=1.0, where=able)), np.flatnonzero(able), weights, optimum.row_duals)
    return level, float(np.expm1((optimum.value - people) / people)) if people else 0.0


def _best_on_grid(polytope: Polytope, chances: Floats, able: Bools, scale: float) -> tuple[Floats, bool]:
    """Return the chances that are best for the piecewise linear logarithms, and whether none is at an end of its grid.

    The unknowns are steps from the chances known, in units of `scale`, one column per type and piece; the steps of a
    type are filled from the lowest piece on, since the slopes fall.
    """
    counts, rows, pieces = polytope.counts.astype(np.float64), polytope.rows(), len(_GRID) - 1
    room = np.where(able, (1.0 - chances) / scale, 0.0)
    points = np.minimum(chances[:, None] * _GRID, room[:, None])
    widths = np.diff(points, axis=1)
    middles = chances[:, None] + scale * (points[:, 1:] + points[:, :-1]) / 2
    slopes = np.divide(1.0, middles, out=np.zeros_like(middles), where=able[:, None])
    known = _sums(rows, counts * chances)
    low, high = np.minimum(rows.lower - known, 0.0) / scale, np.maximum(rows.upper - known, 0.0) / scale
    lowest = _sums(rows, counts * points[:, 0])
    spread = Rows(
        low - lowest,
        high - lowest,
        rows.starts * pieces,
        (rows.columns[:, None] * pieces + np.arange(pieces)).ravel(),
        np.repeat(rows.values, pieces),
    )
    upper = (counts[:, None] * widths).ravel()
    optimum = Linear(Program(slopes.ravel(), np.zeros(len(upper)), upper, spread, maximise=True)).solve()
    steps = points[:, 0] + np.clip(optimum.x.reshape(-1, pieces), 0.0, upper.reshape(-1, pieces)).sum(axis=1) / counts
    ends = (steps <= points[:, 0]) | ((steps >= points[:, -1]) & (points[:, -1] < room))
    return np.clip(chances + scale * steps, 0.0, 1.0), not bool((ends & able).any())


def _sums(rows: Rows, counts: Floats) -> Floats:
    """Return the sum of every row, each added up in the order of its entries."""
    entries = np.repeat(np.arange(len(rows.lower)), np.diff(rows.starts))
    sums = np.bincount(entries, weights=rows.values * counts[rows.columns], minlength=len(rows.lower))
    return sums.astype(np.float64)
