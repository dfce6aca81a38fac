"""Maximin: the smallest chance as large as possible, and with it the largest chance as small as possible.

Source: Flanigan, Kehne, Procaccia, *Fair sortition made transparent*, NeurIPS 2021. Maximin alone leaves the other
chances open; among all optima this one keeps the largest chance low, and is what the solver's fixed rules make of it
beyond that. Leximin decides all of them and is the default.
"""

import numpy as np

from buergerforum.core.selection.objectives.ideal import Ideal, Level
from buergerforum.core.selection.objectives.stage import Stage
from buergerforum.core.selection.polytope import Polytope
from buergerforum.core.selection.solver import INFINITY, POSITIVE, Linear, Program, Rows


def maximin(polytope: Polytope) -> Ideal:
    """Return chances whose smallest is as large as possible.

    Parameters
    ----------
    polytope
        Not empty.

    Raises
    ------
    InfeasibleError
        If it is empty.
    """
    stage = Stage(polytope)
    optimum = stage.solve()
    duals = stage.floor_duals(optimum)
    value = min(max(optimum.value, 0.0), 1.0)
    level = Level(value, np.flatnonzero(duals > POSITIVE), duals, stage.row_duals(optimum))
    return Ideal(_flattest(polytope, value), (level,))


def _flattest(polytope: Polytope, floor: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return chances of at least `floor` whose largest is as small as possible: min u with x_t ≤ m_t u."""
    counts, number, rows = polytope.counts.astype(np.float64), polytope.types, polytope.rows()
    ceilings = Rows(
        np.concatenate([rows.lower, np.full(number, -INFINITY)]),
        np.concatenate([rows.upper, np.zeros(number)]),
        np.concatenate([rows.starts, rows.starts[-1] + 2 * np.arange(1, number + 1)]),
        np.concatenate([rows.columns, np.stack([np.arange(number), np.full(number, number)], axis=1).ravel()]),
        np.concatenate([rows.values, np.stack([np.ones(number), -counts], axis=1).ravel()]),
    )
    lower = np.append(np.minimum(counts * floor, counts), 0.0)
    optimum = Linear(Program(np.append(np.zeros(number), 1.0), lower, np.append(counts, 1.0), ceilings)).solve()
    chances: np.ndarray[tuple[int], np.dtype[np.float64]] = np.clip(optimum.x[:number] / counts, floor, 1.0)
    return chances
