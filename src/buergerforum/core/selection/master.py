"""The proof that chances can be reached: a lottery over known panels that misses none by more than ε.

    minimise ε   over   Σ_j λ_j x^j_t + m_t ε ≥ m_t p_t for every type t,   Σ_j λ_j = 1,   λ, ε ≥ 0.

Expected counts add up to the seats on both sides, so ε = 0 means equality. If ε > 0 the duals y of the type rows weigh
the types so that every known panel weighs at most σ < y·(m∘p): pricing finds a heavier panel or proves a cut.
"""

from dataclasses import dataclass

import numpy as np

from buergerforum.core.selection.polytope import Polytope, expected
from buergerforum.core.selection.solver import INFINITY, Floats, Ints, Linear, Program, Rows


@dataclass(frozen=True, slots=True, eq=False)
class Shortfall:
    """How nearly the known panels reach the chances."""

    gap: float
    """ε: the largest chance missing."""
    lottery: Floats
    """Shape (panels,): λ."""
    weights: Floats
    """Shape (types,): y."""


class Master:
    """The linear program over the panels known so far, which grow.

    Parameters
    ----------
    polytope
        For the sizes of the types.
    """

    def __init__(self, polytope: Polytope) -> None:
        self._counts = polytope.counts.astype(np.float64)
        self._types = polytope.types
        self.panels: Ints = np.zeros((0, polytope.types), dtype=np.int64)
        """Shape (panels, types): the panels known, each once."""
        rows = np.vstack([self._counts[:, None], np.zeros((1, 1))])
        lower, upper = np.zeros(self._types + 1), np.full(self._types + 1, INFINITY)
        lower[-1] = upper[-1] = 1.0
        one = np.ones(1)
        self._program = Linear(Program(one, np.zeros(1), np.full(1, INFINITY), Rows.dense(rows, lower, upper)))

    def add(self, panels: Ints) -> int:
        """Add panels of shape (new, types); return how many of them were not known."""
        known = {panel.tobytes() for panel in self.panels}
        new = []
        for panel in np.ascontiguousarray(panels):
            if (name := panel.tobytes()) not in known:
                known.add(name)
                new.append(panel)
        if new:
            added = np.array(new)
            self._program.add_columns(0.0, np.column_stack([added, np.ones(len(added), dtype=np.int64)]))
            self.panels = np.concatenate([self.panels, added])
        return len(new)

    def solve(self, polytope: Polytope, chances: Floats) -> Shortfall:
        """Find the lottery over the known panels, at least one, that comes nearest to the chances.

        Parameters
        ----------
        polytope
            Of the chances.
        chances
            Shape (types,): p.
        """
        for one, count in enumerate(expected(polytope, chances).tolist()):
            self._program.bound_row(one, count, INFINITY)
        optimum = self._program.solve()
        return Shortfall(optimum.value, optimum.x[1:], np.maximum(optimum.row_duals[: self._types], 0.0))
