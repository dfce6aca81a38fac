"""Sums of rows that should stay within bounds, for many searches at once, and what it costs where they do not."""

import numpy as np
from numpy.typing import NDArray

from buergerforum.core.selection.solver import Bools, Ints

Singles = NDArray[np.float32]


class Bounds:
    """How far sums are from their bounds, and the weight of every row.

    Parameters
    ----------
    sums
        Shape (B, rows): the sums of B searches.
    lower
        Shape (B, rows).
    upper
        Shape (B, rows).
    """

    beyond: Singles
    """Shape (B,): by how much all sums of a search together are beyond their bounds."""
    broken: Bools
    """Shape (2, B, rows): which sums are too large, and which too small."""

    def __init__(self, sums: Ints, lower: Ints, upper: Ints) -> None:
        self._slack = np.stack([upper - sums, sums - lower]).astype(np.float32)
        self._weights: Singles = np.ones(sums.shape, dtype=np.float32)
        self._look()

    def _look(self) -> None:
        self.broken = self._slack < 0
        self.beyond = -np.minimum(self._slack, 0).sum(axis=(0, 2))

    @property
    def rows(self) -> int:
        """How many there are."""
        return int(self._weights.shape[1])

    def keep(self, which: Bools) -> None:
        """Go on with these searches only."""
        self._slack, self._weights = self._slack[:, which], self._weights[which]
        self._look()

    def cost(self, which: Ints) -> Singles:
        """Return the weighted violation of these searches, shape (len(which),)."""
        cost: Singles = -(np.minimum(self._slack[:, which], 0).sum(axis=0) * self._weights[which]).sum(axis=1)
        return cost

    def change(self, which: Ints | slice) -> Singles:
        """Return what the weighted violation of every row gains when its sum rises, and when it falls, by one.

        The shape is (2, searches, rows).
        """
        tight, broken = self._slack[:, which] <= 0, self.broken[:, which]
        change: Singles = (tight.view(np.int8) - broken.view(np.int8)[::-1]) * self._weights[which]
        return change

    def weigh(self, stuck: Bools) -> None:
        """Make the violated rows of these searches heavier."""
        self._weights += self.broken.any(axis=0) & stuck[:, None]

    def add(self, which: Ints | slice, more: Singles) -> None:
        """Add to all sums of these searches, shape (searches, rows)."""
        self._slack[0, which] -= more
        self._slack[1, which] += more
        self._look()

    def add_one(self, which: Ints, row: Ints, more: Ints) -> None:
        """Add to one sum of each of these searches."""
        self._slack[0, which, row] -= more
        self._slack[1, which, row] += more
        self._look()
