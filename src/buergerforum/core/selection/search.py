"""Many local searches side by side: which entries to round up, so that every row stays within its bounds.

Every search flips one entry after the other, always the one that lowers the weighted sum of violations most, not
flipping the same entry back at once; where no flip helps, the weights of the violated rows grow (breakout local
search, Morris, *The breakout method for escaping from local minima*, AAAI 1993). Where a search is nearly done, all
exchanges of two entries that could finish it are looked at, too. Flips would find such a pair by chance only, since
the first of the two breaks every row that both are in; this more than halves the steps.

All searches take a step together, as arrays. Whatever is summed up is a small whole number, exact in single precision,
so that neither the machine nor the order of sums can matter; prices are added at the end, one to each sum.
"""

from dataclasses import dataclass

import numpy as np

from buergerforum.core.selection.bounds import Bounds, Singles
from buergerforum.core.selection.solver import Bools, Floats, Ints

REST = 2
"""An entry that was flipped rests for so many steps."""
NEAR = 4
"""A search whose sums are at most so far beyond their bounds, in all, is nearly done."""
LOOKED_AT = 24
"""So many searches that are nearly done, the nearest first, are looked at in one step."""
_NEVER = np.float32(np.inf)
"""The price of an entry that must not be flipped."""
_ANY = 1 << 20
"""More than a household can have."""


@dataclass(frozen=True, slots=True, eq=False)
class Tasks:
    """B vectors to round."""

    shares: Ints
    """Shape (B, types): share of the common whole, 0 … whole - 1; 0: not free."""
    whole: Ints
    """Shape (B,): what the shares are shares of."""
    lower: Ints
    """Shape (B, rows)."""
    upper: Ints
    """Shape (B, rows)."""
    room: Ints
    """Shape (B, households): how many of each household may be rounded up at most."""
    need: Ints
    """Shape (B, households): how many of each household must be rounded up at least."""

    def __len__(self) -> int:
        return len(self.whole)

    @property
    def width(self) -> int:
        """The most free entries of any task, at least 1."""
        return max(1, int((self.shares > 0).sum(axis=1).max()))

    def repeated(self, times: int) -> "Tasks":
        """Return every task `times` times, copies side by side."""
        parts = (self.shares, self.whole, self.lower, self.upper, self.room, self.need)
        return Tasks(*(np.repeat(part, times, axis=0) for part in parts))


