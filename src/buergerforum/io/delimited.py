"""Rows of a text with separators (CSV)."""

import csv
import re
from collections.abc import Iterator
from typing import TextIO

from buergerforum.errors import InputError, Problem
from buergerforum.texts import _

_DELIMITERS = ";,\t"
_LOOKED_AT = 1 << 16
_FIELD_LIMIT = 1_000_000
_SAID = re.compile(r'"?sep=([;,\t])"?[;,\t]*(?:\r|\n)', re.IGNORECASE)
"""A first line that tells Excel the separator."""
_QUOTED = re.compile(r'"[^"]*(?:"|$)')


def rows_of_text(text: TextIO, name: str) -> Iterator[list[str]]:
    """Yield the rows of a text, blank ones too, so that they can be counted as the spreadsheet does.

    Parameters
    ----------
    text
        Opened without translation of line ends, at its beginning. Cells between ``;``, ``,`` or tabs, rows between
        line feeds, carriage returns or both; a cell in quotation marks may hold separators and line breaks.
    name
        Of the file, for messages.

    Raises
    ------
    InputError
        Where a quotation mark is not closed, or a cell is longer than a million characters.
    """
    csv.field_size_limit(_FIELD_LIMIT)
    start = text.tell()
    beginning = text.read(_LOOKED_AT)
    text.seek(start)
    number = 0
    if said := _SAID.match(beginning):
        text.readline()
        number = 1
        yield []
    reader = csv.reader(text, delimiter=said[1] if said else _delimiter(beginning), strict=True)
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


def _delimiter(beginning: str) -> str:
    """Return the separator that stands most often in the first row that holds anything, outside of quotation marks."""
    lines = _QUOTED.sub("x", beginning).splitlines()
    first = next((line for line in lines if line.strip(f"{_DELIMITERS} ")), "")
    return max(_DELIMITERS, key=first.count)
