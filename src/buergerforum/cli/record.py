"""``forum record``."""

from typing import Annotated

import typer

from buergerforum.cli.options import ProcedureOption, needed
from buergerforum.cli.printing import say_figures, say_notes
from buergerforum.core.state.words import state_label
from buergerforum.model.state import Single
from buergerforum.texts import _, number

HELP = _(
    "Record what happened to single people: who withdraws, confirms, has died, moved away, objects, or whose letter "
    "came back.\n\n"
    "Name people by id or personal code. From then on they get no letter that does not fit, and whoever withdrew, died "
    "or objected is taken out of the pool by the next “forum merge”. “revoke” takes back the last thing recorded of "
    "somebody, if it was a mistake. The journal keeps it for ever: no names, no contacts, nothing about health."
)


def command(
    what: Annotated[
        Single,
        typer.Argument(metavar=_("WHAT"), help=_("withdraw, confirm, undeliverable, moved, died, objects or revoke.")),
    ],
    people: Annotated[list[str], typer.Argument(metavar=_("CODE…"), help=_("Ids or personal codes."))],
    reason: Annotated[
        str, typer.Option("--reason", metavar=_("REASON"), help=_("Why, or how it became known; without names."))
    ] = "",
    initials: Annotated[
        str, typer.Option("--initials", metavar=_("INITIALS"), help=_("Of the person who records it."))
    ] = "",
    procedure: ProcedureOption = None,
) -> None:
    from buergerforum.stages.record import run_record

    report = run_record(needed(procedure), what, people, reason, initials)
    figures = [(_("People"), number(report.people))]
    figures += [
        (_("before: {state}").format(state=state_label(state)), number(count)) for state, count in report.before
    ]
    figures += [(_("now: {state}").format(state=state_label(state)), number(count)) for state, count in report.after]
    say_figures(_("Recorded"), figures)
    say_notes(report.notes)
