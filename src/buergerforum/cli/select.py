"""``forum select``."""

from pathlib import Path
from typing import Annotated

import typer

from buergerforum.cli.asking import lot_or_seed
from buergerforum.cli.options import AgainOption, IdOption, OutOption, ProcedureOption, SeedOption, home, reason
from buergerforum.cli.printing import progress, say_figures, say_notes
from buergerforum.cli.selecting import (
    AddressOption,
    ExemptOption,
    FixInOption,
    FixOutOption,
    HouseholdOption,
    LotsOption,
    ObjectiveOption,
    PoolOption,
    QuotasOption,
    SeatsOption,
    chance_figures,
    fixed_by,
    hopeless,
    say_reached,
)
from buergerforum.texts import _, number

HELP = _(
    "Seat the panel: draw one lot of the lottery by a number or a seed that was drawn in public.\n\n"
    "Inside a procedure folder the pool, the quotas and the published lottery are known. Elsewhere name --pool, "
    "--quotas and --out, or --lottery with a folder that forum lottery made. Writes the panel, the waiting list and "
    "everything needed to check them."
)


def command(
    pool: PoolOption = None,
    quotas: QuotasOption = None,
    seats: SeatsOption = None,
    seed: SeedOption = None,
    lot: Annotated[
        str | None, typer.Option("--number", metavar="N", help=_("Number of the lot that was drawn in public."))
    ] = None,
    out: OutOption = None,
    lottery: Annotated[
        Path | None,
        typer.Option("--lottery", metavar=_("FOLDER"), help=_("A lottery made before; its pool and quotas count.")),
    ] = None,
    lots: LotsOption = None,
    objective: ObjectiveOption = None,
    household: HouseholdOption = None,
    household_address: AddressOption = None,
    household_exempt: ExemptOption = None,
    id_column: IdOption = None,
    waiting: Annotated[
        int | None, typer.Option("--waiting", min=0, help=_("Length of the waiting list; by default 25."))
    ] = None,
    fix_in: FixInOption = None,
    fix_out: FixOutOption = None,
    procedure: ProcedureOption = None,
    again: AgainOption = "",
) -> None:
    from buergerforum.stages.lottery import SelectionOptions, plan_selection
    from buergerforum.stages.select import Decision, run_select

    fixed = fixed_by(fix_in, fix_out)
    wishes = SelectionOptions(
        pool, quotas, seats, lots, objective, household, id_column, waiting, fixed, household_address, household_exempt
    )
    plan = plan_selection(home(procedure, out), wishes, "selection", out, reason(again), lottery)
    drawn_seed, drawn_number = lot_or_seed(seed, lot)
    with progress() as show:
        report = run_select(plan, Decision(drawn_number, drawn_seed), lottery, show)
    say_notes([*report.notes, *hopeless(report.chances, report.fixed_out)])
    figures = [
        (_("Winning lot"), _("{lot} of {lots}").format(lot=report.lot, lots=number(report.lots))),
        (_("Members of the panel"), number(len(report.panel))),
        (_("Waiting list"), number(report.waiting)),
        *chance_figures(report.chances, report.lots),
        (_("Result in"), plan.destination.final().as_posix()),
    ]
    say_figures(_("Selected"), figures)
    say_reached(report)
