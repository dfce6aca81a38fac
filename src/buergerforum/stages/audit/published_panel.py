"""Checks 6.2 and 7.2 for everybody: the counts that are published of all lots and of the panel."""

import re
from collections import Counter
from collections.abc import Sequence

from buergerforum.core.audit.listing import Listing, compare
from buergerforum.core.audit.recipe import check
from buergerforum.core.publishing.tallies import COUNTS_HEADER, REACHED_HEADER, count_rows, named, reached_rows
from buergerforum.model.audit import Finding
from buergerforum.model.lottery import Lottery
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import QuotaTable
from buergerforum.texts import _


def public_quotas(
    lottery: Lottery, table: QuotaTable, seats: int, counts: Listing | None, pool: Pool | None = None, *, file: str = ""
) -> list[Finding]:
    """Check 6.2 without data of people: every stated count is within its quota, and all lots are counted.

    Also that every lot has as many different members as there are seats. That the counts are true is checked only where
    the pool is there.

    Parameters
    ----------
    lottery
        As published.
    table
        The quotas.
    seats
        Members of a panel.
    counts
        ``counts.csv``; None: they are not published.
    pool
        For auditors; None: the counts are believed.
    file
        Place of the lots.
    """
    made = check("6.2")
    if counts is None:
        told = _("lots: {number}, each with as many members as seats; auditors count every lot")
        return made.concluded(_uneven(lottery, seats, file), told.format(number=lottery.lots), file)
    if pool is not None:
        right = list(zip(*count_rows(lottery, pool, table), strict=True))
        return compare(made, counts, dict(zip(COUNTS_HEADER, right, strict=True)))
    if counts.header != COUNTS_HEADER:
        return [made.contradiction(", ".join(counts.header), file=counts.file, expected=", ".join(COUNTS_HEADER))]
    found = _uneven(lottery, seats, file or counts.file)
    stated: Counter[tuple[str, ...]] = Counter()
    for row in zip(*(counts.columns[heading] for heading in COUNTS_HEADER), strict=True):
        *quota, count, lots = row
        if not (_whole(quota[2]) <= _whole(count) <= _whole(quota[3]) and _whole(lots) > 0):
            told = _("{feature} = {value}: {count} seated").format(feature=row[0], value=row[1], count=count)
            found.append(made.contradiction(told, file=counts.file, expected=f"{quota[2]}–{quota[3]}"))
        stated[tuple(quota)] += _whole(lots)
    wanted = {(*named(one), str(one.minimum), str(one.maximum)): lottery.lots for one in table.quotas}
    if dict(stated) != wanted:
        told = _("The quotas are not those of the quota file, or not every lot is counted.")
        found.append(made.contradiction(told, file=counts.file))
    told = _("counts stated of {lots} lots and {quotas} quotas; auditors count every lot")
    return made.concluded(found, told.format(lots=lottery.lots, quotas=len(table.quotas)), counts.file)


def _uneven(lottery: Lottery, seats: int, file: str) -> list[Finding]:
    made = check("6.2")
    return [
        made.contradiction(_("lot {number}: not as many members as seats").format(number=block.first), file=file)
        for block in lottery.blocks
        if len(set(block.members)) != seats or len(block.members) != seats
    ]


def seated_quotas(stated: Listing, table: QuotaTable, members: Sequence[str], pool: Pool | None) -> list[Finding]:
    """Return what is wrong with the quota table that is published of the panel.

    Parameters
    ----------
    stated
        ``reached.csv``.
    table
        The quotas.
    members
        Of the panel, salted.
    pool
        For auditors, who count; None: the counts are believed, but must meet the quotas.
    """
    made = check("7.2")
    right = [(*named(one), str(one.minimum), None, str(one.maximum)) for one in table.quotas]
    if pool is not None:
        columns = list(zip(*reached_rows(members, pool, table), strict=True))
        return compare(made, stated, dict(zip(REACHED_HEADER, columns, strict=True)))
    if stated.header != REACHED_HEADER:
        return [made.contradiction(", ".join(stated.header), file=stated.file, expected=", ".join(REACHED_HEADER))]
    rows = list(zip(*(stated.columns.get(heading, []) for heading in REACHED_HEADER), strict=True))
    if [(*row[:3], None, row[4]) for row in rows] != right:
        told = _("The quotas are not those of the quota file.")
        return [made.contradiction(told, file=stated.file)]
    return [
        made.contradiction(_("seated: {count}").format(count=row[3]), file=stated.file, expected=f"{row[2]}–{row[4]}")
        for row in rows
        if not (_whole(row[2]) <= _whole(row[3]) <= _whole(row[4]))
    ]


def _whole(cell: str) -> int:
    """Return a whole number as we write it; -1: it is none."""
    return int(cell) if re.fullmatch("[0-9]{1,15}", cell) else -1
