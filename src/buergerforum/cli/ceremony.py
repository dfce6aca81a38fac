"""``forum ceremony``."""

from pathlib import Path
from typing import Annotated

import typer

from buergerforum.cli.options import ProcedureOption, needed
from buergerforum.cli.printing import say
from buergerforum.texts import _

HELP = _(
    "Make the page for the public draw: all panels as a field, the digits as the balls are drawn, then the panel.\n\n"
    "The page works without a network; open it in a browser and show it with a projector. It shows salted ids, the "
    "same as the published lots. The number that is entered is the one for “forum select --number”. The page itself is "
    "not for publication: it holds what the quota table needs of every lot."
)


def command(
    page: Annotated[
        Path | None,
        typer.Argument(metavar=_("FILE"), help=_("The page; by default private/ceremony.html."), show_default=False),
    ] = None,
    rehearsal: Annotated[
        bool, typer.Option("--rehearsal", help=_("Make a page to rehearse with: invented people, marked as such."))
    ] = False,
    names: Annotated[
        Path | None,
        typer.Option("--names", metavar=_("FILE"), help=_("Show names from this private table (id;name), not ids.")),
    ] = None,
    procedure: ProcedureOption = None,
) -> None:
    from buergerforum.stages.ceremony import DEFAULT, run_ceremony

    home = needed(procedure)
    path = page or home.path(DEFAULT)
    run_ceremony(home, path, names=names, rehearsal=rehearsal)
    said = _("Rehearsal: {page}") if rehearsal else _("Page for the projector: {page}")
    say(said.format(page=path.as_posix()))
