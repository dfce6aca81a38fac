"""``forum frame``."""

from pathlib import Path
from typing import Annotated

import typer

from buergerforum.cli.options import AgainOption, OutOption, ProcedureOption, home, reason
from buergerforum.cli.printing import progress, say_figures, say_notes
from buergerforum.texts import _, number

HELP = _(
    "Make the frame from the extract of the register: at the Meldebehörde, before anything leaves it.\n\n"
    "Writes frame.csv (random ids, age group, sex, nationality group, district; no names), protocol.txt (occasion, "
    "criteria, number of hits) and receipt.json; and the key file with names and addresses, which stays with the "
    "Meldebehörde and never comes into the procedure folder. Whatever is not understood is listed with its rows, and "
    "no frame is written."
)


def command(
    raw: Annotated[
        list[Path],
        typer.Argument(metavar=_("EXTRACT…"), help=_("The extract of the register: CSV or XLSX, one file or several.")),
    ],
    key_file: Annotated[
        Path,
        typer.Option("--key-file", metavar=_("FILE"), help=_("Where to put the key file; must not exist yet.")),
    ],
    settings: Annotated[
        Path | None,
        typer.Option(
            "--settings", "--config", metavar=_("FILE"), help=_("The rules; by default forum.yaml of the procedure.")
        ),
    ] = None,
    districts: Annotated[
        Path | None,
        typer.Option(
            "--districts",
            metavar=_("FILE"),
            help=_("List of sub-districts and their districts; by default as forum.yaml says."),
        ),
    ] = None,
    special_addresses: Annotated[
        Path | None,
        typer.Option(
            "--special-addresses",
            metavar=_("FILE"),
            help=_("List of homes, halls and shelters, exempt from the household rule; by default as forum.yaml says."),
        ),
    ] = None,
    out: OutOption = None,
    procedure: ProcedureOption = None,
    again: AgainOption = "",
) -> None:
    from buergerforum.stages.frame import FrameOptions, plan_frame, run_frame

    wishes = FrameOptions(tuple(raw), key_file, settings, districts, special_addresses)
    plan = plan_frame(home(procedure, out), wishes, out, reason(again))
    with progress() as show:
        result = run_frame(plan, progress=show)
    say_notes(result.notes)
    figures = [(name, number(count)) for name, count in result.figures]
    figures.append((_("Result in"), plan.destination.final().as_posix()))
    figures.append((_("Key file, to stay with the Meldebehörde"), key_file.as_posix()))
    say_figures(_("Frame made"), figures)
