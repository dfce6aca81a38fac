"""``forum select``: the lot is drawn, the panel is seated."""

from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.chance import Seed, digest, lot_number
from buergerforum.core.selection.panel_check import check_panel, reached
from buergerforum.core.selection.waiting import choose_waiting
from buergerforum.core.state.changes import Told, selected
from buergerforum.errors import InputError, Problem, UsageError
from buergerforum.io.lottery_files import lot_name
from buergerforum.io.versions import versions
from buergerforum.model import places
from buergerforum.model.households import ADDRESS, COLUMNS, EXEMPT, HOUSEHOLD
from buergerforum.model.lottery import Chance, Lottery
from buergerforum.model.pool import Fixed
from buergerforum.model.progress import Progress, silent
from buergerforum.model.record import FileDigest, Option, Receipt
from buergerforum.model.seal import Sealed
from buergerforum.stages.fixing import IN, OUT, as_options
from buergerforum.stages.lottery import SelectionOptions, SelectionPlan, compute
from buergerforum.stages.lottery_result import lottery_figures, write_result
from buergerforum.stages.panel_workbook import Occasion, write_panel_workbook
from buergerforum.stages.published import Said, folder_of, read_published
from buergerforum.stages.running import Destination, running
from buergerforum.stages.sealing import require_as_sealed
from buergerforum.stages.seated import SeatedReport
from buergerforum.stages.selection_inputs import Inputs
from buergerforum.stages.states import states_before
from buergerforum.texts import _, speaking

WORKBOOK = "panel.xlsx"
_ONLY_NUMBERED = (COLUMNS, ADDRESS, EXEMPT)
"""Options that receipts have only where households are numbers."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What decides which lot wins: a number drawn in public, or a seed."""

    number: str | None = None
    """As it was typed, leading zeros allowed."""
    seed: Seed | None = None
    """Where there is one, it decides."""

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
        digits = typed.lstrip("0") or typed[:1]
        last = lot_name(lots - 1, lots)
        if not (digits.isascii() and digits.isdigit()) or len(digits) > len(last) or int(digits) >= lots:
            hint = _("The lots are numbered {first} to {last}.").format(first=lot_name(0, lots), last=last)
            raise UsageError(_("“{number}” is no lot number.").format(number=typed), hint=hint)
        return int(digits)


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionReport(SeatedReport):
    """What the command says at the end."""

    fixed_out: tuple[str, ...]
    """Ids of those who were fixed out."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A lottery and its inputs, computed now or earlier; its files are already copied."""

    inputs: Inputs
    lottery: Lottery
    chances: tuple[Chance, ...]
    options: dict[str, Option]
    """What was chosen, as the receipt says it."""
    files: tuple[FileDigest, ...]
    """What the selection follows from."""

    def members(self, number: int) -> tuple[str, ...]:
        """Return the panel of a lot, which must be one."""
        members = self.lottery.members_of(number)
        inputs = self.inputs
        if wrong := check_panel(members, inputs.pool.pool, inputs.quotas.table, inputs.seats):
            what = _("Lot {number} is no panel: {reasons}").format(
                number=lot_name(number, self.lottery.lots), reasons=" ".join(wrong)
            )
            raise InputError([Problem(what, file=places.LOTS)], hint=_("“forum audit” says more."))
        return members


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
        earlier = drawn_from or folder_of(plan.destination)
        if earlier:
            drawn = _published(plan, earlier, run.folder)
        else:
            decision.lot(plan.lots)  # a wrong number is refused before anything is computed
            drawn = _computed(plan, run.folder, progress)
        options = drawn.options | {"waiting": plan.waiting}
        require_as_sealed(plan.destination, Sealed.SELECTION, options)
        number = decision.lot(drawn.lottery.lots)
        members = drawn.members(number)
        waiting = _waiting(drawn, members, plan.waiting, number)
        shown = lot_name(number, drawn.lottery.lots)
        drawn.inputs.write_people(run.folder / places.PANEL, members)
        drawn.inputs.write_people(run.folder / places.WAITING, waiting)
        with speaking(plan.language):
            occasion = Occasion(plan.title, shown, drawn.lottery.lots, decision.seed)
            write_panel_workbook(run.folder / WORKBOOK, drawn.inputs, members, occasion)
        receipt = Receipt(
            stage="select",
            options=options | {"number": shown if decision.seed is None else None},
            inputs=drawn.files,
            seed=decision.seed,
            figures={
                "applicants": len(drawn.chances),
                "lot": shown,
                "waiting": len(waiting),
                **lottery_figures(drawn.lottery, drawn.chances),
            },
            versions=versions("highspy"),
        )
        receipt = run.finish(receipt, _told(plan.destination, drawn, members, waiting))
    return _report(drawn, receipt, shown, members, len(waiting))


