"""The lottery that is published: numbered lots, each a panel, and everybody's chance."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LotBlock:
    """Consecutive lot numbers with the same panel (one number each when N is 1,000)."""

    first: int
    """First lot number, from 0."""
    last: int
    """Last lot number, inclusive."""
    members: tuple[str, ...]
    """Ids of the panel, sorted by code points."""


@dataclass(frozen=True, slots=True)
class Lottery:
    """N equally likely lots in blocks that cover 0 … N-1 without gap, in this order."""

    lots: int
    """N."""
    blocks: tuple[LotBlock, ...]
    """In the order of their numbers."""

    def members_of(self, lot: int) -> tuple[str, ...]:
        """Return the panel of a lot number, 0 … N-1."""
        return next(block.members for block in self.blocks if block.first <= lot <= block.last)


@dataclass(frozen=True, slots=True)
class Chance:
    """The chance of one applicant."""

    id: str
    """As it stands in the pool."""
    optimal: float
    """Chance in the exactly optimal lottery, 0 … 1."""
    lots: int
    """In how many of the N lots this person sits."""
