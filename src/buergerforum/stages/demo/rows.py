"""The residents of the synthetic city as rows of a register, with everything that stands in such rows."""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from buergerforum.stages.demo import figures, names
from buergerforum.stages.demo.dice import Dice, Flags, Numbers, Shares, Texts
from buergerforum.stages.demo.places import Addresses
from buergerforum.stages.demo.population import People
from buergerforum.stages.demo.traps import Chosen

HEADER = (
    "Ordnungsmerkmal",
    "Familienname",
    "Vornamen",
    "Rufname",
    "Doktorgrad",
    "Geburtsdatum",
    "Geschlecht",
    "Staatsangehörigkeit",
    "Straße",
    "Hausnummer",
    "Zusatz",
    "PLZ",
    "Ort",
    "AGS",
    "Statistischer Unterbezirk",
    "Wohnungsstatus",
    "Auskunftssperre",
    "Bedingter Sperrvermerk",
    "Sterbedatum",
)
Columns = dict[str, Texts]
"""Cells by heading, one per row."""
_OTHER_NATIONALITIES = (
    # key, weight; the EU has about a third of all
    *(("163", 21), ("475", 15), ("152", 10), ("166", 9), ("154", 7), ("125", 4), ("137", 4), ("134", 3), ("130", 3)),
    *(("161", 3), ("438", 4), ("423", 4), ("170", 3), ("252", 3), ("150", 2), ("144", 2), ("232", 2), ("436", 2)),
    *(("122", 2), ("439", 2), ("151", 1), ("148", 1), ("997", 1), ("998", 1), ("999", 1)),
)
"""Keys and weights: invented."""
_SEXES = ("m", "w", "d", "x")


@dataclass(frozen=True, slots=True)
class Invented:
    """The residents before they become rows."""

    people: People
    """Ages and households."""
    sex: Numbers
    """Places in m, w, d, x."""
    foreign: Flags
    """Who has no German nationality."""
    addresses: Addresses
    """Who lives where."""


def resident_columns(city: Invented, marked: int, as_of: dt.date, dice: Dice) -> Columns:
    """Return one row per resident, all of them regular.

    Parameters
    ----------
    city
        The residents.
    marked
        How many have a family name with rare marks.
    as_of
        On this day everybody has the age they have.
    dice
        Chance.
    """
    people, at = city.people, city.addresses
    size = len(people.age)
    blank = np.full(size, "", dtype=object)
    first, called = _first_names(city, dice)
    return {
        "Familienname": _family_names(city, marked, dice),
        "Vornamen": first,
        "Rufname": called,
        "Doktorgrad": _doctors(people, dice),
        "Geburtsdatum": _births(people.age, as_of, dice),
        "Geschlecht": np.array(_SEXES, dtype=object)[city.sex],
        "Staatsangehörigkeit": _nationalities(city, dice),
        "Straße": at.street[at.of_person],
        "Hausnummer": at.number[at.of_person],
        "Zusatz": _additions(people, dice),
        "PLZ": at.postcode[at.of_person],
        "Ort": np.full(size, figures.TOWN, dtype=object),
        "AGS": np.full(size, figures.TOWN_KEY, dtype=object),
        "Statistischer Unterbezirk": at.subdistrict[at.of_person],
        "Wohnungsstatus": np.where(dice.shares("status", size) < 0.04, "Hauptwohnung", "alleinige Wohnung").astype(
            object
        ),
        "Auskunftssperre": blank,
        "Bedingter Sperrvermerk": blank.copy(),
        "Sterbedatum": blank.copy(),
    }


def plant(columns: Columns, chosen: Chosen) -> None:
    """Write the irregularities of single rows into the columns."""
    columns["Auskunftssperre"][chosen.blocked] = np.where(np.arange(len(chosen.blocked)) % 4, "3", "11")
    columns["Bedingter Sperrvermerk"][chosen.conditionally_blocked] = "J"
    births = columns["Geburtsdatum"]
    births[chosen.year_only] = [f"00.00.{text[6:]}" for text in births[chosen.year_only]]
    births[chosen.month_only] = [f"00.{text[3:]}" for text in births[chosen.month_only]]
    births[chosen.undated] = "00.00.0000"
    columns["Vornamen"][chosen.single_named] = ""
    columns["Rufname"][chosen.single_named] = ""
    columns["Familienname"][chosen.decomposed] = np.resize(names.decomposed_family_names(), len(chosen.decomposed))


