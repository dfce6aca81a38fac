"""``forum replace``: members drop out, others take their seats by lot, everybody else stays."""

from dataclasses import dataclass, replace
from pathlib import Path

from buergerforum.core.chance import Seed
from buergerforum.core.selection.feasibility import change_said, examine
from buergerforum.core.selection.panel_check import check_panel, reached
from buergerforum.core.selection.replacement import fixed_for, still_waiting
from buergerforum.errors import InputError, Problem, QuotaError, UsageError
from buergerforum.io.lottery_files import lot_name
from buergerforum.io.quota_relaxing import write_relaxed
from buergerforum.io.versions import versions
from buergerforum.model import places
from buergerforum.model.letters import Kind
from buergerforum.model.progress import Progress, silent
from buergerforum.model.record import FileDigest, Option, Receipt
from buergerforum.stages.current_panel import OUT
from buergerforum.stages.fixing import with_fixed
from buergerforum.stages.lottery import SelectionPlan, compute
from buergerforum.stages.lottery_result import write_result
from buergerforum.stages.panel_workbook import Occasion, write_panel_workbook
from buergerforum.stages.replacing import ReplacePlan
from buergerforum.stages.running import journal_of, running
from buergerforum.stages.seated import SeatedReport
from buergerforum.stages.select import WORKBOOK, Decision
from buergerforum.stages.selection_inputs import Inputs
from buergerforum.stages.states import told_by_replacement
from buergerforum.texts import _, listed, speaking

