"""Splitting the appearances of several lots into panels.

A *part* is a vector s of appearances that i lots have together. Parts of more than CHAIN lots are halved. A smaller one
is a *chain*: it gives off one panel after the other, ⌊s_t / i⌋ ≤ x_t ≤ ⌈s_t / i⌉ in every type, until it is a panel
itself. The share s / i meets all rows, so only wholeness is hard, and the more lots are left, the easier it is. All
chains are searched side by side (:mod:`.rounding`); places that are free join searches that take long. What no search
has found can be left to an integer program, or stays behind.

The bounds of a row with sum a over i lots, for i' of them: between ⌊a i'/i⌋ - SLACK and ⌈a i'/i⌉ + SLACK, and within
the necessary bounds i' minimum … i' maximum and a - (i - i') maximum … a - (i - i') minimum.
"""

from collections import deque
from dataclasses import dataclass, field

import numpy as np

from buergerforum.core.selection.polytope import Polytope
from buergerforum.core.selection.rounding import Searches, Task
from buergerforum.core.selection.solver import Ints, Program, Rows, solve_integer

SLACK = 1
"""How much further than floor and ceiling a row may be from its share where its quota leaves room."""
CHAIN = 64
"""Parts of more lots are halved."""
_HELP = 50
"""After so many steps the places that are free help where searches are still running."""
_STARTS = 8
"""So many searches for one part, and no more."""
_NODES = 200
"""Nodes of the search tree; then an integer program is given up."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """What several lots have together."""

    sums: Ints
    """Shape (types,): appearances s."""
    lots: int
    """How many lots they are of."""
    label: str
    """Where it comes from; its pseudo-random numbers follow from it."""

    @property
    def taken(self) -> int:
        """How many lots are split off."""
        return self.lots // 2 if self.lots > CHAIN else 1

    def split(self, first: Ints) -> tuple["Part", "Part"]:
        """Return both parts, if `first` is split off."""
        taken = self.taken
        name = "" if taken == 1 else "b"
        return (
            Part(first, taken, f"{self.label}a"),
            Part(self.sums - first, self.lots - taken, f"{self.label}{name}"),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """What became of a part."""

    panels: list[Ints]
    """Each of shape (types,)."""
    left: list[Part]
    """Could not be split."""


@dataclass(slots=True, eq=False)
class _Running:
    """A part that is being split."""

    part: Part
    task: Task
    """How it is split."""
    whole: Ints
    """Shape (types,): what is split off at least."""
    places: list[int] = field(default_factory=list)
    """Where it is searched."""
    begun: int = 0
    """How many searches for it have begun."""


class Splitting:
    """Splits parts of one polytope.

    Parameters
    ----------
    polytope
        Its cuts are not looked at.
    searches
        No search runs.
    exact
        Whether integer programs look for what the searches do not find.
    """

    def __init__(self, polytope: Polytope, searches: Searches, *, exact: bool) -> None:
        self._polytope = polytope
        self._searches = searches
        self._exact = exact
        self._waiting: deque[Part] = deque()
        self._running: dict[int, _Running] = {}
        self._split = Split([], [])

    def run(self, part: Part) -> Split:
        """Split a part as far as possible."""
        self._wait(part)
        while self._waiting or self._running:
            self._begin()
            for place in self._searches.succeeded():
                if place in self._running:
                    self._done(place)
            for place in self._searches.failed():
                self._failed(place)
            if self._running:
                self._searches.flip()
        return self._split

    def _wait(self, part: Part) -> None:
        if part.lots == 1:
            self._split.panels.append(part.sums)
        else:
            self._waiting.append(part)

    def _begin(self) -> None:
        """Give one free place to every part that waits; from time to time, those left over to the parts in work."""
        free = self._searches.free()
        while self._waiting and free:
            part = self._waiting.popleft()
            task, whole = _task(self._polytope, part)
            self._search(_Running(part, task, whole), free.pop(0))
        if self._searches.steps % _HELP:
            return
        parts = deque(one for one in dict.fromkeys(self._running.values()) if one.begun < _STARTS)
        while parts and free:
            running = parts.popleft()
            self._search(running, free.pop(0))
            if running.begun < _STARTS:
                parts.append(running)

    def _search(self, running: _Running, place: int) -> None:
        self._searches.begin(place, running.task, f"{running.part.label} {running.part.lots} {running.begun}")
        self._running[place] = running
        running.places.append(place)
        running.begun += 1

    def _leave(self, place: int) -> None:
        self._searches.end(place)
        del self._running[place]

    def _done(self, place: int) -> None:
        running = self._running[place]
        first = running.whole + self._searches.rounded(place)
        for one in running.places:
            self._leave(one)
        for part in running.part.split(first):
            self._wait(part)

    def _failed(self, place: int) -> None:
        running = self._running[place]
        running.places.remove(place)
        self._leave(place)
        if running.places:
            return
        first = split_exactly(self._polytope, running.part) if self._exact else None
        if first is None:
            self._split.left.append(running.part)
            return
        for part in running.part.split(first):
            self._wait(part)


def split_exactly(polytope: Polytope, part: Part) -> Ints | None:
    """Split by an integer program, without slack.

    Parameters
    ----------
    polytope
        Its cuts are not looked at.
    part
        Of at least 2 lots.

    Returns
    -------
    Ints or None
        Shape (types,): what is split off; None: there is none, or it was not found.
    """
    task, whole = _task(polytope, part)
    free = np.flatnonzero(task.shares)
    homes = (polytope.homes == np.arange(polytope.households)[:, None]).astype(np.int64)
    rows = Rows.dense(
        np.concatenate([polytope.matrix, homes])[:, free],
        np.concatenate([task.lower, task.need]),
        np.concatenate([task.upper, task.room]),
    )
    ones = np.ones(len(free))
    program = Program(0 * ones, 0 * ones, ones, rows, integer=ones.astype(bool))
    found = solve_integer(program, nodes=_NODES).x
    if found is None:
        return None
    first = whole.copy()
    first[free] += found
    return first


def per_home(polytope: Polytope, sums: Ints) -> Ints:
    """Return the appearances of every household, shape (households,)."""
    return np.bincount(polytope.homes + 1, weights=sums, minlength=polytope.households + 1)[1:].astype(np.int64)


def _task(polytope: Polytope, part: Part) -> tuple[Task, Ints]:
    """Return the vector to round, and what is split off at least, shape (types,)."""
    lots, taken = part.lots, part.taken
    rest = lots - taken
    whole, shares = np.divmod(part.sums * taken, lots)
    rows, base = polytope.matrix @ part.sums, polytope.matrix @ whole
    lower = np.maximum(taken * polytope.lower, rows - rest * polytope.upper)
    upper = np.minimum(taken * polytope.upper, rows - rest * polytope.lower)
    homes, seated = per_home(polytope, part.sums), per_home(polytope, whole)
    task = Task(
        shares,
        lots,
        np.maximum(rows * taken // lots - SLACK, lower) - base,
        np.minimum(-(-rows * taken // lots) + SLACK, upper) - base,
        need=homes - rest - seated,
        room=taken - seated,
    )
    return task, whole
