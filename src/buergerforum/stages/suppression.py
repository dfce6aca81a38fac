"""The suppression list: who must not be written to any more, as the Meldebehörde has it on a day."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.state import may
from buergerforum.errors import InputError, Problem
from buergerforum.io.tables import Table, read_table
from buergerforum.model.folding import folded
from buergerforum.model.record import FileDigest
from buergerforum.model.state import Happening, Person
from buergerforum.texts import _, listed

_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "kennung"),
    "reason": ("reason", "grund"),
    "as_of": ("as of", "stand"),
}
_REASONS: Mapping[str, Happening] = {
    **dict.fromkeys(("died", "verstorben", "gestorben", "tot"), Happening.DIE),
    **dict.fromkeys(("moved", "verzogen", "weggezogen", "fortgezogen"), Happening.MOVE),
    # Why somebody must not be written to is nobody's business here: a block is kept like an objection.
    **dict.fromkeys(("objects", "widerspruch", "widersprochen", "blocked", "sperre", "gesperrt"), Happening.OBJECT),
}
_DAYS = ("%Y-%m-%d", "%d.%m.%Y")


@dataclass(frozen=True, slots=True)
class Suppression:
    """Who must not be written to any more."""

    day: dt.date
    """On which the register was looked at; the earliest, if the rows differ."""
    reasons: Mapping[str, Happening]
    """By id."""
    digest: FileDigest
    """Of the list."""

    def new(self, people: Mapping[str, Person]) -> dict[Happening, list[str]]:
        """Return what the list tells of people of whom the journal does not know it yet."""
        found: dict[Happening, list[str]] = {}
        for person, happening in self.reasons.items():
            if person in people and may(happening, people[person].state):
                found.setdefault(happening, []).append(person)
        return found


def read_suppression(path: Path) -> Suppression:
    """Read a suppression list: ``id;reason;as_of``, or in German ``Kennung;Grund;Stand``.

    If nobody is to be left out, it has one row with nothing but the day.

    Parameters
    ----------
    path
        A CSV or XLSX file.

    Raises
    ------
    InputError
        With everything that is wrong with it.
    """
    table = read_table(path)
    columns = _columns(table)
    days: set[dt.date] = set()
    reasons: dict[str, Happening] = {}
    problems: list[Problem] = []
    for place, row in enumerate(table.rows):
        person, reason, as_of = (columns[name][place] for name in _HEADINGS)
        day = _day(as_of)
        if day is None:
            problems.append(_no_day(table, row, as_of))
        else:
            days.add(day)
        if not person and not reason:
            continue
        if folded(reason) in _REASONS and person:
            reasons[person] = _REASONS[folded(reason)]
        else:
            problems.append(_no_reason(table, row, person))
    if not days and not problems:
        problems.append(_undated(table))
    if problems:
        raise InputError(problems)
    return Suppression(min(days), reasons, table.digest)


def _columns(table: Table) -> dict[str, list[str]]:
    known = {folded(heading): heading for heading in table.header}
    found = {name: next((known[word] for word in words if word in known), "") for name, words in _HEADINGS.items()}
    problems = [
        Problem(
            _("The column “{column}” is missing.").format(column=name),
            file=table.name,
            remedy=_("A suppression list has the columns {columns}.").format(columns=listed(list(_HEADINGS))),
        )
        for name, heading in found.items()
        if not heading
    ]
    if problems:
        raise InputError(problems)
    return {name: table.columns[heading] for name, heading in found.items()}


def _day(text: str) -> dt.date | None:
    for form in _DAYS:
        try:
            return dt.datetime.strptime(text, form).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
    return None


def _no_day(table: Table, row: int, found: str) -> Problem:
    return Problem(
        _("This is no day."),
        file=table.name,
        row=row,
        column="as_of",
        found=found if len(found) <= len("00.00.0000") else "",
        expected=_("the day on which the register was looked at, such as {day}").format(day="2026-09-25"),
    )


def _no_reason(table: Table, row: int, person: str) -> Problem:
    if not person:
        return Problem(_("The id is blank."), file=table.name, row=row, column="id")
    return Problem(
        _("{id}: the reason is not known.").format(id=person),
        file=table.name,
        row=row,
        column="reason",
        expected=listed(["died", "moved", "objects", "blocked"]),
    )


def _undated(table: Table) -> Problem:
    return Problem(
        _("The list does not say of which day it is."),
        file=table.name,
        remedy=_("If nobody is to be left out, write one row with nothing but the day under as_of."),
    )
