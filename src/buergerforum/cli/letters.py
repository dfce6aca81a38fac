"""``forum letters``."""

from pathlib import Path
from typing import Annotated

import typer

from buergerforum.cli.options import AgainOption, OutOption, ProcedureOption, home, reason
from buergerforum.cli.printing import progress, say, say_figures, say_notes
from buergerforum.model.letters import Kind
from buergerforum.texts import _

HELP = _(
    "Print letters: invitation, acceptance or rejection.\n\n"
    "Who gets a letter follows from the procedure: the invitees drawn, the panel, or the applicants who are neither on "
    "the panel nor on the waiting list. Names and addresses come from the key file of the Meldebehörde. The PDFs, in "
    "batches by postcode, go into the folder “private”; the first invitation also gives out the personal codes. If one "
    "letter cannot be printed, none is."
)


def command(
    kind: Annotated[Kind, typer.Argument(metavar=_("KIND"), help=_("invitation, acceptance or rejection."))],
    addresses: Annotated[
        Path | None,
        typer.Option("--addresses", metavar=_("FILE"), help=_("The key file with names and addresses.")),
    ] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help=_("Only write one PDF, to an invented person; nothing is recorded."))
    ] = False,
    people: Annotated[
        Path | None,
        typer.Option("--people", metavar=_("FILE"), help=_("Without a procedure: a table with the ids of recipients.")),
    ] = None,
    codes: Annotated[
        Path | None,
        typer.Option("--codes", metavar=_("FILE"), help=_("Without a procedure: the codes given out before.")),
    ] = None,
    settings: Annotated[
        Path | None,
        typer.Option("--settings", metavar=_("FILE"), help=_("What the letters say; by default forum.yaml.")),
    ] = None,
    batch: Annotated[int, typer.Option("--batch", min=1, max=1000, help=_("Letters in one PDF."))] = 100,
    out: OutOption = None,
    procedure: ProcedureOption = None,
    again: AgainOption = "",
) -> None:
    from buergerforum.stages.letters import preview_letter, run_letters
    from buergerforum.stages.mailing import LetterOptions, plan_letters

    place = home(procedure, out)
    if preview:
        written = preview_letter(place, kind, settings, out)
        say(_("Preview written: {file}").format(file=written.as_posix()))
        return
    options = LetterOptions(addresses, people, codes, settings, batch)
    plan = plan_letters(place, kind, options, out, reason(again))
    with progress() as show:
        report = run_letters(plan, progress=show)
    say_notes(report.notes)
    figures = [
        (_("Letters"), str(report.letters)),
        (_("PDF files"), str(report.files)),
        (_("Pages"), str(report.pages)),
        (_("New personal codes"), str(report.codes)),
        (_("Result in"), report.folder.as_posix()),
    ]
    say_figures(_("Letters written"), figures)
