"""``forum lottery``: N equally likely panels, published before one of them is drawn."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from buergerforum.core.selection.engine import LotteryResult, make_lottery
from buergerforum.errors import UsageError
from buergerforum.io.procedure import Procedure
from buergerforum.io.versions import versions
from buergerforum.model import places
from buergerforum.model.households import HouseholdRule
from buergerforum.model.pool import Fixed
from buergerforum.model.progress import Progress, silent
from buergerforum.model.record import FileDigest, Option, Receipt
from buergerforum.model.seal import Sealed
from buergerforum.stages.fixing import as_options, of_settings, together
from buergerforum.stages.households import rule_said
from buergerforum.stages.lottery_result import lottery_figures, write_result
from buergerforum.stages.published import quotas_in
from buergerforum.stages.running import Destination, running
from buergerforum.stages.sealing import require_as_sealed
from buergerforum.stages.selection_inputs import Inputs, read_inputs
from buergerforum.stages.steps import required
from buergerforum.texts import _

if TYPE_CHECKING:
    from buergerforum.io.settings import SelectionSettings

DEFAULT_LOTS = 1000
DEFAULT_OBJECTIVE = "leximin"
DEFAULT_WAITING = 25
MOST_LOTS = 10**12
"""Enough for everybody on earth to have a lot; beyond, the solver's precision would be the limit."""


@dataclass(frozen=True, slots=True)
class SelectionOptions:
    """What is chosen before the lot is drawn; None: as ``forum.yaml`` says, or the usual."""

    pool: Path | None = None
    """Everybody who may be seated: CSV or XLSX."""
    quotas: Path | None = None
    """YAML, CSV or XLSX."""
    seats: int | None = None
    """To fill."""
    lots: int | None = None
    """How many equally likely panels."""
    objective: str | None = None
    """What is made as fair as possible, such as ``leximin``."""
    household: str | None = None
    """Column of the pool, or several with commas between them, which are an address; blank: no rule."""
    id_column: str | None = None
    """Column of the pool."""
    waiting: int | None = None
    """Length of the waiting list."""
    fixed: tuple[Fixed, ...] = ()
    """Who is fixed in or out, besides those in ``forum.yaml``."""
    address: bool | None = None
    """Whether a single column of households is an address too; counts together with `household`."""
    exempt: str | None = None
    """Column that marks people at special addresses; blank: none."""

    @property
    def households(self) -> HouseholdRule | None:
        """Return who belongs to one household; None: nobody said it."""
        return rule_said(self.household, self.address, self.exempt)


@dataclass(frozen=True, slots=True)
class SelectionPlan:
    """A selection, complete but for the lot."""

    pool: Path
    """Everybody who may be seated."""
    quotas: Path
    """What a panel must meet."""
    seats: int | None
    """None: as the quota file says."""
    lots: int
    """How many equally likely panels, 1 … :data:`MOST_LOTS`."""
    objective: str
    """Such as ``leximin``."""
    household: HouseholdRule
    """Who belongs to one household."""
    id_column: str | None
    """Column of the pool; None: the usual one."""
    waiting: int
    """Length of the waiting list."""
    destination: Destination
    """Where the result goes."""
    fixed: tuple[Fixed, ...] = ()
    """Who is fixed in or out, sorted by id."""
    settings_file: Path | None = None
    """``forum.yaml``, where options come from it."""
    language: str = ""
    """Of workbooks; blank: that of the terminal."""
    title: str = ""
    """Name of the forum, where it is known."""
    said: SelectionOptions = SelectionOptions()
    """What was asked for in so many words or stands in ``forum.yaml``: a lottery made before must agree with it."""

    def inputs(self) -> Inputs:
        """Read pool and quotas.

        Raises
        ------
        InputError
            If they cannot be used, or hold more than a procedure may publish.
        """
        read = read_inputs(self.pool, self.quotas, self.seats, self.household, self.id_column, self.fixed)
        if self.destination.procedure:
            read.refuse_more_than_needed()
        return read

    def digests(self, inputs: Inputs) -> tuple[FileDigest, ...]:
        """Return the digest of every file that the result follows from, as it was read."""
        read = [
            self.destination.as_read(inputs.pool.digest, self.pool),
            self.destination.as_read(inputs.quotas.digest, self.quotas),
        ]
        return (*read, *([self.destination.digest(self.settings_file)] if self.settings_file else []))

    def options(self, seats: int) -> dict[str, Option]:
        """Return what a receipt says was chosen."""
        return {
            "seats": seats,
            "lots": self.lots,
            "objective": self.objective,
            **self.household.options(),
            "id": self.id_column,
            "waiting": self.waiting,
            **as_options(self.fixed),
        }


@dataclass(frozen=True, slots=True)
class LotteryReport:
    """What the command says at the end."""

    applicants: int
    """In the pool."""
    seats: int
    """Of every panel."""
    result: LotteryResult
    """Lots and chances."""
    notes: tuple[str, ...]
    """What was interpreted in reading."""
    receipt: Receipt
    """As written."""
    fixed_out: tuple[str, ...] = ()
    """Ids of those who were fixed out."""


