"""The linear program that the stage-wise objectives share.

    maximise z   over the rows of the polytope and   x_t - m_t z ≥ 0   for every type that still takes part.

A type is fixed at the value v by x_t ≥ m_t v as a bound of its column; its row is then free. The solver's values are
exact but for rounding. Where many of them are fixed together, that may leave no point that meets them all; then all
floors are lowered by a hair.
"""

import numpy as np

from buergerforum.core.selection.objectives.ideal import Level
from buergerforum.core.selection.polytope import Polytope
from buergerforum.core.selection.solver import (
    INFINITY,
    POSITIVE,
    Bools,
    InfeasibleError,
    Ints,
    Linear,
    Optimum,
    Program,
    Rows,
)

_HAIRS = (1e-13, 1e-12, 1e-11, 1e-10)
"""By how many seats the floors are lowered where they leave no point, one after the other. Later levels can gain a
thousand times as much, so it is as little as will do; a certificate that it spoils is refused by every check."""


class Stage:
    """The linear program, changed from stage to stage and solved from where it stood.

    Parameters
    ----------
    polytope
        With its cuts.
    ceiling
        The largest chance that anybody may have.
    """

    def __init__(self, polytope: Polytope, ceiling: float = 1.0) -> None:
        self._counts = polytope.counts.astype(np.float64)
        self._ceiling = ceiling
        self._rows = polytope.rows()
        self._types = polytope.types
        self._rows_of_polytope = len(self._rows.lower)
        self._floors: dict[int, float] = {}
        self._hair = 0.0
        self._program = Linear(
            Program(
                cost=np.append(np.zeros(self._types), 1.0),
                lower=np.zeros(self._types + 1),
                upper=np.append(self._counts * ceiling, INFINITY),
                rows=self._with_floors(),
                maximise=True,
            )
        )

    def _with_floors(self) -> Rows:
        rows, number = self._rows, self._types
        columns = np.stack([np.arange(number), np.full(number, number)], axis=1).ravel()
        values = np.stack([np.ones(number), -self._counts], axis=1).ravel()
        return Rows(
            np.concatenate([rows.lower, np.zeros(number)]),
            np.concatenate([rows.upper, np.full(number, INFINITY)]),
            np.concatenate([rows.starts, rows.starts[-1] + 2 * np.arange(1, number + 1)]),
            np.concatenate([rows.columns, columns]),
            np.concatenate([rows.values, values]),
        )

    def level(self, open_types: Bools) -> Level:
        """Find the largest z, and which types have exactly that in every optimum, with the proof.

        Parameters
        ----------
        open_types
            Shape (types,): those that were not fixed, at least one.

        Raises
        ------
        InfeasibleError
            If the polytope is empty.
        """
        optimum = self._solved()
        duals = np.abs(optimum.row_duals[self._rows_of_polytope :])
        # The weights m·y sum to 1, so the largest is at least 1 over the number of types: never below the tolerance.
        tight = duals > POSITIVE
        # A floor fixed earlier that holds z down has a negative reduced cost: its weight in the proof of this level.
        floors = np.maximum(-optimum.reduced_costs[: self._types], 0.0)
        weights = np.where(open_types, np.where(tight, duals, 0.0), floors)
        value = min(max(optimum.value, 0.0), self._ceiling)
        return Level(value, np.flatnonzero(open_types & tight), weights, optimum.row_duals[: self._rows_of_polytope])

    def fix(self, types: Ints, value: float) -> None:
        """Give these types at least the chance `value`; they no longer take part in z."""
        for one in types.tolist():
            self._floors[one] = float(self._counts[one]) * min(value, self._ceiling)
            self._program.bound_row(self._rows_of_polytope + one, -INFINITY, INFINITY)
            self._hold(one)

    def _hold(self, one: int) -> None:
        """Hold a type up at its floor."""
        floor = max(self._floors[one] - self._hair, 0.0)
        self._program.bound_column(one, floor, float(self._counts[one]) * self._ceiling)

    def _solved(self) -> Optimum:
        while True:
            try:
                return self._program.solve()
            except InfeasibleError:
                wider = [hair for hair in _HAIRS if hair > self._hair]
                if not (self._floors and wider):
                    raise
            self._hair = wider[0]
            for one in self._floors:
                self._hold(one)
