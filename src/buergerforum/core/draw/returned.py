"""What towns send back: receipts of draws at home, held against the order sheets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from buergerforum.core.chance import Seed
from buergerforum.core.draw.rules import read_rules
from buergerforum.core.draw.towns import part_of_seed
from buergerforum.model.draw import Allocation
from buergerforum.model.record import Receipt
from buergerforum.texts import _


@dataclass(frozen=True, slots=True)
class Order:
    """What a town was asked to do."""

    number: int
    """Of the order sheet."""
    replaces: int
    """Number of the town for which it steps in; 0: it was drawn itself."""
    key: str
    """Of the municipality."""
    persons: int
    """To be invited."""


def order_of(receipt: Receipt, orders: Sequence[Order], seed: Seed) -> Order | None:
    """Return the order that a receipt answers, by its part of the seed; None: it answers none."""
    return next((one for one in orders if receipt.seed == part_of_seed(seed, one.key)), None)


def faults(order: Order, receipt: Receipt) -> list[str]:
    """Return what in a receipt is not as it was ordered, in words; nothing: it is.

    Parameters
    ----------
    order
        By the part of the seed.
    receipt
        As it was sent back.
    """
    rules = read_rules(receipt)
    if receipt.stage != "draw" or rules is None or rules.wave != 1:
        return [_("this is no receipt of a first draw")]
    found = []
    if rules.size != order.persons:
        found.append(
            _("{found} people were drawn for, {persons} were ordered").format(found=rules.size, persons=order.persons)
        )
    if rules.allocation not in {Allocation.EXACT, Allocation.SIMPLE}:
        found.append(
            _("with the allocation “{name}” not everybody has the same chance").format(name=rules.allocation.value)
        )
    invited = receipt.figures.get("invited")
    if type(invited) is not int or not 0 <= invited <= rules.size:
        found.append(_("it does not say how many were invited"))
    return found


def doubly_filled(returned: Mapping[int, Order]) -> list[Order]:
    """Return the replacements that drew although the town that they step in for drew, too.

    Parameters
    ----------
    returned
        Orders answered; keys are not looked at.
    """
    own = {one.number for one in returned.values() if not one.replaces}
    return [one for one in returned.values() if one.replaces in own]
