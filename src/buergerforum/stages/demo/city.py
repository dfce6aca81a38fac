"""A synthetic Dortmund: the raw extract of its register, as a Meldebehörde would hand it out.

Numbers per Stadtbezirk, ages, sexes and nationalities follow the figures in :mod:`figures`; everything else is
invented. Beside and among the residents stand the irregularities of :mod:`traps`. The same seed and size give the same
bytes on every machine.
"""

import datetime as dt
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from buergerforum.io.register_files import DISTRICT_HEADER, SPECIAL_HEADER, write_raw_extract
from buergerforum.io.tables import write_csv
from buergerforum.stages.demo import figures
from buergerforum.stages.demo.dice import Dice, Numbers, Texts
from buergerforum.stages.demo.names import family_names
from buergerforum.stages.demo.places import Addresses, settle, subdistricts
from buergerforum.stages.demo.population import foreigners, populate, sexes
from buergerforum.stages.demo.rows import HEADER, Columns, Invented, plant, resident_columns
from buergerforum.stages.demo.traps import Chosen, Planted, choose, planted

RAW = "melderegister-auszug.csv"
DISTRICTS = "unterbezirke.csv"
SPECIAL = "sonderanschriften.csv"
LEGAL_AGE = 18
LEAST = 1000
"""A smaller city has not room for all irregularities."""
AS_OF = dt.date(2023, 12, 31)
"""The day of the figures."""
_KEY = "Ordnungsmerkmal"
_FIRST_KEY = 900_000_000_000


@dataclass(frozen=True, slots=True)
class City:
    """The city, ready to be written."""

    residents: int
    """People with their main residence there."""
    planted: Planted
    """How many irregularities there are."""
    columns: Columns
    """The extract by heading, in the order of its rows."""
    special: tuple[tuple[str, str, str], ...]
    """Street, house number and postcode of the institutions that the city has on its list: all but one."""

    @property
    def rows(self) -> int:
        """Rows of the extract without its last line."""
        return len(self.columns[_KEY])


@dataclass(frozen=True, slots=True)
class CityFiles:
    """Where it was written."""

    raw: Path
    """The extract."""
    districts: Path
    """The list sub-district → Stadtbezirk."""
    special: Path
    """The list of homes, halls and shelters."""


def generate(residents: int, seed: str, as_of: dt.date = AS_OF) -> City:
    """Return an invented city.

    Parameters
    ----------
    residents
        People with their main residence there, at least :data:`LEAST`.
    seed
        Any text; the same text gives the same city.
    as_of
        The day of the extract: on it, ages follow the figures.

    Raises
    ------
    ValueError
        If the city would be too small.
    """
    if residents < LEAST:
        raise ValueError(residents)
    dice = Dice(seed)
    count = planted(residents)
    people = populate(residents, dice)
    foreign = foreigners(people, dice)
    addresses = settle(people, dice)
    chosen = choose(count, people.age, foreign, dice)
    columns = resident_columns(Invented(people, sexes(people, dice), foreign, addresses), count.marked, as_of, dice)
    columns = _with_beside(columns, np.flatnonzero(people.age >= LEGAL_AGE), count, as_of, dice)
    plant(columns, chosen)
    order = dice.order("order of the register", residents + count.beside)
    columns[_KEY] = _keys(order, dice)
    columns[_KEY][chosen.keyless] = ""
    return City(residents, count, _complete(columns, order, chosen, dice), _listed(addresses))


def _with_beside(columns: Columns, adults: Numbers, count: Planted, as_of: dt.date, dice: Dice) -> Columns:
    """Add people who live here secondarily or have died: like some resident, but with another name."""
    like = adults[dice.order("people beside", len(adults))[: count.beside]]
    found = {heading: np.concatenate([cells, cells[like]]) for heading, cells in columns.items()}
    strangers = family_names()[dice.below("names beside", count.beside, len(family_names()))]
    found["Familienname"][-count.beside :] = strangers
    secondary = slice(len(columns["Ort"]), len(columns["Ort"]) + count.secondary)
    found["Wohnungsstatus"][secondary] = "Nebenwohnung"
    ago = dice.below("deaths", count.dead, 60).tolist()
    found["Sterbedatum"][-count.dead :] = [(as_of - dt.timedelta(days)).strftime("%d.%m.%Y") for days in ago]
    return found


def _keys(order: Numbers, dice: Dice) -> Texts:
    """Return an Ordnungsmerkmal for everybody, rising in the order of the register."""
    numbers = _FIRST_KEY + np.cumsum(1 + dice.below("keys", len(order), 1000))
    keys = np.empty(len(order), dtype=object)
    keys[order] = [str(number) for number in numbers.tolist()]
    return keys


def _complete(columns: Columns, order: Numbers, chosen: Chosen, dice: Dice) -> Columns:
    """Add second rows of some residents right after their first, and put all rows in order."""
    abroad, moved, twice = chosen.two_nationalities, chosen.two_dwellings, chosen.twice
    again = np.concatenate([abroad, moved, twice, chosen.keyless[::2]])
    second = {heading: cells[again] for heading, cells in columns.items()}
    nationality = columns["Staatsangehörigkeit"]
    second["Staatsangehörigkeit"][: len(abroad)] = np.where(np.arange(len(abroad)) % 2, "163", "000")
    nationality[abroad] = np.where(np.arange(len(abroad)) % 2, "000", "152")
    elsewhere = dice.order("second dwellings", len(order))[: len(moved)]
    there = slice(len(abroad), len(abroad) + len(moved))
    for heading in ("Straße", "Hausnummer", "Zusatz", "PLZ", "Statistischer Unterbezirk"):
        second[heading][there] = columns[heading][elsewhere]
    second["Wohnungsstatus"][there] = "Nebenwohnung"
    columns["Wohnungsstatus"][moved] = "Hauptwohnung"
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    places = np.argsort(np.concatenate([rank, rank[again]]), kind="stable")
    return {heading: np.concatenate([columns[heading], second[heading]])[places] for heading in HEADER}


def _listed(addresses: Addresses) -> tuple[tuple[str, str, str], ...]:
    """Return the special addresses that the city knows: all but the largest, which nobody has reported."""
    residents = np.bincount(addresses.of_person)[addresses.homes]
    known = np.delete(addresses.homes, int(np.argmax(residents)))
    return tuple(
        (addresses.street[place], addresses.number[place], addresses.postcode[place]) for place in known.tolist()
    )


def write_city(city: City, folder: Path) -> CityFiles:
    """Write the extract and the two lists of the city into a folder.

    Raises
    ------
    StorageError
        If they cannot be written.
    """
    files = CityFiles(folder / RAW, folder / DISTRICTS, folder / SPECIAL)
    last = [f"Anzahl der Datensätze: {city.rows:,}".replace(",", "."), *[""] * (len(HEADER) - 1)]
    rows = zip(*(city.columns[heading].tolist() for heading in HEADER), strict=True)
    write_raw_extract(files.raw, HEADER, chain(rows, [last]))
    districts = [[code, figures.DISTRICTS[district][0]] for code, district in subdistricts()]
    write_csv(files.districts, DISTRICT_HEADER, districts)
    write_csv(files.special, SPECIAL_HEADER, city.special)
    return files
