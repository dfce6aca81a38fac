"""What a draw leaves in its folder."""

from pathlib import Path

from buergerforum.io.identities import Identities
from buergerforum.io.tables import Table, write_columns, write_csv
from buergerforum.io.workbooks import Cell, Sheet, write_workbook
from buergerforum.model import places
from buergerforum.model.draw import Draw, Frame
from buergerforum.texts import _, speaking

OWN_COLUMNS = ("chance", "ticket", "wave")
"""What the draw adds to the columns of the frame."""
COUNTS = ("residents", "places", "invited", "chance")
"""What is counted for every stratum."""


def write_people(folder: Path, table: Table, who: Identities, frame: Frame, result: Draw) -> None:
    """Write ``invitees.csv`` and ``reserve.csv``: id, all other columns of the frame, and what the draw adds.

    Parameters
    ----------
    folder
        Where to.
    table
        The frame as it was read.
    who
        Its ids.
    frame
        The same, as it was drawn from.
    result
        Of the draw.

    Raises
    ------
    StorageError
        If they cannot be written.
    """
    carried = [heading for heading in table.columns if heading != who.column]
    columns = [who.ids, *(table.columns[heading] for heading in carried)]
    chance = {count.stratum: _fraction(count.chance) for count in result.counts}
    for name, drawn, wave in ((places.INVITEES, result.invited, "1"), (places.RESERVE, result.reserve, "")):
        own = (
            [chance[frame.strata[i]] for i in drawn],
            [result.tickets[i].hex() for i in drawn],
            [wave] * len(drawn),
        )
        picked = [[cells[i] for i in drawn] for cells in columns]
        write_columns(folder / name, ["id", *carried, *OWN_COLUMNS], [*picked, *own])


def write_strata(folder: Path, columns: tuple[str, ...], result: Draw, language: str) -> None:
    """Write ``strata.csv``, and ``strata.xlsx`` for officials.

    Parameters
    ----------
    folder
        Where to.
    columns
        Of the frame, that form the strata.
    result
        Of the draw.
    language
        Of the workbook; blank: that of the terminal.

    Raises
    ------
    StorageError
        If they cannot be written.
    """
    rows: list[list[Cell]] = [
        [*count.stratum, count.residents, count.places, count.invited, _fraction(count.chance)]
        for count in result.counts
    ]
    write_csv(folder / places.STRATA, (*columns, *COUNTS), ([str(cell) for cell in row] for row in rows))
    with speaking(language):  # the workbook, not what is said if it cannot be written
        titles = (*columns, _("residents"), _("places"), _("invited"), _("chance"))
        sheet = Sheet(_("strata"), titles, rows)
    write_workbook(folder / "strata.xlsx", [sheet])


def _fraction(chance: tuple[int, int]) -> str:
    return "/".join(map(str, chance))
