"""``forum select``: the lot is drawn, the panel is seated."""

from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.chance import Seed, digest, lot_number
from buergerforum.core.record.receipt import read_receipt
from buergerforum.core.selection.panel_check import reached
from buergerforum.core.selection.waiting import choose_waiting
from buergerforum.errors import InputError, Problem, UsageError
from buergerforum.io.files import read_bytes
from buergerforum.io.lottery_files import LOTTERY, PROBABILITIES, lot_name, read_chances, read_lottery, write_lottery
from buergerforum.io.staging import RECEIPT
from buergerforum.io.versions import versions
from buergerforum.model.lottery import Chance, Lottery
from buergerforum.model.progress import Progress, silent
from buergerforum.model.quotas import QuotaTable
from buergerforum.model.record import FileDigest, Option, Receipt
from buergerforum.stages.lottery import (
    POOL,
    Inputs,
    SelectionPlan,
    compute,
    copy_inputs,
    options_of,
    quotas_in,
    read_inputs,
    relocated,
)
from buergerforum.stages.panel_workbook import write_panel_workbook
from buergerforum.stages.running import Destination, journal_of, running, runs_of
from buergerforum.texts import _, speaking


@dataclass(frozen=True, slots=True)
class Decision:
    """What decides which lot wins: a number drawn in public, or a seed."""

    number: str | None = None
    """As it was typed, leading zeros allowed."""
    seed: Seed | None = None

    def lot(self, lots: int) -> int:
        """Return the number of the lot among `lots`.

        Raises
        ------
        UsageError
            If it is no number of a lot.
        """
        if self.seed is not None:
            return lot_number(lots, self.seed)
        typed = (self.number or "").strip()
        if not (typed.isascii() and typed.isdigit() and int(typed) < lots):
            raise UsageError(
                _("“{number}” is no lot number.").format(number=typed),
                hint=_("The lots are numbered {first} to {last}.").format(
                    first=lot_name(0, lots), last=lot_name(lots - 1, lots)
                ),
            )
        return int(typed)


@dataclass(frozen=True, slots=True)
class SelectionReport:
    """What the command says at the end."""

    lot: str
    """Number of the winning lot, as printed."""
    lots: int
    panel: tuple[str, ...]
    """Ids of the members."""
    waiting: int
    table: QuotaTable
    reached: tuple[int, ...]
    """Members per quota, in the order of the table."""
    lowest: Chance
    highest: Chance
    largest_deviation: float
    """Between anybody's chance in the lots and in the optimal lottery."""
    notes: tuple[str, ...]
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Outcome:
    """A lottery and its inputs, computed now or earlier."""

    plan: SelectionPlan
    inputs: Inputs
    lottery: Lottery
    chances: tuple[Chance, ...]
    files: tuple[FileDigest, ...]
    """What the selection follows from."""


def run_select(
    plan: SelectionPlan, decision: Decision, drawn_from: Path | None = None, progress: Progress = silent
) -> SelectionReport:
    """Seat the panel of the winning lot and choose the waiting list.

    Parameters
    ----------
    plan
        What was published before the lot was drawn.
    decision
        The number or seed.
    drawn_from
        Folder of a lottery made before; None: that of the procedure where there is one, else it is computed now.
    progress
        Told how far it is.

    Raises
    ------
    InputError, UsageError
        If the inputs cannot be used.
    QuotaError
        If no panel meets the quotas.
    """
    with running(plan.destination) as run:
        earlier = drawn_from or _of_procedure(plan.destination)
        outcome = _published(plan, earlier) if earlier else _computed(plan, progress)
        number = decision.lot(outcome.lottery.lots)
        members = next(block.members for block in outcome.lottery.blocks if block.first <= number <= block.last)
        waiting = _waiting(outcome, members, number)
        shown = lot_name(number, outcome.lottery.lots)
        write_lottery(run.folder, outcome.lottery, outcome.chances)
        copy_inputs(run.folder, outcome.plan, outcome.inputs)
        outcome.inputs.write_people(run.folder / "panel.csv", members)
        outcome.inputs.write_people(run.folder / "waiting.csv", waiting)
        with speaking(plan.language) if plan.language else speaking(""):
            write_panel_workbook(run.folder / "panel.xlsx", outcome.inputs, outcome.lottery, members, shown)
        receipt = run.finish(_receipt(outcome, decision, shown, len(waiting)))
    return _report(outcome, receipt, members, shown, len(waiting))


