"""What the receipt of a draw says was settled before it."""

from dataclasses import dataclass, field

from buergerforum.core.chance import Seed
from buergerforum.core.record.receipt import stated_seed
from buergerforum.model.draw import Allocation, Basis
from buergerforum.model.households import HouseholdRule, rule_in
from buergerforum.model.record import Receipt


@dataclass(frozen=True, slots=True)
class Rules:
    """What the receipt of a draw says was settled before the seed, and the seed."""

    size: int
    """Places."""
    allocation: Allocation
    """How they were given to strata."""
    strata: tuple[str, ...]
    """Columns."""
    household: str
    """Column of results; blank: no rule."""
    special: str
    """Column of special addresses; blank: none."""
    seed: Seed
    """Public."""
    wave: int = 1
    """Number of the wave."""
    basis: Basis = Basis.PROPORTIONAL
    """How a further wave came to its places."""
    response: str = ""
    """Name of the table of expected response; blank: none."""
    stop_list: str = ""
    """Name of the list of people who were not to be drawn; blank: none."""
    reserve: int | None = None
    """How many of the reserve were written down; None: all."""
    households: HouseholdRule = field(default_factory=HouseholdRule)
    """How households were told in the frame that was read."""


def read_rules(receipt: Receipt) -> Rules | None:
    """Return the rules that a receipt states; None: it states none that the toolkit knows.

    Receipts from before there were further waves, weights and stop lists do not speak of them.
    """
    options = receipt.options
    size, strata = options.get("size"), options.get("strata")
    household, special = options.get("household"), options.get("special")
    rule = next((one for one in Allocation if one.value == options.get("allocation")), None)
    seed = stated_seed(receipt)
    if rule is None or seed is None or not isinstance(size, int) or not isinstance(strata, tuple):
        return None
    if not (isinstance(household, str) and isinstance(special, str) and all(isinstance(one, str) for one in strata)):
        return None
    if len(set(strata)) < len(strata):  # a draw writes every column down once
        return None
    more = _read_more(receipt)
    if more is None or (rule is Allocation.SIMPLE and strata) or (rule is Allocation.WEIGHTED) != bool(more[2]):
        return None
    return Rules(size, rule, strata, household, special, seed, *more, rule_in(options))


def _read_more(receipt: Receipt) -> tuple[int, Basis, str, str, int | None] | None:
    options = receipt.options
    wave, reserve = options.get("wave", 1), options.get("reserve")
    basis = next((one for one in Basis if one.value == options.get("basis", Basis.PROPORTIONAL.value)), None)
    response, stop_list = options.get("response", ""), options.get("stop_list", "")
    if basis is None or type(wave) is not int or wave < 1 or (reserve is not None and type(reserve) is not int):
        return None
    if not (isinstance(response, str) and isinstance(stop_list, str)):
        return None
    return wave, basis, response, stop_list, reserve
