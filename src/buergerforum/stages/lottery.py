"""``forum lottery``: N equally likely panels, published before one of them is drawn."""

import dataclasses
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.selection.engine import LotteryResult, make_lottery
from buergerforum.errors import InputError, Problem, UsageError
from buergerforum.io.lottery_files import write_lottery
from buergerforum.io.pools import LoadedPool, read_pool
from buergerforum.io.procedure import Procedure
from buergerforum.io.settings import read_settings
from buergerforum.io.tables import write_csv
from buergerforum.io.versions import versions
from buergerforum.model.progress import Progress, silent
from buergerforum.model.record import Option, Receipt
from buergerforum.stages.quotas import LoadedQuotas, read_quotas
from buergerforum.stages.running import Destination, Run, running
from buergerforum.texts import _

POOL = "pool.csv"
QUOTAS = "quotas"
DEFAULT_WAITING = 25


@dataclass(frozen=True, slots=True)
class SelectionOptions:
    """What is chosen before the lot is drawn; None: as ``forum.yaml`` says, or the usual."""

    pool: Path | None = None
    quotas: Path | None = None
    seats: int | None = None
    lots: int | None = None
    objective: str | None = None
    household: str | None = None
    """Column of the pool; blank: no rule."""
    id_column: str | None = None
    waiting: int | None = None
    """Length of the waiting list."""


@dataclass(frozen=True, slots=True)
class SelectionPlan:
    """A selection, complete but for the lot."""

    pool: Path
    quotas: Path
    seats: int | None
    """None: as the quota file says."""
    lots: int
    objective: str
    household: str
    id_column: str | None
    waiting: int
    destination: Destination
    settings_file: Path | None = None
    """``forum.yaml``, where options come from it."""
    language: str = ""
    """Of workbooks; blank: that of the terminal."""

    def inputs(self) -> list[Path]:
        """Return every file that the result follows from."""
        return [path for path in (self.pool, self.quotas, self.settings_file) if path]


@dataclass(frozen=True, slots=True)
class Inputs:
    """Pool and quotas, read."""

    pool: LoadedPool
    quotas: LoadedQuotas
    seats: int

    def header(self) -> tuple[str, ...]:
        """Return the headings of a table of people: id, features, then what the file carries besides."""
        return ("id", *self.pool.pool.features, *map(_not_id, self.pool.carried_header))

    def rows(self, people: tuple[str, ...]) -> list[list[str]]:
        """Return the rows of a table of people, in the order given."""
        values = {one.id: one.values for one in self.pool.pool.applicants}
        return [[person, *values[person], *self.pool.carried[person]] for person in people]

    def write_people(self, path: Path, people: tuple[str, ...]) -> None:
        """Write a table of people."""
        write_csv(path, self.header(), self.rows(people))


@dataclass(frozen=True, slots=True)
class LotteryReport:
    """What the command says at the end."""

    applicants: int
    seats: int
    result: LotteryResult
    notes: tuple[str, ...]
    receipt: Receipt


