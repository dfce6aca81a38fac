"""``forum quotas``: deriving quotas from shares, checking them against a pool, and repairing them."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from buergerforum.cli.options import IdOption, ProcedureOption, home
from buergerforum.cli.parser import Command, Group
from buergerforum.cli.printing import say, say_figures, say_notes, say_table
from buergerforum.cli.selecting import (
    AddressOption,
    ExemptOption,
    HouseholdOption,
    PoolOption,
    QuotasOption,
    SeatsOption,
    percent,
)
from buergerforum.errors import QuotaError
from buergerforum.texts import _, ngettext, number

if TYPE_CHECKING:
    from buergerforum.stages.quota_check import CheckReport, Fate

HELP = _(
    "Derive quotas from shares, check them against the pool, repair them.\n\n"
    "“derive” makes a quota file from the shares of a population. “check” says before the draw whether the pool can "
    "meet the quotas. “repair” writes the quota file with the smallest relaxation where it cannot."
)
_DERIVE = _(
    "Make a quota file from shares: minimum and maximum of every group, with comments.\n\n"
    "The shares come from a table with the headings feature, value, and share (per cent) or people (numbers), or from "
    "a quota file in YAML. Inside a procedure folder the quota file of the procedure is taken."
)
_CHECK = _(
    "Say whether the pool can meet the quotas, and who is certain to be seated or left out.\n\n"
    "Where it cannot, it names the smallest set of quotas that contradict each other, and the smallest relaxation in "
    "the published order. It changes nothing and needs no seed."
)
_REPAIR = _(
    "Write the quota file with the smallest relaxation that lets the pool meet it.\n\n"
    "The file keeps its form; what was changed stands in it. It counts only when you have confirmed it: name it in "
    "forum.yaml or with --quotas, and publish it before the draw."
)

app = typer.Typer(cls=Group, add_completion=False)

NewFileOption = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar=_("FILE"),
        help=_("The new file; by default beside the quotas of the procedure. It must not exist yet."),
    ),
]


@app.command("derive", cls=Command, rich_help_panel=_("Commands"), help=_DERIVE)
def derive(
    shares: Annotated[
        Path | None,
        typer.Option("--shares", metavar=_("FILE"), help=_("Shares: CSV or XLSX, or a quota file in YAML.")),
    ] = None,
    seats: SeatsOption = None,
    tolerance: Annotated[
        str | None,
        typer.Option(
            "--tolerance",
            metavar=_("SEATS"),
            help=_("How many seats every range is wider on either side; by default as the file says, else 0."),
        ),
    ] = None,
    tolerance_percent: Annotated[
        str | None,
        typer.Option(
            "--tolerance-percent",
            metavar=_("PERCENT"),
            help=_("The same in per cent of the exact seats; the larger of the two counts."),
        ),
    ] = None,
    out: NewFileOption = None,
    procedure: ProcedureOption = None,
) -> None:
    from buergerforum.stages.panel_workbook import cell_labels
    from buergerforum.stages.quota_derive import DeriveOptions, plan_derive, run_derive, tolerance_of

    options = DeriveOptions(shares, seats, tolerance_of(tolerance, tolerance_percent))
    report = run_derive(plan_derive(home(procedure, None), options, out))
    say_notes([*report.notes, *report.quotas.notes])
    table = report.quotas.table
    exact = {one.aim.cell: one.shown for one in report.drafted}
    rows = [
        (
            *cell_labels(table, quota),
            "–" if (seats_by_share := exact[quota.cell]) is None else number(seats_by_share, 2),
            str(quota.minimum),
            str(quota.maximum),
        )
        for quota in table.quotas
    ]
    say_table(_("Quotas"), (_("Feature"), _("Value"), _("Exact seats"), _("Minimum"), _("Maximum")), rows)
    say("")
    say_figures(_("Derived"), [(_("Seats"), number(table.seats or 0)), (_("Result in"), report.written.as_posix())])


@app.command("check", cls=Command, rich_help_panel=_("Commands"), help=_CHECK)
def check(
    pool: PoolOption = None,
    quotas: QuotasOption = None,
    seats: SeatsOption = None,
    household: HouseholdOption = None,
    household_address: AddressOption = None,
    household_exempt: ExemptOption = None,
    id_column: IdOption = None,
    procedure: ProcedureOption = None,
) -> None:
    from buergerforum.stages.lottery import SelectionOptions, plan_selection
    from buergerforum.stages.panel_workbook import cell_labels
    from buergerforum.stages.quota_check import run_check

    wishes = SelectionOptions(
        pool, quotas, seats, None, None, household, id_column, address=household_address, exempt=household_exempt
    )
    report = run_check(plan_selection(home(procedure, None), wishes, "lottery", None, ""))
    say_notes(report.notes)
    rows = [
        (*cell_labels(report.table, quota), str(quota.minimum), str(quota.maximum), str(there))
        for quota, there in zip(report.table.quotas, report.counts, strict=True)
    ]
    say_table(_("Quotas"), (_("Feature"), _("Value"), _("Minimum"), _("Maximum"), _("In the pool")), rows)
    say("")
    if not report.verdict.possible:
        for line in (*report.verdict.reasons, "", *report.verdict.advice(report.table)):
            say(line)
        raise QuotaError(_("The pool cannot meet the quotas."), hint=report.verdict.hint())
    _say_possible(report)


def _say_possible(report: "CheckReport") -> None:
    figures = [(_("Applicants"), number(report.applicants)), (_("Seats"), number(report.seats))]
    if report.lowest is not None:
        figures.append((_("Lowest chance, at most"), percent(report.lowest)))
    say_figures(_("The pool can meet the quotas"), figures)
    for fate in report.fates:
        say("")
        for line in _fate_said(fate):
            say(line)


def _fate_said(fate: "Fate") -> Sequence[str]:
    """Return who is certain to be seated or left out, and which quotas cause it."""
    if fate.seated:
        who = ngettext(
            "{number} applicant is on every panel (chance 100 %). Id: {ids}.",
            "{number} applicants are on every panel (chance 100 %). Ids: {ids}.",
            len(fate.ids),
        )
    else:
        who = ngettext(
            "{number} applicant is on no panel (chance 0 %). Id: {ids}.",
            "{number} applicants are on no panel (chance 0 %). Ids: {ids}.",
            len(fate.ids),
        )
    causes = fate.rules or (_("There are only as many applicants as seats."),)
    return [
        who.format(number=number(len(fate.ids)), ids=", ".join(fate.ids)),
        *(f"  {cause}" for cause in (_("Because of:"), *causes)),
    ]


@app.command("repair", cls=Command, rich_help_panel=_("Commands"), help=_REPAIR)
def repair(
    pool: PoolOption = None,
    quotas: QuotasOption = None,
    seats: SeatsOption = None,
    household: HouseholdOption = None,
    household_address: AddressOption = None,
    household_exempt: ExemptOption = None,
    id_column: IdOption = None,
    out: NewFileOption = None,
    procedure: ProcedureOption = None,
) -> None:
    from buergerforum.stages.lottery import SelectionOptions, plan_selection
    from buergerforum.stages.quota_check import run_repair

    wishes = SelectionOptions(
        pool, quotas, seats, None, None, household, id_column, address=household_address, exempt=household_exempt
    )
    at = home(procedure, None)
    report = run_repair(plan_selection(at, wishes, "lottery", None, ""), out)
    say_notes(report.notes)
    if report.written is None:
        say(_("The pool can meet the quotas as they are. Nothing was written."))
        return
    for line in (*report.verdict.reasons, "", _("Changed:"), *(f"  {change}" for change in report.changes), ""):
        say(line)
    say_figures(_("Relaxed quotas"), [(_("Result in"), report.written.as_posix())])
    if at:
        name = at.name_of(report.written)
        say(_("To confirm it, write in forum.yaml, under selection: “quotas: {file}”.").format(file=name))
    else:
        say(_("To confirm it, use it: --quotas {file}").format(file=report.written.as_posix()))
