"""Room 7: the lot, the panel, the waiting list."""

from collections.abc import Sequence

from buergerforum.core.audit.listing import Listing, compare
from buergerforum.core.audit.lottery import Conditions
from buergerforum.core.audit.recipe import Check, check
from buergerforum.core.chance import digest, lot_number
from buergerforum.core.record.receipt import stated_seed
from buergerforum.core.selection.waiting import choose_waiting
from buergerforum.model.audit import Finding
from buergerforum.model.record import Receipt
from buergerforum.texts import _, ngettext


def lot_drawn(receipt: Receipt, lots: int) -> int | None:
    """Return the number of the lot by the rule; None: neither a seed nor a number that is a lot is in the receipt."""
    number = receipt.options.get("number")
    if receipt.seed is not None:
        seed = stated_seed(receipt)
        return lot_number(lots, seed) if seed is not None and number is None else None
    if isinstance(number, str) and number.isascii() and number.isdigit() and len(number) == len(str(lots - 1)):
        return int(number) if int(number) < lots else None
    return None


def drawn(receipt: Receipt, lots: int, file: str) -> list[Finding]:
    """Check 7.1: the lot follows from the seed, or is the number that was drawn in public.

    Proves that the seed in the receipt gives this lot. That seed or number are those which were drawn in public is seen
    from the protocol of that draw.
    """
    made = check("7.1")
    lot = lot_drawn(receipt, lots)
    if lot is None:
        told = _("seed {seed}, number {number}").format(seed=receipt.seed, number=receipt.options.get("number"))
        return [made.contradiction(told, file=file, expected=_("a seed, or the number of a lot"))]
    shown = str(lot).zfill(len(str(lots - 1)))
    stated = receipt.figures.get("lot")
    if stated != shown:
        return [made.contradiction(_("lot {number}").format(number=stated), file=file, expected=shown)]
    if receipt.seed is not None:
        return [made.ok(_("lot {number} from seed “{seed}”").format(number=shown, seed=receipt.seed), file)]
    return [made.ok(_("lot {number}, drawn in public").format(number=shown), file)]


def seated(panel: Listing, members: Sequence[str], pool: Listing) -> list[Finding]:
    """Check 7.2: the members of the panel are those of the lot, with the data of the pool.

    Proves that nobody was exchanged after the draw, and that nobody's data were.

    Parameters
    ----------
    panel
        ``panel.csv``.
    members
        Of the lot.
    pool
        ``pool.csv`` beside it.
    """
    return same_people(check("7.2"), panel, members, pool)


def waiting(listing: Listing, ids: Sequence[str], pool: Listing) -> list[Finding]:
    """Check 7.3: the waiting list is the one that the rule gives for this panel, with the data of the pool.

    Proves that nobody was put on the list, left out or moved.

    Parameters
    ----------
    listing
        ``waiting.csv``.
    ids
        As :func:`right_waiting_list` gives them.
    pool
        ``pool.csv`` beside it.
    """
    return same_people(check("7.3"), listing, ids, pool)


def right_waiting_list(conditions: Conditions, members: Sequence[str], size: int, lot: int) -> tuple[str, ...] | None:
    """Return the waiting list that follows from pool, quotas, panel and lot; None: the panel is not of the pool."""
    pool = conditions.pool
    ids = {one.id for one in pool.applicants}
    if not ids.issuperset(members):
        return None
    order = {person: digest("waiting", str(lot), person) for person in ids}
    return choose_waiting(pool, conditions.table, tuple(members), size, order)


def same_people(made: Check, listing: Listing, ids: Sequence[str], pool: Listing) -> list[Finding]:
    """Compare a table of people with who must stand in it, and with the data of the pool.

    Parameters
    ----------
    made
        The check that compares.
    listing
        As written.
    ids
        Who must stand in it, in this order.
    pool
        ``pool.csv`` beside it.
    """
    place_of = {person: place for place, person in enumerate(pool.columns.get("id", []))}
    if strangers := sum(person not in place_of for person in ids):
        told = ngettext("{number} person is not in the pool.", "{number} people are not in the pool.", strangers)
        return [made.contradiction(told.format(number=strangers), file=pool.file)]
    places = [place_of[person] for person in ids]
    columns = {heading: [column[place] for place in places] for heading, column in pool.columns.items()}
    told = _("people: {number}").format(number=len(ids))
    return made.concluded(compare(made, listing, columns), told, listing.file)
