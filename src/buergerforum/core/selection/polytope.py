"""The rules as linear rows over expected counts of types, and the cuts that tighten them.

A panel is an integer vector x with 0 ≤ x_t ≤ m_t for every type t of m_t people, Σ x_t = k, one row minimum ≤ Σ x_t ≤
maximum per quota, and one row Σ x_t ≤ 1 per household with several applicants. Expected counts of lotteries are exactly
the convex hull of these vectors. The polytope here contains that hull; cuts w·x ≤ β that hold for every panel bring it
closer.
"""

from dataclasses import dataclass, replace

import numpy as np

from buergerforum.core.selection.panel_check import Counting
from buergerforum.core.selection.solver import INFINITY, Bools, Floats, Ints, Rows
from buergerforum.core.selection.types import Type
from buergerforum.model.quotas import QuotaTable


@dataclass(frozen=True, slots=True)
class Cut:
    """An inequality `weights · x ≤ bound` that every panel meets, proven by an integer program."""

    weights: tuple[int, ...]
    """One per type."""
    bound: int
    """The proven upper bound."""


@dataclass(frozen=True, slots=True, eq=False)
class Polytope:
    """Everything that limits expected counts. Rows: the seats, the quotas in the order of the table, households."""

    counts: Ints
    """Shape (types,): m, how many people each type has."""
    matrix: Ints
    """Shape (1 + quotas, types), 0 or 1: whom the seats (everybody) and each quota count."""
    lower: Ints
    """Shape (1 + quotas,)."""
    upper: Ints
    """Shape (1 + quotas,)."""
    homes: Ints
    """Shape (types,): number of the household that a type shares with another one, from 0; -1: none."""
    cuts: tuple[Cut, ...] = ()
    """In the order found."""

    @property
    def types(self) -> int:
        """Number of types."""
        return len(self.counts)

    @property
    def households(self) -> int:
        """Number of households with several types."""
        return int(self.homes.max(initial=-1)) + 1

    @property
    def seats(self) -> int:
        """Number of seats k."""
        return int(self.lower[0])

    def with_cut(self, cut: Cut) -> "Polytope":
        """Return the polytope with one cut more."""
        return replace(self, cuts=(*self.cuts, cut))

    def rows(self) -> Rows:
        """Return all rows for the solver: seats, quotas, households, cuts."""
        blocks = [self.matrix]
        if self.households:
            blocks.append((self.homes == np.arange(self.households)[:, None]).astype(np.int64))
        if self.cuts:
            blocks.append(np.array([cut.weights for cut in self.cuts], dtype=np.int64))
        loose = self.households + len(self.cuts)
        lower = np.concatenate([self.lower, np.full(self.households, 0.0), np.full(len(self.cuts), -INFINITY)])
        upper = np.concatenate([self.upper, np.ones(self.households), [cut.bound for cut in self.cuts]])
        if not loose:
            return Rows.dense(self.matrix, self.lower, self.upper)
        return Rows.dense(np.concatenate(blocks), lower, upper)

    def holds(self, panels: Ints) -> Bools:
        """Say which of the integer vectors, shape (panels, types), are panels; counted, without tolerance."""
        sums = panels @ self.matrix.T
        fits: Bools = np.logical_and.reduce(
            [
                (panels >= 0).all(axis=1),
                (panels <= self.counts).all(axis=1),
                (sums >= self.lower).all(axis=1),
                (sums <= self.upper).all(axis=1),
            ]
        )
        for home in range(self.households):
            fits &= panels[:, self.homes == home].sum(axis=1) <= 1
        return fits


def build(types: tuple[Type, ...], features: tuple[str, ...], table: QuotaTable, seats: int) -> Polytope:
    """Write seats, quotas and households as rows.

    Parameters
    ----------
    types
        Of the pool.
    features
        Of the pool, in the order of the types' values.
    table
        The quotas.
    seats
        To fill.
    """
    counted = np.zeros((1 + len(table.quotas), len(types)), dtype=np.int64)
    counted[0] = 1
    counting = Counting(features, table)
    for number, one in enumerate(types):
        counted[[1 + place for place in counting.of(one.values)], number] = 1
    home_number = {home: place for place, home in enumerate(sorted({one.household for one in types if one.household}))}
    return Polytope(
        counts=np.array([len(one.members) for one in types], dtype=np.int64),
        matrix=counted,
        lower=np.array([seats, *(quota.minimum for quota in table.quotas)], dtype=np.int64),
        upper=np.array([seats, *(quota.maximum for quota in table.quotas)], dtype=np.int64),
        homes=np.array([home_number.get(one.household, -1) for one in types], dtype=np.int64),
    )


def expected(polytope: Polytope, chances: Floats) -> Floats:
    """Return the expected counts m∘p of chances p."""
    return polytope.counts * chances
