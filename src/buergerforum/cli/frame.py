"""``forum frame``."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from buergerforum.cli.asking import agreed, on_terminal
from buergerforum.cli.options import (
    AgainOption,
    DistrictsOption,
    OutOption,
    ProcedureOption,
    SpecialOption,
    home,
    reason,
)
from buergerforum.cli.printing import progress, say, say_figures, say_notes
from buergerforum.errors import UsageError
from buergerforum.texts import _, number

if TYPE_CHECKING:
    from buergerforum.stages.frame_columns import Guess

HELP = _(
    "Make the frame from the extract of the register: at the Meldebehörde, before anything leaves it.\n\n"
    "Writes frame.csv (random ids, age group, sex, nationality group, district; no names), the protocol (occasion, "
    "criteria, number of hits; as text and as workbook) and receipt.json. The key file with names and addresses, and a "
    "list of rows to be looked at beside it, stay with the Meldebehörde and never come into the procedure folder. "
    "Whatever is not understood is listed with its rows, and no frame is written."
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
    districts: DistrictsOption = None,
    special_addresses: SpecialOption = None,
    yes: Annotated[
        bool, typer.Option("--yes", help=_("Do not ask whether the columns were understood; they are as shown."))
    ] = False,
    out: OutOption = None,
    procedure: ProcedureOption = None,
    again: AgainOption = "",
) -> None:
    from buergerforum.stages.frame import FrameOptions, plan_frame, run_frame
    from buergerforum.stages.frame_columns import guessed_columns

    wishes = FrameOptions(tuple(raw), key_file, settings, districts, special_addresses)
    plan = plan_frame(home(procedure, out), wishes, out, reason(again))
    block = _confirmed(guessed_columns(plan), yes)
    with progress() as show:
        result = run_frame(plan, progress=show)
    say_notes(result.notes)
    figures = [(hit.text, hit.said if hit.count is None else number(hit.count)) for hit in result.hits]
    figures.append((_("Result in"), plan.destination.final().as_posix()))
    figures.append((_("Key file, to stay with the Meldebehörde"), key_file.as_posix()))
    if result.rows:
        figures.append((_("Rows to be looked at, to stay there too"), result.rows.as_posix()))
    say_figures(_("Frame made"), figures)
    if block:
        say(_("For forum.yaml, so that the columns need not be confirmed again:"))
        say(block)


def _confirmed(guesses: "Sequence[Guess]", yes: bool) -> str:
    """Show what the columns were taken for and let somebody confirm it; return the block that settles it."""
    from buergerforum.core.frame.headings import meaning_said
    from buergerforum.stages.frame_columns import ready_block

    if not guesses:
        return ""
    for file in dict.fromkeys(guess.file for guess in guesses):
        taken = [(guess.heading, meaning_said(guess.meaning)) for guess in guesses if guess.file == file]
        say_figures(_("{file}: what the columns mean, by their headings").format(file=file), taken)
    block = ready_block(guesses)
    if yes:
        return block
    if on_terminal() and agreed(_("Is that right?")):
        return block
    say(block)
    raise UsageError(
        _("The meaning of the columns was found by their headings, and nobody has confirmed it."),
        hint=_("Add --yes if it is right; or put the lines above into forum.yaml, and correct them there."),
    )
