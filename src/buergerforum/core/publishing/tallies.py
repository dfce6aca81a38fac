"""What the public may know of the quotas: the panel that was drawn, and how often every count occurs among the lots.

Counts of every single lot are not published: the lots are a thousand equations for the attributes of everybody in the
pool, and whoever knows both sides can solve them.
"""

from collections import Counter
from collections.abc import Sequence

from buergerforum.core.selection.panel_check import memberships, reached
from buergerforum.model.certificate import Certificate
from buergerforum.model.lottery import Lottery
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import Quota, QuotaTable

COUNTS_HEADER = ("feature", "value", "minimum", "maximum", "count", "lots")
BOUNDS_HEADER = ("chance", "applicants", "bound")
REACHED_HEADER = ("feature", "value", "minimum", "reached", "maximum")


def named(quota: Quota) -> tuple[str, str]:
    """Return feature and value of a quota as tables name them; those of a joint cell with `` × `` between them."""
    return " × ".join(feature for feature, _value in quota.cell), " × ".join(value for _feature, value in quota.cell)


def count_rows(lottery: Lottery, pool: Pool, table: QuotaTable) -> list[tuple[str, ...]]:
    """Return for every quota how many lots have which count, counts ascending.

    Parameters
    ----------
    lottery
        All lots.
    pool
        With all their members.
    table
        The quotas.
    """
    counted = memberships(pool, table)
    tally: list[Counter[int]] = [Counter() for _quota in table.quotas]
    for block in lottery.blocks:
        totals = Counter(place for member in block.members for place in counted[member])
        for place, counts in enumerate(tally):
            counts[totals[place]] += block.last - block.first + 1
    return [
        (*named(quota), str(quota.minimum), str(quota.maximum), str(count), str(lots))
        for quota, counts in zip(table.quotas, tally, strict=True)
        for count, lots in sorted(counts.items())
    ]


def reached_rows(members: Sequence[str], pool: Pool, table: QuotaTable) -> list[tuple[str, ...]]:
    """Return the quota table of a panel."""
    return [
        (*named(quota), str(quota.minimum), str(count), str(quota.maximum))
        for quota, count in zip(table.quotas, reached(table, pool, members), strict=True)
    ]


def bound_rows(certificate: Certificate) -> list[tuple[str, ...]]:
    """Return for every level of a certificate the chance, how many applicants are at it, and what is proven.

    The types that the certificate names would tell who is alike; they are left out.
    """
    return [
        (
            str(level.chance),
            str(sum(len(certificate.types[place].members) for place in level.types)),
            str(level.bound),
        )
        for level in certificate.levels
    ]
