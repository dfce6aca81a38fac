"""How equal the chances of a lottery are, in figures."""

from dataclasses import dataclass
from fractions import Fraction

from buergerforum.model.quotas import Quota


@dataclass(frozen=True, slots=True)
class Spread:
    """Figures about everybody's chance p_i = lots/N; n people, k seats, so the mean is k/n."""

    people: int
    """n, at least 1."""
    lots: int
    """N."""
    lowest: int
    """Lots of whoever sits in the fewest."""
    highest: int
    """Lots of whoever sits in the most."""
    mean: Fraction
    """k/n: everybody's chance if nothing but equality counted."""
    gini: Fraction
    """0: all chances are equal; near 1: a few people have nearly all."""
    geometric_mean: str
    """A decimal number; ``0`` if somebody has no chance."""
    below_half: int
    """People with less than half the mean chance."""
    distribution: tuple[tuple[int, int], ...]
    """Lots, and how many people sit in exactly so many; ascending."""


@dataclass(frozen=True, slots=True)
class Group:
    """The people who count for one quota."""

    quota: Quota
    """Who is counted, and between how many seats."""
    applicants: int
    """In the pool."""
    expected: Fraction
    """Mean number of seats over all lots."""
    seated: int | None = None
    """On the panel that was drawn; None: none has been drawn."""
