"""The waiting list: people by whom as many dropouts as possible could be replaced without any quota being missed.

Nobody knows who will drop out. So the list is chosen for all that can happen to one or two members: it shall hold, for
as many single dropouts and then for as many pairs of dropouts as possible, people by whom they can be replaced like for
like. (The problem, and why such lists serve better than long ones chosen by chance: Assos, Baharav, Flanigan,
Procaccia, *Alternates, assemble! Selecting optimal alternates for citizens' assemblies*, 2025. They minimise an
expected loss over sampled dropouts; here all dropouts of one and of two members are counted, so that the list follows
from panel and pool alone and anybody can compute it again.)

**Can replace.** Some people S of the pool can replace as many members D if the panel with S in place of D meets all
quotas and nobody of S lives with one another. Whoever lives with a member can replace nobody, since a seat is not
handed on at home (:mod:`.replacement`), and is not on the list.

**Choosing.** One after the other comes whoever

1. adds most members who can be replaced by somebody on the list,
2. of these, adds most pairs of members who can be replaced by two on the list,
3. of these, has the largest sum of 2^-c over the members they can replace, c being how many on the list can already,
4. of these, comes first by ticket.

Choosing the best list at once is hard; one by one reaches at least 1 - 1/e of the most members that any list covers
(Nemhauser, Wolsey, Fisher, *An analysis of approximations for maximizing submodular set functions*, Mathematical
Programming 14, 1978, doi 10.1007/BF01588971).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from buergerforum.core.selection.panel_check import memberships
from buergerforum.core.selection.solver import Bools, Ints
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import QuotaTable

HALVINGS = 40
"""From so many on, further people who can replace the same member make no difference."""
_WORD = 63
"""Quotas per whole number in which they stand as bits."""
_AT_ONCE = 256
"""Kinds of people compared with all pairs at once; limits the memory."""


@dataclass(frozen=True, slots=True, eq=False)
class _Room:
    """The quotas around a panel."""

    down: Ints
    """Shape (quotas,): by how many seats each may fall."""
    up: Ints
    """Shape (quotas,): by how many seats each may rise."""


@dataclass(frozen=True, slots=True, eq=False)
class _Kinds:
    """People whom neither quotas nor households tell apart."""

    counts: Ints
    """Shape (kinds, quotas), 0 or 1: for which quotas they count."""
    homes: tuple[str, ...]
    """Household that another kind belongs to as well; blank: none."""
    people: tuple[tuple[str, ...], ...]
    """Ids, in the order given."""


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
    counted = memberships(pool, table)
    household = {one.id: one.household for one in pool.applicants}
    homes = {household[member] for member in members} - {""}
    unasked = {*members, *pool.never()}
    asked = [one.id for one in pool.applicants if one.id not in unasked and household[one.id] not in homes]
    asked.sort(key=lambda one: order[one])
    seated = _kinds(sorted(members), counted, dict.fromkeys(members, ""), len(table.quotas))
    candidates = _kinds(asked, counted, household, len(table.quotas))
    numbers = np.array([len(people) for people in seated.people], dtype=np.int64)
    totals = numbers @ seated.counts
    room = _Room(
        totals - np.array([quota.minimum for quota in table.quotas], dtype=np.int64),
        np.array([quota.maximum for quota in table.quotas], dtype=np.int64) - totals,
    )
    return _Choice(seated, candidates, room).take(size, order)


def _kinds(
    people: Sequence[str], counted: Mapping[str, tuple[int, ...]], household: Mapping[str, str], quotas: int
) -> _Kinds:
    sizes = Counter(household[one] for one in people)
    found: dict[tuple[tuple[int, ...], str], list[str]] = {}
    for one in people:
        home = household[one]
        found.setdefault((counted[one], home if home and sizes[home] > 1 else ""), []).append(one)
    counts = np.zeros((len(found), quotas), dtype=np.int64)
    for number, (places, _home) in enumerate(found):
        counts[number, list(places)] = 1
    return _Kinds(counts, tuple(home for _places, home in found), tuple(map(tuple, found.values())))


class _Choice:
    """The list as it grows.

    Parameters
    ----------
    seated
        Members.
    candidates
        Everybody who may be on the list; people in the order of their tickets.
    room
        Of the panel.
    """

    def __init__(self, seated: _Kinds, candidates: _Kinds, room: _Room) -> None:
        self._candidates = candidates
        self._room = room
        self._numbers = np.array([len(people) for people in seated.people], dtype=np.int64)
        self._words = _words(candidates.counts)
        self._cover = np.zeros(len(self._numbers), dtype=np.int64)
        self._single = np.zeros((len(candidates.people), len(self._numbers)), dtype=bool)
        possible, fits = self._back_in_room(seated.counts)
        self._single[:, possible] = fits.T
        first, second = np.triu_indices(len(self._numbers))
        self._pairs = seated.counts[first] + seated.counts[second]
        self._weights = np.where(
            first == second,
            self._numbers[first] * (self._numbers[first] - 1) // 2,
            self._numbers[first] * self._numbers[second],
        )
        self._open: Bools = np.ones(len(self._pairs), dtype=bool)
        self._covers = np.zeros((len(self._pairs), len(candidates.people)), dtype=bool)
        self._gains = np.zeros(len(candidates.people), dtype=np.int64)

    def take(self, size: int, order: Mapping[str, bytes]) -> tuple[str, ...]:
        """Return the people chosen, at most so many."""
        left = [list(reversed(people)) for people in self._candidates.people]
        chosen: list[str] = []
        while len(chosen) < size and any(left):
            there = np.array([bool(people) for people in left])
            best = self._best(there)
            kind = min(best, key=lambda one: order[left[one][-1]])
            chosen.append(left[kind].pop())
            self._add(kind)
        return tuple(chosen)

    def _best(self, there: Bools) -> list[int]:
        """Return the kinds that are best by everything but the ticket."""
        gains = (
            self._single @ np.where(self._cover == 0, self._numbers, 0),
            self._gains,
            self._single @ (self._numbers << (HALVINGS - np.minimum(self._cover, HALVINGS))),
        )
        best = np.flatnonzero(there)
        for gain in gains:
            best = best[gain[best] == gain[best].max()]
        kinds: list[int] = best.tolist()
        return kinds

    def _add(self, kind: int) -> None:
        """Put somebody of a kind on the list."""
        self._cover += self._single[kind]
        done = np.flatnonzero(self._covers[:, kind] & self._open)
        self._gains -= self._weights[done] @ self._covers[done]
        self._open[done] = False
        self._join(kind)

    def _join(self, kind: int) -> None:
        """Note which pairs of members everybody could replace together with somebody of this kind."""
        rows = np.flatnonzero(self._open)
        possible, fits = self._back_in_room(self._pairs[rows] - self._candidates.counts[kind])
        rows = rows[possible]
        home = self._candidates.homes[kind]
        apart = np.array([not home or other != home for other in self._candidates.homes])
        more = fits & apart & ~self._covers[rows]
        self._covers[rows] |= more
        self._gains += self._weights[rows] @ more

    def _back_in_room(self, missing: Ints) -> tuple[Ints, Bools]:
        """Say who alone brings every quota back into its room.

        Parameters
        ----------
        missing
            Shape (rows, quotas): by how many seats the quotas fell. For some quotas whoever comes must count, for
            others they must not, and for the rest it does not matter.

        Returns
        -------
        tuple of (Ints, Bools)
            The rows that anybody could bring back, shape (possible,), and for each of them who can, shape (possible,
            kinds).
        """
        without = (-self._room.down <= -missing) & (-missing <= self._room.up)
        within = (-self._room.down <= 1 - missing) & (1 - missing <= self._room.up)
        possible = np.flatnonzero((without | within).all(axis=1))
        must, care = _words(~without[possible]), _words((without != within)[possible])
        found: Bools = np.zeros((len(possible), len(self._words)), dtype=bool)
        for start in range(0, len(self._words), _AT_ONCE):
            some = slice(start, start + _AT_ONCE)
            found[:, some] = (((self._words[some] ^ must[:, None]) & care[:, None]) == 0).all(axis=2)
        return possible, found


def _words(bits: Bools | Ints) -> Ints:
    """Return rows of bits as whole numbers, shape (rows, words)."""
    rows, width = bits.shape
    words = -(-max(1, width) // _WORD)
    padded = np.zeros((rows, words * _WORD), dtype=np.int64)
    padded[:, :width] = bits
    found: Ints = padded.reshape(rows, words, _WORD) @ (np.int64(1) << np.arange(_WORD, dtype=np.int64))
    return found
