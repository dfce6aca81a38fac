"""From a quota file to the table of minimum and maximum for a number of seats."""

from collections.abc import Sequence
from dataclasses import dataclass

from buergerforum.core.quotas.checks import check_plan, check_ranges
from buergerforum.core.quotas.derive import derive
from buergerforum.core.quotas.fit import check_sums
from buergerforum.core.quotas.origins import origin_notes
from buergerforum.errors import InputError, Problem, QuotaError, UsageError
from buergerforum.model.quota_plan import QuotaPlan
from buergerforum.model.quotas import Cell, Quota, QuotaTable
from buergerforum.texts import _


@dataclass(frozen=True, slots=True)
class Made:
    """A table, and what its reader should know."""

    table: QuotaTable
    """Free of contradictions that can be seen without a pool."""
    notes: tuple[str, ...]
    """Sentences in the reader's language."""


def make_table(plan: QuotaPlan, seats: int | None = None, found: Sequence[Problem] = (), *, sums: bool = True) -> Made:
    """Make the table.

    Seats asked for win over those of the file. What follows from shares is derived for them anew; what the file states
    in seats stays, and must still fit.

    Parameters
    ----------
    plan
        The quota file.
    seats
        As asked for; None: as the file says. Without either, the table has no seats and its sums are not checked.
    found
        What reading the file found wrong already, to be listed with the rest.
    sums
        Whether sums that cannot be met are an error here. Where a pool is at hand they can be explained together with
        everything else; but sums that are wrong because the file was made for another number of seats always are one.

    Raises
    ------
    InputError
        If the file contradicts itself.
    UsageError
        If shares are to become seats and nobody says how many there are, or the number asked for is not positive.
    QuotaError
        If no choice of people whatsoever can meet the sums.
    """
    problems = [*found, *check_plan(plan)]
    if problems:
        raise InputError(sorted(problems, key=lambda problem: problem.row or 0))
    chosen = _chosen(plan, seats)
    bounds = _bounds(plan, chosen)
    if problems := check_ranges(plan, bounds):
        raise InputError(problems)
    quotas = tuple(
        Quota(_in_order(plan, aim.cell), *ends, aim.min_flex, aim.max_flex)
        for aim, ends in zip(plan.aims, bounds, strict=True)
    )
    table = QuotaTable(plan.features, quotas, chosen, plan.relaxation, plan.file)
    strict = sums or (_differs(plan, chosen) and not all(aim.scales for aim in plan.aims))
    if chosen is not None and strict and (reasons := check_sums(table, chosen)):
        raise QuotaError("\n".join(reasons), hint=_remedy(plan, chosen))
    return Made(table, (*_notes_on_seats(plan, chosen), *origin_notes(plan)))


def _chosen(plan: QuotaPlan, seats: int | None) -> int | None:
    if seats is not None and seats < 1:
        raise UsageError(
            _("The number of seats must be 1 or more, not {seats}.").format(seats=seats),
            hint=_("Give the number of people to be selected, such as --seats 50."),
        )
    chosen = plan.seats if seats is None else seats
    if chosen is None and any(aim.share is not None or aim.maximum is None for aim in plan.aims):
        raise UsageError(
            _("“{file}” does not say how many seats there are, and its quotas depend on it.").format(file=plan.file),
            hint=_("Add the line “seats: 50” to the file, or --seats 50 to the command, with your number."),
        )
    return chosen


def _bounds(plan: QuotaPlan, seats: int | None) -> tuple[tuple[int, int], ...]:
    if seats is not None:
        return derive(plan, seats)
    return tuple((aim.minimum or 0, aim.maximum or 0) for aim in plan.aims)


def _in_order(plan: QuotaPlan, cell: Cell) -> Cell:
    order = [feature.name for feature in plan.features]
    return tuple(sorted(cell, key=lambda part: order.index(part[0])))


def _differs(plan: QuotaPlan, seats: int | None) -> bool:
    return plan.seats is not None and plan.seats != seats


def _remedy(plan: QuotaPlan, seats: int) -> str:
    if _differs(plan, seats) and not all(aim.scales for aim in plan.aims):
        return _("“{file}” was made for {seats} seats, and states minimum and maximum in seats. Adapt them.").format(
            file=plan.file, seats=plan.seats
        )
    return _("Correct the quotas, or the number of seats.")


def _notes_on_seats(plan: QuotaPlan, seats: int | None) -> list[str]:
    if not _differs(plan, seats):
        return []
    if all(aim.scales for aim in plan.aims):
        text = _("{file} says {old} seats, {new} were asked for: minimum and maximum follow from the shares anew.")
    else:
        text = _(
            "{file} says {old} seats, {new} were asked for: what it states in seats was left as it is. Please check it."
        )
    return [text.format(file=plan.file, old=plan.seats, new=seats)]
