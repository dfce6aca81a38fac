"""Whether any panel exists, and if not: why, in words, and what the smallest repair would be.

First the sums, which everybody can follow; where they are right, a smallest conflict. Then the smallest repair. The
same pool, quotas and seats always yield the same words.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from buergerforum.core.quotas.checks import said
from buergerforum.core.quotas.fit import check_sums, shortages
from buergerforum.core.selection.conflict import find_conflict, find_panel
from buergerforum.core.selection.fixing import Free, settle
from buergerforum.core.selection.polytope import Polytope, build
from buergerforum.core.selection.repair import Repair, find_repair, relaxation_classes, repaired
from buergerforum.core.selection.types import group
from buergerforum.core.selection.wording import describe
from buergerforum.errors import QuotaError
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import QuotaChange, QuotaTable
from buergerforum.texts import _, listed, ngettext


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why there is no panel, and what would help."""

    reasons: tuple[str, ...]
    """Sentences; the first says what the others are. None: there is a panel."""
    repair: Repair | None
    """The smallest one; None where there is a panel, or where no repair helps."""

    @property
    def possible(self) -> bool:
        """Whether there is a panel."""
        return not self.reasons

    def advice(self, table: QuotaTable) -> tuple[str, ...]:
        """Return the smallest repair in sentences, or that there is none; nothing where there is a panel."""
        return () if self.possible else tuple(_advice(self.repair, table))

    def hint(self) -> str:
        """Return what to do now."""
        if self.repair is None:
            return _("Wait for more applicants, or decide anew on seats, quotas or the rule for households.")
        return _(
            "Nothing was relaxed. Wait for more applicants, or decide on the relaxation: “forum quotas repair” writes "
            "the quota file with it, ready to be confirmed."
        )


def examine(pool: Pool, table: QuotaTable, seats: int, polytope: Polytope | None = None) -> Verdict:
    """Find out whether there is a panel.

    Parameters
    ----------
    pool
        Everybody who may be seated, and who is fixed.
    table
        The quotas.
    seats
        To fill.
    polytope
        Of what is left to chance; None: it is made.

    Raises
    ------
    QuotaError
        If those who are fixed in cannot be on one panel.
    """
    free = settle(pool, table, seats)
    sums = [*check_sums(free.table, free.seats), *map(str, shortages(free.table, free.pool))]
    if len(free.pool.applicants) < free.seats:
        return Verdict((_("The quotas cannot be met."), _too_few(free), *sums), None)
    polytope = polytope or build(group(free.pool), pool.features, free.table, free.seats)
    if sums:
        reasons = [_("The quotas cannot be met."), *sums]
    elif not possible(polytope):
        reasons = describe(find_conflict(polytope), free.table, polytope)
    else:
        return Verdict((), None)
    if free.seated:
        reasons.append(_("Seats of the {number} people fixed in are taken off.").format(number=len(free.seated)))
    return Verdict(tuple(reasons), _for_all(find_repair(polytope, free.table), free.table, table))


def _for_all(repair: Repair | None, lowered: QuotaTable, table: QuotaTable) -> Repair | None:
    """Return the repair of quotas lowered by those fixed in as one of the whole quotas."""
    if repair is None or lowered is table:
        return repair
    triples = zip(table.quotas, lowered.quotas, repair.table.quotas, strict=True)
    quotas = tuple(
        replace(
            whole, minimum=whole.minimum - old.minimum + new.minimum, maximum=whole.maximum - old.maximum + new.maximum
        )
        for whole, old, new in triples
    )
    return repaired(table, quotas)


def require_panel(pool: Pool, table: QuotaTable, seats: int, polytope: Polytope) -> None:
    """Make sure that a panel exists.

    Parameters
    ----------
    pool
        Everybody who may be seated, and who is fixed.
    table
        The quotas.
    seats
        To fill.
    polytope
        Of what is left to chance.

    Raises
    ------
    QuotaError
        If there is none, with the reasons and the smallest repair.
    """
    verdict = examine(pool, table, seats, polytope)
    if not verdict.possible:
        raise QuotaError("\n".join([*verdict.reasons, *verdict.advice(table)]), hint=verdict.hint())


def possible(polytope: Polytope) -> bool:
    """Say whether there is any panel."""
    return find_panel(polytope) is not None


def change_said(change: QuotaChange) -> str:
    """Say what a repair does to a quota, such as ``sex: w: at least 9 instead of 10``."""
    before, after = change.before, change.after
    lowered = _("at least {after} instead of {before}").format(after=after.minimum, before=before.minimum)
    raised = _("at most {after} instead of {before}").format(after=after.maximum, before=before.maximum)
    done = [
        *([lowered] if after.minimum != before.minimum else []),
        *([raised] if after.maximum != before.maximum else []),
    ]
    return f"{said(before.cell)}: {', '.join(done)}"


def _too_few(free: Free) -> str:
    people = len(free.pool.applicants)
    return ngettext(
        "There is only {people} applicant for {seats} seats.",
        "There are only {people} applicants for {seats} seats.",
        people,
    ).format(people=people, seats=free.seats)


def _advice(repair: Repair | None, table: QuotaTable) -> Iterator[str]:
    limited = any(quota.min_flex is not None or quota.max_flex is not None for quota in table.quotas)
    if repair is None:
        yield (
            _("No repair helps within the limits that the file sets (min_flex, max_flex).")
            if limited
            else _("No repair of the quotas helps.")
        )
        return
    if table.relaxation:
        order = " → ".join(listed(names) for names in relaxation_classes(table))
        yield _("The smallest repair, in the published order of relaxation ({order}):").format(order=order)
    else:
        yield _("The smallest repair; the quota file names no order of relaxation:")
    for change in repair.changes:
        yield change_said(change)
