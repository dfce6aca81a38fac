"""Whole numbers without bias.

For c = 0, 1, 2, … take v = ``digest(purpose, seed, decimal c)`` as a 256-bit big-endian number; the first
v < ⌊2²⁵⁶/n⌋·n gives v mod n. Every number below n is exactly equally likely.
"""

from itertools import count

from buergerforum.core.chance.fields import digest
from buergerforum.core.chance.seed import Seed

_SPACE = 1 << 256


def whole_number_below(n: int, purpose: str, seed: Seed) -> int:
    """Return the whole number 0 … n-1 that the seed gives for a purpose.

    Parameters
    ----------
    n
        How many numbers there are, 1 … 2²⁵⁶.
    purpose
        ``lot`` or ``allocation``.
    seed
        The public seed.

    Examples
    --------
    >>> whole_number_below(1000, "lot", Seed("0"))
    255
    """
    if not 1 <= n <= _SPACE:
        raise ValueError(n)
    limit = _SPACE // n * n
    for attempt in count():
        value = int.from_bytes(digest(purpose, seed, str(attempt)), "big")
        if value < limit:
            return value % n
    raise AssertionError  # pragma: no cover - count() does not end


def lot_number(lots: int, seed: Seed) -> int:
    """Return the number of the lot that the seed draws among `lots`."""
    return whole_number_below(lots, "lot", seed)
