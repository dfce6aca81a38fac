"""The linear program of objectives that limit the smallest and the largest chance, z and u.

    minimise c_u u - c_z z   over the rows of the polytope,   x_t - m_t z ≥ 0 for all who can have a chance,
                             x_t - m_t u ≤ 0 and x_t ≤ m_t for every type t.

The unknowns are the expected counts x, then z, then u.
"""

import numpy as np

from buergerforum.core.selection.polytope import Polytope
from buergerforum.core.selection.solver import INFINITY, Bools, Program, Rows

FLOOR, CEILING = -2, -1
"""Which unknowns z and u are, from the end."""


def limits(polytope: Polytope, able: Bools, price_of_floor: float, price_of_ceiling: float) -> Program:
    """Return the program.

    Parameters
    ----------
    polytope
        With its cuts. Its rows come first, then the floors of all types, then their ceilings.
    able
        Shape (types,): whose chance counts for z; the floors of the others are free.
    price_of_floor
        c_z.
    price_of_ceiling
        c_u.
    """
    number, rows = polytope.types, polytope.rows()
    floor, ceiling = number, number + 1
    values = np.stack([np.ones(number), -polytope.counts.astype(np.float64)], axis=1).ravel()
    with_floor, with_ceiling = (
        np.stack([np.arange(number), np.full(number, column)], axis=1).ravel() for column in (floor, ceiling)
    )
    both = Rows(
        np.concatenate([rows.lower, np.where(able, 0.0, -INFINITY), np.full(number, -INFINITY)]),
        np.concatenate([rows.upper, np.full(number, INFINITY), np.zeros(number)]),
        np.concatenate([rows.starts, rows.starts[-1] + 2 * np.arange(1, 2 * number + 1)]),
        np.concatenate([rows.columns, with_floor, with_ceiling]),
        np.concatenate([rows.values, values, values]),
    )
    cost = np.concatenate([np.zeros(number), [-price_of_floor, price_of_ceiling]])
    upper = np.concatenate([polytope.counts, [1.0, INFINITY]])
    return Program(cost, np.zeros(number + 2), upper, both)
