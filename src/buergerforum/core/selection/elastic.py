"""Panels that may miss quotas by a price: the one integer program behind conflicts and repairs.

    minimise  c·s   over whole numbers x and s ≥ 0
    subject to  Σ x_t = k,   0 ≤ x_t ≤ m_t,   Σ x_t ≤ 1 per household,
                A_r x + s_r' ≥ minimum_r   and   A_r x - s_r'' ≤ maximum_r   for every quota r.

s_r' is by how many seats the minimum of quota r would have to be lowered, s_r'' by how many its maximum raised. These
**sides** of all quotas stand in one vector: minimum and maximum of the first quota, of the second, and so on. A side
may be the sum of several **steps** of one seat each, so that every further seat can cost more than the one before.
"""

from dataclasses import dataclass

import numpy as np

from buergerforum.core.selection.polytope import Polytope
from buergerforum.core.selection.solver import INFINITY, Floats, Ints, Program, Rows, solve_integer

_WHOLE = 0.99
"""Costs are whole numbers: bound and best point less than 1 apart are equal."""


@dataclass(frozen=True, slots=True, eq=False)
class Missed:
    """A way to miss quotas."""

    panel: Ints
    """Shape (types,)."""
    sides: Ints
    """Shape (2 · quotas,): how much of every side this panel misses; counted, without tolerance."""


class Elastic:
    """The program for one pool and table; what was found optimal can be held while another cost is minimised.

    Parameters
    ----------
    polytope
        Its cuts are left out: they hold only for panels that miss nothing.
    room
        Shape (2 · quotas,): by how much each side may be missed at most.
    stepwise
        Whether every side is divided into steps of one seat.
    least, most
        Shape (types,): how many of each type are seated at least and at most; None: 0 and everybody.
    """

    def __init__(
        self,
        polytope: Polytope,
        room: Ints,
        *,
        stepwise: bool = False,
        least: Ints | None = None,
        most: Ints | None = None,
    ) -> None:
        self._polytope = polytope
        sides = np.arange(len(room))
        self._owner = np.repeat(sides, room) if stepwise else sides
        self._room = np.ones(len(self._owner)) if stepwise else room.astype(np.float64)
        self._least = np.zeros(polytope.types) if least is None else least.astype(np.float64)
        self._most = (polytope.counts if most is None else most).astype(np.float64)
        self._matrix, self._lower, self._upper = _rows(polytope, self._owner)

    def steps(self) -> Ints:
        """Return for every column of the sides which step of its side it is, from 1; shape (columns,)."""
        first: Ints = np.searchsorted(self._owner, self._owner)
        return np.arange(len(self._owner)) - first + 1

    def hold(self, cost: Ints, limit: int) -> None:
        """Let a cost never exceed a limit from now on.

        Parameters
        ----------
        cost
            Shape (columns,), whole numbers.
        limit
            Reached by a panel that is known.
        """
        row = np.concatenate([np.zeros(self._polytope.types, dtype=np.int64), cost])
        self._matrix = np.concatenate([self._matrix, row[None]])
        self._lower = np.append(self._lower, -INFINITY)
        self._upper = np.append(self._upper, float(limit))

    def counting(self, which: Ints) -> Ints:
        """Return the cost that counts what these sides are missed by together, shape (columns,)."""
        return np.isin(self._owner, which).astype(np.int64)

    def cheapest(self, cost: Ints, *, within: float = 0.0) -> Missed | None:
        """Return a panel that misses the sides at the smallest cost, or nearly so; None: there is none.

        Parameters
        ----------
        cost
            Shape (columns,), whole numbers, per seat.
        within
            A panel that costs so much more will do, too.
        """
        types, columns = self._polytope.types, len(self._owner)
        program = Program(
            cost=np.concatenate([np.zeros(types), cost.astype(np.float64)]),
            lower=np.concatenate([self._least, np.zeros(columns)]),
            upper=np.concatenate([self._most, self._room]),
            rows=Rows.dense(self._matrix, self._lower, self._upper),
            integer=np.ones(types + columns, dtype=bool),
        )
        found = solve_integer(program, gap=_WHOLE + within)
        if found.x is None:
            return None
        panel = found.x[:types]
        return Missed(panel, missed_by(self._polytope, panel))


def missed_by(polytope: Polytope, panel: Ints) -> Ints:
    """Return by how many seats a panel misses every side, shape (2 · quotas,)."""
    sums = polytope.matrix[1:] @ panel
    sides = np.stack([polytope.lower[1:] - sums, sums - polytope.upper[1:]], axis=1)
    missed: Ints = np.maximum(sides, 0).reshape(-1)
    return missed


def _rows(polytope: Polytope, owner: Ints) -> tuple[Ints, Floats, Floats]:
    """Return the matrix over (x, columns of the sides) and the bounds of its rows: seats, minimums, maximums, homes."""
    quotas = len(polytope.lower) - 1
    slack = (np.arange(2 * quotas)[:, None] == owner).astype(np.int64)
    homes = (polytope.homes == np.arange(polytope.households)[:, None]).astype(np.int64)

    def beside(left: Ints, right: Ints | None = None) -> Ints:
        return np.concatenate([left, np.zeros((len(left), len(owner)), dtype=np.int64) if right is None else right], 1)

    counted = polytope.matrix[1:]
    matrix = np.concatenate(
        [
            beside(polytope.matrix[:1]),
            beside(counted, slack[0::2]),
            beside(counted, -slack[1::2]),
            beside(homes),
        ]
    )
    seats, nothing = np.array([float(polytope.seats)]), np.zeros(len(homes))
    lower = np.concatenate([seats, polytope.lower[1:], np.full(quotas, -INFINITY), nothing])
    upper = np.concatenate([seats, np.full(quotas, INFINITY), polytope.upper[1:], nothing + 1])
    return matrix, lower, upper
