"""Rounding many vectors at once, so that every row stays within its bounds.

The problem, for each of B tasks: shares f_t in [0, 1) of a common whole are given; find x_t in {0, 1}, x_t = 0 where
f_t = 0, with lower ≤ A x ≤ upper, and no household above its room. The fractional point f meets the rows, so only
wholeness is hard.

The method: systematic rounding along a pseudo-random order of the types gives a start with the right sum. Then one
entry after the other is flipped, always the one that lowers the weighted sum of violations most, not flipping the same
entry back at once; where no flip helps, the weights of the violated rows grow (breakout local search, Morris, *The
breakout method for escaping from local minima*, AAAI 1993). All tasks take a step together, as arrays. Everything is a
small whole number, exact in single precision, so that neither the machine nor the order of sums can matter.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from buergerforum.core.selection.noise import GRAINS, Noise
from buergerforum.core.selection.solver import Bools, Ints

Singles = NDArray[np.float32]

REST = 2
"""An entry that was flipped rests for so many steps."""
_NEVER = np.float32(1e9)
"""The price of an entry that must not be flipped."""
_STEPS_PER_ENTRY = 15
"""With few free entries few steps have seen all there is."""
_MOST, _LONGER = 0.8, 1.3
"""Once this share of many tasks is done, the rest gets so many times the steps that these took, and no more: what waits
for the slowest could be thrown together and split anew meanwhile."""
_MANY = 8
"""So many tasks are many."""
_TOGETHER, _ENTRIES = 128, 30_000
"""Fewer tasks, with fewer free entries in all, are tried from several starts at once: a step costs hardly more."""


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

    def repeated(self, times: int) -> "Tasks":
        """Return every task `times` times, copies side by side."""
        parts = (self.shares, self.whole, self.lower, self.upper, self.room, self.need)
        return Tasks(*(np.repeat(part, times, axis=0) for part in parts))


@dataclass(frozen=True, slots=True, eq=False)
class Rounded:
    """What became of the tasks."""

    up: Ints
    """Shape (B, types): 1 where rounded up; meaningless where not done."""
    done: Bools
    """Shape (B,)."""


def round_all(matrix: Ints, homes: Ints, tasks: Tasks, noise: Noise, label: str, *, steps: int) -> Rounded:
    """Round tasks; whatever is not done after `steps` steps, or long after most others, stays undone.

    Parameters
    ----------
    matrix
        Shape (rows, types), 0 or 1.
    homes
        Shape (types,): household or -1.
    tasks
        What to round.
    noise
        For the starts and for ties.
    label
        Names the place in the computation.
    steps
        Limit; the same for any number of tasks.
    """
    number = len(tasks)
    width = max(1, int((tasks.shares > 0).sum(axis=1).max()))
    copies = max(1, min(_TOGETHER // number, _ENTRIES // (number * width)))
    search = _Search(matrix, homes, tasks.repeated(copies), copies, noise, label)
    up = np.zeros(tasks.shares.shape, dtype=np.int64)
    done = np.zeros(number, dtype=bool)
    step, last = 0, min(steps, _STEPS_PER_ENTRY * width)
    waiting = number >= _MANY
    while step < last:
        for task, types, row in search.retire():
            up[task, types] = row
            done[task] = True
        if done.all():
            break
        if waiting and done.sum() >= _MOST * number:
            waiting, last = False, min(last, int(_LONGER * step) + _STEPS_PER_ENTRY)
        search.flip(step)
        step += 1
    return Rounded(up, done)


class _Search:
    """The state of all tasks that are not done; first axis of every array: B running searches."""

    def __init__(self, matrix: Ints, homes: Ints, tasks: Tasks, copies: int, noise: Noise, label: str) -> None:
        free = tasks.shares > 0
        start = _systematic(tasks, noise, label)
        columns = matrix.T.astype(np.float32)
        width = max(1, int(free.sum(axis=1).max()))
        # Only free entries are looked at: their numbers, padded to one width with entries that never flip.
        self.types = np.argsort(~free, axis=1, kind="stable")[:, :width]
        self.task = np.repeat(np.arange(len(tasks) // copies), copies)
        self.x = np.take_along_axis(start, self.types, axis=1).astype(np.float32)
        self.columns = columns[self.types]
        # Among equally good flips the likely ones come first: a large share up, a small one down. Below 1 in all.
        ties = noise.grains(f"{label} ties", self.x.shape) / (2 * GRAINS)
        shares = np.take_along_axis(tasks.shares, self.types, axis=1) / (2 * tasks.whole[:, None])
        self.price = np.where(np.take_along_axis(free, self.types, axis=1), ties + 0.5 - shares, _NEVER).astype(
            np.float32
        )
        self.turn = (2 * shares - 0.5).astype(np.float32)
        self.rests_until = np.zeros(self.x.shape, dtype=np.int32)
        self.sums = start.astype(np.float32) @ columns
        self.lower, self.upper = tasks.lower.astype(np.float32), tasks.upper.astype(np.float32)
        self.weights = np.ones_like(self.sums)
        self.homes = _Homes(homes[self.types], self.x, tasks)
        self.violation = _violation(self.sums, self.lower, self.upper)

    def _keep(self, which: Bools) -> None:
        for name in (
            "types",
            "task",
            "x",
            "columns",
            "price",
            "turn",
            "rests_until",
            "sums",
            "lower",
            "upper",
            "weights",
        ):
            setattr(self, name, getattr(self, name)[which])
        self.violation = self.violation[which]
        self.homes.keep(which)

    def retire(self) -> list[tuple[int, Ints, Ints]]:
        """Take out the searches that are done, and all others for the same task: (task, types, rounded up)."""
        ready = np.flatnonzero(~(self.violation.any(axis=1) | self.homes.violated()))
        if not len(ready):
            return []
        tasks, first = np.unique(self.task[ready], return_index=True)
        found = [
            (int(task), self.types[row], self.x[row].astype(np.int64))
            for task, row in zip(tasks, ready[first], strict=True)
        ]
        self._keep(~np.isin(self.task, tasks))
        return found

    def flip(self, step: int) -> None:
        """Flip in every search the entry that helps most; make violated rows heavier where none helps."""
        rise, fall = _rise_and_fall(self.sums, self.lower, self.upper, self.weights)
        change = self.columns @ np.stack([rise, fall], axis=2)
        gain = np.where(self.x == 0, change[:, :, 0], change[:, :, 1]) + self.homes.change(self.x)
        gain += self.price + self.x * self.turn
        gain[self.rests_until > step] = _NEVER
        rows = np.arange(len(gain))
        best = gain.argmin(axis=1)
        stuck = gain[rows, best] >= 0
        self.weights[stuck] += self.violation[stuck] > 0
        self.homes.weigh(stuck)
        sign = 1 - 2 * self.x[rows, best]
        self.x[rows, best] += sign
        self.sums += sign[:, None] * self.columns[rows, best]
        self.homes.move(rows, best, sign)
        self.rests_until[rows, best] = step + 1 + REST
        self.violation = _violation(self.sums, self.lower, self.upper)


class _Homes:
    """The households' part of the state; every type belongs to one household at most, so it is looked up."""

    def __init__(self, homes: Ints, x: Singles, tasks: Tasks) -> None:
        self._none = tasks.room.shape[1] == 0
        if self._none:
            return
        # Household 0 stands for none: it needs nobody and has room for everybody.
        self._home = homes + 1
        self._upper = np.pad(tasks.room, ((0, 0), (1, 0)), constant_values=1 << 20).astype(np.float32)
        self._lower = np.pad(tasks.need, ((0, 0), (1, 0))).astype(np.float32)
        self._sums = np.zeros_like(self._upper)
        np.add.at(self._sums, (np.arange(len(x))[:, None], self._home), x)
        self._weights = np.ones_like(self._upper)

    def keep(self, which: Bools) -> None:
        if not self._none:
            self._home, self._weights = self._home[which], self._weights[which]
            self._upper, self._lower, self._sums = self._upper[which], self._lower[which], self._sums[which]

    def _violation(self) -> Singles:
        return _violation(self._sums, self._lower, self._upper)

    def violated(self) -> Bools | np.bool_:
        return np.False_ if self._none else self._violation().any(axis=1)

    def change(self, x: Singles) -> Singles | float:
        if self._none:
            return 0.0
        rise, fall = _rise_and_fall(self._sums, self._lower, self._upper, self._weights)
        up, down = np.take_along_axis(rise, self._home, axis=1), np.take_along_axis(fall, self._home, axis=1)
        change: Singles = np.where(x == 0, up, down)
        return change

    def weigh(self, stuck: Bools) -> None:
        if not self._none:
            self._weights[stuck] += self._violation()[stuck] > 0

    def move(self, rows: Ints, best: Ints, sign: Singles) -> None:
        if not self._none:
            self._sums[rows, self._home[rows, best]] += sign


