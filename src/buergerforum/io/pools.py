"""Reading a pool: one row per applicant, one column per feature of the quota table.

Named steps: find the columns, the ids, the values, the households; then sort by id. Everything wrong with the file is
collected before anything is said. Ids and values of features may stand in messages, other cells never. The order of the
rows does not matter.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from pathlib import Path

from buergerforum.errors import InputError, Problem
from buergerforum.io.headings import Headings, suggestion
from buergerforum.io.identities import Identities, identities
from buergerforum.io.tables import Table, read_table
from buergerforum.model.folding import folded
from buergerforum.model.pool import Applicant, Pool, tidy
from buergerforum.model.quotas import Feature, QuotaTable
from buergerforum.model.record import FileDigest
from buergerforum.texts import _, listed, ngettext

_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class LoadedPool:
    """A pool, read and checked against its quota table."""

    pool: Pool
    """Everybody in the file."""
    digest: FileDigest
    """Of the file."""
    notes: tuple[str, ...]
    """What was interpreted."""
    carried_header: tuple[str, ...]
    """Headings of the columns that are neither id nor feature, in the order of the file."""
    carried: Mapping[str, tuple[str, ...]]
    """Their cells by id."""
    aside: Mapping[str, tuple[str, ...]]
    """Cells by id of the columns that were read but are not carried along, in the order in which they were named."""
    rows: Mapping[str, int]
    """Row of the file by id."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which heading of the file is what."""

    features: tuple[str, ...]
    """One per feature, in the order of the quota table."""
    household: str | None
    aside: tuple[str, ...]


def read_pool(
    path: Path,
    table: QuotaTable,
    *,
    id_column: str | None = None,
    household_column: str | None = None,
    aside: Sequence[str] = (),
) -> LoadedPool:
    """Read a pool.

    Parameters
    ----------
    path
        A CSV or XLSX file.
    table
        The quota table; every feature must be a column, and every cell there one of its values.
    id_column
        Heading; None: as :func:`buergerforum.io.identities.identities` finds it, else the row number is the id.
    household_column
        Heading; None: households play no part. Case and blanks of households do not matter; a blank cell is none.
    aside
        Headings of columns that are needed but not carried along, such as those of an address.

    Raises
    ------
    InputError
        If a column is missing, an id is blank, double or holds a blank, or a value is not in the quota table.
    """
    raw = read_table(path)
    columns, notes = _find_columns(raw, table, household_column, aside)
    problems: list[Problem] = []
    people = _identities(raw, columns, id_column, problems)
    values: list[list[str]] = []
    for feature, heading in zip(table.features, columns.features, strict=True):
        found = _Values(feature, heading, raw)
        values.append(found.names)
        problems += found.problems
        notes += found.notes
    of_ids = [heading for heading in columns.aside if heading == people.column or heading.casefold() == "id"]
    problems += [ids_are_no_households(raw.name, heading) for heading in of_ids]
    if not len(raw):
        problems.append(Problem(_("There are no applicants in this table."), file=raw.name))
    if problems:
        raise InputError(problems)
    homes = map(_household, raw.columns[columns.household]) if columns.household else repeat("", len(raw))
    applicants = [Applicant(*one) for one in zip(people.ids, zip(*values, strict=True), homes, strict=True)]
    pool = Pool(tuple(feature.name for feature in table.features), tuple(sorted(applicants, key=lambda one: one.id)))
    taken = (people.column, *columns.features, *columns.aside)
    others = tuple(heading for heading in raw.columns if heading not in taken)
    return LoadedPool(
        pool,
        raw.digest,
        (*raw.notes, *people.notes, *notes),
        others,
        _by_id(people.ids, raw, others),
        _by_id(people.ids, raw, columns.aside),
        dict(zip(people.ids, raw.rows, strict=True)),
    )


