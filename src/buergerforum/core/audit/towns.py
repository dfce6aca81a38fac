"""Checks 5.5 and 5.6: a draw in many towns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from buergerforum.core.audit.listing import Listing, compare, misstated
from buergerforum.core.audit.recipe import check
from buergerforum.core.chance import Seed
from buergerforum.core.draw.returned import Order, doubly_filled, faults, order_of
from buergerforum.core.draw.towns import draw_towns
from buergerforum.core.record.receipt import stated_seed
from buergerforum.errors import InputError
from buergerforum.model.audit import Finding
from buergerforum.model.record import Receipt
from buergerforum.model.towns import Municipality, TownsDraw, TownsOptions
from buergerforum.texts import _, listed


@dataclass(frozen=True, slots=True)
class TownsWritten:
    """What a draw of towns wrote, and what its rows must be when they are made again."""

    towns: Listing
    """``towns.csv``."""
    cells: Listing
    """``cells.csv``."""
    receipt: str
    """Place of ``receipt.json``."""


def read_options(receipt: Receipt) -> tuple[TownsOptions, Seed] | None:
    """Return the choices and the seed that a receipt states; None: it states none that the toolkit knows."""
    options = receipt.options
    size, towns, cap, classes = (options.get(name) for name in ("size", "towns", "cap", "classes"))
    seed = stated_seed(receipt)
    if type(size) is not int or type(towns) is not int or not isinstance(cap, str) or not isinstance(classes, tuple):
        return None
    above, _slash, below = cap.partition("/")
    numbers = [above, below, *classes]
    if seed is None or not all(one.isascii() and one.isdigit() and len(one) < 10 for one in numbers):
        return None
    if min(size, towns, int(below), int(above)) < 1:
        return None
    return TownsOptions(size, towns, Fraction(int(above), int(below)), tuple(map(int, classes))), seed


def draw_again(receipt: Receipt, table: Sequence[Municipality]) -> TownsDraw | None:
    """Draw the towns again; None: it cannot be done by what the receipt states.

    Parameters
    ----------
    receipt
        Of the draw of towns.
    table
        All towns that could be drawn.
    """
    rules = read_options(receipt)
    if rules is None:
        return None
    try:
        return draw_towns(table, *rules)
    except InputError:
        return None


def check_towns(
    again: TownsDraw | None,
    rows: Mapping[str, tuple[Sequence[str], Sequence[Sequence[str]]]],
    written: TownsWritten,
    receipt: Receipt,
    foreign: str,
) -> list[Finding]:
    """Check 5.5: towns, cells, numbers and tickets follow from the directory and the seed.

    Proves that nobody chose the towns, and that with the numbers of people ordered every inhabitant of the directory
    has the same chance. Does not prove that the directory is that of the statistical office; its digest does.

    Parameters
    ----------
    again
        The draw made again; None: it cannot be.
    rows
        Headings and rows that ``towns`` and ``cells`` must have.
    written
        What was written.
    receipt
        Of the draw of towns.
    foreign
        What is wrong with the copy of the directory; blank: nothing.
    """
    made = check("5.5")
    if again is None:
        told = _("The receipt does not say by which rules and which seed was drawn.")
        return [made.contradiction(told, file=written.receipt)]
    found = [made.contradiction(foreign, file=written.receipt)] if foreign else []
    for listing, name in ((written.towns, "towns"), (written.cells, "cells")):
        header, expected = rows[name]
        columns = list(zip(*expected, strict=True)) or [()] * len(header)
        found += compare(made, listing, dict(zip(header, columns, strict=True)))
    figures = {
        "inhabitants": again.inhabitants,
        "drawn": len(again.towns),
        "replacements": len(again.replacements),
        "persons": sum(one.persons for one in again.towns),
    }
    found += misstated(made, receipt, figures, written.receipt)
    told = _("towns: {towns}, people: {persons}")
    return made.concluded(found, told.format(towns=len(again.towns), persons=figures["persons"]), written.towns.file)


def check_returned(
    orders: Sequence[Order], seed: Seed, receipts: Mapping[str, Receipt | None], file: str
) -> list[Finding]:
    """Check 5.6: what the towns sent back answers the order sheets.

    Proves that every town that sent its receipt drew as many people as it was told, with its part of the seed, by a
    rule that gives everybody the same chance. Whom it drew can be checked there only.

    Parameters
    ----------
    orders
        As the draw of towns gave them.
    seed
        Of the draw of towns.
    receipts
        By place; None: it is no receipt.
    file
        Place of the list of what was sent back.
    """
    made = check("5.6")
    found = []
    answered: dict[int, Order] = {}
    for place, receipt in receipts.items():
        order = order_of(receipt, orders, seed) if receipt else None
        if receipt is None or order is None:
            found.append(made.contradiction(_("This is no receipt that answers an order."), file=place))
            continue
        found += [made.contradiction(what, file=place) for what in faults(order, receipt)]
        answered[len(answered)] = order
    for order in doubly_filled(answered):
        told = _("{key} drew although the municipality of order sheet {number} drew, too.")
        found.append(made.contradiction(told.format(key=order.key, number=order.replaces), file=file))
    done = {one.replaces or one.number for one in answered.values()}
    missing = tuple(one.key for one in orders if not one.replaces and one.number not in done)
    if missing:
        found.append(made.note(_("No receipt has come from: {keys}").format(keys=listed(missing)), file))
    return made.concluded(found, _("receipts: {number}").format(number=len(answered)), file)
