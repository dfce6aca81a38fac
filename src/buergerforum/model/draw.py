"""What the draw talks about. The register stays columnar: parallel sequences, one place per resident."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import compress

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
    WEIGHTED = "weighted"
    """More places for groups that answer less, by a table of expected response; every chance is published."""


class Basis(StrEnum):
    """How a further wave comes to its places."""

    PROPORTIONAL = "proportional"
    """As in the first wave, by the same allocation."""
    LIKE_FOR_LIKE = "like-for-like"
    """In the strata of people who were invited and are to be replaced."""
    TARGETS = "targets"
    """As many per stratum as a table says."""


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
class Register:
    """The frame with everything that is carried along."""

    frame: Frame
    """As the draw sees it."""
    carried: Mapping[str, Sequence[str]]
    """Every column besides the ids, in the order of the file."""

    def without(self, people: frozenset[str]) -> "Register":
        """Return the frame without some people; ids that are not in it do not matter."""
        stay = [person not in people for person in self.frame.ids]
        if all(stay):
            return self
        ids, strata, households = self.frame.ids, self.frame.strata, self.frame.households
        frame = Frame(list(compress(ids, stay)), list(compress(strata, stay)), list(compress(households, stay)))
        return Register(frame, {heading: list(compress(cells, stay)) for heading, cells in self.carried.items()})


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a draw has come before a further wave."""

    frame: Frame
    """Everybody who may be drawn."""
    tickets: Sequence[bytes]
    """Of every resident, 32 bytes each."""
    invited: Sequence[int]
    """In any wave so far, in the order of the waves, then of the tickets."""
    left: Sequence[int]
    """The reserve, in ticket order."""
    residents: Mapping[Stratum, int]
    """Eligible residents in the frame; more than are listed here where the reserve was cut."""

    def left_in(self) -> Mapping[Stratum, int]:
        """Return how many residents of every stratum have not been invited."""
        found = dict(self.residents)
        for place in self.invited:
            found[self.frame.strata[place]] -= 1
        return found


@dataclass(frozen=True, slots=True)
class Wave:
    """What a further wave is to bring."""

    number: int
    """2 or more."""
    size: int
    """How many are invited."""
    basis: Basis
    """How places are given to strata."""
    wanted: Mapping[Stratum, int] = field(default_factory=dict)
    """People to be replaced, or places, by stratum; empty for a proportional wave."""


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
    number out of the second (not reduced, so that both can be recognised). In a further wave that is like for like or
    by targets: of everybody of the stratum who is left, given who was invited before."""
    before: int = 0
    """Invited in earlier waves."""


@dataclass(frozen=True, slots=True)
class Draw:
    """The result of a wave, as positions in the frame."""

    invited: Sequence[int]
    """In this wave, in ticket order."""
    reserve: Sequence[int]
    """All who were not invited in this wave or before, in ticket order."""
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
    """Column, or several with commas between them, which are an address; None: ``household`` where it is there; blank:
    no rule."""
    special: str | None = None
    """Column that marks special addresses; None: ``special_address`` where it is there; blank: none."""
    id_column: str | None = None
    """Column; None: found by its name."""
    response: str | None = None
    """File with the expected response of every stratum; None: as ``forum.yaml`` says; blank: none."""
    stop_list: str | None = None
    """File with the ids of people who are not to be drawn; None: as ``forum.yaml`` says; blank: none."""
    reserve: int | None = None
    """How many of the reserve are written down; None: all."""
    address: bool | None = None
    """Whether a single column of households is an address too."""
