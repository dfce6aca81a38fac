"""Tables as offices have them (CSV and XLSX), read as text; our own CSV files in their one form.

Read: UTF-8 with or without byte order mark, UTF-16, Windows-1252, ISO-8859-15; ``;``, ``,`` or tab; XLSX. Every cell
is a text without surrounding blanks; empty rows are skipped but counted. Written: UTF-8, ``;``, line feed; no cell is
taken for a formula (see :mod:`buergerforum.io.formulas`).
"""

import csv
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from buergerforum.errors import InputError, Problem
from buergerforum.io.columns import Wish, columns_of_rows
from buergerforum.io.delimited import rows_of_text
from buergerforum.io.encodings import text_file
from buergerforum.io.files import cannot_write, digest_of, read_bytes
from buergerforum.io.formulas import protected, protected_column, unprotected
from buergerforum.model.headings import missing_column
from buergerforum.model.record import FileDigest
from buergerforum.texts import _, listed


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


def read_table(
    path: Path,
    *,
    required: Sequence[str] = (),
    only: Collection[str] | None = None,
    forgiven: Callable[[Sequence[str]], bool] | None = None,
) -> Table:
    """Read a table.

    Parameters
    ----------
    path
        A CSV or XLSX file.
    required
        Headings that must be there.
    only
        Entries of the column ``id``, which must be there then: of a long table, only these rows are kept in memory.
        The whole file is still checked.
    forgiven
        Whether a row of too few or too many cells is one that need not fit the header.

    Raises
    ------
    InputError
        If the file is missing, empty, damaged, has a heading twice or lacks a required one.
    """
    raw = read_bytes(path)
    name = path.name
    rows, notes = _rows(raw, name)
    digest = digest_of(raw, name)
    del raw
    header_row, header = header_of(rows, name)
    needed = required if only is None else dict.fromkeys((*required, "id"))
    missing = [column for column in needed if column not in header]
    if missing:
        raise InputError([missing_column(column, header, name) for column in missing])
    columns, numbers = columns_of_rows(rows, header, header_row, name, Wish(only, forgiven))
    return Table(digest, header, columns, numbers, (*notes, *_left_out(header, name)))


def read_header(path: Path) -> tuple[str, ...]:
    """Read nothing but the headings of a table.

    Raises
    ------
    InputError
        If the file is missing, empty, damaged at its beginning or has a heading twice.
    """
    rows, _notes = _rows(read_bytes(path), path.name, few=True)
    return header_of(rows, path.name)[1]


def _rows(raw: bytes, name: str, *, few: bool = False) -> tuple[Iterator[list[str]], tuple[str, ...]]:
    if raw.startswith(b"PK\x03\x04"):
        from buergerforum.io.workbooks import rows_of_workbook

        return rows_of_workbook(raw, name, few=few), ()
    text, notes = text_file(raw, name)
    return rows_of_text(text, name), notes


def header_of(rows: Iterator[list[str]], name: str) -> tuple[int, tuple[str, ...]]:
    """Return the row of the header, as the spreadsheet counts, and its headings.

    Parameters
    ----------
    rows
        Of the table; those up to the header are taken.
    name
        Of the file, for messages.

    Raises
    ------
    InputError
        If there is none, or a heading is there twice.
    """
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
    safe = [protected_column(column) for column in columns]
    if len(safe) > 1 and all(map(_needs_no_quotes, safe)):
        _write_plain(path, header, safe)
    else:
        _write(path, header, zip(*safe, strict=True))


def _needs_no_quotes(column: Sequence[str]) -> bool:
    together = "".join(column)
    return not any(mark in together for mark in ';"\r\n')


def _write_plain(path: Path, header: Sequence[str], columns: Sequence[Sequence[str]]) -> None:
    """Write what the usual writer would, several times as fast: of a register, nearly nothing is ever quoted."""
    _write(path, header, ())
    try:
        with path.open("a", encoding="utf-8", newline="") as file:
            file.writelines(f"{row}\n" for row in map(";".join, zip(*columns, strict=True)))
    except OSError as defect:
        raise cannot_write(path.name, defect) from defect


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