def _picked(words: Texts, shares: Shares) -> Texts:
    """Pick words, the first ones more often, as some names are more frequent than others."""
    return words[(shares * shares * len(words)).astype(np.int64)]


def _family_names(city: Invented, marked: int, dice: Dice) -> Texts:
    """Return family names: mostly one per household, some partners with their own or a double name."""
    people = city.people
    size = len(people.age)
    own = _picked(names.family_names(), dice.shares("family names", size))
    other = _picked(names.other_family_names(), dice.shares("other family names", size))
    own = np.where(dice.shares("where names come from", size) < np.where(city.foreign, 0.75, 0.15), other, own)
    own[dice.order("marked names", size)[:marked]] = _picked(
        names.marked_family_names(), dice.shares("which marked names", marked)
    )
    head = np.zeros(int(people.household.max()) + 1, np.int64)
    head[people.household[people.names_itself]] = np.flatnonzero(people.names_itself)
    family = own[head[people.household]]
    partners = np.flatnonzero((people.partner >= 0) & ~people.names_itself)
    habit = dice.shares("names of couples", len(partners))
    family[partners[habit < 0.25]] = own[partners[habit < 0.25]]
    double = partners[habit > 0.95]
    family[double] = [f"{mine}-{ours}" for mine, ours in zip(own[double], family[double], strict=True)]
    return family


def _first_names(city: Invented, dice: Dice) -> tuple[Texts, Texts]:
    """Return all first names and the one in use, which is the second of some people."""
    size = len(city.sex)
    female = np.where(city.sex < 2, city.sex == 1, dice.shares("names of others", size) < 0.5)
    picked = [
        np.where(
            female,
            _picked(names.first_names(female=True), dice.shares(f"first name {n}", size)),
            _picked(names.first_names(female=False), dice.shares(f"first name {n}", size)),
        )
        for n in (1, 2)
    ]
    two = dice.shares("two first names", size) < 0.35
    all_names = picked[0].copy()
    all_names[two] = [f"{one} {other}" for one, other in zip(picked[0][two], picked[1][two], strict=True)]
    second = two & (dice.shares("second one in use", size) < 0.2)
    return all_names, np.where(second, picked[1], picked[0])


def _doctors(people: People, dice: Dice) -> Texts:
    chance = dice.shares("doctors", len(people.age))
    titles = np.array(["", *names.TITLES], dtype=object)
    rank = (chance < 0.015).astype(np.int64) + (chance < 0.0003) + (chance < 0.0001)
    return titles[np.where(people.age >= 28, rank, 0)]


def _births(ages: Numbers, as_of: dt.date, dice: Dice) -> Texts:
    """Return dates of birth of people who have these ages on a day."""
    birthdays = np.array([_years_before(as_of, age).toordinal() for age in range(int(ages.max()) + 1)])
    days = birthdays[ages] - dice.below("birthdays", len(ages), 365)
    different, inverse = np.unique(days, return_inverse=True)
    written = [dt.date.fromordinal(day).strftime("%d.%m.%Y") for day in different.tolist()]
    return np.array(written, dtype=object)[inverse]


def _years_before(day: dt.date, years: int) -> dt.date:
    return (day - dt.timedelta(day.month == 2 and day.day == 29)).replace(year=day.year - years)


def _nationalities(city: Invented, dice: Dice) -> Texts:
    """Return keys: one per foreign household, Germans 000."""
    heights = np.cumsum([weight for _key, weight in _OTHER_NATIONALITIES])
    households = int(city.people.household.max()) + 1
    place = np.searchsorted(heights, dice.below("nationalities", households, int(heights[-1])), side="right")
    keys = np.array([key for key, _weight in _OTHER_NATIONALITIES], dtype=object)
    return np.where(city.foreign, keys[place[city.people.household]], "000")


def _additions(people: People, dice: Dice) -> Texts:
    """Return address lines: a room in a home, a rear building, a flat."""
    households = int(people.household.max()) + 1
    chance = dice.below("additions", households, 1000)
    lines = np.full(households, "", dtype=object)
    lines[chance < 80] = [f"Wohnung {number}" for number in (chance[chance < 80] + 1).tolist()]
    lines[chance >= 980] = "Hinterhaus"
    inside = np.flatnonzero(people.institution > 0)
    found = lines[people.household]
    found[inside] = [f"Zimmer {100 + number}" for number in chance[people.household[inside]].tolist()]
    return found
