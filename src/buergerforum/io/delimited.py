"""Rows of a text with separators (CSV)."""

import csv
import io
import re
from collections.abc import Iterator

from buergerforum.errors import InputError, Problem
from buergerforum.texts import _

_DELIMITERS = ";,\t"
_LOOKED_AT = 1 << 16
_FIELD_LIMIT = 1_000_000
_QUOTED = re.compile(r'"[^"]*(?:"|$)')


def rows_of_text(text: str, name: str) -> Iterator[list[str]]:
    """Yield the rows of a text, blank ones too, so that they can be counted as the spreadsheet does.

    Parameters
    ----------
    text
        Cells between ``;``, ``,`` or tabs, rows between line feeds, carriage returns or both; a cell in quotation
        marks may hold separators and line breaks.
    name
        Of the file, for messages.

    Raises
    ------
    InputError
        Where a quotation mark is not closed, or a cell is longer than a million characters.
    """
    csv.field_size_limit(_FIELD_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 0
    try:
        for row in reader:
            number += 1
            yield row
    except csv.Error as defect:
        problem = Problem(
            _("The table is damaged here: a quotation mark is not closed, or a cell has no end."),
            file=name,
            row=number + 1,
            remedy=_("Export the table again."),
        )
        raise InputError([problem]) from defect


def _delimiter(text: str) -> str:
    """Return the separator that stands most often in the first row that holds anything, outside of quotation marks."""
    lines = _QUOTED.sub("x", text[:_LOOKED_AT]).splitlines()
    first = next((line for line in lines if line.strip(f"{_DELIMITERS} ")), "")
    return max(_DELIMITERS, key=first.count)
