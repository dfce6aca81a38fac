"""``forum draw``."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from buergerforum.cli.asking import seed_for
from buergerforum.cli.options import AgainOption, IdOption, OutOption, ProcedureOption, SeedOption, home, reason
from buergerforum.cli.printing import progress, say_figures, say_notes
from buergerforum.cli.selecting import AddressOption, ExemptOption
from buergerforum.errors import UsageError
from buergerforum.model.draw import Allocation, DrawOptions
from buergerforum.texts import _, listed, number

if TYPE_CHECKING:
    from buergerforum.stages.draw import DrawResult

HELP = _(
    "Draw the invitees from the frame.\n\n"
    "Inside a procedure folder everything but the seed is known from forum.yaml. Elsewhere name --register, --size and "
    "--out. Writes invitees.csv, reserve.csv (all others, in the order of the draw), strata.csv, a comparison of the "
    "drawn with the frame, and receipt.json.\n\n"
    "A further wave (--wave 2) continues through the reserve and needs no new seed."
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
                "How places go to strata: exact (everybody has exactly the same chance), largest-remainder, simple "
                "(no strata), or weighted (more for those who answer less; see --response). By default exact."
            ),
        ),
    ] = None,
    household: Annotated[
        str | None,
        typer.Option(
            "--household",
            metavar=_("COLUMN[,…]"),
            help=_(
                "At most one invitee per value of this column, or per address: several columns with commas between "
                "them. By default “household” where it is there."
            ),
        ),
    ] = None,
    household_address: AddressOption = None,
    household_exempt: ExemptOption = None,
    id_column: IdOption = None,
    response: Annotated[
        str | None,
        typer.Option(
            "--response",
            metavar=_("FILE"),
            help=_("For weighted: expected response in per cent; columns of the strata, then “response”."),
        ),
    ] = None,
    stop_list: Annotated[
        str | None,
        typer.Option("--stop-list", metavar=_("FILE"), help=_("Ids of people who are not to be drawn.")),
    ] = None,
    reserve: Annotated[
        int | None,
        typer.Option("--reserve", min=0, help=_("How many of the reserve are written down; by default all.")),
    ] = None,
    wave: Annotated[
        int, typer.Option("--wave", min=1, help=_("Number of the wave; 2 and more continue through the reserve."))
    ] = 1,
    like_for_like: Annotated[
        Path | None,
        typer.Option(
            "--like-for-like",
            metavar=_("FILE"),
            help=_("For a further wave: ids of invitees, for each of whom somebody of the same stratum is drawn."),
        ),
    ] = None,
    targets: Annotated[
        Path | None,
        typer.Option(
            "--targets",
            metavar=_("FILE"),
            help=_("For a further wave: how many are drawn per stratum; columns of the strata, then “places”."),
        ),
    ] = None,
    procedure: ProcedureOption = None,
    again: AgainOption = "",
) -> None:
    from buergerforum.stages.draw import plan_draw, run_draw
    from buergerforum.stages.waves import WaveOptions, plan_wave, run_wave

    columns = tuple(name.strip() for name in strata.split(",") if name.strip()) if strata is not None else None
    wishes = DrawOptions(
        size, columns, allocation, household, household_exempt, id_column, response, stop_list, reserve
    )
    wishes = replace(wishes, address=household_address)
    if wave > 1:
        _refuse_settled(seed, register, wishes)
        further = plan_wave(home(procedure, out), WaveOptions(wave, size, like_for_like, targets), reason(again))
        with progress() as show:
            result = run_wave(further, show)
        final = further.destination.final()
    else:
        _refuse_further(like_for_like, targets)
        plan = plan_draw(home(procedure, out), register, wishes, out, reason(again))
        decided = seed_for(_("Who is invited"), seed)
        with progress() as show:
            result = run_draw(plan, decided, show)
        final = plan.destination.final()
    _say(result, final)


def _refuse_settled(seed: str | None, register: Path | None, wishes: DrawOptions) -> None:
    """Refuse what the first wave settled for all waves."""
    settled = {
        "--seed": seed,
        "--register": register,
        "--strata": wishes.strata,
        "--allocation": wishes.allocation,
        "--household": wishes.household,
        "--household-address": wishes.address,
        "--household-exempt": wishes.special,
        "--id": wishes.id_column,
        "--response": wishes.response,
        "--stop-list": wishes.stop_list,
        "--reserve": wishes.reserve,
    }
    given = [name for name, value in settled.items() if value is not None]
    if given:
        raise UsageError(
            _("The first wave settled this for all waves: {options}.").format(options=listed(given)),
            hint=_("Leave it out: a further wave goes on in the same order by the same rules."),
        )


def _refuse_further(like_for_like: Path | None, targets: Path | None) -> None:
    if like_for_like or targets:
        raise UsageError(
            _("--like-for-like and --targets are for a further wave."), hint=_("Add --wave 2, or leave them out.")
        )


def _say(result: "DrawResult", final: Path) -> None:
    say_notes(result.notes)
    figures = [
        (_("Invited"), number(result.invited)),
        (_("Reserve, in the order of the draw"), number(result.reserve)),
        (_("Strata"), number(result.strata)),
        (_("Passed over, because somebody of the household was invited"), number(result.gave_way)),
        (_("Result in"), final.as_posix()),
    ]
    if result.stopped:
        figures.insert(1, (_("Left out by the stop list"), number(result.stopped)))
    if result.short:
        figures.insert(1, (_("Places that could not be filled"), number(result.short)))
    say_figures(_("Drawn"), figures)