def _by_id(ids: Sequence[str], raw: Table, headings: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the cells of some columns by id, sorted."""
    cells = zip(*(raw.columns[heading] for heading in headings), strict=True) if headings else repeat((), len(raw))
    return dict(sorted(zip(ids, cells, strict=True)))


def ids_are_no_households(file: str, column: str) -> Problem:
    """Return what is said when households are to be told by the column of the ids."""
    return Problem(
        _("The column of the ids, or one that is called like it, cannot be that of the households."),
        file=file,
        column=column,
        remedy=_("Name the column that people of one household share, under a heading of its own."),
    )


def _find_columns(
    raw: Table, table: QuotaTable, household_column: str | None, aside: Sequence[str]
) -> tuple[_Columns, list[str]]:
    headings = Headings(raw.header, raw.name)
    names = [feature.name for feature in table.features]
    wanted = [*names, *([household_column] if household_column else []), *aside]
    problems = [headings.missing(name) for name in dict.fromkeys(wanted) if not headings.find(name)]
    problems += [headings.ambiguous(name) for name in dict.fromkeys(wanted) if len(headings.find(name)) > 1]
    if problems:
        raise InputError(problems)
    where = {name: headings.find(name)[0] for name in wanted}
    notes = [
        _("{file}: column “{column}” was read as “{feature}”.").format(file=raw.name, column=heading, feature=name)
        for name, heading in where.items()
        if name != heading
    ]
    household = where[household_column] if household_column else None
    return _Columns(tuple(where[name] for name in names), household, tuple(where[name] for name in aside)), notes


def _identities(raw: Table, columns: _Columns, id_column: str | None, problems: list[Problem]) -> Identities:
    """Find the ids; a feature or a household is none, even if its heading ends like one."""
    if id_column:
        searched = raw
        id_column = next(iter(Headings(raw.header, raw.name).find(id_column)), id_column)
    else:
        taken = (*columns.features, columns.household, *columns.aside)
        searched = replace(raw, header=tuple(heading for heading in raw.header if heading not in taken))
    try:
        return identities(searched, id_column)
    except InputError as defect:
        problems += defect.problems
        return Identities("", [], ())


class _Values:
    """The cells of one feature as names of values; what differs in form only is understood and noted."""

    def __init__(self, feature: Feature, heading: str, raw: Table) -> None:
        self.feature = feature
        self.heading = heading
        self.file = raw.name
        exact = feature.readings()
        loose = _loosely(exact)
        cells = raw.columns[heading]
        tidied = {cell: tidy(cell) for cell in dict.fromkeys(cells)}
        meant = {cell: exact.get(text) or loose.get(folded(text)) for cell, text in tidied.items()}
        rows: dict[str, list[int]] = {cell: [] for cell in meant}
        for row, cell in zip(raw.rows, cells, strict=True):
            rows[cell].append(row)
        self.names = [meant[cell] or "" for cell in cells]
        self.problems = [self._outside(cell, rows[cell]) for cell, name in meant.items() if name is None]
        self.notes = [
            self._read_as(cell, name, len(rows[cell]))
            for cell, name in sorted(meant.items())
            if name is not None and tidied[cell] not in exact
        ]

    def _outside(self, cell: str, rows: Sequence[int]) -> Problem:
        many = ngettext(
            "“{value}” is no value of “{feature}” in the quota table.",
            "“{value}” is no value of “{feature}” in the quota table; it stands in {count} rows: {rows}.",
            len(rows),
        )
        return Problem(
            many.format(
                value=cell or _("(blank)"),
                feature=self.feature.name,
                count=len(rows),
                rows=listed(tuple(map(str, rows))),
            ),
            file=self.file,
            row=rows[0],
            column=self.heading,
            expected=listed(tuple(self.feature.readings()), limit=20),
            remedy=self._remedy(cell),
        )

    def _remedy(self, cell: str) -> str:
        if _DATE.fullmatch(cell):
            return _("A spreadsheet has probably turned it into a date. Format the column as text, and type it again.")
        likely = suggestion(cell, self.feature.readings())
        return likely or _("Correct the table, or add the value to the quota file.")

    def _read_as(self, cell: str, name: str, count: int) -> str:
        return ngettext(
            "{file}, column “{column}”: “{found}” was read as “{name}” in {count} row.",
            "{file}, column “{column}”: “{found}” was read as “{name}” in {count} rows.",
            count,
        ).format(file=self.file, column=self.heading, found=cell, name=name, count=count)


def _loosely(exact: Mapping[str, str]) -> dict[str, str]:
    """Return the name by folded text, without texts that would fold into one although they mean different values."""
    loose: dict[str, set[str]] = {}
    for text, name in exact.items():
        loose.setdefault(folded(text), set()).add(name)
    return {text: min(names) for text, names in loose.items() if len(names) == 1}


def _household(text: str) -> str:
    return tidy(text).casefold()
