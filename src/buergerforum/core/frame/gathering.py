"""Files of an extract into one extract: their columns found, their last lines that are no people taken off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from buergerforum.core.frame.damage import restored
from buergerforum.core.frame.ending import MOST_LINES, read_ending
from buergerforum.core.frame.extract import MEANINGS, Extract, Source
from buergerforum.core.frame.headings import find_headings
from buergerforum.errors import InputError, Problem
from buergerforum.texts import _, listed, ngettext


@dataclass(frozen=True, slots=True)
class RawTable:
    """One file as it was read."""

    file: str
    """Its name."""
    header: Sequence[str]
    """Headings, in their order."""
    columns: Mapping[str, Sequence[str]]
    """Cells by heading."""
    rows: Sequence[int]
    """Row of each record as the spreadsheet counts."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The extract and what was interpreted to get it."""

    extract: Extract
    """All rows."""
    absent: tuple[str, ...]
    """Meanings declared to have no column."""
    notes: tuple[str, ...]
    """What was interpreted."""


def gather(tables: Sequence[RawTable], named: Mapping[str, str | None]) -> Gathered:
    """Put the files of an extract together.

    Parameters
    ----------
    tables
        At least one.
    named
        By meaning what ``forum.yaml`` says about its column.

    Raises
    ------
    InputError
        If a column is missing, or a file holds another number of records than its last line says.
    """
    problems: list[Problem] = []
    notes: list[str] = []
    parts: list[tuple[Source, Mapping[str, Sequence[str]]]] = []
    absent: tuple[str, ...] = ()
    for table in tables:
        try:
            headings = find_headings(table.header, named, table.file)
        except InputError as error:
            problems += error.problems
            continue
        length, said = _without_ending(table, headings.found.get("person_key", ""), problems)
        absent = headings.absent
        notes += [*_left_aside(table, headings.found), *said]
        columns = {meaning: _beginning(table.columns[heading], length) for meaning, heading in headings.found.items()}
        columns["postcode"], mended = restored(columns, table.file)
        notes += mended
        parts.append((Source(table.file, table.rows[:length], headings.found), columns))
    if problems:
        raise InputError(problems)
    return Gathered(_joined(parts), absent, tuple(notes))


def _beginning(column: Sequence[str], length: int) -> Sequence[str]:
    return column if len(column) == length else column[:length]


def _joined(parts: Sequence[tuple[Source, Mapping[str, Sequence[str]]]]) -> Extract:
    columns: dict[str, Sequence[str]] = {}
    for meaning in MEANINGS:
        pieces = [found.get(meaning) or [""] * len(source.rows) for source, found in parts]
        columns[meaning] = pieces[0] if len(pieces) == 1 else [cell for piece in pieces for cell in piece]
    return Extract(tuple(source for source, _found in parts), **columns)


def _without_ending(table: RawTable, key: str, problems: list[Problem]) -> tuple[int, list[str]]:
    """Return how many rows are records, and what was left out; a count that does not fit becomes a problem."""
    length = len(table.rows)
    notes = []
    while length and len(table.rows) - length < MOST_LINES:
        ending = read_ending([column[length - 1] for column in table.columns.values()])
        if ending is None:
            break
        length -= 1
        notes.append(
            _("{file}: row {row} is no person but the end of the list; left out.").format(
                file=table.file, row=table.rows[length]
            )
        )
        if ending.counted is not None:
            problems += _count_checked(table, length, key, ending.counted)
    return length, notes


def _count_checked(table: RawTable, length: int, key: str, counted: int) -> list[Problem]:
    persons = len(set(table.columns[key][:length])) if key else length
    if counted in (length, persons):
        return []
    return [
        Problem(
            _("The list says at its end how many records it has, and it is not so."),
            file=table.file,
            row=table.rows[length],
            found=ngettext("{number} record", "{number} records", length).format(number=length),
            expected=str(counted),
            remedy=_("The file was probably cut off: export it again. If the number means something else, delete it."),
        )
    ]


def _left_aside(table: RawTable, found: Mapping[str, str]) -> list[str]:
    unused = [heading for heading in table.header if heading and heading not in found.values()]
    if not unused:
        return []
    said = _("{file}: columns that are not used: {columns}.")
    return [said.format(file=table.file, columns=listed(unused, len(unused)))]
