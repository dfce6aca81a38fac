"""``forum publish``."""

from pathlib import Path
from typing import Annotated

import typer

from buergerforum.cli.options import ProcedureOption, needed
from buergerforum.cli.printing import progress, say, say_figures, say_verbatim
from buergerforum.texts import _

HELP = _(
    "Publish a procedure at two levels: for everybody, and for auditors.\n\n"
    "In FOLDER/public no attribute of any single person is found; FOLDER/auditors holds everything but names and "
    "contacts and is confidential. Ids are replaced by salted ones. Each folder says what can be checked with it, and "
    "“forum audit” checks it. Publish the lots before one of them is drawn, and everything afterwards."
)


def command(
    folder: Annotated[
        Path, typer.Argument(metavar=_("FOLDER"), help=_("Folder for both levels, outside the procedure folder."))
    ],
    html: Annotated[
        Path | None,
        typer.Option(
            "--html", metavar=_("FILE"), help=_("Also write the page for everybody, one file that checks itself.")
        ),
    ] = None,
    public_only: Annotated[
        bool, typer.Option("--public-only", help=_("Write the folder for everybody only, as before the draw."))
    ] = False,
    procedure: ProcedureOption = None,
) -> None:
    import secrets

    from buergerforum.core.publishing.manifest import Level
    from buergerforum.stages.publish import run_publish

    home = needed(procedure)
    with progress() as show:
        levels = (Level.PUBLIC,) if public_only else tuple(Level)
        made = run_publish(home, folder, secrets.token_bytes, show, levels=levels)
    if html:
        from buergerforum.io.settings import read_settings
        from buergerforum.stages.publish.page import write_page

        write_page(folder / Level.PUBLIC.value, html, read_settings(home.settings_path)[0].language)
    figures = [
        (_("For everybody"), (folder / Level.PUBLIC.value).as_posix()),
    ]
    if not public_only:
        figures.append((_("For auditors, confidential"), (folder / Level.AUDITORS.value).as_posix()))
    if html:
        figures.append((_("Page for everybody"), html.as_posix()))
    say_figures(_("Published"), figures)
    say("")
    say(_("Digest of the contents for everybody, as the journal keeps it; publish it, too:"))
    say_verbatim(made.contents[Level.PUBLIC])
