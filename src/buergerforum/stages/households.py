"""Households told by addresses, or with people exempt: found, numbered, and said where somebody should look."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.households.addresses import address, folded_address, is_complete
from buergerforum.core.households.numbering import crowded, numbered
from buergerforum.errors import InputError, Problem, UsageError
from buergerforum.io.pools import LoadedPool, read_pool
from buergerforum.model.folding import folded
from buergerforum.model.households import HOUSEHOLD, HouseholdRule, rule_of
from buergerforum.model.pool import tidy
from buergerforum.model.quotas import QuotaTable
from buergerforum.texts import _, listed, ngettext

SPECIAL_MARKS = dict.fromkeys(("", "0", "no", "false", "nein", "falsch"), False) | dict.fromkeys(
    ("1", "yes", "true", "ja", "wahr", "x"), True
)
"""Whether an address is special, by what stands in the column, in small letters."""
MANY_APPLICANTS = 5
"""More people of a pool hardly live in one household."""
MANY_RESIDENTS = 20
"""More people of a register hardly live in one household."""
_SHOWN = 5
"""How many crowded addresses are said one by one."""


@dataclass(frozen=True, slots=True)
class People:
    """A table of people, as far as households are looked for in it."""

    file: str
    """Name, for messages."""
    ids: Sequence[str]
    """Of everybody, each once."""
    rows: Sequence[int]
    """As the spreadsheet counts."""
    cells: Sequence[Sequence[str]]
    """By column of the rule: one cell per person."""
    marks: Sequence[str]
    """Who is exempt; none: nobody."""
    many: int
    """More people at one address are worth a word."""


def find_households(people: People, rule: HouseholdRule) -> tuple[list[str], tuple[str, ...]]:
    """Return everybody's household as a number, and what somebody should look at; nothing that is said holds a cell.

    Parameters
    ----------
    people
        Who they are and what was typed.
    rule
        What is compared, and how.

    Raises
    ------
    InputError
        If it is not clear who is exempt.
    """
    exempt = _exempt(people, rule)
    homes, incomplete = _addresses(people, rule) if rule.address else (_keys(people), [])
    homes = ["" if out else home for home, out in zip(homes, exempt, strict=True)]
    notes = _incomplete_said(people, [place for place in incomplete if not exempt[place]])
    return numbered(people.ids, homes), (*notes, *_crowded_said(people, crowded(homes, people.many)))


def unclear_mark(file: str, row: int, column: str) -> Problem:
    """Return what is said of a mark that is none. It may be an address, so it is not shown."""
    return Problem(
        _("It is not clear whether this is a special address."),
        file=file,
        row=row,
        column=column,
        expected=_("0 or 1"),
    )


def _exempt(people: People, rule: HouseholdRule) -> list[bool]:
    """Return who lives at a special address."""
    if not people.marks:
        return [False] * len(people.ids)
    known = {mark: SPECIAL_MARKS.get(mark.strip().casefold()) for mark in dict.fromkeys(people.marks)}
    if None in known.values():
        row = next(row for row, mark in zip(people.rows, people.marks, strict=True) if known[mark] is None)
        raise InputError([unclear_mark(people.file, row, rule.exempt)])
    return [known[mark] is True for mark in people.marks]


def _addresses(people: People, rule: HouseholdRule) -> tuple[list[str], list[int]]:
    """Return everybody's address as it is compared, blank where it is incomplete; and the places of those."""
    columns = [_folded_all(cells) for cells in people.cells]
    found, incomplete = [], []
    whole: dict[tuple[str, ...], bool] = {}
    for place, (typed, compared) in enumerate(
        zip(zip(*people.cells, strict=True), zip(*columns, strict=True), strict=True)
    ):
        if typed not in whole:
            whole[typed] = is_complete(typed, rule.columns)
        found.append(address(compared) if whole[typed] else "")
        if not whole[typed] and any(compared):
            incomplete.append(place)
    return found, incomplete


def _folded_all(cells: Sequence[str]) -> list[str]:
    known = {cell: folded_address(cell) for cell in dict.fromkeys(cells)}
    return [known[cell] for cell in cells]


def _keys(people: People) -> list[str]:
    return [tidy(cell).casefold() for cell in people.cells[0]]