def plan_selection(
    home: Procedure | None,
    options: SelectionOptions,
    folder: str,
    out: Path | None,
    again: str,
    lottery: Path | None = None,
) -> SelectionPlan:
    """Complete the options given with those of the procedure.

    Parameters
    ----------
    home
        The procedure, or None.
    options
        As given.
    folder
        Name of the result in the procedure: ``lottery`` or ``selection``.
    out
        Where the result goes without a procedure.
    again
        Why a second result is made.
    lottery
        Folder of a lottery made before, which holds its own pool and quotas.

    Raises
    ------
    InputError
        If ``forum.yaml`` cannot be used, or the folder is not that of a lottery.
    UsageError
        If something is missing that only a procedure could say, or there are too many lots.
    """
    settings = None
    if home:  # what reads them takes long to load
        from buergerforum.io.settings import read_settings

        settings = read_settings(home.settings_path)[0]
    said = _completed(options, home, settings.selection) if home and settings else _sorted(options)
    pool, quotas = said.pool, said.quotas
    if home is None and lottery is not None:
        pool, quotas = lottery / places.POOL_FILE, quotas_in(lottery)
    if pool is None or quotas is None:
        raise UsageError(
            _("The selection needs a pool and quotas."),
            hint=_("Run it inside a procedure folder, or add --pool FILE, --quotas FILE and --out FOLDER."),
        )
    return SelectionPlan(
        pool=pool,
        quotas=quotas,
        seats=said.seats,
        lots=_possible(DEFAULT_LOTS if said.lots is None else said.lots),
        objective=said.objective or DEFAULT_OBJECTIVE,
        household=said.households or HouseholdRule(),
        id_column=said.id_column,
        waiting=DEFAULT_WAITING if said.waiting is None else said.waiting,
        destination=Destination(home, folder, out, again),
        fixed=said.fixed,
        settings_file=home.settings_path if home else None,
        language=settings.language if settings else "",
        title=settings.name if settings else "",
        said=said,
    )


def _completed(options: SelectionOptions, home: Procedure, chosen: "SelectionSettings") -> SelectionOptions:
    """Return the options with what ``forum.yaml`` says where nothing was given.

    Whoever names a column of households says all about them: how that of ``forum.yaml`` is read does not count then.
    """
    own = options.household is not None
    return replace(
        options,
        pool=options.pool or required(home, places.POOL),
        quotas=options.quotas or home.path(chosen.quotas),
        seats=chosen.seats if options.seats is None else options.seats,
        lots=chosen.lots if options.lots is None else options.lots,
        objective=options.objective or chosen.objective,
        household=options.household if own else chosen.household,
        address=options.address if own or options.address is not None else chosen.household_address,
        exempt=options.exempt if own or options.exempt is not None else chosen.household_exempt,
        waiting=chosen.waiting if options.waiting is None else options.waiting,
        fixed=together(of_settings(chosen.fixed_in, chosen.fixed_out), options.fixed),
    )


def _sorted(options: SelectionOptions) -> SelectionOptions:
    return replace(options, fixed=together((), options.fixed))


def _possible(lots: int) -> int:
    if not 1 <= lots <= MOST_LOTS:
        raise UsageError(
            _("{number} lots are not possible.").format(number=lots),
            hint=_("Choose 1 to {most}. Usual are 1000, to be drawn with three balls.").format(most=MOST_LOTS),
        )
    return lots


def run_lottery(plan: SelectionPlan, progress: Progress = silent) -> LotteryReport:
    """Compute the lottery and write it with copies of the pool and the quotas, so that it stands for itself.

    Parameters
    ----------
    plan
        What is chosen.
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
        inputs = plan.inputs()
        options = plan.options(inputs.seats)
        require_as_sealed(plan.destination, Sealed.SELECTION, options)
        result = compute(plan, inputs, progress)
        write_result(run.folder, inputs, plan.quotas, plan.objective, result)
        applicants = len(inputs.ids())
        receipt = Receipt(
            stage="lottery",
            options=options,
            inputs=plan.digests(inputs),
            figures={"applicants": applicants, **lottery_figures(result.lottery, result.chances)},
            versions=versions("highspy"),
        )
        receipt = run.finish(receipt)
    return LotteryReport(applicants, inputs.seats, result, inputs.notes(), receipt, inputs.pool.pool.never())


def compute(plan: SelectionPlan, inputs: Inputs, progress: Progress) -> LotteryResult:
    """Return the lottery of a plan.

    Raises
    ------
    UsageError
        If there is no such objective.
    QuotaError
        If no panel meets the quotas.
    """
    return make_lottery(
        inputs.pool.pool, inputs.quotas.table, inputs.seats, lots=plan.lots, objective=plan.objective, progress=progress
    )
