"""Places for strata.

`size` places go to strata h with N_h residents, N = ΣN_h; the proportional share of a stratum is size·N_h/N.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from buergerforum.core.chance import Seed, whole_number_below

FIRST = "allocation"
"""Purpose of the whole number that rounds the places of the first wave."""


def purpose(wave: int) -> str:
    """Return the purpose of the whole number that rounds the places of a wave.

    Examples
    --------
    >>> purpose(1), purpose(2)
    ('allocation', 'allocation of wave 2')
    """
    return FIRST if wave == 1 else f"{FIRST} of wave {wave}"


@dataclass(frozen=True, slots=True)
class Shares:
    """What the strata ought to get before rounding, as fractions with one denominator."""

    parts: tuple[int, ...]
    """A_h, 0 or more; the share of stratum h is A_h / D, and the shares sum to a whole number."""
    whole: int
    """D, 1 or more."""

    def rounded(self, start: int) -> list[int]:
        """Return ⌊(B_h + r)/D⌋ - ⌊(B_{h-1} + r)/D⌋ with B_h = A_1 + … + A_h, for the whole number r, here `start`.

        Over all r = 0 … D-1 the mean is A_h/D: the sum of ⌊(B + r)/D⌋ over r is B (Hermite's identity).
        """
        marks = ((upto + start) // self.whole for upto in accumulate(self.parts, initial=0))
        return [after - before for before, after in pairwise(marks)]

    def drawn(self, seed: Seed, purpose: str) -> list[int]:
        """Return the places with the whole number below D that the seed gives for a purpose."""
        return self.rounded(whole_number_below(self.whole, purpose, seed))


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
    return proportional(size, residents).drawn(seed, FIRST)


def proportional(size: int, residents: Sequence[int]) -> Shares:
    """Return the shares size·N_h/N."""
    return Shares(tuple(size * count for count in residents), sum(residents))


def systematic(size: int, residents: Sequence[int], start: int) -> list[int]:
    """Return the places that :func:`exact` gives from the whole number r, here `start`, 0 … N-1."""
    return proportional(size, residents).rounded(start)


WEIGHT = 10**12
"""The weight of a stratum of which one in a million is expected to answer."""


def weight_of(response: int) -> int:
    """Return the weight of a stratum, inverse to its expected response: 10¹²/q, rounded half up.

    Parameters
    ----------
    response
        q: how many of a million who are invited are expected to answer, 1 … 1,000,000.

    Examples
    --------
    >>> weight_of(30_000), weight_of(1_000_000)
    (33333333, 1000000)
    """
    return (2 * WEIGHT + response) // (2 * response)


def weighted(size: int, residents: Sequence[int], weights: Sequence[int]) -> Shares:
    """Return the shares where everybody's chance is proportional to the weight of the stratum, and at most 1.

    A stratum h that is not full gets n'·N_h·W_h/D with D = ΣN_g·W_g and n' the places left, both over the strata that
    are not full. A stratum is full, and gets N_h, if n'·W_h ≥ D; this is repeated until no more become full.

    Parameters
    ----------
    size
        Places, 0 … N.
    residents
        N_h, in the order of the strata.
    weights
        W_h, 1 or more.

    Examples
    --------
    >>> weighted(10, [100, 100], [1, 4])
    Shares(parts=(1000, 4000), whole=500)
    >>> weighted(10, [100, 2], [1, 1000])
    Shares(parts=(800, 200), whole=100)
    """
    full: set[int] = set()
    while True:
        left = size - sum(residents[h] for h in full)
        whole = sum(n * w for h, (n, w) in enumerate(zip(residents, weights, strict=True)) if h not in full)
        more = {h for h, w in enumerate(weights) if h not in full and left * w >= whole > 0}
        if not more:
            break
        full |= more
    whole = whole or 1
    parts = (n * whole if h in full else left * n * w for h, (n, w) in enumerate(zip(residents, weights, strict=True)))
    return Shares(tuple(parts), whole)


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


def chances(shares: Shares, residents: Sequence[int]) -> list[tuple[int, int]]:
    """Return the chance of every resident of each stratum before the household rule: A_h/N_h out of D.

    Parameters
    ----------
    shares
        Before rounding; every A_h is a multiple of N_h.
    residents
        N_h, 1 or more.

    Returns
    -------
    list of (int, int)
        Numerator and denominator, not reduced, so that they can be recognised: (size, N) where all chances are equal.
    """
    return [(part // count, shares.whole) for part, count in zip(shares.parts, residents, strict=True)]
