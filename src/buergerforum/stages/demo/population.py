"""The people of the synthetic city: ages, households, sexes and nationalities, close to the figures.

People come first, with exactly the right ages; then they are put into homes, families, couples, and the rest lives
alone. Whoever is looked for (“a parent of about 34”) is the next free person of that age.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from buergerforum.core.draw.allocation import largest_remainder
from buergerforum.stages.demo import figures
from buergerforum.stages.demo.dice import Dice, Flags, Numbers, Shares

_ADULT = 18
_NOBODY = -1
_FEWEST = 4
"""Residents of an institution, however small the city."""


class Institution(IntEnum):
    """Where people live together without being a household."""

    NONE = 0
    CARE_HOME = 1
    STUDENT_HALL = 2
    SHELTER = 3


_INSTITUTIONS = (
    # kind, residents in ten thousandths of all, places, youngest and oldest
    (Institution.CARE_HOME, 90, 80, 70, 96),
    (Institution.STUDENT_HALL, 50, 150, 19, 28),
    (Institution.SHELTER, 15, 60, 18, 50),
)
"""Invented."""


@dataclass(frozen=True, slots=True)
class People:
    """Arrays with one entry per resident."""

    age: Numbers
    """Completed years."""
    district: Numbers
    """Place of the Stadtbezirk in :data:`figures.DISTRICTS`."""
    household: Numbers
    """From 0, in the whole city."""
    partner: Numbers
    """The other adult of the household; -1 for everybody else."""
    names_itself: Flags
    """Whether the household has its family name from this person."""
    institution: Numbers
    """Kind, 0 for none."""
    house: Numbers
    """Which of the institutions of that kind in the district; 0 elsewhere."""


def populate(residents: int, dice: Dice) -> People:
    """Return the people of the city.

    Parameters
    ----------
    residents
        How many; the figures of the districts are scaled.
    dice
        Chance.
    """
    sizes = largest_remainder(residents, [people for _name, people in figures.DISTRICTS])
    parts = [_District(size, number, dice) for number, size in enumerate(sizes)]
    firsts = np.cumsum([0, *(size for size in sizes)])
    households = np.cumsum([0, *(part.households for part in parts)])
    partner = [
        np.where(part.partner == _NOBODY, _NOBODY, part.partner + first)
        for part, first in zip(parts, firsts, strict=False)
    ]
    return People(
        age=np.concatenate([part.ages for part in parts]),
        district=np.repeat(np.arange(len(sizes)), sizes),
        household=np.concatenate([part.household + first for part, first in zip(parts, households, strict=False)]),
        partner=np.concatenate(partner),
        names_itself=np.concatenate([part.names_itself for part in parts]),
        institution=np.concatenate([part.institution for part in parts]),
        house=np.concatenate([part.house for part in parts]),
    )


class _District:
    """One Stadtbezirk, its people sorted by age."""

    def __init__(self, size: int, number: int, dice: Dice) -> None:
        self.dice = dice
        self.label = f"district {number}"
        heights = np.cumsum(figures.age_weights())
        middles = (2 * np.arange(size) + 1) * heights[-1]
        self.ages = np.searchsorted(heights * (2 * size), middles, side="right")
        self.household = np.full(size, _NOBODY)
        self.partner = np.full(size, _NOBODY)
        self.names_itself = np.zeros(size, np.bool_)
        self.institution = np.zeros(size, np.int64)
        self.house = np.zeros(size, np.int64)
        self.households = 0
        for kind, share, places, youngest, oldest in _INSTITUTIONS:
            self._fill(kind, max(_FEWEST, size * share // 10_000), places, (youngest, oldest))
        self._families()
        self._couples()
        self._alone(self._free())

    def _shares(self, purpose: str, count: int) -> Shares:
        return self.dice.shares(f"{self.label} {purpose}", count)

    def _free(self) -> Numbers:
        return np.flatnonzero(self.household == _NOBODY)

    def _nearest(self, targets: Numbers) -> Numbers:
        """Return for each of the ascending ages another free adult of that age, or the next older one."""
        free = self._free()
        free = free[self.ages[free] >= _ADULT]
        count = np.arange(len(targets))
        found = np.searchsorted(self.ages[free], targets)
        found = np.maximum.accumulate(found - count) + count
        chosen: Numbers = free[np.minimum(found, len(free) - len(targets) + count)]
        return chosen

    def _alone(self, people: Numbers) -> None:
        self.household[people] = self.households + np.arange(len(people))
        self.names_itself[people] = True
        self.households += len(people)

    def _fill(self, kind: Institution, count: int, places: int, ages: tuple[int, int]) -> None:
        youngest, oldest = ages
        wanted = np.sort(self._shares(f"{kind.name} ages", count)) * (oldest - youngest)
        people = self._nearest(youngest + wanted.astype(np.int64))
        self.institution[people] = kind
        self.house[people] = self.dice.order(f"{self.label} {kind.name} houses", count) // places
        self._alone(people)

    def _families(self) -> None:
        children = np.flatnonzero(self.ages < _ADULT)
        count = int(len(children) / figures.CHILDREN_PER_FAMILY)
        children = children[self.dice.order(f"{self.label} children", len(children))]
        siblings = self.dice.below(f"{self.label} siblings", len(children), count)
        family = np.where(np.arange(len(children)) < count, np.arange(len(children)), siblings)
        eldest = np.zeros(count, np.int64)
        np.maximum.at(eldest, family, self.ages[children])
        at_birth = 20 + (9 * (self._shares("mothers", count) + self._shares("mothers too", count))).astype(np.int64)
        order = np.argsort(eldest + at_birth, kind="stable")
        first = self._nearest((eldest + at_birth)[order])
        self.household[children] = self.households + family
        self.household[first] = self.households + order
        self.names_itself[first] = True
        self.households += count
        couples = self._shares("second parents", count) < figures.TWO_PARENTS
        wanted = (
            self.ages[first[couples]] - 2 + (9 * self._shares("age differences", int(couples.sum()))).astype(np.int64)
        )
        by_age = np.argsort(wanted, kind="stable")
        self._join(first[couples][by_age], self._nearest(wanted[by_age]))

    def _join(self, one: Numbers, other: Numbers) -> None:
        self.household[other] = self.household[one]
        self.partner[one], self.partner[other] = other, one

    def _couples(self) -> None:
        """Let so many of the others live in couples that half of all households have one person."""
        free = self._free()
        count = max(0, (len(free) - int(self.institution.astype(bool).sum()) // 2 - self._families_count()) // 3)
        chosen = free[np.sort(self.dice.order(f"{self.label} couples", len(free))[: 2 * count])]
        jitter = (8 * self._shares("couple ages", len(chosen))).astype(np.int64)
        chosen = chosen[np.argsort(self.ages[chosen] + jitter, kind="stable")]
        one, other = chosen[0::2], chosen[1::2]
        self._alone(one)
        self._join(one, other)

    def _families_count(self) -> int:
        return int(self.names_itself.sum() - (self.institution > 0).sum())


def sexes(people: People, dice: Dice) -> Numbers:
    """Return 0 for m, 1 for w, 2 for d, 3 for x: couples mostly of two sexes, exactly the right number of women.

    Older people who live alone are mostly women.
    """
    count = len(people.age)
    paired = people.partner != _NOBODY
    first = np.flatnonzero(paired & (np.arange(count) < people.partner))
    women = np.zeros(count, np.bool_)
    women[first] = dice.shares("sex of couples", len(first)) < 0.5
    same = dice.shares("couples of one sex", len(first)) < 0.03
    women[people.partner[first]] = women[first] == same
    lone = np.flatnonzero(~paired)
    age = people.age[lone]
    lean = np.select([age >= 75, age >= 60, age < _ADULT], [0.35, 0.15, 0.04], 0.0)
    missing = round(figures.WOMEN * count) - int(women.sum())
    women[lone[np.argsort(dice.shares("sex", len(lone)) - lean, kind="stable")[:missing]]] = True
    sex = women.astype(np.int64)
    rare = dice.order("other sexes", count)
    diverse = max(1, round(figures.DIVERSE * count))
    not_stated = max(1, round(figures.NOT_STATED * count))
    sex[rare[:diverse]] = 2
    sex[rare[diverse : diverse + not_stated]] = 3
    return sex


def foreigners(people: People, dice: Dice) -> Flags:
    """Return who has no German nationality: exactly the right number, mostly whole households, rather the younger."""
    count = len(people.age)
    tilts = np.array([figures.FOREIGN_TILT.get(name, 0.0) for name, _people in figures.DISTRICTS])
    by_household = dice.shares("foreign households", int(people.household.max()) + 1)[people.household]
    lean = tilts[people.district] + 0.12 * (people.age < 60) + 0.15 * dice.shares("foreign people", count)
    foreign = np.zeros(count, np.bool_)
    foreign[np.argsort(-(by_household + lean), kind="stable")[: round(figures.FOREIGN * count)]] = True
    return foreign