def _of_procedure(destination: Destination) -> Path | None:
    procedure = destination.procedure
    if procedure is None or not runs_of(journal_of(procedure), "lottery"):
        return None
    return procedure.path("lottery")


def _computed(plan: SelectionPlan, progress: Progress) -> Outcome:
    inputs = read_inputs(plan)
    result = compute(plan, inputs, progress)
    files = tuple(plan.destination.digest(path) for path in plan.inputs())
    return Outcome(plan, inputs, result.lottery, result.chances, files)


def _published(plan: SelectionPlan, folder: Path) -> Outcome:
    receipt = read_receipt(read_bytes(folder / RECEIPT), RECEIPT)
    quotas = quotas_in(folder)
    _refuse_changed(plan, receipt)
    plan = relocated(plan, folder, quotas, receipt)
    digest_of = plan.destination.digest
    files = tuple(digest_of(folder / name) for name in (LOTTERY, PROBABILITIES, POOL, quotas.name, RECEIPT))
    lottery, chances = read_lottery(folder / LOTTERY), read_chances(folder / PROBABILITIES)
    inputs = read_inputs(plan)
    known = {one.id for one in inputs.pool.pool.applicants}
    strangers = [block for block in lottery.blocks if not known.issuperset(block.members)]
    if strangers:
        problem = Problem(
            _("The lottery seats people who are not in its pool."),
            file=LOTTERY,
            remedy=_("Compare the files with the published ones; “forum audit” says more."),
        )
        raise InputError([problem])
    return Outcome(plan, inputs, lottery, chances, files)


def _refuse_changed(plan: SelectionPlan, receipt: Receipt) -> None:
    """In a procedure, pool and quotas must still be those that the lottery was made from."""
    if plan.destination.procedure is None:
        return
    made_from = {one.name: one.sha256 for one in receipt.inputs}
    changed = []
    for path in (plan.pool, plan.quotas):
        now = plan.destination.digest(path)
        if made_from.get(now.name) != now.sha256:
            changed.append(Problem(_("The file was changed after the lottery was made."), file=now.name))
    if changed:
        raise InputError(
            changed, hint=_("Restore it, or make the lottery again: forum lottery --again “reason”. Publish it anew.")
        )


def _waiting(outcome: Outcome, members: tuple[str, ...], number: int) -> tuple[str, ...]:
    pool, table = outcome.inputs.pool.pool, outcome.inputs.quotas.table
    order = {one.id: digest("waiting", str(number), one.id) for one in pool.applicants}
    return choose_waiting(pool, table, members, outcome.plan.waiting, order)


def _receipt(outcome: Outcome, decision: Decision, lot: str, waiting: int) -> Receipt:
    options: dict[str, Option] = dict(options_of(outcome.plan, outcome.inputs))
    options["lots"] = outcome.lottery.lots
    options["number"] = None if decision.seed is not None else lot
    return Receipt(
        stage="select",
        options=options,
        inputs=outcome.files,
        seed=decision.seed,
        figures={"applicants": len(outcome.chances), "lot": lot, "waiting": waiting},
        versions=versions("highspy"),
    )


def _report(outcome: Outcome, receipt: Receipt, members: tuple[str, ...], lot: str, waiting: int) -> SelectionReport:
    table, pool = outcome.inputs.quotas.table, outcome.inputs.pool.pool
    chances = sorted(outcome.chances, key=lambda one: (one.lots, one.id))
    lots = outcome.lottery.lots
    return SelectionReport(
        lot=lot,
        lots=lots,
        panel=members,
        waiting=waiting,
        table=table,
        reached=reached(table, pool, members),
        lowest=chances[0],
        highest=chances[-1],
        largest_deviation=max(abs(one.lots / lots - one.optimal) for one in chances),
        notes=(*outcome.inputs.quotas.notes, *outcome.inputs.pool.notes),
        receipt=receipt,
    )
