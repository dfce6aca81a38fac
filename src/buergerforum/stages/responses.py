"""Tables of figures by stratum that an office hands to a draw: expected response, places."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from buergerforum.core.draw.allocation import weight_of
from buergerforum.errors import InputError, Problem
from buergerforum.io.tables import Table, read_table
from buergerforum.model.draw import Stratum
from buergerforum.model.headings import missing_column
from buergerforum.model.record import FileDigest
from buergerforum.texts import _, listed

RESPONSE_COLUMN = "response"
PLACES_COLUMN = "places"
_PER_MILLION = 10_000
"""A per cent is ten thousand of a million."""


@dataclass(frozen=True, slots=True)
class Figures:
    """A table of whole numbers by stratum."""

    columns: tuple[str, ...]
    """Columns of the strata that it goes by."""
    by_values: Mapping[tuple[str, ...], int]
    """By the values of these columns."""
    digest: FileDigest
    """Of the file."""
    file: str
    """Its name, for messages."""
    notes: tuple[str, ...]
    """What was interpreted."""

    def for_strata(self, strata: Iterable[Stratum], columns: Sequence[str]) -> dict[Stratum, int]:
        """Return the figure of every stratum.

        Parameters
        ----------
        strata
            That need one.
        columns
            Of the strata.

        Raises
        ------
        InputError
            If a stratum has none.
        """
        picked = [columns.index(column) for column in self.columns]
        keys = {stratum: tuple(stratum[place] for place in picked) for stratum in sorted(strata)}
        missing = list(dict.fromkeys(" / ".join(key) for key in keys.values() if key not in self.by_values))
        if missing:
            problem = Problem(
                _("There is no row for: {strata}.").format(strata=listed(missing)),
                file=self.file,
                remedy=_("Add a row for each of them."),
            )
            raise InputError([problem])
        return {stratum: self.by_values[key] for stratum, key in keys.items()}


def read_weights(path: Path, strata: Sequence[str]) -> Figures:
    """Read expected response in per cent, with a decimal point or comma, as weights.

    Parameters
    ----------
    path
        CSV or XLSX: some or all columns of the strata, then ``response``.
    strata
        Columns of the strata.

    Raises
    ------
    InputError
        With everything that is wrong.
    """
    return _read(
        path, strata, RESPONSE_COLUMN, _weight, _("more than 0, at most 100, with at most four digits after the point")
    )


def read_places(path: Path, strata: Sequence[str]) -> Figures:
    """Read how many people are to be invited per stratum.

    Parameters
    ----------
    path
        CSV or XLSX: all columns of the strata, then ``places``.
    strata
        Columns of the strata.

    Raises
    ------
    InputError
        With everything that is wrong.
    """
    found = _read(path, strata, PLACES_COLUMN, _whole, _("a whole number, 0 or more"))
    if missing := [column for column in strata if column not in found.columns]:
        raise InputError([missing_column(column, (), found.file) for column in missing])
    return found


def _read(path: Path, strata: Sequence[str], figure: str, value: Callable[[str], int | None], expected: str) -> Figures:
    table = read_table(path)
    columns = tuple(column for column in strata if column in table.columns)
    if figure not in table.columns:
        raise InputError([missing_column(figure, table.header, table.name)])
    if strata and not columns:
        raise InputError([missing_column(strata[0], table.header, table.name)])
    found: dict[tuple[str, ...], int] = {}
    problems = []
    for place, row in enumerate(table.rows):
        key = tuple(table.columns[column][place] for column in columns)
        cell = table.columns[figure][place]
        number = value(cell)
        if number is None:
            what = _("The figure does not fit.")
            problems.append(Problem(what, file=table.name, row=row, column=figure, found=cell[:20], expected=expected))
        elif key in found:
            problems.append(_twice(table, row))
        found[key] = number or 0
    if problems:
        raise InputError(problems)
    return Figures(columns, found, table.digest, table.name, table.notes)


def _weight(cell: str) -> int | None:
    try:
        per_million = Decimal(cell.replace(",", ".").removesuffix("%").strip()) * _PER_MILLION
    except InvalidOperation:
        return None
    if not per_million.is_finite() or not 0 < per_million <= 100 * _PER_MILLION or per_million % 1:
        return None
    return weight_of(int(per_million))


def _whole(cell: str) -> int | None:
    return int(cell) if cell.isascii() and cell.isdigit() and len(cell) < 10 else None


def _twice(table: Table, row: int) -> Problem:
    return Problem(
        _("This stratum is there twice."), file=table.name, row=row, remedy=_("Leave one row for every stratum.")
    )
