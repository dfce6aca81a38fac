"""Rows of a register as finished lines of our CSV, so that putting them in another order costs next to nothing.

A register is written in ticket order, which is no order of memory: fetching eight cells of every row from all over it
takes longer than drawing. Lines are made in the order of the file and fetched once.
"""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from buergerforum.io.files import cannot_write
from buergerforum.io.formulas import protected, protected_column

_QUOTED = (";", '"', "\n", "\r")
_AT_ONCE = 50_000


class _Last:
    """Keeps what a writer wrote last, without the end of the line."""

    def __init__(self) -> None:
        self.line = ""

    def write(self, row: str) -> int:
        self.line = row[:-2]
        return len(row)


def lines_of(columns: Sequence[Sequence[str]]) -> list[str]:
    """Return every row as one line of our CSV, without its line feed.

    Parameters
    ----------
    columns
        Two or more, all of the same length.
    """
    shown = [protected_column(column) for column in columns]
    if not any(mark in text for text in map("".join, shown) for mark in _QUOTED):
        return list(map(";".join, zip(*shown, strict=True)))
    last = _Last()
    writer = csv.writer(last, delimiter=";", lineterminator="\r\n")
    found = []
    for row in zip(*shown, strict=True):
        writer.writerow(row)
        found.append(last.line)
    return found


def write_lines(path: Path, header: Sequence[str], lines: Iterable[str]) -> None:
    """Write finished lines below a header.

    Parameters
    ----------
    path
        The file.
    header
        Two or more headings.
    lines
        As :func:`lines_of` returns them.

    Raises
    ------
    StorageError
        If it cannot be written.
    """
    last = _Last()
    csv.writer(last, delimiter=";", lineterminator="\r\n").writerow([protected(cell) for cell in header])
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(f"{last.line}\n")
            some: list[str] = []
            for line in lines:
                some.append(line)
                if len(some) == _AT_ONCE:
                    file.write("\n".join([*some, ""]))
                    some.clear()
            file.write("\n".join([*some, ""] if some else []))
    except OSError as defect:
        raise cannot_write(path.name, defect) from defect