class Searches:
    """The state of all tasks that are not done: B running searches, each over W entries that may be rounded up.

    Parameters
    ----------
    matrix
        Shape (rows, types), 0 or 1.
    homes
        Shape (types,): household or -1.
    tasks
        What to round; several for the same vector are several tries.
    of
        Shape (B,): which vector each task belongs to.
    start
        Shape (B, types): 1 where rounded up to begin with, only where free.
    ties
        Shape (B, W), W the width of the tasks: decide among equally good flips, between 0 and 0.5.
    """

    def __init__(self, matrix: Ints, homes: Ints, tasks: Tasks, of: Ints, start: Ints, ties: Floats) -> None:
        # Only free entries are looked at: their numbers, padded to one width with entries that never flip.
        free = tasks.shares > 0
        self._types = np.argsort(~free, axis=1, kind="stable")[:, : tasks.width]
        self._of = of
        self._x = np.take_along_axis(start, self._types, axis=1)
        # Among equally good flips the likely ones come first: a large share up, a small one down. Below 1 in all.
        shares = np.take_along_axis(tasks.shares, self._types, axis=1) / (2 * tasks.whole[:, None])
        up = np.where(np.take_along_axis(free, self._types, axis=1), ties + 0.5 - shares, _NEVER).astype(np.float32)
        self._prices = np.stack([up, up + (2 * shares - 0.5).astype(np.float32)], axis=2)
        self._price = np.where(self._x == 0, self._prices[:, :, 0], self._prices[:, :, 1])
        self._flipped: list[Ints] = []
        self._looks = 0
        self._matrix = matrix.astype(np.float32)
        self._columns = np.ascontiguousarray(self._matrix.T)
        self._rows = Bounds(start @ matrix.T, tasks.lower, tasks.upper)
        self._homes = _homes(homes, start, tasks)
        self._home = np.where(homes < 0, tasks.room.shape[1], homes)[self._types]
        self._arrange()

    def _arrange(self) -> None:
        """Find the places of all entries in flat arrays; they depend on how many searches are running."""
        number, width = self._x.shape
        self._first = width * np.arange(number)
        row = number * self._x + np.arange(number)[:, None]
        self._at = row * len(self._columns) + self._types
        if self._homes:
            self._home_at = row * self._homes.rows + self._home

    def _bounds(self) -> list[Bounds]:
        return [self._rows, self._homes] if self._homes else [self._rows]

    def retire(self) -> list[tuple[int, Ints, Ints]]:
        """Take out the searches that are done, and all others for the same vector: (vector, types, rounded up)."""
        beyond = self._rows.beyond + self._homes.beyond if self._homes else self._rows.beyond
        if beyond.all():
            return []
        ready = np.flatnonzero(beyond == 0)
        vectors, first = np.unique(self._of[ready], return_index=True)
        found = [
            (int(vector), self._types[row], self._x[row]) for vector, row in zip(vectors, ready[first], strict=True)
        ]
        kept = ~np.isin(self._of, vectors)
        for name in ("_types", "_of", "_x", "_prices", "_price", "_home"):
            setattr(self, name, getattr(self, name)[kept])
        self._flipped = [best[kept] for best in self._flipped]
        for bounds in self._bounds():
            bounds.keep(kept)
        self._arrange()
        return found

    def flip(self) -> None:
        """Flip in every search the entry that helps most; make violated rows heavier where none helps."""
        gain = self._gain()
        best = gain.argmin(axis=1)
        gains = gain.take(self._first + best)
        stuck = gains >= 0
        if stuck.any():
            for bounds in self._bounds():
                bounds.weigh(stuck)
        self._turn(slice(None), best, gains < _NEVER)
        self._rest(best)

    def _gain(self) -> Singles:
        change = self._rows.change(slice(None))
        gain: Singles = (change.reshape(-1, change.shape[2]) @ self._matrix).take(self._at)
        if self._homes:
            gain += self._homes.change(slice(None)).take(self._home_at)
        gain += self._price
        return gain

    def _turn(self, which: Ints | slice, entries: Ints, really: Bools) -> None:
        """Turn one entry of each of these searches, up if it was down, down if it was up."""
        at = self._first[which] + entries
        before = self._x.take(at)
        sign = (1 - 2 * before) * really
        self._x.put(at, before + sign)
        rows = sign * len(self._first)
        self._at.put(at, self._at.take(at) + rows * len(self._columns))
        self._rows.add(which, sign.astype(np.float32)[:, None] * self._columns[self._types.take(at)])
        if self._homes:
            self._home_at.put(at, self._home_at.take(at) + rows * self._homes.rows)
            self._homes.add_one(np.arange(len(self._first))[which], self._home.take(at), sign)

    def _rest(self, best: Ints) -> None:
        """Let what was flipped rest for REST steps, and what has rested go on."""
        self._price.put(self._first + best, _NEVER)
        self._flipped.append(best)
        if len(self._flipped) > REST:
            at = self._first + self._flipped.pop(0)
            self._price.put(at, self._prices.take(2 * at + self._x.take(at)))

    def exchange(self) -> None:
        """Finish searches that one exchange finishes: an entry that is up goes, another one comes.

        Not found are exchanges within a household that is full, and what would only mend households.
        """
        beyond = self._rows.beyond
        near = np.flatnonzero((beyond > 0) & (beyond <= NEAR))
        if not len(near):
            return
        # Tries for the same vector lie side by side: those that were looked at last come last among their equals.
        near = np.roll(near, -self._looks * LOOKED_AT)
        self._looks += 1
        near = near[np.argsort(beyond[near], kind="stable")[:LOOKED_AT]]
        may_go, may_come = self._candidates(near)
        some = may_go.any(axis=1) & may_come.any(axis=1)
        if not some.any():
            return
        near, goes, comes = near[some], _packed(may_go[some]), _packed(may_come[some])
        left = self._left(near, goes, comes).reshape(len(near), -1)
        best = left.argmin(axis=1)
        done = np.flatnonzero(left[np.arange(len(near)), best] < 1)
        if not len(done):
            return
        go, come = np.divmod(best[done], comes.shape[1])
        for entries in (goes[done, go], comes[done, come]):
            self._turn(near[done], entries, np.ones(len(done), dtype=bool))

    def _candidates(self, near: Ints) -> tuple[Bools, Bools]:
        """Return what may go and what may come, shapes (searches, W).

        A row that is off by one is mended only if what goes is in it, should it be too large, and what comes is not;
        the other way round if it is too small; and nothing mends a row that is off by two.
        """
        broken = self._rows.broken[:, near].astype(np.float32)
        right = broken - len(self._matrix) * broken[::-1]
        types = self._types[near]
        at = np.arange(2 * len(near)).reshape(2, -1, 1) * len(self._columns) + types
        fits = (right.reshape(-1, right.shape[2]) @ self._matrix).take(at) == broken.sum(axis=2)[:, :, None]
        x, free = self._x[near], self._prices[near, :, 0] < _NEVER
        return fits[0] & free & (x == 1), fits[1] & free & (x == 0)

    def _left(self, near: Ints, goes: Ints, comes: Ints) -> Singles:
        """Return the weighted violation left by every exchange, shape (searches, goes, comes), plus less than 1.

        Two flips cost what each costs alone, but for the rows that both are in: there, nothing changes. A household of
        both is counted twice, at most too high.
        """
        change = self._rows.change(near)
        product = change.reshape(-1, change.shape[2]) @ self._matrix
        number = np.arange(len(near))[:, None]
        some = near[:, None]
        fall = self._rows.cost(near)[:, None] + product[len(near) + number, self._types[some, goes]]
        rise = product[number, self._types[some, comes]]
        if self._homes:
            homes = self._homes.change(near)
            fall += self._homes.cost(near)[:, None] + homes[1][number, self._home[some, goes]]
            rise += homes[0][number, self._home[some, comes]]
        # A half of each price, which is below 1, decides among those that leave nothing.
        fall += np.where(self._x[some, goes] == 1, self._prices[some, goes, 1] / 2, _NEVER)
        rise += np.where(self._x[some, comes] == 0, self._prices[some, comes, 0] / 2, _NEVER)
        shared = self._columns[self._types[some, goes]] * change.sum(axis=0)[:, None]
        both = shared @ self._columns[self._types[some, comes]].swapaxes(1, 2)
        left: Singles = fall[:, :, None] + rise[:, None] - both
        return left


def _packed(which: Bools) -> Ints:
    """Return the numbers of the entries that are true, of every row as many as the fullest has; others follow."""
    return np.argsort(~which, axis=1, kind="stable")[:, : int(which.sum(axis=1).max())]


def _homes(homes: Ints, start: Ints, tasks: Tasks) -> Bounds | None:
    """Return the bounds of the households, of which every type has one at most; the last stands for none."""
    households = tasks.room.shape[1]
    if not households:
        return None
    sums = np.zeros((households + 1, len(start)), dtype=np.int64)
    np.add.at(sums, homes, start.T)
    nobody = np.zeros((len(start), 1), dtype=np.int64)
    return Bounds(sums.T, np.hstack([tasks.need, nobody - _ANY]), np.hstack([tasks.room, nobody + _ANY]))
