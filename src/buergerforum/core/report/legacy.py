"""The previous standard method, simulated for comparison: fill the most urgent quota, one random person at a time.

As it was described by those who replaced it (Flanigan et al., Nature 596, 2021, doi 10.1038/s41586-021-03788-6,
supplementary information, “LEGACY”). Our own rules, so that it can be repeated:

1. The urgency of a quota is the seats that its minimum still lacks, divided by the people left who count for it. The
   most urgent quota that lacks seats is next; of equally urgent ones, the first in the table. If none lacks seats, all
   people left are candidates.
2. One of the candidates, in the order of their ids, is seated by a whole number without bias for the purpose
   ``legacy`` and the seed ``SEED ATTEMPT SEAT``. Whoever shares their household leaves, and when a quota has reached
   its maximum everybody who counts for it.
3. If a minimum cannot be reached any more, the attempt has failed and the next begins.

Everybody's chance is the share of the successful attempts that seat them.
"""

from dataclasses import dataclass

from buergerforum.core.chance import Seed, whole_number_below
from buergerforum.core.selection.panel_check import memberships
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import QuotaTable

SEED = Seed("legacy")
RUNS = 500
"""Panels that are made; the simulated chances are then off by two percentage points at most times."""
_ATTEMPTS = 10
"""Attempts for every panel wanted, at most; with tight quotas most fail."""


@dataclass(frozen=True, slots=True)
class Legacy:
    """What the simulation gave."""

    panels: int
    """Attempts that succeeded."""
    attempts: int
    """All attempts."""
    seated: tuple[int, ...]
    """In how many panels each applicant sat, in the order of the pool."""


def simulate(pool: Pool, table: QuotaTable, seats: int, runs: int = RUNS) -> Legacy:
    """Make panels by the previous standard method.

    Parameters
    ----------
    pool
        Everybody who may be seated.
    table
        The quotas.
    seats
        To fill.
    runs
        Panels wanted.
    """
    crowd = _crowd(pool, table)
    seated = [0] * len(pool.applicants)
    panels = attempts = 0
    while panels < runs and attempts < _ATTEMPTS * runs:
        panel = _attempt(crowd, table, seats, attempts)
        attempts += 1
        if panel is not None:
            panels += 1
            for person in panel:
                seated[person] += 1
    return Legacy(panels, attempts, tuple(seated))


@dataclass(frozen=True, slots=True)
class _Crowd:
    """Sets of applicants as whole numbers: bit n stands for the n-th of the pool."""

    everybody: int
    counting: tuple[int, ...]
    """Who counts for a quota, by its place in the table."""
    quotas: tuple[tuple[int, ...], ...]
    """Places of the quotas that a person counts for, by person."""
    homes: tuple[int, ...]
    """Who lives with a person, that person included, by person."""


def _crowd(pool: Pool, table: QuotaTable) -> _Crowd:
    counted = memberships(pool, table)
    counting = [0] * len(table.quotas)
    households: dict[str, int] = {}
    for place, one in enumerate(pool.applicants):
        for quota in counted[one.id]:
            counting[quota] |= 1 << place
        if one.household:
            households[one.household] = households.get(one.household, 0) | 1 << place
    return _Crowd(
        everybody=(1 << len(pool.applicants)) - 1,
        counting=tuple(counting),
        quotas=tuple(tuple(counted[one.id]) for one in pool.applicants),
        homes=tuple(households.get(one.household, 1 << place) for place, one in enumerate(pool.applicants)),
    )


def _attempt(crowd: _Crowd, table: QuotaTable, seats: int, attempt: int) -> list[int] | None:
    """Return one panel as places in the pool; None: the attempt failed."""
    left = crowd.everybody
    taken = [0] * len(table.quotas)
    panel: list[int] = []
    for seat in range(seats):
        # Divisions of small whole numbers are rounded alike, so that equal urgencies stay equal.
        lacking = [
            ((one.minimum - taken[place]) / ((left & crowd.counting[place]).bit_count() or 0.5), -place)
            for place, one in enumerate(table.quotas)
            if taken[place] < one.minimum
        ]
        if not left or any(share > 1 for share, _place in lacking):
            return None
        candidates = left & crowd.counting[-max(lacking)[1]] if lacking else left
        if not candidates:
            return None
        number = whole_number_below(candidates.bit_count(), "legacy", Seed(f"{SEED} {attempt} {seat}"))
        chosen = _bit(candidates, number)
        panel.append(chosen)
        left &= ~crowd.homes[chosen]
        for quota in crowd.quotas[chosen]:
            taken[quota] += 1
            if taken[quota] >= table.quotas[quota].maximum:
                left &= ~crowd.counting[quota]
    return panel if all(taken[place] >= one.minimum for place, one in enumerate(table.quotas)) else None


def _bit(people: int, number: int) -> int:
    """Return the place of the bit that is set and has so many set ones below it."""
    bits = bin(people)[:1:-1]
    return len(bits) - len(bits.split("1", number + 1)[-1]) - 1
