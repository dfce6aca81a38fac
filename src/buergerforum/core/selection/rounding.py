"""Rounding many vectors at once, so that every row stays within its bounds.

The problem, for each of B tasks: shares f_t in [0, 1) of a common whole are given; find x_t in {0, 1}, x_t = 0 where
f_t = 0, with lower ≤ A x ≤ upper, and every household within its need and room. Usually the fractional point f meets
the rows, so only wholeness is hard.

Systematic rounding along a pseudo-random order of the types gives a start with the right sum; :mod:`.search` goes on
from there, from several starts at once where there are few tasks.
"""

from dataclasses import dataclass

import numpy as np

from buergerforum.core.selection.noise import GRAINS, Noise
from buergerforum.core.selection.search import Searches, Tasks
from buergerforum.core.selection.solver import Bools, Ints

_STEPS_PER_ENTRY = 7
"""With few free entries few steps have seen all there is."""
_MOST, _LONGER = 0.8, 1.3
"""Once this share of many tasks is done, the rest gets so many times the steps that these took, and no more: what waits
for the slowest could be thrown together and split anew meanwhile."""
_MANY = 8
"""So many tasks are many."""
_TOGETHER, _ENTRIES = 128, 30_000
"""Fewer tasks, with fewer free entries in all, are tried from several starts at once: a step costs hardly more."""


@dataclass(frozen=True, slots=True, eq=False)
class Rounded:
    """What became of the tasks."""

    up: Ints
    """Shape (B, types): 1 where rounded up; meaningless where not done."""
    done: Bools
    """Shape (B,)."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How long it is tried."""

    steps: int
    """At most; the same for any number of tasks."""
    enough: float = 1.0
    """Once this share of the tasks is done, the others are left."""


def round_all(matrix: Ints, homes: Ints, tasks: Tasks, noise: Noise, label: str, effort: Effort) -> Rounded:
    """Round tasks; whatever is not done after so many steps, or long after most others, stays undone.

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
    effort
        How long it is tried.
    """
    number, width = len(tasks), tasks.width
    copies = max(1, min(_TOGETHER // number, _ENTRIES // (number * width)))
    searches = _start(matrix, homes, tasks.repeated(copies), np.repeat(np.arange(number), copies), noise, label)
    up = np.zeros(tasks.shares.shape, dtype=np.int64)
    done = np.zeros(number, dtype=bool)
    step, last = 0, min(effort.steps, _STEPS_PER_ENTRY * width)
    waiting = number >= _MANY
    while step < last:
        if step % 2 == 0:  # A start has the right sum, and every flip changes it: only every other step can be near.
            searches.exchange()
        for task, types, row in searches.retire():
            up[task, types] = row
            done[task] = True
        if done.sum() >= effort.enough * number:
            break
        if waiting and done.sum() >= _MOST * number:
            waiting, last = False, min(last, int(_LONGER * step) + _STEPS_PER_ENTRY)
        searches.flip()
        step += 1
    return Rounded(up, done)


def _start(matrix: Ints, homes: Ints, tasks: Tasks, of: Ints, noise: Noise, label: str) -> Searches:
    ties = noise.grains(f"{label} ties", (len(tasks), tasks.width)) / (2 * GRAINS)
    return Searches(matrix, homes, tasks, of, _systematic(tasks, noise, label), ties)


def _systematic(tasks: Tasks, noise: Noise, label: str) -> Ints:
    """Round along a pseudo-random order of the types, so that the sum is the floor or ceiling of the whole sum."""
    number, types = tasks.shares.shape
    order = noise.order(f"{label} order", types)
    offset = noise.grains(f"{label} offset", (number, 1)) * tasks.whole[:, None] // GRAINS
    passed = (np.cumsum(tasks.shares[:, order], axis=1) + offset) // tasks.whole[:, None]
    start = np.zeros_like(tasks.shares)
    start[:, order] = np.diff(passed, axis=1, prepend=0)
    return start
