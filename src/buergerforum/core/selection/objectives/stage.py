"""The linear program that the stage-wise objectives share.

    maximise z   over the rows of the polytope and   x_t - m_t z ≥ 0   for every type that still takes part.

A type is fixed at the value v by x_t ≥ m_t v as a bound of its column; its row is then free.
"""

import numpy as np

from buergerforum.core.selection.polytope import Polytope
from buergerforum.core.selection.solver import INFINITY, Floats, Ints, Linear, Optimum, Program, Rows


class Stage:
    """The linear program, changed from stage to stage and solved from where it stood.

    Parameters
    ----------
    polytope
        With its cuts.
    """

    def __init__(self, polytope: Polytope) -> None:
        self._counts = polytope.counts.astype(np.float64)
        self._rows = polytope.rows()
        self.types = polytope.types
        self.rows = len(self._rows.lower)
        self._program = Linear(
            Program(
                cost=np.append(np.zeros(self.types), 1.0),
                lower=np.zeros(self.types + 1),
                upper=np.append(self._counts, INFINITY),
                rows=self._with_floors(),
                maximise=True,
            )
        )

    def _with_floors(self) -> Rows:
        rows, number = self._rows, self.types
        columns = np.stack([np.arange(number), np.full(number, number)], axis=1).ravel()
        values = np.stack([np.ones(number), -self._counts], axis=1).ravel()
        return Rows(
            np.concatenate([rows.lower, np.zeros(number)]),
            np.concatenate([rows.upper, np.full(number, INFINITY)]),
            np.concatenate([rows.starts, rows.starts[-1] + 2 * np.arange(1, number + 1)]),
            np.concatenate([rows.columns, columns]),
            np.concatenate([rows.values, values]),
        )

    def solve(self) -> Optimum:
        """Find the largest z."""
        return self._program.solve()

    def fix(self, types: Ints, value: float) -> None:
        """Give these types at least the chance `value`; they no longer take part in z."""
        for one in types.tolist():
            count = float(self._counts[one])
            self._program.bound_row(self.rows + one, -INFINITY, INFINITY)
            self._program.bound_column(one, min(count * value, count), count)

    def floor_duals(self, optimum: Optimum) -> Floats:
        """Return how much z depends on the floor of each type, shape (types,), at least 0."""
        return np.abs(optimum.row_duals[self.rows :])

    def row_duals(self, optimum: Optimum) -> Floats:
        """Return how much z depends on each row of the polytope, shape (rows,)."""
        return optimum.row_duals[: self.rows]