def _computed(plan: SelectionPlan, folder: Path, progress: Progress) -> _Drawn:
    inputs = plan.inputs()
    result = compute(plan, inputs, progress)
    write_result(folder, inputs, plan.quotas, plan.objective, result)
    return _Drawn(inputs, result.lottery, result.chances, plan.options(inputs.seats), plan.digests(inputs))


def _published(plan: SelectionPlan, earlier: Path, folder: Path) -> _Drawn:
    said, inside = plan.said, plan.destination.procedure is not None
    wishes: dict[str, Option] = {
        "seats": said.seats,
        "lots": said.lots,
        "objective": said.objective,
        **_households_as_said(said),
        "id": said.id_column,
        **_fixed_as_said(said.fixed),
    }
    pool, quotas = (plan.pool, plan.quotas) if inside else (said.pool, said.quotas)
    found = read_published(earlier, plan.destination, Said(pool, quotas, wishes))
    found.write_copies(folder)
    made = found.receipt.options
    options = {name: made.get(name) for name in wishes if name in made or name not in _ONLY_NUMBERED}
    return _Drawn(found.inputs, found.lottery, found.chances, options, found.digests(plan.destination))


def _fixed_as_said(fixed: tuple[Fixed, ...]) -> dict[str, Option]:
    """Return who is fixed, to be compared with the lottery; nobody named: whoever the lottery names."""
    return dict(as_options(fixed)) if fixed else dict.fromkeys((IN, OUT))


def _households_as_said(said: SelectionOptions) -> dict[str, Option]:
    """Return who belongs to one household, to be compared with the lottery; nothing said: whatever the lottery says."""
    return dict.fromkeys((HOUSEHOLD, *_ONLY_NUMBERED)) | (said.households.options() if said.households else {})


def _told(destination: Destination, drawn: _Drawn, members: tuple[str, ...], waiting: tuple[str, ...]) -> Told:
    home = destination.procedure
    pool = [one.id for one in drawn.inputs.pool.pool.applicants]
    return selected(members, waiting, pool, states_before(home, destination.folder)) if home else {}


def _waiting(drawn: _Drawn, members: tuple[str, ...], size: int, number: int) -> tuple[str, ...]:
    pool, table = drawn.inputs.pool.pool, drawn.inputs.quotas.table
    order = {one.id: digest("waiting", str(number), one.id) for one in pool.applicants}
    return choose_waiting(pool, table, members, size, order)


def _report(drawn: _Drawn, receipt: Receipt, lot: str, members: tuple[str, ...], waiting: int) -> SelectionReport:
    table = drawn.inputs.quotas.table
    return SelectionReport(
        lot=lot,
        lots=drawn.lottery.lots,
        panel=members,
        waiting=waiting,
        table=table,
        reached=reached(table, drawn.inputs.pool.pool, members),
        chances=drawn.chances,
        notes=drawn.inputs.notes(),
        receipt=receipt,
        fixed_out=drawn.inputs.pool.pool.never(),
    )
