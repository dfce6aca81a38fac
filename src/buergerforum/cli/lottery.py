"""``forum lottery``."""

from buergerforum.cli.options import AgainOption, IdOption, OutOption, ProcedureOption, home, reason
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
)
from buergerforum.texts import _, number

HELP = _(
    "Compute the lottery: numbered panels, all equally likely, for publication.\n\n"
    "Every panel meets every quota, and everybody's chance is as equal as the quotas allow. Which panel is seated is "
    "decided afterwards: forum select."
)


def command(
    pool: PoolOption = None,
    quotas: QuotasOption = None,
    seats: SeatsOption = None,
    out: OutOption = None,
    lots: LotsOption = None,
    objective: ObjectiveOption = None,
    household: HouseholdOption = None,
    household_address: AddressOption = None,
    household_exempt: ExemptOption = None,
    id_column: IdOption = None,
    fix_in: FixInOption = None,
    fix_out: FixOutOption = None,
    procedure: ProcedureOption = None,
    again: AgainOption = "",
) -> None:
    from buergerforum.stages.lottery import SelectionOptions, plan_selection, run_lottery

    fixed = fixed_by(fix_in, fix_out)
    wishes = SelectionOptions(
        pool, quotas, seats, lots, objective, household, id_column, None, fixed, household_address, household_exempt
    )
    plan = plan_selection(home(procedure, out), wishes, "lottery", out, reason(again))
    with progress() as show:
        report = run_lottery(plan, show)
    made = report.result
    say_notes([*report.notes, *hopeless(made.chances, report.fixed_out)])
    figures = [
        (_("Applicants"), number(report.applicants)),
        (_("Seats"), number(report.seats)),
        (_("Lots, all equally likely"), number(made.lottery.lots)),
        (_("Different panels among them"), number(made.panels)),
        (_("Lots in which the commonest pair sits together"), number(made.variety.commonest_pair)),
        *chance_figures(made.chances, made.lottery.lots),
        (_("Result in"), plan.destination.final().as_posix()),
    ]
    say_figures(_("Lottery"), figures)
