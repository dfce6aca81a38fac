"""From lots of types to lots of people, evenly and numbered without meaning.

The appearances of a type go to its members in turn: after C appearances member i of m has had ⌊(C + i) / m⌋, so that
two of them never differ by more than one lot. Lots with the same panel of types form a block of n lots; there member i
gets a_i ≤ n of the x·n seats of the type, cut one after the other from a line of x stretches of n lots (the wrap-around
rule of McNaughton, 1959): nobody is cut twice in one lot, and the block falls into a few blocks of equal panels.

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
        For the order of the panels in which a type's members take their turns; were it the same for all types, the
        same people would meet again and again.
    """
    given = np.zeros_like(panels)
    for number, one in enumerate(types):
        if len(one.members) > 1:
            order = noise.order(f"turns {number}", len(panels))
            seats = panels[order, number] * sizes[order]
            given[order, number] = np.cumsum(seats) - seats
    shares: list[Share] = []
    for panel, before, size in zip(panels.tolist(), given.tolist(), sizes.tolist(), strict=True):
        lines = [
            _Line(types[number].members, before[number], seats, size) for number, seats in enumerate(panel) if seats
        ]
        cuts = sorted({0, size, *(cut for line in lines for cut in line.cuts)})
        for first, after in pairwise(cuts):
            members = sorted(member for line in lines for member in line.seated(first))
            shares.append((tuple(members), after - first))
    return shares


class _Line:
    """The seats of one type in one block, as a line of `seats` stretches of `size` lots, cut among its members."""

    def __init__(self, members: tuple[str, ...], given: int, seats: int, size: int) -> None:
        self._seats, self._size = seats, size
        people = len(members)
        before = [(given + place) // people for place in range(people)]
        after = [(given + seats * size + place) // people for place in range(people)]
        lengths = [new - old for old, new in zip(before, after, strict=True)]
        self._members = [member for member, length in zip(members, lengths, strict=True) if length]
        self._ends = list(accumulate(length for length in lengths if length))
        self.cuts = [end % size for end in self._ends]

    def seated(self, lot: int) -> list[str]:
        """Return who sits in a lot, 0 … size - 1."""
        places = (bisect_right(self._ends, stretch * self._size + lot) for stretch in range(self._seats))
        return [self._members[place] for place in places]


def numbered(shares: Sequence[Share]) -> Lottery:
    """Number lots in the order of the digests of their members.

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
