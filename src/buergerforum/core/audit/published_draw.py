"""Room 5 on what is published: every wave from its tickets, and for everybody from counts."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from buergerforum.core.audit.listing import Listing, differs
from buergerforum.core.audit.recipe import Check, check
from buergerforum.core.draw import allocation
from buergerforum.core.draw.rules import Rules
from buergerforum.core.draw.wave import Weights, hold, proportional_counts, strata_under
from buergerforum.model.audit import Finding
from buergerforum.model.draw import Allocation, Basis, Draw, Register, Standing, Stratum
from buergerforum.model.record import Receipt
from buergerforum.texts import _, ngettext

_BY_SEED = (Allocation.EXACT, Allocation.SIMPLE)
"""Allocations whose places follow from residents and seed, and add up over neighbours."""
TICKET = 32
"""Bytes."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The strata of a wave as everybody sees them."""

    names: tuple[tuple[str, ...], ...]
    """Of the rows."""
    residents: tuple[int, ...]
    """By row."""
    before: tuple[int, ...]
    """Invited in earlier waves; of the first wave nobody."""
    places: tuple[int, ...]
    """By row."""
    invited: tuple[int, ...]
    """By row."""


def read_counts(rules: Rules, strata: Listing) -> Counts | None:
    """Return the counts of a table of strata; None: it is none."""
    headings = ("residents", *(["before"] if rules.wave > 1 else []), "places", "invited")
    if strata.header != (*rules.strata, *headings):
        return None
    cells = {heading: strata.columns[heading] for heading in headings}
    if not all(cell.isascii() and cell.isdigit() and len(cell) < 12 for column in cells.values() for cell in column):
        return None
    numbers = {heading: tuple(map(int, column)) for heading, column in cells.items()}
    names = tuple(zip(*(strata.columns[one] for one in rules.strata), strict=True)) or ((),) * len(strata.rows)
    before = numbers.get("before", (0,) * len(strata.rows))
    return Counts(names, numbers["residents"], before, numbers["places"], numbers["invited"])


def public_places(rules: Rules, strata: Listing, receipt: Receipt, earlier: Sequence[Counts]) -> list[Finding]:
    """Check 5.1 for everybody: places follow from residents and seed, also where small strata were put together.

    With the allocation ``exact`` the places of neighbours add up, so that the row of several strata can be checked as
    one. With another allocation, and in a wave whose places came about otherwise, only the sums are compared.

    Parameters
    ----------
    rules
        Of the wave.
    strata
        ``strata.csv``.
    receipt
        Of the wave.
    earlier
        Counts of all waves before it.
    """
    made = check("5.1")
    counts = read_counts(rules, strata)
    if counts is None:
        return [made.contradiction(_("This is no table of strata."), file=strata.file)]
    found = []
    if rules.allocation in _BY_SEED and rules.basis is Basis.PROPORTIONAL and sum(counts.residents) > 0:
        shares = allocation.proportional(rules.size, counts.residents)
        right = shares.drawn(rules.seed, allocation.purpose(rules.wave))
        differing = differs(made, strata, "places", list(map(str, right)))
        found += [differing] if differing else []
    sums = {"residents": receipt.figures.get("residents"), "invited": receipt.figures.get("invited")}
    if rules.wave > 1:
        sums["before"] = sum(sum(one.invited) for one in earlier)
        found += _before(made, counts, earlier, strata.file)
    if rules.allocation is not Allocation.WEIGHTED or rules.basis is not Basis.PROPORTIONAL:
        sums["places"] = rules.size
    for column, figure in sums.items():
        if sum(getattr(counts, column)) != figure:
            told = f"{column}: {sum(getattr(counts, column))}"
            found.append(made.contradiction(told, file=strata.file, expected=str(figure)))
    if any(invited > places for invited, places in zip(counts.invited, counts.places, strict=True)):
        found.append(made.contradiction(_("More were invited than there are places."), file=strata.file))
    told = _("rows: {number}; small strata were put together").format(number=len(strata.rows))
    return made.concluded(found, told, strata.file)


def _before(made: Check, counts: Counts, earlier: Sequence[Counts], file: str) -> list[Finding]:
    """Compare row by row with the waves before, where they were put together in the same way."""
    if any(one.names != counts.names for one in earlier):
        return []
    right = [sum(invited) for invited in zip(*(one.invited for one in earlier), strict=True)]
    if not earlier or list(counts.before) == right:
        return []
    said = ", ".join(map(str, counts.before))
    return [made.contradiction(f"before: {said}", file=file, expected=", ".join(map(str, right)))]


def public_tickets(tickets: Listing, receipt: Receipt, earlier: Collection[str]) -> list[Finding]:
    """Check 5.2 for everybody: as many tickets as invitees, in order, none twice and none of an earlier wave.

    Everybody who knows their id can compare their own ticket; whose tickets these are is not published.
    """
    made = check("5.2")
    found = []
    listed = list(tickets.columns.get("ticket", []))
    if listed != sorted(set(listed)):
        found.append(made.contradiction(_("The tickets are not in order."), file=tickets.file))
    if twice := sum(one in earlier for one in listed):
        told = ngettext(
            "{number} ticket was invited in an earlier wave.", "{number} tickets were invited in earlier waves.", twice
        )
        found.append(made.contradiction(told.format(number=twice), file=tickets.file))
    if len(listed) != receipt.figures.get("invited"):
        told = _("tickets: {number}").format(number=len(listed))
        found.append(made.contradiction(told, file=tickets.file, expected=str(receipt.figures.get("invited"))))
    return made.concluded(found, _("tickets: {number}").format(number=len(listed)), tickets.file)


def by_tickets(
    rules: Rules, register: Register, tickets: Sequence[bytes], weights: Weights, stated: Mapping[Stratum, int]
) -> tuple[Standing, Draw] | None:
    """Hold the first wave again for auditors, from published tickets; None: its rules cannot be held to.

    Parameters
    ----------
    rules
        As the receipt states them.
    register
        Invitees and reserve, under salted ids.
    tickets
        Of all of them, as published: what they follow from are the original ids.
    weights
        Of the strata, for the allocation ``weighted``.
    stated
        Residents by stratum where the reserve was cut, so that they cannot be counted; else empty.

    Returns
    -------
    tuple
        What the wave starts from, and the wave.
    """
    frame = register.frame
    strata = strata_under(rules.allocation, frame)
    residents = stated or Counter(strata)
    if not 1 <= rules.size <= sum(residents.values()) or not residents.keys() >= set(strata):
        return None
    order = sorted(range(len(frame.ids)), key=lambda place: (tickets[place], frame.ids[place]))
    counts = proportional_counts(rules.size, residents, rules.seed, rules.allocation, weights)
    standing = Standing(frame, tickets, (), order, residents)
    return standing, hold(standing, strata, counts)
