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

from collections.abc import Sequence
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
    counted = memberships(pool, table)
    rows = [frozenset(counted[one.id]) for one in pool.applicants]
    homes = [one.household for one in pool.applicants]
    seated = [0] * len(rows)
    panels = attempts = 0
    while panels < runs and attempts < _ATTEMPTS * runs:
        panel = _attempt(rows, homes, table, seats, attempts)
        attempts += 1
        if panel is not None:
            panels += 1
            for person in panel:
                seated[person] += 1
    return Legacy(panels, attempts, tuple(seated))


def _attempt(
    rows: Sequence[frozenset[int]], homes: Sequence[str], table: QuotaTable, seats: int, attempt: int
) -> list[int] | None:
    """Return one panel as places in the pool; None: the attempt failed."""
    left = dict.fromkeys(range(len(rows)))
    people = [sum(quota in row for row in rows) for quota in range(len(table.quotas))]
    taken = [0] * len(table.quotas)
    panel: list[int] = []

    def leave(person: int) -> None:
        if person in left:
            del left[person]
            for quota in rows[person]:
                people[quota] -= 1

    for seat in range(seats):
        # Divisions of small whole numbers are rounded alike, so that equal urgencies stay equal.
        lacking = [
            ((one.minimum - taken[place]) / (people[place] or 0.5), -place)
            for place, one in enumerate(table.quotas)
            if taken[place] < one.minimum
        ]
        if not left or any(share > 1 for share, _place in lacking):
            return None
        next_quota = -max(lacking)[1] if lacking else None
        candidates = [one for one in left if next_quota is None or next_quota in rows[one]]
        if not candidates:
            return None
        chosen = candidates[whole_number_below(len(candidates), "legacy", Seed(f"{SEED} {attempt} {seat}"))]
        panel.append(chosen)
        leave(chosen)
        for quota in rows[chosen]:
            taken[quota] += 1
        full = {quota for quota in rows[chosen] if taken[quota] >= table.quotas[quota].maximum}
        for person in [one for one in left if _leaves(rows[one], full, homes[one], homes[chosen])]:
            leave(person)
    return panel if all(taken[place] >= one.minimum for place, one in enumerate(table.quotas)) else None


def _leaves(row: frozenset[int], full: set[int], home: str, taken: str) -> bool:
    return not full.isdisjoint(row) or bool(taken and home == taken)
