"""A conflict in words: its rules, how many applicants each of them counts, and, where it can be said simply, why."""

import numpy as np

from buergerforum.core.quotas.checks import said
from buergerforum.core.selection.conflict import Conflict, Requirement
from buergerforum.core.selection.polytope import Polytope
from buergerforum.core.selection.solver import Bools
from buergerforum.model.quotas import QuotaTable
from buergerforum.texts import _, ngettext


def describe(conflict: Conflict, table: QuotaTable, polytope: Polytope) -> list[str]:
    """Say a conflict in words: what it is, one rule per line, and why where that can be said simply.

    Parameters
    ----------
    conflict
        Of the polytope.
    table
        The quotas.
    polytope
        Of pool, table and seats.
    """
    if conflict.size == 1:
        first = _("No panel can meet this:")
    else:
        first = _("No panel can meet all of these at once; leaving out any one of them would make the others possible:")
    lines = [first, *rules_said(conflict, table, polytope)]
    reason = _why(conflict, table, polytope)
    return [*lines, reason] if reason else lines


def rules_said(conflict: Conflict, table: QuotaTable, polytope: Polytope | None = None) -> list[str]:
    """Return the rules of a conflict, one sentence each; with a polytope also how many applicants each counts."""
    lines = []
    for one in conflict.requirements:
        quota = table.quotas[one.quota]
        text = _("{cell}: at least {seats}") if one.minimum else _("{cell}: at most {seats}")
        rule = text.format(cell=said(quota.cell), seats=quota.minimum if one.minimum else quota.maximum)
        lines.append(f"{rule} ({_people(_count(polytope, _who(polytope, one)))})" if polytope else rule)
    if conflict.households:
        lines.append(_("At most one person per household"))
    return lines


def _why(conflict: Conflict, table: QuotaTable, polytope: Polytope) -> str:
    """Return the sum that shows a conflict; blank where it takes more than a sum."""
    lows = [one for one in conflict.requirements if one.minimum]
    highs = [one for one in conflict.requirements if not one.minimum]
    if conflict.households:
        return _too_few_homes(polytope, lows[0], table) if len(lows) == 1 and not highs else ""
    if len(lows) == 1 and highs:
        return _too_many_barred(polytope, lows[0], highs, table)
    if len(lows) == 2 and not highs:
        return _too_little_overlap(polytope, lows, table)
    return ""


def _too_many_barred(polytope: Polytope, low: Requirement, highs: list[Requirement], table: QuotaTable) -> str:
    """Set a minimum against maximums of groups that do not overlap among those whom the minimum counts."""
    wanted = _who(polytope, low)
    barred = [_who(polytope, one) & wanted for one in highs]
    if np.sum(barred, axis=0).max() > 1:
        return ""
    free = _count(polytope, wanted & ~np.logical_or.reduce(barred))
    limits = [table.quotas[one.quota].maximum for one in highs]
    allowed = sum(min(_count(polytope, some), most) for some, most in zip(barred, limits, strict=True))
    quota = table.quotas[low.quota]
    if free + allowed >= quota.minimum:
        return ""
    text = _(
        "“{cell}” has {people} applicants; limited by none of these maximums: {free}; of the others may be seated: "
        "{allowed}. That makes {sum} instead of {minimum}."
    )
    return text.format(
        people=_count(polytope, wanted),
        cell=said(quota.cell),
        free=free,
        allowed=allowed,
        sum=free + allowed,
        minimum=quota.minimum,
    )


def _too_little_overlap(polytope: Polytope, lows: list[Requirement], table: QuotaTable) -> str:
    """Add up two minimums that need more seats than there are, because too few people count for both."""
    first, second = (table.quotas[one.quota].minimum for one in lows)
    overlap = _count(polytope, _who(polytope, lows[0]) & _who(polytope, lows[1]))
    needed = first + second - min(first, second, overlap)
    if needed <= polytope.seats:
        return ""
    text = _("Applicants who count for both: {overlap}. So {needed} seats would be needed; there are {seats}.")
    return text.format(overlap=overlap, needed=needed, seats=polytope.seats)


def _too_few_homes(polytope: Polytope, low: Requirement, table: QuotaTable) -> str:
    """Set a minimum against the number of households of those it counts."""
    wanted = _who(polytope, low)
    alone = _count(polytope, wanted & (polytope.homes < 0))
    homes = len(set(polytope.homes[wanted & (polytope.homes >= 0)].tolist()))
    quota = table.quotas[low.quota]
    if alone + homes >= quota.minimum:
        return ""
    text = _("“{cell}”: {people} applicants, different households: {homes}.")
    return text.format(people=_count(polytope, wanted), cell=said(quota.cell), homes=alone + homes)


def _who(polytope: Polytope, one: Requirement) -> Bools:
    who: Bools = polytope.matrix[one.quota + 1] > 0
    return who


def _count(polytope: Polytope, types: Bools) -> int:
    return int(polytope.counts[types].sum())


def _people(count: int) -> str:
    return ngettext("{count} applicant", "{count} applicants", count).format(count=count)
