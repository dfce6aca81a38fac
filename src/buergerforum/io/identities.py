"""The column that says who is who, in anybody's file."""

import re
from collections import Counter
from dataclasses import dataclass

from buergerforum.errors import InputError, Problem
from buergerforum.io.tables import Table
from buergerforum.model.headings import bare, is_key_of_register, missing_column
from buergerforum.texts import _, listed

_NAMES = ("id", "pid")
_ENDING = ".*_id"
_BIRTHS = ("birthyear", "birthdate", "geburtsjahr", "geburtsdatum")
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_LOOKED_AT = 200
_YEARS_NEEDED = 10
"""So many different years at the same place of all ids are no coincidence."""


@dataclass(frozen=True, slots=True)
class Identities:
    """Who is who in a table."""

    column: str
    """Heading of the id column; blank where the row number serves."""
    ids: list[str]
    """Of each record, unique."""
    notes: tuple[str, ...]
    """What was interpreted."""


def identities(table: Table, column: str | None = None) -> Identities:
    """Find the ids of a table and check them.

    Parameters
    ----------
    table
        Any table with a row per person.
    column
        Heading of the id column. By default a column named id or pid, or one ending in ``_id``; where there is none,
        the row number as the spreadsheet counts, and that is said.

    Raises
    ------
    InputError
        If the column is not there, several could be meant, or ids are blank, double or hold blanks.
    """
    found = column or _guess(table)
    if not found:
        note = _("{file}: no column with ids, so the row number of the spreadsheet serves as id.")
        return Identities("", [str(row) for row in table.rows], (note.format(file=table.name),))
    if found not in table.columns:
        remedy = _("Name another one with --id COLUMN.")
        raise InputError([missing_column(found, table.header, table.name, remedy=remedy)])
    ids = table.columns[found]
    if reason := _of_the_register(table, found, ids):
        raise InputError([_no_id(table, found, reason)])
    if problems := _defects(table, found, ids):
        raise InputError(problems)
    if found.casefold() in _NAMES:
        return Identities(found, ids, ())
    note = _("{file}: ids are in column “{column}”.")
    return Identities(found, ids, (note.format(file=table.name, column=found),))


def _of_the_register(table: Table, column: str, ids: list[str]) -> str:
    """Return why the ids are those of the register, by their heading or because they hold everybody's birth."""
    if is_key_of_register(column):
        return _("An Ordnungsmerkmal must not serve as id: the law keeps it for the Meldebehörde (§ 4 BMG).")
    births = next((table.columns[name] for name in table.columns if bare(name) in _BIRTHS), [])
    some = [(person, year[-1]) for person, cell in zip(ids[:_LOOKED_AT], births, strict=False)
            if (year := _YEAR.findall(cell))]  # fmt: skip
    if len({year for _person, year in some}) < _YEARS_NEEDED:
        return ""
    length = min(len(person) for person, _year in some)
    if any(all(person[place : place + 2] == year[2:] for person, year in some) for place in range(length - 1)):
        return _("The ids hold the year of birth of everybody, so they say who is who.")
    return ""


def _no_id(table: Table, column: str, reason: str) -> Problem:
    remedy = _("Make the frame with “forum frame”: it gives everybody a random id.")
    return Problem(reason, file=table.name, column=column, remedy=remedy)


def _guess(table: Table) -> str:
    for form in (*_NAMES, _ENDING):
        likely = [heading for heading in table.header if re.fullmatch(form, heading, re.IGNORECASE)]
        if len(likely) > 1:
            raise InputError([_ambiguous(likely, table)])
        if likely:
            return likely[0]
    return ""


def _ambiguous(likely: list[str], table: Table) -> Problem:
    return Problem(
        _("Several columns could hold the ids."),
        file=table.name,
        found=listed(likely),
        remedy=_("Name one with --id COLUMN."),
    )


def _defects(table: Table, column: str, ids: list[str]) -> list[Problem]:
    # One look at all ids together is twenty times as fast as one at each.
    if len(set(ids)) == len(ids) and all(ids) and len("".join(ids).split()) <= 1:
        return []
    times = Counter(ids)
    first: dict[str, int] = {}
    problems = []
    for row, person in zip(table.rows, ids, strict=True):
        if what := _defect(person, times, first):
            problems.append(Problem(what, file=table.name, row=row, column=column, remedy=_("Correct the id.")))
        first.setdefault(person, row)
    return problems


def _defect(person: str, times: Counter[str], first: dict[str, int]) -> str:
    if not person:
        return _("The id is blank.")
    if _has_blank(person):
        return _("The id holds a blank.")
    if times[person] > 1 and person in first:
        return _("The id is there twice, first in row {row}.").format(row=first[person])
    return ""


def _has_blank(person: str) -> bool:
    return len(person.split()) != 1
