"""``forum seal``."""

import json
from typing import Annotated

import typer

from buergerforum.cli.options import AgainOption, ProcedureOption, needed, reason
from buergerforum.cli.printing import say, say_verbatim
from buergerforum.errors import UsageError
from buergerforum.model.seal import Sealed
from buergerforum.texts import _, moment

HELP = _(
    "Seal the inputs of a draw before its seed or number is known.\n\n"
    "Writes their digests into the journal and prints the line to publish. Afterwards nobody can change the inputs "
    "unnoticed, not even you. A page for publication, as text and PDF with a QR code, lies in the folder “seals”."
)
_RULE = {
    Sealed.DRAW: _("The invitees follow from these files and from a seed that is drawn in public afterwards."),
    Sealed.TOWNS: _("The towns follow from these files and from a seed that is drawn in public afterwards."),
    Sealed.SELECTION: _("The panel follows from these files and from a number or seed drawn in public afterwards."),
}


def command(
    what: Annotated[Sealed, typer.Argument(metavar="draw|towns|selection", help=_("Which draw is prepared."))],
    rule: Annotated[
        str,
        typer.Option(
            "--rule",
            metavar=_("TEXT"),
            help=_("How the seed or number will come about; by default as forum.yaml says (seed_rule)."),
        ),
    ] = "",
    page: Annotated[
        bool, typer.Option("--page", help=_("Seal nothing; only make the page of the last seal again."))
    ] = False,
    procedure: ProcedureOption = None,
    again: AgainOption = "",
) -> None:
    from buergerforum.stages.running import journal_of
    from buergerforum.stages.seal import as_seal, run_seal
    from buergerforum.stages.seal_page import write_seal_page
    from buergerforum.stages.sealing import seals_of

    home = needed(procedure)
    if page:
        seals = seals_of(journal_of(home), what)
        if not seals:
            raise UsageError(_("There is no seal yet."), hint=_("Make one with: forum seal {what}.").format(what=what))
        seal = as_seal(seals[-1])
    else:
        seal = run_seal(home, what, reason(again), rule)
    say(_("Sealed on {time}. To publish, word for word:").format(time=moment(seal.time)))
    say("")
    say_verbatim(seal.digest)
    say(_RULE[what])
    if seal.rule:
        say(_("How the seed or number will come about: {rule}").format(rule=seal.rule))
    say("")
    say(_("The digest above is the SHA-256 over the list of these files and choices:"))
    for one in seal.files:
        say_verbatim(f"  {one.sha256}  {one.size:>12}  {one.name}")
    for name, value in sorted(seal.options.items()):
        say_verbatim(f"  {name} = {json.dumps(value, ensure_ascii=False)}")
    text, pdf = write_seal_page(home, what)
    say("")
    say(_("Page for publication: {pdf}, and as text {text}").format(pdf=home.name_of(pdf), text=home.name_of(text)))
