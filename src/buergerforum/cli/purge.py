"""``forum purge``."""

import datetime as dt
from typing import Annotated

import typer

from buergerforum.cli.options import ProcedureOption, needed
from buergerforum.cli.printing import say, say_figures
from buergerforum.errors import UsageError
from buergerforum.texts import _

HELP = _(
    "Delete what is private of people whose period is over, as the letters promise it; without --yes only show it.\n\n"
    "Codes and answers go person by person, letters as whole mailings; the list for review and earlier versions go "
    "too. What others need to check the draw stays. A protocol is written to “deletion”. The key file at the "
    "Meldebehörde and copies elsewhere are for you to delete."
)


def command(
    due: Annotated[bool, typer.Option("--due", help=_("What is due; there is no other choice."))] = False,
    yes: Annotated[bool, typer.Option("--yes", help=_("Really delete it. It cannot be undone."))] = False,
    on: Annotated[
        str | None, typer.Option("--on", metavar=_("DAY"), help=_("As if today were this day, such as 2027-01-31."))
    ] = None,
    procedure: ProcedureOption = None,
) -> None:
    from buergerforum.stages.purge import run_purge
    from buergerforum.stages.purge_protocol import day_said, figures

    if yes and not due:
        raise UsageError(_("What shall be deleted?"), hint=_("Type: forum purge --due --yes"))
    report = run_purge(needed(procedure), _day(on), really=yes)
    if report.nothing:
        say(_("On {day} nothing is due.").format(day=day_said(report.day)))
        return
    title = _("Deleted") if report.done else _("Due on {day}; nothing was deleted").format(day=day_said(report.day))
    say_figures(title, figures(report))
    if not report.done:
        say(_("To delete it for good: forum purge --due --yes"))


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as defect:
        raise UsageError(
            _("“{text}” is no day.").format(text=text), hint=_("Write it as year-month-day, such as 2027-01-31.")
        ) from defect
