"""The draw: through the ticket order, as long as there is room.

Invite whoever's stratum still has a place and of whose household nobody has been invited (no household, or a
special address: no such condition). All others, in ticket order, are the reserve. A further wave gives the strata new
places and continues through the reserve by the same rule.
"""

from collections import Counter
from collections.abc import Sequence

from buergerforum.core.chance import Seed, in_ticket_order, tickets
from buergerforum.core.draw import allocation
from buergerforum.errors import InputError, Problem
from buergerforum.model.draw import Allocation, Draw, Frame, Stratum, StratumCount
from buergerforum.texts import _, ngettext


def draw(frame: Frame, size: int, seed: Seed, rule: Allocation) -> Draw:
    """Draw the first wave.

    Parameters
    ----------
    frame
        Everybody who may be drawn; the order does not matter.
    size
        How many to invite, 1 … number of residents.
    seed
        The public seed.
    rule
        How places are given to strata.

    Raises
    ------
    InputError
        If the frame has fewer residents than places.
    """
    if size > len(frame.ids):
        raise InputError([_too_few(size, len(frame.ids))])
    strata: Sequence[Stratum] = [()] * len(frame.ids) if rule is Allocation.SIMPLE else frame.strata
    residents = Counter(strata)
    order = sorted(residents)
    sizes = [residents[stratum] for stratum in order]
    places = _places(size, sizes, seed, rule)
    drawn = tickets(seed, frame.ids)
    sequence = in_ticket_order(drawn, frame.ids)
    room = dict(zip(order, places, strict=True))
    invited, gave_way = _go_through(sequence, strata, frame.households, room)
    taken = set(invited)
    equal = rule is not Allocation.LARGEST_REMAINDER
    return Draw(
        invited=invited,
        reserve=[place for place in sequence if place not in taken],
        tickets=drawn,
        counts=tuple(
            StratumCount(stratum, count, given, given - room[stratum], chance)
            for stratum, count, given, chance in zip(
                order, sizes, places, allocation.chances(size, sizes, places, equal=equal), strict=True
            )
        ),
        gave_way=gave_way,
    )


def _places(size: int, sizes: list[int], seed: Seed, rule: Allocation) -> list[int]:
    if rule is Allocation.LARGEST_REMAINDER:
        return allocation.largest_remainder(size, sizes)
    return allocation.exact(size, sizes, seed)


def _go_through(
    sequence: Sequence[int], strata: Sequence[Stratum], households: Sequence[str], room: dict[Stratum, int]
) -> tuple[list[int], int]:
    """Invite along the sequence; `room` is what is left of each stratum's places, and is used up."""
    invited: list[int] = []
    seen: set[str] = set()
    gave_way = 0
    left = sum(room.values())
    for place in sequence:
        if not left:
            break
        if not room[strata[place]]:
            continue
        household = households[place]
        if household:
            if household in seen:
                gave_way += 1
                continue
            seen.add(household)
        room[strata[place]] -= 1
        left -= 1
        invited.append(place)
    return invited, gave_way


def _too_few(size: int, residents: int) -> Problem:
    return Problem(
        _("More people are to be drawn than there are in the frame."),
        found=ngettext("{number} resident", "{number} residents", residents).format(number=residents),
        expected=_("at least {number}").format(number=size),
        remedy=_("Give a smaller --size, or check whether the frame is complete."),
    )
