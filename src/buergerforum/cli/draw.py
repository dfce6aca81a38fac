"""``forum draw``."""

from pathlib import Path
from typing import Annotated

import typer

from buergerforum.cli.asking import seed_for
from buergerforum.cli.options import AgainOption, IdOption, OutOption, ProcedureOption, SeedOption, home, reason
from buergerforum.cli.printing import progress, say_figures, say_notes
from buergerforum.model.draw import Allocation, DrawOptions
from buergerforum.texts import _, number

HELP = _(
    "Draw the invitees from the frame.\n\n"
    "Inside a procedure folder everything but the seed is known from forum.yaml. Elsewhere name --register, --size and "
    "--out. Writes invitees.csv, reserve.csv (all others, in the order of the draw), strata.csv and receipt.json."
)


def command(
    register: Annotated[
        Path | None,
        typer.Option("--register", metavar=_("FILE"), help=_("The frame: CSV or XLSX, a row per resident.")),
    ] = None,
    size: Annotated[int | None, typer.Option("--size", min=1, help=_("How many people to invite."))] = None,
    seed: SeedOption = None,
    out: OutOption = None,
    strata: Annotated[
        str | None,
        typer.Option(
            "--strata", metavar=_("A,B,C"), help=_("Columns that form the strata; by default district,age_group,sex.")
        ),
    ] = None,
    allocation: Annotated[
        Allocation | None,
        typer.Option(
            "--allocation",
            metavar=_("METHOD"),
            help=_(
                "How places go to strata: exact (everybody has exactly the same chance), largest-remainder, or simple "
                "(no strata). By default exact."
            ),
        ),
    ] = None,
    household: Annotated[
        str | None,
        typer.Option(
            "--household",
            metavar=_("COLUMN"),
            help=_("At most one invitee per value of this column; by default “household” where it is there."),
        ),
    ] = None,
    id_column: IdOption = None,
    procedure: ProcedureOption = None,
    again: AgainOption = "",
) -> None:
    from buergerforum.stages.draw import plan_draw, run_draw

    columns = tuple(name.strip() for name in strata.split(",") if name.strip()) if strata is not None else None
    wishes = DrawOptions(size, columns, allocation, household, None, id_column)
    plan = plan_draw(home(procedure, out), register, wishes, out, reason(again))
    decided = seed_for(_("Who is invited"), seed)
    with progress() as show:
        result = run_draw(plan, decided, show)
    say_notes(result.notes)
    figures = [
        (_("Invited"), number(result.invited)),
        (_("Reserve, in the order of the draw"), number(result.reserve)),
        (_("Strata"), number(result.strata)),
        (_("Passed over, because somebody of the household was invited"), number(result.gave_way)),
        (_("Result in"), plan.destination.final().as_posix()),
    ]
    if result.short:
        figures.insert(1, (_("Places that could not be filled"), number(result.short)))
    say_figures(_("Drawn"), figures)
