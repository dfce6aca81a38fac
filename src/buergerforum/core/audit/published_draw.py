"""Room 5 on what is published: the draw from its tickets, and for everybody from counts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from buergerforum.core.audit.listing import Listing, differs
from buergerforum.core.audit.recipe import check
from buergerforum.core.draw import allocation
from buergerforum.core.draw.rules import Rules
from buergerforum.model.audit import Finding
from buergerforum.model.draw import Allocation
from buergerforum.model.record import Receipt
from buergerforum.texts import _

_BY_SEED = (Allocation.EXACT, Allocation.SIMPLE)
"""Allocations whose places follow from residents and seed, and add up over neighbours."""


@dataclass(frozen=True, slots=True)
class Resident:
    """One row of invitees or reserve."""

    id: str
    """Salted."""
    stratum: tuple[str, ...]
    """Values of the stratum columns."""
    household: str
    """Salted; blank: none, or a special address."""
    ticket: str
    """As published."""


def public_places(rules: Rules, strata: Listing, receipt: Receipt) -> list[Finding]:
    """Check 5.1 for everybody: places follow from residents and seed, also where small strata were put together.

    With the allocation ``exact`` the places of neighbours add up, so that the row of several strata can be checked as
    one. With another allocation only the sums are compared.
    """
    made = check("5.1")
    try:
        counts = {name: [int(cell) for cell in strata.columns[name]] for name in ("residents", "places", "invited")}
    except (KeyError, ValueError):
        return [made.contradiction(_("This is no table of strata."), file=strata.file)]
    found = []
    if rules.allocation in _BY_SEED and sum(counts["residents"]) > 0:
        right = allocation.exact(rules.size, counts["residents"], rules.seed)
        differing = differs(made, strata, "places", list(map(str, right)))
        found += [differing] if differing else []
    sums = {"residents": "residents", "invited": "invited"}
    for column, figure in sums.items():
        if sum(counts[column]) != receipt.figures.get(figure):
            told = f"{column}: {sum(counts[column])}"
            found.append(made.contradiction(told, file=strata.file, expected=str(receipt.figures.get(figure))))
    if any(invited > places for invited, places in zip(counts["invited"], counts["places"], strict=True)):
        found.append(made.contradiction(_("More were invited than there are places."), file=strata.file))
    told = _("rows: {number}; small strata were put together").format(number=len(strata.rows))
    return made.concluded(found, told, strata.file)


def public_tickets(tickets: Listing, receipt: Receipt) -> list[Finding]:
    """Check 5.2 for everybody: as many tickets as invitees, in order, none twice.

    Everybody who knows their id can compare their own ticket; whose tickets these are is not published.
    """
    made = check("5.2")
    found = []
    listed = list(tickets.columns.get("ticket", []))
    if listed != sorted(set(listed)):
        found.append(made.contradiction(_("The tickets are not in order."), file=tickets.file))
    if len(listed) != receipt.figures.get("invited"):
        told = _("tickets: {number}").format(number=len(listed))
        found.append(made.contradiction(told, file=tickets.file, expected=str(receipt.figures.get("invited"))))
    return made.concluded(found, _("tickets: {number}").format(number=len(listed)), tickets.file)


def ticket_draw(
    rules: Rules, invited: Sequence[Resident], reserve: Sequence[Resident], strata: Listing
) -> list[Finding]:
    """Check 5.1 to 5.3 for auditors: the walk through the published tickets gives these invitees and this reserve."""
    people = sorted((*invited, *reserve), key=lambda one: (one.ticket, one.id))
    residents = Counter(one.stratum for one in people)
    order = sorted(residents)
    room = dict(zip(order, _places(rules, [residents[one] for one in order], strata), strict=True))
    given = dict(room)
    drawn: list[Resident] = []
    seen: set[str] = set()
    for one in people:
        if len(drawn) == rules.size:
            break
        if room[one.stratum] and not (one.household and one.household in seen):
            room[one.stratum] -= 1
            drawn.append(one)
            seen |= {one.household} - {""}
    taken = {one.id for one in drawn}
    rest = [one.id for one in people if one.id not in taken]
    first = check("5.1")
    columns = {"residents": residents, "places": given, "invited": Counter(one.stratum for one in drawn)}
    wrong = [
        finding
        for heading, counted in columns.items()
        if (finding := differs(first, strata, heading, [str(counted[one]) for one in order]))
    ]
    return [
        *first.concluded(wrong, _("strata: {number}").format(number=len(order)), strata.file),
        *_same("5.2", [one.id for one in drawn], [one.id for one in invited]),
        *_same("5.3", rest, [one.id for one in reserve]),
    ]


def _places(rules: Rules, residents: list[int], strata: Listing) -> list[int]:
    """Return the places of the strata; where weights decide, which are not published, those that are stated."""
    if rules.allocation is Allocation.LARGEST_REMAINDER:
        return allocation.largest_remainder(rules.size, residents)
    if rules.allocation in _BY_SEED:
        return allocation.exact(rules.size, residents, rules.seed)
    stated = [int(cell) if cell.isdecimal() else 0 for cell in strata.columns.get("places", [])]
    return [*stated, *[0] * len(residents)][: len(residents)]


def _same(number: str, right: Sequence[str], listed: Sequence[str]) -> list[Finding]:
    made = check(number)
    if list(right) == list(listed):
        return [made.ok(_("people: {number}, by their tickets").format(number=len(right)))]
    fitting = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(right, listed, strict=False)))
    told = _("The list differs from place {place} on.").format(place=fitting + 1)
    return [made.contradiction(told, expected=_("people: {number}").format(number=len(right)))]
