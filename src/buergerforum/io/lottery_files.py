"""``lottery.csv`` and ``probabilities.csv``: the published lottery, in whole numbers, and everybody's chance."""

from collections.abc import Sequence
from pathlib import Path

from buergerforum.errors import InputError, Problem
from buergerforum.io.tables import Table, read_table, write_csv
from buergerforum.model import places
from buergerforum.model.lottery import Chance, LotBlock, Lottery
from buergerforum.texts import _

_DIGITS = 18
"""Of a whole number; no lottery has more lots."""


def lot_name(number: int, lots: int) -> str:
    """Return a lot number as it is printed: with leading zeros, ``000`` … ``999`` for 1,000 lots."""
    return str(number).zfill(len(str(lots - 1)))


def write_lottery(folder: Path, lottery: Lottery, chances: Sequence[Chance]) -> None:
    """Write both files.

    Parameters
    ----------
    folder
        Where to.
    lottery
        Its blocks in order.
    chances
        Sorted by id.

    Raises
    ------
    StorageError
        If they cannot be written.
    """
    rows = (
        [lot_name(block.first, lottery.lots), lot_name(block.last, lottery.lots), " ".join(block.members)]
        for block in lottery.blocks
    )
    write_csv(folder / places.LOTS, ("first", "last", "members"), rows)
    people = ([one.id, f"{one.optimal:.12g}", str(one.lots), f"{one.lots / lottery.lots:.12g}"] for one in chances)
    write_csv(folder / places.PROBABILITIES, ("id", "optimal", "lots", "chance"), people)


def read_lottery(path: Path) -> Lottery:
    """Read a lottery and check that its numbers run from 0 without a gap.

    Parameters
    ----------
    path
        ``lottery.csv``.

    Raises
    ------
    InputError
        With all rows that are no lots.
    """
    table = read_table(path, required=("first", "last", "members"))
    blocks: list[LotBlock] = []
    problems: list[Problem] = []
    expected = 0
    for row, record in zip(table.rows, table.records(), strict=True):
        members = tuple(record["members"].split(" "))
        first, last = _whole(record["first"]), _whole(record["last"])
        if first != expected or last is None or last < expected or not all(members):
            problems.append(_no_lot(table, row, expected))
            break
        blocks.append(LotBlock(expected, last, members))
        expected = last + 1
    if not table.rows:
        problems.append(Problem(_("There is no lot in it."), file=table.name))
    if problems:
        raise InputError(problems)
    return Lottery(expected, tuple(blocks))


def _whole(cell: str) -> int | None:
    return int(cell) if cell.isascii() and cell.isdigit() and len(cell) <= _DIGITS else None


def _no_lot(table: Table, row: int, expected: int) -> Problem:
    return Problem(
        _("This row is no lot, or a lot number is missing before it."),
        file=table.name,
        row=row,
        expected=_("first lot number {number}, a last one, and ids with one blank between them").format(
            number=expected
        ),
        remedy=_("Compare the file with the published one."),
    )


def read_chances(path: Path) -> tuple[Chance, ...]:
    """Read everybody's chance.

    Parameters
    ----------
    path
        ``probabilities.csv``.

    Raises
    ------
    InputError
        With all rows that hold no chance.
    """
    table = read_table(path, required=("id", "optimal", "lots", "chance"))
    found = []
    problems = []
    for row, record in zip(table.rows, table.records(), strict=True):
        lots = _whole(record["lots"])
        try:
            optimal = float(record["optimal"])
        except ValueError:
            optimal = -1.0
        if lots is None or not 0 <= optimal <= 1:
            problems.append(Problem(_("This row holds no chance."), file=table.name, row=row))
            continue
        found.append(Chance(record["id"], optimal, lots))
    if problems:
        raise InputError(problems)
    return tuple(found)
