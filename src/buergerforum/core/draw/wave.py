"""The draw: through the ticket order, as long as there is room.

Invite whoever's stratum still has a place and of whose household nobody has been invited (no household, or a
special address: no such condition). All others, in ticket order, are the reserve. A further wave gives the strata new
places and continues through the reserve by the same rule, against all households invited so far.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from buergerforum.core.chance import Seed, in_ticket_order, tickets
from buergerforum.core.draw import allocation
from buergerforum.errors import InputError, Problem
from buergerforum.model.draw import Allocation, Basis, Draw, Frame, Standing, Stratum, StratumCount, Wave
from buergerforum.texts import _, ngettext

Weights = Mapping[Stratum, int]
"""Weight of every stratum, 1 or more; empty but for the allocation ``weighted``."""


def draw(frame: Frame, size: int, seed: Seed, rule: Allocation, weights: Weights | None = None) -> Draw:
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
    weights
        Of the strata, for the allocation ``weighted``.

    Raises
    ------
    InputError
        If the frame has fewer residents than places.
    """
    if size > len(frame.ids):
        raise InputError([_too_few(size, len(frame.ids))])
    strata = strata_under(rule, frame)
    residents = Counter(strata)
    counts = proportional_counts(size, residents, seed, rule, weights or {})
    drawn = tickets(seed, frame.ids)
    return hold(Standing(frame, drawn, (), in_ticket_order(drawn, frame.ids), residents), strata, counts)


def draw_further(standing: Standing, wave: Wave, seed: Seed, rule: Allocation, weights: Weights | None = None) -> Draw:
    """Draw a further wave from the reserve.

    Parameters
    ----------
    standing
        How far the draw has come.
    wave
        What it is to bring.
    seed
        That of the first wave.
    rule
        How the first wave gave places to strata.
    weights
        As in the first wave.

    Raises
    ------
    InputError
        If the reserve has fewer people than places.
    """
    left = standing.left_in()
    if wave.size > sum(left.values()):
        raise InputError([_too_few_left(wave.size, sum(left.values()))])
    if wave.basis is Basis.PROPORTIONAL:
        counts = proportional_counts(wave.size, standing.residents, seed, rule, weights or {}, wave.number)
    else:
        counts = _wanted_counts(wave, standing, left, seed)
    counts = [_counted(count, before=standing.residents[count.stratum] - left[count.stratum]) for count in counts]
    return hold(standing, strata_under(rule, standing.frame), counts)


def strata_under(rule: Allocation, frame: Frame) -> Sequence[Stratum]:
    """Return the stratum of every resident as the allocation sees it: a simple draw has only one."""
    return [()] * len(frame.ids) if rule is Allocation.SIMPLE else frame.strata


def proportional_counts(
    size: int, residents: Mapping[Stratum, int], seed: Seed, rule: Allocation, weights: Weights, number: int = 1
) -> list[StratumCount]:
    """Return the strata in their order with places and chances, before anybody is invited.

    Parameters
    ----------
    size
        Places.
    residents
        By stratum.
    seed, rule, weights
        As in :func:`draw`.
    number
        Of the wave.
    """
    order = sorted(residents)
    sizes = [residents[stratum] for stratum in order]
    if rule is Allocation.LARGEST_REMAINDER:
        places = allocation.largest_remainder(size, sizes)
        chances = list(zip(places, sizes, strict=True))
    else:
        shares = allocation.proportional(size, sizes)
        if rule is Allocation.WEIGHTED:
            shares = allocation.weighted(size, sizes, [weights[stratum] for stratum in order])
        places = shares.drawn(seed, allocation.purpose(number))
        chances = allocation.chances(shares, sizes)
    return [StratumCount(*one) for one in zip(order, sizes, places, [0] * len(order), chances, strict=True)]


def _wanted_counts(wave: Wave, standing: Standing, left: Mapping[Stratum, int], seed: Seed) -> list[StratumCount]:
    """Return the strata with their places; all who are left in a stratum are equally likely."""
    order = sorted(standing.residents)
    wanted = allocation.proportional(wave.size, [wave.wanted.get(stratum, 0) for stratum in order])
    places = wanted.drawn(seed, allocation.purpose(wave.number))
    return [
        StratumCount(one, standing.residents[one], given, 0, (min(given, left[one]), left[one] or 1))
        for one, given in zip(order, places, strict=True)
    ]


def _counted(count: StratumCount, *, before: int = 0, invited: int = 0) -> StratumCount:
    return StratumCount(count.stratum, count.residents, count.places, invited, count.chance, before)


def hold(standing: Standing, strata: Sequence[Stratum], counts: Sequence[StratumCount]) -> Draw:
    """Hold a wave.

    Parameters
    ----------
    standing
        How far the draw has come.
    strata
        Of every resident, as the allocation sees it.
    counts
        Places of the strata, before anybody is invited.
    """
    room = {count.stratum: count.places for count in counts}
    households = standing.frame.households
    seen = {household for place in standing.invited if (household := households[place])}
    invited, gave_way = go_through(standing.left, strata, households, room, seen)
    taken = set(invited)
    return Draw(
        invited=invited,
        reserve=[place for place in standing.left if place not in taken],
        tickets=standing.tickets,
        counts=tuple(
            _counted(count, before=count.before, invited=count.places - room[count.stratum]) for count in counts
        ),
        gave_way=gave_way,
    )


def go_through(
    sequence: Sequence[int],
    strata: Sequence[Stratum],
    households: Sequence[str],
    room: dict[Stratum, int],
    seen: set[str],
) -> tuple[list[int], int]:
    """Invite along the sequence.

    Parameters
    ----------
    sequence
        Positions in ticket order.
    strata, households
        Of every position; a blank household is none.
    room
        What is left of each stratum's places; used up.
    seen
        Households of which somebody has been invited; grows.

    Returns
    -------
    invited : list of int
        Positions, in ticket order.
    gave_way : int
        How many were passed over for their household although there was a place.
    """
    invited: list[int] = []
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


def _too_few_left(size: int, left: int) -> Problem:
    return Problem(
        _("More people are to be drawn than are left in the reserve."),
        found=ngettext("{number} resident", "{number} residents", left).format(number=left),
        expected=_("at least {number}").format(number=size),
        remedy=_("Give a smaller --size."),
    )
