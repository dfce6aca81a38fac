"""Places for strata.

`size` places go to strata h with N_h residents, N = ΣN_h; the proportional share of a stratum is size·N_h/N.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise

from buergerforum.core.chance import Seed, whole_number_below


def exact(size: int, residents: Sequence[int], seed: Seed) -> list[int]:
    """Give every stratum the floor or ceiling of its share, so that everybody's chance is exactly size/N.

    With C_h = N_1 + … + N_h and r a whole number below N for the purpose ``allocation``, stratum h gets
    ⌊(size·C_h + r)/N⌋ - ⌊(size·C_{h-1} + r)/N⌋ places (systematic rounding with one random start).

    Parameters
    ----------
    size
        Places, 0 … N.
    residents
        N_h, in the order of the strata (code points).
    seed
        The public seed.

    Returns
    -------
    list of int
        Places, summing to `size`.

    Examples
    --------
    >>> exact(5, [29, 30, 41], Seed("0")), exact(5, [29, 30, 41], Seed("1"))
    ([1, 1, 3], [2, 1, 2])
    """
    return systematic(size, residents, whole_number_below(sum(residents), "allocation", seed))


def systematic(size: int, residents: Sequence[int], start: int) -> list[int]:
    """Return the places that :func:`exact` gives from the whole number r, here `start`, 0 … N-1."""
    total = sum(residents)
    marks = ((size * upto + start) // total for upto in accumulate(residents, initial=0))
    return [after - before for before, after in pairwise(marks)]


def largest_remainder(size: int, residents: Sequence[int]) -> list[int]:
    """Give every stratum the floor of its share, and one more to those with the largest remainders.

    Ties go to the stratum that comes first. Also known as Hamilton's or Hare-Niemeyer's rule.

    Examples
    --------
    >>> largest_remainder(5, [29, 30, 41])
    [1, 2, 2]
    """
    total = sum(residents)
    places = [size * count // total for count in residents]
    left = size - sum(places)
    by_remainder = sorted(range(len(residents)), key=lambda h: (-(size * residents[h] % total), h))
    for h in by_remainder[:left]:
        places[h] += 1
    return places


def chances(size: int, residents: Sequence[int], places: Sequence[int], *, equal: bool) -> list[tuple[int, int]]:
    """Return the chance of every resident of each stratum, before the household rule.

    Parameters
    ----------
    size, residents, places
        As above.
    equal
        Whether the rule makes all chances size/N (exact, simple); else the chance is places/N_h.

    Returns
    -------
    list of (int, int)
        Numerator and denominator, not reduced.
    """
    if equal:
        return [(size, sum(residents))] * len(residents)
    return list(zip(places, residents, strict=True))