def _incomplete_said(people: People, places: Sequence[int]) -> list[str]:
    if not places:
        return []
    note = ngettext(
        "{file}: the address in row {rows} is incomplete, so this person counts as a household alone. A whole address "
        "has no blank cell, and a house number.",
        "{file}: the addresses in {count} rows are incomplete, so these people count as households alone: {rows}. A "
        "whole address has no blank cell, and a house number.",
        len(places),
    )
    return [note.format(file=people.file, count=len(places), rows=_rows(people, places))]


def _crowded_said(people: People, homes: Sequence[Sequence[int]]) -> list[str]:
    note = _(
        "{file}: {count} people have the same household or address, and only one of them can be taken: rows {rows}. If "
        "this is a home, a hall or a shelter, mark them in a column of their own with 1 and name it with "
        "--household-exempt COLUMN."
    )
    said = [note.format(file=people.file, count=len(places), rows=_rows(people, places)) for places in homes[:_SHOWN]]
    if more := len(homes) - _SHOWN:
        further = ngettext(
            "{file}: the same is true of {count} more address.",
            "{file}: the same is true of {count} more addresses.",
            more,
        )
        said += [further.format(file=people.file, count=more)] if more > 0 else []
    return said


def _rows(people: People, places: Sequence[int]) -> str:
    return listed([str(row) for row in sorted(people.rows[place] for place in places)], limit=30)


def rule_said(household: str | None, address: bool | None, exempt: str | None) -> HouseholdRule | None:  # noqa: FBT001
    """Return the rule that options name; None: nobody said anything.

    Parameters
    ----------
    household
        Column, or several with commas between them; blank: no rule.
    address
        Whether a single column is an address too.
    exempt
        Column that marks people without a household.

    Raises
    ------
    UsageError
        If it is said how households are told, but not by which column.
    """
    if not household and (address or exempt):
        raise UsageError(
            _("It is not said in which column the households are."),
            hint=_("Add --household COLUMN, or leave out --household-address and --household-exempt."),
        )
    return None if household is None else rule_of(household, address=bool(address), exempt=exempt or "")


def load_pool(path: Path, table: QuotaTable, rule: HouseholdRule, id_column: str | None) -> LoadedPool:
    """Read a pool with its households; addresses stay behind, and numbers take their place.

    Parameters
    ----------
    path
        A CSV or XLSX file.
    table
        The quota table.
    rule
        Who belongs to one household.
    id_column
        Heading; None: the usual one.

    Raises
    ------
    InputError
        With everything that is wrong with the file.
    """
    if not rule.numbered:
        return read_pool(path, table, id_column=id_column, household_column=rule.column or None)
    aside = (*rule.columns, *([rule.exempt] if rule.exempt else []))
    loaded = read_pool(path, table, id_column=id_column, aside=aside)
    others = (*loaded.pool.features, *loaded.carried_header)
    if taken := [heading for heading in others if folded(heading) == folded(HOUSEHOLD)]:
        raise InputError([household_is_taken(loaded.digest.name, taken[0])])
    ids = [one.id for one in loaded.pool.applicants]
    columns = list(zip(*(loaded.aside[person] for person in ids), strict=True))
    people = People(
        loaded.digest.name,
        ids,
        [loaded.rows[person] for person in ids],
        columns[: len(rule.columns)],
        columns[-1] if rule.exempt else (),
        MANY_APPLICANTS,
    )
    homes, notes = find_households(people, rule)
    applicants = [
        dataclasses.replace(one, household=home) for one, home in zip(loaded.pool.applicants, homes, strict=True)
    ]
    return dataclasses.replace(
        loaded,
        pool=dataclasses.replace(loaded.pool, applicants=tuple(applicants)),
        notes=(*loaded.notes, *notes),
        carried_header=(HOUSEHOLD, *loaded.carried_header),
        carried={one.id: (one.household, *loaded.carried[one.id]) for one in applicants},
        aside={},
    )


def household_is_taken(file: str, column: str) -> Problem:
    """Return what is said when there is no room for the numbers of the households."""
    return Problem(
        _("The numbers of the households are written into a column “{name}”; there is one already.").format(
            name=HOUSEHOLD
        ),
        file=file,
        column=column,
        remedy=_("Use that column with --household, or rename or remove it."),
    )
