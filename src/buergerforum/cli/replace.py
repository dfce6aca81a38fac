"""``forum replace``."""

from pathlib import Path
from typing import Annotated

import typer

from buergerforum.cli.asking import lot_or_seed
from buergerforum.cli.options import AgainOption, IdOption, OutOption, ProcedureOption, SeedOption, home, reason
from buergerforum.cli.printing import progress, say_figures, say_notes
from buergerforum.cli.selecting import (
    AddressOption,
    ExemptOption,
    HouseholdOption,
    LotsOption,
    ObjectiveOption,
    PoolOption,
    QuotasOption,
    chance_figures,
    say_reached,
)
from buergerforum.texts import _, number

HELP = _(
    "Replace members who drop out: the others stay, the free seats are filled by lot.\n\n"
    "The new panel meets the quotas, and everybody who could take a seat gets a chance as equal as the quotas allow. "
    "Inside a procedure folder the panel as it is now, the pool and the quotas are known; replacements can follow one "
    "another. Elsewhere name --selection with the result of forum select, or --panel, --pool and --quotas."
)


def command(
    out_member: Annotated[
        list[str] | None,
        typer.Option(
            "--out-member",
            metavar="ID",
            help=_(
                "Member who drops out; may be given several times. In a procedure by default those of whom it was "
                "recorded."
            ),
        ),
    ] = None,
    unavailable: Annotated[
        list[str] | None,
        typer.Option(
            "--unavailable",
            metavar="ID",
            help=_("Somebody of the pool who is no longer available; may be given several times."),
        ),
    ] = None,
    waiting_only: Annotated[
        bool, typer.Option("--waiting-only", help=_("Ask only people of the waiting list, not the whole pool."))
    ] = False,
    seed: SeedOption = None,
    lot: Annotated[
        str | None, typer.Option("--number", metavar="N", help=_("Number of the lot that was drawn in public."))
    ] = None,
    out: OutOption = None,
    selection: Annotated[
        Path | None,
        typer.Option(
            "--selection", metavar=_("FOLDER"), help=_("Result of forum select or of an earlier forum replace.")
        ),
    ] = None,
    panel: Annotated[
        Path | None, typer.Option("--panel", metavar=_("FILE"), help=_("The members as they are now: CSV or XLSX."))
    ] = None,
    pool: PoolOption = None,
    quotas: QuotasOption = None,
    relaxed: Annotated[
        Path | None,
        typer.Option(
            "--relaxed",
            metavar=_("FILE"),
            help=_("Where to write the quotas with the smallest relaxation, if they cannot be met as they are."),
        ),
    ] = None,
    lots: LotsOption = None,
    objective: ObjectiveOption = None,
    household: HouseholdOption = None,
    household_address: AddressOption = None,
    household_exempt: ExemptOption = None,
    id_column: IdOption = None,
    procedure: ProcedureOption = None,
    again: AgainOption = "",
) -> None:
    from buergerforum.core.selection.replacement import Leaving
    from buergerforum.stages.replace import run_replace
    from buergerforum.stages.replacing import ReplaceOptions, plan_replace
    from buergerforum.stages.select import Decision

    leaving = Leaving(_each(out_member), _each(unavailable), waiting_only)
    at = (household_address, household_exempt)
    options = ReplaceOptions(leaving, selection, panel, pool, quotas, household, id_column, lots, objective, *at)
    plan = plan_replace(home(procedure, out), options, out, reason(again))
    say_notes(plan.notes)
    drawn_seed, drawn_number = lot_or_seed(seed, lot)
    with progress() as show:
        report = run_replace(plan, Decision(drawn_number, drawn_seed), relaxed, show)
    say_notes(report.notes)
    figures = [
        (_("Winning lot"), _("{lot} of {lots}").format(lot=report.lot, lots=number(report.lots))),
        (_("Dropped out"), ", ".join(plan.leaving.out)),
        (_("Joined"), ", ".join(report.joined)),
        (_("Members of the panel"), number(len(report.panel))),
        (_("People who could be drawn"), number(len(report.chances))),
        (_("Waiting list"), number(report.waiting)),
        *chance_figures(report.chances, report.lots),
        (_("Result in"), plan.selection.destination.final().as_posix()),
    ]
    say_figures(_("Replaced"), figures)
    say_reached(report)


def _each(ids: list[str] | None) -> tuple[str, ...]:
    """Return ids without blanks around them, sorted, each once."""
    return tuple(sorted({one.strip() for one in ids or ()} - {""}))