def _violation(sums: Singles, lower: Singles, upper: Singles) -> Singles:
    violation: Singles = np.maximum(np.maximum(sums - upper, lower - sums), 0)
    return violation


def _rise_and_fall(sums: Singles, lower: Singles, upper: Singles, weights: Singles) -> tuple[Singles, Singles]:
    """Return what the weighted violation of every row gains when its sum rises, and when it falls, by one."""
    above, below = sums - upper, lower - sums
    now = np.maximum(np.maximum(above, below), 0)
    rise = (np.maximum(np.maximum(above + 1, below - 1), 0) - now) * weights
    fall = (np.maximum(np.maximum(above - 1, below + 1), 0) - now) * weights
    return rise, fall


def _systematic(tasks: Tasks, noise: Noise, label: str) -> Ints:
    """Round along a pseudo-random order of the types, so that the sum is the floor or ceiling of the whole sum."""
    number, types = tasks.shares.shape
    order = noise.order(f"{label} order", types)
    offset = noise.grains(f"{label} offset", (number, 1)) * tasks.whole[:, None] // GRAINS
    passed = (np.cumsum(tasks.shares[:, order], axis=1) + offset) // tasks.whole[:, None]
    start = np.zeros_like(tasks.shares)
    start[:, order] = np.diff(passed, axis=1, prepend=0)
    return start
