"""The rules as rows over types, from pool and quotas alone, in whole numbers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from buergerforum.core.selection.fixing import settle
from buergerforum.core.selection.panel_check import memberships
from buergerforum.errors import QuotaError
from buergerforum.model.certificate import CertifiedCut, Sparse
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import QuotaTable


@dataclass(frozen=True, slots=True)
class ExactRows:
    """What limits the expected counts of types."""

    sizes: tuple[int, ...]
    """How many people each type has."""
    counted: tuple[tuple[int, ...], ...]
    """For which quotas each type counts: places in the list of quotas, ascending."""
    homes: tuple[int, ...]
    """Number of the household that a type shares with another one; -1: none."""
    limits: tuple[tuple[int, int], ...]
    """Least and most seats of every quota."""
    seats: int
    """Of every panel."""
    cuts: tuple[CertifiedCut, ...]
    """Which every panel meets besides."""

    @property
    def households(self) -> int:
        """Number of shared households."""
        return max(self.homes, default=-1) + 1

    def is_panel(self, sitting: Mapping[int, int]) -> bool:
        """Whether so many of each type are a panel; cuts are not asked, every panel meets them."""
        reached: Counter[int] = Counter()
        at_home: Counter[int] = Counter()
        for one, number in sitting.items():
            if not (0 <= one < len(self.sizes) and 0 <= number <= self.sizes[one]):
                return False
            at_home[self.homes[one]] += number
            for place in self.counted[one]:
                reached[place] += number
        del at_home[-1]
        return (
            sum(sitting.values()) == self.seats
            and all(least <= reached[place] <= most for place, (least, most) in enumerate(self.limits))
            and all(number <= 1 for number in at_home.values())
        )

    def number_of(self, sitting: Mapping[int, int], weights: Sparse) -> int:
        """Return what a panel weighs."""
        return sum(weight * sitting.get(one, 0) for one, weight in weights)


def shared_households(pool: Pool) -> dict[str, int]:
    """Return the numbers of the households with several applicants, in the order of their keys."""
    sizes = Counter(one.household for one in pool.applicants if one.household)
    return {home: number for number, home in enumerate(sorted(home for home, size in sizes.items() if size > 1))}


def exact_rows(
    types: Sequence[Sequence[str]], pool: Pool, table: QuotaTable, seats: int, cuts: tuple[CertifiedCut, ...]
) -> ExactRows | None:
    """Return the rows; None: these are no types of this pool.

    The rows are about what is left to chance when those who are fixed have their seats or none. Types must hold
    everybody who is left exactly once; members of one type count for the same quotas, and whoever shares a household
    with another applicant is a type alone: otherwise a row would not be one over types.

    Parameters
    ----------
    types
        Ids of the members of each.
    pool
        Everybody who may be seated, and who is fixed.
    table
        The quotas.
    seats
        Of every panel.
    cuts
        Of the certificate.
    """
    try:
        free = settle(pool, table, seats)
    except QuotaError:
        return None
    pool, table, seats = free.pool, free.table, free.seats
    if sorted(person for members in types for person in members) != [one.id for one in pool.applicants]:
        return None
    counted = memberships(pool, table)
    numbers = shared_households(pool)
    home = {one.id: numbers.get(one.household, -1) for one in pool.applicants}
    for members in types:
        alike = {(counted[person], home[person]) for person in members}
        if len(alike) != 1 or (home[members[0]] >= 0 and len(members) > 1):
            return None
    return ExactRows(
        sizes=tuple(len(members) for members in types),
        counted=tuple(counted[members[0]] for members in types),
        homes=tuple(home[members[0]] for members in types),
        limits=tuple((quota.minimum, quota.maximum) for quota in table.quotas),
        seats=seats,
        cuts=cuts,
    )
