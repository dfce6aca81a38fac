"""Tables as the audit compares them, column by column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from buergerforum.core.audit.recipe import Check
from buergerforum.model.audit import Finding
from buergerforum.texts import _


@dataclass(frozen=True, slots=True)
class Listing:
    """A table that a stage wrote."""

    file: str
    """Its place in the folder."""
    header: tuple[str, ...]
    """Headings in their order."""
    columns: Mapping[str, Sequence[str]]
    """By heading, all of the same length."""
    rows: Sequence[int]
    """Row of each record as the spreadsheet counts."""


def compare(made: Check, listing: Listing, expected: Mapping[str, Sequence[str]]) -> list[Finding]:
    """Return where a table differs from what it must be: the first difference of every column.

    Parameters
    ----------
    made
        The check that compares.
    listing
        As written.
    expected
        Columns as they must be, in their order.
    """
    if listing.header != tuple(expected):
        told = ", ".join(listing.header)
        return [made.contradiction(told, file=listing.file, expected=", ".join(expected))]
    return [
        finding
        for heading, column in expected.items()
        if (finding := differs(made, listing, heading, column)) is not None
    ]


def differs(made: Check, listing: Listing, heading: str, expected: Sequence[str]) -> Finding | None:
    """Return the first difference of a column, or None."""
    column = listing.columns.get(heading)
    if column is None:
        return made.contradiction(_("There is no column “{column}”.").format(column=heading), file=listing.file)
    if list(column) == list(expected):
        return None
    if len(column) != len(expected):
        told = _("{number} rows").format(number=len(column))
        return made.contradiction(told, file=listing.file, expected=_("{number} rows").format(number=len(expected)))
    place, found, right = next(
        (place, found, right)
        for place, (found, right) in enumerate(zip(column, expected, strict=True))
        if found != right
    )
    told = _("row {row}, column “{column}”: “{value}”").format(row=listing.rows[place], column=heading, value=found)
    return made.contradiction(told, file=listing.file, expected=f"“{right}”")