UNAVAILABLE, WAITING_ONLY = "unavailable", "waiting_only"
"""Options of a receipt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceReport(SeatedReport):
    """What the command says at the end; chances are those of everybody who could take a free seat."""

    joined: tuple[str, ...]
    """Ids of the new members."""


def run_replace(
    plan: ReplacePlan, decision: Decision, relaxed: Path | None = None, progress: Progress = silent
) -> ReplaceReport:
    """Fill the free seats by lot and write the panel as it is then.

    Parameters
    ----------
    plan
        What is known before the lot is drawn.
    decision
        The number or seed.
    relaxed
        Where to write the quotas with the smallest relaxation, if they cannot be met; None: nowhere.
    progress
        Told how far it is.

    Raises
    ------
    InputError, UsageError
        If the inputs cannot be used.
    QuotaError
        If the free seats cannot be filled so that the panel meets the quotas.
    """
    decision.lot(plan.selection.lots)
    with running(plan.selection.destination) as run:
        inputs = _inputs(plan)
        _require_possible(plan, inputs, relaxed)
        selection = replace(plan.selection, fixed=inputs.pool.pool.fixed)
        result = compute(selection, inputs, progress)
        write_result(run.folder, inputs, selection.quotas, selection.objective, result)
        number = decision.lot(selection.lots)
        members = result.lottery.members_of(number)
        _require_panel(inputs, members)
        new = _New(
            lot_name(number, selection.lots),
            members,
            joined=tuple(one for one in members if one not in plan.before.members),
            waiting=still_waiting(plan.before.waiting, members, selection.fixed),
        )
        _write(run.folder, selection, inputs, new, decision.seed)
        told = told_by_replacement(run.destination.procedure, members, new.waiting, plan.leaving.out)
        receipt = run.finish(
            _receipt(plan, selection, inputs, new, decision.seed),
            {OUT: list(plan.leaving.out), "joined": list(new.joined), **told},
        )
    fixed = {one.id for one in selection.fixed}
    return ReplaceReport(
        lot=new.lot,
        lots=selection.lots,
        joined=new.joined,
        panel=members,
        waiting=len(new.waiting),
        table=inputs.quotas.table,
        reached=reached(inputs.quotas.table, inputs.pool.pool, members),
        chances=tuple(one for one in result.chances if one.id not in fixed),
        notes=(*inputs.quotas.notes, *inputs.pool.notes, *_rejected_before(plan, new.joined)),
        receipt=receipt,
    )


@dataclass(frozen=True, slots=True)
class _New:
    """The panel as it is after the replacement."""

    lot: str
    members: tuple[str, ...]
    joined: tuple[str, ...]
    waiting: tuple[str, ...]


def _rejected_before(plan: ReplacePlan, joined: tuple[str, ...]) -> list[str]:
    """Return a note on new members to whom a rejection was sent before."""
    home = plan.selection.destination.procedure
    lines = [entry.details for entry in journal_of(home)] if home else []
    sent = [
        ids for line in lines if line.get("kind") == Kind.REJECTION.value and isinstance(ids := line.get("ids"), list)
    ]
    rejected = {str(one) for ids in sent for one in ids}
    ids = tuple(one for one in joined if one in rejected)
    told = _(
        "Joined although a rejection was sent before: {ids}. With --waiting-only nobody is asked who was rejected."
    )
    return [told.format(ids=listed(ids))] if ids else []


def _write(folder: Path, selection: SelectionPlan, inputs: Inputs, new: _New, seed: Seed | None) -> None:
    for name, people in ((places.PANEL, new.members), (places.JOINED, new.joined), (places.WAITING, new.waiting)):
        inputs.write_people(folder / name, people)
    with speaking(selection.language):
        occasion = Occasion(selection.title, new.lot, selection.lots, seed)
        write_panel_workbook(folder / WORKBOOK, inputs, new.members, occasion)


def _receipt(plan: ReplacePlan, selection: SelectionPlan, inputs: Inputs, new: _New, seed: Seed | None) -> Receipt:
    return Receipt(
        stage="replace",
        options=_options(plan, selection, inputs) | {"number": new.lot if seed is None else None},
        inputs=_digests(plan, inputs),
        seed=seed,
        figures={
            "applicants": len(inputs.ids()),
            "lot": new.lot,
            "seats": len(new.joined),
            "waiting": len(new.waiting),
        },
        versions=versions("highspy"),
    )


def _inputs(plan: ReplacePlan) -> Inputs:
    """Read pool and quotas, and fix those who remain in and those who are not asked out."""
    inputs = plan.selection.inputs()
    pool, file = inputs.pool.pool, plan.selection.pool.name
    ids = frozenset(inputs.ids())
    named = (*plan.before.members, *plan.leaving.unavailable)
    if strangers := [one for one in named if one not in ids]:
        problem = Problem(_("Not in the pool: {ids}.").format(ids=listed(tuple(strangers))), file=file)
        raise InputError([problem], hint=_("Give the pool that the panel was selected from."))
    fixed = with_fixed(pool, fixed_for(pool, plan.before, plan.leaving), file)
    return replace(inputs, pool=replace(inputs.pool, pool=fixed))


def _require_possible(plan: ReplacePlan, inputs: Inputs, relaxed: Path | None) -> None:
    """Make sure that the free seats can be filled; if not, write the relaxed quotas where that is wanted."""
    table = inputs.quotas.table
    verdict = examine(inputs.pool.pool, table, inputs.seats)
    if verdict.possible:
        return
    said = "\n".join([*verdict.reasons, *verdict.advice(table)])
    if verdict.repair is None:
        raise QuotaError(said, hint=_("Ask more people, or decide anew on seats, quotas or the rule for households."))
    if relaxed is None:
        raise QuotaError(
            said,
            hint=_(
                "Nothing was relaxed and nobody was replaced. With --relaxed FILE the command writes the quota file "
                "with this relaxation; to confirm it, repeat the command with --quotas FILE."
            ),
        )
    if relaxed.exists():
        raise UsageError(
            _("“{file}” is there already.").format(file=relaxed.name),
            hint=_("Name another file: --relaxed FILE. Nothing was changed."),
        )
    with speaking(plan.selection.language):
        changes = verdict.repair.changes
        write_relaxed(plan.selection.quotas, relaxed, changes, tuple(map(change_said, changes)))
    hint = _("Nobody was replaced. “{file}” holds the relaxed quotas; to confirm them: --quotas {path}")
    raise QuotaError(said, hint=hint.format(file=relaxed.name, path=relaxed.as_posix()))


def _require_panel(inputs: Inputs, members: tuple[str, ...]) -> None:
    if wrong := check_panel(members, inputs.pool.pool, inputs.quotas.table, inputs.seats):
        raise ArithmeticError(f"the new panel is none: {len(wrong)} rules are broken")


def _options(plan: ReplacePlan, selection: SelectionPlan, inputs: Inputs) -> dict[str, Option]:
    chosen = selection.options(inputs.seats)
    del chosen["waiting"]
    return chosen | {
        OUT: plan.leaving.out,
        UNAVAILABLE: plan.leaving.unavailable,
        WAITING_ONLY: plan.leaving.waiting_only,
    }


def _digests(plan: ReplacePlan, inputs: Inputs) -> tuple[FileDigest, ...]:
    destination = plan.selection.destination
    return (*plan.selection.digests(inputs), *map(destination.digest, plan.read))
