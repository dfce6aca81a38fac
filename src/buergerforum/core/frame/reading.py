"""What the frame says about people, read from the row of their main residence; what is not understood is an error."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from buergerforum.core.frame.codes import Nationality, read_nationality, read_sex
from buergerforum.core.frame.dates import OLDEST, Birth, age_on, read_birth
from buergerforum.core.frame.districts import districts
from buergerforum.core.frame.extract import Extract, FrameRules, complaints, entries_said, picked, translated
from buergerforum.core.frame.persons import Persons
from buergerforum.errors import Problem
from buergerforum.texts import _


@dataclass(frozen=True, slots=True)
class People:
    """Columns with one entry per person, in the order of their rows."""

    birth_years: Sequence[str]
    """Years of birth; blank: nothing is known."""
    partial: Sequence[bool]
    """Whether the date of birth is known only in part."""
    ages: Sequence[int | None]
    """Completed years on the reference date, the fewest that are possible; None: nothing is known."""
    sexes: Sequence[str]
    """m, w, d or x."""
    nationalities: Sequence[str]
    """DE, EU or other."""
    districts: Sequence[str]
    """As the city names them."""
    notes: tuple[str, ...]
    """What was interpreted."""


def read_people(
    extract: Extract, found: Persons, homes: Sequence[int], rules: FrameRules
) -> tuple[People, list[Problem]]:
    """Read everything the frame needs.

    Parameters
    ----------
    extract, found
        The rows and who they are about.
    homes
        The row of the main residence of everybody who stays.
    rules
        What was settled before.
    """
    cells = picked(extract.birth_date, np.array(homes, np.int64))
    births = {cell: read_birth(cell) for cell in dict.fromkeys(cells)}
    age_of = {cell: _age(birth, rules) for cell, birth in births.items()}
    year_of = {cell: str(birth.year) if birth and birth.year else "" for cell, birth in births.items()}
    partial = {cell: birth is None or birth.partial for cell, birth in births.items()}
    sexes, unsexed = _sexes(extract, homes)
    nationalities, foreign = _nationalities(extract, found, homes)
    places = districts(extract, homes, rules.districts)
    people = People(
        birth_years=[year_of[cell] for cell in cells],
        partial=[partial[cell] for cell in cells],
        ages=[age_of[cell] for cell in cells],
        sexes=sexes,
        nationalities=nationalities,
        districts=places.of_row,
        notes=places.notes,
    )
    return people, [*_dates_checked(extract, homes, births, age_of), *unsexed, *foreign, *places.problems]


def _age(birth: Birth | None, rules: FrameRules) -> int | None:
    return age_on(birth.latest, rules.reference_date) if birth and birth.latest else None


def _dates_checked(
    extract: Extract, homes: Sequence[int], births: Mapping[str, Birth | None], age_of: Mapping[str, int | None]
) -> list[Problem]:
    unread = {cell for cell, birth in births.items() if birth is None}
    too_old = {cell for cell, age in age_of.items() if age is not None and age > OLDEST}
    return complaints(
        extract,
        [place for place in homes if extract.birth_date[place] in unread],
        "birth_date",
        _("This is no date of birth."),
        expected=_("a date such as 31.12.1950, 1950-12-31 or 19501231; 00.00.1950 where only the year is known"),
    ) + complaints(
        extract,
        [place for place in homes if extract.birth_date[place] in too_old],
        "birth_date",
        _("Nobody is older than {years} years.").format(years=OLDEST),
        remedy=_("Correct the date, or the form of dates in the export."),
    )


def _sexes(extract: Extract, homes: Sequence[int]) -> tuple[list[str], list[Problem]]:
    read = translated([extract.sex[place] for place in homes], read_sex)
    unknown = [place for place, sex in zip(homes, read, strict=True) if sex is None]
    said = entries_said(extract.sex[place] for place in unknown)
    problems = complaints(
        extract,
        unknown,
        "sex",
        _("The entry for sex is not understood: {entries}.").format(entries=said),
        expected=_("m, w, d or x (none stated); or 1 and 2, or the words"),
    )
    return [sex or "" for sex in read], problems


def _nationalities(extract: Extract, found: Persons, homes: Sequence[int]) -> tuple[list[str], list[Problem]]:
    table = {cell: read_nationality(cell) for cell in dict.fromkeys(extract.nationality)}
    several = found.several
    groups: list[Nationality | None] = []
    unknown: list[int] = []
    for place in homes:
        group = table[extract.nationality[place]]
        if rows := several.get(found.of_row[place]):
            all_groups = [table[extract.nationality[row]] for row in rows]
            group = None if None in all_groups else min(one for one in all_groups if one is not None)
        if group is None:
            unknown.append(place)
        groups.append(group)
    said = entries_said(extract.nationality[place] for place in unknown)
    problems = complaints(
        extract,
        unknown,
        "nationality",
        _("The nationality is not understood: {entries}.").format(entries=said),
        expected=_("a key of three digits, such as 000 for German"),
    )
    return [group.written if group is not None else "" for group in groups], problems
