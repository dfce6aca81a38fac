"""``forum seal``."""

import json
from typing import Annotated

import typer

from buergerforum.cli.options import AgainOption, ProcedureOption, needed, reason
from buergerforum.cli.printing import say, say_verbatim
from buergerforum.model.seal import Sealed
from buergerforum.texts import _

HELP = _(
    "Seal the inputs of a draw before its seed or number is known.\n\n"
    "Writes their digests into the journal and prints the line to publish. Afterwards nobody can change the inputs "
    "unnoticed, not even you."
)
_RULE = {
    Sealed.DRAW: _("The invitees follow from these files and from a seed that is drawn in public afterwards."),
    Sealed.SELECTION: _("The panel follows from these files and from a number or seed drawn in public afterwards."),
}


def command(
    what: Annotated[Sealed, typer.Argument(metavar="draw|selection", help=_("Which draw is prepared."))],
    procedure: ProcedureOption = None,
    again: AgainOption = "",
) -> None:
    from buergerforum.stages.seal import run_seal

    seal = run_seal(needed(procedure), what, reason(again))
    say(_("Sealed on {time}. To publish, word for word:").format(time=seal.time))
    say("")
    say_verbatim(seal.digest)
    say(_RULE[what])
    say("")
    say(_("The digest above is the SHA-256 over the list of these files and choices:"))
    for one in seal.files:
        say_verbatim(f"  {one.sha256}  {one.size:>12}  {one.name}")
    for name, value in sorted(seal.options.items()):
        say_verbatim(f"  {name} = {json.dumps(value, ensure_ascii=False)}")
