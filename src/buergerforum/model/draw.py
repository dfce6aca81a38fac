"""What the draw talks about. The register stays columnar: parallel sequences, one place per resident."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

Stratum = tuple[str, ...]
"""The values of the stratum columns, in the order of the columns; empty where there are no strata."""


class Allocation(StrEnum):
    """How the places of a wave are given to strata."""

    EXACT = "exact"
    """Floor or ceiling of the proportional share, by the seed so that everybody has the same chance."""
    LARGEST_REMAINDER = "largest-remainder"
    """Floors, and one more for the largest remainders; no chance involved."""
    SIMPLE = "simple"
    """No strata: the first tickets of all."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Everybody who may be drawn."""

    ids: Sequence[str]
    """Unique, not blank."""
    strata: Sequence[Stratum]
    """Of each resident."""
    households: Sequence[str]
    """Key of each resident's household; blank: none known, or exempt as a special address."""


@dataclass(frozen=True, slots=True)
class StratumCount:
    """One stratum, counted."""

    stratum: Stratum
    """Its values."""
    residents: int
    """Eligible residents in the frame."""
    places: int
    """Places given to it."""
    invited: int
    """Invitees; fewer than places only where the household rule or the stratum's size left none."""
    chance: tuple[int, int]
    """Of every resident of the stratum to be given a place before the household rule, over all seeds: the first
    number out of the second (not reduced, so that both can be recognised)."""


@dataclass(frozen=True, slots=True)
class Draw:
    """The result of a wave, as positions in the frame."""

    invited: Sequence[int]
    """In ticket order."""
    reserve: Sequence[int]
    """All others, in ticket order."""
    tickets: Sequence[bytes]
    """Of every resident, 32 bytes each."""
    counts: tuple[StratumCount, ...]
    """In the order of the strata (code points)."""
    gave_way: int
    """How many were passed over because somebody of their household had been invited."""


@dataclass(frozen=True, slots=True)
class DrawOptions:
    """What is chosen before the seed is known."""

    size: int | None = None
    """How many are invited; None: as ``forum.yaml`` says."""
    strata: tuple[str, ...] | None = None
    """Columns; None: the usual ones."""
    allocation: Allocation | None = None
    """None: exact."""
    household: str | None = None
    """Column; None: ``household`` where it is there; blank: no rule."""
    special: str | None = None
    """Column that marks special addresses; None: ``special_address`` where it is there; blank: none."""
    id_column: str | None = None
    """Column; None: found by its name."""
