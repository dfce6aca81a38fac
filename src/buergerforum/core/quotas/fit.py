"""Whether a table fits the seats and the pool: the simple reasons why no panel can exist, in words.

These are necessary, not sufficient: quotas that pass may still contradict each other among the people there are.
"""

from collections import Counter
from dataclasses import dataclass

from buergerforum.core.quotas.checks import said
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import Quota, QuotaTable
from buergerforum.texts import _, ngettext


@dataclass(frozen=True, slots=True)
class Shortage:
    """A quota whose minimum is larger than the number of applicants it counts."""

    quota: Quota
    """The row of the table."""
    applicants: int
    """Who count for it."""

    def __str__(self) -> str:
        return ngettext(
            "{cell}: at least {minimum} are needed, but there is only {count} applicant.",
            "{cell}: at least {minimum} are needed, but there are only {count} applicants.",
            self.applicants,
        ).format(cell=said(self.quota.cell), minimum=self.quota.minimum, count=self.applicants)


def check_sums(table: QuotaTable, seats: int) -> list[str]:
    """Return why no choice of people whatsoever can meet a table, one sentence per reason.

    For every feature Σ minimum ≤ `seats` ≤ Σ maximum; no joint cell needs more than one of its values may get.

    Parameters
    ----------
    table
        Every value of every feature has a quota.
    seats
        To fill.
    """
    quotas = {quota.cell: quota for quota in table.quotas}
    reasons = []
    for feature in table.features:
        rows = [quotas[((feature.name, value.name),)] for value in feature.values]
        lowest, highest = sum(row.minimum for row in rows), sum(row.maximum for row in rows)
        if lowest > seats:
            reasons.append(
                _("{feature}: the minimums add up to {sum}, but there are only {seats} seats.").format(
                    feature=feature.name, sum=lowest, seats=seats
                )
            )
        if highest < seats:
            reasons.append(
                _("{feature}: the maximums add up to only {sum}, but there are {seats} seats.").format(
                    feature=feature.name, sum=highest, seats=seats
                )
            )
    for quota in table.quotas:
        reasons += [
            _("{cell}: at least {minimum} are needed, but “{value}” may have at most {maximum}.").format(
                cell=said(quota.cell), minimum=quota.minimum, value=said((part,)), maximum=quotas[(part,)].maximum
            )
            for part in quota.cell
            if quota.minimum > quotas[(part,)].maximum
        ]
    return reasons


def count(table: QuotaTable, pool: Pool) -> tuple[int, ...]:
    """Return how many applicants count for each quota, in the order of the table."""
    index = {feature: number for number, feature in enumerate(pool.features)}
    types = Counter(applicant.values for applicant in pool.applicants)
    return tuple(
        sum(number for values, number in types.items() if all(values[index[f]] == value for f, value in quota.cell))
        for quota in table.quotas
    )


def shortages(table: QuotaTable, pool: Pool) -> tuple[Shortage, ...]:
    """Return the quotas whose minimum is above the number of applicants, in the order of the table."""
    return tuple(
        Shortage(quota, applicants)
        for quota, applicants in zip(table.quotas, count(table, pool), strict=True)
        if applicants < quota.minimum
    )
