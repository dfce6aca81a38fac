"""Tables as the audit compares them, column by column."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from buergerforum.core.audit.recipe import Check
from buergerforum.model.audit import Finding
from buergerforum.model.headings import is_missing
from buergerforum.model.record import Option, Receipt
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
    found = [
        finding
        for heading, column in expected.items()
        if (finding := differs(made, listing, heading, column)) is not None
    ]
    fitting = all(len(column) == len(listing.rows) for column in expected.values())
    return found if fitting else found[:1]


def misstated(made: Check, receipt: Receipt, right: Mapping[str, Option], file: str) -> Iterator[Finding]:
    """Find figures of a receipt that are not what was counted again.

    Parameters
    ----------
    made
        The check that counts.
    receipt
        Whose figures.
    right
        By name, as counted again; what the receipt does not state is not missed.
    file
        Place of the receipt.
    """
    for name, figure in right.items():
        stated = receipt.figures.get(name, figure)
        if stated != figure:
            yield made.contradiction(f"{name}: {stated}", file=file, expected=str(figure))


def differs(made: Check, listing: Listing, heading: str, expected: Sequence[str]) -> Finding | None:
    """Return the first difference of a column, or None."""
    column = listing.columns.get(heading)
    if column is None:
        return made.contradiction(is_missing(heading), file=listing.file)
    if list(column) == list(expected):
        return None
    if len(column) != len(expected):
        told = _("rows: {number}").format(number=len(column))
        return made.contradiction(told, file=listing.file, expected=_("rows: {number}").format(number=len(expected)))
    place, found, right = next(
        (place, found, right)
        for place, (found, right) in enumerate(zip(column, expected, strict=True))
        if found != right
    )
    told = _("row {row}, column “{column}”: “{value}”").format(row=listing.rows[place], column=heading, value=found)
    return made.contradiction(told, file=listing.file, expected=f"“{right}”")
