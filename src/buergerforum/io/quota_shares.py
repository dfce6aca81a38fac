"""Tables of shares: a row per value with ``share`` in per cent or ``people`` in numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from buergerforum.errors import InputError, Problem
from buergerforum.io.headings import Headings
from buergerforum.io.tables import Table, read_table
from buergerforum.model.pool import tidy
from buergerforum.model.quotas import Cell, Feature, Value
from buergerforum.model.record import FileDigest
from buergerforum.texts import _, listed

_CONVENTIONS = (("feature", "value"), ("category", "name"))
_WEIGHTS = ("people", "share")
"""Headings of the column that counts; the first that is there."""
_LABEL = "label"
_PEOPLE = re.compile(r"[0-9]{1,12}|[0-9]{1,3}([.,][0-9]{3}){1,3}")
_SHARE = re.compile(r"[0-9]{1,3}([.,][0-9]{1,12})?")


@dataclass(frozen=True, slots=True)
class ShareTable:
    """A table of shares, read."""

    features: tuple[Feature, ...]
    """In the order of the file."""
    weights: dict[Cell, Decimal]
    """Per cent, or people, by value."""
    counted: bool
    """Whether the weights are people, else per cent."""
    digest: FileDigest
    """Of the file."""
    notes: tuple[str, ...]
    """What was interpreted."""


def read_shares(path: Path) -> ShareTable:
    """Read a table of shares.

    Parameters
    ----------
    path
        CSV or XLSX with the headings ``feature;value;share`` or ``feature;value;people``, and ``label`` if wanted.

    Raises
    ------
    InputError
        With everything that is wrong with it.
    """
    table = read_table(path)
    columns, notes = _columns(table)
    counted = columns["weight"] in Headings(table.header, table.name).find(_WEIGHTS[0])
    problems: list[Problem] = []
    weights: dict[Cell, Decimal] = {}
    values: dict[str, dict[str, Value]] = {}
    for row, record in zip(table.rows, table.records(), strict=True):
        feature, value = tidy(record[columns["feature"]]), tidy(record[columns["value"]])
        weight = _number(record[columns["weight"]], counted=counted)
        cell = ((feature, value),)
        problems += _defects(table, row, columns, cell, weight, twice=cell in weights)
        weights[cell] = weight or Decimal(0)
        label = tidy(record[columns[_LABEL]]) if _LABEL in columns else ""
        values.setdefault(feature, {})[value] = Value(value, label)
    if not len(table):
        problems.append(Problem(_("The file holds no shares."), file=table.name, expected=_("a row for every value")))
    for feature, found in values.items():
        if not sum(weights[((feature, value),)] for value in found):
            problems.append(Problem(_("All shares of “{feature}” are 0.").format(feature=feature), file=table.name))
    if problems:
        raise InputError(problems)
    features = tuple(Feature(name, tuple(found.values())) for name, found in values.items())
    return ShareTable(features, weights, counted, table.digest, (*table.notes, *notes))


def _columns(table: Table) -> tuple[dict[str, str], list[str]]:
    headings = Headings(table.header, table.name)
    pairs = (pair for pair in _CONVENTIONS if all(headings.find(name) for name in pair))
    feature, value = next(pairs, _CONVENTIONS[0])
    weight = next((name for name in _WEIGHTS if headings.find(name)), _WEIGHTS[1])
    wanted = {"feature": feature, "value": value, "weight": weight}
    problems = [headings.missing(name) for name in wanted.values() if not headings.find(name)]
    wanted |= {_LABEL: _LABEL} if headings.find(_LABEL) else {}
    problems += [headings.ambiguous(name) for name in wanted.values() if len(headings.find(name)) > 1]
    if problems:
        raise InputError(problems, hint=_("A table of shares has the headings feature, value, and share or people."))
    columns = {role: headings.find(name)[0] for role, name in wanted.items()}
    unused = tuple(heading for heading in table.columns if heading not in columns.values())
    note = _("{file}: not used: {columns}.").format(file=table.name, columns=listed(unused))
    return columns, [note] if unused else []


def _defects(
    table: Table, row: int, columns: dict[str, str], cell: Cell, weight: Decimal | None, *, twice: bool
) -> Iterator[Problem]:
    for role, text in zip(("feature", "value"), cell[0], strict=True):
        if not text:
            what = _("This cell is blank.")
            yield Problem(what, table.name, row, columns[role], remedy=_("Fill it, or delete the row."))
    if weight is None:
        expected = _("a number, 0 or more, such as 12.5")
        yield Problem(_("This is no share."), table.name, row, columns["weight"], expected=expected)
    if twice:
        yield Problem(_("This value stands twice."), table.name, row, remedy=_("Leave one of them."))


def _number(text: str, *, counted: bool) -> Decimal | None:
    """Return a number as offices write it: people whole, with or without a point at the thousands; shares in per cent.

    Examples
    --------
    >>> _number("54.215", counted=True), _number("8,86 %", counted=False), _number("1e3", counted=False)
    (Decimal('54215'), Decimal('8.86'), None)
    """
    plain = re.sub(r"[\s%]", "", text)
    if counted:
        return Decimal(re.sub(r"[.,]", "", plain)) if _PEOPLE.fullmatch(plain) else None
    return Decimal(plain.replace(",", ".")) if _SHARE.fullmatch(plain) else None
