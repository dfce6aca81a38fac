"""Rounding vectors, many side by side, so that every row stays within its bounds.

The problem: shares f_t in [0, 1) of a common whole are given; find x_t in {0, 1}, x_t = 0 where f_t = 0, with lower ≤
A x ≤ upper, and no household above its room or below its need. The fractional point f meets the rows, so only wholeness
is hard.

The method: systematic rounding along a pseudo-random order of the types gives a start with the right sum. Then one
entry after the other is flipped, always the one that lowers the weighted sum of violations most, not flipping the same
entry back at once; where no flip helps, the weights of the violated rows grow (breakout local search, Morris, *The
breakout method for escaping from local minima*, AAAI 1993).

All searches take a step together, as arrays with one row, a *place*, per search. A place whose search has ended takes
the next task at once, so that the arrays are always full and nobody waits for the slowest. What a search does depends
on its task and its own pseudo-random numbers only. Sums, bounds and weights are small whole numbers, exact in single
precision, so that neither the machine nor the order of sums can matter.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from buergerforum.core.selection.noise import GRAINS, Noise
from buergerforum.core.selection.solver import Ints

Singles = NDArray[np.float32]

REST = 2
"""An entry that was flipped rests for so many steps."""
STEPS = 1500
"""A search that has taken so many steps has failed."""
_STEPS_PER_ENTRY = 15
"""With few free entries few steps have seen all there is."""
_NEVER = np.float32(1e9)
"""The price of a flip that must not be made."""
_ENTRIES, _PLACES = 20_000, 64
"""More places, with more entries in all, make a step take longer than they save."""
_FAR = 1 << 22
"""No sum is so far from zero: a bound that is none."""


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """A vector to round."""

    shares: Ints
    """Shape (types,): share of the common whole, 0 … whole - 1; 0: not free."""
    whole: int
    """What the shares are shares of."""
    lower: Ints
    """Shape (rows,)."""
    upper: Ints
    """Shape (rows,)."""
    need: Ints
    """Shape (households,): how many of each household must be rounded up at least."""
    room: Ints
    """Shape (households,): how many of each household may be rounded up at most."""


class Searches:
    """Searches side by side, one in every place.

    Parameters
    ----------
    matrix
        Shape (rows, types), 0 or 1.
    homes
        Shape (types,): household or -1.
    noise
        For the starts and for ties.
    """

    def __init__(self, matrix: Ints, homes: Ints, noise: Noise) -> None:
        rows, types = matrix.shape
        places = max(1, min(_PLACES, _ENTRIES // types))
        households = int(homes.max(initial=-1)) + 1
        self._noise = noise
        self._matrix = matrix.astype(np.float32)
        self._columns = np.ascontiguousarray(self._matrix.T)
        self._rows = rows
        # Households are rows, too, but every type belongs to one at most, so they are looked up. The last one stands
        # for none: it has no bounds.
        self._homes = np.where(homes < 0, households, homes) + rows if households else None
        width = rows + (households + 1 if households else 0)
        self._all = np.arange(places)
        self._x = np.zeros((places, types), dtype=np.float32)
        self._sums, self._lower, self._upper = (np.zeros((places, width), dtype=np.float32) for _ in range(3))
        self._weights = np.ones((places, width), dtype=np.float32)
        # First axis: flipping up, flipping down. `_price` is below 1 and decides among equally good flips.
        self._price = np.full((2, places, types), _NEVER, dtype=np.float32)
        self._allowed = np.full((2, places, types), _NEVER, dtype=np.float32)
        self._gain = np.zeros((2, places, types), dtype=np.float32)
        # What was flipped in the last steps: entry (-1: nothing) and the direction that is closed meanwhile.
        self._resting = np.full((REST + 1, places), -1)
        self._closed = np.zeros((REST + 1, places), dtype=np.int64)
        self._last = np.full(places, -1)
        self._step = 0
        self._empty = np.ones(places, dtype=bool)

    @property
    def steps(self) -> int:
        """Number of steps taken so far."""
        return self._step

    def free(self) -> list[int]:
        """Return the places that no search takes."""
        return np.flatnonzero(self._empty).tolist()

    def begin(self, place: int, task: Task, label: str) -> None:
        """Begin a search in a free place; its pseudo-random numbers follow from the label."""
        grains = self._noise.grains(label, (len(task.shares) + 1,))
        free = task.shares > 0
        start = _systematic(task, grains)
        # Among equally good flips the likely ones come first: a large share up, a small one down.
        ties, shares = grains[1:] / (2 * GRAINS), task.shares / (2 * task.whole)
        self._price[0, place] = np.where(free, ties + 0.5 - shares, _NEVER)
        self._price[1, place] = np.where(free, ties + shares, _NEVER)
        for direction in (0, 1):
            self._allowed[direction, place] = np.where(start == direction, self._price[direction, place], _NEVER)
        self._x[place] = start
        self._sums[place] = 0
        self._sums[place, : self._rows] = self._matrix @ start.astype(np.float32)
        self._lower[place], self._upper[place] = -_FAR, _FAR
        self._lower[place, : self._rows], self._upper[place, : self._rows] = task.lower, task.upper
        if self._homes is not None:
            np.add.at(self._sums[place], self._homes, start)
            self._lower[place, self._rows : -1], self._upper[place, self._rows : -1] = task.need, task.room
        self._weights[place] = 1
        self._resting[:, place] = -1
        self._last[place] = self._step + min(STEPS, _STEPS_PER_ENTRY * max(1, int(free.sum())))
        self._empty[place] = False

    def end(self, place: int) -> None:
        """Give a place free; its search is given up."""
        self._empty[place] = True
        self._lower[place], self._upper[place] = -_FAR, _FAR

    def rounded(self, place: int) -> Ints:
        """Return the vector of a search, shape (types,), 1 where rounded up."""
        up: Ints = self._x[place].astype(np.int64)
        return up

    def succeeded(self) -> list[int]:
        """Return the places whose search has met all bounds."""
        within = ((self._sums >= self._lower) & (self._sums <= self._upper)).all(axis=1)
        return np.flatnonzero(within & ~self._empty).tolist()

    def failed(self) -> list[int]:
        """Return the places whose search has taken all its steps."""
        return np.flatnonzero((self._last <= self._step) & ~self._empty).tolist()

    def flip(self) -> None:
        """Flip in every search the entry that helps most; make violated rows heavier where none helps."""
        # Places fill from the first on: behind the last one that is taken there is nothing to do.
        used = int(np.flatnonzero(~self._empty)[-1]) + 1
        places, x, sums, weights = self._all[:used], self._x[:used], self._sums[:used], self._weights[:used]
        above, below = sums - self._upper[:used], self._lower[:used] - sums
        violation = np.maximum(np.maximum(above, below), 0)
        rise = (np.maximum(np.maximum(above + 1, below - 1), 0) - violation) * weights
        fall = (np.maximum(np.maximum(above - 1, below + 1), 0) - violation) * weights
        now = self._step % (REST + 1)
        self._wake(now)
        up, down = (self._gains(change, direction)[:used] for direction, change in enumerate((rise, fall)))
        entries = up.argmin(axis=1), down.argmin(axis=1)
        best = up[places, entries[0]], down[places, entries[1]]
        falls = best[1] < best[0]
        entry, sign = np.where(falls, entries[1], entries[0]), np.where(falls, np.float32(-1), np.float32(1))
        weights += (violation > 0) & (np.minimum(*best) >= 0)[:, None]
        x[places, entry] += sign
        sums[:, : self._rows] += sign[:, None] * self._columns[entry]
        if self._homes is not None:
            sums[places, self._homes[entry]] += sign
        direction = falls.astype(np.int64)
        self._allowed[direction, places, entry] = _NEVER
        self._resting[now, :used], self._closed[now, :used] = entry, 1 - direction
        self._step += 1

    def _gains(self, change: Singles, direction: int) -> Singles:
        """Return what flipping every entry in a direction changes, shape (places, types)."""
        used = len(change)
        gain = np.matmul(change[:, : self._rows], self._matrix, out=self._gain[direction, :used])
        if self._homes is not None:
            gain += change[:, self._homes]
        gain += self._allowed[direction, :used]
        return gain

    def _wake(self, now: int) -> None:
        """Allow what was flipped REST + 1 steps ago to be flipped back."""
        places = np.flatnonzero(self._resting[now] >= 0)
        at = self._closed[now, places], places, self._resting[now, places]
        self._allowed[at] = self._price[at]
        self._resting[now] = -1


def round_one(searches: Searches, task: Task, label: str) -> Ints | None:
    """Round one vector, from as many starts as there are places.

    Parameters
    ----------
    searches
        No search runs.
    task
        What to round.
    label
        Names the place in the computation.

    Returns
    -------
    Ints or None
        Shape (types,), 1 where rounded up; None: not found.
    """
    places = searches.free()
    for place in places:
        searches.begin(place, task, f"{label} {place}")
    found = None
    while found is None and not searches.failed():
        if ready := searches.succeeded():
            found = searches.rounded(ready[0])
        else:
            searches.flip()
    for place in places:
        searches.end(place)
    return found


def _systematic(task: Task, grains: Ints) -> Ints:
    """Round along a pseudo-random order of the types, so that the sum is the floor or ceiling of the whole sum."""
    order = np.argsort(grains[1:], kind="stable")
    passed = (np.cumsum(task.shares[order]) + grains[0] * task.whole // GRAINS) // task.whole
    start = np.zeros_like(task.shares)
    start[order] = np.diff(passed, prepend=0)
    return start
