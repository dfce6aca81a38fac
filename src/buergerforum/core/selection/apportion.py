"""Whole numbers of lots for known panels, where appearances cannot be split into panels directly.

This happens where few panels exist. The lottery λ of the master program is rounded: whole numbers n_j of lots with
Σ n_j = N such that the largest distance of an appearance Σ n_j x^j_t from N m_t p_t is as small as possible.
(Flanigan, Kehne, Procaccia, *Fair sortition made transparent*, NeurIPS 2021, round in this way.)
"""

import numpy as np

from buergerforum.core.selection.solver import INFINITY, Floats, Ints, Program, Rows, solve_integer

_ROOM = 2
"""How far a number of lots may be from N λ_j."""
_NODES = 500
"""Nodes of the search tree; then the best rounding found is taken."""
_ENOUGH = 0.99
"""No appearance is missed by a whole lot: nothing better is looked for."""


def apportion(panels: Ints, lottery: Floats, target: Floats, lots: int) -> Ints:
    """Return the number of lots of each panel.

    Parameters
    ----------
    panels
        Shape (panels, types).
    lottery
        Shape (panels,): λ, adding up to 1.
    target
        Shape (types,): N·m∘p.
    lots
        N.
    """
    start = _largest_remainders(lottery, lots)
    number, types = panels.shape
    lower = np.maximum(start - _ROOM, 0)
    # Columns: n_j - lower_j for every panel, then the largest distance. Rows: Σ n_j = N, and both sides per type.
    base = lower @ panels
    appear = panels.T.astype(np.float64)
    matrix = np.zeros((1 + 2 * types, number + 1))
    matrix[0, :number] = 1
    matrix[1 : 1 + types, :number] = matrix[1 + types :, :number] = appear
    matrix[1 : 1 + types, number], matrix[1 + types :, number] = 1.0, -1.0
    open_end = np.full(types, INFINITY)
    rest = float(lots - int(lower.sum()))
    rows = Rows.dense(
        matrix,
        np.concatenate([[rest], target - base, -open_end]),
        np.concatenate([[rest], open_end, target - base]),
    )
    upper = np.append(start + _ROOM - lower, INFINITY).astype(np.float64)
    integer = np.append(np.ones(number, dtype=bool), False)
    program = Program(np.append(np.zeros(number), 1.0), np.zeros(number + 1), upper, rows, integer=integer)
    found = solve_integer(program, nodes=_NODES, target=_ENOUGH)
    if found.x is None:
        return start
    better = lower + found.x[:number]
    return better if distance(better, panels, target) < distance(start, panels, target) else start


def distance(sizes: Ints, panels: Ints, target: Floats) -> float:
    """Return by how many lots the appearances of any type are off at most.

    Parameters
    ----------
    sizes
        Shape (panels,): lots of each panel.
    panels
        Shape (panels, types).
    target
        Shape (types,): wanted appearances.
    """
    return float(np.abs(sizes @ panels - target).max())


def _largest_remainders(lottery: Floats, lots: int) -> Ints:
    """Round N λ down, then up where the remainders are largest; ties go to the first panel."""
    wanted = np.maximum(lottery, 0.0) * lots
    whole = np.floor(wanted + 1e-9).astype(np.int64)
    missing = lots - int(whole.sum())
    order = np.argsort(whole - wanted, kind="stable")
    whole[order[: max(missing, 0)]] += 1
    return whole
