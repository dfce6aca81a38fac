"""Chance for invented things: streams of numbers from a seed text, the same on every machine and for ever.

A stream is SHAKE-256 over the seed and a purpose, read as whole numbers of 64 bits; shares are their upper 53 bits.
Only exact arithmetic follows, so that no processor rounds differently.
"""

import hashlib

import numpy as np
from numpy.typing import NDArray

from buergerforum.core.chance.fields import length_prefixed
from buergerforum.core.frame.extract import RandomBytes

Numbers = NDArray[np.int64]
"""Whole numbers, one per person, household or building."""
Shares = NDArray[np.float64]
"""From 0 up to but not including 1."""
Flags = NDArray[np.bool_]
"""Yes or no."""
Texts = NDArray[np.object_]
"""Texts, many of them shared."""


class Dice:
    """Independent streams of chance for different purposes.

    Parameters
    ----------
    seed
        Any text.
    """

    def __init__(self, seed: str) -> None:
        self.seed = seed

    def _bytes(self, purpose: str, count: int) -> bytes:
        return hashlib.shake_256(length_prefixed(self.seed) + length_prefixed(purpose)).digest(count)

    def shares(self, purpose: str, count: int) -> Shares:
        """Return so many shares."""
        raw = np.frombuffer(self._bytes(purpose, 8 * count), "<u8")
        return (raw >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def below(self, purpose: str, count: int, limit: int | Numbers) -> Numbers:
        """Return so many whole numbers below a limit, or each below its own."""
        return (self.shares(purpose, count) * limit).astype(np.int64)

    def order(self, purpose: str, count: int) -> Numbers:
        """Return the numbers below `count` in a random order."""
        return np.argsort(self.shares(purpose, count), kind="stable")

    def source(self, purpose: str) -> RandomBytes:
        """Return a source of random bytes that goes on with every call."""
        calls = 0

        def random_bytes(count: int) -> bytes:
            nonlocal calls
            calls += 1
            return self._bytes(f"{purpose} {calls}", count)

        return random_bytes
