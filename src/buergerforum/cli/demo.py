"""``forum demo``."""

import time
from pathlib import Path
from typing import Annotated

import typer

from buergerforum.cli.printing import progress, say, say_table
from buergerforum.texts import _

HELP = _(
    "Run a whole procedure for an invented Dortmund: register, draw, letters, answers, selection, audit.\n\n"
    "Every stage is the real one; only the people are invented. All results lie in one folder, to be looked at."
)


def command(
    folder: Annotated[
        Path, typer.Argument(metavar=_("FOLDER"), help=_("Folder for the results; must not exist yet."))
    ] = Path("demo"),
    residents: Annotated[
        int, typer.Option("--residents", min=5000, metavar="N", help=_("Residents of the city; 20000 for a quick one."))
    ] = 612_065,
    seed: Annotated[
        str, typer.Option("--seed", metavar=_("TEXT"), help=_("Another text invents another city."))
    ] = "buergerforum",
) -> None:
    from buergerforum.stages.demo.story import Story

    begun = time.monotonic()
    done = []
    with progress() as show:
        for chapter in Story(folder, residents, seed, show).chapters():
            done.append(chapter)
            say(f"✓ {chapter.title}: {chapter.outcome}")
    say("")
    rows = [(chapter.title, f"{folder.as_posix()}/{chapter.place}") for chapter in done]
    say_table(_("What lies where"), (_("stage"), _("place")), rows)
    say(
        _("Done in {seconds} seconds. Look around; “forum status” and “forum audit” work in {folder}/forum.").format(
            seconds=round(time.monotonic() - begun), folder=folder.as_posix()
        )
    )
