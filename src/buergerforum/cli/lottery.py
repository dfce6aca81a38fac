"""``forum lottery``."""

from buergerforum.cli.options import AgainOption, IdOption, OutOption, ProcedureOption, home, reason
from buergerforum.cli.printing import progress, say_figures, say_notes
from buergerforum.cli.selecting import (
    HouseholdOption,
    LotsOption,
    ObjectiveOption,
    PoolOption,
    QuotasOption,
    SeatsOption,
    percent,
)
from buergerforum.texts import _

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
    id_column: IdOption = None,
    procedure: ProcedureOption = None,
    again: AgainOption = "",
) -> None:
    from buergerforum.stages.lottery import SelectionOptions, plan_selection, run_lottery

    wishes = SelectionOptions(pool, quotas, seats, lots, objective, household, id_column)
    plan = plan_selection(home(procedure, out), wishes, "lottery", out, reason(again))
    with progress() as show:
        report = run_lottery(plan, show)
    say_notes(report.notes)
    chances = [one.lots for one in report.result.chances]
    number = report.result.lottery.lots
    say_figures(
        _("Lottery"),
        [
            (_("Applicants"), str(report.applicants)),
            (_("Seats"), str(report.seats)),
            (_("Lots, all equally likely"), str(number)),
            (_("Different panels among them"), str(report.result.panels)),
            (_("Lowest chance"), percent(min(chances) / number)),
            (_("Highest chance"), percent(max(chances) / number)),
            (_("Largest difference from the exact optimum"), percent(report.result.largest_deviation)),
            (_("Result in"), plan.destination.final().as_posix()),
        ],
    )
