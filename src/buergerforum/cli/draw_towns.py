"""``forum draw-towns``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from buergerforum.cli.asking import seed_for
from buergerforum.cli.options import AgainOption, OutOption, ProcedureOption, SeedOption, home, reason
from buergerforum.cli.printing import progress, say_figures, say_notes
from buergerforum.texts import _, number

if TYPE_CHECKING:
    from buergerforum.stages.towns import TownsPlan
    from buergerforum.stages.towns_returned import ReturnedPlan

HELP = _(
    "Draw towns for a Land, a region or the country; every inhabitant has the same chance.\n\n"
    "Takes the official directory of municipalities and says which of them take part and how many people each invites. "
    "Every one of them then draws at home from its own register, with its own part of the seed: one order sheet for "
    "each, and for those that step in. With --receipts, takes in what they send back."
)


def command(
    table: Annotated[
        Path | None,
        typer.Option("--table", metavar=_("FILE"), help=_("Directory of municipalities: GV-ISys (XLSX) or GV100AD.")),
    ] = None,
    size: Annotated[int | None, typer.Option("--size", min=1, help=_("People to be invited in all towns."))] = None,
    towns: Annotated[
        int | None, typer.Option("--towns", min=1, help=_("About how many towns; the cap can make it more."))
    ] = None,
    cap: Annotated[
        str | None,
        typer.Option(
            "--cap",
            metavar=_("PER CENT"),
            help=_("Part of the inhabitants of a town that is invited at most; usually 2."),
        ),
    ] = None,
    classes: Annotated[
        str | None,
        typer.Option("--classes", metavar=_("A,B,C"), help=_("Lowest numbers of inhabitants of the size classes.")),
    ] = None,
    associations: Annotated[
        bool | None,
        typer.Option("--associations", help=_("Draw associations of municipalities instead of their members.")),
    ] = None,
    lands: Annotated[
        str | None,
        typer.Option("--lands", metavar=_("A,B,C"), help=_("Keys of the Länder that take part, such as 05.")),
    ] = None,
    seed: SeedOption = None,
    receipts: Annotated[
        Path | None,
        typer.Option("--receipts", metavar=_("FOLDER"), help=_("Take in the receipts that the towns sent back.")),
    ] = None,
    orders: Annotated[
        Path | None,
        typer.Option(
            "--orders", metavar=_("FOLDER"), help=_("With --receipts, without a procedure: the draw of towns.")
        ),
    ] = None,
    out: OutOption = None,
    procedure: ProcedureOption = None,
    again: AgainOption = "",
) -> None:
    from buergerforum.stages.towns import TownWishes, plan_towns
    from buergerforum.stages.towns_returned import plan_returned

    if receipts:
        _take_in(plan_returned(home(procedure, out), receipts, orders, out))
        return
    wishes = TownWishes(table, size, towns, cap, classes, associations, lands)
    _draw(plan_towns(home(procedure, out), wishes, out, reason(again)), seed)


def _draw(plan: "TownsPlan", seed: str | None) -> None:
    from buergerforum.stages.towns import run_towns

    decided = seed_for(_("Which towns take part"), seed)
    with progress() as show:
        result = run_towns(plan, decided, show)
    notes = list(result.notes)
    if len(result.drawn.towns) > result.asked:
        told = _("{asked} towns were asked for; with the cap and the size classes it takes {number}.")
        notes.append(told.format(asked=result.asked, number=number(len(result.drawn.towns))))
    say_notes(tuple(notes))
    figures = [
        (_("Towns"), number(len(result.drawn.towns))),
        (_("Towns that can step in"), number(len(result.drawn.replacements))),
        (_("People to be invited"), number(sum(one.persons for one in result.drawn.towns))),
        (_("Inhabitants"), number(result.drawn.inhabitants)),
        (_("Result in"), plan.destination.final().as_posix()),
    ]
    say_figures(_("Drawn"), figures)


def _take_in(plan: "ReturnedPlan") -> None:
    from buergerforum.stages.towns_returned import run_returned, said_missing

    result = run_returned(plan)
    figures = [
        (_("Towns that drew"), number(result.returned)),
        (_("People invited"), number(result.invited)),
        (_("Towns that are missing"), number(len(result.missing))),
        (_("Result in"), plan.destination.final().as_posix()),
    ]
    if result.missing:
        figures.insert(3, (_("Their keys"), said_missing(result)))
    say_figures(_("Taken in"), figures)
