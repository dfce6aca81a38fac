"""Cells that a spreadsheet would take for a formula: made harmless in writing, restored in reading.

Such a cell (it starts with = + - @, a tab or a carriage return) is written with an apostrophe before it, which is how
people type a text into a spreadsheet. A cell that already looks so marked gets one more, so that nothing is lost.
"""

from collections.abc import Sequence

_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")
_MARK = "'"
_MARKED = tuple(_MARK + beginning for beginning in (*_BEGINNINGS, _MARK))
_SUSPICIOUS = (*_BEGINNINGS, _MARK)


def is_marked(cell: str) -> bool:
    """Whether a cell looks as if :func:`protected` had marked it."""
    return cell.startswith(_MARKED)


def protected(cell: str) -> str:
    """Return a cell so that no spreadsheet takes it for a formula."""
    return _MARK + cell if (cell.startswith(_BEGINNINGS) and not cell.isspace()) or is_marked(cell) else cell


def unprotected(cell: str) -> str:
    """Undo :func:`protected`."""
    return cell[1:] if is_marked(cell) else cell


def unprotected_column(column: Sequence[str]) -> Sequence[str]:
    """Undo :func:`protected` in all cells of a column; a column without marks as it is."""
    return [unprotected(cell) for cell in column] if _MARK in "".join(column) else column


def protected_column(column: Sequence[str]) -> Sequence[str]:
    """Return all cells of a column, protected; a harmless column as it is."""
    # One look at all cells together is ten times as fast as one at each; a line break in a cell only costs time.
    together = "\n".join(("", *column))
    harmless = not any(f"\n{beginning}" in together for beginning in _SUSPICIOUS)
    return column if harmless else [protected(cell) for cell in column]