def _not_id(heading: str) -> str:
    """Return a heading that is not that of our ids, where ids came from another column."""
    return f"{heading} *" if heading.casefold() == "id" else heading


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
    UsageError
        If something is missing that only a procedure could say.
    """
    destination = Destination(home, folder, out, again)
    if home is None:
        if lottery is not None:
            options = dataclasses.replace(options, pool=lottery / POOL, quotas=quotas_in(lottery))
        if options.pool is None or options.quotas is None:
            raise UsageError(
                _("The selection needs a pool and quotas."),
                hint=_("Run it inside a procedure folder, or add --pool FILE, --quotas FILE and --out FOLDER."),
            )
        return SelectionPlan(
            options.pool, options.quotas, options.seats, options.lots or 1000, options.objective or "leximin",
            options.household or "", options.id_column, _or(options.waiting, DEFAULT_WAITING), destination,
        )  # fmt: skip
    settings = read_settings(home.settings_path)[0]
    chosen = settings.selection
    return SelectionPlan(
        pool=options.pool or home.path("applications/pool.csv"),
        quotas=options.quotas or home.path(chosen.quotas),
        seats=options.seats or chosen.seats,
        lots=options.lots or chosen.lots,
        objective=options.objective or chosen.objective,
        household=chosen.household if options.household is None else options.household,
        id_column=options.id_column,
        waiting=_or(options.waiting, chosen.waiting),
        destination=destination,
        settings_file=home.settings_path,
        language=settings.language,
    )


def _or(given: int | None, usual: int) -> int:
    return usual if given is None else given


def read_inputs(plan: SelectionPlan) -> Inputs:
    """Read pool and quotas and check that they fit each other.

    Raises
    ------
    InputError
        With all problems of a file.
    UsageError
        If nobody said how many seats there are.
    """
    quotas = read_quotas(plan.quotas, plan.seats)
    seats = plan.seats or quotas.table.seats
    if seats is None:
        raise UsageError(
            _("It is not said how many seats there are."), hint=_("Add --seats K; the quota file does not say it.")
        )
    pool = read_pool(plan.pool, quotas.table, id_column=plan.id_column, household_column=plan.household or None)
    return Inputs(pool, quotas, seats)


def run_lottery(plan: SelectionPlan, progress: Progress = silent) -> LotteryReport:
    """Compute the lottery and write it with copies of the pool and the quotas, so that it stands for itself.

    Raises
    ------
    InputError, UsageError
        If the inputs cannot be used.
    QuotaError
        If no panel meets the quotas.
    """
    with running(plan.destination) as run:
        inputs = read_inputs(plan)
        result = compute(plan, inputs, progress)
        write_result(run.folder, plan, inputs, result)
        receipt = _finish(run, plan, inputs, result)
    notes = (*inputs.quotas.notes, *inputs.pool.notes)
    return LotteryReport(len(inputs.pool.pool.applicants), inputs.seats, result, notes, receipt)


def compute(plan: SelectionPlan, inputs: Inputs, progress: Progress) -> LotteryResult:
    """Return the lottery of a plan."""
    return make_lottery(
        inputs.pool.pool, inputs.quotas.table, inputs.seats, lots=plan.lots, objective=plan.objective, progress=progress
    )


def write_result(folder: Path, plan: SelectionPlan, inputs: Inputs, result: LotteryResult) -> None:
    """Write the lottery and copies of what it follows from."""
    write_lottery(folder, result.lottery, result.chances)
    copy_inputs(folder, plan, inputs)


def copy_inputs(folder: Path, plan: SelectionPlan, inputs: Inputs) -> None:
    """Write the pool as it counts, and the quota file as it is."""
    inputs.write_people(folder / POOL, tuple(one.id for one in inputs.pool.pool.applicants))
    shutil.copyfile(plan.quotas, folder / f"{QUOTAS}{plan.quotas.suffix}")


def options_of(plan: SelectionPlan, inputs: Inputs) -> Mapping[str, Option]:
    """Return what a receipt says of a plan."""
    return {
        "seats": inputs.seats,
        "lots": plan.lots,
        "objective": plan.objective,
        "household": plan.household,
        "waiting": plan.waiting,
    }


def _finish(run: Run, plan: SelectionPlan, inputs: Inputs, result: LotteryResult) -> Receipt:
    receipt = Receipt(
        stage="lottery",
        options=options_of(plan, inputs),
        inputs=tuple(plan.destination.digest(path) for path in plan.inputs()),
        figures={"applicants": len(inputs.pool.pool.applicants), "panels": result.panels},
        versions=versions("highspy"),
    )
    return run.finish(receipt)


def quotas_in(folder: Path) -> Path:
    """Return the quota file inside a lottery folder.

    Raises
    ------
    InputError
        If there is none.
    """
    found = next((path for path in sorted(folder.glob(f"{QUOTAS}.*"))), None)
    if found is None:
        raise InputError(
            [
                Problem(
                    _("This is no folder of a lottery: it holds no quotas."),
                    file=folder.name,
                    remedy=_("Name a folder that “forum lottery” made."),
                )
            ]
        )
    return found


def relocated(plan: SelectionPlan, folder: Path, quotas: Path, receipt: Receipt) -> SelectionPlan:
    """Return the plan that reads the copies inside a lottery folder, under the options of its receipt."""
    seats, lots = receipt.options.get("seats"), receipt.options.get("lots")
    household = receipt.options.get("household")
    return dataclasses.replace(
        plan,
        pool=folder / POOL,
        quotas=quotas,
        seats=seats if isinstance(seats, int) else None,
        lots=lots if isinstance(lots, int) else plan.lots,
        household=household if isinstance(household, str) else "",
        objective=str(receipt.options.get("objective")),
        id_column="id",
    )
