"""From lots of types to lots of people, evenly and numbered without meaning.

Lots one by one: the members of a type are seated in turn, each pass in a new pseudo-random order, so that two of them
never differ by more than one lot and do not meet the same people again and again.

Blocks of n lots with the same panel of types: after C appearances member i of m has had ⌊(C + i) / m⌋, so member i gets
a_i ≤ n of the x·n seats of the type, cut one after the other from a line of x stretches of n lots (the wrap-around rule
of McNaughton, *Scheduling with deadlines and loss functions*, Management Science 6, 1959): nobody is cut twice in one
lot, and the block falls into a few blocks of equal panels.

Lots are numbered in the order of ``digest("numbering", id₁, …, id_k)`` over their sorted members, then of these, so
that the number says nothing about the panel.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise

import numpy as np

from buergerforum.core.chance import digest
from buergerforum.core.selection.noise import Noise
from buergerforum.core.selection.solver import Ints
from buergerforum.core.selection.types import Type
from buergerforum.model.lottery import LotBlock, Lottery

Share = tuple[tuple[str, ...], int]
"""Members of a panel, sorted, and the number of lots it has."""

_ONE_BY_ONE = 10_000
"""Up to so many lots every lot has its own line; beyond, equal panels form blocks."""


def hand_out(types: Sequence[Type], panels: Ints, sizes: Ints, noise: Noise) -> list[Share]:
    """Seat people on panels of types.

    Parameters
    ----------
    types
        Of the pool.
    panels
        Shape (panels, types): how many of each type.
    sizes
        Shape (panels,): how many lots each panel has, at least 1.
    noise
        For the order of each pass.
    """
    single = sizes == 1
    turns = [
        _Turns(one.members, noise, f"turns {number}", int(panels[single, number].sum()))
        for number, one in enumerate(types)
    ]
    shares: list[Share] = []
    for panel in panels[single]:
        places = np.flatnonzero(panel).tolist()
        shares.append((tuple(sorted(member for place in places for member in turns[place].take(int(panel[place])))), 1))
    orders = [one.least_first() for one in turns]
    given = panels[single].sum(axis=0)
    for panel, size in zip(panels[~single], sizes[~single].tolist(), strict=True):
        places = np.flatnonzero(panel).tolist()
        shares += _cut([_Line(orders[place], int(given[place]), int(panel[place]), size) for place in places], size)
        given += panel * size
    return shares


class _Turns:
    """The members of a type, seated in turn."""

    def __init__(self, members: tuple[str, ...], noise: Noise, label: str, seats: int) -> None:
        self._members = members
        passes = seats // len(members) + 2 if len(members) > 1 else 0
        self._orders = iter(np.argsort(noise.grains(label, (passes, len(members))), axis=1, kind="stable").tolist())
        self._waiting: list[str] = []

    def take(self, seats: int) -> tuple[str, ...]:
        """Return the next `seats` different members."""
        if len(self._members) == seats:
            return self._members
        taken = self._waiting[:seats]
        self._waiting = self._waiting[seats:]
        if len(taken) < seats:
            fresh = [self._members[place] for place in next(self._orders)]
            more = [member for member in fresh if member not in taken][: seats - len(taken)]
            self._waiting = [member for member in fresh if member not in more]
            taken = taken + more
        return tuple(taken)

    def least_first(self) -> tuple[str, ...]:
        """Return all members, those first who have had one turn less."""
        waiting = self._waiting or list(self._members)
        return (*waiting, *(member for member in self._members if member not in waiting))


class _Line:
    """The seats of one type in one block, as a line of `seats` stretches of `size` lots, cut among its members."""

    def __init__(self, members: tuple[str, ...], given: int, seats: int, size: int) -> None:
        self._seats, self._size = seats, size
        people = len(members)
        lengths = [(given + seats * size + place) // people - (given + place) // people for place in range(people)]
        self._members = [member for member, length in zip(members, lengths, strict=True) if length]
        self._ends = list(accumulate(length for length in lengths if length))
        self.cuts = [end % size for end in self._ends]

    def seated(self, lot: int) -> list[str]:
        """Return who sits in a lot, 0 … size - 1."""
        places = (bisect_right(self._ends, stretch * self._size + lot) for stretch in range(self._seats))
        return [self._members[place] for place in places]


def _cut(lines: Sequence[_Line], size: int) -> list[Share]:
    """Cut a block of `size` lots wherever anybody comes or goes."""
    cuts = sorted({0, size, *(cut for line in lines for cut in line.cuts)})
    return [
        (tuple(sorted(member for line in lines for member in line.seated(first))), after - first)
        for first, after in pairwise(cuts)
    ]


def with_fixed(shares: Sequence[Share], seated: Sequence[str]) -> list[Share]:
    """Add the people who are on every panel.

    Parameters
    ----------
    shares
        Panels without them.
    seated
        Their ids.
    """
    return [(tuple(sorted((*members, *seated))), size) for members, size in shares] if seated else list(shares)


def numbered(shares: Sequence[Share]) -> Lottery:
    """Give lots their numbers in the order of the digests of their members.

    Parameters
    ----------
    shares
        In any order; a panel may occur more than once.
    """
    sizes: dict[tuple[str, ...], int] = {}
    for members, size in shares:
        sizes[members] = sizes.get(members, 0) + size
    lots = sum(sizes.values())
    blocks: list[LotBlock] = []
    first = 0
    for _key, members in sorted((digest("numbering", *members), members) for members in sizes):
        size = sizes[members]
        step = 1 if lots <= _ONE_BY_ONE else size
        blocks += [LotBlock(start, start + step - 1, members) for start in range(first, first + size, step)]
        first += size
    return Lottery(lots, tuple(blocks))


def appearances_of(lottery: Lottery) -> dict[str, int]:
    """Return in how many lots everybody sits who sits in any."""
    counted: dict[str, int] = {}
    for block in lottery.blocks:
        size = block.last - block.first + 1
        for member in block.members:
            counted[member] = counted.get(member, 0) + size
    return counted
