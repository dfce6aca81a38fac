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
        All applicants; whoever is fixed out is not on the list.
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
    unasked = frozenset((*members, *pool.never()))
    candidates = sorted((one.id for one in pool.applicants if one.id not in unasked), key=lambda one: order[one])
    kinds, kind = _replaceable(pool, table, members, candidates)
    cover: Counter[str] = Counter()
    chosen: list[str] = []
    while candidates and len(chosen) < size:
        # A member whom c people of the list can already replace counts 2^-c: covering somebody new comes first.
        gains = [sum(1 << (_HALVINGS - min(cover[member], _HALVINGS)) for member in replaced) for replaced in kinds]
        best = max(candidates, key=lambda one: gains[kind[one]])
        candidates.remove(best)
        cover.update(kinds[kind[best]])
        chosen.append(best)
    return tuple(chosen)


def _replaceable(
    pool: Pool, table: QuotaTable, members: Sequence[str], candidates: Sequence[str]
) -> tuple[list[list[str]], dict[str, int]]:
    """Return the different sets of members that a candidate can replace, and for every candidate the place of theirs.

    Candidates who count for the same quotas, and of whose household the same member or none is seated, are alike.
    """
    counted = memberships(pool, table)
    household = {one.id: one.household for one in pool.applicants}
    seated = Counter(place for member in members for place in counted[member])
    homes = {household[member]: member for member in members if household[member]}
    at_minimum = {place for place, quota in enumerate(table.quotas) if seated[place] <= quota.minimum}
    at_maximum = {place for place, quota in enumerate(table.quotas) if seated[place] >= quota.maximum}
    places = {member: set(counted[member]) for member in members}
    known: dict[tuple[tuple[int, ...], str | None], int] = {}
    kinds: list[list[str]] = []
    kind = {}
    for one in candidates:
        neighbour = homes.get(household[one]) if household[one] else None
        alike = (counted[one], neighbour)
        if alike not in known:
            known[alike] = len(kinds)
            own = set(counted[one])
            kinds.append(
                [
                    member
                    for member in members
                    if at_minimum & places[member] <= own
                    and at_maximum & own <= places[member]
                    and neighbour in (None, member)
                ]
            )
        kind[one] = known[alike]
    return kinds, kind
