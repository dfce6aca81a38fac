"""Pseudo-random numbers that anybody can recompute: SHA-256 of what is known, stretched by SHAKE-256.

They decide only which of many equally fair lotteries is published, never who is seated: that is left to the lot. They
depend on the pool, the quotas and the place in the computation, not on the order of rows or on the machine.
"""

import hashlib
import math

import numpy as np

from buergerforum.core.chance import digest
from buergerforum.core.selection.solver import Ints
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import QuotaTable

GRAINS = 1 << 20
"""A pseudo-random number is one of 0 … GRAINS - 1."""


class Noise:
    """A source of pseudo-random whole numbers, one stream per label.

    Parameters
    ----------
    key
        What the numbers depend on.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def grains(self, label: str, shape: tuple[int, ...]) -> Ints:
        """Return numbers 0 … GRAINS - 1 in the given shape; the same label and shape, the same numbers."""
        size = math.prod(shape)
        raw = hashlib.shake_256(self._key + label.encode()).digest(4 * size)
        numbers: Ints = (np.frombuffer(raw, dtype="<u4").astype(np.int64) % GRAINS).reshape(shape)
        return numbers

    def order(self, label: str, size: int) -> Ints:
        """Return the numbers 0 … size - 1 in a pseudo-random order."""
        return np.argsort(self.grains(label, (size,)), kind="stable").astype(np.int64)


def noise_of(pool: Pool, table: QuotaTable, seats: int, lots: int) -> Noise:
    """Return the noise of a selection: ``digest("lots", …)`` over seats, lots, quotas and applicants.

    Parameters
    ----------
    pool
        Sorted by id.
    table
        The quotas.
    seats
        To fill.
    lots
        N.
    """
    fields = [str(seats), str(lots), str(len(table.quotas))]
    for quota in table.quotas:
        fields += [str(len(quota.cell)), *(text for part in quota.cell for text in part)]
        fields += [str(quota.minimum), str(quota.maximum)]
    for applicant in pool.applicants:
        fields += [applicant.id, str(len(applicant.values)), *applicant.values, applicant.household]
    for one in pool.fixed:
        fields += [one.id, "in" if one.seated else "out"]
    return Noise(digest("lots", *fields))
