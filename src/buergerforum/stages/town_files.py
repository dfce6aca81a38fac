"""What a draw of towns leaves in its folder: tables, and an order sheet for every town."""

from collections.abc import Sequence
from pathlib import Path

from buergerforum.core.chance import Seed
from buergerforum.core.draw.towns import part_of_seed
from buergerforum.io.files import write_bytes
from buergerforum.io.municipalities import OWN_HEADER
from buergerforum.io.staging import make_folder
from buergerforum.io.tables import write_csv
from buergerforum.io.workbooks import Cell, Sheet, write_workbook
from buergerforum.model import places
from buergerforum.model.towns import Municipality, TownDraw, TownsDraw
from buergerforum.texts import _, number, speaking

TOWNS_HEADER = (
    *("number", "replaces", "key", "name", "land", "size_class"),
    *("inhabitants", "bundles", "persons", "ticket"),
)
CELLS_HEADER = ("land", "size_class", "towns", "inhabitants", "persons", "bundles")


def write_towns(folder: Path, towns: Sequence[Municipality], drawn: TownsDraw) -> None:
    """Write ``towns.csv``, ``cells.csv`` and ``municipalities.csv``.

    Parameters
    ----------
    folder
        Where to.
    towns
        All that could be drawn, by key.
    drawn
        Which ones were.

    Raises
    ------
    StorageError
        If they cannot be written.
    """
    write_csv(folder / places.TOWNS, TOWNS_HEADER, town_rows(drawn))
    write_csv(folder / places.TOWN_CELLS, CELLS_HEADER, cell_rows(drawn))
    write_csv(
        folder / places.TOWN_TABLE,
        OWN_HEADER,
        ((town.key, town.name, town.land, str(town.inhabitants)) for town in towns),
    )


def town_rows(drawn: TownsDraw) -> list[tuple[str, ...]]:
    """Return the rows of ``towns.csv``: the towns by number, then those that step in; 0 replaces nobody."""
    return [
        (
            *(str(one.number), str(one.replaces), one.town.key, one.town.name, *one.cell),
            *(str(one.town.inhabitants), str(one.bundles), str(one.persons), one.ticket),
        )
        for one in (*drawn.towns, *drawn.replacements)
    ]


def cell_rows(drawn: TownsDraw) -> list[tuple[str, ...]]:
    """Return the rows of ``cells.csv``."""
    return [
        (*one.cell, str(one.towns), str(one.inhabitants), str(one.persons), str(one.bundles)) for one in drawn.cells
    ]


def write_orders(folder: Path, drawn: TownsDraw, seed: Seed, language: str) -> None:
    """Write ``towns.xlsx`` and one order sheet per town as plain text, those that step in apart from the others.

    Parameters
    ----------
    folder
        Where to.
    drawn
        The towns.
    seed
        Of which every town gets its part.
    language
        Of sheets and workbook; blank: that of the terminal.

    Raises
    ------
    StorageError
        If they cannot be written.
    """
    orders = folder / places.TOWN_ORDERS
    make_folder(orders / "replacements")
    with speaking(language):
        sheets = {orders / f"{one.number:04}-{one.town.key}.txt": order_sheet(one, seed) for one in drawn.towns}
        sheets |= {
            orders / "replacements" / f"{one.number:04}-{one.town.key}.txt": order_sheet(one, seed)
            for one in drawn.replacements
        }
        titles = (
            *(_("number"), _("replaces"), _("key"), _("name"), _("Land"), _("size class")),
            *(_("inhabitants"), _("people"), _("seed")),
        )
        pages = [
            Sheet(title, titles, [_cells(one, seed) for one in towns])
            for title, towns in ((_("towns"), drawn.towns), (_("replacements"), drawn.replacements))
        ]
    for path, text in sheets.items():
        write_bytes(path, text.encode())
    write_workbook(folder / "towns.xlsx", pages)


def _cells(one: TownDraw, seed: Seed) -> list[Cell]:
    return [
        *(one.number, one.replaces or "", one.town.key, one.town.name, *one.cell),
        *(one.town.inhabitants, one.persons, part_of_seed(seed, one.town.key)),
    ]


def order_sheet(one: TownDraw, seed: Seed) -> str:
    """Return what a town is asked to do, in the language spoken.

    Parameters
    ----------
    one
        The town.
    seed
        Of the whole draw.
    """
    part = part_of_seed(seed, one.town.key)
    told = [
        _("Order sheet {number}: draw at home").format(number=one.number),
        "",
        _("Municipality: {name} ({key})").format(name=one.town.name, key=one.town.key),
        _("Inhabitants in the official directory: {number}").format(number=number(one.town.inhabitants)),
        _("People to be invited: {number}").format(number=number(one.persons)),
        _("Your part of the seed, word for word: {seed}").format(seed=part),
        "",
    ]
    if one.replaces:
        told += [
            _("Please wait: you step in only if the municipality of order sheet {number} cannot take part.").format(
                number=one.replaces
            ),
            "",
        ]
    told += [
        _("1. Make the frame from your register: forum frame (see the user guide)."),
        _("2. Draw, at your place; nothing but the receipt leaves it:"),
        "",
        f'   forum draw --register frame.csv --size {one.persons} --seed "{part}" --out {one.town.key}',
        "",
        _("3. Invite those in {file}, and keep the lists.").format(file=f"{one.town.key}/{places.INVITEES}"),
        _("4. Send back {file}. It holds totals and digests, no data of people.").format(
            file=f"{one.town.key}/{places.RECEIPT}"
        ),
    ]
    return "\n".join(told) + "\n"
