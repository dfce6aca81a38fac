"""The irregularities of a real register, planted on purpose: who gets which, and how many there are."""

from dataclasses import dataclass

import numpy as np

from buergerforum.stages.demo import figures
from buergerforum.stages.demo.dice import Dice, Flags, Numbers

_ADULT = 18


@dataclass(frozen=True, slots=True)
class Planted:
    """How many of each kind there are; nobody has two of them, except where it is said."""

    blocked: int
    """Residents with an Auskunftssperre (keys 3 and 11)."""
    conditionally_blocked: int
    """Residents with a bedingter Sperrvermerk."""
    year_only: int
    """Residents of whose birth only the year is known."""
    month_only: int
    """Residents of whose birth year and month are known."""
    undated: int
    """Residents of whose birth nothing is known."""
    two_nationalities: int
    """Residents with a second row for a second nationality."""
    two_dwellings: int
    """Residents with a second row for a secondary residence in the city."""
    twice: int
    """Residents with the same row twice."""
    keyless: int
    """Residents without an Ordnungsmerkmal; every second one stands there twice."""
    single_named: int
    """Residents without a first name."""
    decomposed: int
    """Residents whose names are written with separate marks (NFD)."""
    marked: int
    """Residents whose family name is written with rare marks; they may have another irregularity besides."""
    secondary: int
    """Further people who have only a secondary residence here."""
    dead: int
    """Further people who have died."""

    @property
    def beside(self) -> int:
        """People in the extract beyond the residents."""
        return self.secondary + self.dead


_IN_DORTMUND = Planted(
    blocked=1400,
    conditionally_blocked=300,
    year_only=340,
    month_only=90,
    undated=4,
    two_nationalities=420,
    two_dwellings=130,
    twice=60,
    keyless=24,
    single_named=30,
    decomposed=45,
    marked=900,
    secondary=1900,
    dead=210,
)


def planted(residents: int) -> Planted:
    """Return how many of each kind a city of this size has: in proportion, at least two."""
    share = residents / figures.RESIDENTS
    return Planted(**{name: max(2, round(getattr(_IN_DORTMUND, name) * share)) for name in Planted.__slots__})


@dataclass(frozen=True, slots=True)
class Chosen:
    """Residents by irregularity; no two of these share anybody."""

    blocked: Numbers
    """With an Auskunftssperre."""
    conditionally_blocked: Numbers
    """With a bedingter Sperrvermerk."""
    year_only: Numbers
    """With a date of birth such as 00.00.1950."""
    month_only: Numbers
    """With a date of birth such as 00.05.1950."""
    undated: Numbers
    """With the date of birth 00.00.0000."""
    two_nationalities: Numbers
    """With a row for a second nationality."""
    two_dwellings: Numbers
    """With a row for a second dwelling."""
    twice: Numbers
    """With the same row twice."""
    keyless: Numbers
    """Without an Ordnungsmerkmal."""
    single_named: Numbers
    """Without a first name."""
    decomposed: Numbers
    """With names in separate marks."""


def choose(count: Planted, ages: Numbers, foreign: Flags, dice: Dice) -> Chosen:
    """Choose residents for every irregularity; partial dates and single names mostly belong to migrants.

    Parameters
    ----------
    count
        How many of each kind.
    ages, foreign
        Of every resident.
    dice
        Chance.
    """
    order = dice.order("irregularities", len(ages))
    adults = order[ages[order] >= _ADULT]
    queues = {True: iter(adults[foreign[adults]].tolist()), False: iter(adults[~foreign[adults]].tolist())}
    of_migrants = {"year_only", "month_only", "undated", "single_named"}
    return Chosen(
        **{
            name: np.array([next(queues[name in of_migrants]) for _n in range(getattr(count, name))], np.int64)
            for name in Chosen.__slots__
        }
    )
