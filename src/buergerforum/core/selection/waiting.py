"""The waiting list: people who can take a free seat without any quota being missed.

A replacement is like for like: it keeps all quotas and the household rule. So the list has no fixed rank; it is chosen
so that as many members as possible have somebody who could replace them, then as many as possible a second one, and so
on. (The problem and its hardness: Assos, Baharav, Flanigan, Procaccia, *Alternates, assemble!*, 2025. This is the
greedy rule for single dropouts.)
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from buergerforum.core.selection.panel_check import memberships
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import QuotaTable

_HALVINGS = 64


def choose_waiting(
    pool: Pool, table: QuotaTable, members: Sequence[str], size: int, order: Mapping[str, bytes]
) -> tuple[str, ...]:
    """Choose the waiting list of a panel.

    Parameters
    ----------
    pool
        All applicants.
    table
        The quotas.
    members
        Ids of the panel.
    size
        How many to choose; fewer where the pool has no more.
    order
        By id; breaks ties, the smallest first.

    Returns
    -------
    tuple of str
        Ids in the order in which they were chosen.
    """
    candidates = sorted((one.id for one in pool.applicants if one.id not in set(members)), key=lambda one: order[one])
    replaceable = _replaceable(pool, table, members, candidates)
    cover: Counter[str] = Counter()
    chosen: list[str] = []
    while candidates and len(chosen) < size:
        # A member whom c people of the list can already replace counts 2^-c: covering somebody new comes first.
        gains = [
            sum(1 << (_HALVINGS - min(cover[member], _HALVINGS)) for member in replaceable[one]) for one in candidates
        ]
        best = candidates.pop(gains.index(max(gains)))
        cover.update(replaceable[best])
        chosen.append(best)
    return tuple(chosen)


def _replaceable(
    pool: Pool, table: QuotaTable, members: Sequence[str], candidates: Sequence[str]
) -> dict[str, list[str]]:
    """Return for every candidate the members whom they can replace."""
    counted = {person: set(places) for person, places in memberships(pool, table).items()}
    household = {one.id: one.household for one in pool.applicants}
    seated = Counter(place for member in members for place in counted[member])
    homes = {household[member]: member for member in members if household[member]}
    at_minimum = {place for place, quota in enumerate(table.quotas) if seated[place] <= quota.minimum}
    at_maximum = {place for place, quota in enumerate(table.quotas) if seated[place] >= quota.maximum}
    needs = {member: at_minimum & counted[member] for member in members}
    found: dict[str, list[str]] = {}
    for one in candidates:
        places = counted[one]
        full = at_maximum & places
        neighbour = homes.get(household[one]) if household[one] else None
        found[one] = [
            member
            for member in members
            if needs[member] <= places and full <= counted[member] and neighbour in (None, member)
        ]
    return found
