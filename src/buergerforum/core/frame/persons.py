"""Rows into persons: one row per nationality or dwelling, or simply twice, is still one person.

Rows belong to one person if they have the same Ordnungsmerkmal, or, where one of them has none, the same names, date
of birth and address. A person is called by the position of one of their rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from buergerforum.core.frame.dates import read_birth
from buergerforum.core.frame.extract import Extract, complaints, plain, translated
from buergerforum.errors import Problem
from buergerforum.texts import _

Trait = tuple[str, str, str]
"""Family name, first names and date of birth of a row, as they are compared."""


@dataclass(frozen=True, slots=True)
class Persons:
    """Who the rows are about."""

    of_row: Sequence[int]
    """Of every row, the person: the position of one row of the same person."""
    several: Mapping[int, tuple[int, ...]]
    """The rows of every person who has more than one."""

    def rows(self, person: int) -> tuple[int, ...]:
        """Return the rows of a person."""
        return self.several.get(person, (person,))


def namesakes(extract: Extract) -> dict[int, Trait]:
    """Return names and date of birth of the rows without an Ordnungsmerkmal, and of all rows that equal one of them.

    These are the only rows where the key does not say whether two rows are about the same person.
    """
    keyless = [place for place, key in enumerate(extract.person_key) if not key]
    if not keyless:
        return {}
    births = {cell: birth_text(cell) for cell in dict.fromkeys(extract.birth_date)}
    wanted_births = {births[extract.birth_date[place]] for place in keyless}
    cells = {cell for cell, birth in births.items() if birth in wanted_births}
    rows = [place for place, cell in enumerate(extract.birth_date) if cell in cells]
    names = translated([extract.family_name[place] for place in rows], plain)
    firsts = translated([extract.first_names[place] for place in rows], plain)
    traits = {
        place: (name, first, births[extract.birth_date[place]])
        for place, name, first in zip(rows, names, firsts, strict=True)
    }
    wanted = {traits[place] for place in keyless}
    return {place: trait for place, trait in traits.items() if trait in wanted}


def persons(extract: Extract, alike: Mapping[int, Trait], lived_at: Sequence[str]) -> Persons:
    """Bring the rows of each person together.

    Parameters
    ----------
    extract
        The extract.
    alike
        As :func:`namesakes` returns it.
    lived_at
        Address of every row, as it is compared.
    """
    first: dict[str, int] = {}
    of_row = [first.setdefault(key, place) if key else place for place, key in enumerate(extract.person_key)]
    # A row without a key follows a row with one, whichever comes first; of several keys, the lowest.
    by_key = sorted(alike, key=lambda place: (not extract.person_key[place], extract.person_key[place], place))
    known: dict[tuple[Trait, str], int] = {}
    for place in by_key:
        same = known.setdefault((alike[place], lived_at[place]), of_row[place])
        if not extract.person_key[place]:
            of_row[place] = same
    several: dict[int, list[int]] = {}
    for place, person in enumerate(of_row):
        if person != place:
            several.setdefault(person, [person]).append(place)
    return Persons(of_row, {person: tuple(rows) for person, rows in several.items()})


def birth_text(text: str) -> str:
    """Return a date of birth as it is compared, whatever form it is written in."""
    birth = read_birth(text)
    return f"{birth.latest} {birth.partial}" if birth else text


def contradictions(extract: Extract, found: Persons, gone: frozenset[int]) -> list[Problem]:
    """Return a problem for rows that claim to be one person but differ in names, date of birth or sex.

    Parameters
    ----------
    extract, found
        The rows and who they are about.
    gone
        Persons already excluded, who are not looked at.
    """
    problems: list[Problem] = []
    for meaning, compared in (
        ("family_name", plain),
        ("first_names", plain),
        ("birth_date", birth_text),
        ("sex", plain),
    ):
        cells = getattr(extract, meaning)
        odd = [
            place
            for person, rows in found.several.items()
            if person not in gone and len({compared(cells[place]) for place in rows}) > 1
            for place in rows
        ]
        problems += complaints(
            extract,
            sorted(odd),
            meaning,
            _("Rows with the same Ordnungsmerkmal differ here, so they cannot be one person."),
            remedy=_("Correct the rows, or declare in forum.yaml that there is no such key: person_key: ''."),
        )
    return problems
