"""``forum quotas check`` and ``forum quotas repair``: whether a pool can meet quotas, and what would help if not."""

from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.quotas.fit import count
from buergerforum.core.selection.certainty import Decided, decided
from buergerforum.core.selection.feasibility import Verdict, change_said, examine
from buergerforum.core.selection.fixing import settle
from buergerforum.core.selection.noise import noise_of
from buergerforum.core.selection.objectives import OBJECTIVES
from buergerforum.core.selection.polytope import build
from buergerforum.core.selection.types import Type, group
from buergerforum.core.selection.wording import rules_said
from buergerforum.errors import QuotaError, UsageError
from buergerforum.io.quota_relaxing import write_relaxed
from buergerforum.model import places
from buergerforum.model.quotas import QuotaTable
from buergerforum.stages.lottery import DEFAULT_LOTS, DEFAULT_OBJECTIVE, SelectionPlan
from buergerforum.stages.quotas import read_quotas
from buergerforum.stages.selection_inputs import Inputs
from buergerforum.texts import _, speaking


@dataclass(frozen=True, slots=True)
class Fate:
    """Applicants about whom the same quotas decide, whatever the lot."""

    ids: tuple[str, ...]
    """Sorted by code points."""
    seated: bool
    """Whether they are on every panel, else on none."""
    rules: tuple[str, ...]
    """Which quotas cause it, in words; none where there are only as many applicants as seats."""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What the command says."""

    applicants: int
    """In the pool."""
    seats: int
    """To fill."""
    table: QuotaTable
    """The quotas."""
    counts: tuple[int, ...]
    """Applicants per quota, in the order of the table."""
    verdict: Verdict
    """Whether there is a panel, and why not."""
    fates: tuple[Fate, ...]
    """Those on no panel first."""
    lowest: float | None
    """Nobody's chance can be made higher than this without that of somebody being lower; None: there is no panel. It
    is a bound: in rare pools the exact chance, which the lottery proves, is smaller."""
    notes: tuple[str, ...]
    """What was interpreted in reading."""


@dataclass(frozen=True, slots=True)
class RepairReport:
    """What the command says at the end."""

    verdict: Verdict
    """With the repair, where one was needed."""
    changes: tuple[str, ...]
    """In words; none: the quotas can be met as they are."""
    written: Path | None
    """The file; None: nothing needed to be written."""
    notes: tuple[str, ...]
    """What was interpreted in reading."""


def run_check(plan: SelectionPlan) -> CheckReport:
    """Look whether a panel exists, and whose fate the quotas decide alone. Nothing is written.

    Parameters
    ----------
    plan
        Pool, quotas, seats, households.

    Raises
    ------
    InputError, UsageError
        If the inputs cannot be used.
    """
    inputs = plan.inputs()
    pool, table = inputs.pool.pool, inputs.quotas.table
    free = settle(pool, table, inputs.seats)
    types = group(free.pool)
    polytope = build(types, pool.features, free.table, free.seats)
    verdict = examine(pool, table, inputs.seats, polytope)
    fates: tuple[Fate, ...] = ()
    lowest = None
    if verdict.possible:
        chances = OBJECTIVES[DEFAULT_OBJECTIVE](polytope).chances
        noise = noise_of(pool, table, inputs.seats, DEFAULT_LOTS)
        fates = tuple(_fate(one, types, free.table) for one in decided(polytope, chances, noise))
        lowest = float(chances.min())
    return CheckReport(
        applicants=len(pool.applicants),
        seats=inputs.seats,
        table=table,
        counts=count(table, pool),
        verdict=verdict,
        fates=fates,
        lowest=0.0 if any(not fate.seated for fate in fates) else lowest,
        notes=inputs.notes(),
    )


def _fate(one: Decided, types: tuple[Type, ...], table: QuotaTable) -> Fate:
    ids = sorted(member for place in one.types for member in types[place].members)
    return Fate(tuple(ids), one.seated, tuple(rules_said(one.conflict, table)))


def run_repair(plan: SelectionPlan, out: Path | None) -> RepairReport:
    """Write the quota file with the smallest repair, in the form of the file that was read.

    Parameters
    ----------
    plan
        Pool, quotas, seats, households.
    out
        The file to write; None: beside the quotas of the procedure.

    Raises
    ------
    InputError, UsageError
        If the inputs cannot be used, or the file is there already.
    QuotaError
        If no repair helps.
    """
    inputs = plan.inputs()
    table = inputs.quotas.table
    verdict = examine(inputs.pool.pool, table, inputs.seats)
    if verdict.possible:
        return RepairReport(verdict, (), None, inputs.notes())
    if verdict.repair is None:
        raise QuotaError("\n".join([*verdict.reasons, *verdict.advice(table)]))
    target = out or _beside(plan)
    if target.exists():
        raise UsageError(
            _("“{file}” is there already.").format(file=target.name),
            hint=_("Name another file: --out FILE. Nothing was changed."),
        )
    changes = tuple(map(change_said, verdict.repair.changes))
    with speaking(plan.language):
        write_relaxed(plan.quotas, target, verdict.repair.changes, tuple(map(change_said, verdict.repair.changes)))
    _require_same(target, inputs, verdict.repair.table)
    return RepairReport(verdict, changes, target, inputs.notes())


def _beside(plan: SelectionPlan) -> Path:
    home = plan.destination.procedure
    if home is None:
        raise UsageError(
            _("It is not said where the relaxed quotas shall go."),
            hint=_("Add --out FILE with the name of a new file."),
        )
    return home.path(places.QUOTAS) / f"{plan.quotas.stem}-relaxed{plan.quotas.suffix}"


def _require_same(target: Path, inputs: Inputs, wanted: QuotaTable) -> None:
    """Make sure that the file, read back, says what it shall."""
    found = read_quotas(target, inputs.seats).table
    if (found.features, found.quotas, found.relaxation) != (wanted.features, wanted.quotas, wanted.relaxation):
        raise ArithmeticError("the relaxed quotas are not what was written")
