"""The draw of towns: first towns, then, in each of them at home, people; every inhabitant has the same chance.

Section 12 of ``docs/specification.md`` is the rule; the letters here are those there. n people are to be invited among
N inhabitants. A cell c with M_c inhabitants gets n_c people, rounded systematically, so that the mean is n·M_c/N.
These are divided into m_c bundles, and a town with M_i inhabitants gets m_c·M_i/M_c bundles, rounded systematically
along the ticket order of the cell. So town i invites n·M_i/N people on average, and each of its inhabitants has the
chance n/N.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, zip_longest

from buergerforum.core.chance import Seed, digest, whole_number_below
from buergerforum.core.draw.allocation import Shares, largest_remainder, proportional
from buergerforum.errors import InputError, Problem
from buergerforum.model.towns import Cell, CellDraw, Municipality, TownDraw, TownsDraw, TownsOptions
from buergerforum.texts import _

PERSONS = "towns: persons"
"""Purpose of the whole number that rounds the people of the cells."""


def draw_towns(towns: Sequence[Municipality], options: TownsOptions, seed: Seed) -> TownsDraw:
    """Draw towns, how many people each invites, and who steps in.

    Parameters
    ----------
    towns
        All of the country, the Land or the region; their order does not matter.
    options
        What was chosen before the seed.
    seed
        Drawn in public.

    Raises
    ------
    InputError
        If there are fewer inhabitants than people to be invited, or the cap cannot be kept.
    """
    whole = sum(town.inhabitants for town in towns)
    if not options.size <= whole:
        raise InputError([_too_few(options.size, whole)])
    members = cells_of(towns, options.classes)
    cells = sorted(members, key=lambda cell: _place(cell, options.classes))
    sizes = [sum(town.inhabitants for town in members[cell]) for cell in cells]
    persons = proportional(options.size, sizes).drawn(seed, PERSONS)
    bundles = _bundles(options, [members[cell] for cell in cells], sizes, persons)
    counted = tuple(
        CellDraw(cell, len(members[cell]), size, number, parts)
        for cell, size, number, parts in zip(cells, sizes, persons, bundles, strict=True)
    )
    pairs = [pair for one in counted for pair in _drawn(one, members[one.cell], options, seed)]
    chosen = tuple(replace(own, number=number) for number, (own, _step) in enumerate(pairs, 1))
    steps = [(number, step) for number, (_own, step) in enumerate(pairs, 1) if step]
    replacements = tuple(
        replace(step, number=number, replaces=replaced) for number, (replaced, step) in enumerate(steps, 1)
    )
    return TownsDraw(counted, chosen, replacements, whole)


def part_of_seed(seed: Seed, key: str) -> str:
    """Return the seed with which a town draws at home.

    Examples
    --------
    >>> part_of_seed(Seed("4 7 2 9"), "05913000")
    '4 7 2 9 / 05913000'
    """
    return f"{seed} / {key}"


def class_names(classes: Sequence[int]) -> list[str]:
    """Return the names of the size classes.

    Examples
    --------
    >>> class_names((2000, 5000))
    ['1-1999', '2000-4999', '5000+']
    """
    lowest = [1, *classes]
    above = [*(f"-{one - 1}" for one in classes), "+"]
    return [f"{low}{high}" for low, high in zip(lowest, above, strict=True)]


def cells_of(towns: Iterable[Municipality], classes: Sequence[int]) -> dict[Cell, list[Municipality]]:
    """Return the towns of every cell of Land and size class, by key."""
    names = class_names(classes)
    found: dict[Cell, list[Municipality]] = {}
    for town in sorted(towns, key=lambda town: town.key):
        found.setdefault((town.land, names[bisect_right(classes, town.inhabitants)]), []).append(town)
    return found


def joined(towns: Iterable[Municipality]) -> list[Municipality]:
    """Return associations in the place of their members; a town outside of any stays as it is."""
    members: dict[str, list[Municipality]] = {}
    for town in towns:
        members.setdefault(town.association or town.key, []).append(town)
    return [
        own[0]
        if len(own) == 1
        else Municipality(
            key, own[0].association_name or own[0].name, own[0].land, sum(town.inhabitants for town in own), key
        )
        for key, own in members.items()
    ]


def limit(town: Municipality, options: TownsOptions) -> int:
    """Return how many people a town may invite: one, or as many whole ones as the cap allows."""
    return max(1, town.inhabitants * options.cap.numerator // options.cap.denominator)


def _place(cell: Cell, classes: Sequence[int]) -> tuple[str, int]:
    return cell[0], class_names(classes).index(cell[1])


def _bundles(
    options: TownsOptions, members: Sequence[Sequence[Municipality]], sizes: Sequence[int], persons: Sequence[int]
) -> list[int]:
    """Return m_c: in proportion to n_c, at least one where there is anybody, and more where the cap needs it."""
    wished = largest_remainder(options.towns, persons)
    found = []
    problems = []
    for towns, size, number, wish in zip(members, sizes, persons, wished, strict=True):
        fitting = (
            parts
            for parts in range(min(max(wish, 1), number), number + 1)
            if all(-(-parts * town.inhabitants // size) * -(-number // parts) <= limit(town, options) for town in towns)
        )
        parts = next(fitting, None) if number else 0
        if parts is None:
            problems.append(_capped(towns[0].land, number, size))
        found.append(parts or 0)
    if problems:
        raise InputError(problems)
    return found


def _drawn(
    cell: CellDraw, towns: Sequence[Municipality], options: TownsOptions, seed: Seed
) -> list[tuple[TownDraw, TownDraw | None]]:
    """Return the towns of a cell that are drawn, each with the one that steps in for it; not numbered yet."""
    if not cell.persons:
        return []
    name = " ".join(cell.cell)
    tickets = {town.key: digest("town", seed, town.key).hex() for town in towns}
    order = sorted(towns, key=lambda town: (tickets[town.key], town.key))
    hits = _systematic(order, cell.bundles, f"towns: start {name}", seed)
    bundles = Shares((cell.persons,) * cell.bundles, cell.bundles).drawn(seed, f"towns: bundles {name}")
    upto = list(accumulate(bundles, initial=0))
    ends = list(accumulate(hits, initial=0))
    own = [
        TownDraw(0, town, cell.cell, hit, upto[end] - upto[end - hit], tickets[town.key])
        for town, hit, end in zip(order, hits, ends[1:], strict=True)
        if hit
    ]
    left = [town for town, hit in zip(order, hits, strict=True) if not hit]
    spare = _systematic(left, len(own), f"towns: replacements {name}", seed) if left else []
    stepping = [town for town, hit in zip(left, spare, strict=True) if hit]
    return [(one, _stepping(one, town, options, tickets)) for one, town in zip_longest(own, stepping[: len(own)])]


def _stepping(
    one: TownDraw, town: Municipality | None, options: TownsOptions, tickets: Mapping[str, str]
) -> TownDraw | None:
    if town is None:
        return None
    return TownDraw(0, town, one.cell, one.bundles, min(one.persons, limit(town, options)), tickets[town.key])


def _systematic(order: Sequence[Municipality], parts: int, purpose: str, seed: Seed) -> list[int]:
    """Return how many of `parts` equal steps along the line of inhabitants fall on every town."""
    shares = proportional(parts, [town.inhabitants for town in order])
    return shares.rounded(whole_number_below(shares.whole, purpose, seed))


def _too_few(size: int, inhabitants: int) -> Problem:
    return Problem(
        _("More people are to be invited than there are inhabitants."),
        found=str(inhabitants),
        expected=_("at least {number}").format(number=size),
        remedy=_("Give a smaller --size, or check whether the table is complete."),
    )


def _capped(land: str, persons: int, inhabitants: int) -> Problem:
    told = _("The cap cannot be kept in a size class of Land {land}: {persons} people among {inhabitants} inhabitants.")
    return Problem(
        told.format(land=land, persons=persons, inhabitants=inhabitants),
        remedy=_("Give a larger --cap, or a smaller --size."),
    )
