"""The last lines of an extract that are no people: “Ende der Liste”, “Anzahl der Datensätze: 612.065”."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_ENDINGS = re.compile(
    r"(ende der (liste|datei)|ende|summe|gesamt|gesamtsumme|insgesamt|anzahl|gesamtzahl|datensätze|total)\b.*",
    re.DOTALL,
)
_NUMBER = re.compile(r"(?<![\w.])\d{1,3}(?:[. ]\d{3})+(?![\w.])|(?<![\w.])\d+(?![\w.])")
_MOST_CELLS = 3
MOST_LINES = 3
"""So many lines at the end may be no people."""


@dataclass(frozen=True, slots=True)
class Ending:
    """A line that is no person."""

    counted: int | None
    """How many records it says there are; None where it names no number, or several."""


def read_ending(cells: Sequence[str]) -> Ending | None:
    """Return what a last line says; None if it is a record like any other.

    Parameters
    ----------
    cells
        All cells of the row.

    Examples
    --------
    >>> read_ending(["", "Anzahl der Datensätze: 612.065", ""])
    Ending(counted=612065)
    """
    filled = [cell for cell in cells if cell]
    text = " ".join(filled).casefold().lstrip("*-=# ")
    if not filled or len(filled) > _MOST_CELLS or not _ENDINGS.match(text):
        return None
    numbers = [re.sub(r"\D", "", number) for number in _NUMBER.findall(text)]
    return Ending(int(numbers[0]) if len(numbers) == 1 else None)


def is_ending(cells: Sequence[str]) -> bool:
    """Whether a row, of whatever width, is the last line of a list."""
    return read_ending([cell.strip() for cell in cells]) is not None
