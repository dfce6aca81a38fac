"""Rows turned into columns, a chunk at a time, so that a register needs little memory."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter

from buergerforum.errors import InputError, Problem
from buergerforum.io.formulas import is_marked, protected, unprotected, unprotected_column
from buergerforum.texts import _, ngettext

_CHUNK = 1000
"""Rows at once: few enough to stay in the cache of the processor, which makes it twice as fast."""
_MOST_SHARED = 200_000
_MOST_MISFITS = 1000
"""After so many rows that do not fit, it is the header that is wrong, or the separator; more is not worth saying."""

Rows = Iterator[list[str]]
"""Cells of one row after the other, as they stand in the file."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader of a table wants of it."""

    only: Collection[str] | None = None
    """Entries of the column ``id``: rows with another one are looked at, but not kept; None: all are kept."""
    forgiven: Callable[[Sequence[str]], bool] | None = None
    """Whether a row need not fit the header, such as the last one of a list; None: every row must."""


def columns_of_rows(
    rows: Rows, header: Sequence[str], header_row: int, name: str, wish: Wish
) -> tuple[dict[str, list[str]], Sequence[int]]:
    """Return the columns by heading, and the row of each record as the spreadsheet counts.

    Parameters
    ----------
    rows
        Those below the header, blank ones too.
    header
        Headings; a column without one is left out.
    header_row
        Row of the header.
    name
        Of the file, for messages.
    wish
        What is kept, and what is forgiven.

    Raises
    ------
    InputError
        With every row that does not fit the header.
    """
    columns = _Columns(header, header_row + 1, name, wish)
    while chunk := list(islice(rows, _CHUNK)):
        columns.add(chunk)
        if len(columns.problems) > _MOST_MISFITS:
            raise InputError([_no_header(name, header_row)])
    if columns.problems:
        raise InputError(columns.problems)
    named = {header[place]: column for place, column in zip(columns.kept, columns.found, strict=True)}
    numbers = columns.numbers
    whole = bool(numbers) and numbers[-1] - numbers[0] + 1 == len(numbers)
    return named, range(numbers[0], numbers[-1] + 1) if whole else numbers


def chunks_of_rows(
    rows: Rows, header: Sequence[str], header_row: int, name: str, size: int
) -> Iterator[tuple[dict[str, list[str]], Sequence[int]]]:
    """Yield columns by heading and rows as :func:`columns_of_rows` returns them, about `size` records at a time.

    Parameters
    ----------
    rows, header, header_row, name
        As there.
    size
        Records at once.

    Raises
    ------
    InputError
        With the rows that do not fit the header, as soon as there are any.
    """
    columns = _Columns(header, header_row + 1, name, Wish())
    names = [header[place] for place in columns.kept]
    more = True
    while more:
        chunk = list(islice(rows, _CHUNK))
        columns.add(chunk)
        more = bool(chunk)
        if columns.problems:
            raise InputError(columns.problems)
        if columns.numbers and (not more or len(columns.numbers) >= size):
            yield dict(zip(names, columns.found, strict=True)), columns.numbers
            columns.found, columns.numbers = [[] for _name in names], []


class _Columns:
    """Equal cells share one text: a register has few different districts and very many rows."""

    def __init__(self, header: Sequence[str], first_row: int, name: str, wish: Wish) -> None:
        self.width = len(header)
        self.name = name
        self.row = first_row
        self.kept = [place for place, heading in enumerate(header) if heading]
        self.found: list[list[str]] = [[] for _place in self.kept]
        self.numbers: list[int] = []
        self.problems: list[Problem] = []
        self._wanted = None if wish.only is None else _as_written(wish.only)
        self._id = header.index("id") if wish.only is not None else 0
        self._forgiven = wish.forgiven
        self._tables: list[dict[str, str]] = [{} for _place in self.kept]

    def add(self, chunk: list[list[str]]) -> None:
        """Take the next rows; most chunks hold nothing but whole rows."""
        if not chunk:
            return
        numbers: Sequence[int] = range(self.row, self.row + len(chunk))
        self.row += len(chunk)
        if set(map(len, chunk)) != {self.width}:
            chunk = [self._fitted(number, row) for number, row in zip(numbers, chunk, strict=True)]
        numbers, chunk = self._chosen(numbers, chunk)
        if not chunk:
            return
        self.numbers.extend(numbers)
        cells = list(zip(*chunk, strict=True))
        for target, place, table in zip(self.found, self.kept, self._tables, strict=True):
            target.extend(_read(cells[place], table))

    def _chosen(self, numbers: Sequence[int], chunk: list[list[str]]) -> tuple[Sequence[int], list[list[str]]]:
        """Return the rows that hold anything and are wanted."""
        wanted, place = self._wanted, self._id
        if wanted is None:
            doubtful = (n for n, cell in enumerate(map(_first, chunk)) if not cell or cell.isspace())
            left_out = {n for n in doubtful if not any(map(str.strip, chunk[n]))}
            if not left_out:
                return numbers, chunk
            keep = [n for n in range(len(chunk)) if n not in left_out]
        else:
            keep = [n for n, row in enumerate(chunk) if row and row[place].strip() in wanted]
        return [numbers[n] for n in keep], [chunk[n] for n in keep]

    def _fitted(self, number: int, row: list[str]) -> list[str]:
        """Return the row as wide as the header, or nothing for a blank one; note what does not fit."""
        width = self.width
        if len(row) == width:
            return row
        if not any(map(str.strip, row)):
            return [""] * width
        misfit = len(row) < width or any(map(str.strip, row[width:]))
        if misfit and not (self._forgiven and self._forgiven(row)):
            self.problems.append(_misfit(self.name, number, len(row), width))
        return [*row, *[""] * width][:width]


def _first(row: list[str]) -> str:
    return row[0]


def _as_written(wanted: Collection[str]) -> frozenset[str]:
    """Return every way in which a cell that is wanted can stand in a file."""
    return frozenset({protected(cell) for cell in wanted} | {cell for cell in wanted if not is_marked(cell)})


def _read(cells: Sequence[str], table: dict[str, str]) -> Sequence[str]:
    """Return cells without surrounding blanks and marks; `table` holds those of the column that were read before."""
    different = set(cells)
    if 2 * len(different) > len(cells):  # hardly any twice: nothing to share
        return unprotected_column(list(map(str.strip, cells)))
    if len(table) > _MOST_SHARED:
        table.clear()
    table.update((cell, unprotected(cell.strip())) for cell in different if cell not in table)
    return itemgetter(*cells)(table) if len(cells) > 1 else [table[cells[0]]]


def _no_header(name: str, row: int) -> Problem:
    return Problem(
        _("Hardly any row fits this header."),
        file=name,
        row=row,
        remedy=_("If there is a title above the headings, delete it; else look at the separator."),
    )


def _misfit(name: str, number: int, found: int, width: int) -> Problem:
    return Problem(
        _("The row does not fit the header."),
        file=name,
        row=number,
        found=ngettext("{number} cell", "{number} cells", found).format(number=found),
        expected=ngettext("{number} cell", "{number} cells", width).format(number=width),
        remedy=_("Look for a missing or additional separator, or a cell with a line break."),
    )
