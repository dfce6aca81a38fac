"""``forum new``."""

from pathlib import Path
from typing import Annotated

import typer

from buergerforum.cli.printing import say
from buergerforum.texts import _

HELP = _(
    "Make a procedure folder.\n\n"
    "It gets its own forum.yaml, quota files and letter templates, for the office to edit, and an empty journal."
)


def command(
    folder: Annotated[Path, typer.Argument(metavar=_("FOLDER"), help=_("Name of the new folder."))],
) -> None:
    from buergerforum.stages.new import run_new

    procedure = run_new(folder)
    say(
        _(
            "The procedure folder “{folder}” is ready. Next:\n"
            "  1. Edit forum.yaml (dates, sender, contact), the quota file and the letters.\n"
            "  2. The Meldebehörde makes the frame: forum frame EXTRACT --key-file KEY\n"
            "  3. Publish the seal before the seed is drawn: forum seal draw"
        ).format(folder=procedure.root.name)
    )
