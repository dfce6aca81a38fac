"""Where the people of the synthetic city live; all of it invented but the Stadtbezirke.

The numbering has the form of Dortmund's: 62 statistical districts of two digits, 170 sub-districts of three, with
leading zeros. Postcodes begin with 440 and are not those of the city.
"""

from dataclasses import dataclass

import numpy as np

from buergerforum.stages.demo import figures
from buergerforum.stages.demo.dice import Dice, Numbers, Texts
from buergerforum.stages.demo.names import streets
from buergerforum.stages.demo.population import Institution, People

_HOUSEHOLDS_PER_HOUSE = 5
_HOUSES_PER_STREET = 24
"""Streets become longer where the names would not suffice."""
_FIRST_HOME_NUMBER = 1001
"""House numbers of institutions, beyond those of all houses."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Arrays with one entry per address, and who lives there."""

    street: Texts
    """Names; those of different sub-districts differ."""
    number: Texts
    """House numbers, some with a letter."""
    postcode: Texts
    """Five digits."""
    subdistrict: Texts
    """Three digits."""
    of_person: Numbers
    """Address of every resident."""
    homes: Numbers
    """The addresses of institutions."""


def subdistricts() -> tuple[tuple[str, int], ...]:
    """Return the code of every sub-district and the place of its Stadtbezirk."""
    threes = figures.SUBDISTRICTS - 2 * figures.STATISTICAL_DISTRICTS
    return tuple(
        (f"{district:02}{part}", district * len(figures.DISTRICTS) // figures.STATISTICAL_DISTRICTS)
        for district in range(figures.STATISTICAL_DISTRICTS)
        for part in range(1, 4 if district < threes else 3)
    )


def settle(people: People, dice: Dice) -> Addresses:
    """Give everybody an address."""
    codes = subdistricts()
    names = streets()[dice.order("streets", len(streets()))]
    belongs = np.array([district for _code, district in codes])
    first_code = np.searchsorted(belongs, np.arange(len(figures.DISTRICTS)))
    how_many = np.bincount(belongs)
    # Households first, then their houses, sub-district by sub-district.
    district = np.zeros(int(people.household.max()) + 1, np.int64)
    district[people.household] = people.district
    area = first_code[district] + dice.below("areas", len(district), how_many[district])
    houses = np.maximum(1, np.bincount(area, minlength=len(codes)) // _HOUSEHOLDS_PER_HOUSE)
    first_house = np.concatenate([[0], np.cumsum(houses)])
    house = first_house[area] + dice.below("houses", len(area), houses[area])
    of_house = np.repeat(np.arange(len(codes)), houses)
    nth = np.arange(len(of_house)) - first_house[of_house]
    length = max(_HOUSES_PER_STREET, -(-len(of_house) // (len(names) - len(codes))))
    first_street = np.concatenate([[0], np.cumsum(-(-houses // length))])
    street = first_street[of_house] + nth // length
    # Institutions stand in the first street of a sub-district of their Stadtbezirk.
    which, home_of = _homes(people)
    home_area = first_code[which[:, 0]] + dice.below("home areas", len(which), how_many[which[:, 0]])
    home_street = street[first_house[home_area]]
    all_areas = np.concatenate([of_house, home_area])
    numbers = [f"{1 + n}{'' if n % 9 else 'a'}" for n in (nth % length).tolist()]
    home_numbers = [str(_FIRST_HOME_NUMBER + n) for n in range(len(which))]
    return Addresses(
        street=names[np.concatenate([street, home_street])],
        number=np.array([*numbers, *home_numbers], dtype=object),
        postcode=np.array([f"440{area:02}" for area in range(len(codes))], dtype=object)[all_areas // 3],
        subdistrict=np.array([code for code, _district in codes], dtype=object)[all_areas],
        of_person=np.where(home_of >= 0, len(of_house) + home_of, house[people.household]),
        homes=len(of_house) + np.arange(len(which)),
    )


def _homes(people: People) -> tuple[Numbers, Numbers]:
    """Return district, kind and count of every institution, and which one every resident lives in (-1: none)."""
    inside = np.flatnonzero(people.institution != Institution.NONE)
    keys = np.stack([people.district[inside], people.institution[inside], people.house[inside]], axis=1)
    which, inverse = np.unique(keys, axis=0, return_inverse=True)
    home_of = np.full(len(people.age), -1)
    home_of[inside] = inverse.reshape(-1)
    return which, home_of
