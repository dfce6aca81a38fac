"""Tables as offices have them (CSV and XLSX), read as text; our own CSV files in their one form.

Read: UTF-8 with or without byte order mark, UTF-16, Windows-1252; ``;``, ``,`` or tab; XLSX. Every cell is a text
without surrounding blanks; empty rows are skipped but counted. Written: UTF-8, ``;``, line feed; no cell is taken for
a formula (see :mod:`buergerforum.io.formulas`).
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import TextIO

from buergerforum.errors import InputError, Problem
from buergerforum.io.delimited import rows_of_text
from buergerforum.io.encodings import decode
from buergerforum.io.files import cannot_write, digest_of, read_bytes
from buergerforum.io.formulas import protected, protected_column, unprotected
from buergerforum.model.record import FileDigest
from buergerforum.texts import _, headings_said, listed, ngettext

_CHUNK = 50_000


@dataclass(frozen=True, slots=True)
class Table:
    """A table in memory, column by column."""

    digest: FileDigest
    """The file it came from."""
    header: tuple[str, ...]
    """Headings, unique, as they stand."""
    columns: dict[str, list[str]]
    """By heading; all of the same length; cells are texts without surrounding blanks."""
    rows: Sequence[int]
    """Row of each record as the spreadsheet counts: the header is row 1."""
    notes: tuple[str, ...] = ()
    """What was interpreted in reading."""

    @property
    def name(self) -> str:
        """Name of the file, for messages."""
        return self.digest.name

    def __len__(self) -> int:
        return len(self.rows)

    def records(self) -> Iterator[dict[str, str]]:
        """Yield one record after the other, by heading; for tables of people, not for a register."""
        for cells in zip(*self.columns.values(), strict=True):
            yield dict(zip(self.header, cells, strict=True))


def read_table(path: Path, *, required: Sequence[str] = ()) -> Table:
    """Read a table.

    Parameters
    ----------
    path
        A CSV or XLSX file.
    required
        Headings that must be there.

    Raises
    ------
    InputError
        If the file is missing, empty, damaged, has a heading twice or lacks a required one.
    """
    raw = read_bytes(path)
    name = path.name
    if raw.startswith(b"PK\x03\x04"):
        from buergerforum.io.workbooks import rows_of_workbook

        rows: Iterator[list[str]] = rows_of_workbook(raw, name)
        notes: tuple[str, ...] = ()
    else:
        text, notes = decode(raw, name)
        rows = rows_of_text(text, name)
    digest = digest_of(raw, name)
    del raw
    header_row, header = _header(rows, name)
    missing = [column for column in required if column not in header]
    if missing:
        raise InputError([_missing(column, header, name) for column in missing])
    columns, numbers = _columns(rows, header, header_row, name)
    return Table(digest, header, columns, numbers, (*notes, *_left_out(header, name)))


def _missing(column: str, header: Sequence[str], name: str) -> Problem:
    return Problem(
        _("The column “{column}” is missing.").format(column=column),
        file=name,
        found=headings_said(header),
        remedy=_("Add the column, or correct its heading."),
    )


def _header(rows: Iterator[list[str]], name: str) -> tuple[int, tuple[str, ...]]:
    for number, row in enumerate(rows, 1):
        header = [unprotected(cell.strip()) for cell in row]
        while header and not header[-1]:
            header.pop()
        if not header:
            continue
        twice = {heading: count for heading, count in sorted(Counter(header).items()) if heading and count > 1}
        if twice:
            raise InputError([_double(heading, count, number, name) for heading, count in twice.items()])
        return number, tuple(header)
    raise InputError(
        [Problem(_("The file is empty."), file=name, expected=_("a header row and at least one row below it"))]
    )


def _double(heading: str, count: int, row: int, name: str) -> Problem:
    return Problem(
        _("The column “{column}” is there {count} times.").format(column=heading, count=count),
        file=name,
        row=row,
        remedy=_("Leave one of them, or rename the others."),
    )


def _left_out(header: Sequence[str], name: str) -> Iterator[str]:
    nameless = [str(place) for place, heading in enumerate(header, 1) if not heading]
    if nameless:
        said = _("{file}: columns without a heading are left out, counted from the left: {places}.")
        yield said.format(file=name, places=listed(nameless))


class _Columns:
    """Rows turned into columns, a chunk at a time, so that a register needs little memory.

    Equal cells share one text: a register has few different districts and very many rows.
    """

    def __init__(self, header: tuple[str, ...], first_row: int, name: str) -> None:
        self.header = header
        self.name = name
        self.row = first_row
        self.kept = [place for place, heading in enumerate(header) if heading]
        self.found: list[list[str]] = [[] for _place in self.kept]
        self.numbers: list[int] = []
        self.problems: list[Problem] = []
        self._shared: dict[str, str] = {}

    def add(self, chunk: list[list[str]]) -> None:
        """Take the next rows; most chunks hold nothing but whole rows."""
        whole = set(map(len, chunk)) == {len(self.header)} and all(map(str.strip, map(itemgetter(0), chunk)))
        numbers: Sequence[int] = range(self.row, self.row + len(chunk))
        self.row += len(chunk)
        if not whole:
            fitted = [(number, self._fitted(number, row)) for number, row in zip(numbers, chunk, strict=True)]
            numbers = [number for number, row in fitted if row]
            chunk = [row for _number, row in fitted if row]
        if not chunk:
            return
        self.numbers.extend(numbers)
        cells = list(zip(*chunk, strict=True))
        share = self._shared.setdefault
        for target, place in zip(self.found, self.kept, strict=True):
            column = [share(cell, cell) for cell in map(str.strip, cells[place])]
            marked = any(cell[:1] == "'" for cell in set(column))
            target.extend(map(unprotected, column) if marked else column)
        if len(self._shared) > 4 * _CHUNK:
            self._shared.clear()

    def _fitted(self, number: int, row: list[str]) -> list[str]:
        """Return the row as wide as the header, or nothing for a blank one; note what does not fit."""
        width = len(self.header)
        if not any(cell.strip() for cell in row):
            return []
        if len(row) == width:
            return row
        if any(cell.strip() for cell in row[width:]) or len(row) < width:
            self.problems.append(_misfit(self.name, number, len(row), width))
        return [*row, *[""] * width][:width]


def _columns(
    rows: Iterator[list[str]], header: tuple[str, ...], header_row: int, name: str
) -> tuple[dict[str, list[str]], Sequence[int]]:
    columns = _Columns(header, header_row + 1, name)
    while chunk := list(islice(rows, _CHUNK)):
        columns.add(chunk)
    if columns.problems:
        raise InputError(columns.problems)
    named = {header[place]: column for place, column in zip(columns.kept, columns.found, strict=True)}
    numbers = columns.numbers
    whole = bool(numbers) and numbers[-1] - numbers[0] + 1 == len(numbers)
    return named, range(numbers[0], numbers[-1] + 1) if whole else numbers


def _misfit(name: str, number: int, found: int, width: int) -> Problem:
    return Problem(
        _("The row does not fit the header."),
        file=name,
        row=number,
        found=ngettext("{number} cell", "{number} cells", found).format(number=found),
        expected=ngettext("{number} cell", "{number} cells", width).format(number=width),
        remedy=_("Look for a missing or additional separator, or a cell with a line break."),
    )


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table of people in the one form of the toolkit.

    Raises
    ------
    StorageError
        If it cannot be written.
    """
    _write(path, header, ([protected(cell) for cell in row] for row in rows))


def write_columns(path: Path, header: Sequence[str], columns: Sequence[Sequence[str]]) -> None:
    """Write a register, column by column, in the same form.

    Parameters
    ----------
    path
        The file.
    header
        One heading per column.
    columns
        All of the same length.

    Raises
    ------
    StorageError
        If it cannot be written.
    """
    _write(path, header, zip(*map(protected_column, columns), strict=True))


class _LineFeeds:
    """Ends every row with a line feed alone: cells with a carriage return are quoted only by who writes them too."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, row: str) -> int:
        return self._file.write(f"{row[:-2]}\n")


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(_LineFeeds(file), delimiter=";", lineterminator="\r\n")
            writer.writerow([protected(cell) for cell in header])
            writer.writerows(rows)
    except OSError as defect:
        raise cannot_write(path.name, defect) from defect
